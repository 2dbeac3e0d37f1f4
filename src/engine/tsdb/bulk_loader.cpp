// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/bulk_loader.h"

#include <algorithm>
#include <array>
#include <set>

#include <tsl/robin_map.h>

#include "engine/tsdb/block_set.h"
#include "engine/tsdb/block_writer.h"
#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/side_run.h"
#include "engine/tsdb/side_samples.h"
#include "engine/tsdb/store_files.h"

namespace nocturne::tsdb {

namespace {

using model::HistogramSample;
using model::LabelSet;
using model::Sample;

constexpr std::size_t kFloatRun = 240;
constexpr std::size_t kSideRun = 60;
constexpr std::size_t kSeriesBytes = 512; // of one series beside its labels and samples, with its place in the map

/// Samples of one kind: sealed chunks, none of which reaches over the end of a window, and the newest raw.
template <typename T>
struct Run
{
    std::vector<T> open;
    std::vector<SealedChunk> chunks;

    /// Returns by how much more memory is taken; less than none where samples were sealed.
    std::ptrdiff_t append(T entry, std::size_t most, std::chrono::milliseconds window)
    {
        std::ptrdiff_t grown = 0;
        const bool ends = !open.empty() && (open.size() >= most || entry.t <= open.back().t ||
                                            entry.t > windowStart(open.front().t, window) + window.count() ||
                                            !shareChunk(open.front(), entry));
        if (ends)
            grown = seal();
        grown += static_cast<std::ptrdiff_t>(rawBytes(entry));
        open.push_back(std::move(entry));
        return grown;
    }
    std::ptrdiff_t seal()
    {
        if (open.empty())
            return 0;
        std::ptrdiff_t raw = 0;
        for (const auto& entry : open)
            raw += static_cast<std::ptrdiff_t>(rawBytes(entry));
        chunks.push_back(SealedChunk::seal(open));
        open.clear();
        return static_cast<std::ptrdiff_t>(chunks.back().memoryBytes() + sizeof(SealedChunk)) - raw;
    }
    /// Orders chunks by time; those of the same time stay in the order of their coming.
    void sort() { std::ranges::stable_sort(chunks, {}, &SealedChunk::minTime); }
};

struct Series
{
    LabelSet labels;
    Run<Sample> floats;
    Run<HistogramSample> histograms;
    Run<Sample> startTimes; // the value is the start
};

/// Chunks of one series in turn, window by window.
struct Places
{
    std::size_t floats = 0;
    std::size_t histograms = 0;
    std::size_t startTimes = 0;
};

/// The samples of one series in one window.
class WindowSamples
{
public:
    /// Reads the chunks from `at` on that begin up to `end`, and moves `at` behind them.
    Result<void> read(const Series& series, Places& at, Timestamp end)
    {
        times.clear();
        values.clear();
        side.clear();
        auto result = forEach(series.floats.chunks, at.floats, end, [&](const auto& chunk) { return take(chunk); });
        if (result)
            result = forEach(series.histograms.chunks, at.histograms, end,
                             [&](const auto& chunk) { return side.decodeHistograms(chunk.bytes()); });
        if (result)
            result = forEach(series.startTimes.chunks, at.startTimes, end,
                             [&](const auto& chunk) { return side.decodeStartTimes(chunk.bytes()); });
        if (result)
            settle();
        return result;
    }

    std::vector<Timestamp> times;
    std::vector<double> values;
    SideSamples side;
    std::uint64_t duplicates = 0; // so far

private:
    template <typename Visit>
    static Result<void> forEach(const std::vector<SealedChunk>& chunks, std::size_t& at, Timestamp end, Visit visit)
    {
        for (; at < chunks.size() && chunks[at].minTime() <= end; ++at) {
            if (auto visited = visit(chunks[at]); !visited)
                return visited;
        }
        return {};
    }
    Result<void> take(const SealedChunk& chunk)
    {
        const auto size = times.size();
        times.resize(size + kMaxColumnValues);
        values.resize(size + kMaxColumnValues);
        const auto count = decodeChunk(chunk.bytes(), std::span(times).subspan(size), std::span(values).subspan(size));
        times.resize(size + count.value_or(0));
        values.resize(size + count.value_or(0));
        return count ? Result<void>() : tl::unexpected(count.error());
    }

