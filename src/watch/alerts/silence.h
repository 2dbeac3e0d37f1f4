// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/matcher.h"
#include "watch/alerts/alert_list.h"
#include "watch/alerts/delivery.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::alerts {

using Matchers = std::vector<model::Matcher>;

enum class SilenceState { Pending, Active, Expired };

/// Nobody is told of alerts that all matchers select, from `startsAt` until `endsAt`. As Alertmanager's.
struct Silence
{
    std::string id;
    Matchers matchers;
    Timestamp startsAt = 0;
    Timestamp endsAt = 0;
    std::string createdBy;
    std::string comment;
    Timestamp updatedAt = 0;
    std::string source = {}; ///< where it lives, "alertmanager:main"; empty: here. Given by the board
    Delivery delivery = {};  ///< of it, or of its last change, to where alerts live that it matches. Given by the board

    SilenceState stateAt(Timestamp now) const
    {
        return now >= endsAt ? SilenceState::Expired : now < startsAt ? SilenceState::Pending : SilenceState::Active;
    }
    bool matches(const model::LabelSet& labels) const { return model::matchesAll(matchers, labels); }
    bool operator==(const Silence&) const = default;
};

/// "pending", "active", "expired"
std::string_view toString(SilenceState state);

/// What a silence would do to the alerts there are.
struct SilencePreview
{
    std::vector<std::string> matching; ///< ids of pending and firing alerts that it mutes
    std::size_t active = 0;            ///< pending and firing alerts in all
    /// Why a person has to say twice that this is wanted; empty when nothing speaks against it.
    std::string doubt;
};

/// Counts what `matchers` select. There is a doubt where no matcher narrows anything down, where more than half of the
/// alerts would be muted (and more than two), or more than `askAbove`.
SilencePreview previewSilence(const Matchers& matchers, const AlertList& alerts, std::size_t askAbove = 100);

/// Fails with InvalidInput, in words for the person who fills in the form: no matcher, only matchers that select
/// alerts without the label too (as Alertmanager refuses), a name that is no label name, an end that is not after the
/// start or not in the future, more than `kLongestSilence`, no name, a text over 4 KiB, more than 64 matchers.
Result<void> checkSilence(const Silence& silence, Timestamp now);

inline constexpr std::chrono::hours kLongestSilence{24 * 366};

/// One line of a form for a silence of one alert.
struct SuggestedMatcher
{
    model::Matcher matcher;
    bool taken = true;
    std::string reason; ///< why it is left out
};

/// A matcher for each label of an alert. Labels that change with each restart of what they name (pod, container id, an
/// instance that is a pod's address) are left out with the reason, so that the silence does not miss the next one.
std::vector<SuggestedMatcher> suggestMatchers(const model::LabelSet& labels);

} // namespace nocturne::alerts
