// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "watch/notify/dispatcher.h"

namespace nocturne::notify {

/// One end of the way of an alert: who is told, in which group, and when.
struct Explanation
{
    std::string receiver;
    std::vector<std::string> integrations;
    std::string groupKey;
    std::string when; ///< "30s after it fires, then every 5m what changed, and every 4h as long as it fires"
    std::string held; ///< why not now: a mute time; empty when nothing speaks against it
};

/// "Which receiver gets this, and why": the answer, and every route that was looked at.
struct AlertExplanation
{
    std::vector<Explanation> ends;
    std::vector<std::string> trace; ///< a line a route, indented by its depth

    std::string text() const;
};

AlertExplanation explainAlert(const DispatchPlan& plan, const model::LabelSet& alert, alerts::Severity severity,
                              Timestamp now);

/// A message to try a way out with: an alert of this Nocturne's own.
Message testMessage(const std::string& receiver, const std::string& who, const std::string& externalUrl, Timestamp now);
/// The message that the firing alert alone would be to `receiver`; for a dry run.
Message messageFor(const std::string& receiver, const model::LabelSet& labels, const Texts& annotations,
                   const DispatchPlan& plan, Timestamp now);

} // namespace nocturne::notify
