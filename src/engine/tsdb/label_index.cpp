// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/label_index.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_set>

namespace nocturne::tsdb {

using model::LabelSet;
using model::Matcher;

namespace {

constexpr std::size_t kStopCheckInterval = 1024; // values tried between two looks at the stop token

/// Those of `ids` that are in any of the lists, which have `total` ids together.
IdList narrowed(const IdList& ids, std::span<const std::span<const SeriesId>> lists, std::size_t total)
{
    // A search costs about as much as ten ids in a union; each list is searched for each id, or the other way round.
    constexpr std::size_t kCostOfSearch = 10;
    const bool isFew = ids.size() * lists.size() * kCostOfSearch < total;
    return isFew ? intersectAny(ids, lists) : intersect(ids, unite(lists));
}

} // namespace

void LabelIndex::add(SeriesId id, const LabelSet& labels)
{
    m_all.insert(id);
    for (const auto label : labels) {
        auto name = m_names.find(label.name);
        if (name == m_names.end())
            name = m_names.try_emplace(std::string(label.name)).first;
        auto& values = name->second;
        auto value = values.find(label.value);
        if (value == values.end())
            value = values.try_emplace(std::string(label.value)).first;
        value->second.insert(id);
    }
}

void LabelIndex::remove(std::span<const Entry> entries)
{
    IdList ids;
    ids.reserve(entries.size());
    std::unordered_set<Postings*> touched;
    for (const auto& entry : entries) {
        ids.push_back(entry.id);
        for (const auto label : entry.labels) {
            const auto name = m_names.find(label.name);
            const auto value = name->second.find(label.value);
            touched.insert(&value->second);
        }
    }
    m_all.remove(ids);
    for (auto* postings : touched)
        postings->remove(ids);
    for (const auto& entry : entries) {
        for (const auto label : entry.labels) {
            const auto name = m_names.find(label.name);
            if (name == m_names.end())
                continue; // went with an earlier entry
            const auto value = name->second.find(label.value);
            if (value != name->second.end() && value->second.empty())
                name->second.erase(value);
            if (name->second.empty())
                m_names.erase(name);
        }
    }
}

const LabelIndex::Values* LabelIndex::valuesOf(std::string_view name) const
{
    const auto found = m_names.find(name);
    return found == m_names.end() ? nullptr : &found->second;
}

/// The lists of those values of the matcher's label that it accepts (or, for `matching` false, does not).
Result<LabelIndex::Lists> LabelIndex::listsOf(const Matcher& matcher, bool matching, const std::stop_token& stop) const
{
    Lists lists;
    const auto* values = valuesOf(matcher.name());
    if (values == nullptr)
        return lists;
    const auto lookUp = [&](std::string_view value) {
        if (const auto found = values->find(value); found != values->end())
            lists.push_back(found->second.ids());
    };

    const bool literal = matcher.op() == (matching ? Matcher::Op::Equal : Matcher::Op::NotEqual);
    if (literal) {
        lookUp(matcher.value());
        return lists;
    }
    if (matching && !matcher.setMatches().empty()) {
        for (const auto& value : matcher.setMatches())
            lookUp(value);
        return lists;
    }
    std::size_t tried = 0;
    for (const auto& [value, postings] : *values) {
        if (++tried % kStopCheckInterval == 0 && stop.stop_requested())
            return fail(Error::Kind::Cancelled, "the query was cancelled");
        if (matcher.matches(value) == matching)
            lists.push_back(postings.ids());
    }
    return lists;
}

Result<IdList> LabelIndex::select(const std::vector<Matcher>& matchers, const std::stop_token& stop) const
{
    std::vector<std::span<const SeriesId>> wanted; // of matchers that take one value
    std::vector<Lists> wantedAny;
    std::vector<Lists> unwanted;
    for (const auto& matcher : matchers) {
        // A matcher that takes absent labels is answered from its complement, which holds only series with the label.
        const bool empty = matcher.matchesEmpty();
        auto lists = listsOf(matcher, !empty, stop);
        if (!lists)
            return tl::unexpected(lists.error());
        if (empty)
            unwanted.push_back(std::move(*lists));
        else if (lists->empty())
            return IdList();
        else if (lists->size() == 1)
            wanted.push_back(lists->front());
        else
            wantedAny.push_back(std::move(*lists));
    }

    const auto total = [](const Lists& lists) {
        return std::accumulate(lists.begin(), lists.end(), std::size_t{0},
                               [](std::size_t sum, const auto& ids) { return sum + ids.size(); });
    };
    std::ranges::sort(wanted, {}, [](const auto& ids) { return ids.size(); });
    std::ranges::sort(wantedAny, {}, total);
    std::optional<IdList> found;
    for (const auto& ids : wanted)
        found = found ? intersect(*found, ids) : IdList(ids.begin(), ids.end());
    for (const auto& lists : wantedAny)
        found = !found ? unite(lists) : narrowed(*found, lists, total(lists));
    if (!found)
        found.emplace(m_all.ids().begin(), m_all.ids().end());
    for (const auto& lists : unwanted) {
        if (lists.size() == 1)
            found = subtract(*found, lists.front());
        else if (!lists.empty())
            found = subtract(*found, narrowed(*found, lists, total(lists)));
    }
    return std::move(*found);
}

std::vector<std::string> LabelIndex::names() const
{
    std::vector<std::string> names;
    names.reserve(m_names.size());
    for (const auto& [name, values] : m_names)
        names.push_back(name);
    std::ranges::sort(names);
    return names;
}

std::vector<std::string> LabelIndex::values(std::string_view name) const
{
    std::vector<std::string> found;
    if (const auto* values = valuesOf(name)) {
        found.reserve(values->size());
        for (const auto& [value, postings] : *values)
            found.push_back(value);
    }
    std::ranges::sort(found);
    return found;
}

std::size_t LabelIndex::valueCount(std::string_view name) const
{
    const auto* values = valuesOf(name);
    return values == nullptr ? 0 : values->size();
}

} // namespace nocturne::tsdb
