// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/core/io_files.h"
#include "engine/tsdb/bulk_loader.h"
#include "engine/tsdb/store.h"

namespace nocturne::transfer {

/// How far an import has come in its source: the meaning is the source's.
struct ImportPosition
{
    std::uint64_t part = 0;   ///< of several
    std::uint64_t offset = 0; ///< in that part, of the first byte or series not yet taken in
    std::uint64_t line = 0;   ///< complete ones before `offset`, for messages
    std::uint64_t sum = 0;    ///< of all that lies before, so that a change of it is noticed; 0 where there is none

    bool operator==(const ImportPosition&) const = default;
};

/// What an import took in, over all its runs.
struct ImportStats
{
    std::uint64_t samples = 0; ///< native histograms among them
    std::uint64_t duplicates = 0;
    std::uint64_t tooNew = 0;           ///< ahead of the clock, left out
    std::uint64_t exemplars = 0;        ///< stored, or there already as the newest of their series
    std::uint64_t exemplarsLeftOut = 0; ///< out of order, too long, or the store keeps none
    Timestamp oldest = std::numeric_limits<Timestamp>::max();
    Timestamp newest = std::numeric_limits<Timestamp>::min();

    bool operator==(const ImportStats&) const = default;
};

struct ImportOptions
{
    std::size_t bytes = std::size_t{128} << 20U; ///< of compressed samples in memory, before they go to disk
    std::chrono::milliseconds futureWindow = Limits{}.futureWindow;
    bool again = false; ///< also what was imported to its end before
    /// Called now and then with how far the import is; false stops it, so that it can go on later.
    std::function<bool(const ImportPosition&, const ImportStats&)> progress;
};

/// One import into a store, which outlives the process that began it.
///
/// Samples gather in memory. When there are enough, they are written as blocks into folder `import` of the store; then
/// file `import/progress` says, in one step, how far the source is read and which blocks that gave; then the blocks
/// move to the others. A process that dies leaves either blocks that no record names, which go, or a record with
/// blocks that are still to move: so nothing is lost and nothing comes in twice. Used by one thread.
class ImportSession
{
public:
    /// `source` names what is imported by its content, so that another one begins anew. `store` is the one in `folder`.
    ImportSession(tsdb::Store& store, IoLayer& io, const Clock& clock, std::string folder, std::string source,
                  ImportOptions options);
    ~ImportSession();

    /// Finishes what an earlier run left, and returns where that run came to, if it read the same source. Of a source
    /// that was imported to its end that is the end: a reader makes sure that the text before it is the same.
    Result<std::optional<ImportPosition>> begin();
    /// Whether the source was imported to its end before, and nothing else was read of it now.
    bool isRepeated() const { return m_isRepeated; }

    tsdb::BulkLoader::Handle series(const model::LabelSet& labels) { return m_loader.series(labels); }
    void append(tsdb::BulkLoader::Handle series, const model::Sample& sample);
    Result<void> appendHistogram(tsdb::BulkLoader::Handle series, const model::HistogramSample& sample);
    void appendStartTime(tsdb::BulkLoader::Handle series, const model::StartTime& start);
    void describe(const std::string& metric, const model::Metadata& metadata);
    void appendExemplar(const model::LabelSet& series, const model::Exemplar& exemplar);

    /// Begins to count anew: what an earlier run read of the source is not what is there now.
    void beginAnew()
    {
        m_stats = {};
        m_isRepeated = false;
    }

    /// To be called between two samples: `position` is behind the last one. Writes when there is enough, after which
    /// all handles are void: true says so. Fails with Cancelled when progress() said stop, with all on disk.
    Result<bool> reached(const ImportPosition& position);
    /// Puts all on disk, so that another run goes on at `position`.
    Result<void> pause(const ImportPosition& position) { return write(position); }
    /// Puts all on disk, keeps in mind that the source is imported, and merges blocks.
    Result<void> finish(const ImportPosition& end);
    const ImportStats& stats() const { return m_stats; }

private:
    bool take(Timestamp time);
    Result<void> write(const ImportPosition& position);
    Result<void> adopt(const std::vector<std::string>& names);
    Result<void> saveProgress(const ImportPosition& position, const std::vector<std::string>& pending);
    void noteFinished(const ImportPosition& end);
    void clean();

    tsdb::Store& m_store;
    IoLayer& m_io;
    const std::string m_folder; // "import" of the store's
    const std::string m_source;
    const ImportOptions m_options;
    const Timestamp m_newestAllowed;
    tsdb::BulkLoader m_loader;
    std::uint64_t m_loaderDuplicates = 0; // already in m_stats
    ImportStats m_stats;
    bool m_hasExemplars = false; // that no checkpoint has
    bool m_isRepeated = false;
    std::uint64_t m_sinceProgress = 0;
    unsigned m_writes = 0;
};

/// Whether an import into the store in `folder` waits to be gone on with, and of which source.
std::optional<std::string> unfinishedImport(IoLayer& io, const std::string& folder);

} // namespace nocturne::transfer
