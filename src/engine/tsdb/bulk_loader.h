// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "base/core/io_files.h"
#include "engine/model/label_set.h"
#include "engine/model/sample.h"

namespace nocturne::tsdb {

/// What became of the samples that went through a BulkLoader.
struct BulkStats
{
    std::uint64_t floats = 0; ///< written to blocks
    std::uint64_t histograms = 0;
    std::uint64_t duplicates = 0; ///< of a time that their series had already: the first one was kept

    bool operator==(const BulkStats&) const = default;
};

/// Collects much history and writes it straight into blocks, one for each window of time.
///
/// For what a head cannot take in: months of samples that are sorted by series, so that each series begins again at
/// the oldest time. Samples may come in any order, cheapest when those of a series ascend. Samples are kept compressed;
/// the owner writes them out when bytes() has grown to what it may take. Used by one thread.
class BulkLoader
{
public:
    /// The place of a series; until the next write().
    using Handle = std::uint32_t;

    /// `window` is the length of time that one block holds, counted from the Unix epoch.
    explicit BulkLoader(std::chrono::milliseconds window);
    ~BulkLoader();
    BulkLoader(const BulkLoader&) = delete;
    BulkLoader& operator=(const BulkLoader&) = delete;

    Handle series(const model::LabelSet& labels);
    void append(Handle series, const model::Sample& sample);
    /// A stale histogram becomes a staleness marker among the floats. Fails with InvalidInput when it is malformed.
    Result<void> appendHistogram(Handle series, const model::HistogramSample& sample);
    /// Says when the counter behind the sample at `time` began.
    void appendStartTime(Handle series, const model::StartTime& start);

    /// What all samples take in memory, roughly.
    std::size_t bytes() const;
    bool empty() const;

    /// Writes a block into `folder` for each window that has samples, and forgets them. Returns the names of the files,
    /// in order of time. After a failure the loader is empty too, and blocks already written stay.
    Result<std::vector<std::string>> write(IoLayer& io, const std::string& folder);
    const BulkStats& stats() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::tsdb
