// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/core/result.h"
#include "engine/model/exemplar.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"
#include "engine/model/sample.h"
#include "engine/tsdb/byte_io.h"
#include "engine/tsdb/postings.h"

namespace nocturne::tsdb {

/// What a chunk holds. The number is part of the formats of files. Roll-ups are in blocks of their own and never in the
/// log; RollUpsBesideHistograms are those of a series that had native histograms too, of which they know nothing.
enum class ChunkKind : std::uint8_t {
    Float = 0,
    Histogram = 1,
    StartTimes = 2,
    RollUps = 4,
    RollUpsBesideHistograms = 5
};

/// The payload of the record that ends a file which is written at once, so that it is known to be whole.
inline constexpr std::byte kLogEnd{4};

/// Writes what happened in one commit as the payload of one record of the log. Owned by one thread at a time.
class LogRecordWriter
{
public:
    /// Appends to `out`, which outlives the writer.
    explicit LogRecordWriter(Bytes& out)
        : m_out(out)
    {}

    /// Names a series; before its first sample in a file.
    void series(SeriesId id, const model::LabelSet& labels);
    void sample(SeriesId id, const model::Sample& sample);
    /// A sealed chunk: of native histograms as encodeHistogramChunk() made it, else as encodeChunk() did. Start times,
    /// whose value is the start, come before the samples that they belong to.
    void chunk(SeriesId id, ChunkKind kind, std::span<const std::byte> bytes);
    /// Of a series that was named before.
    void exemplar(SeriesId id, const model::Exemplar& exemplar);
    void metadata(std::string_view metric, const model::Metadata& metadata);
    /// Alone in the last record of a file.
    void end() { m_out.push_back(kLogEnd); }

private:
    Bytes& m_out;
    SeriesId m_id = 0;
    Timestamp m_time = 0;
};

/// Gets what a record says, in its order.
class LogVisitor
{
public:
    virtual ~LogVisitor() = default;

    virtual void onSeries(SeriesId id, const model::LabelSet& labels) = 0;
    virtual void onSample(SeriesId id, const model::Sample& sample) = 0;
    virtual void onChunk(SeriesId id, ChunkKind kind, std::span<const std::byte> bytes) = 0;
    virtual void onExemplar(SeriesId /*id*/, const model::Exemplar& /*exemplar*/) {}
    virtual void onMetadata(std::string_view metric, const model::Metadata& metadata) = 0;
    virtual void onRecordEnd() = 0;
};

/// Reads the payload of one record. Fails with Corrupt at the first malformed entry; those before it were visited.
Result<void> readLogRecord(std::span<const std::byte> payload, LogVisitor& visitor);

} // namespace nocturne::tsdb
