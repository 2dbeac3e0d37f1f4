// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "watch/alerts/annotations.h"
#include "watch/alerts/delivery.h"
#include "watch/alerts/severity.h"

namespace nocturne::alerts {

/// Prometheus' states of one label set of one alerting rule; Resolved is kept for a while after the end.
enum class AlertState { Inactive, Pending, Firing, Resolved };

std::string_view toString(AlertState state);

/// A person took this occurrence of an alert: "I have it". It ends with the alert, or earlier at `until`, or when the
/// alert gets worse than it was when it was taken, unless it is sticky.
struct Acknowledgement
{
    std::string owner;
    std::string comment;
    Timestamp at = 0;
    std::optional<Timestamp> until = {};
    bool sticky = false;
    Severity severity = Severity::Unknown; ///< of the alert when it was taken

    bool operator==(const Acknowledgement&) const = default;
};

/// A person does not want to hear of this occurrence for a while: "not now". Checks and states go on.
struct Snooze
{
    std::string by;
    std::string comment;
    Timestamp at = 0;
    Timestamp until = 0;
    bool shared = false;                   ///< for everybody; else for `by` alone
    Severity severity = Severity::Unknown; ///< of the alert then; a worse one ends it

    bool operator==(const Snooze&) const = default;
};

/// Why nobody is told of an alert although it fires, other than that a person has it.
struct Mute
{
    /// Acknowledgement: somebody took the alert where it comes from, by a silence there.
    enum class By { Silence, Inhibition, Downtime, Acknowledgement };

    By by = By::Silence;
    std::string id;                      ///< of the silence, the downtime, or the alert that inhibits
    std::string text;                    ///< the comment, or the name of the alert that inhibits
    std::string who = {};                ///< made the silence or the downtime
    std::optional<Timestamp> until = {}; ///< where it has an end
    std::string source = {};             ///< who says so, "alertmanager:main"; empty: this board

    bool operator==(const Mute&) const = default;
};

/// "silence", "inhibition", "downtime", "acknowledgement"
std::string_view toString(Mute::By by);

/// One label set of one rule, or one alert of a stream: a single occurrence, from its first sight to its end.
struct AlertInstance
{
    std::string id;          ///< of this occurrence; given by the board
    std::string source;      ///< who reports it: "rules:FILE;GROUP", "stream:gateway"
    model::LabelSet labels;  ///< with alertname
    Annotations annotations; ///< rendered
    AlertState state = AlertState::Inactive;
    Severity severity = Severity::Unknown;       ///< as shown: of the source, raised by escalation
    Severity sourceSeverity = Severity::Unknown; ///< what the source says; given by the board
    std::string severityText;                    ///< as the source wrote it
    double value = 0;
    std::string expression;               ///< what was evaluated; empty for foreign alerts
    std::optional<double> threshold = {}; ///< as the source states it, where it does
    std::chrono::milliseconds holdFor{0}; ///< the rule's `for`
    Timestamp activeAt = 0;               ///< first true
    Timestamp firedAt = 0;                ///< 0 while pending
    Timestamp resolvedAt = 0;             ///< 0 until resolved
    Timestamp unverifiedSince = 0;        ///< not 0: the source was lost then, and the state is the last seen one

    // Given by the board.
    std::optional<Acknowledgement> acknowledgement = {};
    std::vector<Snooze> snoozes = {}; ///< one for each person at most, and one shared
    std::vector<Mute> mutedBy = {};
    Timestamp seenAt = 0;       ///< 0: nobody has looked at it
    bool isFlapping = false;    ///< it began to fire too often lately
    int escalationStep = 0;     ///< steps of its escalation that are done
    Delivery delivery = {};     ///< of the acknowledgement, to where else the alert lives
    std::string endReason = {}; ///< why it resolved, where the source did not say so: "rule removed"

    std::string name() const { return std::string(labels.get("alertname")); }
    bool isActive() const { return state == AlertState::Pending || state == AlertState::Firing; }
    bool isMuted() const { return !mutedBy.empty(); }
    /// Who has it in the place that it comes from, where nobody has it here; null: nobody.
    const Mute* takenElsewhere() const;
    /// Whether the display of `user` should keep quiet about it: snoozed for everybody, or by that person.
    bool isSnoozedFor(std::string_view user) const;
    bool isSnoozedForAll() const;
    /// Fires, and nobody has it, silenced it or put it off: what people have to look at.
    bool needsSomebody() const
    {
        return state == AlertState::Firing && !acknowledgement && mutedBy.empty() && !isSnoozedForAll();
    }
    /// Says that alerting itself works, and fires always: severity "none" of Watchdog, DeadMansSwitch, InfoInhibitor.
    /// Not counted among the alerts.
    bool isHeartbeat() const;
    bool operator==(const AlertInstance&) const = default;
};

/// Alertmanager's fingerprint of a label set: FNV-1a 64 over sorted `name 0xff value 0xff`, as 16 hex digits.
std::string fingerprint(const model::LabelSet& labels);

} // namespace nocturne::alerts
