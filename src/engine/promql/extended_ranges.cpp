// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/extended_ranges.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/promql/evaluation.h"

namespace nocturne::promql {

namespace {

using model::FloatHistogram;
using model::HistogramPtr;
using model::ResetHint;

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

bool isRateLike(FunctionId function)
{
    return function == FunctionId::Rate || function == FunctionId::Increase || function == FunctionId::Delta;
}

HistogramPtr shared(FloatHistogram histogram) { return std::make_shared<const FloatHistogram>(std::move(histogram)); }

struct FloatPoint
{
    Timestamp t = 0;
    double v = 0;
};

double interpolated(const FloatPoint& before, const FloatPoint& after, Timestamp t, bool isCounter)
{
    const double from = isCounter && after.v < before.v ? 0 : before.v; // behind a reset it rose from zero
    return from + (after.v - from) * static_cast<double>(t - before.t) / static_cast<double>(after.t - before.t);
}

struct HistogramPoint
{
    Timestamp t = 0;
    HistogramPtr histogram;
};

/// Null where the two do not go together.
HistogramPtr interpolated(const HistogramPoint& before, const HistogramPoint& after, Timestamp t, bool isCounter,
                          const RangeNotes& notes)
{
    if (t == before.t || t == after.t) {
        return t == before.t ? before.histogram : after.histogram;
    }
    const double fraction = static_cast<double>(t - before.t) / static_cast<double>(after.t - before.t);
    auto result = *after.histogram;
    if (isCounter && result.detectReset(*before.histogram)) {
        return shared(result.scale(fraction));
    }
    if (!notes.check(result.subtract(*before.histogram), "subtraction")) {
        return nullptr;
    }
    result.scale(fraction);
    return notes.check(result.add(*before.histogram), "addition") ? shared(std::move(result)) : nullptr;
}

/// Samples of one kind and the part of them that a window (from, to] is computed of.
template <typename Point>
struct Part
{
    std::span<const Point> points; ///< not empty
    std::size_t first = 0;         ///< the last at or before `from`, else the first of all
    std::size_t last = 0;          ///< smoothed: the first at or behind `to`, else the last of all

    bool startsBefore(Timestamp from) const { return points[first].t < from; }
    bool endsBehind(Timestamp to) const { return last > 0 && points[last].t > to; }
};

/// Nothing where no sample lies behind `from`, or smoothed all lie behind `to`.
template <typename Point>
std::optional<Part<Point>> partOf(std::span<const Point> points, Timestamp from, Timestamp to, bool smoothed)
{
    if (points.empty()) {
        return std::nullopt;
    }
    const auto end = points.size() - 1;
    const auto behindFrom = std::ranges::upper_bound(points.first(end), from, {}, &Point::t) - points.begin();
    Part<Point> part{points, behindFrom > 0 ? static_cast<std::size_t>(behindFrom) - 1 : 0, end};
    if (smoothed) {
        part.last =
            static_cast<std::size_t>(std::ranges::lower_bound(points.first(end), to, {}, &Point::t) - points.begin());
    }
    if (points[part.last].t <= from || (smoothed && points[part.first].t > to)) {
        return std::nullopt;
    }
    return part;
}

double valueAtStart(const Part<FloatPoint>& part, Timestamp from, bool smoothed, bool isCounter)
{
    const auto& first = part.points[part.first];
    return smoothed && part.startsBefore(from) ? interpolated(first, part.points[part.first + 1], from, isCounter)
                                               : first.v;
}

double valueAtEnd(const Part<FloatPoint>& part, Timestamp to, bool smoothed, bool isCounter)
{
    const auto& last = part.points[part.last];
    return smoothed && part.endsBehind(to) ? interpolated(part.points[part.last - 1], last, to, isCounter) : last.v;
}

HistogramPtr valueAtStart(const Part<HistogramPoint>& part, Timestamp from, bool smoothed, bool isCounter,
                          const RangeNotes& notes)
{
    const auto& first = part.points[part.first];
    return smoothed && part.startsBefore(from)
               ? interpolated(first, part.points[part.first + 1], from, isCounter, notes)
               : first.histogram;
}

HistogramPtr valueAtEnd(const Part<HistogramPoint>& part, Timestamp to, bool smoothed, bool isCounter,
                        const RangeNotes& notes)
{
    const auto& last = part.points[part.last];
    return smoothed && part.endsBehind(to) ? interpolated(part.points[part.last - 1], last, to, isCounter, notes)
                                           : last.histogram;
}

/// The samples of one window with its surroundings.
class ExtendedWindow
{
public:
    ExtendedWindow(FunctionId function, bool smoothed, Timestamp from, Timestamp to, const RangeNotes& notes)
        : m_function(function)
        , m_smoothed(smoothed)
        , m_isCounter(function != FunctionId::Delta)
        , m_from(from)
        , m_to(to)
        , m_notes(notes)
    {}

