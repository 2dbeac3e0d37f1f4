// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/histogram_ranges.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/promql/histogram_total.h"
#include "engine/promql/start_times.h"

namespace nocturne::promql {

namespace {

using model::FloatHistogram;
using model::HistogramPtr;
using model::ResetHint;

using Histograms = std::span<const HistogramPtr>;

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

bool isGauge(const HistogramPtr& histogram) { return histogram->hint == ResetHint::Gauge; }

HistogramPtr shared(FloatHistogram histogram) { return std::make_shared<const FloatHistogram>(std::move(histogram)); }

/// Samples of a window, floats and histograms in the order of time.
struct Sample
{
    Timestamp t = 0;
    double value = 0;
    const FloatHistogram* histogram = nullptr;
    Timestamp start = 0;
};

/// The windows of one series, step by step.
class Evaluator
{
public:
    Evaluator(FunctionId function, const MixedRange& range, const RangeNotes& notes)
        : m_function(function)
        , m_floats(range.floats)
        , m_series(range.series)
        , m_notes(notes)
        , m_floatStarts(startsOf(m_series.times, m_series.startTimes))
        , m_starts(startsOf(m_series.histogramTimes, m_series.startTimes))
    {
        findWindows(m_series.histogramTimes, m_floats.edges, m_floats.rangeMs, m_windows);
    }

    Result<void> run(const Budget& budget, Column& made)
    {
        for (m_step = 0; m_step < m_windows.size(); ++m_step) {
            m_floatWindow = m_floats.windows[m_step];
            m_window = m_windows[m_step];
            if (m_window.size() > 0) {
                NOCTURNE_TRY(budget.checkStop());
                made.set(m_step, evaluate(made.values[m_step]));
            }
        }
        return {};
    }

private:
    Histograms histograms() const { return m_series.histograms.subspan(m_window.first, m_window.size()); }
    bool hasFloats() const { return m_floatWindow.size() > 0; }

    Element evaluate(double ofFloats)
    {
        switch (m_function) {
        case FunctionId::Delta:
        case FunctionId::Increase:
        case FunctionId::Rate:
            return isMixed() ? Element() : Element{kAbsent, extrapolatedRate()};
        case FunctionId::Idelta:
        case FunctionId::Irate:
            return lastTwo();
        case FunctionId::AvgOverTime:
        case FunctionId::SumOverTime: {
            const bool isMean = m_function == FunctionId::AvgOverTime;
            return isMixed() ? Element() : Element{kAbsent, sumOfHistograms(histograms(), isMean, m_notes)};
        }
        case FunctionId::CountOverTime:
            return {static_cast<double>(m_window.size() + m_floatWindow.size())};
        case FunctionId::PresentOverTime:
            return {1};
        case FunctionId::FirstOverTime:
        case FunctionId::TsOfFirstOverTime:
            return edgeSample(true, ofFloats);
        case FunctionId::LastOverTime:
        case FunctionId::TsOfLastOverTime:
            return edgeSample(false, ofFloats);
        case FunctionId::Changes:
        case FunctionId::Resets:
            return {static_cast<double>(countPairs())};
        default: // of floats alone
            if (hasFloats()) {
                m_notes.histogramsIgnored();
            }
            return {hasFloats() ? ofFloats : kAbsent};
        }
    }

    bool isMixed() const
    {
        if (hasFloats()) {
            m_notes.mixedFloatsAndHistograms();
        }
        return hasFloats();
    }

    StartedAt startedAt(std::size_t index) const
    {
        return {m_series.histogramTimes[index], m_starts.empty() ? 0 : m_starts[index]};
    }

    HistogramPtr extrapolatedRate() const
    {
        const bool isCounter = m_function != FunctionId::Delta;
        const auto points = histograms();
        const auto sampled = sampledRange(m_series.histogramTimes, m_window, m_floats.edges[m_step], m_floats.rangeMs);
        const bool fromStart = isCounter && startsWithin(sampled, startedAt(m_window.first));
        if (points.size() < 2 && !fromStart) {
            return nullptr;
        }
        std::optional<FloatHistogram> result;
        if (points.size() > 1) {
            result = difference(points, isCounter);
            if (!result) {
                return nullptr;
            }
        }
        double factor = 1;
        if (fromStart) {
            factor = sampled.factorFromStart(startedAt(m_window.first).start);
            if (!result) {
                result = *points.front();
            } else if (!m_notes.check(result->add(*points.front()), "addition")) {
                return nullptr;
            }
        } else {
            factor = sampled.factor(result->count, points.front()->count, isCounter);
        }
        result->scale(m_function == FunctionId::Rate ? factor / seconds(m_floats.rangeMs) : factor);
        return shared(std::move(*result));
    }

