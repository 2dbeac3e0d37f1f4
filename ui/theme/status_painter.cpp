// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/status_painter.h"

#include <cmath>
#include <numbers>

#include <QPainter>
#include <QPainterPath>

namespace nocturne::ui {

namespace {

// All shapes live on the 20 x 20 grid of the icons, around (10, 10).
QPolygonF polygon(int corners, qreal radius, qreal startDegrees)
{
    QPolygonF out;
    for (int i = 0; i < corners; ++i) {
        const qreal angle = (startDegrees + 360.0 * i / corners) * std::numbers::pi / 180;
        out << QPointF(10 + radius * std::cos(angle), 10 + radius * std::sin(angle));
    }
    return out;
}

QPainterPath closed(const QPolygonF& corners)
{
    QPainterPath path;
    path.addPolygon(corners);
    path.closeSubpath();
    return path;
}

QPainterPath body(Status status)
{
    QPainterPath dot;
    switch (status) {
    case status::Critical:
        return closed(polygon(8, 8, 22.5));
    case status::Error:
        return closed(polygon(4, 8, 0));
    case status::Warning:
        return closed(QPolygonF({{10, 2.75}, {17.75, 16.25}, {2.25, 16.25}}));
    case status::Info:
        dot.addEllipse(QPointF(10, 10), 5.5, 5.5);
        return dot;
    case status::Ok:
    case status::Unknown:
    case status::Waiting:
    case status::Off:
        break;
    }
    return {};
}

QPainterPath stroke(Status status)
{
    QPainterPath path;
    if (status == status::Ok) {
        path.moveTo(4.5, 10.5);
        path.lineTo(8.25, 14.25);
        path.lineTo(15.5, 6);
    } else if (status == status::Unknown) {
        path.moveTo(7, 7.25);
        path.cubicTo(7, 3.25, 13.25, 3.25, 13.25, 7.25);
        path.cubicTo(13.25, 10, 10, 9.75, 10, 12.5);
        path.moveTo(10, 16);
        path.lineTo(10, 16.05);
    } else if (status == status::Off) {
        path.moveTo(5, 10);
        path.lineTo(15, 10);
    } else if (status == status::Waiting) {
        for (const auto& at : polygon(8, 6, 0)) {
            path.moveTo(at);
            path.lineTo(at + QPointF(0.05, 0));
        }
    }
    return path;
}

} // namespace

QColor faded(const QColor& color)
{
    const auto hsv = color.toHsv();
    return QColor::fromHsvF(std::max(0.0F, hsv.hueF()), hsv.saturationF() * 0.35F, hsv.valueF(), hsv.alphaF());
}

void paintHatch(QPainter& painter, const QRectF& box, const QColor& color, qreal pitch)
{
    painter.save();
    painter.setClipRect(box, Qt::IntersectClip);
    painter.setPen(QPen(color, 1));
    for (qreal x = box.left() - box.height(); x < box.right(); x += pitch)
        painter.drawLine(QPointF(x, box.top()), QPointF(x + box.height(), box.bottom()));
    painter.restore();
}

void paintStatus(QPainter& painter, const QRectF& box, Status status, const StatusStyle& style)
{
    const qreal side = std::min(box.width(), box.height());
    const QColor color = style.stale ? faded(style.color) : style.color;
    const QPainterPath shape = body(status);

    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center() - QPointF(side / 2, side / 2));
    painter.scale(side / 20, side / 20);
    if (shape.isEmpty()) {
        painter.setPen(QPen(color, status == status::Waiting ? 1.75 : 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(stroke(status));
    } else {
        const bool outlined = style.hollow || style.stale;
        painter.setPen(outlined ? QPen(color, 1.75, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin) : QPen(Qt::NoPen));
        painter.setBrush(outlined ? QBrush(Qt::NoBrush) : QBrush(color));
        painter.drawPath(shape);
        if (style.stale && !style.hollow) {
            painter.setClipPath(shape);
            paintHatch(painter, shape.boundingRect(), color, 3.5);
        }
    }
    painter.restore();
}

} // namespace nocturne::ui
