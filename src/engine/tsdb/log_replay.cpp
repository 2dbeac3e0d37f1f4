// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/log_replay.h"

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/log_file.h"
#include "engine/tsdb/side_samples.h"
#include "engine/tsdb/store_files.h"

namespace nocturne::tsdb {

namespace {

struct LogFile
{
    std::uint64_t number = 0;
    bool isCheckpoint = false;
    std::string path;

    /// A checkpoint holds what was before the log file of its number.
    auto order() const { return std::pair(number, !isCheckpoint); }
};

Result<std::vector<LogFile>> logFiles(IoLayer& io, const std::string& folder)
{
    const auto names = io.list(folder);
    if (!names)
        return tl::unexpected(ioError("read", folder, names.error()));
    std::vector<LogFile> files;
    for (const auto& name : *names) {
        auto path = std::string(folder).append("/").append(name);
        if (const auto number = logFileNumber(name))
            files.push_back({*number, false, std::move(path)});
        else if (const auto checkpoint = checkpointFileNumber(name))
            files.push_back({*checkpoint, true, std::move(path)});
    }
    std::ranges::sort(files, {}, &LogFile::order);
    return files;
}

/// Looks at nothing: to learn whether a file is whole.
class NullVisitor final : public LogVisitor
{
public:
    void onSeries(SeriesId, const model::LabelSet&) override {}
    void onSample(SeriesId, const model::Sample&) override {}
    void onChunk(SeriesId, ChunkKind, std::span<const std::byte>) override {}
    void onMetadata(std::string_view, const model::Metadata&) override {}
    void onRecordEnd() override {}
};

/// Puts what a file says into a head.
class HeadVisitor final : public LogVisitor
{
public:
    explicit HeadVisitor(Head& head)
        : m_appender(head.replayAppender())
        , m_exemplars(head.exemplarStore())
    {}

    void beginFile()
    {
        m_oldestOfFile = std::numeric_limits<Timestamp>::max();
        m_refs.clear();
        m_labels.clear();
        m_starts.clear();
    }
    std::uint64_t samples() const { return m_samples; }
    std::uint64_t unnamed() const { return m_unnamed; }
    /// Of the samples of all files so far; the smallest number there is before the first.
    Timestamp newest() const { return m_newest; }
    /// Of those of the file at hand; the greatest number there is before the first.
    Timestamp oldestOfFile() const { return m_oldestOfFile; }

    void onSeries(SeriesId id, const model::LabelSet& labels) override
    {
        m_refs[id] = 0;
        m_labels[id] = labels;
    }
    void onSample(SeriesId id, const model::Sample& sample) override
    {
        append(id, sample.t, [&](storage::SeriesRef ref, const model::LabelSet& labels) {
            return m_appender->append(ref, labels, sample);
        });
    }
    void onChunk(SeriesId id, ChunkKind kind, std::span<const std::byte> bytes) override
    {
        if (kind == ChunkKind::Float)
            return onFloats(id, bytes);
        SideSamples side;
        if (kind == ChunkKind::StartTimes && side.decodeStartTimes(bytes)) {
            // A checkpoint may have several chunks of them before the samples.
            if (m_startsOf != id)
                m_starts.clear();
            m_startsOf = id;
            std::ranges::copy(side.startTimes, std::back_inserter(m_starts));
        } else if (kind == ChunkKind::Histogram && side.decodeHistograms(bytes)) {
            for (const auto& sample : side.histograms) {
                append(id, sample.t, [&](storage::SeriesRef ref, const model::LabelSet& labels) {
                    return m_appender->appendHistogram(ref, labels, sample);
                });
            }
        }
    }
    void onExemplar(SeriesId id, const model::Exemplar& exemplar) override
    {
        if (const auto labels = m_labels.find(id); labels != m_labels.end())
            (void)m_exemplars.add(labels->second, exemplar);
    }
    void onMetadata(std::string_view metric, const model::Metadata& metadata) override
    {
        m_appender->describe(metric, metadata);
    }
    void onRecordEnd() override
    {
        m_starts.clear();
        if (const auto stats = m_appender->commit())
            m_samples += stats->stored;
    }

private:
    template <typename Append>
    void append(SeriesId id, Timestamp time, Append appendSample)
    {
        m_newest = std::max(m_newest, time);
        m_oldestOfFile = std::min(m_oldestOfFile, time);
        const auto ref = m_refs.find(id);
        if (ref == m_refs.end()) {
            ++m_unnamed;
            return;
        }
        auto appended = appendSample(ref->second, ref->second == 0 ? m_labels[id] : model::LabelSet());
        if (!appended) // the reference is no longer valid
            appended = appendSample(0, m_labels[id]);
        if (!appended)
            return;
        ref->second = *appended;
        if (m_startsOf != id || m_starts.empty())
            return;
        const auto start = std::ranges::lower_bound(m_starts, time, {}, &model::StartTime::t);
        if (start != m_starts.end() && start->t == time)
            m_appender->setStartTime(start->start);
    }
    void onFloats(SeriesId id, std::span<const std::byte> bytes)
    {
        std::array<Timestamp, kMaxColumnValues> times; // NOLINT: filled as far as it is read
        std::array<double, kMaxColumnValues> values;   // NOLINT
        const auto count = decodeChunk(bytes, times, values);
        for (std::size_t i = 0; count && i < *count; ++i)
            onSample(id, {times[i], values[i]});
    }

