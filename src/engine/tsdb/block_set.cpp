// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_set.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/tsdb/store_files.h"

namespace nocturne::tsdb {

BlockSet::BlockSet(IoLayer& io, std::string folder, std::shared_ptr<DamageLog> damage, Sources sources)
    : m_io(io)
    , m_folder(std::move(folder))
    , m_damage(std::move(damage))
    , m_sources(sources)
    , m_blocks(std::make_shared<const BlockList>())
{}

namespace {

Result<std::vector<std::string>> blockNames(IoLayer& io, const std::string& folder)
{
    auto names = io.list(folder);
    if (!names)
        return tl::unexpected(ioError("read", folder, names.error()));
    std::erase_if(*names, [](const std::string& name) { return !blockFileNumber(name); });
    return std::move(*names);
}

} // namespace

Result<void> BlockSet::load(bool mayWrite, Timestamp oldest)
{
    if (!mayWrite && m_sources == Sources::RolledUp && m_io.list(m_folder) == tl::unexpected(ENOENT))
        return {}; // written before there were roll-ups
    const auto names = blockNames(m_io, m_folder);
    if (!names)
        return tl::unexpected(names.error());
    {
        const std::lock_guard lock(m_mutex);
        m_unreadable.clear();
    }
    if (m_sources == Sources::Replaced) // roll-ups are made anew
        lookAside(oldest);
    BlockList found;
    for (const auto& name : *names) {
        const auto number = blockFileNumber(name);
        m_lastNumber = std::max(m_lastNumber, *number);
        auto block = Block::open(m_io, m_folder + "/" + name, *number, m_damage);
        if (block)
            found.push_back(std::move(*block));
        else if (block.error().kind == Error::Kind::Corrupt)
            setAside(m_folder + "/" + name, mayWrite);
        else
            return tl::unexpected(block.error());
    }
    std::ranges::sort(found, {}, [](const auto& block) { return block->number(); });
    dropReplaced(found, mayWrite);
    // A listing made while another process merges may lack both the new block and those it replaces.
    if (!mayWrite && blockNames(m_io, m_folder).value_or(*names) != *names)
        return fail(Error::Kind::NotFound, "the blocks in " + m_folder + " changed while they were opened");
    const std::lock_guard lock(m_mutex);
    m_blocks = std::make_shared<const BlockList>(std::move(found));
    return {};
}

void BlockSet::setAside(const std::string& path, bool mayWrite)
{
    const bool moved = mayWrite && m_io.rename(path, asideName(path)).has_value();
    noteUnreadable(moved ? asideName(path) : path, "it is no block of this version, or it is cut off or damaged",
                   std::numeric_limits<Timestamp>::min());
}

/// What an earlier process put aside is missing still. Files of which all that can be read was merged are done with.
void BlockSet::lookAside(Timestamp oldest)
{
    for (const auto& name : m_io.list(m_folder).value_or(std::vector<std::string>())) {
        const auto number = asideBlockNumber(name);
        if (!number)
            continue;
        m_lastNumber = std::max(m_lastNumber, *number);
        const auto path = std::string(m_folder).append("/").append(name);
        const auto block = Block::open(m_io, path, *number, std::make_shared<DamageLog>());
        const bool isDone = block && !(*block)->isFooterDamaged() && (*block)->index();
        if (!isDone)
            noteUnreadable(path, "it was put aside as damaged and is not repaired", oldest);
    }
}

/// With its range of time, which its footer tells, or else the chunks that are left.
void BlockSet::noteUnreadable(const std::string& path, const char* what, Timestamp oldest)
{
    Damage damage{path, what, 0, 0, m_io.size(path).value_or(0)};
    if (const auto view = m_io.map(path)) {
        const auto bytes = (*view)->bytes();
        auto footer = readFooter(bytes);
        if (!footer)
            footer = rescueFooter(bytes);
        const auto range = footer ? std::optional(std::pair(footer->minTime, footer->maxTime)) : timesIn(bytes);
        std::tie(damage.from, damage.to) = range.value_or(std::pair<Timestamp, Timestamp>());
        if (range && range->second < oldest)
            return;
    }
    m_damage->add(damage);
    const std::lock_guard lock(m_mutex);
    m_unreadable.push_back(std::move(damage));
}

std::vector<Damage> BlockSet::unreadable() const
{
    const std::lock_guard lock(m_mutex);
    return m_unreadable;
}

std::vector<std::pair<std::string, std::uint64_t>> BlockSet::aside() const
{
    std::vector<std::pair<std::string, std::uint64_t>> files;
    for (const auto& damage : unreadable()) {
        if (const auto number = asideBlockNumber(damage.file.substr(damage.file.rfind('/') + 1)))
            files.emplace_back(damage.file, *number);
    }
    return files;
}

void BlockSet::setRepaired(const std::string& path)
{
    (void)m_io.rename(path, repairedName(path));
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_unreadable, [&](const Damage& damage) { return damage.file == path; });
}

