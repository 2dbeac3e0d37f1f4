// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/sample_tally.h"

#include <cassert>
#include <numeric>

namespace nocturne::promql {

namespace {

/// Its bytes in Prometheus' memory, in float samples of 16 bytes. Source: Prometheus 3.14, promql/value.go,
/// HPoint.size(); model/histogram/float_histogram.go, Size().
std::uint64_t samplesOf(const model::FloatHistogram& histogram)
{
    constexpr std::size_t kStructBytes = 168;
    constexpr std::size_t kEntryBytes = 8; // a span, a bucket, a bound
    constexpr std::size_t kTimeBytes = 8;
    constexpr std::size_t kSampleBytes = 16;
    const auto entries = histogram.positive.spans.size() + histogram.positive.counts.size() +
                         histogram.negative.spans.size() + histogram.negative.counts.size() +
                         histogram.customValues.size();
    return (kStructBytes + kEntryBytes * entries + kTimeBytes) / kSampleBytes;
}

/// Walks two ends of a window over sorted times.
class MovingWindow
{
public:
    explicit MovingWindow(std::span<const Timestamp> times)
        : m_times(times)
    {}

    /// Moves on to (after, until]; both are never less than before.
    void moveTo(Timestamp after, Timestamp until)
    {
        while (m_end < m_times.size() && m_times[m_end] <= until)
            ++m_end;
        while (m_begin < m_end && m_times[m_begin] <= after)
            ++m_begin;
    }
    std::size_t begin() const { return m_begin; }
    std::size_t end() const { return m_end; }

private:
    std::span<const Timestamp> m_times;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace

void SampleTally::addElements(const Column& column)
{
    assert(column.values.size() == m_perStep.size() && "a column has a value for each step");
    const std::lock_guard lock(m_mutex);
    for (std::size_t step = 0; step < m_perStep.size(); ++step) {
        if (!isAbsent(column.values[step]))
            ++m_perStep[step];
        else if (column.hasHistograms() && column.histograms[step])
            m_perStep[step] += samplesOf(*column.histograms[step]);
    }
}

void SampleTally::addWindows(const RangeSeries& series, const Axis& edges, std::int64_t windowMs)
{
    MovingWindow floats(series.times);
    MovingWindow histograms(series.histogramTimes);
    std::vector<std::uint64_t> before(series.histograms.size() + 1); // samples of those before each
    for (std::size_t i = 0; i < series.histograms.size(); ++i)
        before[i + 1] = before[i] + samplesOf(*series.histograms[i]);

    const std::lock_guard lock(m_mutex);
    for (std::size_t step = 0; step < m_perStep.size(); ++step) {
        const auto edge = edges.at(std::min(step, edges.count - 1));
        floats.moveTo(edge - windowMs, edge);
        histograms.moveTo(edge - windowMs, edge);
        m_perStep[step] += floats.end() - floats.begin() + before[histograms.end()] - before[histograms.begin()];
    }
}

void SampleTally::addAtEachStep(std::uint64_t samples)
{
    const std::lock_guard lock(m_mutex);
    for (auto& count : m_perStep)
        count += samples;
}

void SampleTally::add(std::span<const std::uint64_t> perStep)
{
    assert(perStep.size() == m_perStep.size() && "tallies of the same steps");
    const std::lock_guard lock(m_mutex);
    for (std::size_t step = 0; step < m_perStep.size(); ++step)
        m_perStep[step] += perStep[step];
}

std::uint64_t SampleTally::total() const
{
    return std::accumulate(m_perStep.begin(), m_perStep.end(), std::uint64_t{0});
}

} // namespace nocturne::promql
