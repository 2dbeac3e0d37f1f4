// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "watch/alerts/alert_instance.h"
#include "watch/alerts/silence.h"

/// What an Alertmanager is to be told, worked out of what is wanted and what is there: nothing here asks anybody.
///
/// An acknowledgement is a lease: a short silence that is renewed while it is wanted and so ends by itself when nobody
/// renews it. A silence of this board is written as it is. Both are found again by a mark in their comment,
/// `[nocturne:WHOSE:KEY]`, so that a lost answer or a restart makes no second one.
namespace nocturne::alertmanager {

/// A silence that shall be there.
struct WantedSilence
{
    std::string key;         ///< "ack:" or "silence:" and an id of this board
    alerts::Silence silence; ///< without an id. Of a lease `endsAt` is the end of the acknowledgement; 0: it has none
    bool isLease = false;

    bool operator==(const WantedSilence&) const = default;
};

/// One of ours that is there and not over.
struct HeldSilence
{
    std::string key;
    alerts::Silence silence;
};

struct WriteStep
{
    enum class Kind { Put, Expire };

    Kind kind = Kind::Put;
    std::string key;
    alerts::Silence silence; ///< with an id where one that is there is changed or ended

    bool operator==(const WriteStep&) const = default;
};

/// What is to be done at `now`, so that all of `wanted` and nothing else is there. A lease is renewed when a third of
/// `lease` is left.
std::vector<WriteStep> planWrites(const std::vector<WantedSilence>& wanted, const std::vector<HeldSilence>& held,
                                  Timestamp now, std::chrono::milliseconds lease);

/// `comment` with the mark at its end.
std::string markedComment(const std::string& comment, const std::string& whose, const std::string& key);
/// The key in the mark of `whose`; nothing where the comment has none.
std::optional<std::string> keyInComment(std::string_view comment, const std::string& whose);

/// What somebody said who acknowledged by a silence that is not ours: another Nocturne, whose mark tells, or one whose
/// comment begins with `ackPrefix` or with `ACK!`, as karma and kthxbye have it. Nothing where it is a mere silence.
std::optional<std::string> foreignAcknowledgement(std::string_view comment, std::string_view ackPrefix);

/// What a lease on an alert with these labels matches: those that do not change with each restart of what they name;
/// all, where only alertname or severity would be left.
alerts::Matchers leaseMatchers(const model::LabelSet& labels);

} // namespace nocturne::alertmanager
