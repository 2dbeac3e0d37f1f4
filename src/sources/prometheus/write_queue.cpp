// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/write_queue.h"

#include <algorithm>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/histogram_codec.h"

namespace nocturne::prometheus {

namespace {

constexpr std::uint64_t kLargestSegment = std::uint64_t{8} << 20U;
constexpr std::uint64_t kSegmentsAtLeast = 8; // so that dropping one drops little

/// Counts the samples of records.
class Counter final : public tsdb::LogVisitor
{
public:
    void onSeries(tsdb::SeriesId, const model::LabelSet&) override {}
    void onSample(tsdb::SeriesId, const model::Sample&) override { ++samples; }
    void onChunk(tsdb::SeriesId, tsdb::ChunkKind kind, std::span<const std::byte>) override
    {
        samples += kind == tsdb::ChunkKind::Histogram ? 1 : 0;
    }
    void onMetadata(std::string_view, const model::Metadata&) override {}
    void onRecordEnd() override {}

    std::size_t samples = 0;
};

std::size_t samplesIn(QueueSegment& segment, std::uint64_t from)
{
    Counter counter;
    const auto bytes = segment.bytes();
    for (auto at = from; bytes;) {
        const auto frame = tsdb::logFrameAt(*bytes, segment.number(), at);
        if (!frame)
            break;
        (void)tsdb::readLogRecord(frame->payload, counter);
        at = frame->end;
    }
    return counter.samples;
}

std::uint64_t firstRecord() { return tsdb::logFileHeader(0).size(); }

} // namespace

/// Reads the records of one segment into samples, knowing the names that came before.
class WriteQueue::Reader final : public tsdb::LogVisitor
{
public:
    /// Makes ready to read from `place`: learns the names before it.
    void moveTo(QueuePosition place, std::span<const std::byte> bytes)
    {
        if (m_segment != place.segment) {
            m_names.clear();
            m_segment = place.segment;
            m_offset = firstRecord();
        }
        m_offset = std::min(m_offset, place.offset); // names read ahead stay right: a segment gives each once
        m_into = nullptr;
        while (m_offset < place.offset && read(bytes))
            continue;
    }
    /// Reads the next record into `into`; false where there is none.
    bool readInto(std::span<const std::byte> bytes, std::vector<FedSample>& into)
    {
        m_into = &into;
        return read(bytes);
    }
    std::uint64_t offset() const { return m_offset; }

    void onSeries(tsdb::SeriesId id, const model::LabelSet& labels) override { m_names[id] = labels; }
    void onSample(tsdb::SeriesId id, const model::Sample& sample) override { put(id, sample, nullptr); }
    void onChunk(tsdb::SeriesId id, tsdb::ChunkKind kind, std::span<const std::byte> bytes) override
    {
        if (m_into == nullptr)
            return;
        if (kind == tsdb::ChunkKind::StartTimes && tsdb::chunkSampleCount(bytes) == 1) {
            Timestamp time = 0;
            double start = 0;
            if (tsdb::decodeChunk(bytes, {&time, 1}, {&start, 1}))
                m_start = static_cast<Timestamp>(start);
            return;
        }
        std::vector<model::HistogramSample> histograms;
        if (kind == tsdb::ChunkKind::Histogram && tsdb::decodeHistogramChunk(bytes, histograms)) {
            for (auto& histogram : histograms)
                put(id, {histogram.t, 0}, std::move(histogram.histogram));
        }
    }
    /// Behind the sample that it was told with.
    void onExemplar(tsdb::SeriesId id, const model::Exemplar& exemplar) override
    {
        if (m_into == nullptr || m_into->empty() || id != m_lastId)
            return;
        auto& known = m_into->back().exemplars;
        auto all = known ? *known : std::vector<model::Exemplar>();
        all.push_back(exemplar);
        known = std::make_shared<const std::vector<model::Exemplar>>(std::move(all));
    }
    void onMetadata(std::string_view, const model::Metadata&) override {}
    void onRecordEnd() override {}

private:
    bool read(std::span<const std::byte> bytes)
    {
        const auto frame = tsdb::logFrameAt(bytes, m_segment, m_offset);
        if (!frame)
            return false;
        (void)tsdb::readLogRecord(frame->payload, *this); // what is sound of it
        m_offset = frame->end;
        return true;
    }
    void put(tsdb::SeriesId id, const model::Sample& sample, model::HistogramPtr histogram)
    {
        const auto start = std::exchange(m_start, std::nullopt);
        const auto name = m_names.find(id);
        m_lastId = 0;
        if (m_into == nullptr || name == m_names.end())
            return;
        m_into->push_back({0, name->second, sample, std::move(histogram), start, nullptr});
        m_lastId = id;
    }