/// A crash between writing a block and removing those it was made of leaves both.
void BlockSet::dropReplaced(BlockList& blocks, bool mayWrite)
{
    std::set<std::uint64_t> replaced;
    std::map<Timestamp, std::uint64_t> newest; // roll-ups, by window
    for (const auto& block : blocks) {
        if (m_sources == Sources::Replaced) {
            if (const auto sources = block->sources())
                replaced.insert(sources->begin(), sources->end());
        } else if (const auto* origin = block->rollUpOrigin()) {
            const auto [known, isFirst] = newest.try_emplace(origin->window.end, block->number());
            if (!isFirst)
                replaced.insert(std::exchange(known->second, block->number()));
        } else {
            m_damage->add({block->path(), "it does not tell which window it is the roll-up of", block->minTime(),
                           block->maxTime(), block->fileSize()});
            replaced.insert(block->number());
        }
    }
    std::erase_if(blocks, [&](const auto& block) {
        const bool gone = replaced.contains(block->number());
        if (gone && mayWrite)
            removeFile(*block, true);
        return gone;
    });
}

BlockSet::Snapshot BlockSet::blocks() const
{
    const std::lock_guard lock(m_mutex);
    return m_blocks;
}

std::uint64_t BlockSet::bytes() const
{
    std::uint64_t bytes = 0;
    for (const auto all = blocks(); const auto& block : *all)
        bytes += block->fileSize();
    return bytes;
}

std::uint64_t BlockSet::nextNumber()
{
    const std::lock_guard lock(m_mutex);
    return ++m_lastNumber;
}

std::string BlockSet::pathOf(std::uint64_t number) const { return m_folder + "/" + blockFileName(number); }

Result<void> BlockSet::add(std::uint64_t number, const BlockList& replaced)
{
    auto block = Block::open(m_io, pathOf(number), number, m_damage);
    if (!block)
        return tl::unexpected(block.error());
    {
        const std::lock_guard lock(m_mutex);
        auto blocks = *m_blocks;
        std::erase_if(blocks, [&](const auto& old) { return std::ranges::find(replaced, old) != replaced.end(); });
        blocks.push_back(std::move(*block));
        m_blocks = std::make_shared<const BlockList>(std::move(blocks));
    }
    for (const auto& old : replaced)
        removeFile(*old, true);
    return {};
}

void BlockSet::remove(const BlockList& removed, bool repaired)
{
    {
        const std::lock_guard lock(m_mutex);
        auto blocks = *m_blocks;
        std::erase_if(blocks, [&](const auto& block) { return std::ranges::find(removed, block) != removed.end(); });
        m_blocks = std::make_shared<const BlockList>(std::move(blocks));
    }
    for (const auto& block : removed)
        removeFile(*block, repaired);
}

/// A file with damage is kept beside, for whoever wants to look. Its name tells the next start when what can be read of
/// it was saved, where that cannot be seen from the file.
void BlockSet::removeFile(const Block& block, bool repaired)
{
    if (!m_damage->isDamaged(block.path())) {
        (void)m_io.remove(block.path());
        return;
    }
    const bool unclear = block.isFooterDamaged() || !block.index();
    (void)m_io.rename(block.path(), repaired && unclear ? repairedName(block.path()) : asideName(block.path()));
}

Timestamp windowStart(Timestamp time, std::chrono::milliseconds length)
{
    const auto rest = time % length.count();
    return time - (rest <= 0 ? rest + length.count() : rest);
}

} // namespace nocturne::tsdb
