// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/damage_log.h"

#include <algorithm>

namespace nocturne::tsdb {

void DamageLog::add(Damage damage)
{
    const std::lock_guard lock(m_mutex);
    if (std::ranges::find(m_damage, damage) != m_damage.end())
        return;
    ++m_count;
    if (m_damage.size() < kMostKept)
        m_damage.push_back(std::move(damage));
}

std::vector<Damage> DamageLog::all() const
{
    const std::lock_guard lock(m_mutex);
    return m_damage;
}

std::uint64_t DamageLog::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_count;
}

} // namespace nocturne::tsdb
