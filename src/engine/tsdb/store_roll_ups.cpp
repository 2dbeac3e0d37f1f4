// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// When roll-ups are made, made anew, and dropped. Those per 5 minutes come from the samples of a window once no late
// ones are to be expected there, those per hour from those per 5 minutes. Each names the blocks of samples it stands
// for; when others appear, as late history and merging bring about, it is out of date and made anew.
#include <algorithm>

#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

namespace {

RollUpWindow windowOf(Timestamp time, std::chrono::milliseconds length, std::chrono::milliseconds resolution)
{
    const auto start = windowStart(time, length);
    return {start, start + length.count(), resolution.count()};
}

const RollUpFile* find(const RollUpFiles& files, const RollUpWindow& window)
{
    const auto found = std::ranges::find(files, window, &RollUpFile::window);
    return found == files.end() ? nullptr : &*found;
}

bool isDamaged(const Block& block) { return !block.verify().isSound(); }

} // namespace

bool Store::State::isExpired(std::size_t resolution, Timestamp end) const
{
    const auto kept = options.rollUpRetention.at(resolution);
    return kept.count() > 0 && end < clock.now() - kept.count();
}

/// The first window of samples that is closed and has no roll-ups per 5 minutes, or none of just these.
std::optional<Store::State::DueRollUp> Store::State::dueOfSamples(const BlockList& samples, const RollUpFiles& files,
                                                                  const RollUpFiles& coarse) const
{
    if (samples.empty())
        return std::nullopt;
    const auto length = options.rollUpWindows.front();
    const auto closed = newestTime() - options.lateWindow.count();
    std::set<Timestamp> ends;
    for (const auto& block : samples) {
        for (auto end = windowStart(block->minTime(), length) + length.count();
             end <= closed && end < block->maxTime() + length.count(); end += length.count())
            ends.insert(end);
    }
    const auto isDone = [&](Timestamp end) { // those per 5 minutes would be dropped at once
        return isExpired(0, end) && (isExpired(1, end) || std::ranges::any_of(coarse, [&](const RollUpFile& file) {
                                         return file.overlaps(end - 1, end) &&
                                                standingOf(file, samples) != RollUpStanding::OutOfDate;
                                     }));
    };
    for (const auto end : ends) {
        const auto window = windowOf(end, length, kRollUpResolutions.front());
        if (m_emptyRollUps.contains({0, end}) || isDone(end))
            continue;
        const auto* known = find(files, window);
        if (known == nullptr)
            return DueRollUp{0, window, {}};
        if (standingOf(*known, samples) == RollUpStanding::OutOfDate)
            return DueRollUp{0, window, {known->block}};
    }
    return std::nullopt;
}

/// The first window of roll-ups per 5 minutes that is closed and has no roll-ups per hour, or none of just these.
std::optional<Store::State::DueRollUp> Store::State::dueOfRollUps(const BlockList& samples, const RollUpFiles& finer,
                                                                  const RollUpFiles& files) const
{
    const auto length = options.rollUpWindows.back();
    const auto newest = finer.empty() ? 0 : finer.back().window.end;
    std::set<Timestamp> ends;
    for (const auto& file : finer) {
        const auto end = windowStart(file.window.end, length) + length.count();
        if (end <= newest)
            ends.insert(end);
    }
    for (const auto end : ends) {
        const auto window = windowOf(end, length, kRollUpResolutions.back());
        if (isExpired(1, end) || m_emptyRollUps.contains({1, end}))
            continue;
        const auto* known = find(files, window);
        if (known == nullptr)
            return DueRollUp{1, window, {}};
        const bool reachesBack = std::ranges::any_of(finer, [&](const RollUpFile& file) {
            return file.overlaps(window.start, window.end) && file.block->minTime() <= known->block->minTime();
        });
        if (reachesBack && standingOf(*known, samples) == RollUpStanding::OutOfDate)
            return DueRollUp{1, window, {known->block}};
    }
    return std::nullopt;
}

Result<void> Store::State::rollUp(const DueRollUp& due)
{
    auto& set = rollUps.at(due.resolution);
    const auto number = set.nextNumber();
    const auto path = set.pathOf(number);
    const auto stop = m_stop.get_token();
    const auto samples = overlapping(*blocks.blocks(), due.window.start, due.window.end);
    Result<void> made;
    if (due.resolution == 0) {
        made = rollUpSamples(io, path, due.window, samples, stop);
    } else {
        auto finer = rollUpFilesOf(*rollUps.front().blocks());
        std::erase_if(finer, [&](const auto& file) { return !file.overlaps(due.window.start, due.window.end); });
        made = rollUpRollUps(io, path, due.window, finer, stop);
    }
    if (made)
        return set.add(number, due.replaced);
    if (made.error().kind == Error::Kind::Corrupt)
        m_emptyRollUps.insert({due.resolution, due.window.end});
    return made;
}

