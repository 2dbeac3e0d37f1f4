// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/tray_badge.h"

#include <QPainter>
#include <QPixmap>

#include "ui/theme/fonts.h"
#include "ui/theme/palette.h"
#include "ui/theme/status_painter.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

constexpr int kSizes[] = {16, 22, 24, 32, 44, 48, 64};

/// A dark rim, so that the light shapes are seen on a light panel as well.
void paintRimmed(QPainter& painter, const QRectF& box, Status status, const StatusStyle& style, const QColor& rim)
{
    const qreal width = std::max(1.0, box.width() / 22);
    for (const auto& offset : {QPointF(-width, 0), QPointF(width, 0), QPointF(0, -width), QPointF(0, width)})
        paintStatus(painter, box.translated(offset), status, {rim, style.hollow, false});
    paintStatus(painter, box, status, style);
}

void paintCount(QPainter& painter, int side, int count, const Palette& colors)
{
    const auto text = count > 99 ? u"99"_s : QString::number(count);
    QFont font(fonts().sans);
    font.setPixelSize(std::max(9, side / 2));
    font.setWeight(QFont::Bold);
    const QFontMetricsF metrics(font);
    const qreal height = std::ceil(metrics.capHeight()) + std::max(2, side / 8);
    const qreal width = std::max(height, std::ceil(metrics.horizontalAdvance(text)) + std::max(2, side / 8));
    const QRectF pill(side - width, side - height, width, height);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.background);
    painter.drawRoundedRect(pill, height / 3, height / 3);
    painter.setPen(colors.text);
    painter.setFont(font);
    const qreal baseline = pill.bottom() - (height - metrics.capHeight()) / 2;
    painter.drawText(QPointF(pill.center().x() - metrics.horizontalAdvance(text) / 2, std::round(baseline)), text);
}

} // namespace

QImage trayBadge(const Tally& tally, int side)
{
    const auto& colors = palette(u"night"_s);
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isHeld = tally.open() == 0 && tally.held > 0;
    const auto status = isHeld ? status::Info : tally.worst();
    const int count = isHeld ? tally.held : tally.worstCount();
    const qreal shape = count > 0 ? side * 0.86 : side;
    paintRimmed(painter, QRectF(0, 0, shape, shape), status, {colors.status[status], isHeld, false}, colors.background);
    if (count > 0)
        paintCount(painter, side, count, colors);
    return image;
}

QIcon trayIcon(const Tally& tally)
{
    QIcon icon;
    for (const int side : kSizes)
        icon.addPixmap(QPixmap::fromImage(trayBadge(tally, side)));
    return icon;
}

} // namespace nocturne::ui