    /// The last minus the first, with what counter resets took away; nothing where they do not go together.
    std::optional<FloatHistogram> difference(Histograms points, bool isCounter) const
    {
        auto first = points.front();
        const auto& last = points.back();
        if (isCounter && (isGauge(first) || isGauge(last))) {
            m_notes.notACounter();
        }
        // With a reset right behind the first sample its buckets do not matter: they may be of another kind.
        if (isCounter && hasReset(0, *first, *points[1])) {
            FloatHistogram empty;
            empty.schema = points[1]->schema;
            empty.customValues = points[1]->customValues;
            first = shared(std::move(empty));
        }
        int schema = std::min(last->schema, first->schema);
        bool compatible = last->usesCustomBuckets() == first->usesCustomBuckets();
        for (const auto& point : points.subspan(1, points.size() - 2)) {
            if (!isCounter) {
                break;
            }
            if (isGauge(point)) {
                m_notes.notACounter();
            }
            schema = std::min(schema, point->schema);
            compatible = compatible && point->usesCustomBuckets() == first->usesCustomBuckets();
        }
        if (!compatible) {
            m_notes.mixedBucketKinds();
            return std::nullopt;
        }
        auto result = last->usesCustomBuckets() ? *last : last->toSchema(schema);
        m_notes.check(result.subtract(*first), "subtraction");
        if (isCounter) {
            addResets(points, first, result);
        } else if (!isGauge(points.front()) || !isGauge(last)) {
            m_notes.notAGauge();
        }
        result.hint = ResetHint::Gauge;
        result.compact();
        return result;
    }

    void addResets(Histograms points, HistogramPtr previous, FloatHistogram& result) const
    {
        bool hasOverlap = false;
        for (std::size_t i = 1; i < points.size(); ++i) {
            hasOverlap = hasOverlap || overlaps(startedAt(m_window.first + i - 1), startedAt(m_window.first + i));
            if (hasReset(i - 1, *previous, *points[i])) {
                m_notes.check(result.add(*previous), "addition");
            }
            previous = points[i];
        }
        if (hasOverlap) {
            m_notes.startTimesOverlap();
        }
    }

    /// Whether there is a reset behind point `index` of the window.
    bool hasReset(std::size_t index, const FloatHistogram& previous, const FloatHistogram& next) const
    {
        return isReset(startedAt(m_window.first + index), startedAt(m_window.first + index + 1)) ||
               next.detectReset(previous);
    }

    /// All samples of the window from `first` and `firstHistogram` on.
    std::vector<Sample> samples() const
    {
        std::vector<Sample> all;
        auto i = m_floatWindow.first;
        auto h = m_window.first;
        while (i < m_floatWindow.last || h < m_window.last) {
            const bool isFloat =
                h == m_window.last || (i < m_floatWindow.last && m_series.times[i] < m_series.histogramTimes[h]);
            if (isFloat) {
                all.push_back(
                    {m_series.times[i], m_series.values[i], nullptr, m_floatStarts.empty() ? 0 : m_floatStarts[i]});
                ++i;
            } else {
                all.push_back(
                    {m_series.histogramTimes[h], 0, m_series.histograms[h].get(), m_starts.empty() ? 0 : m_starts[h]});
                ++h;
            }
        }
        return all;
    }

    Element lastTwo() const
    {
        const auto all = samples();
        if (all.size() < 2) {
            return {};
        }
        const auto& current = all.back();
        const auto& previous = all[all.size() - 2];
        const bool isRate = m_function == FunctionId::Irate;
        const double interval = seconds(current.t - previous.t);
        if ((current.histogram == nullptr) != (previous.histogram == nullptr)) {
            m_notes.mixedFloatsAndHistograms();
            return {};
        }
        const bool startsAnew = isRate && isReset({previous.t, previous.start}, {current.t, current.start});
        if (current.histogram == nullptr) {
            const bool reset = isRate && (startsAnew || current.value < previous.value);
            const double result = reset ? current.value : current.value - previous.value;
            return {isRate ? result / interval : result};
        }
        const bool bothGauges =
            current.histogram->hint == ResetHint::Gauge && previous.histogram->hint == ResetHint::Gauge;
        const bool anyGauge =
            current.histogram->hint == ResetHint::Gauge || previous.histogram->hint == ResetHint::Gauge;
        if (isRate && anyGauge) {
            m_notes.notACounter();
        }
        if (!isRate && !bothGauges) {
            m_notes.notAGauge();
        }
        auto result = *current.histogram;
        if (!isRate || (!startsAnew && !result.detectReset(*previous.histogram))) {
            if (!m_notes.check(result.subtract(*previous.histogram), "subtraction")) {
                return {};
            }
        }
        result.hint = ResetHint::Gauge;
        result.compact();
        if (isRate) {
            result.divide(interval);
        }
        return {kAbsent, shared(std::move(result))};
    }

