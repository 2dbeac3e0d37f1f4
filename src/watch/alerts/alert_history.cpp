// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/alert_history.h"

#include <algorithm>
#include <charconv>

#include "base/core/text.h"
#include "watch/alerts/state_store.h"

namespace nocturne::alerts {

namespace {

using sqlite::Row;

constexpr std::size_t kLargestPage = 1'000;

/// Where a page begins: behind this start and id.
struct Cursor
{
    Timestamp activeAt = 0;
    std::string id;
};

Result<Cursor> cursorOf(const std::string& text)
{
    Cursor cursor;
    const auto slash = text.find('/');
    const auto read = std::from_chars(text.data(), text.data() + std::min(slash, text.size()), cursor.activeAt);
    if (slash == std::string::npos || read.ec != std::errc() || read.ptr != text.data() + slash)
        return fail(Error::Kind::InvalidInput, "\"" + printable(text, 80) + "\" is no place in the history");
    cursor.id = text.substr(slash + 1);
    return cursor;
}

// Ended, taken and fired as of the history; an occurrence counts where it began to fire.
constexpr const char* kNoise =
    "SELECT name, source, count(*), count(first_ack_at), "
    "sum(resolved_at > 0 AND first_ack_at IS NULL), "
    "avg(CASE WHEN resolved_at > 0 THEN (resolved_at - fired_at) / 1000.0 END), "
    "avg(CASE WHEN first_ack_at IS NOT NULL THEN max(first_ack_at - fired_at, 0) / 1000.0 END) "
    "FROM occurrences WHERE fired_at >= ?1 AND fired_at < ?2 ";

RuleNoise noiseOf(const Row& row)
{
    RuleNoise noise;
    noise.name = row.text(0);
    noise.source = row.text(1);
    noise.fired = static_cast<std::size_t>(row.integer(2));
    noise.acknowledged = static_cast<std::size_t>(row.integer(3));
    noise.ignored = static_cast<std::size_t>(row.integer(4));
    noise.meanSecondsToEnd = row.real(5);
    noise.meanSecondsToTake = row.real(6);
    return noise;
}

} // namespace

std::string likePattern(const std::string& text)
{
    std::string out = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            out += '\\';
        out += c;
    }
    return out + '%';
}

Result<HistoryPage> AlertHistory::occurrences(const HistoryQuery& query) const
{
    Cursor cursor;
    if (!query.after.empty()) {
        auto read = cursorOf(query.after);
        if (!read)
            return tl::unexpected(read.error());
        cursor = std::move(*read);
    }
    static const std::string kPage =
        std::string("SELECT ") + kOccurrenceColumns +
        " FROM occurrences WHERE active_at < ?1 AND (resolved_at = 0 OR resolved_at >= ?2) "
        "AND (?3 = '' OR name = ?3) AND (?4 = '' OR fingerprint = ?4) "
        "AND (?5 = '' OR source = ?5) AND (?6 = '' OR labels LIKE ?7 ESCAPE '\\') "
        "AND severity >= ?8 AND (?9 = 0 OR fired_at > 0) "
        "AND (?10 = '' OR (active_at, id) < (?11, ?10)) "
        "ORDER BY active_at DESC, id DESC LIMIT ?12";
    const auto limit = std::clamp<std::size_t>(query.limit, 1, kLargestPage);
    HistoryPage page;
    bool isMore = false;
    auto read = m_store.read([&](sqlite::Database& database) {
        return database.query(
            kPage,
            [&](const Row& row) {
                auto entry = occurrenceOf(row);
                if (page.occurrences.size() == limit)
                    isMore = true;
                else if (entry)
                    page.occurrences.push_back(std::move(entry->alert));
            },
            query.to, query.from, query.name, query.fingerprint, query.source, query.text, likePattern(query.text),
            query.atLeast ? static_cast<int>(*query.atLeast) : 0, query.firedOnly ? 1 : 0, cursor.id, cursor.activeAt,
            limit + 1);
    });
    if (!read)
        return tl::unexpected(read.error());
    if (isMore)
        page.next = std::to_string(page.occurrences.back().activeAt) + "/" + page.occurrences.back().id;
    return page;
}

Result<std::vector<AlertChange>> AlertHistory::timeline(const std::string& id, std::size_t limit) const
{
    std::vector<AlertChange> changes;
    auto read = m_store.read([&](sqlite::Database& database) {
        return database.query(
            "SELECT number, at, kind, alert, severity, firing, acknowledged, muted, value, who, comment, detail, "
            "until, "
            "step FROM changes WHERE alert = ? ORDER BY number LIMIT ?",
            [&](const Row& row) { changes.push_back(changeOf(row)); }, id, limit);
    });
    return read ? Result<std::vector<AlertChange>>(std::move(changes)) : tl::unexpected(read.error());
}

Result<std::vector<RuleNoise>> AlertHistory::noise(Timestamp from, Timestamp to) const
{
    static const std::string kByRule =
        std::string(kNoise) + "GROUP BY name, source ORDER BY count(*) DESC, name, source LIMIT 1000";
    std::vector<RuleNoise> all;
    auto read = m_store.read([&](sqlite::Database& database) {
        return database.query(
            kByRule, [&](const Row& row) { all.push_back(noiseOf(row)); }, from, to);
    });
    return read ? Result<std::vector<RuleNoise>>(std::move(all)) : tl::unexpected(read.error());
}

Result<RuleNoise> AlertHistory::total(Timestamp from, Timestamp to) const
{
    RuleNoise noise;
    auto read = m_store.read([&](sqlite::Database& database) {
        return database.query(
            kNoise, [&](const Row& row) { noise = noiseOf(row); }, from, to);
    });
    noise.name.clear();
    noise.source.clear();
    return read ? Result<RuleNoise>(std::move(noise)) : tl::unexpected(read.error());
}

} // namespace nocturne::alerts
