// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/image_item.h"

#include <QPainter>
#include <QQuickWindow>
#include <QSGImageNode>
#include <cmath>
#include <numeric>
#include <utility>

namespace nocturne::charts {
namespace {

constexpr int kMaxPixels = 16'384; // of one side; larger items are drawn coarser

QImage transparentImage(QSizeF size, qreal devicePixelRatio)
{
    if (size.isEmpty())
        return {};
    const QSize pixels(std::min(static_cast<int>(std::ceil(size.width() * devicePixelRatio)), kMaxPixels),
                       std::min(static_cast<int>(std::ceil(size.height() * devicePixelRatio)), kMaxPixels));
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(Qt::transparent);
    return image;
}

/// One image node for each layer that has a picture, in the order of the layers.
class LayerNodes : public QSGNode
{
public:
    QSGImageNode* at(std::size_t layer) { return m_nodes.at(layer); }

    /// `node` has its texture already: the software renderer looks at it at once.
    void add(std::size_t layer, QSGImageNode* node)
    {
        m_nodes.at(layer) = node;
        QSGNode* below = nullptr;
        for (std::size_t i = 0; i < layer; ++i)
            below = m_nodes.at(i) != nullptr ? m_nodes.at(i) : below;
        below != nullptr ? insertChildNodeAfter(node, below) : prependChildNode(node);
    }
    void remove(std::size_t layer)
    {
        if (auto* node = std::exchange(m_nodes.at(layer), nullptr)) {
            removeChildNode(node);
            delete node;
        }
    }

private:
    std::array<QSGImageNode*, ImageItem::kMaxLayers> m_nodes{};
};

} // namespace

ImageItem::ImageItem(std::size_t layers, QQuickItem* parent)
    : QQuickItem(parent)
    , m_layerCount(layers)
{
    setFlag(ItemHasContents);
}

QRectF ImageItem::layerArea(std::size_t, qreal) const { return {QPointF(0, 0), size()}; }

QImage ImageItem::grabImage(qreal devicePixelRatio)
{
    auto result = transparentImage(size(), devicePixelRatio);
    QPainter painter(&result);
    for (std::size_t layer = 0; layer < m_layerCount; ++layer) {
        const auto area = layerArea(layer, devicePixelRatio);
        auto image = transparentImage(area.size(), devicePixelRatio);
        if (image.isNull())
            continue;
        drawLayer(layer, image);
        painter.drawImage(area.topLeft(), image);
    }
    return result;
}

qsizetype ImageItem::pictureBytes() const
{
    return std::accumulate(m_layers.begin(), m_layers.end(), qsizetype{0},
                           [](qsizetype sum, const Layer& layer) { return sum + layer.image.sizeInBytes(); });
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
    for (std::size_t layer = 0; layer < m_layerCount; ++layer) {
        if (m_layers.at(layer).dirty)
            redraw(layer);
    }
    update();
}

void ImageItem::redraw(std::size_t index)
{
    auto& layer = m_layers.at(index);
    const qreal ratio = window()->effectiveDevicePixelRatio();
    const auto area = layerArea(index, ratio);
    layer.image = transparentImage(area.size(), ratio);
    layer.position = area.topLeft();
    if (!layer.image.isNull())
        drawLayer(index, layer.image);
    layer.dirty = false;
    layer.fresh = true;
}

void ImageItem::dropPictures()
{
    for (auto& layer : m_layers)
        layer = {};
    update();
}

QSGNode* ImageItem::updatePaintNode(QSGNode* node, UpdatePaintNodeData*)
{
    if (width() < 1 || height() < 1 || m_layers[0].image.isNull()) {
        delete node;
        return nullptr;
    }
    auto* nodes = node != nullptr ? static_cast<LayerNodes*>(node) : new LayerNodes;
    for (std::size_t i = 0; i < m_layerCount; ++i) {
        auto& layer = m_layers.at(i);
        if (layer.image.isNull()) {
            nodes->remove(i);
            continue;
        }
        const bool isNew = nodes->at(i) == nullptr;
        auto* image = isNew ? window()->createImageNode() : nodes->at(i);
        if (isNew || layer.fresh) {
            image->setOwnsTexture(true);
            image->setTexture(window()->createTextureFromImage(layer.image, QQuickWindow::TextureHasAlphaChannel));
            image->setFiltering(QSGTexture::Nearest);
            layer.fresh = false;
        }
        image->setRect(QRectF(layer.position, QSizeF(layer.image.size()) / layer.image.devicePixelRatio()));
        if (isNew)
            nodes->add(i, image);
    }
    return nodes;
}

void ImageItem::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        invalidateAll();
}

void ImageItem::itemChange(ItemChange change, const ItemChangeData& data)
{
    if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange)
        invalidateAll();
    else if (change == ItemVisibleHasChanged && data.boolValue)
        polish();
    else if (change == ItemVisibleHasChanged)
        dropPictures();
    QQuickItem::itemChange(change, data);
}

} // namespace nocturne::charts
