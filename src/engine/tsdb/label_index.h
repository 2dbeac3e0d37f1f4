// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/model/matcher.h"
#include "engine/tsdb/postings.h"

namespace nocturne::tsdb {

/// Which series have which labels: for each name and value the ascending ids.
///
/// Owned by a head and used under its lock: const functions by many readers at once, the others by one writer.
class LabelIndex
{
public:
    /// Adds a series that is not in the index.
    void add(SeriesId id, const model::LabelSet& labels);

    struct Entry
    {
        SeriesId id = 0;
        model::LabelSet labels;
    };
    /// Removes series, ascending by id, each with the labels it was added with.
    void remove(std::span<const Entry> entries);

    /// Ids of the series that every matcher selects; all when `matchers` are empty.
    ///
    /// As in Prometheus a matcher that accepts the empty value selects series without the label too.
    /// Fails with Cancelled after a stop request.
    Result<IdList> select(const std::vector<model::Matcher>& matchers, const std::stop_token& stop) const;

    /// Sorted.
    std::vector<std::string> names() const;
    std::vector<std::string> values(std::string_view name) const;

    std::size_t seriesCount() const { return m_all.size(); }
    /// How many values label `name` has.
    std::size_t valueCount(std::string_view name) const;

private:
    struct StringHash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    template <typename Value>
    using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;
    using Values = StringMap<Postings>;
    using Lists = std::vector<std::span<const SeriesId>>;

    const Values* valuesOf(std::string_view name) const;
    Result<Lists> listsOf(const model::Matcher& matcher, bool matching, const std::stop_token& stop) const;

    StringMap<Values> m_names;
    Postings m_all;
};

} // namespace nocturne::tsdb
