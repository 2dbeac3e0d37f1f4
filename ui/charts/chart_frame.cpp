// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_frame.h"

#include <QCategoryAxis>
#include <QChart>
#include <QCoreApplication>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QGraphicsScene>
#include <QLineSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

namespace nocturne::charts {
namespace {

constexpr double kLabelGap = 6;
// Qt Charts hides labels that come near its edge: the chart is made larger than what is shown of it.
constexpr double kBleed = 32;
constexpr double kTopMargin = 8; // half of the topmost label

/// Puts `marks` on a category axis whose labels stand on their values; the axis lives in 0..1 of its range.
void setMarks(QCategoryAxis& axis, const std::vector<AxisMark>& marks, double low, double high)
{
    const auto known = axis.categoriesLabels();
    for (const auto& label : known)
        axis.remove(label);
    axis.setStartValue(-1);
    QStringList used;
    for (const auto& [value, text] : marks) {
        QString label = text;
        while (used.contains(label)) // categories are told apart by their words
            label += QChar(0x200B);
        used.append(label);
        axis.append(label, (value - low) / (high - low));
    }
    axis.setRange(-1e-6, 1 + 1e-6); // a label on the very border would be left out
}

} // namespace

struct ChartFrame::Parts
{
    Parts()
        : chart(new QChart)
        , x(new QCategoryAxis)
        , y(new QCategoryAxis)
    {
        scene.addItem(chart);
        chart->setBackgroundVisible(false);
        chart->setPlotAreaBackgroundVisible(false);
        chart->setMargins(QMargins(0, 0, 0, 0));
        chart->layout()->setContentsMargins(0, 0, 0, 0);
        chart->legend()->hide();
        chart->addAxis(x, Qt::AlignBottom);
        chart->addAxis(y, Qt::AlignLeft);
        auto* domain = new QLineSeries; // an axis is laid out only where a series uses it
        chart->addSeries(domain);
        domain->attachAxis(x);
        domain->attachAxis(y);
        for (auto* axis : {x, y}) {
            axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
            axis->setLineVisible(false);
            axis->setTruncateLabels(false);
        }
        x->setGridLineVisible(false);
    }

    QGraphicsScene scene;
    QChart* chart; // the scene owns it, and it the axes
    QCategoryAxis* x;
    QCategoryAxis* y;
    FrameSpec shown;
};

ChartFrame::ChartFrame() = default;
ChartFrame::~ChartFrame() = default;

QRectF ChartFrame::plotArea(const FrameSpec& spec)
{
    const QFontMetricsF metrics(spec.font);
    double labels = 0;
    for (const auto& [value, text] : spec.yMarks)
        labels = std::max(labels, metrics.horizontalAdvance(text));
    const double left = std::ceil((labels + kLabelGap + 2) / 4) * 4;
    const double bottom = std::ceil((metrics.height() + kLabelGap + 2) / 4) * 4;
    const double right = 4;
    return {left, kTopMargin, std::max(1.0, spec.size.width() - left - right),
            std::max(1.0, spec.size.height() - kTopMargin - bottom)};
}

void ChartFrame::paint(QPainter& painter, const FrameSpec& spec)
{
    if (!m_parts)
        m_parts = std::make_unique<Parts>();
    auto& parts = *m_parts;
    if (!(parts.shown == spec)) {
        parts.chart->resize(spec.size + QSizeF(2 * kBleed, 2 * kBleed));
        parts.scene.setSceneRect(QRectF(QPointF(kBleed, kBleed), spec.size));
        parts.chart->setPlotArea(plotArea(spec).translated(kBleed, kBleed));
        for (auto* axis : {parts.x, parts.y}) {
            axis->setLabelsFont(spec.font);
            axis->setLabelsColor(spec.textColor);
        }
        parts.y->setGridLinePen(QPen(spec.gridColor, 1));
        setMarks(*parts.x, spec.xMarks, spec.xMin, spec.xMax);
        setMarks(*parts.y, spec.yMarks, spec.yMin, spec.yMax);
        // Changes are laid out by events that come later; the picture is needed now.
        parts.chart->layout()->invalidate();
        parts.chart->layout()->activate();
        QCoreApplication::sendPostedEvents(parts.chart);
        QCoreApplication::sendPostedEvents(&parts.scene);
        parts.shown = spec;
    }
    parts.scene.render(&painter, QRectF(QPointF(0, 0), spec.size), parts.scene.sceneRect());
}

} // namespace nocturne::charts
