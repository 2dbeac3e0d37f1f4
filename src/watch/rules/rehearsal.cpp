// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rehearsal.h"

#include <algorithm>

namespace nocturne::rules {

namespace {

/// The machine of AlertingRule for one series.
class Player
{
public:
    Player(const ThresholdRule& rule, std::size_t series, Rehearsal& out)
        : m_rule(rule)
        , m_series(series)
        , m_out(out)
    {}

    void see(Timestamp time, double value)
    {
        const bool isThere = !promql::isAbsent(value);
        const bool holds =
            isThere && (isBeyond(value, m_rule.comparison, m_rule.threshold) ||
                        (m_isFiring && m_rule.clear && isBeyond(value, m_rule.comparison, *m_rule.clear)));
        m_last = time;
        if (holds)
            found(time);
        else
            missed(time);
    }

    void end()
    {
        if (m_isFiring)
            m_out.firings.push_back({m_series, m_firedAt, m_last, true});
    }

private:
    void found(Timestamp time)
    {
        m_absentSince = 0;
        if (m_activeAt == 0)
            m_activeAt = time;
        if (!m_isFiring && time - m_activeAt >= m_rule.holdFor.count()) {
            m_isFiring = true;
            m_firedAt = time;
        }
    }

    void missed(Timestamp time)
    {
        if (m_activeAt == 0)
            return;
        if (!m_isFiring) {
            ++m_out.pending;
            m_activeAt = 0;
            return;
        }
        if (m_rule.keepFiringFor.count() > 0) {
            if (m_absentSince == 0)
                m_absentSince = time;
            if (time - m_absentSince < m_rule.keepFiringFor.count())
                return;
        }
        m_out.firings.push_back({m_series, m_firedAt, time, false});
        m_isFiring = false;
        m_activeAt = m_absentSince = 0;
    }

    const ThresholdRule& m_rule;
    std::size_t m_series;
    Rehearsal& m_out;
    bool m_isFiring = false;
    Timestamp m_activeAt = 0; // 0: inactive
    Timestamp m_firedAt = 0;
    Timestamp m_absentSince = 0;
    Timestamp m_last = 0;
};

/// The time that at least one of them covers.
std::chrono::milliseconds coveredBy(const std::vector<RehearsedFiring>& byBeginning)
{
    std::chrono::milliseconds total{0};
    Timestamp until = 0;
    for (const auto& firing : byBeginning) {
        const auto from = std::max(firing.from, until);
        if (firing.to > from)
            total += std::chrono::milliseconds(firing.to - from);
        until = std::max(until, firing.to);
    }
    return total;
}

} // namespace

Rehearsal rehearse(const ThresholdRule& rule, const promql::EvalResult& values, const std::stop_token& stop)
{
    Rehearsal out;
    for (std::size_t s = 0; s < values.series.size() && !stop.stop_requested(); ++s) {
        const auto& column = values.series[s].values;
        Player player(rule, s, out);
        for (std::size_t i = 0; i < column.size(); ++i) {
            player.see(values.times[i], column[i]);
            if (!promql::isAbsent(column[i]) && (out.dataFrom == 0 || values.times[i] < out.dataFrom))
                out.dataFrom = values.times[i];
        }
        player.end();
    }
    std::ranges::stable_sort(out.firings, {}, &RehearsedFiring::from);
    out.total = coveredBy(out.firings);
    return out;
}

} // namespace nocturne::rules
