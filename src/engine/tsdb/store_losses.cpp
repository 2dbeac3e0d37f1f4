// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What damage means for who asks for a window of time.
#include <algorithm>
#include <map>

#include "base/core/iso_time.h"
#include "engine/tsdb/store.h"
#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kMostFiles = 10; // that are named

/// All that is damaged in one file, within a window.
struct FileLoss
{
    Damage damage; // what is its first, and the range that of all
    std::size_t places = 0;
    bool isRangeKnown = true;

    void add(const Damage& other)
    {
        const bool isKnown = other.to != 0;
        if (places++ == 0) {
            damage = other;
        } else if (isKnown) {
            damage.from = isRangeKnown ? std::min(damage.from, other.from) : damage.from;
            damage.to = std::max(damage.to, other.to);
        }
        isRangeKnown = isRangeKnown && isKnown;
    }
    std::string text(const std::string& folder) const
    {
        const auto range =
            isRangeKnown ? "from " + isoTimeText(damage.from) + " to " + isoTimeText(damage.to) : "of a time not known";
        const auto more = places > 1 ? " (and " + std::to_string(places - 1) + " places more)" : std::string();
        return "samples " + range + " may be missing: " + damage.file + ": " + damage.what + more +
               "; `nocturnectl storage repair " + folder + "` saves what can be read, while Nocturne does not run";
    }
};

} // namespace

std::vector<std::string> Store::losses(Timestamp minTime, Timestamp maxTime) const
{
    const auto& damage = *m_state->damage;
    if (damage.count() == 0)
        return {};
    const auto oldest = timeRange().first;
    const auto rollUps = m_state->options.folder + "/rollups/";
    std::map<std::string, FileLoss> byFile;
    for (const auto& one : damage.all()) {
        const bool isWithin = one.to == 0 || (one.to > minTime && one.from <= maxTime);
        // Samples answer in place of roll-ups as long as they are there.
        const bool isCovered = one.file.starts_with(rollUps) && one.from >= oldest;
        if (one.isLoss && isWithin && !isCovered)
            byFile[one.file].add(one);
    }
    std::vector<std::string> texts;
    for (const auto& [file, loss] : byFile) {
        if (texts.size() < kMostFiles)
            texts.push_back(loss.text(m_state->options.folder));
    }
    const auto unnamed = byFile.size() - texts.size();
    if (unnamed > 0 || damage.count() > DamageLog::kMostKept)
        texts.push_back("samples may be missing of more damaged files than are named: `nocturnectl storage verify " +
                        m_state->options.folder + "` names them");
    return texts;
}

} // namespace nocturne::tsdb
