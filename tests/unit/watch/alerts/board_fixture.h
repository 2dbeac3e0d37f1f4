// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "support/manual_clock.h"
#include "watch/alerts/alert_board.h"

namespace nocturne::alerts {

inline constexpr Timestamp kStart = 1'700'000'000'000; // 2023-11-14 22:13:20 UTC

/// A board, its clock and words for what tests do with them.
struct BoardFixture
{
    explicit BoardFixture(AlertBoard::Options options = {})
        : board(clock, std::move(options))
    {}

    AlertInstance alert(const std::string& instance, Severity severity = Severity::Warning,
                        AlertState state = AlertState::Firing) const
    {
        AlertInstance made;
        made.labels = model::LabelSet{{"alertname", "DiskFull"}, {"instance", instance}, {"job", "node"}};
        made.annotations["summary"] = "the disk of " + instance + " is full";
        made.severity = severity;
        made.severityText = toString(severity);
        made.state = state;
        made.activeAt = clock.now();
        made.firedAt = state == AlertState::Firing ? clock.now() : 0;
        return made;
    }
    /// The listed alert of `instance`; an empty one when there is none.
    AlertInstance find(const std::string& instance) const
    {
        const auto all = board.snapshot();
        const auto found = std::ranges::find_if(
            *all, [&](const AlertInstance& one) { return one.labels.get("instance") == instance; });
        return found == all->end() ? AlertInstance() : *found;
    }
    std::vector<std::string> idsOf(const std::vector<std::string>& instances) const
    {
        std::vector<std::string> ids;
        for (const auto& instance : instances)
            ids.push_back(find(instance).id);
        return ids;
    }
    /// The kinds of changes above `number`, in words.
    std::vector<std::string> changesAfter(std::uint64_t number) const
    {
        std::vector<std::string> words;
        const auto changes = board.changesAfter(number, 1000);
        for (const auto& change : *changes)
            words.push_back(std::string(toString(change.kind)) + (change.detail.empty() ? "" : ": " + change.detail));
        return words;
    }
    void pass(std::chrono::milliseconds time)
    {
        clock.advance(time);
        board.expire();
    }

    support::ManualClock clock{kStart};
    AlertBoard board;
    const Actor ann{"ann", "test"};
    const Actor bob{"bob", "test"};
};

inline Matchers matchers(std::string_view text) { return *parseMatchers(text); }

} // namespace nocturne::alerts
