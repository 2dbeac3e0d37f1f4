// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/state_store.h"

#include <algorithm>
#include <limits>
#include <sstream>

#include "watch/alerts/matcher_text.h"
#include "watch/alerts/text_map.h"

namespace nocturne::alerts {

namespace {

using sqlite::Row;

constexpr std::size_t kForgottenAtOnce = 2'000;

std::optional<double> storable(double value)
{
    return value == value ? std::optional(value) : std::nullopt; // SQLite keeps NaN as NULL
}

double valueOf(const Row& row, int column)
{
    return row.isNull(column) ? std::numeric_limits<double>::quiet_NaN() : row.real(column);
}

Severity severityOf(std::int64_t rank)
{
    return rank < 0 || rank > static_cast<std::int64_t>(Severity::Critical) ? Severity::Unknown
                                                                            : static_cast<Severity>(rank);
}

AlertState stateOf(std::string_view word)
{
    for (const auto state : {AlertState::Pending, AlertState::Firing, AlertState::Resolved}) {
        if (toString(state) == word)
            return state;
    }
    return AlertState::Inactive;
}

std::string weekdayText(const std::vector<int>& days)
{
    std::string text;
    for (const int day : days)
        text += (text.empty() ? "" : " ") + std::to_string(day);
    return text;
}

std::vector<int> weekdaysOf(const std::string& text)
{
    std::istringstream words(text);
    std::vector<int> days;
    for (int day = 0; words >> day;)
        days.push_back(day);
    return days;
}

Result<Silence> silenceOf(const Row& row)
{
    auto matchers = parseMatchers(row.text(1));
    if (!matchers)
        return tl::unexpected(matchers.error());
    Silence silence{.id = row.text(0), .matchers = std::move(*matchers)};
    silence.startsAt = row.integer(2);
    silence.endsAt = row.integer(3);
    silence.createdBy = row.text(4);
    silence.comment = row.text(5);
    silence.updatedAt = row.integer(6);
    return silence;
}

Result<Downtime> downtimeOf(const Row& row)
{
    auto matchers = parseMatchers(row.text(1));
    if (!matchers)
        return tl::unexpected(matchers.error());
    Downtime downtime;
    downtime.id = row.text(0);
    downtime.matchers = std::move(*matchers);
    downtime.first = {row.integer(2), row.integer(3)};
    downtime.duration = std::chrono::milliseconds(row.integer(4));
    downtime.recurrence.every = recurrenceFrom(row.text(5)).value_or(Recurrence::Every::Once);
    downtime.recurrence.weekdays = weekdaysOf(row.text(6));
    downtime.recurrence.until = row.optionalInteger(7);
    downtime.zone = row.text(8);
    downtime.createdBy = row.text(9);
    downtime.comment = row.text(10);
    downtime.triggeredAt = row.integer(11);
    downtime.cancelledAt = row.integer(12);
    return downtime;
}

} // namespace

Result<BoardEntry> occurrenceOf(const Row& row)
{
    BoardEntry entry;
    auto& alert = entry.alert;
    auto labels = labelsFromJson(row.text(2));
    auto annotations = annotationsFromJson(row.text(3));
    if (!labels || !annotations)
        return tl::unexpected(labels ? annotations.error() : labels.error());
    alert.id = row.text(0);
    alert.source = row.text(1);
    alert.labels = std::move(*labels);
    alert.annotations = std::move(*annotations);
    alert.state = stateOf(row.text(4));
    alert.severity = severityOf(row.integer(5));
    alert.sourceSeverity = severityOf(row.integer(6));
    alert.severityText = row.text(7);
    alert.value = valueOf(row, 8);
    alert.expression = row.text(9);
    alert.threshold = row.optionalReal(10);
    alert.holdFor = std::chrono::milliseconds(row.integer(11));
    alert.activeAt = row.integer(12);
    alert.firedAt = row.integer(13);
    alert.resolvedAt = row.integer(14);
    alert.unverifiedSince = row.integer(15);
    alert.seenAt = row.integer(16);
    alert.endReason = row.text(17);
    if (!row.isNull(18)) {
        alert.acknowledgement = Acknowledgement{row.text(18),         row.text(19),
                                                row.integer(20),      row.optionalInteger(21),
                                                row.integer(22) != 0, severityOf(row.integer(23))};
    }
    entry.escalation = {row.integer(24), row.integer(25), static_cast<int>(row.integer(26)), row.integer(27) != 0};
    alert.escalationStep = entry.escalation.step;
    return entry;
}

AlertChange changeOf(const Row& row)
{
    AlertChange change;
    change.number = static_cast<std::uint64_t>(row.integer(0));
    change.at = row.integer(1);
    change.kind = changeKind(row.text(2));
    change.alert = row.text(3);
    change.severity = severityOf(row.integer(4));
    change.firing = row.integer(5) != 0;
    change.acknowledged = row.integer(6) != 0;
    change.muted = row.integer(7) != 0;
    change.value = valueOf(row, 8);
    change.who = row.text(9);
    change.comment = row.text(10);
    change.detail = row.text(11);
    change.until = row.integer(12);
    change.step = static_cast<int>(row.integer(13));
    return change;
}

StateStore::StateStore(sqlite::Database writer, std::optional<sqlite::Database> reader)
    : m_writer(std::move(writer))
    , m_reader(std::move(reader))
{}

Result<std::unique_ptr<StateStore>> StateStore::open(const std::string& folder, const Clock& clock, Logger& log)
{
    auto writer = openStateDatabase(folder, clock, log);
    if (!writer)
        return tl::unexpected(writer.error());
    std::optional<sqlite::Database> reader;
    if (!folder.empty()) {
        auto second = openStateReadOnly(folder);
        if (!second)
            return tl::unexpected(second.error());
        reader = std::move(*second);
    }
    return std::unique_ptr<StateStore>(new StateStore(std::move(*writer), std::move(reader)));
}

Result<std::unique_ptr<StateStore>> StateStore::openCopy(const std::string& folder)
{
    auto copy = openStateCopy(folder);
    if (!copy)
        return tl::unexpected(copy.error());
    return std::unique_ptr<StateStore>(new StateStore(std::move(*copy), std::nullopt)); // NOLINT: private constructor
}

Result<void> StateStore::writeEntry(const BoardEntry& entry)
{
    const auto& alert = entry.alert;
    const auto& ack = alert.acknowledgement;
    const auto ofAck = [&](auto get) { return ack ? std::optional(get(*ack)) : std::nullopt; };
    const auto& escalation = entry.escalation;
    auto written = m_writer.run(
        "INSERT INTO occurrences(id, source, fingerprint, name, labels, annotations, state, severity, source_severity, "
        "severity_text, value, expression, threshold, hold_for, active_at, fired_at, resolved_at, unverified_since, "
        "seen_at, end_reason, ack_owner, ack_comment, ack_at, ack_until, ack_sticky, ack_severity, first_ack_at, "
        "escalation_elapsed, escalation_since, escalation_step, escalation_raised) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
        "?23, ?24, ?25, ?26, ?23, ?27, ?28, ?29, ?30) "
        "ON CONFLICT(id) DO UPDATE SET annotations = ?6, state = ?7, severity = ?8, source_severity = ?9, "
        "severity_text = ?10, value = ?11, expression = ?12, threshold = ?13, hold_for = ?14, active_at = ?15, "
        "fired_at = ?16, resolved_at = ?17, unverified_since = ?18, seen_at = ?19, end_reason = ?20, ack_owner = ?21, "
        "ack_comment = ?22, ack_at = ?23, ack_until = ?24, ack_sticky = ?25, ack_severity = ?26, "
        "first_ack_at = coalesce(first_ack_at, ?23), escalation_elapsed = ?27, escalation_since = ?28, "
        "escalation_step = ?29, escalation_raised = ?30",
        alert.id, alert.source, fingerprint(alert.labels), alert.name(), toJson(alert.labels),
        toJson(alert.annotations), toString(alert.state), static_cast<int>(alert.severity),
        static_cast<int>(alert.sourceSeverity), alert.severityText, storable(alert.value), alert.expression,
        alert.threshold ? storable(*alert.threshold) : std::nullopt, alert.holdFor.count(), alert.activeAt,
        alert.firedAt, alert.resolvedAt, alert.unverifiedSince, alert.seenAt, alert.endReason,
        ofAck([](const Acknowledgement& a) { return a.owner; }),
        ofAck([](const Acknowledgement& a) { return a.comment; }), ofAck([](const Acknowledgement& a) { return a.at; }),
        ack ? ack->until : std::nullopt, ofAck([](const Acknowledgement& a) { return a.sticky ? 1 : 0; }),
        ofAck([](const Acknowledgement& a) { return static_cast<int>(a.severity); }), escalation.elapsed,
        escalation.runningSince, escalation.step, escalation.isRaised ? 1 : 0);
    if (!written)
        return written;
    if (written = m_writer.run("DELETE FROM snoozes WHERE alert = ?", alert.id); !written)
        return written;
    for (const auto& snooze : alert.snoozes) {
        written = m_writer.run("INSERT INTO snoozes VALUES (?, ?, ?, ?, ?, ?, ?)", alert.id, snooze.by, snooze.comment,
                               snooze.at, snooze.until, snooze.shared ? 1 : 0, static_cast<int>(snooze.severity));
        if (!written)
            return written;
    }
    return {};
}

Result<void> StateStore::writeOrder(const SilenceOrder& order)
{
    const auto& silence = order.silence;
    return m_writer.run("INSERT OR REPLACE INTO silence_orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", order.source,
                        silence.id, matcherText(silence.matchers), silence.startsAt, silence.endsAt, silence.createdBy,
                        silence.comment, order.expire ? 1 : 0, order.who, order.at);
}

Result<void> StateStore::writeChange(const AlertChange& change)
{
    return m_writer.run("INSERT INTO changes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", change.number,
                        change.at, toString(change.kind), change.alert, static_cast<int>(change.severity),
                        change.firing ? 1 : 0, change.acknowledged ? 1 : 0, change.muted ? 1 : 0,
                        storable(change.value), change.who, change.comment, change.detail, change.until, change.step);
}

Result<void> StateStore::write(const Batch& batch)
{
    if (batch.empty())
        return {};
    const std::lock_guard lock(m_writing);
    return m_writer.transaction([&]() -> Result<void> {
        Result<void> done;
        for (auto entry = batch.entries.begin(); done && entry != batch.entries.end(); ++entry)
            done = writeEntry(*entry);
        for (auto id = batch.removed.begin(); done && id != batch.removed.end(); ++id) {
            done = m_writer.run("DELETE FROM occurrences WHERE id = ?", *id).and_then([&] {
                return m_writer.run("DELETE FROM snoozes WHERE alert = ?", *id);
            });
        }
        for (auto change = batch.changes.begin(); done && change != batch.changes.end(); ++change)
            done = writeChange(*change);
        for (auto silence = batch.silences.begin(); done && silence != batch.silences.end(); ++silence) {
            done = m_writer.run("INSERT OR REPLACE INTO silences VALUES (?, ?, ?, ?, ?, ?, ?)", silence->id,
                                matcherText(silence->matchers), silence->startsAt, silence->endsAt, silence->createdBy,
                                silence->comment, silence->updatedAt);
        }
        for (auto downtime = batch.downtimes.begin(); done && downtime != batch.downtimes.end(); ++downtime) {
            done = m_writer.run("INSERT OR REPLACE INTO downtimes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                downtime->id, matcherText(downtime->matchers), downtime->first.start,
                                downtime->first.end, downtime->duration.count(), toString(downtime->recurrence.every),
                                weekdayText(downtime->recurrence.weekdays), downtime->recurrence.until, downtime->zone,
                                downtime->createdBy, downtime->comment, downtime->triggeredAt, downtime->cancelledAt);
        }
        for (auto order = batch.orders.begin(); done && order != batch.orders.end(); ++order)
            done = writeOrder(*order);
        for (auto order = batch.closedOrders.begin(); done && order != batch.closedOrders.end(); ++order)
            done = m_writer.run("DELETE FROM silence_orders WHERE source = ? AND id = ?", order->source,
                                order->silence.id);
        for (auto entry = batch.audit.begin(); done && entry != batch.audit.end(); ++entry)
            done = appendAudit(m_writer, *entry);
        return done;
    });
}

Result<StateStore::Loaded> StateStore::load(Timestamp resolvedAfter, Timestamp edgesAfter)
{
    const std::lock_guard lock(m_writing);
    Loaded loaded;
    std::map<std::string, std::size_t> places;
    static const std::string kEntries = std::string("SELECT ") + kOccurrenceColumns +
                                        " FROM occurrences WHERE resolved_at = 0 OR resolved_at > ? ORDER BY active_at";
    auto read = m_writer.query(
        kEntries,
        [&](const Row& row) {
            if (auto entry = occurrenceOf(row)) {
                places[entry->alert.id] = loaded.entries.size();
                loaded.entries.push_back(std::move(*entry));
            } else {
                ++loaded.unreadable;
            }
        },
        resolvedAfter);
    const auto also = [&](const char* sql, const auto& onRow, auto... values) {
        if (read)
            read = m_writer.query(sql, onRow, values...);
    };
    also("SELECT alert, who, comment, at, until, shared, severity FROM snoozes ORDER BY at", [&](const Row& row) {
        if (const auto place = places.find(row.text(0)); place != places.end())
            loaded.entries[place->second].alert.snoozes.push_back({row.text(1), row.text(2), row.integer(3),
                                                                   row.integer(4), row.integer(5) != 0,
                                                                   severityOf(row.integer(6))});
    });
    also(
        "SELECT id, matchers, starts_at, ends_at, created_by, comment, updated_at FROM silences ORDER BY starts_at, id",
        [&](const Row& row) {
            if (auto silence = silenceOf(row))
                loaded.silences.push_back(std::move(*silence));
            else
                ++loaded.unreadable;
        });
    also("SELECT id, matchers, starts_at, ends_at, created_by, comment, ordered_at, source, expire, who "
         "FROM silence_orders ORDER BY ordered_at, id",
         [&](const Row& row) {
             if (auto silence = silenceOf(row))
                 loaded.orders.push_back(
                     {row.text(7), std::move(*silence), row.integer(8) != 0, row.text(9), row.integer(6)});
             else
                 ++loaded.unreadable;
         });
    also("SELECT id, matchers, starts_at, ends_at, duration, every, weekdays, recurs_until, zone, created_by, comment, "
         "triggered_at, cancelled_at FROM downtimes ORDER BY starts_at, id",
         [&](const Row& row) {
             if (auto downtime = downtimeOf(row))
                 loaded.downtimes.push_back(std::move(*downtime));
             else
                 ++loaded.unreadable;
         });
    also(
        "SELECT source, fingerprint, fired_at FROM occurrences WHERE fired_at > ? ORDER BY fired_at",
        [&](const Row& row) {
            loaded.edges[{row.text(0), row.text(1)}].push_back(row.integer(2));
        },
        edgesAfter);
    also("SELECT seq FROM sqlite_sequence WHERE name = 'changes'",
         [&](const Row& row) { loaded.lastChange = static_cast<std::uint64_t>(row.integer(0)); });
    return read ? Result<Loaded>(std::move(loaded)) : tl::unexpected(read.error());
}

Result<bool> StateStore::forgetBefore(Timestamp oldest)
{
    const std::lock_guard lock(m_writing);
    std::int64_t most = 0;
    auto done = m_writer.transaction([&]() -> Result<void> {
        Result<void> gone;
        for (const char* sql :
             {"DELETE FROM changes WHERE number IN (SELECT number FROM changes WHERE at < ?1 "
              "ORDER BY number LIMIT ?2)",
              "DELETE FROM occurrences WHERE id IN (SELECT id FROM occurrences WHERE resolved_at > 0 "
              "AND resolved_at < ?1 LIMIT ?2)",
              "DELETE FROM silences WHERE id IN (SELECT id FROM silences WHERE ends_at < ?1 LIMIT ?2)",
              "DELETE FROM downtimes WHERE id IN (SELECT id FROM downtimes WHERE "
              "((every = 'once' AND max(ends_at, triggered_at + duration) < ?1) "
              "OR (cancelled_at > 0 AND cancelled_at < ?1) OR recurs_until < ?1) LIMIT ?2)"}) {
            if (gone = m_writer.run(sql, oldest, kForgottenAtOnce); !gone)
                return gone;
            most = std::max(most, m_writer.changes());
        }
        return gone;
    });
    return done ? Result<bool>(most >= static_cast<std::int64_t>(kForgottenAtOnce)) : tl::unexpected(done.error());
}

Result<void> StateStore::read(const std::function<Result<void>(sqlite::Database&)>& work)
{
    const std::lock_guard lock(m_reader ? m_reading : m_writing);
    return work(m_reader ? *m_reader : m_writer);
}

Result<void> StateStore::transact(const std::function<Result<void>(sqlite::Database&)>& work)
{
    const std::lock_guard lock(m_writing);
    return m_writer.transaction([&] { return work(m_writer); });
}

} // namespace nocturne::alerts
