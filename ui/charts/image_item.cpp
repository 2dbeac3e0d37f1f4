// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/image_item.h"

#include <QPainter>
#include <QQuickWindow>
#include <QSGImageNode>
#include <cmath>

namespace nocturne::charts {
namespace {

constexpr int kMaxPixels = 16'384; // of one side; larger items are drawn coarser

} // namespace

ImageItem::ImageItem(std::size_t layers, QQuickItem* parent)
    : QQuickItem(parent)
    , m_layerCount(layers)
{
    setFlag(ItemHasContents);
}

QImage ImageItem::makeImage(qreal devicePixelRatio) const
{
    const QSize pixels(std::min(static_cast<int>(std::ceil(width() * devicePixelRatio)), kMaxPixels),
                       std::min(static_cast<int>(std::ceil(height() * devicePixelRatio)), kMaxPixels));
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::transparent);
    return image;
}

QImage ImageItem::grabImage(qreal devicePixelRatio)
{
    auto result = makeImage(devicePixelRatio);
    QPainter painter(&result);
    for (std::size_t layer = 0; layer < m_layerCount; ++layer) {
        auto image = makeImage(devicePixelRatio);
        drawLayer(layer, image);
        painter.drawImage(0, 0, image);
    }
    return result;
}

void ImageItem::invalidate(std::size_t layer)
{
    m_layers.at(layer).dirty = true;
    if (isVisible())
        polish();
}

void ImageItem::invalidateAll()
{
    for (std::size_t layer = 0; layer < m_layerCount; ++layer)
        invalidate(layer);
}

void ImageItem::updatePolish()
{
    if (window() == nullptr || width() < 1 || height() < 1)
        return;
    for (std::size_t index = 0; index < m_layerCount; ++index) {
        auto& layer = m_layers.at(index);
        if (!layer.dirty)
            continue;
        layer.image = makeImage(window()->effectiveDevicePixelRatio());
        drawLayer(index, layer.image);
        layer.dirty = false;
        layer.fresh = true;
    }
    update();
}

QSGNode* ImageItem::updatePaintNode(QSGNode* node, UpdatePaintNodeData*)
{
    if (width() < 1 || height() < 1 || m_layers[0].image.isNull()) {
        delete node;
        return nullptr;
    }
    const bool isNew = node == nullptr;
    if (isNew) {
        node = new QSGNode;
        for (std::size_t i = 0; i < m_layerCount; ++i)
            node->appendChildNode(window()->createImageNode());
    }
    auto* child = node->firstChild();
    for (std::size_t i = 0; i < m_layerCount; ++i, child = child->nextSibling()) {
        auto& layer = m_layers.at(i);
        auto* image = static_cast<QSGImageNode*>(child);
        if (layer.fresh || isNew) {
            image->setOwnsTexture(true);
            image->setTexture(window()->createTextureFromImage(layer.image, QQuickWindow::TextureHasAlphaChannel));
            image->setFiltering(QSGTexture::Nearest);
            layer.fresh = false;
        }
        image->setRect(QRectF(QPointF(0, 0), QSizeF(layer.image.size()) / layer.image.devicePixelRatio()));
    }
    return node;
}

void ImageItem::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        invalidateAll();
}

void ImageItem::itemChange(ItemChange change, const ItemChangeData& data)
{
    const bool redraws = change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange;
    if (redraws || (change == ItemVisibleHasChanged && data.boolValue)) {
        if (redraws) {
            for (auto& layer : m_layers)
                layer.dirty = true;
        }
        if (isVisible())
            polish();
    }
    QQuickItem::itemChange(change, data);
}

} // namespace nocturne::charts
