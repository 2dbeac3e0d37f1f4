// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "watch/alerts/alert_change.h"
#include "watch/alerts/alert_instance.h"
#include "watch/alerts/audit_log.h"
#include "watch/alerts/downtime.h"
#include "watch/alerts/remote_view.h"
#include "watch/alerts/silence.h"
#include "watch/alerts/state_database.h"

namespace nocturne::alerts {

/// How far the escalation of an occurrence is. It runs while `runningSince` is not 0.
struct EscalationClock
{
    Timestamp elapsed = 0; ///< ms for which it ran before
    Timestamp runningSince = 0;
    int step = 0; ///< steps done
    bool isRaised = false;

    Timestamp at(Timestamp now) const { return elapsed + (runningSince == 0 ? 0 : now - runningSince); }
    bool operator==(const EscalationClock&) const = default;
};

/// An alert with what the board keeps beside it.
struct BoardEntry
{
    AlertInstance alert;
    EscalationClock escalation;
};

/// The durable memory of a board: `state.db` in the data directory, or the same tables in memory.
///
/// write() is durable when it returns. One thread writes at a time; reading may go on beside, from any thread.
class StateStore
{
public:
    /// Opens as openStateDatabase() does; an empty `folder` is memory.
    static Result<std::unique_ptr<StateStore>> open(const std::string& folder, const Clock& clock, Logger& log);
    /// Opens as openStateCopy() does: nothing is kept.
    static Result<std::unique_ptr<StateStore>> openCopy(const std::string& folder);

    /// What one change of the board is made of; it is written whole or not at all.
    struct Batch
    {
        std::vector<BoardEntry> entries;  ///< new or changed
        std::vector<std::string> removed; ///< occurrences that never were more than pending
        std::vector<AlertChange> changes;
        std::vector<Silence> silences;
        std::vector<Downtime> downtimes;
        std::vector<AuditEntry> audit;
        std::vector<SilenceOrder> orders;
        std::vector<SilenceOrder> closedOrders;

        bool empty() const
        {
            return entries.empty() && removed.empty() && changes.empty() && silences.empty() && downtimes.empty() &&
                   audit.empty() && orders.empty() && closedOrders.empty();
        }
    };
    Result<void> write(const Batch& batch);

    /// What a board begins with. A row that cannot be read is left out and counted.
    struct Loaded
    {
        std::vector<BoardEntry> entries; ///< pending, firing, or resolved after the given time
        std::vector<Silence> silences;
        std::vector<Downtime> downtimes;
        std::vector<SilenceOrder> orders;
        /// When alerts began to fire lately, by source and fingerprint, oldest first.
        std::map<std::pair<std::string, std::string>, std::vector<Timestamp>> edges;
        std::uint64_t lastChange = 0; ///< number of the newest change there ever was
        std::size_t unreadable = 0;
    };
    Result<Loaded> load(Timestamp resolvedAfter, Timestamp edgesAfter);

    /// Forgets what ended before `oldest`: occurrences, changes, silences and downtimes. The audit log stays.
    /// Takes a bounded number of rows at a time; returns whether there is more.
    Result<bool> forgetBefore(Timestamp oldest);

    /// Runs `work` on a connection to read from, beside writing where the state is a file.
    Result<void> read(const std::function<Result<void>(sqlite::Database&)>& work);
    /// Runs `work` as a transaction of whoever keeps tables of its own in the state.
    Result<void> transact(const std::function<Result<void>(sqlite::Database&)>& work);

private:
    StateStore(sqlite::Database writer, std::optional<sqlite::Database> reader);
    Result<void> writeEntry(const BoardEntry& entry);
    Result<void> writeOrder(const SilenceOrder& order);
    Result<void> writeChange(const AlertChange& change);

    std::mutex m_writing;
    std::mutex m_reading;
    sqlite::Database m_writer;
    std::optional<sqlite::Database> m_reader; // none: the writer is shared
};

/// The columns of one occurrence, as occurrenceOf() reads them.
inline constexpr const char* kOccurrenceColumns =
    "id, source, labels, annotations, state, severity, source_severity, severity_text, value, expression, threshold, "
    "hold_for, active_at, fired_at, resolved_at, unverified_since, seen_at, end_reason, ack_owner, ack_comment, "
    "ack_at, "
    "ack_until, ack_sticky, ack_severity, escalation_elapsed, escalation_since, escalation_step, escalation_raised, "
    "first_ack_at";
/// Fails with Corrupt.
Result<BoardEntry> occurrenceOf(const sqlite::Row& row);
/// The columns number, at, kind, alert, severity, firing, acknowledged, muted, value, who, comment, detail, until,
/// step.
AlertChange changeOf(const sqlite::Row& row);

} // namespace nocturne::alerts