    std::unique_ptr<storage::Appender> m_appender;
    ExemplarStore& m_exemplars;
    std::vector<model::StartTime> m_starts; // of m_startsOf, to be joined with the samples that follow
    SeriesId m_startsOf = 0;
    std::unordered_map<SeriesId, storage::SeriesRef> m_refs;
    std::unordered_map<SeriesId, model::LabelSet> m_labels;
    std::uint64_t m_samples = 0;
    std::uint64_t m_unnamed = 0;
    Timestamp m_newest = std::numeric_limits<Timestamp>::min();
    Timestamp m_oldestOfFile = std::numeric_limits<Timestamp>::max();
};

LogReading readFile(const LogFile& file, const FileView& view, LogVisitor& visitor)
{
    auto reading = readLogFile(view.bytes(), file.number, visitor);
    if (file.isCheckpoint && !reading.ended && reading.fault.empty())
        reading.fault = "the checkpoint has no end";
    return reading;
}

/// The files from the newest whole checkpoint on; all when there is none.
Result<std::span<const LogFile>> filesToRead(IoLayer& io, const std::vector<LogFile>& files)
{
    for (auto i = files.size(); i-- > 0;) {
        if (!files[i].isCheckpoint)
            continue;
        const auto view = io.map(files[i].path);
        if (!view)
            return tl::unexpected(ioError("open", files[i].path, view.error()));
        NullVisitor nobody;
        if (readFile(files[i], **view, nobody).fault.empty())
            return std::span(files).subspan(i);
    }
    return std::span(files);
}

/// Damage whose range of time ends where the next file that has samples begins.
class PendingLosses
{
public:
    explicit PendingLosses(DamageLog& damage)
        : m_damage(damage)
    {}

    void add(const LogFile& file, const LogReading& reading, Timestamp newest)
    {
        m_losses.push_back({file.path,
                            reading.fault + "; everything before it was kept, " + std::to_string(reading.lostBytes) +
                                " bytes were lost",
                            newest == std::numeric_limits<Timestamp>::min() ? 0 : newest, 0, reading.lostBytes});
    }
    /// `until` is the time of a sample that came behind what was lost.
    void settle(std::size_t count, Timestamp until)
    {
        for (std::size_t i = 0; i < count; ++i) {
            auto& loss = m_losses[i];
            if (loss.from != 0)
                loss.to = std::max(loss.from, until);
            m_damage.add(std::move(loss));
        }
        m_losses.erase(m_losses.begin(), m_losses.begin() + static_cast<std::ptrdiff_t>(count));
    }
    std::size_t size() const { return m_losses.size(); }

private:
    DamageLog& m_damage;
    std::vector<Damage> m_losses;
};

} // namespace

Result<ReplayReport> replayLog(IoLayer& io, const std::string& folder, Head& head, DamageLog& damage, Timestamp now,
                               bool mayWrite)
{
    const auto files = logFiles(io, folder);
    if (!files)
        return tl::unexpected(files.error());
    const auto wanted = filesToRead(io, *files);
    if (!wanted)
        return tl::unexpected(wanted.error());

    ReplayReport report;
    HeadVisitor visitor(head);
    PendingLosses losses(damage);
    for (const auto& file : *wanted) {
        const auto view = io.map(file.path);
        if (!view)
            return tl::unexpected(ioError("open", file.path, view.error()));
        visitor.beginFile();
        const auto before = losses.size();
        const auto reading = readFile(file, **view, visitor);
        report.records += reading.records;
        if (visitor.oldestOfFile() != std::numeric_limits<Timestamp>::max())
            losses.settle(before, visitor.oldestOfFile());
        if (reading.fault.empty())
            continue;
        const bool last = &file == &wanted->back();
        const bool isTorn = last && !file.isCheckpoint && reading.torn;
        if (isTorn)
            report.tornBytes = reading.lostBytes;
        else
            losses.add(file, reading, visitor.newest());
        if (mayWrite && isTorn && reading.goodBytes > 0)
            (void)io.truncate(file.path, reading.goodBytes);
        else if (mayWrite && reading.goodBytes > 0)
            report.damaged.insert(file.path);
        else if (mayWrite)
            (void)io.rename(file.path, asideName(file.path));
    }
    losses.settle(losses.size(), now);
    report.samples = visitor.samples();
    if (visitor.unnamed() != 0)
        damage.add(
            {folder, std::to_string(visitor.unnamed()) + " samples in the log belong to no known series", 0, 0, 0});
    if (!files->empty())
        report.lastFile = static_cast<std::uint32_t>(files->back().number);
    return report;
}

void removeLogsBefore(IoLayer& io, const std::string& folder, std::uint32_t number,
                      const std::set<std::string>& damaged)
{
    const auto files = logFiles(io, folder);
    for (const auto& file : files.value_or(std::vector<LogFile>())) {
        if (file.number >= number)
            continue;
        if (damaged.contains(file.path))
            (void)io.rename(file.path, asideName(file.path));
        else
            (void)io.remove(file.path);
    }
}

} // namespace nocturne::tsdb
