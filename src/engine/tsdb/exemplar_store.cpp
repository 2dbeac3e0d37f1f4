// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/exemplar_store.h"

#include <algorithm>
#include <mutex>

namespace nocturne::tsdb {

using model::Exemplar;
using model::LabelSet;

namespace {

/// Bytes that begin a code point; what is not UTF-8 counts byte by byte or less, never more.
std::size_t codePoints(std::string_view text)
{
    constexpr unsigned kTopBits = 0xC0;
    constexpr unsigned kContinuation = 0x80;
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & kTopBits) != kContinuation; }));
}

bool isTooLong(const LabelSet& labels)
{
    std::size_t length = 0;
    for (const auto label : labels)
        length += codePoints(label.name) + codePoints(label.value);
    return length > ExemplarStore::kMaxLabelLength;
}

/// Whether a scrape tells of `known` once more: its time counts only where an exposition told it.
bool isSame(const Exemplar& known, const Exemplar& told)
{
    const bool timeCounts = known.hasOwnTime || told.hasOwnTime;
    return haveSameValue(known, told) && known.labels == told.labels && !(timeCounts && known.t != told.t);
}

bool selects(std::span<const std::vector<model::Matcher>> selectors, const LabelSet& series)
{
    return std::ranges::any_of(selectors, [&](const auto& matchers) { return model::matchesAll(matchers, series); });
}

} // namespace

ExemplarOutcome ExemplarStore::check(const LabelSet& series, const Exemplar& exemplar) const
{
    if (m_capacity == 0)
        return ExemplarOutcome::Disabled;
    if (isTooLong(exemplar.labels))
        return ExemplarOutcome::Refused;
    const auto known = m_series.find(series);
    if (known == m_series.end())
        return ExemplarOutcome::Stored;
    const auto& newest = m_slots[known->second.newest].exemplar;
    if (isSame(newest, exemplar))
        return ExemplarOutcome::Duplicate;
    return comesBefore(exemplar, newest) ? ExemplarOutcome::OutOfOrder : ExemplarOutcome::Stored;
}

/// A slot that nobody uses: a new one, or that of the oldest exemplar.
ExemplarStore::Index ExemplarStore::takeSlot()
{
    if (m_slots.size() < m_capacity) {
        m_slots.emplace_back();
        return static_cast<Index>(m_slots.size() - 1);
    }
    const auto index = m_oldest;
    m_oldest = (m_oldest + 1) % static_cast<Index>(m_capacity);
    auto& [labels, ends] = *m_slots[index].series;
    ends.oldest = m_slots[index].next;
    if (ends.oldest == kNone)
        m_series.erase(m_series.find(labels));
    return index;
}

ExemplarOutcome ExemplarStore::add(const LabelSet& series, const Exemplar& exemplar)
{
    const std::lock_guard lock(m_mutex);
    const auto outcome = check(series, exemplar);
    m_stats.duplicate += outcome == ExemplarOutcome::Duplicate ? 1 : 0;
    m_stats.outOfOrder += outcome == ExemplarOutcome::OutOfOrder ? 1 : 0;
    m_stats.refused += outcome == ExemplarOutcome::Refused ? 1 : 0;
    if (outcome != ExemplarOutcome::Stored)
        return outcome;

    const auto index = takeSlot();
    auto& entry = *m_series.try_emplace(series).first;
    m_slots[index] = {exemplar, &entry, kNone};
    auto& ends = entry.second;
    if (ends.oldest == kNone)
        ends.oldest = index;
    else
        m_slots[ends.newest].next = index;
    ends.newest = index;
    ++m_stats.stored;
    m_stats.newestTime = exemplar.t;
    return outcome;
}

void ExemplarStore::collect(const Ends& ends, Timestamp start, Timestamp end, std::vector<Exemplar>& into) const
{
    for (auto index = ends.oldest; index != kNone; index = m_slots[index].next) {
        const auto& exemplar = m_slots[index].exemplar;
        if (exemplar.t > end)
            return;
        if (exemplar.t >= start)
            into.push_back(exemplar);
    }
}

Result<std::vector<storage::SeriesExemplars>>
ExemplarStore::select(Timestamp start, Timestamp end, std::span<const std::vector<model::Matcher>> selectors,
                      const std::stop_token& stop) const
{
    constexpr std::size_t kSeriesBetweenChecks = 1024;
    std::vector<storage::SeriesExemplars> found;
    {
        const std::shared_lock lock(m_mutex);
        std::size_t looked = 0;
        for (const auto& [series, ends] : m_series) {
            if (++looked % kSeriesBetweenChecks == 0 && stop.stop_requested())
                return fail(Error::Kind::Cancelled, "the query was cancelled");
            if (m_slots[ends.newest].exemplar.t < start || !selects(selectors, series))
                continue;
            std::vector<Exemplar> exemplars;
            collect(ends, start, end, exemplars);
            if (!exemplars.empty())
                found.push_back({series, std::move(exemplars)});
        }
    }
    std::ranges::sort(found, {}, &storage::SeriesExemplars::series);
    return found;
}

std::vector<std::pair<LabelSet, Exemplar>> ExemplarStore::all() const
{
    const std::shared_lock lock(m_mutex);
    std::vector<std::pair<LabelSet, Exemplar>> exemplars;
    exemplars.reserve(m_slots.size());
    for (std::size_t i = 0; i < m_slots.size(); ++i) {
        const auto& slot = m_slots[(m_oldest + i) % m_slots.size()];
        exemplars.emplace_back(slot.series->first, slot.exemplar);
    }
    return exemplars;
}

ExemplarStats ExemplarStore::stats() const
{
    const std::shared_lock lock(m_mutex);
    auto stats = m_stats;
    stats.capacity = m_capacity;
    stats.held = m_slots.size();
    stats.series = m_series.size();
    return stats;
}

} // namespace nocturne::tsdb
