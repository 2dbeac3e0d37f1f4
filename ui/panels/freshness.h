// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <set>
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

/// The metrics that the selectors in `expression` name, each once; empty when it does not parse.
std::vector<std::string> metricsOf(std::string_view expression);

/// Asks for the time of the newest sample of each source (job and instance) behind `selector`, in seconds.
std::string newestSampleQuery(std::string_view selector);
/// Asks for the time of the newest sample within the last day, for sources long gone.
std::string lastSeenQuery(std::string_view selector);

/// What is known of one selector after a round of questions.
struct SelectorAge
{
    std::string selector;         ///< as selectorsOf() gave it
    Timestamp newest = 0;         ///< the newest sample of all sources; 0 when none was ever seen
    Timestamp previous = 0;       ///< the sample before that one; 0 when it was not asked for, or there is none
    Timestamp oldestSource = 0;   ///< the newest sample of the source that is silent longest
    std::string oldestSourceName; ///< its instance
    std::string job;              ///< of the source that gave `newest`, like `instance`
    std::string instance;
    std::size_t sources = 0;
    bool ended = false;  ///< no series matches any more: the sources ended them, or all are past the lookback
    bool failed = false; ///< the question was not answered, so that nothing is known

    bool operator==(const SelectorAge&) const = default;
};
SelectorAge readNewest(const query::QueryResult& answer);
/// The newest sample of one source in such an answer, in milliseconds; 0 when it is not in it.
Timestamp readSource(const query::QueryResult& answer, std::string_view job, std::string_view instance);

/// Judges a panel by the ages of its selectors and remembers between refreshes how often each gets a sample, and when
/// it had the last. GUI thread.
class FreshnessJudge
{
public:
    /// The interval that a source declares; zero when it is not known.
    using DeclaredInterval = std::function<std::chrono::milliseconds(std::string_view job, std::string_view instance)>;

    explicit FreshnessJudge(DeclaredInterval declared = {})
        : m_declared(std::move(declared))
    {}

    /// Takes in a round; what is known of selectors that are not in it is forgotten.
    void learn(const std::vector<SelectorAge>& selectors);
    /// Selectors of which enough gaps between samples are known to tell their interval.
    std::set<std::string> learnt() const;
    /// The shortest time between two samples of any selector that was seen here; zero before two were.
    std::chrono::milliseconds shortestGap() const;
    /// The newest sample of each selector that was ever seen here.
    std::map<std::string, Timestamp> known() const;

    /// Since when the panel has no new data; 0 while it has. A selector whose series have ended is silent at once;
    /// else two intervals may pass, and at least 15 s.
    Timestamp staleSince(Timestamp now) const;
    /// A source that fell silent while others go on; empty when all are well.
    std::string silentSource(Timestamp now) const;
    Timestamp silentSince() const { return m_silentSince; }
    /// The newest sample of the selector that is silent longest; 0 when there never was one.
    Timestamp newest() const;
    /// How long the most patient selector may be silent.
    std::chrono::milliseconds tolerance() const;

private:
    struct Track
    {
        Timestamp newest = 0;
        std::vector<std::chrono::milliseconds> gaps; ///< between neighbouring samples, the latest last
        std::chrono::milliseconds declared{0};
        bool ended = false;

        std::chrono::milliseconds interval() const;
        std::chrono::milliseconds tolerance() const;
        void learn(const SelectorAge& age);
    };

    DeclaredInterval m_declared;
    std::map<std::string, Track> m_tracks;
    Timestamp m_silentSince = 0;
    std::string m_silentName;
    std::string m_silentSelector;
};

} // namespace nocturne::panels
