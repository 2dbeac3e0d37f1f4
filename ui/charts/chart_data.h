// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/query/query_result.h"
#include "ui/charts/min_max_pyramid.h"

namespace nocturne::charts {

/// Numbers of the legend, over the shown range, from the samples as the query gave them.
struct SeriesStats
{
    double last = query::kAbsent;
    double min = query::kAbsent;
    double max = query::kAbsent;
    double mean = query::kAbsent;
    double sum = 0;
    std::size_t count = 0;
    Timestamp lastTime = 0; ///< of the last present value

    bool operator==(const SeriesStats&) const = default;
};
SeriesStats statistics(std::span<const Timestamp> times, std::span<const double> values);

/// The smallest and largest value within each step of a series, where its steps are wider than its samples are apart.
/// The value of a time covers the step before it.
struct Envelope
{
    std::shared_ptr<const query::QueryResult> lowestFrom; ///< keep the values alive
    std::shared_ptr<const query::QueryResult> highestFrom;
    std::span<const double> lowest; ///< one a step, NaN where there is none; empty without an envelope
    std::span<const double> highest;

    bool empty() const { return lowest.empty(); }
};

/// One series of an answer, named, before it is prepared.
struct NamedSeries
{
    std::shared_ptr<const query::QueryResult> result;
    std::size_t index = 0; ///< in result->series
    QString name;
    Envelope envelope = {}; ///< over the same steps as the series; of stacked series not looked at
};

/// One series ready to be drawn.
struct ChartSeries
{
    QString name;
    std::shared_ptr<const query::QueryResult> result; ///< keeps `raw` and `times` alive
    std::span<const Timestamp> times;
    std::span<const double> raw;      ///< as measured
    std::vector<double> stacked = {}; ///< the upper border when stacked, else empty
    Envelope envelope = {};
    MinMaxPyramid pyramid; ///< over what is drawn
    SeriesStats stats;
    MinMax reach; ///< of `raw` and the envelope

    std::span<const double> drawn() const { return pyramid.values(); }
};

/// What a chart draws: made on a worker, immutable, shared by chart, legend and crosshair.
struct ChartContent
{
    std::vector<ChartSeries> series;
    bool stacked = false;
    MinMax extent; ///< of all that is drawn

    /// Prepares `series` in their order; of stacked ones each stands on those before it. nullptr when stopped.
    static std::shared_ptr<const ChartContent> build(std::vector<NamedSeries> series, bool stack,
                                                     const std::stop_token& stop);
};

/// A handle of chart content for properties and signals; never null content-wise, perhaps empty.
class ChartData
{
    Q_GADGET
    QML_VALUE_TYPE(chartData)

public:
    ChartData() = default;
    explicit ChartData(std::shared_ptr<const ChartContent> content)
        : m_content(std::move(content))
    {}

    const ChartContent& content() const;
    bool operator==(const ChartData& other) const { return m_content == other.m_content; }

private:
    std::shared_ptr<const ChartContent> m_content;
};

} // namespace nocturne::charts
