// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/remote_write/series_memo.h"

#include <tsl/robin_map.h>

namespace nocturne::remote_write {

namespace {

struct KeyHash
{
    std::size_t operator()(const SeriesKey& key) const { return key[0]; } // is a hash itself
};

using Map = tsl::robin_map<SeriesKey, storage::SeriesRef, KeyHash>;

} // namespace

struct SeriesMemo::Maps
{
    Map young;
    Map old;
};

SeriesMemo::SeriesMemo(std::size_t maxSeries)
    : m_maxSeries(maxSeries)
    , m_maps(std::make_unique<Maps>())
{}

SeriesMemo::~SeriesMemo() = default;

storage::SeriesRef SeriesMemo::find(const SeriesKey& key)
{
    if (const auto found = m_maps->young.find(key); found != m_maps->young.end())
        return found->second;
    const auto found = m_maps->old.find(key);
    if (found == m_maps->old.end())
        return 0;
    const auto ref = found->second;
    insert(key, ref);
    return ref;
}

void SeriesMemo::insert(const SeriesKey& key, storage::SeriesRef ref)
{
    if (m_maps->young.size() >= m_maxSeries)
        age();
    m_maps->young.insert_or_assign(key, ref);
}

void SeriesMemo::age()
{
    m_maps->old = std::move(m_maps->young);
    m_maps->young = {};
}

std::size_t SeriesMemo::size() const { return m_maps->young.size() + m_maps->old.size(); }

} // namespace nocturne::remote_write
