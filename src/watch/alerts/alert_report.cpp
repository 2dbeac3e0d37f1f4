// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/alert_report.h"

#include <algorithm>
#include <map>
#include <utility>

#include "watch/alerts/state_store.h"

namespace nocturne::alerts {

namespace {

using sqlite::Row;
using Key = std::pair<std::string, std::string>; // name, source

constexpr const char* kFired =
    "SELECT name, source, severity, fired_at, resolved_at, first_ack_at FROM occurrences "
    "WHERE fired_at > 0 AND active_at < ?1 AND (resolved_at = 0 OR resolved_at >= ?2) "
    "AND (?3 = '' OR name = ?3) AND (?4 = '' OR fingerprint = ?4) AND (?5 = '' OR source = ?5) "
    "AND (?6 = '' OR labels LIKE ?7 ESCAPE '\\') AND severity >= ?8";

constexpr const char* kFlapped = "SELECT occurrences.name, occurrences.source, count(*) FROM changes "
                                 "JOIN occurrences ON occurrences.id = changes.alert "
                                 "WHERE changes.kind = ?1 AND changes.at >= ?2 AND changes.at < ?3 GROUP BY 1, 2";

/// One occurrence, as far as a report goes.
struct Firing
{
    Severity severity = Severity::Info;
    Timestamp start = 0;
    Timestamp end = 0; ///< 0: fires still
    Timestamp takenAt = 0;
};

/// Sums up what fired; the cells as milliseconds until the end.
class Tally
{
public:
    Tally(Timestamp from, Timestamp to, std::size_t cells)
        : m_from(from)
        , m_to(to)
        , m_milliseconds(cells, 0)
    {
        m_report.cells.resize(cells);
    }

    void add(const Firing& firing)
    {
        const Timestamp end = firing.end == 0 ? m_to : std::min(firing.end, m_to);
        const Timestamp start = std::max(firing.start, m_from);
        m_report.secondsFiring += static_cast<double>(std::max<Timestamp>(0, end - start)) / 1000.0;
        m_report.worst = std::max(m_report.worst, firing.severity);
        draw(start, end, firing.severity);
        if (firing.start >= m_from && firing.start < m_to)
            count(firing);
    }
    void addFlapping(std::size_t count) { m_report.flapped += count; }

    RuleReport finish(const Key& key)
    {
        auto& noise = m_report.noise;
        noise.name = key.first;
        noise.source = key.second;
        noise.meanSecondsToTake = m_taken == 0 ? 0 : m_secondsToTake / static_cast<double>(m_taken);
        noise.meanSecondsToEnd = m_ended == 0 ? 0 : m_secondsToEnd / static_cast<double>(m_ended);
        const double width = cellWidth();
        for (std::size_t i = 0; i < m_milliseconds.size(); ++i) {
            const double share = std::min(1.0, static_cast<double>(m_milliseconds[i]) / width);
            // What fired at all is seen.
            m_report.cells[i].share =
                m_milliseconds[i] == 0 ? 0 : static_cast<std::uint8_t>(std::max(1.0, share * 255));
        }
        return std::move(m_report);
    }

private:
    double cellWidth() const
    {
        return static_cast<double>(std::max<Timestamp>(1, m_to - m_from)) /
               static_cast<double>(std::max<std::size_t>(1, m_milliseconds.size()));
    }

    void draw(Timestamp start, Timestamp end, Severity severity)
    {
        if (m_milliseconds.empty() || end < start)
            return;
        const double width = cellWidth();
        const auto last = m_milliseconds.size() - 1;
        const auto cellOf = [&](Timestamp at) {
            return std::min(last, static_cast<std::size_t>(static_cast<double>(at - m_from) / width));
        };
        for (std::size_t i = cellOf(start); i <= cellOf(end); ++i) {
            const auto begin = m_from + static_cast<Timestamp>(static_cast<double>(i) * width);
            const auto over = begin + static_cast<Timestamp>(width) + 1;
            const auto within = std::min(end, over) - std::max(start, begin);
            if (within < 0 || (within == 0 && start != end))
                continue;
            m_milliseconds[i] += std::max<Timestamp>(1, within);
            m_report.cells[i].worst = std::max(m_report.cells[i].worst, severity);
        }
    }

    void count(const Firing& firing)
    {
        auto& noise = m_report.noise;
        ++noise.fired;
        if (firing.takenAt != 0) {
            ++noise.acknowledged;
            ++m_taken;
            m_secondsToTake += static_cast<double>(std::max<Timestamp>(0, firing.takenAt - firing.start)) / 1000.0;
        } else if (firing.end != 0) {
            ++noise.ignored;
        }
        if (firing.end != 0) {
            ++m_ended;
            m_secondsToEnd += static_cast<double>(firing.end - firing.start) / 1000.0;
        }
    }

    Timestamp m_from;
    Timestamp m_to;
    RuleReport m_report;
    std::vector<std::int64_t> m_milliseconds;
    std::size_t m_taken = 0;
    std::size_t m_ended = 0;
    double m_secondsToTake = 0;
    double m_secondsToEnd = 0;
};

} // namespace

Result<HistoryReport> historyReport(StateStore& store, const HistoryQuery& query, std::size_t cells)
{
    Tally total(query.from, query.to, cells);
    std::map<Key, Tally> rules;
    auto read = store.read([&](sqlite::Database& database) -> Result<void> {
        auto fired = database.query(
            kFired,
            [&](const Row& row) {
                const Firing firing{static_cast<Severity>(std::clamp<std::int64_t>(row.integer(2), 0, 4)),
                                    row.integer(3), row.integer(4), row.isNull(5) ? 0 : row.integer(5)};
                total.add(firing);
                rules.try_emplace(Key(row.text(0), row.text(1)), query.from, query.to, cells).first->second.add(firing);
            },
            query.to, query.from, query.name, query.fingerprint, query.source, query.text, likePattern(query.text),
            query.atLeast ? static_cast<int>(*query.atLeast) : 0);
        if (!fired)
            return fired;
        return database.query(
            kFlapped,
            [&](const Row& row) {
                const auto found = rules.find(Key(row.text(0), row.text(1)));
                if (found == rules.end())
                    return;
                found->second.addFlapping(static_cast<std::size_t>(row.integer(2)));
                total.addFlapping(static_cast<std::size_t>(row.integer(2)));
            },
            toString(AlertChange::Kind::FlappingBegan), query.from, query.to);
    });
    if (!read)
        return tl::unexpected(read.error());
    HistoryReport report;
    report.total = total.finish({});
    for (auto& [key, tally] : rules)
        report.rules.push_back(tally.finish(key));
    std::ranges::stable_sort(report.rules, [](const RuleReport& a, const RuleReport& b) {
        return std::pair(a.noise.fired, a.secondsFiring) > std::pair(b.noise.fired, b.secondsFiring);
    });
    if (report.rules.size() > kMostReportedRules)
        report.rules.resize(kMostReportedRules);
    return report;
}

} // namespace nocturne::alerts
