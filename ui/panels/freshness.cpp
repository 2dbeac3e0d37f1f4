// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/freshness.h"

#include <algorithm>
#include <cmath>

#include "engine/promql/parser.h"

namespace nocturne::panels {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLeastTolerance = 15s;
constexpr std::chrono::milliseconds kAssumedInterval = 15s; // until two samples came
constexpr std::chrono::milliseconds kShortestGap = 500ms;   // less is one message in two parts
constexpr std::chrono::milliseconds kLongestGap = 10min;    // more is an outage
constexpr std::size_t kGapsWanted = 3;
constexpr std::size_t kGapsKept = 5;

template <typename Visit>
void visitSelectors(const promql::Expr& expr, const Visit& visit)
{
    const auto* selector = promql::tryAs<promql::VectorSelector>(&expr);
    if (const auto* matrix = promql::tryAs<promql::MatrixSelector>(&expr))
        selector = matrix->selector.get();
    if (selector != nullptr && !selector->isLabelFilter)
        return visit(*selector);
    for (const auto* child : promql::childrenOf(expr))
        visitSelectors(*child, visit);
}

void addOnce(std::vector<std::string>& out, std::string text)
{
    if (std::find(out.begin(), out.end(), text) == out.end())
        out.push_back(std::move(text));
}

} // namespace

std::vector<std::string> selectorsOf(std::string_view expression)
{
    std::vector<std::string> selectors;
    if (const auto parsed = promql::parse(expression, promql::ParserOptions::all()))
        visitSelectors(**parsed, [&](const promql::VectorSelector& selector) {
            std::string text = "{";
            for (const auto& matcher : selector.matchers)
                text += (text.size() > 1 ? "," : "") + matcher.toString();
            addOnce(selectors, text + "}");
        });
    return selectors;
}

std::vector<std::string> metricsOf(std::string_view expression)
{
    std::vector<std::string> metrics;
    if (const auto parsed = promql::parse(expression, promql::ParserOptions::all()))
        visitSelectors(**parsed, [&](const promql::VectorSelector& selector) {
            for (const auto& matcher : selector.matchers) {
                if (matcher.name() == model::kMetricName && matcher.op() == model::Matcher::Op::Equal)
                    addOnce(metrics, matcher.value());
            }
        });
    return metrics;
}

std::string newestSampleQuery(std::string_view selector)
{
    return "max by (job, instance) (timestamp(" + std::string(selector) + "))";
}

std::string lastSeenQuery(std::string_view selector)
{
    // Finely for the last minutes, so that a source that lived but for seconds is seen, and coarsely for the day.
    const auto newest = "max_over_time(timestamp(" + std::string(selector) + ")";
    return "max by (job, instance) (" + newest + "[1m:1s]) or " + newest + "[15m:5s]) or " + newest + "[1d:4m]))";
}

SelectorAge readNewest(const query::QueryResult& answer)
{
    SelectorAge age;
    for (const auto& series : answer.series) {
        if (series.values.empty() || std::isnan(series.values.back()))
            continue;
        const auto time = static_cast<Timestamp>(std::llround(series.values.back() * 1000));
        if (time > age.newest) {
            age.newest = time;
            age.job = std::string(series.labels.get("job"));
            age.instance = std::string(series.labels.get("instance"));
        }
        if (age.sources == 0 || time < age.oldestSource) {
            age.oldestSource = time;
            age.oldestSourceName = std::string(series.labels.get("instance"));
        }
        ++age.sources;
    }
    return age;
}

Timestamp readSource(const query::QueryResult& answer, std::string_view job, std::string_view instance)
{
    for (const auto& series : answer.series) {
        const bool isIt = series.labels.get("job") == job && series.labels.get("instance") == instance;
        if (isIt && !series.values.empty() && !std::isnan(series.values.back()))
            return static_cast<Timestamp>(std::llround(series.values.back() * 1000));
    }
    return 0;
}

