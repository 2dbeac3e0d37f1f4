// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_data.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace nocturne::charts {
namespace {

/// Puts `raw` on top of `base` and moves `base` up. Where a series is absent but another is there it has no height.
std::vector<double> stackOn(std::vector<double>& base, std::span<const double> raw)
{
    std::vector<double> upper(base.size(), query::kAbsent);
    for (std::size_t i = 0; i < base.size(); ++i) {
        if (!std::isnan(raw[i]))
            base[i] = (std::isnan(base[i]) ? 0.0 : base[i]) + raw[i];
        upper[i] = base[i];
    }
    return upper;
}

void widen(MinMax& extent, std::span<const double> values)
{
    for (const double v : values) { // false for NaN
        extent.min = v < extent.min ? v : extent.min;
        extent.max = v > extent.max ? v : extent.max;
    }
}

} // namespace

SeriesStats statistics(std::span<const Timestamp> times, std::span<const double> values)
{
    SeriesStats stats;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double v : values) {
        if (std::isnan(v))
            continue;
        low = std::min(low, v);
        high = std::max(high, v);
        stats.sum += v;
        ++stats.count;
    }
    if (stats.count == 0)
        return stats;
    auto last = values.size() - 1;
    while (std::isnan(values[last]))
        --last;
    stats.last = values[last];
    stats.lastTime = last < times.size() ? times[last] : 0;
    stats.min = low;
    stats.max = high;
    stats.mean = stats.sum / static_cast<double>(stats.count);
    return stats;
}

std::shared_ptr<const ChartContent> ChartContent::build(std::vector<NamedSeries> named, bool stack,
                                                        const std::stop_token& stop)
{
    auto content = std::make_shared<ChartContent>();
    content->stacked = stack;
    content->series.reserve(named.size()); // pyramids point into the elements
    std::vector<double> base;
    MinMax extent{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};
    for (auto& source : named) {
        if (stop.stop_requested())
            return nullptr;
        auto& series = content->series.emplace_back();
        series.name = std::move(source.name);
        series.result = std::move(source.result);
        series.times = series.result->times;
        series.raw = series.result->series[source.index].values;
        series.stats = statistics(series.times, series.raw);
        if (stack) {
            if (base.size() != series.raw.size())
                base.assign(series.raw.size(), query::kAbsent);
            series.stacked = stackOn(base, series.raw);
        }
        series.pyramid = MinMaxPyramid(stack ? std::span<const double>(series.stacked) : series.raw);
        auto own = series.pyramid.range(0, series.drawn().size());
        series.reach = !stack ? own : series.stats.count > 0 ? MinMax{series.stats.min, series.stats.max} : MinMax{};
        if (const auto& envelope = source.envelope;
            !stack && envelope.lowest.size() == series.raw.size() && envelope.highest.size() == series.raw.size()) {
            series.envelope = std::move(source.envelope);
            widen(series.reach, series.envelope.lowest);
            widen(series.reach, series.envelope.highest);
            own = series.reach;
        }
        extent = {std::min(extent.min, own.min), std::max(extent.max, own.max)};
    }
    if (!extent.empty()) {
        content->extent = extent;
        if (stack)
            content->extent.min = std::min(0.0, extent.min);
    }
    return content;
}

const ChartContent& ChartData::content() const
{
    static const ChartContent kEmpty;
    return m_content ? *m_content : kEmpty;
}

} // namespace nocturne::charts
