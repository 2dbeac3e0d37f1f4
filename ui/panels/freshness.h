// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "engine/query/query_result.h"

namespace nocturne::panels {

/// How old the samples under an expression are.
///
/// An answer alone does not tell: for five minutes after its source fell silent a selector still gives the last value,
/// and a rate still has a slope. So beside each panel's query we ask for the newest sample of every selector in it.

/// The selectors in `expression`, each once, without offsets and ranges; empty when it does not parse.
std::vector<std::string> selectorsOf(std::string_view expression);

/// Asks for the time of the newest sample of each source (job and instance) behind `selector`, in seconds.
std::string newestSampleQuery(std::string_view selector);
/// Asks for the time of the newest sample within the last day, for sources long gone.
std::string lastSeenQuery(std::string_view selector);
/// Asks how many samples the busiest series of `selector` had in five minutes.
std::string sampleCountQuery(std::string_view selector);

/// Newest samples of the sources of one selector.
struct SelectorAge
{
    Timestamp newest = 0;         ///< of all sources; 0 when there is none
    Timestamp oldestSource = 0;   ///< the newest sample of the source that is silent longest
    std::string oldestSourceName; ///< its instance
    std::size_t sources = 0;

    bool operator==(const SelectorAge&) const = default;
};
SelectorAge readNewest(const query::QueryResult& answer);

/// Judges a panel and remembers between refreshes how often its sources give samples. GUI thread.
class FreshnessJudge
{
public:
    /// What is known after a refresh: the ages of all selectors, and the last step with a value in the answer.
    struct Evidence
    {
        std::vector<SelectorAge> selectors;
        Timestamp lastValue = 0; ///< 0: the answer has no values
        Timestamp axisEnd = 0;
        std::chrono::milliseconds step{0};
    };

    explicit FreshnessJudge(std::chrono::milliseconds assumedInterval = std::chrono::milliseconds(15'000))
        : m_interval(assumedInterval)
    {}

    void assumeInterval(std::chrono::milliseconds interval);
    /// Learns from sampleCountQuery(): `count` samples came in five minutes.
    void learnCount(double count);
    void learn(const Evidence& evidence);

    /// Since when the panel has no new data; 0 while it has. Two intervals may pass, and at least 15 s.
    Timestamp staleSince(Timestamp now) const;
    /// A source that fell silent while others go on; empty when all are well.
    std::string silentSource(Timestamp now) const;
    Timestamp silentSince() const { return m_silentSince; }
    Timestamp newest() const { return m_newest; }
    std::chrono::milliseconds interval() const { return m_interval; }
    std::chrono::milliseconds tolerance() const;

private:
    std::chrono::milliseconds m_interval;
    bool m_intervalLearnt = false;
    Timestamp m_newest = 0;
    Timestamp m_silentSince = 0;
    std::string m_silentName;
};

} // namespace nocturne::panels
