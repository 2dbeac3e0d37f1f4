// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/series_walk.h"

#include "engine/tsdb/block_cursor.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kReadSamples = 4096;
constexpr std::size_t kStopCheckInterval = 512; // series

/// Goes through the series of one block in their order.
class Source
{
public:
    Source(std::shared_ptr<const Block> block, const BlockIndex& index)
        : m_block(std::move(block))
        , m_index(index)
        , m_walker(index)
    {}

    /// False at the end, or when the index is corrupt, which failed() tells.
    bool next()
    {
        if (m_next >= m_index.seriesCount())
            return m_ended = true, false;
        if (!m_walker.seek(m_next++))
            return m_failed = true, false;
        m_labels = m_walker.labels();
        return true;
    }
    bool ended() const { return m_ended; }
    bool failed() const { return m_failed; }
    const model::LabelSet& labels() const { return m_labels; }
    SeriesPart part() const { return {m_block, m_walker.chunks()}; }

private:
    std::shared_ptr<const Block> m_block;
    const BlockIndex& m_index;
    BlockIndex::Walker m_walker;
    model::LabelSet m_labels;
    SeriesId m_next = 0;
    bool m_ended = false;
    bool m_failed = false;
};

tl::unexpected<Error> corrupt(const std::string& path)
{
    return fail(Error::Kind::Corrupt, "the index of " + path + " does not fit together");
}

} // namespace

Result<void> readAll(storage::SeriesCursor& cursor, std::vector<Timestamp>& times, std::vector<double>& values)
{
    std::size_t size = 0;
    for (;;) {
        times.resize(size + kReadSamples);
        values.resize(size + kReadSamples);
        const auto count = cursor.read(std::span(times).subspan(size), std::span(values).subspan(size));
        if (!count)
            return tl::unexpected(count.error());
        size += *count;
        if (*count == 0)
            break;
    }
    times.resize(size);
    values.resize(size);
    return {};
}

Result<void>
forEachSeries(const BlockList& blocks, const std::stop_token& stop,
              const std::function<Result<void>(const model::LabelSet&, std::span<const SeriesPart>)>& visit)
{
    std::vector<std::unique_ptr<Source>> sources;
    for (const auto& block : blocks) {
        const auto index = block->index();
        if (!index)
            return tl::unexpected(index.error());
        sources.push_back(std::make_unique<Source>(block, **index));
        if (!sources.back()->next() && sources.back()->failed())
            return corrupt(block->path());
    }
    std::vector<SeriesPart> parts;
    std::vector<Source*> taken;
    for (std::size_t series = 0;; ++series) {
        if (series % kStopCheckInterval == 0 && stop.stop_requested())
            return fail(Error::Kind::Cancelled, "the merge of blocks was cancelled");
        const Source* first = nullptr;
        for (const auto& source : sources) {
            if (!source->ended() && (first == nullptr || source->labels() < first->labels()))
                first = source.get();
        }
        if (first == nullptr)
            return {};
        const auto labels = first->labels();
        parts.clear();
        taken.clear();
        for (const auto& source : sources) {
            if (!source->ended() && source->labels() == labels) {
                parts.push_back(source->part());
                taken.push_back(source.get());
            }
        }
        if (auto visited = visit(labels, parts); !visited)
            return visited;
        for (auto* source : taken) {
            if (!source->next() && source->failed())
                return corrupt(source->part().block->path());
        }
    }
}

Result<void> forEachSeries(const BlockList& blocks, Timestamp minTime, Timestamp maxTime, const std::stop_token& stop,
                           const std::function<Result<void>(const model::LabelSet&, MergedCursor&)>& visit)
{
    return forEachSeries(blocks, stop, [&](const model::LabelSet& labels, std::span<const SeriesPart> parts) {
        Cursors cursors;
        for (const auto& part : parts)
            cursors.push_back(std::make_unique<BlockCursor>(part.block, labels, part.chunks, minTime, maxTime));
        MergedCursor cursor(std::move(cursors));
        return visit(labels, cursor);
    });
}

} // namespace nocturne::tsdb