    /// Brings all into order, one sample for each time: the first that came.
    void settle()
    {
        if (std::ranges::adjacent_find(times, std::greater_equal<>()) != times.end())
            sortFloats();
        if (std::ranges::adjacent_find(side.histograms, std::greater_equal<>(), &HistogramSample::t) !=
            side.histograms.end())
            sortHistograms();
        side.sortAndUnite();
        const auto beside = std::erase_if(side.histograms, [&](const HistogramSample& sample) {
            return std::ranges::binary_search(times, sample.t);
        });
        duplicates += beside;
    }
    void sortFloats()
    {
        std::vector<Sample> samples;
        for (std::size_t i = 0; i < times.size(); ++i)
            samples.push_back({times[i], values[i]});
        std::ranges::stable_sort(samples, {}, &Sample::t);
        const auto rest = std::ranges::unique(samples, {}, &Sample::t);
        duplicates += rest.size();
        samples.erase(rest.begin(), rest.end());
        times.clear();
        values.clear();
        for (const auto& sample : samples) {
            times.push_back(sample.t);
            values.push_back(sample.v);
        }
    }
    /// What stands before a histogram is no longer what it was compared with, so the hints go, but for gauges.
    void sortHistograms()
    {
        const auto before = side.histograms.size();
        side.sortAndUnite();
        duplicates += before - side.histograms.size();
        for (auto& sample : side.histograms) {
            if (sample.histogram->hint == model::ResetHint::Gauge ||
                sample.histogram->hint == model::ResetHint::Unknown)
                continue;
            auto changed = std::make_shared<model::FloatHistogram>(*sample.histogram);
            changed->hint = model::ResetHint::Unknown;
            sample.histogram = std::move(changed);
        }
    }
};

} // namespace

struct BulkLoader::State
{
    std::chrono::milliseconds window;
    std::vector<Series> series;
    tsl::robin_map<LabelSet, Handle, model::LabelSetHash> handles;
    std::size_t bytes = 0;
    BulkStats stats;

    void grow(std::ptrdiff_t by) { bytes = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(bytes) + by); }
    void clear()
    {
        series.clear();
        handles.clear();
        bytes = 0;
    }

    std::set<Timestamp> sealAll()
    {
        std::set<Timestamp> starts;
        for (auto& one : series) {
            grow(one.floats.seal() + one.histograms.seal() + one.startTimes.seal());
            one.floats.sort();
            one.histograms.sort();
            one.startTimes.sort();
            for (const auto* chunks : {&one.floats.chunks, &one.histograms.chunks}) {
                for (const auto& chunk : *chunks)
                    starts.insert(windowStart(chunk.minTime(), window));
            }
        }
        std::ranges::sort(series, {}, &Series::labels);
        return starts;
    }

    Result<void> writeWindow(OutputFile& file, std::vector<Places>& places, WindowSamples& samples, Timestamp end)
    {
        BlockWriter writer(file);
        for (std::size_t i = 0; i < series.size(); ++i) {
            const auto added = samples.read(series[i], places[i], end).and_then([&] {
                const auto sealed = samples.side.seal();
                return writer.add(series[i].labels, samples.times, samples.values, sealed.histograms,
                                  sealed.startTimes);
            });
            if (!added)
                return added;
            stats.floats += samples.times.size();
            stats.histograms += samples.side.histograms.size();
        }
        const auto finished = writer.finish({});
        return finished ? Result<void>() : tl::unexpected(finished.error());
    }

    Result<std::vector<std::string>> write(IoLayer& io, const std::string& folder)
    {
        const auto starts = sealAll();
        std::vector<Places> places(series.size());
        WindowSamples samples;
        std::vector<std::string> names;
        for (const auto start : starts) {
            names.push_back(blockFileName(names.size()));
            const auto path = std::string(folder).append("/").append(names.back());
            const auto wrote = writeWhole(
                io, path, [&](OutputFile& file) { return writeWindow(file, places, samples, start + window.count()); });
            if (!wrote)
                return tl::unexpected(wrote.error());
        }
        stats.duplicates += samples.duplicates;
        return names;
    }
};

BulkLoader::BulkLoader(std::chrono::milliseconds window)
    : m_state(std::make_unique<State>(State{window, {}, {}, 0, {}}))
{}

BulkLoader::~BulkLoader() = default;

BulkLoader::Handle BulkLoader::series(const LabelSet& labels)
{
    const auto [place, isNew] = m_state->handles.try_emplace(labels, static_cast<Handle>(m_state->series.size()));
    if (isNew) {
        m_state->series.push_back({labels, {}, {}, {}});
        m_state->bytes += kSeriesBytes + labels.memoryBytes();
    }
    return place->second;
}

void BulkLoader::append(Handle series, const Sample& sample)
{
    m_state->grow(m_state->series[series].floats.append(sample, kFloatRun, m_state->window));
}

Result<void> BulkLoader::appendHistogram(Handle series, const HistogramSample& sample)
{
    if (sample.histogram->isStale()) {
        append(series, {sample.t, model::kStaleMarker});
        return {};
    }
    if (auto valid = sample.histogram->validate(); !valid)
        return valid;
    m_state->grow(m_state->series[series].histograms.append(sample, kSideRun, m_state->window));
    return {};
}

void BulkLoader::appendStartTime(Handle series, const model::StartTime& start)
{
    m_state->grow(m_state->series[series].startTimes.append({start.t, static_cast<double>(start.start)}, kFloatRun,
                                                            m_state->window));
}

std::size_t BulkLoader::bytes() const { return m_state->bytes; }
bool BulkLoader::empty() const { return m_state->series.empty(); }

Result<std::vector<std::string>> BulkLoader::write(IoLayer& io, const std::string& folder)
{
    auto written = m_state->write(io, folder);
    m_state->clear();
    return written;
}

const BulkStats& BulkLoader::stats() const { return m_state->stats; }

} // namespace nocturne::tsdb
