// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// How samples move from memory into files. The order makes every step safe to stop after:
//
//   1. the log begins file N: all that is committed from now on is in there
//   2. blocks are written from what is settled, synced, renamed: it is now in them and in the old log
//   3. checkpoint N is written from the rest of the head, synced, renamed: with the blocks it replaces the old log
//   4. readers see the blocks, the head lets go of what they hold, the old log and its checkpoint are removed
//
// What is in two places after a crash is read as one.
#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <unordered_map>
#include <utility>

#include "engine/tsdb/block_writer.h"
#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/histogram_codec.h"
#include "engine/tsdb/log_file.h"
#include "engine/tsdb/side_samples.h"
#include "engine/tsdb/store_files.h"
#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kRecordBytes = std::size_t{256} << 10U;

/// The samples of chunks that lie in (start, end].
class WindowReader
{
public:
    Result<void> read(const SeriesChunks& chunks, Timestamp start, Timestamp end)
    {
        times.clear();
        values.clear();
        side.clear();
        const auto within = [&](const SealedChunk& chunk) { return chunk.maxTime() > start && chunk.minTime() <= end; };
        Result<void> result;
        for (const auto& chunk : chunks.floats) {
            if (result && within(chunk))
                result = readFloats(chunk, start, end);
        }
        for (const auto& chunk : chunks.histograms) {
            if (result && within(chunk))
                result = side.decodeHistograms(chunk.bytes());
        }
        for (const auto& chunk : chunks.startTimes) {
            if (result && within(chunk))
                result = side.decodeStartTimes(chunk.bytes());
        }
        side.trim(start, end);
        return result;
    }

    std::vector<Timestamp> times;
    std::vector<double> values;
    SideSamples side;

private:
    Result<void> readFloats(const SealedChunk& chunk, Timestamp start, Timestamp end)
    {
        const auto count = decodeChunk(chunk.bytes(), m_times, m_values);
        if (!count)
            return tl::unexpected(count.error());
        const auto all = std::span(m_times).first(*count);
        const auto first = std::ranges::upper_bound(all, start) - all.begin();
        const auto last = std::ranges::upper_bound(all, end) - all.begin();
        times.insert(times.end(), m_times.begin() + first, m_times.begin() + last);
        values.insert(values.end(), m_values.begin() + first, m_values.begin() + last);
        return {};
    }

    std::array<Timestamp, kMaxColumnValues> m_times{};
    std::array<double, kMaxColumnValues> m_values{};
};

/// Writes what stays in a head as records of chunks.
class CheckpointWriter
{
public:
    CheckpointWriter(OutputFile& file, std::uint32_t number)
        : m_file(file)
        , m_frames(number, logFileHeader(number).size())
    {
        m_result = file.write(logFileHeader(number));
    }

