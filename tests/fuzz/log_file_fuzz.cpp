// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of the write-ahead log: any bytes read safely, as a whole file and as the payload of one record; what a
// record says is written and read again the same; cutting a file where its reading ended makes it whole.
#include <cstdint>
#include <cstdlib>

#include "engine/tsdb/log_file.h"

using namespace nocturne;

namespace {

constexpr std::uint64_t kNumber = 7;

/// Writes down what it is told, as records again.
class Echo final : public tsdb::LogVisitor
{
public:
    void onSeries(tsdb::SeriesId id, const model::LabelSet& labels) override { m_writer.series(id, labels); }
    void onSample(tsdb::SeriesId id, const model::Sample& sample) override { m_writer.sample(id, sample); }
    void onChunk(tsdb::SeriesId id, tsdb::ChunkKind kind, std::span<const std::byte> bytes) override
    {
        m_writer.chunk(id, kind, bytes);
    }
    void onExemplar(tsdb::SeriesId id, const model::Exemplar& exemplar) override { m_writer.exemplar(id, exemplar); }
    void onMetadata(std::string_view metric, const model::Metadata& metadata) override
    {
        m_writer.metadata(metric, metadata);
    }
    void onRecordEnd() override {}

    tsdb::Bytes payload;

private:
    tsdb::LogRecordWriter m_writer{payload};
};

void requireRepeatable(std::span<const std::byte> payload)
{
    Echo first;
    if (!tsdb::readLogRecord(payload, first))
        return;
    Echo second;
    if (!tsdb::readLogRecord(first.payload, second) || first.payload != second.payload)
        std::abort();

    tsdb::LogFrames frames(kNumber, tsdb::logFileHeader(kNumber).size());
    frames.begin();
    tsdb::appendBytes(frames.bytes(), payload);
    frames.end();
    auto file = tsdb::logFileHeader(kNumber);
    tsdb::appendBytes(file, frames.take());
    Echo third;
    const auto reading = tsdb::readLogFile(file, kNumber, third);
    if (!reading.fault.empty() || third.payload != first.payload)
        std::abort();
}

void requireCutIsWhole(std::span<const std::byte> file)
{
    Echo echo;
    const auto reading = tsdb::readLogFile(file, kNumber, echo);
    if (reading.goodBytes + reading.lostBytes != file.size())
        std::abort();
    Echo again;
    const auto cut = tsdb::readLogFile(file.first(reading.goodBytes), kNumber, again);
    if (reading.goodBytes != 0 && (!cut.fault.empty() || cut.records != reading.records))
        std::abort();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = std::as_bytes(std::span(data, size));
    requireCutIsWhole(bytes);
    requireRepeatable(bytes);
    return 0;
}
