// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QList>
#include <QRectF>

#include "base/core/clock.h"
#include "ui/charts/chart_data.h"

namespace nocturne::charts {

/// Maps time and value to device pixels of an image; `plot` is in device pixels.
struct PlotTransform
{
    QRectF plot;
    Timestamp start = 0;
    Timestamp end = 1;
    double low = 0;
    double high = 1;

    double x(Timestamp t) const
    {
        return plot.left() + static_cast<double>(t - start) / static_cast<double>(end - start) * plot.width();
    }
    double y(double value) const { return plot.bottom() - (value - low) / (high - low) * plot.height(); }
};

/// How one series looks.
struct SeriesStyle
{
    QColor color;
    double width = 1.5; ///< device pixels
    QList<qreal> dashes = {};
    double fillOpacity = 0; ///< of the area down to zero, or to the series below when stacked
};

/// The samples of `series` reduced to one Column per pixel column of the plot, left to right.
std::vector<Column> reduceToColumns(const ChartSeries& series, const PlotTransform& transform);

/// The smallest and largest value of `series` between its steps, per pixel column of the plot; each step covers the
/// columns since the one before it, one at least.
std::vector<MinMax> envelopeColumns(const ChartSeries& series, const PlotTransform& transform);

/// Draws `series` into `image` (premultiplied ARGB). Where samples are denser than pixels every column becomes one
/// vertical span from its smallest to its largest value, joined to its neighbour; where they are sparser an antialiased
/// line with breaks where values are absent, and a dot where one stands alone. An envelope lies below either, as one
/// lighter vertical span a column, so that what lies between two steps is seen. `below` is the series it is stacked on.
void drawSeries(QImage& image, const ChartSeries& series, const PlotTransform& transform, const SeriesStyle& style,
                const ChartSeries* below = nullptr);

} // namespace nocturne::charts
