// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QPainter>
#include <QString>
#include <QtGlobal>
#include <memory>
#include <utility>
#include <vector>

#include "ui/charts/chart_colors.h"

namespace nocturne::charts {

/// One mark of an axis: where, in axis values, and what stands there.
using AxisMark = std::pair<double, QString>;

/// What a frame shows around the samples.
struct FrameSpec
{
    QSizeF size;
    double xMin = 0;
    double xMax = 1;
    double yMin = 0;
    double yMax = 1;
    std::vector<AxisMark> xMarks;
    std::vector<AxisMark> yMarks;
    QColor gridColor;
    QColor textColor;
    QFont font;

    bool operator==(const FrameSpec&) const = default;
};

/// Axes, grid and their words, drawn by Qt Charts; the samples are drawn over plotArea() by series_raster.
///
/// Lives on the GUI thread and needs a QApplication, as every graphics scene does.
class ChartFrame
{
public:
    ChartFrame();
    ~ChartFrame();

    /// The area for samples that `spec` leaves: the labels' widths decide, rounded so that it holds still.
    static QRectF plotArea(const FrameSpec& spec);
    /// Draws in item coordinates.
    void paint(QPainter& painter, const FrameSpec& spec);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts; // made at the first paint: a page of panels shows before its frames are there
};

} // namespace nocturne::charts