    /// The oldest or newest sample of the window, or its time.
    Element edgeSample(bool oldest, double ofFloats) const
    {
        const auto index = oldest ? m_window.first : m_window.last - 1;
        const auto t = m_series.histogramTimes[index];
        if (hasFloats()) {
            const auto floatTime = m_series.times[oldest ? m_floatWindow.first : m_floatWindow.last - 1];
            if (oldest ? floatTime < t : floatTime > t) {
                return {ofFloats};
            }
        }
        const bool wantsTime =
            m_function == FunctionId::TsOfFirstOverTime || m_function == FunctionId::TsOfLastOverTime;
        return wantsTime ? Element{seconds(t)} : Element{kAbsent, m_series.histograms[index]};
    }

    std::size_t countPairs() const
    {
        const auto all = samples();
        std::size_t count = 0;
        for (std::size_t i = 1; i < all.size(); ++i) {
            count += isCounted(all[i - 1], all[i]) ? 1 : 0;
        }
        return count;
    }

    bool isCounted(const Sample& previous, const Sample& current) const
    {
        if ((previous.histogram == nullptr) != (current.histogram == nullptr)) {
            return true;
        }
        if (m_function == FunctionId::Resets) {
            return isReset({previous.t, previous.start}, {current.t, current.start}) ||
                   (current.histogram != nullptr ? current.histogram->detectReset(*previous.histogram)
                                                 : current.value < previous.value);
        }
        if (current.histogram != nullptr) {
            return !(*current.histogram == *previous.histogram);
        }
        return current.value != previous.value && !(std::isnan(current.value) && std::isnan(previous.value));
    }

    FunctionId m_function;
    const WindowedSeries& m_floats;
    const RangeSeries& m_series;
    const RangeNotes& m_notes;
    std::vector<Timestamp> m_floatStarts;
    std::vector<Timestamp> m_starts;
    std::vector<Window> m_windows;
    std::size_t m_step = 0;
    Window m_window;
    Window m_floatWindow;
};

} // namespace

double SampledRange::factor(double difference, double firstValue, bool isCounter) const
{
    double toStart = seconds(first - from);
    double toEnd = seconds(to - last);
    const double sampled = seconds(last - first);
    const double interval = sampled / static_cast<double>(count - 1);
    const double threshold = interval * 1.1;
    if (toStart >= threshold) {
        toStart = interval / 2;
    }
    if (isCounter && difference > 0 && firstValue >= 0) {
        toStart = std::min(toStart, sampled * (firstValue / difference));
    }
    if (toEnd >= threshold) {
        toEnd = interval / 2;
    }
    return (sampled + toStart + toEnd) / sampled;
}

double SampledRange::factorFromStart(Timestamp start) const
{
    const double sampled = seconds(last - start);
    const double interval = count > 1 ? seconds(last - first) / static_cast<double>(count - 1) : 0;
    double toEnd = seconds(to - last);
    if (toEnd >= interval * 1.1) {
        toEnd = interval / 2;
    }
    return sampled == 0 ? 1 : (sampled + toEnd) / sampled;
}

SampledRange sampledRange(std::span<const Timestamp> times, Window window, Timestamp edge, std::int64_t rangeMs)
{
    return {edge - rangeMs, edge, times[window.first], times[window.last - 1], window.size()};
}

bool startsWithin(const SampledRange& range, const StartedAt& first)
{
    return first.start != 0 && first.start > range.from && first.start < range.first;
}

Result<void> addHistograms(FunctionId function, const MixedRange& range, const RangeNotes& notes, const Budget& budget,
                           Column& made)
{
    return Evaluator(function, range, notes).run(budget, made);
}

HistogramPtr sumOfHistograms(Histograms histograms, bool isMean, const RangeNotes& notes)
{
    HistogramTotal total(isMean);
    for (const auto& histogram : histograms) {
        if (!total.add(*histogram)) {
            notes.mixedBucketKinds();
            return nullptr;
        }
    }
    if (total.hintsCollided()) {
        notes.hintsCollided("aggregation");
    }
    if (total.boundsReconciled()) {
        notes.boundsReconciled("aggregation");
    }
    return total.value();
}

} // namespace nocturne::promql
