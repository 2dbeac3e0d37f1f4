// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>

#include "engine/remote_write/request_reader.h"
#include "engine/storage/appender.h"

namespace nocturne::remote_write {

/// Remembers which series of a store the keys of requests stand for, so that known ones cost no labels.
///
/// Holds two generations: what is asked for moves into the younger, and when that is full the older goes. So what
/// comes no more is forgotten, and memory is bounded. Not thread-safe.
class SeriesMemo
{
public:
    /// `maxSeries` is the size of a generation.
    explicit SeriesMemo(std::size_t maxSeries);
    ~SeriesMemo();

    /// 0 when it is not known.
    storage::SeriesRef find(const SeriesKey& key);
    void insert(const SeriesKey& key, storage::SeriesRef ref);
    /// Makes the younger generation the older one; called now and then.
    void age();
    std::size_t size() const;

private:
    struct Maps;
    std::size_t m_maxSeries;
    std::unique_ptr<Maps> m_maps;
};

} // namespace nocturne::remote_write
