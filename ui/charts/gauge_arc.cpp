// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/gauge_arc.h"

#include <QPainter>
#include <QtMath>
#include <algorithm>
#include <cmath>

namespace nocturne::charts {
namespace {

constexpr double kSweep = 240;
constexpr double kStart = 90 + kSweep / 2; // degrees, counter-clockwise from three o'clock
constexpr double kTickRoom = 8;            // outside the arc, for thresholds

} // namespace

GaugeArc::GaugeArc(QQuickItem* parent)
    : ImageItem(1, parent)
{}

void GaugeArc::setColors(ChartColors* colors)
{
    if (m_colors == colors)
        return;
    if (m_colors)
        m_colors->disconnect(this);
    m_colors = colors;
    if (m_colors)
        connect(m_colors, &ChartColors::changed, this, [this] { invalidateAll(); });
    emit changed();
    invalidateAll();
}

double GaugeArc::share(double value) const
{
    return m_maximum > m_minimum ? std::clamp((value - m_minimum) / (m_maximum - m_minimum), 0.0, 1.0) : 0.0;
}

void GaugeArc::drawLayer(std::size_t, QImage& image)
{
    if (!m_colors)
        return;
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    // 240 degrees are as high as 3/4 of their diameter.
    const double outer = std::min(width() / 2, height() / 1.5) - kTickRoom;
    const double radius = outer - m_thickness / 2;
    if (radius <= 0)
        return;
    const QPointF center(width() / 2, kTickRoom + outer + std::max(0.0, (height() - kTickRoom - outer * 1.5) / 2));
    const QRectF circle(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius);
    const auto arc = [&](double from, double sweep, const QColor& color) {
        painter.setPen(QPen(color, m_thickness, Qt::SolidLine, Qt::RoundCap));
        painter.drawArc(circle, static_cast<int>(from * 16), static_cast<int>(-sweep * 16));
    };
    arc(kStart, kSweep, m_colors->raised);
    if (!std::isnan(m_value) && share(m_value) > 0)
        arc(kStart, kSweep * share(m_value), m_color);
    for (const auto& entry : std::as_const(m_thresholds)) {
        const auto threshold = entry.toMap();
        const double angle =
            qDegreesToRadians(kStart - kSweep * share(threshold.value(QStringLiteral("value")).toDouble()));
        const QPointF direction(std::cos(angle), -std::sin(angle));
        painter.setPen(QPen(m_colors->severityColor(threshold.value(QStringLiteral("severity")).toString()), 2));
        painter.drawLine(center + direction * (outer + 3), center + direction * (outer + kTickRoom));
    }
}

} // namespace nocturne::charts