/// Makes the next roll-up that is due. False when there is none, or it cannot be made.
bool Store::State::rollUpDue()
{
    const std::lock_guard one(m_keepMutex);
    const auto samples = blocks.blocks();
    forgetEmptyRollUps(*samples);
    const auto finer = rollUpFilesOf(*rollUps.front().blocks());
    const auto coarse = rollUpFilesOf(*rollUps.back().blocks());
    auto due = dueOfSamples(*samples, finer, coarse);
    if (!due)
        due = dueOfRollUps(*samples, finer, coarse);
    if (!due)
        return false;
    const auto made = rollUp(*due);
    if (made || (made.error().kind != Error::Kind::Cancelled && made.error().kind != Error::Kind::Corrupt))
        noteMerge(made);
    return made.has_value();
}

Result<void> Store::State::repairRollUps()
{
    const std::lock_guard one(m_keepMutex);
    for (std::size_t i = 0; i < rollUps.size(); ++i) {
        const auto found = *rollUps.at(i).blocks();
        for (const auto& block : found) {
            if (!isDamaged(*block))
                continue;
            const auto files = rollUpFilesOf({block});
            const auto samples = *blocks.blocks();
            if (files.empty()) { // nothing of it can be read
                rollUps.at(i).remove({block});
                continue;
            }
            const auto& file = files.front();
            const bool isAllThereIs = standingOf(file, samples) == RollUpStanding::AllThereIs;
            if (!isAllThereIs) {
                if (auto made = rollUp({i, file.window, {block}}); !made)
                    return made;
                continue;
            }
            const auto number = rollUps.at(i).nextNumber();
            auto made = rollUpRollUps(io, rollUps.at(i).pathOf(number), file.window, files, m_stop.get_token());
            if (made)
                made = rollUps.at(i).add(number, {block});
            else if (made.error().kind == Error::Kind::Corrupt)
                rollUps.at(i).remove({block});
            else
                return made;
        }
    }
    return {};
}

/// Whole files, by age, and by size where dropping samples was not enough: the finer ones first, and of each the
/// oldest. `bytes` is what the store has; returns what it has then.
std::uint64_t Store::State::dropOldRollUps(std::uint64_t bytes, bool isAgeTrusted)
{
    const auto coarse = rollUpFilesOf(*rollUps.back().blocks());
    const auto hasCoarse = [&](Timestamp end) {
        return isExpired(1, end) || std::ranges::any_of(coarse, [&](const RollUpFile& file) {
                   return file.window.start < end && end <= file.window.end;
               });
    };
    const auto samples = blocks.blocks();
    const auto hasSamples = [&](const RollUpWindow& window) { // then they would be made anew
        return std::ranges::any_of(*samples,
                                   [&](const auto& block) { return block->overlaps(window.start, window.end); });
    };
    for (std::size_t i = 0; i < rollUps.size(); ++i) {
        BlockList dropped;
        for (const auto& file : rollUpFilesOf(*rollUps.at(i).blocks())) {
            const bool isOld = isAgeTrusted && isExpired(i, file.window.end) && (i == 1 || hasCoarse(file.window.end));
            const bool isTooMuch = options.maxBytes != 0 && bytes > options.maxBytes && !hasSamples(file.window);
            if (!isOld && !isTooMuch)
                continue;
            bytes -= std::min(bytes, file.block->fileSize());
            dropped.push_back(file.block);
        }
        if (dropped.empty())
            continue;
        logger.log(LogLevel::Info, "tsdb",
                   "dropped " + std::to_string(dropped.size()) + " blocks of roll-ups: the oldest");
        rollUps.at(i).remove(dropped);
        const std::lock_guard lock(m_healthMutex);
        m_stats.blocksDropped += dropped.size();
    }
    return bytes;
}

/// Windows whose blocks are gone need not be remembered as unreadable.
void Store::State::forgetEmptyRollUps(const BlockList& samples)
{
    std::erase_if(m_emptyRollUps, [&](const auto& window) {
        const auto end = window.second;
        const auto start = end - options.rollUpWindows.at(window.first).count();
        return std::ranges::none_of(samples, [&](const auto& block) { return block->overlaps(start, end); });
    });
    const std::lock_guard lock(m_healthMutex);
    m_stats.unreadableRollUps = m_emptyRollUps.size();
}

} // namespace nocturne::tsdb
