// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/core/result.h"
#include "base/secrets/secret_store.h"
#include "service/config/configuration.h"
#include "watch/alerts/alert_board.h"
#include "watch/notify/notifier.h"
#include "watch/notify/senders.h"

namespace nocturne::collector {

/// Everything that telling people needs, secrets looked up.
struct NotifyOptions
{
    notify::NotifierPlan plan;
    std::vector<notify::SenderOptions> senders;
};

/// Section `notifications` as the notifier takes it. `externalUrl` stands in messages as the way back here.
///
/// Fails with NotFound, Unavailable or Timeout when a secret cannot be had, and with InvalidInput for a template that
/// does not parse, a file of templates that cannot be read, or a command that may not be run; each says where.
Result<NotifyOptions> notifyOptions(const config::NotificationsConfig& config, const std::string& externalUrl,
                                    secrets::SecretStore& keychain);

/// The plan alone, which needs no secrets: who would be told of what.
notify::DispatchPlan dispatchPlan(const config::NotificationsConfig& config, const std::string& externalUrl);

/// What the board has to know of notifications: which alerts inhibit others, and who is told when nobody comes.
alerts::AlertBoard::Options boardOptions(const config::NotificationsConfig& config);

} // namespace nocturne::collector
