// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/freshness.h"

#include <algorithm>
#include <cmath>

#include "engine/promql/parser.h"

namespace nocturne::panels {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kCountWindow = 5min;
constexpr std::chrono::milliseconds kLeastTolerance = 15s;
constexpr std::chrono::milliseconds kLongestInterval = 10min;

void collect(const promql::Expr& expr, std::vector<std::string>& out)
{
    const auto* selector = promql::tryAs<promql::VectorSelector>(&expr);
    if (const auto* matrix = promql::tryAs<promql::MatrixSelector>(&expr))
        selector = matrix->selector.get();
    if (selector != nullptr && !selector->isLabelFilter) {
        std::string text = "{";
        for (const auto& matcher : selector->matchers)
            text += (text.size() > 1 ? "," : "") + matcher.toString();
        text += "}";
        if (std::find(out.begin(), out.end(), text) == out.end())
            out.push_back(std::move(text));
        return;
    }
    for (const auto* child : promql::childrenOf(expr))
        collect(*child, out);
}

} // namespace

std::vector<std::string> selectorsOf(std::string_view expression)
{
    std::vector<std::string> selectors;
    if (const auto parsed = promql::parse(expression, promql::ParserOptions::all()))
        collect(**parsed, selectors);
    return selectors;
}

std::string newestSampleQuery(std::string_view selector)
{
    return "max by (job, instance) (timestamp(" + std::string(selector) + "))";
}

std::string lastSeenQuery(std::string_view selector)
{
    return "max by (job, instance) (max_over_time(timestamp(" + std::string(selector) + ")[1d:4m]))";
}

std::string sampleCountQuery(std::string_view selector)
{
    return "max(count_over_time(" + std::string(selector) + "[5m]))";
}

SelectorAge readNewest(const query::QueryResult& answer)
{
    SelectorAge age;
    for (const auto& series : answer.series) {
        if (series.values.empty() || std::isnan(series.values.back()))
            continue;
        const auto time = static_cast<Timestamp>(std::llround(series.values.back() * 1000));
        age.newest = std::max(age.newest, time);
        if (age.sources == 0 || time < age.oldestSource) {
            age.oldestSource = time;
            age.oldestSourceName = std::string(series.labels.get("instance"));
        }
        ++age.sources;
    }
    return age;
}

void FreshnessJudge::assumeInterval(std::chrono::milliseconds interval)
{
    if (!m_intervalLearnt)
        m_interval = interval;
}

void FreshnessJudge::learnCount(double count)
{
    if (!(count >= 2))
        return;
    const std::chrono::milliseconds estimate(
        static_cast<std::int64_t>(static_cast<double>(kCountWindow.count()) / count));
    m_interval = m_intervalLearnt ? std::min(m_interval, estimate) : estimate;
    m_intervalLearnt = true;
}

void FreshnessJudge::learn(const Evidence& evidence)
{
    // A panel is as old as the oldest of what it is computed from; a selector without any sample says nothing.
    Timestamp newest = 0;
    Timestamp silent = 0;
    std::string name;
    for (const auto& selector : evidence.selectors) {
        if (selector.sources == 0)
            continue;
        newest = newest == 0 ? selector.newest : std::min(newest, selector.newest);
        if (selector.sources > 1 && (silent == 0 || selector.oldestSource < silent)) {
            silent = selector.oldestSource;
            name = selector.oldestSourceName;
        }
    }
    if (newest == 0)
        newest = evidence.lastValue; // staleness markers ended all of them: the answer's own end tells since when
    if (m_newest != 0 && newest > m_newest) {
        const std::chrono::milliseconds gap(newest - m_newest);
        if (gap >= 500ms && gap <= kLongestInterval) {
            m_interval = m_intervalLearnt ? std::min(m_interval, gap) : gap;
            m_intervalLearnt = true;
        }
    }
    m_newest = std::max(m_newest, newest);
    m_silentSince = silent;
    m_silentName = std::move(name);
}

std::chrono::milliseconds FreshnessJudge::tolerance() const { return std::max(2 * m_interval, kLeastTolerance); }

Timestamp FreshnessJudge::staleSince(Timestamp now) const
{
    return m_newest != 0 && now - m_newest > tolerance().count() ? m_newest : 0;
}

std::string FreshnessJudge::silentSource(Timestamp now) const
{
    return m_silentSince != 0 && now - m_silentSince > tolerance().count() ? m_silentName : std::string();
}

} // namespace nocturne::panels
