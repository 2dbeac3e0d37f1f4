// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "watch/alerts/severity.h"

namespace nocturne::notify {

using Texts = std::map<std::string, std::string>;

/// One alert as messages tell of it: one label set, of whichever sources report it.
struct NotifiedAlert
{
    std::string fingerprint; ///< 16 hex digits
    model::LabelSet labels;
    Texts annotations;
    bool isFiring = true;
    alerts::Severity severity = alerts::Severity::Unknown;
    Timestamp startsAt = 0;
    Timestamp endsAt = 0; ///< 0 while it fires
    double value = 0;
    std::string generatorUrl = {};

    bool operator==(const NotifiedAlert&) const = default;
};

/// What one receiver is told at one time. What is sent is made of this alone, so that a message sent again after a
/// crash is the same message.
struct Message
{
    enum class Kind {
        Group,       ///< the alerts of one group
        Digest,      ///< of many groups, since there are too many messages
        Escalation,  ///< one alert that nobody took
        Undelivered, ///< what another receiver refused
        Test
    };

    Kind kind = Kind::Group;
    std::string receiver;
    std::string groupKey; ///< as Alertmanager writes it: `{}/{team="db"}:{alertname="DiskFull"}`
    std::string key;      ///< the same whenever this message is sent, and never used for another
    std::string thread;   ///< key of the message that began the trouble this one is about; empty: this one
    Texts groupLabels;
    std::vector<NotifiedAlert> alerts; ///< firing ones first, worst and then oldest first
    std::size_t truncated = 0;         ///< alerts that are not in the list
    std::size_t firing = 0;            ///< all of them, in the list or not
    std::size_t resolved = 0;
    std::string note;        ///< a sentence on why this message is sent, where it is no usual one
    std::string externalUrl; ///< of this Nocturne
    Timestamp at = 0;

    bool isFiring() const { return firing > 0; }
    /// "firing" or "resolved", as Alertmanager says it.
    std::string_view status() const { return isFiring() ? "firing" : "resolved"; }
    /// The worst of those that fire; of all where none does.
    alerts::Severity severity() const;
    /// What all alerts of the list have in common.
    Texts commonLabels() const;
    Texts commonAnnotations() const;
    bool operator==(const Message&) const = default;
};

/// Alerts kept in one message; a larger group is told with the number of those left out.
inline constexpr std::size_t kMostAlertsOfMessage = 1000;

model::LabelSet labelsOf(const Texts& texts);
Texts textsOf(const model::LabelSet& labels);

/// Puts `alerts` in, in the order of messages, and counts them.
void setAlerts(Message& message, std::vector<NotifiedAlert> alerts);

/// The message as the outbox keeps it, and back. The latter fails with Corrupt.
std::string toJson(const Message& message);
Result<Message> messageFromJson(std::string_view json);

/// Alertmanager's webhook body, version 4, with at most `maxAlerts` (0: all) alerts.
std::string webhookBody(const Message& message, std::size_t maxAlerts);

std::string_view toString(Message::Kind kind);

/// What a message is called in lists and subjects: "2 firing, 1 resolved: DiskFull (db)".
std::string titleOf(const Message& message);
/// A key that no other message has: 32 hex digits of SHA-256.
std::string messageKey(const std::string& integration, const Message& message, std::uint64_t number);

} // namespace nocturne::notify
