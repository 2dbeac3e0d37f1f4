// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Looking for damage, and saving what can be read.
#include "engine/tsdb/block_salvage.h"
#include "engine/tsdb/store.h"
#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

Store::Verification Store::verify() const
{
    Verification sum;
    const auto snapshot = blocks();
    for (const auto& block : *snapshot) {
        const auto found = block->verify();
        ++sum.blocks;
        sum.samples += found.samples;
        sum.damagedChunks += found.damagedChunks;
        sum.damagedBlocks += found.indexSound ? 0 : 1;
    }
    sum.damagedBlocks += m_state->blocks.unreadable().size();
    for (const auto& set : m_state->rollUps) {
        const auto rollUps = set.blocks();
        sum.rollUps += set.unreadable().size();
        sum.damagedRollUps += set.unreadable().size();
        for (const auto& block : *rollUps) {
            ++sum.rollUps;
            sum.damagedRollUps += block->verify().isSound() ? 0 : 1;
        }
    }
    return sum;
}

Result<Store::Verification> Store::repair()
{
    const auto snapshot = blocks();
    for (const auto& block : *snapshot) {
        if (block->verify().isSound())
            continue;
        if (const auto rewritten = m_state->rewrite(block); !rewritten)
            return tl::unexpected(rewritten.error());
    }
    if (const auto repaired = m_state->repairAside(); !repaired)
        return tl::unexpected(repaired.error());
    if (const auto repaired = m_state->repairRollUps(); !repaired)
        return tl::unexpected(repaired.error());
    return verify();
}

Result<void> Store::State::rewrite(const std::shared_ptr<const Block>& block)
{
    const std::lock_guard one(m_keepMutex);
    return rewriteLocked(block, true);
}

/// A repair does what can be done; what is damaged beyond that is not to be told of again.
Result<void> Store::State::rewriteLocked(const std::shared_ptr<const Block>& block, bool isRepair)
{
    const auto number = blocks.nextNumber();
    const auto written = writeReadable(io, blocks.pathOf(number), block, m_stop.get_token());
    if (written) {
        m_emptyRollUps.clear(); // what could not be read may be readable now
        return blocks.add(number, {block});
    }
    if (written.error().kind != Error::Kind::Corrupt)
        return written;
    blocks.remove({block}, isRepair); // nothing of it can be read
    return {};
}

/// A merge failed for damage: sound blocks stay, and the others are written anew or put aside.
Result<void> Store::State::takeOutDamaged(const BlockList& group)
{
    bool any = false;
    for (const auto& block : group) {
        if (block->verify().isSound())
            continue;
        any = true;
        if (auto rewritten = rewriteLocked(block, false); !rewritten)
            return rewritten;
    }
    if (!any) // they hold nothing, or what cannot be told apart
        blocks.remove(group);
    return {};
}

Result<void> Store::State::repairAside()
{
    const std::lock_guard one(m_keepMutex);
    for (const auto& [path, number] : blocks.aside()) {
        const auto block = Block::open(io, path, number, damage);
        if (!block && block.error().kind != Error::Kind::Corrupt)
            return tl::unexpected(block.error());
        if (block) {
            const auto saved = blocks.nextNumber();
            auto written = writeReadable(io, blocks.pathOf(saved), *block, m_stop.get_token());
            if (written)
                written = blocks.add(saved);
            if (!written && written.error().kind != Error::Kind::Corrupt)
                return written;
            m_emptyRollUps.clear();
        }
        blocks.setRepaired(path);
    }
    return {};
}

} // namespace nocturne::tsdb
