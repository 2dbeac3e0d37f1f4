// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "watch/alerts/severity.h"

namespace nocturne::alerts {

/// One thing that happened to an alert, as the journal of the board keeps it.
///
/// The journal is the door between the board and what tells people (watch/notify): every change gets the next number
/// and is durable before listeners hear of it. Who must miss nothing keeps the number of the last change that was dealt
/// with, asks AlertBoard::changesAfter() for the rest, and stores the new number in the same transaction as what
/// follows from it: at least once, whatever dies when. Who only draws uses subscribe() and snapshot().
///
/// Whether somebody is to be told is not in the change but in the alert: see AlertInstance::needsSomebody(), or for the
/// moment of the change `acknowledged` and `muted`.
struct AlertChange
{
    enum class Kind {
        Pending,              ///< true for the first time, and not for long enough yet
        Forgotten,            ///< was pending and is no longer true; nobody is told
        Fired,                ///< began to fire; also a resolved one that its source takes back
        Resolved,             ///< `detail` says why where the source did not end it: "rule removed"
        SeverityRose,         ///< by the source, or by escalation (`detail` "escalation")
        SeverityFell,         ///< by the source
        Unverified,           ///< its source cannot be asked
        Verified,             ///< and can again
        Acknowledged,         ///< `who`, `comment`; `until` where it ends by time
        AcknowledgementEnded, ///< `detail`: "given back", "time over", "severity rose"; not said when it resolves
        Snoozed,              ///< `detail` "shared" when for everybody
        SnoozeEnded,          ///< `detail`: "taken back", "time over", "severity rose"
        Muted,                ///< silenced, inhibited or in downtime: `detail` says which, and was none of them before
        Unmuted,              ///< none of them any more
        Escalated,            ///< the step `step` of `detail`, an escalation policy, is due now
        FlappingBegan,        ///< fires too often
        FlappingEnded,
        Seen,     ///< `who` looked at it
        Commented ///< `who` noted `comment`
    };

    std::uint64_t number = 0; ///< without gaps but where old ones were forgotten; never used again
    Timestamp at = 0;
    Kind kind = Kind::Pending;
    std::string alert;                     ///< id of the occurrence; its labels stay in the history for 90 days
    Severity severity = Severity::Unknown; ///< after the change
    bool firing = false;                   ///< after the change
    bool acknowledged = false;             ///< after the change
    bool muted = false;                    ///< after the change: silenced, inhibited, in downtime, or snoozed by all
    double value = 0;
    std::string who = {};
    std::string comment = {};
    std::string detail = {};
    Timestamp until = 0; ///< 0: no end by time
    int step = 0;        ///< of an escalation, from 1

    bool operator==(const AlertChange&) const = default;
};

/// "fired", "acknowledgement ended": stable words, kept in files.
std::string_view toString(AlertChange::Kind kind);
/// The other way round; Pending for a word that is not known.
AlertChange::Kind changeKind(std::string_view word);

} // namespace nocturne::alerts