    void add(const HeadContent& content)
    {
        if (!m_result || content.rest.empty())
            return;
        m_frames.begin();
        LogRecordWriter record(m_frames.bytes());
        const auto id = ++m_lastId; // ids mean something within one file alone
        record.series(id, content.labels);
        for (const auto& chunk : content.rest.startTimes)
            record.chunk(id, ChunkKind::StartTimes, chunk.bytes());
        if (!content.rest.floats.empty() && !content.rest.histograms.empty()) {
            addMixed(record, id, content.rest);
        } else {
            for (const auto& chunk : content.rest.floats)
                record.chunk(id, ChunkKind::Float, chunk.bytes());
            for (const auto& chunk : content.rest.histograms)
                record.chunk(id, ChunkKind::Histogram, chunk.bytes());
        }
        m_frames.end();
        flush(kRecordBytes);
    }
    /// In the order they came in, under series of their own: theirs may be in blocks alone by now.
    void add(const ExemplarStore& exemplars)
    {
        std::unordered_map<model::LabelSet, SeriesId, model::LabelSetHash> ids;
        for (const auto& [series, exemplar] : exemplars.all()) {
            m_frames.begin();
            LogRecordWriter record(m_frames.bytes());
            const auto [id, isNew] = ids.try_emplace(series, m_lastId + 1);
            if (isNew)
                record.series(++m_lastId, series);
            record.exemplar(id->second, exemplar);
            m_frames.end();
            flush(kRecordBytes);
        }
    }
    void add(const std::map<std::string, model::Metadata>& metadata)
    {
        for (const auto& [metric, known] : metadata) {
            m_frames.begin();
            LogRecordWriter(m_frames.bytes()).metadata(metric, known);
            m_frames.end();
        }
        flush(kRecordBytes);
    }
    Result<void> finish()
    {
        m_frames.begin();
        LogRecordWriter(m_frames.bytes()).end();
        m_frames.end();
        flush(0);
        return m_result;
    }

private:
    /// One by one in time order, as a head takes them.
    void addMixed(LogRecordWriter& record, SeriesId id, const SeriesChunks& chunks)
    {
        WindowReader reader;
        m_result = reader.read(chunks, std::numeric_limits<Timestamp>::min(), std::numeric_limits<Timestamp>::max());
        auto histogram = reader.side.histograms.begin();
        const auto addBefore = [&](Timestamp time) {
            for (; histogram != reader.side.histograms.end() && histogram->t < time; ++histogram)
                record.chunk(id, ChunkKind::Histogram, encodeHistogramChunk({&*histogram, 1}));
        };
        for (std::size_t i = 0; i < reader.times.size(); ++i) {
            addBefore(reader.times[i]);
            record.sample(id, {reader.times[i], reader.values[i]});
        }
        addBefore(std::numeric_limits<Timestamp>::max());
    }
    void flush(std::size_t threshold)
    {
        if (m_result && m_frames.bytes().size() > threshold)
            m_result = m_file.write(m_frames.take());
    }

    OutputFile& m_file;
    LogFrames m_frames;
    SeriesId m_lastId = 0;
    Result<void> m_result;
};

/// Of a checkpoint.
Result<void> givenUp() { return fail(Error::Kind::Timeout, "it takes too long"); }

/// The starts of the windows that samples lie in.
class WindowFinder
{
public:
    explicit WindowFinder(std::chrono::milliseconds length)
        : m_length(length)
    {}

    Result<void> add(const SeriesChunks& chunks)
    {
        Result<void> result;
        for (const auto& chunk : chunks.floats)
            result = result.and_then([&] { return add(chunk, ChunkKind::Float); });
        for (const auto& chunk : chunks.histograms)
            result = result.and_then([&] { return add(chunk, ChunkKind::Histogram); });
        return result;
    }
    const std::set<Timestamp>& starts() const { return m_starts; }

private:
    Result<void> add(const SealedChunk& chunk, ChunkKind kind)
    {
        const auto start = windowStart(chunk.minTime(), m_length);
        m_starts.insert(start);
        if (chunk.maxTime() <= start + m_length.count())
            return {};
        // It reaches over more windows: of those in the middle, which may be many, the samples tell.
        const auto alone = kind == ChunkKind::Float ? SeriesChunks{{chunk}, {}, {}} : SeriesChunks{{}, {chunk}, {}};
        if (auto read = m_reader.read(alone, chunk.minTime() - 1, chunk.maxTime()); !read)
            return read;
        for (const auto time : m_reader.times)
            m_starts.insert(windowStart(time, m_length));
        for (const auto& sample : m_reader.side.histograms)
            m_starts.insert(windowStart(sample.t, m_length));
        return {};
    }

    const std::chrono::milliseconds m_length;
    WindowReader m_reader;
    std::set<Timestamp> m_starts;
};

} // namespace

