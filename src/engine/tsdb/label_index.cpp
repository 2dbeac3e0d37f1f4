// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/label_index.h"

#include <algorithm>
#include <unordered_set>

namespace nocturne::tsdb {

using model::LabelSet;
using model::Matcher;

namespace {

constexpr std::size_t kStopCheckInterval = 1024; // values tried between two looks at the stop token

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
    std::vector<IdList> united;
    std::vector<std::span<const SeriesId>> wanted;
    std::vector<std::span<const SeriesId>> unwanted;
    united.reserve(matchers.size()); // spans into it stay valid

    for (const auto& matcher : matchers) {
        const bool empty = matcher.matchesEmpty();
        // A matcher that takes absent labels is answered from its complement, which holds only series with the label.
        const auto lists = listsOf(matcher, !empty, stop);
        if (!lists)
            return tl::unexpected(lists.error());
        auto& side = empty ? unwanted : wanted;
        if (lists->size() == 1) {
            side.push_back(lists->front());
            continue;
        }
        if (lists->empty() && !empty)
            return IdList();
        united.push_back(unite(*lists));
        side.emplace_back(united.back());
    }

    std::ranges::sort(wanted, {}, [](const auto& ids) { return ids.size(); });
    const auto start = wanted.empty() ? m_all.ids() : wanted.front();
    IdList found(start.begin(), start.end());
    for (std::size_t i = 1; i < wanted.size() && !found.empty(); ++i)
        found = intersect(found, wanted[i]);
    for (const auto& ids : unwanted) {
        if (!ids.empty() && !found.empty())
            found = subtract(found, ids);
    }
    return found;
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
