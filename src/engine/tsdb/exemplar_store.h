// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <shared_mutex>
#include <span>
#include <stop_token>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "engine/model/exemplar.h"
#include "engine/model/matcher.h"
#include "engine/storage/queryable.h"

namespace nocturne::tsdb {

/// What became of an exemplar.
enum class ExemplarOutcome {
    Stored,
    Duplicate,
    OutOfOrder,
    Refused, ///< by its length or time
    Disabled
};

/// Numbers about exemplars, for Nocturne's own metrics. Counters run from the start of the process.
struct ExemplarStats
{
    std::size_t capacity = 0;
    std::size_t held = 0;
    std::size_t series = 0;   ///< with at least one
    Timestamp newestTime = 0; ///< of the one taken in last
    std::uint64_t stored = 0;
    std::uint64_t duplicate = 0;
    std::uint64_t outOfOrder = 0;
    std::uint64_t refused = 0;

    bool operator==(const ExemplarStats&) const = default;
};

/// The newest exemplars of all series together, in memory: a ring, in which each one taken in pushes out the oldest.
///
/// Of a series they are taken in the order of time, value and labels. What equals the newest is told again by every
/// scrape and is no news; what comes before it is dropped. All functions may be called from any thread.
/// Source: Prometheus 3.14, tsdb/exemplar.go.
class ExemplarStore
{
public:
    /// Names and values of the labels together, in code points. Source: OpenMetrics 1.0, "Exemplars".
    static constexpr std::size_t kMaxLabelLength = 128;

    /// `capacity` exemplars are kept; 0 keeps none.
    explicit ExemplarStore(std::size_t capacity)
        : m_capacity(std::min<std::size_t>(capacity, kNone))
    {}

    ExemplarOutcome add(const model::LabelSet& series, const model::Exemplar& exemplar);
    /// As storage::Queryable::exemplars().
    Result<std::vector<storage::SeriesExemplars>> select(Timestamp start, Timestamp end,
                                                         std::span<const std::vector<model::Matcher>> selectors,
                                                         const std::stop_token& stop) const;
    /// All with their series, in the order they came in.
    std::vector<std::pair<model::LabelSet, model::Exemplar>> all() const;
    ExemplarStats stats() const;

private:
    using Index = std::uint32_t;
    static constexpr Index kNone = std::numeric_limits<Index>::max();

    /// The ends of the list of a series.
    struct Ends
    {
        Index oldest = kNone;
        Index newest = kNone;
    };
    using SeriesMap = std::unordered_map<model::LabelSet, Ends, model::LabelSetHash>;

    struct Slot
    {
        model::Exemplar exemplar;
        SeriesMap::value_type* series = nullptr; ///< stays where it is while it has exemplars
        Index next = kNone;                      ///< the next younger one of the series
    };

    ExemplarOutcome check(const model::LabelSet& series, const model::Exemplar& exemplar) const;
    Index takeSlot();
    void collect(const Ends& ends, Timestamp start, Timestamp end, std::vector<model::Exemplar>& into) const;

    const std::size_t m_capacity;
    mutable std::shared_mutex m_mutex;
    std::vector<Slot> m_slots; // grows up to the capacity, then the oldest is overwritten
    Index m_oldest = 0;        // of a full ring
    SeriesMap m_series;
    ExemplarStats m_stats; // counters and newestTime
};

} // namespace nocturne::tsdb
