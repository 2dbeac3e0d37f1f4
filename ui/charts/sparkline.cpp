// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/sparkline.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/charts/series_raster.h"

namespace nocturne::charts {

Sparkline::Sparkline(QQuickItem* parent)
    : ImageItem(1, parent)
{}

void Sparkline::drawLayer(std::size_t, QImage& image)
{
    const auto& content = m_data.content();
    if (content.series.empty() || content.series.front().stats.count == 0)
        return;
    const auto& series = content.series.front();
    const double ratio = image.devicePixelRatio();
    const double spread = series.stats.max - series.stats.min;
    // A constant lies in the middle; otherwise a tenth of room above and below keeps the line whole.
    const double room = spread > 0 ? spread * 0.1 : std::max(std::abs(series.stats.max) * 0.5, 1.0);
    const PlotTransform area{QRectF(QPointF(0, 0), QSizeF(image.size())), static_cast<Timestamp>(m_startTime),
                             static_cast<Timestamp>(m_endTime), series.stats.min - room, series.stats.max + room};
    drawSeries(image, series, area, {m_color, 1.25 * ratio, {}, 0.08});
}

} // namespace nocturne::charts