Result<void> Store::State::writeBlocks(SettledSeries& settled, std::vector<std::uint64_t>& written)
{
    settled.sort();
    const auto length = options.windows.front();
    WindowReader reader;
    WindowFinder windows(length);
    SeriesChunks chunks;
    for (const auto& entry : settled.entries()) {
        if (isTooLate())
            return givenUp();
        settled.read(entry, chunks);
        if (auto added = windows.add(chunks); !added)
            return added;
    }
    for (const auto start : windows.starts()) {
        const auto number = blocks.nextNumber();
        auto wrote = writeWhole(io, blocks.pathOf(number), [&](OutputFile& file) -> Result<void> {
            BlockWriter writer(file);
            for (const auto& entry : settled.entries()) {
                if (isTooLate())
                    return givenUp();
                settled.read(entry, chunks);
                auto added = reader.read(chunks, start, start + length.count()).and_then([&] {
                    const auto sealed = reader.side.seal();
                    return writer.add(entry.labels, reader.times, reader.values, sealed.histograms, sealed.startTimes);
                });
                if (!added)
                    return added;
            }
            const auto finished = writer.finish({});
            return finished ? Result<void>() : tl::unexpected(finished.error());
        });
        if (!wrote)
            return wrote;
        written.push_back(number);
    }
    return {};
}

void Store::State::removeBlocks(std::vector<std::uint64_t>& written)
{
    for (const auto number : written)
        (void)io.remove(blocks.pathOf(number));
    written.clear();
}

Result<void> Store::State::writeCheckpoint(std::uint32_t number, SettledSeries& settled,
                                           std::vector<std::uint64_t>& written)
{
    return writeWhole(io, logFolder + "/" + checkpointFileName(number), [&](OutputFile& file) {
        CheckpointWriter checkpoint(file, number);
        checkpoint.add(head.metadata());
        checkpoint.add(head.exemplarStore());
        settled.reserve(head.stats().series);
        head.forEachContent([&](const HeadContent& content) {
            if (isTooLate())
                return;
            checkpoint.add(content);
            settled.add(content.ref, content.labels, content.settled);
        });
        if (isTooLate()) // what was left out just now is missed
            return givenUp();
        return checkpoint.finish().and_then([&] {
            auto wrote = writeBlocks(settled, written);
            if (!wrote)
                removeBlocks(written);
            return wrote;
        });
    });
}

Result<void> Store::State::persist()
{
    const std::lock_guard one(m_keepMutex);
    m_lastTry = clock.monotonic();
    if (lookForFolder())
        return fail(Error::Kind::NotFound, "the folder " + options.folder + " is gone");
    head.maintain(!m_deadline); // seals what is idle
    const auto number = m_nextLog++;
    if (auto rotated = noted(log.rotate(number)); !rotated)
        return rotated;
    SettledSeries settled;
    std::vector<std::uint64_t> written;
    auto result = writeCheckpoint(number, settled, written);
    if (!result && isTooLate())
        return result;
    result = noted(std::move(result));
    // Blocks stand even when the checkpoint failed after them: what they hold is then in the old log too.
    bool shown = true;
    for (const auto block : written)
        shown = noted(blocks.add(block)).has_value() && shown;
    if (shown && !written.empty())
        head.dropSettled(settled);
    if (!result)
        return result;
    log.checkpointed();
    m_checkpointBytes = io.size(logFolder + "/" + checkpointFileName(number)).value_or(0);
    removeLogsBefore(io, logFolder, number, std::exchange(m_damagedLogs, {}));
    m_lastPersist = clock.monotonic();
    m_lastTry.reset();
    const std::lock_guard lock(m_healthMutex);
    if (!log.hasHole())
        m_failure.reset();
    ++m_stats.checkpoints;
    return {};
}

/// Makes no checkpoint where it takes long, unless it alone has what the log has not.
void Store::State::persistAtEnd()
{
    if (options.endPatience && !log.hasHole())
        m_deadline = clock.monotonic() + *options.endPatience;
    if (!persist() && isTooLate())
        logger.log(LogLevel::Info, "tsdb", "the end does not wait for a checkpoint: the next start reads the log");
}

} // namespace nocturne::tsdb