    std::uint32_t m_segment = 0;
    std::uint64_t m_offset = 0;
    std::unordered_map<tsdb::SeriesId, model::LabelSet> m_names;
    std::vector<FedSample>* m_into = nullptr;
    std::optional<Timestamp> m_start; // of the next sample
    tsdb::SeriesId m_lastId = 0;      // of the last sample in m_into
};

WriteQueue::WriteQueue(IoLayer& io, Options options, ProgressFile progress)
    : m_io(io)
    , m_options(std::move(options))
    , m_progress(std::move(progress))
    , m_reader(std::make_unique<Reader>())
{}

WriteQueue::~WriteQueue() = default;

Result<std::unique_ptr<WriteQueue>> WriteQueue::open(IoLayer& io, Options options)
{
    auto progress = ProgressFile::open(io, options.folder);
    if (!progress)
        return tl::unexpected(progress.error());
    std::unique_ptr<WriteQueue> queue(
        new WriteQueue(io, std::move(options), std::move(*progress))); // NOLINT: a private constructor
    if (auto read = queue->readFolder(); !read)
        return tl::unexpected(read.error());
    return queue;
}

Result<void> WriteQueue::readFolder()
{
    m_place = m_progress.progress();
    m_lastSegment = m_place.done.segment; // numbers that were used name nothing else
    if (m_options.folder.empty())
        return {};
    const auto found = queueSegments(m_io, m_options.folder);
    if (!found)
        return tl::unexpected(found.error());
    for (const auto& [number, size] : *found) {
        m_lastSegment = std::max(m_lastSegment, number);
        auto file = QueueSegment::open(m_io, m_options.folder, number, size);
        if (number < m_place.done.segment) {
            file->remove();
            continue;
        }
        const auto samples = samplesIn(*file, firstRecord());
        const auto from = number == m_place.done.segment ? std::max(m_place.done.offset, firstRecord()) : firstRecord();
        m_waiting += from == firstRecord() ? samples : samplesIn(*file, from);
        m_segments.push_back({std::move(file), samples});
    }
    return {};
}

std::uint64_t WriteQueue::bytes() const
{
    std::uint64_t bytes = 0;
    for (const auto& entry : m_segments)
        bytes += entry.file->size();
    return bytes;
}

Result<void> WriteQueue::beginSegment()
{
    m_frames.reset();
    const auto number = ++m_lastSegment;
    auto file = QueueSegment::create(m_io, m_options.folder, number);
    if (!file)
        return tl::unexpected(file.error());
    const auto header = tsdb::logFileHeader(number);
    if (auto written = (*file)->write(header); !written) {
        (*file)->remove();
        return written;
    }
    m_segments.push_back({std::move(*file), 0});
    m_frames = std::make_unique<tsdb::LogFrames>(number, header.size());
    m_named.clear(); // each segment can be read by itself
    m_lastId = 0;
    return {};
}

Result<void> WriteQueue::add(std::span<const FedSample> samples)
{
    while (!samples.empty()) {
        const auto piece = samples.first(std::min(samples.size(), m_options.recordSamples));
        if (auto written = writeRecord(piece); !written) {
            m_frames.reset(); // the next record begins a segment: what lies at the end of this one is not known
            m_dropped += samples.size();
            return written;
        }
        samples = samples.subspan(piece.size());
    }
    dropOldest();
    return {};
}

Result<void> WriteQueue::writeRecord(std::span<const FedSample> samples)
{
    const auto longest = std::min(kLargestSegment, m_options.maxBytes / kSegmentsAtLeast);
    if (!m_frames || m_segments.empty() || m_segments.back().file->size() >= longest) {
        if (auto begun = beginSegment(); !begun)
            return begun;
    }
    const auto number = m_segments.back().file->number();
    m_frames->begin();
    tsdb::LogRecordWriter record(m_frames->bytes());
    for (const auto& sample : samples) {
        auto& named = m_named[sample.ref];
        if (named.segment != number) {
            named = {++m_lastId, number};
            record.series(named.id, sample.labels);
        }
        if (sample.start) {
            const model::Sample entry{sample.sample.t, static_cast<double>(*sample.start)};
            record.chunk(named.id, tsdb::ChunkKind::StartTimes, tsdb::encodeChunk({&entry, 1}));
        }
        if (sample.histogram) {
            const model::HistogramSample entry{sample.sample.t, sample.histogram};
            record.chunk(named.id, tsdb::ChunkKind::Histogram, tsdb::encodeHistogramChunk({&entry, 1}));
        } else {
            record.sample(named.id, sample.sample);
        }
        if (sample.exemplars) {
            for (const auto& exemplar : *sample.exemplars)
                record.exemplar(named.id, exemplar);
        }
    }
    m_frames->end();
    auto written = m_segments.back().file->write(m_frames->take());
    if (written) {
        m_segments.back().samples += samples.size();
        m_waiting += samples.size();
    }
    return written;
}

Result<std::optional<WriteQueue::Batch>> WriteQueue::next()
{
    Batch batch;
    auto place = m_place.done;
    batch.end = place;
    const auto limit = m_place.sending; // what was sent before a restart is sent again as it was
    bool isFull = false;
    for (auto entry = m_segments.begin(); entry != m_segments.end() && !isFull; ++entry) {
        auto& file = *entry->file;
        if (file.number() < place.segment)
            continue;
        if (file.number() > place.segment)
            place = {file.number(), 0};
        place.offset = std::max(place.offset, firstRecord());
        const auto bytes = file.bytes();
        if (!bytes)
            return tl::unexpected(bytes.error());
        m_reader->moveTo(place, *bytes);
        while (!isFull) {
            std::vector<FedSample> samples;
            isFull = limit && place >= *limit;
            if (isFull || !m_reader->readInto(*bytes, samples))
                break;
            isFull =
                !limit && batch.samples.size() + samples.size() > m_options.recordSamples && !batch.samples.empty();
            if (isFull)
                break; // a record is never parted
            std::ranges::move(samples, std::back_inserter(batch.samples));
            place.offset = m_reader->offset();
            batch.end = place;
        }
    }
    if (batch.samples.empty()) {
        m_place = {batch.end, {}};
        return std::optional<Batch>();
    }
    m_place.sending = batch.end;
    m_progress.note(m_place);
    return std::optional(std::move(batch));
}

void WriteQueue::done(const Batch& batch)
{
    m_place.sending.reset();
    if (batch.end > m_place.done) { // else the segment was dropped meanwhile
        m_place.done = batch.end;
        m_waiting -= std::min(m_waiting, batch.samples.size());
    }
    m_progress.note(m_place);
    forgetDone();
}

/// Removes segments that were read to their end, but the one that is written.
void WriteQueue::forgetDone()
{
    while (m_segments.size() > 1 && (m_segments.front().file->number() < m_place.done.segment ||
                                     (m_segments.front().file->number() == m_place.done.segment &&
                                      m_place.done.offset >= m_segments.front().file->size()))) {
        m_segments.front().file->remove();
        m_segments.pop_front();
    }
}

void WriteQueue::dropOldest()
{
    while (m_segments.size() > 1 && bytes() > m_options.maxBytes) {
        auto& oldest = m_segments.front();
        const auto number = oldest.file->number();
        auto lost = oldest.samples;
        if (number == m_place.done.segment)
            lost = samplesIn(*oldest.file, std::max(m_place.done.offset, firstRecord()));
        m_dropped += lost;
        m_waiting -= std::min(m_waiting, lost);
        m_place.done = {number + 1, 0};
        if (m_place.sending && *m_place.sending <= m_place.done)
            m_place.sending.reset();
        m_progress.note(m_place);
        oldest.file->remove();
        m_segments.pop_front();
    }
}

} // namespace nocturne::prometheus