    Element evaluate(std::span<const FloatPoint> floats, std::span<const HistogramPoint> histograms) const
    {
        if (!isRateLike(m_function)) {
            return {countPairs(floats, histograms)};
        }
        if (!floats.empty() && !histograms.empty()) {
            m_notes.mixedFloatsAndHistograms();
            return {};
        }
        return histograms.empty() ? Element{floatDifference(floats)}
                                  : Element{kAbsent, histogramDifference(histograms)};
    }

private:
    double perSecond() const { return m_function == FunctionId::Rate ? seconds(m_to - m_from) : 1; }

    double floatDifference(std::span<const FloatPoint> floats) const
    {
        const auto part = partOf(floats, m_from, m_to, m_smoothed);
        if (!part) {
            return kAbsent;
        }
        const double left = valueAtStart(*part, m_from, m_smoothed, m_isCounter);
        const double right = valueAtEnd(*part, m_to, m_smoothed, m_isCounter);
        double difference = right - left;
        if (m_isCounter) {
            double previous = left;
            const auto add = [&](double next) {
                difference += next < previous ? previous : 0;
                previous = next;
            };
            // Resets at the edges are in their values already.
            for (auto i = part->first; i <= part->last; ++i) {
                if (floats[i].t > m_from && floats[i].t < m_to) {
                    add(floats[i].v);
                }
            }
            add(right);
        }
        return difference / perSecond();
    }

    HistogramPtr histogramDifference(std::span<const HistogramPoint> points) const
    {
        const auto part = partOf(points, m_from, m_to, m_smoothed);
        if (!part || !areOfOneKind(points.subspan(part->first, part->last - part->first + 1))) {
            return nullptr;
        }
        const auto left = valueAtStart(*part, m_from, m_smoothed, m_isCounter, m_notes);
        const auto right = left ? valueAtEnd(*part, m_to, m_smoothed, m_isCounter, m_notes) : nullptr;
        if (!right) {
            return nullptr;
        }
        if (!m_isCounter && (left->hint != ResetHint::Gauge || right->hint != ResetHint::Gauge)) {
            m_notes.notAGauge();
        }
        auto result = *right;
        if (!m_notes.check(result.subtract(*left), "subtraction")) {
            return nullptr;
        }
        if (m_isCounter && !addResets(*part, left, right, result)) {
            return nullptr;
        }
        result.divide(perSecond());
        result.hint = ResetHint::Gauge;
        return shared(result.compact());
    }

    bool areOfOneKind(std::span<const HistogramPoint> points) const
    {
        for (const auto& point : points) {
            if (point.histogram->usesCustomBuckets() != points.front().histogram->usesCustomBuckets()) {
                m_notes.mixedBucketKinds();
                return false;
            }
            if (m_isCounter && point.histogram->hint == ResetHint::Gauge) {
                m_notes.notACounter();
            }
        }
        return true;
    }

    /// Adds what resets between the edges took away. The samples at the edges are in `left` and `right`.
    bool addResets(const Part<HistogramPoint>& part, const HistogramPtr& left, const HistogramPtr& right,
                   FloatHistogram& result) const
    {
        auto previous = left;
        auto next = part.first + 1;
        const auto& points = part.points;
        if (m_smoothed && part.startsBefore(m_from) &&
            points[next].histogram->detectReset(*points[part.first].histogram)) {
            previous = points[next].histogram; // the reset is in the left edge already
            ++next;
        }
        if (next > part.last) {
            return true;
        }
        const auto pass = [&](const HistogramPtr& histogram) {
            if (histogram->detectReset(*previous) && !m_notes.check(result.add(*previous), "addition")) {
                return false;
            }
            previous = histogram;
            return true;
        };
        for (; next < part.last; ++next) {
            if (!pass(points[next].histogram)) {
                return false;
            }
        }
        return pass(right);
    }

