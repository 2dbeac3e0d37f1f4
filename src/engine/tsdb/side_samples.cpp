// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/side_samples.h"

#include <algorithm>
#include <array>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/histogram_codec.h"
#include "engine/tsdb/side_run.h"

namespace nocturne::tsdb {

namespace {

template <typename T>
void trimFrom(std::vector<T>& entries, std::size_t first, Timestamp minTime, Timestamp maxTime)
{
    const auto outside = [&](const T& entry) { return entry.t <= minTime || entry.t > maxTime; };
    entries.erase(std::remove_if(entries.begin() + static_cast<std::ptrdiff_t>(first), entries.end(), outside),
                  entries.end());
}

template <typename T>
void unite(std::vector<T>& entries)
{
    std::ranges::stable_sort(entries, {}, &T::t);
    const auto sameTime = [](const T& a, const T& b) { return a.t == b.t; };
    entries.erase(std::unique(entries.begin(), entries.end(), sameTime), entries.end());
}

} // namespace

void SideSamples::clear()
{
    histograms.clear();
    startTimes.clear();
}

Result<void> SideSamples::decodeHistograms(std::span<const std::byte> chunk)
{
    return decodeHistogramChunk(chunk, histograms);
}

Result<void> SideSamples::decodeStartTimes(std::span<const std::byte> chunk)
{
    std::array<Timestamp, kMaxColumnValues> times; // NOLINT: filled as far as it is read
    std::array<double, kMaxColumnValues> starts;   // NOLINT
    const auto count = decodeChunk(chunk, times, starts);
    if (!count)
        return tl::unexpected(count.error());
    for (std::size_t i = 0; i < *count; ++i)
        startTimes.push_back({times[i], static_cast<Timestamp>(starts[i])});
    return {};
}

void SideSamples::trim(Timestamp minTime, Timestamp maxTime, std::size_t firstHistogram, std::size_t firstStart)
{
    trimFrom(histograms, firstHistogram, minTime, maxTime);
    trimFrom(startTimes, firstStart, minTime, maxTime);
}

void SideSamples::sortAndUnite()
{
    unite(histograms);
    unite(startTimes);
}

SeriesChunks SideSamples::seal() const
{
    SideRun<model::HistogramSample> histogramRun;
    for (const auto& sample : histograms)
        histogramRun.append(sample);
    histogramRun.seal();
    SideRun<model::Sample> startRun;
    for (const auto& [t, start] : startTimes)
        startRun.append({t, static_cast<double>(start)});
    startRun.seal();
    return {{}, histogramRun.chunks(), startRun.chunks()};
}

} // namespace nocturne::tsdb
