// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/series_cache.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <xxhash.h>

namespace nocturne::exposition {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{16} << 10U;
constexpr std::size_t kLongestLead = 4096; // longer ones are parsed each time
constexpr std::uint8_t kMostLeads = 4;     // one that keeps changing is, too: what is learnt is never freed alone

} // namespace

std::size_t SeriesCache::Hash::operator()(std::string_view text) const { return XXH3_64bits(text.data(), text.size()); }

const Expected SeriesCache::kNothing = {};

SeriesCache::SeriesCache() = default;
SeriesCache::SeriesCache(SeriesCache&&) noexcept = default;
SeriesCache& SeriesCache::operator=(SeriesCache&&) noexcept = default;
SeriesCache::~SeriesCache() = default;

void SeriesCache::beginScrape()
{
    ++m_scrape;
    m_visited = 0;
    m_stayed = 0;
    m_last = kNone;
    m_found = kNone;
    m_next = m_first;
}

SeriesCache::Found SeriesCache::lookUp(const Series& series)
{
    const auto at = m_table.find(series.text);
    if (at == m_table.end())
        return {};
    ++m_stats.looked;
    learnLead(at->second, series.lead);
    return visit(at->second);
}

SeriesCache::Ref SeriesCache::insert(const Series& series, Ref ref)
{
    const auto index = static_cast<Index>(m_nodes.size());
    const auto follower = m_last == kNone ? m_first : m_nodes[m_last].next;
    m_nodes.push_back({{keep(series.text)}, ref, 0, false, follower, 0});
    m_table.emplace(m_nodes.back().series.text, index);
    learnLead(index, series.lead);
    ++m_stats.inserted;
    visit(index);
    m_nodes[index].wasLive = false;
    return ref;
}

void SeriesCache::setRef(Ref ref)
{
    if (m_found != kNone)
        m_nodes[m_found].ref = ref;
}

void SeriesCache::learnLead(Index index, const Lead& lead)
{
    auto& node = m_nodes[index];
    if (node.series.lead.text == lead.text)
        return;
    const bool keeps = lead.text.size() <= kLongestLead && node.leads < kMostLeads;
    node.series.lead = keeps ? lead : Lead{};
    if (!keeps || lead.text.empty())
        return;
    node.series.lead.text = keep(lead.text);
    ++node.leads;
}

std::string_view SeriesCache::keep(std::string_view text)
{
    if (text.size() > m_blockFree) {
        m_blockFree = std::max(kBlockBytes, text.size());
        m_texts.push_back(std::make_unique<char[]>(m_blockFree)); // NOLINT: see the header
        m_textBytes += m_blockFree;
    }
    // Blocks are filled from their end, so that the free part needs no second number.
    m_blockFree -= text.size();
    char* const at = m_texts.back().get() + m_blockFree;
    std::memcpy(at, text.data(), text.size());
    return {at, text.size()};
}

void SeriesCache::endScrape(const std::function<void(Ref)>& vanished)
{
    if (m_stayed != m_live) {
        for (const auto& node : m_nodes) {
            if (m_lastWhole != 0 && node.seen == m_lastWhole)
                vanished(node.ref);
        }
    }
    m_lastWhole = m_scrape;
    m_live = m_visited;
    finish();
    if (m_nodes.size() > 2 * m_live + kSlack)
        compact();
}

void SeriesCache::abortScrape(const std::function<void(Ref)>& vanished)
{
    if (m_lastWhole != 0) {
        for (const auto& node : m_nodes) {
            if (node.seen == m_lastWhole || (node.seen == m_scrape && node.wasLive))
                vanished(node.ref);
        }
    }
    m_lastWhole = 0;
    m_live = 0;
    finish();
}

void SeriesCache::forEachLive(const std::function<void(Ref)>& live) const
{
    for (const auto& node : m_nodes) {
        if (m_lastWhole != 0 && node.seen == m_lastWhole)
            live(node.ref);
    }
}

void SeriesCache::finish()
{
    m_last = kNone;
    m_found = kNone;
    m_next = kNone;
}

/// Keeps the live series alone, in the order they follow each other.
void SeriesCache::compact()
{
    const auto old = std::exchange(m_nodes, {});
    const auto oldTexts = std::exchange(m_texts, {});
    m_table.clear();
    m_table.reserve(m_live);
    m_nodes.reserve(m_live);
    m_blockFree = 0;
    m_textBytes = 0;
    for (const auto& node : old) {
        if (node.seen != m_lastWhole)
            continue;
        const auto index = static_cast<Index>(m_nodes.size());
        m_nodes.push_back({{keep(node.series.text)}, node.ref, node.seen, node.wasLive, kNone, 0});
        m_table.emplace(m_nodes.back().series.text, index);
        learnLead(index, node.series.lead);
        if (index > 0)
            m_nodes[index - 1].next = index;
    }
    m_first = m_nodes.empty() ? kNone : 0;
}

std::size_t SeriesCache::memoryBytes() const
{
    return m_textBytes + m_nodes.capacity() * sizeof(Node) +
           m_table.bucket_count() * (sizeof(std::pair<std::string_view, Index>) + 2 * sizeof(std::uint32_t));
}

} // namespace nocturne::exposition