    /// resets() and changes(): pairs from the last sample at or before the left edge on.
    double countPairs(std::span<const FloatPoint> floats, std::span<const HistogramPoint> histograms) const
    {
        struct Point
        {
            Timestamp t = 0;
            double v = 0;
            const FloatHistogram* histogram = nullptr;
        };
        std::vector<Point> all;
        for (const auto& point : floats) {
            all.push_back({point.t, point.v, nullptr});
        }
        for (const auto& point : histograms) {
            all.push_back({point.t, 0, point.histogram.get()});
        }
        std::ranges::stable_sort(all, {}, &Point::t);
        const auto behind = std::ranges::upper_bound(all, m_from, {}, &Point::t);
        if (behind == all.end()) {
            return kAbsent;
        }
        double count = 0;
        for (auto next = behind == all.begin() ? behind + 1 : behind; next != all.end(); ++next) {
            const auto& a = *(next - 1);
            const auto& b = *next;
            bool counts = (a.histogram == nullptr) != (b.histogram == nullptr);
            if (a.histogram != nullptr && b.histogram != nullptr) {
                counts = m_function == FunctionId::Resets ? b.histogram->detectReset(*a.histogram)
                                                          : !(*a.histogram == *b.histogram);
            } else if (!counts) {
                counts =
                    m_function == FunctionId::Resets ? b.v < a.v : a.v != b.v && !(std::isnan(a.v) && std::isnan(b.v));
            }
            count += counts ? 1 : 0;
        }
        return count;
    }

