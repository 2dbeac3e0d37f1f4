// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What happens when somebody removes the folder of a store that runs, moves it away, or pulls its disk. Samples go on
// into memory, and upkeep looks for the folder each time:
//
//   it is there again, as it was      the log begins anew and a checkpoint writes what is in memory
//   it is gone, its parent is there   it is made, the blocks are written again from what is still mapped, then as above
//   there is another one              if it holds nothing that is not ours too, as a disk that was pulled, it is taken
//                                     back; else nothing is touched, and that is said
//   its parent is gone                that is said until it comes back
#include <cerrno>
#include <filesystem>

#include "engine/tsdb/store_files.h"
#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

/// Asked before anything is written there, one at a time.
bool Store::State::lookForFolder()
{
    if (m_lock && !io.isNamed(*m_lock, options.folder + "/lock").value_or(true) && !m_folderGone) {
        m_folderGone = true;
        log.suspend(); // what goes into open files goes nowhere
        (void)noted(fail(Error::Kind::NotFound, "the folder " + options.folder + " is gone"));
    }
    return m_folderGone;
}

/// Of the folder that is there now, which may be another one than before.
Result<void> Store::State::takeLockAnew()
{
    const auto path = options.folder + "/lock";
    if (m_lock && io.isNamed(*m_lock, path).value_or(false))
        return {};
    if (auto ours = checkForeignFiles(); !ours)
        return ours;
    const auto old = std::exchange(m_lock, std::nullopt);
    auto locked = takeLock();
    if (!locked)
        m_lock = old;
    else if (old)
        io.close(*old);
    return locked;
}

/// Fails where the folder has samples that this store does not know. What is ours has our lock file beside it.
Result<void> Store::State::checkForeignFiles() const
{
    const auto foreign = [this](const std::string& path) {
        return fail(Error::Kind::Unavailable, options.folder + " was replaced, and " + path +
                                                  " in it is not of this store: restart Nocturne to use what is there");
    };
    const auto namesIn = [this](const std::string& folder) {
        return io.list(folder).value_or(std::vector<std::string>());
    };
    const bool isOurs = lockText() == m_lockText;
    for (const auto* set : {&blocks, &rollUps.front(), &rollUps.back()}) {
        const auto known = set->blocks();
        for (const auto& name : namesIn(set->folder())) {
            const auto number = blockFileNumber(name);
            if (!number)
                continue;
            const auto path = set->pathOf(*number);
            const auto there = Block::open(io, path, *number, std::make_shared<DamageLog>());
            const auto ours = std::ranges::find(*known, *number, [](const auto& block) { return block->number(); });
            if (!isOurs || ours == known->end() || (there && (*there)->footer() != (*ours)->footer()))
                return foreign(path);
        }
    }
    for (const auto& name : namesIn(logFolder)) {
        const auto number = logFileNumber(name).value_or(checkpointFileNumber(name).value_or(0));
        if (number >= m_nextLog || (number != 0 && !isOurs))
            return foreign(logFolder + "/" + name);
    }
    return {};
}

/// Writes the blocks whose files are gone anew. What cannot be read any more is noted as damage.
Result<void> Store::State::restoreBlocks(const BlockSet& set, std::uint64_t& restored)
{
    const auto known = set.blocks();
    for (const auto& block : *known) {
        if (io.size(block->path()) != tl::unexpected(ENOENT))
            continue;
        const auto wrote = writeWhole(io, block->path(), [&](OutputFile& file) { return file.write(block->file()); });
        restored += wrote ? 1 : 0;
        if (!wrote && wrote.error().kind != Error::Kind::Unavailable)
            return wrote; // a full disk, or the folder is gone again
        if (!wrote)
            damage->add({block->path(), "it was removed and cannot be written again: " + wrote.error().message,
                         block->minTime(), block->maxTime(), block->fileSize()});
    }
    return {};
}

/// Brings the folder back when it is gone. Fails as long as that cannot be done.
Result<void> Store::State::ensureFolder()
{
    const std::lock_guard one(m_keepMutex);
    if (!lookForFolder())
        return {};
    return noted(reviveFolder());
}

Result<void> Store::State::reviveFolder()
{
    if (const auto made = io.makeDirectory(options.folder); !made)
        return fail(Error::Kind::NotFound, "the folder " + options.folder + " is gone and cannot be made again (" +
                                               std::generic_category().message(made.error()) + ")");
    if (auto ready = takeLockAnew().and_then([this] { return makeFolders(); }); !ready)
        return ready;
    removeUnfinished();
    std::uint64_t restored = 0;
    for (const auto* set : {&rollUps.front(), &rollUps.back(), &blocks}) {
        if (auto written = restoreBlocks(*set, restored); !written)
            return written;
    }
    if (auto loaded = loadBlocks(true); !loaded) // from the files that are there now
        return loaded;
    guard.forget();
    m_folderGone = false;
    logger.log(LogLevel::Warning, "tsdb",
               options.folder + " was gone and is there again: " + std::to_string(restored) +
                   " files were written anew, and what is in memory follows");
    return {};
}

} // namespace nocturne::tsdb
