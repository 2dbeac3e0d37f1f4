// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "watch/alerts/severity.h"

namespace nocturne::alerts {

/// Prometheus' states of one label set of one alerting rule; Resolved is kept for a while after the end.
enum class AlertState { Inactive, Pending, Firing, Resolved };

std::string_view toString(AlertState state);

/// A person took this occurrence of an alert. It ends with the alert, or earlier at `until`.
struct Acknowledgement
{
    std::string owner;
    std::string comment;
    Timestamp at = 0;
    std::optional<Timestamp> until = {};

    bool operator==(const Acknowledgement&) const = default;
};

/// One label set of one rule, or one alert of a stream: a single occurrence, from its first sight to its end.
struct AlertInstance
{
    std::string id;                                 ///< of this occurrence: fingerprint and start; given by the board
    std::string source;                             ///< who reports it: "rules", "stream:gateway"
    model::LabelSet labels;                         ///< with alertname
    std::map<std::string, std::string> annotations; ///< rendered
    AlertState state = AlertState::Inactive;
    Severity severity = Severity::Unknown;
    std::string severityText; ///< as the source wrote it
    double value = 0;
    std::string expression;               ///< what was evaluated; empty for foreign alerts
    std::optional<double> threshold = {}; ///< as the source states it, where it does
    std::chrono::milliseconds holdFor{0}; ///< the rule's `for`
    Timestamp activeAt = 0;               ///< first true
    Timestamp firedAt = 0;                ///< 0 while pending
    Timestamp resolvedAt = 0;             ///< 0 until resolved
    Timestamp unverifiedSince = 0;        ///< not 0: the source was lost then, and the state is the last seen one
    std::optional<Acknowledgement> acknowledgement = {};

    std::string name() const { return std::string(labels.get("alertname")); }
    bool operator==(const AlertInstance&) const = default;
};

/// Alertmanager's fingerprint of a label set: FNV-1a 64 over sorted `name 0xff value 0xff`, as 16 hex digits.
std::string fingerprint(const model::LabelSet& labels);

} // namespace nocturne::alerts