    FunctionId m_function;
    bool m_smoothed;
    bool m_isCounter;
    Timestamp m_from;
    Timestamp m_to;
    const RangeNotes& m_notes;
};

std::vector<FloatPoint> floatPoints(const RangeSeries& series)
{
    std::vector<FloatPoint> points(series.times.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        points[i] = {series.times[i], series.values[i]};
    }
    return points;
}

std::vector<HistogramPoint> histogramPoints(const RangeSeries& series)
{
    std::vector<HistogramPoint> points(series.histograms.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        points[i] = {series.histogramTimes[i], series.histograms[i]};
    }
    return points;
}

template <typename Point>
std::span<const Point> within(const std::vector<Point>& points, Window window)
{
    return std::span(points).subspan(window.first, window.size());
}

/// The windows (edge - before, edge + behind] of all edges.
std::vector<Window> widened(std::span<const Timestamp> times, std::span<const Timestamp> edges, std::int64_t before,
                            std::int64_t behind)
{
    std::vector<Timestamp> moved(edges.begin(), edges.end());
    for (auto& edge : moved) {
        edge += behind;
    }
    std::vector<Window> windows;
    findWindows(times, moved, before + behind, windows);
    return windows;
}

Element smoothedElement(std::span<const FloatPoint> floats, Timestamp t)
{
    const auto behind = std::ranges::upper_bound(floats, t, {}, &FloatPoint::t);
    if (behind == floats.begin()) {
        return {};
    }
    const auto& before = *(behind - 1);
    const bool isExact = before.t == t || behind == floats.end();
    return {isExact ? before.v : interpolated(before, *behind, t, false)};
}

Element smoothedElement(std::span<const HistogramPoint> histograms, Timestamp t, const RangeNotes& notes)
{
    const auto behind = std::ranges::upper_bound(histograms, t, {}, &HistogramPoint::t);
    if (behind == histograms.begin()) {
        return {};
    }
    const auto& before = *(behind - 1);
    if (behind == histograms.end()) {
        return {kAbsent, before.histogram};
    }
    const bool isCounter = before.histogram->hint != ResetHint::Gauge && behind->histogram->hint != ResetHint::Gauge;
    return {kAbsent, interpolated(before, *behind, t, isCounter, notes)};
}

} // namespace

std::string whyNotExtended(FunctionId function, RangeMode mode)
{
    const bool countsPairs = function == FunctionId::Changes || function == FunctionId::Resets;
    if (mode == RangeMode::Plain || isRateLike(function) || (mode == RangeMode::Anchored && countsPairs)) {
        return {};
    }
    const std::string allowed =
        mode == RangeMode::Anchored ? "changes, delta, increase, rate, resets" : "delta, increase, rate";
    return std::string(toString(mode)) + " modifier can only be used with: " + allowed + " - not with " +
           std::string(functionOf(function).name);
}

Result<void> extendedRange(FunctionId function, const ExtendedRange& range, const RangeNotes& notes,
                           const Budget& budget, Column& made)
{
    const bool smoothed = range.mode == RangeMode::Smoothed;
    const auto behind = smoothed ? range.lookbackMs : 0;
    const auto before = range.floats.rangeMs + range.lookbackMs;
    const auto edges = range.floats.edges;
    const auto floats = floatPoints(range.series);
    const auto histograms = histogramPoints(range.series);
    const auto floatWindows = widened(range.series.times, edges, before, behind);
    const auto histogramWindows = widened(range.series.histogramTimes, edges, before, behind);
    made.values.assign(edges.size(), kAbsent);
    for (std::size_t step = 0; step < edges.size(); ++step) {
        NOCTURNE_TRY(budget.checkStop());
        const ExtendedWindow window(function, smoothed, edges[step] - range.floats.rangeMs, edges[step], notes);
        made.set(step, window.evaluate(within(floats, floatWindows[step]), within(histograms, histogramWindows[step])));
    }
    return {};
}

ExtendedSamples extendedSamples(const RangeSeries& series, Timestamp from, Timestamp to, bool smoothed,
                                const RangeNotes& notes)
{
    ExtendedSamples samples;
    const auto floats = floatPoints(series);
    if (const auto part = partOf(std::span<const FloatPoint>(floats), from, to, smoothed)) {
        samples.times.push_back(from);
        samples.values.push_back(valueAtStart(*part, from, smoothed, false));
        for (const auto& point : std::span(floats).subspan(part->first, part->last - part->first + 1)) {
            if (point.t > from && point.t < to) {
                samples.times.push_back(point.t);
                samples.values.push_back(point.v);
            }
        }
        samples.times.push_back(to);
        samples.values.push_back(valueAtEnd(*part, to, smoothed, false));
    }
    const auto histograms = histogramPoints(series);
    const auto add = [&](Timestamp t, HistogramPtr histogram) {
        if (histogram) {
            samples.histogramTimes.push_back(t);
            samples.histograms.push_back(std::move(histogram));
        }
    };
    if (const auto part = partOf(std::span<const HistogramPoint>(histograms), from, to, smoothed)) {
        add(from, valueAtStart(*part, from, smoothed, false, notes));
        for (const auto& point : std::span(histograms).subspan(part->first, part->last - part->first + 1)) {
            if (point.t > from && point.t < to) {
                add(point.t, point.histogram);
            }
        }
        add(to, valueAtEnd(*part, to, smoothed, false, notes));
    }
    return samples;
}

Result<void> smoothedInstants(const RangeSeries& series, std::span<const Timestamp> edges, std::int64_t lookbackMs,
                              const RangeNotes& notes, const Budget& budget, Column& made)
{
    const auto floats = floatPoints(series);
    const auto histograms = histogramPoints(series);
    const auto floatWindows = widened(series.times, edges, lookbackMs, lookbackMs);
    const auto histogramWindows = widened(series.histogramTimes, edges, lookbackMs, lookbackMs);
    made.values.assign(edges.size(), kAbsent);
    for (std::size_t step = 0; step < edges.size(); ++step) {
        NOCTURNE_TRY(budget.checkStop());
        const auto floatsNear = within(floats, floatWindows[step]);
        const auto histogramsNear = within(histograms, histogramWindows[step]);
        if (!floatsNear.empty() && !histogramsNear.empty()) {
            notes.mixedFloatsAndHistograms();
            continue;
        }
        made.set(step, histogramsNear.empty() ? smoothedElement(floatsNear, edges[step])
                                              : smoothedElement(histogramsNear, edges[step], notes));
    }
    return {};
}

Result<void> Evaluation::smoothedSelector(const VectorSelector& selector, const Axis& axis, const ColumnSink& sink)
{
    const auto look = lookout(selector.shift, axis);
    if (!look) {
        return tl::unexpected(look.error());
    }
    const auto lookback = m_options.lookbackDelta.count();
    auto cursors = select(selector, look->edges.start - lookback, look->edges.last() + lookback);
    NOCTURNE_TRY(cursors);
    std::vector<Timestamp> edges(look->edges.count);
    for (std::size_t i = 0; i < edges.size(); ++i) {
        edges[i] = look->edges.at(i);
    }
    const auto column = [&](const RangeSeries& series, Column& made) -> Result<void> {
        NOCTURNE_TRY(smoothedInstants(series, edges, lookback, RangeNotes(m_annotations, series.labels, selector.range),
                                      m_budget, made));
        if (!made.hasElements()) {
            made.values.clear();
            return {};
        }
        made.values.resize(axis.count, made.values.front());
        if (made.hasHistograms()) {
            made.histograms.resize(axis.count, made.histograms.front());
        }
        return {};
    };
    return eachSeries(*cursors, readOptions(selector), column, counted(sink));
}

} // namespace nocturne::promql
