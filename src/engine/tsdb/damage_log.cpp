// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/damage_log.h"

#include <algorithm>

#include "base/core/iso_time.h"

namespace nocturne::tsdb {

std::string Damage::text() const
{
    auto line = file + ": " + what;
    if (isLoss && to != 0)
        line += " (samples from " + isoTimeText(from) + " to " + isoTimeText(to) + " may be missing)";
    return line;
}

void DamageLog::add(Damage damage)
{
    const std::lock_guard lock(m_mutex);
    if (std::ranges::find(m_damage, damage) != m_damage.end())
        return;
    ++m_count;
    m_files.insert(damage.file);
    if (m_damage.size() < kMostKept)
        m_damage.push_back(std::move(damage));
}

std::vector<Damage> DamageLog::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_damage;
}

bool DamageLog::isDamaged(const std::string& file) const
{
    const std::lock_guard lock(m_mutex);
    return m_files.contains(file);
}

std::uint64_t DamageLog::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

} // namespace nocturne::tsdb
