// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/marks.h"

#include <QFile>
#include <QPainter>
#include <QQuickWindow>
#include <QSGImageNode>
#include <QSvgRenderer>

#include "ui/theme/status_painter.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

// The drawings are ours and from our resources: the name is not a path from outside.
QByteArray drawing(const QString& name, const QColor& color)
{
    QFile file(u":/qt/qml/Nocturne/Theme/icons/"_s + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", color.name(QColor::HexRgb).toLatin1());
}

} // namespace

Mark::Mark(QQuickItem* parent)
    : QQuickItem(parent)
{
    setFlag(ItemHasContents);
    setImplicitSize(20, 20);
}

void Mark::setColor(const QColor& color)
{
    if (color == m_color)
        return;
    m_color = color;
    update();
    emit colorChanged();
}

QImage Mark::picture()
{
    const qreal ratio = window()->effectiveDevicePixelRatio();
    QImage image((size() * ratio).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::transparent);
    if (QPainter painter(&image); painter.isActive())
        paint(&painter);
    return image;
}

QSGNode* Mark::updatePaintNode(QSGNode* node, UpdatePaintNodeData*)
{
    const auto image = isVisible() ? picture() : QImage();
    if (image.isNull()) {
        delete node;
        return nullptr;
    }
    auto* shown = node != nullptr ? static_cast<QSGImageNode*>(node) : window()->createImageNode();
    shown->setOwnsTexture(true);
    shown->setTexture(window()->createTextureFromImage(image, QQuickWindow::TextureHasAlphaChannel));
    shown->setFiltering(QSGTexture::Nearest);
    shown->setRect(QRectF(QPointF(0, 0), QSizeF(image.size()) / image.devicePixelRatio()));
    return shown;
}

void Mark::geometryChange(const QRectF& now, const QRectF& before)
{
    QQuickItem::geometryChange(now, before);
    if (now.size() != before.size())
        update();
}

void Mark::itemChange(ItemChange change, const ItemChangeData& data)
{
    if (change == ItemVisibleHasChanged || change == ItemDevicePixelRatioHasChanged)
        update();
    QQuickItem::itemChange(change, data);
}

void StatusMark::paint(QPainter* painter)
{
    paintStatus(*painter, boundingRect(), static_cast<Status>(m_status),
                {.color = color(), .hollow = m_hollow, .stale = m_stale});
}

void IconMark::paint(QPainter* painter)
{
    const QByteArray svg = drawing(m_name, color());
    if (svg.isEmpty())
        return;
    QSvgRenderer renderer(svg);
    const qreal side = std::min(width(), height());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setOpacity(color().alphaF());
    painter->translate(width() / 2, height() / 2);
    if (m_mirrored)
        painter->scale(-1, 1);
    renderer.render(painter, QRectF(-side / 2, -side / 2, side, side));
}

void HatchMark::paint(QPainter* painter)
{
    painter->setRenderHint(QPainter::Antialiasing);
    paintHatch(*painter, boundingRect(), color(), m_pitch);
}

} // namespace nocturne::ui
