// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks that were written elsewhere in the same file system join those of a store.
#include "engine/tsdb/store.h"
#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

Result<void> Store::adopt(const std::vector<std::string>& paths)
{
    auto& blocks = m_state->blocks;
    for (const auto& path : paths) {
        const auto number = blocks.nextNumber();
        if (const auto moved = m_state->io.rename(path, blocks.pathOf(number)); !moved)
            return tl::unexpected(ioError("move", path, moved.error()));
        if (const auto synced = m_state->io.syncDirectory(folderOf(blocks.pathOf(number))); !synced)
            return tl::unexpected(ioError("sync", folderOf(blocks.pathOf(number)), synced.error()));
        if (auto added = blocks.add(number); !added)
            return added;
    }
    return {};
}

ExemplarOutcome Store::addExemplar(const model::LabelSet& series, const model::Exemplar& exemplar)
{
    return m_state->head.exemplarStore().add(series, exemplar);
}

Result<void> Store::mergeAll() { return m_state->mergeAll(); }

std::pair<Timestamp, Timestamp> Store::timeRange() const { return m_state->timeRange(); }

std::pair<Timestamp, Timestamp> Store::State::timeRange() const
{
    const auto inHead = head.stats();
    const bool hasHead = inHead.samplesAppended != 0 || inHead.samples != 0;
    std::pair<Timestamp, Timestamp> range = {hasHead ? inHead.minTime : std::numeric_limits<Timestamp>::max(),
                                             hasHead ? inHead.maxTime : std::numeric_limits<Timestamp>::min()};
    const auto snapshot = blocks.blocks();
    for (const auto& block : *snapshot) {
        range.first = std::min(range.first, block->minTime());
        range.second = std::max(range.second, block->maxTime());
    }
    return range.first <= range.second ? range : std::pair<Timestamp, Timestamp>{};
}

} // namespace nocturne::tsdb
