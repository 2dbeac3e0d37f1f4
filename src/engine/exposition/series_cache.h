// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include <tsl/robin_map.h>

#include "engine/exposition/parser.h"

namespace nocturne::exposition {

/// Remembers what the raw text of each series of one target stands for, so that a repeated scrape parses no labels.
///
/// A target writes its series in the same order every time: the cache knows which text followed which, hands the next
/// one to the parser as expected, and looks into its table only where the order changed. One warm sample costs one
/// comparison of bytes and no allocation. Metadata that stand unchanged before an expected series are remembered as
/// text, too: the parser gives their entries when they are new or changed, not on each scrape.
///
///     cache.beginScrape();
///     for (;;) {
///         const auto entry = parser.next(cache.expected());
///         if (!entry) { cache.abortScrape(markStale); break; }
///         if (*entry == Entry::End) { cache.endScrape(markStale); break; }
///         if (*entry != Entry::Series) continue;
///         auto found = cache.find(parser.series());
///         if (!found.known)
///             found.ref = cache.insert(parser.series(), refOf(relabel(parser.labels(buffer))));
///         if (!found.repeated)
///             append(found.ref, parser.series());
///     }
///
/// A reference is opaque: that of a store, an index into the target's own table, or a value of the user's that says
/// "dropped by relabelling". Owned by one target and used by one thread at a time.
class SeriesCache
{
public:
    using Ref = std::uint64_t;

    struct Found
    {
        Ref ref = 0;
        bool known = false;
        bool repeated = false; ///< occurred in this scrape already: the first value counts
    };

    struct Stats
    {
        std::uint64_t followed = 0; ///< found as expected
        std::uint64_t looked = 0;   ///< found in the table
        std::uint64_t inserted = 0;

        bool operator==(const Stats&) const = default;
    };

    SeriesCache();
    SeriesCache(SeriesCache&&) noexcept;
    SeriesCache& operator=(SeriesCache&&) noexcept;
    ~SeriesCache();

    /// Starts a scrape at the first series of the last one.
    void beginScrape();

    /// The series most likely next; empty when there is no guess. Valid until the next call of anything else here.
    const Expected& expected() const { return m_next == kNone ? kNothing : m_nodes[m_next].series; }

    /// Looks a series up and marks it as seen.
    Found find(const Series& series)
    {
        if (series.matchesExpected && m_next != kNone) [[likely]] {
            ++m_stats.followed;
            if (!series.matchesLead) [[unlikely]]
                learnLead(m_next, series.lead);
            return visit(m_next);
        }
        return lookUp(series);
    }

    /// Remembers the series that find() did not know; returns `ref`.
    Ref insert(const Series& series, Ref ref);
    /// Changes what the series found or inserted last stands for.
    void setRef(Ref ref);

    /// Ends a scrape that was read whole. Calls `vanished` with the reference of each series that the last whole scrape
    /// had and this one has not, once; these get staleness markers. Forgets what is long gone.
    void endScrape(const std::function<void(Ref)>& vanished);
    /// Ends a scrape that failed and of which nothing was kept: calls `vanished` with every series of the last whole
    /// scrape. Texts stay known, so that the target's return is warm.
    void abortScrape(const std::function<void(Ref)>& vanished);
    /// Calls `live` for each series of the last whole scrape; for a target that goes away.
    void forEachLive(const std::function<void(Ref)>& live) const;

    /// Series known, live or not; at most twice those of the last scrape plus kSlack after endScrape().
    std::size_t size() const { return m_nodes.size(); }
    /// Series of the last whole scrape.
    std::size_t liveCount() const { return m_live; }
    std::size_t memoryBytes() const;
    const Stats& stats() const { return m_stats; }

    static constexpr std::size_t kSlack = 256;

private:
    using Index = std::uint32_t;
    static constexpr Index kNone = 0xFFFFFFFF;
    static const Expected kNothing;

    struct Node
    {
        Expected series; // texts in m_texts
        Ref ref = 0;
        std::uint32_t seen = 0; // number of the scrape that had it last
        bool wasLive = false;   // it was live when that scrape began
        Index next = kNone;     // what followed it last time
        std::uint8_t leads = 0; // how often its lead was learnt
    };

    struct Hash
    {
        std::size_t operator()(std::string_view text) const;
    };

    Found visit(Index index)
    {
        auto& node = m_nodes[index];
        const bool repeated = node.seen == m_scrape;
        if (!repeated) {
            node.wasLive = node.seen == m_lastWhole;
            m_stayed += node.wasLive ? 1U : 0U;
            node.seen = m_scrape;
            ++m_visited;
        }
        if (m_last == kNone)
            m_first = index;
        else if (!repeated)
            m_nodes[m_last].next = index;
        if (!repeated)
            m_last = index;
        m_found = index;
        m_next = node.next;
        return {node.ref, true, repeated};
    }

    Found lookUp(const Series& series);
    std::string_view keep(std::string_view text);
    void learnLead(Index index, const Lead& lead);
    void compact();
    void finish();

    std::vector<Node> m_nodes;
    tsl::robin_map<std::string_view, Index, Hash> m_table;
    std::vector<std::unique_ptr<char[]>> m_texts; // NOLINT: blocks of text that never move
    std::size_t m_blockFree = 0;
    std::size_t m_textBytes = 0;

    Index m_first = kNone;
    Index m_last = kNone; // the last series seen for the first time in this scrape
    Index m_found = kNone;
    Index m_next = kNone;
    std::uint32_t m_scrape = 1;
    std::uint32_t m_lastWhole = 0;
    std::size_t m_visited = 0;
    std::size_t m_stayed = 0;
    std::size_t m_live = 0;
    Stats m_stats;
};

} // namespace nocturne::exposition
