// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/start_times.h"

#include <algorithm>

namespace nocturne::promql {

namespace {

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

/// The floats of one series, with their starts.
class StartedFloats
{
public:
    StartedFloats(const WindowedSeries& series, std::span<const model::StartTime> known, const RangeNotes& notes)
        : m_series(series)
        , m_starts(startsOf(series.times, known))
        , m_notes(notes)
    {}

    bool empty() const { return m_starts.empty(); }

    double increase(Window window, std::size_t step) const
    {
        const auto& values = m_series.values;
        double difference = values[window.last - 1] - values[window.first];
        bool hasOverlap = false;
        for (auto i = window.first + 1; i < window.last; ++i) {
            hasOverlap = hasOverlap || overlaps(at(i - 1), at(i));
            if (values[i] < values[i - 1] || isReset(at(i - 1), at(i))) {
                difference += values[i - 1];
            }
        }
        if (hasOverlap) {
            m_notes.startTimesOverlap();
        }
        const auto sampled = sampledRange(m_series.times, window, m_series.edges[step], m_series.rangeMs);
        if (startsWithin(sampled, at(window.first))) {
            return (difference + values[window.first]) * sampled.factorFromStart(m_starts[window.first]);
        }
        return window.size() < 2 ? kAbsent : difference * sampled.factor(difference, values[window.first], true);
    }

    double instantRate(Window window) const
    {
        if (window.size() < 2) {
            return kAbsent;
        }
        const auto last = window.last - 1;
        const double previous = m_series.values[last - 1];
        const double current = m_series.values[last];
        const bool hasReset = current < previous || isReset(at(last - 1), at(last));
        return (hasReset ? current : current - previous) / seconds(m_series.times[last] - m_series.times[last - 1]);
    }

    double resets(Window window) const
    {
        double count = 0;
        for (auto i = window.first + 1; i < window.last; ++i) {
            count += m_series.values[i] < m_series.values[i - 1] || isReset(at(i - 1), at(i)) ? 1 : 0;
        }
        return count;
    }

private:
    StartedAt at(std::uint32_t i) const { return {m_series.times[i], m_starts[i]}; }

    const WindowedSeries& m_series;
    std::vector<Timestamp> m_starts;
    const RangeNotes& m_notes;
};

} // namespace

bool isReset(const StartedAt& previous, const StartedAt& current)
{
    if (current.start == 0 || current.start >= current.t || current.start < previous.t) {
        return false;
    }
    if (current.start > previous.t) {
        return true;
    }
    return previous.start <= previous.t && previous.start != 0 && previous.start != previous.t;
}

bool overlaps(const StartedAt& previous, const StartedAt& current)
{
    return current.start != 0 && current.start < previous.t && current.start != previous.start;
}

std::vector<Timestamp> startsOf(std::span<const Timestamp> times, std::span<const model::StartTime> known)
{
    std::vector<Timestamp> starts;
    auto next = known.begin();
    for (std::size_t i = 0; i < times.size(); ++i) {
        while (next != known.end() && next->t < times[i]) {
            ++next;
        }
        if (next != known.end() && next->t == times[i]) {
            starts.resize(times.size());
            starts[i] = next->start;
        }
    }
    return starts;
}

Result<void> applyStartTimes(FunctionId function, const MixedRange& range, const RangeNotes& notes,
                             const Budget& budget, Column& made)
{
    const auto& series = range.floats;
    const StartedFloats floats(series, range.series.startTimes, notes);
    if (floats.empty()) {
        return {};
    }
    std::vector<Window> histograms;
    findWindows(range.series.histogramTimes, series.edges, series.rangeMs, histograms);
    for (std::size_t step = 0; step < series.windows.size(); ++step) {
        const auto window = series.windows[step];
        if (window.size() == 0 || histograms[step].size() > 0) {
            continue;
        }
        NOCTURNE_TRY(budget.checkStop());
        switch (function) {
        case FunctionId::Rate:
        case FunctionId::Increase: {
            const double increase = floats.increase(window, step);
            const bool perSecond = function == FunctionId::Rate && !isAbsent(increase);
            made.values[step] = perSecond ? increase / seconds(series.rangeMs) : increase;
            break;
        }
        case FunctionId::Irate:
            made.values[step] = floats.instantRate(window);
            break;
        case FunctionId::Resets:
            made.values[step] = floats.resets(window);
            break;
        default:
            return {};
        }
    }
    return {};
}

} // namespace nocturne::promql