std::chrono::milliseconds FreshnessJudge::Track::interval() const
{
    if (gaps.empty())
        return std::max(declared, kAssumedInterval);
    auto sorted = gaps;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return std::max(declared, *middle);
}

std::chrono::milliseconds FreshnessJudge::Track::tolerance() const { return std::max(2 * interval(), kLeastTolerance); }

void FreshnessJudge::Track::learn(const SelectorAge& age)
{
    ended = age.ended;
    if (age.newest <= newest)
        return;
    // Without a neighbour (its interval is longer than the lookback) two refreshes tell the gap.
    const Timestamp before = age.previous != 0 ? age.previous : newest;
    if (newest != 0 && age.newest - newest > tolerance().count())
        gaps.clear(); // it has another rhythm now, or comes back: what was learnt may be wrong
    const std::chrono::milliseconds gap(age.newest - before);
    if (before != 0 && gap >= kShortestGap && gap <= kLongestGap && (age.previous != 0 || gaps.size() < kGapsWanted)) {
        gaps.push_back(gap);
        if (gaps.size() > kGapsKept)
            gaps.erase(gaps.begin());
    }
    newest = age.newest;
}

void FreshnessJudge::learn(const std::vector<SelectorAge>& selectors)
{
    std::erase_if(m_tracks, [&](const auto& track) {
        return std::ranges::none_of(selectors, [&](const auto& age) { return age.selector == track.first; });
    });
    m_silentSince = 0;
    for (const auto& age : selectors) {
        auto& track = m_tracks[age.selector];
        if (age.failed)
            continue;
        if (m_declared && age.newest != 0)
            track.declared = m_declared(age.job, age.instance);
        track.learn(age);
        if (age.sources > 1 && !age.ended && (m_silentSince == 0 || age.oldestSource < m_silentSince)) {
            m_silentSince = age.oldestSource;
            m_silentName = age.oldestSourceName;
            m_silentSelector = age.selector;
        }
    }
}

std::set<std::string> FreshnessJudge::learnt() const
{
    std::set<std::string> out;
    for (const auto& [selector, track] : m_tracks) {
        if (track.gaps.size() >= kGapsWanted)
            out.insert(selector);
    }
    return out;
}

std::chrono::milliseconds FreshnessJudge::shortestGap() const
{
    std::chrono::milliseconds shortest{0};
    for (const auto& [selector, track] : m_tracks) {
        for (const auto gap : track.gaps)
            shortest = shortest.count() == 0 ? gap : std::min(shortest, gap);
    }
    return shortest;
}

std::map<std::string, Timestamp> FreshnessJudge::known() const
{
    std::map<std::string, Timestamp> out;
    for (const auto& [selector, track] : m_tracks)
        out[selector] = track.newest;
    return out;
}

std::chrono::milliseconds FreshnessJudge::tolerance() const
{
    auto longest = kLeastTolerance;
    for (const auto& [selector, track] : m_tracks)
        longest = std::max(longest, track.tolerance());
    return longest;
}

Timestamp FreshnessJudge::newest() const
{
    // A panel is as old as the oldest of what it is computed from; a selector without any sample says nothing.
    Timestamp oldest = 0;
    for (const auto& [selector, track] : m_tracks) {
        if (track.newest != 0 && (oldest == 0 || track.newest < oldest))
            oldest = track.newest;
    }
    return oldest;
}

Timestamp FreshnessJudge::staleSince(Timestamp now) const
{
    Timestamp since = 0;
    for (const auto& [selector, track] : m_tracks) {
        const bool isSilent = track.newest != 0 && (track.ended || now - track.newest > track.tolerance().count());
        if (isSilent && (since == 0 || track.newest < since))
            since = track.newest;
    }
    return since;
}

std::string FreshnessJudge::silentSource(Timestamp now) const
{
    const auto track = m_tracks.find(m_silentSelector);
    const bool isSilent =
        m_silentSince != 0 && track != m_tracks.end() && now - m_silentSince > track->second.tolerance().count();
    return isSilent ? m_silentName : std::string();
}

} // namespace nocturne::panels
