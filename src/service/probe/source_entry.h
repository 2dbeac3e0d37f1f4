// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "service/config/configuration.h"
#include "service/paste/config_edit.h"
#include "service/paste/web_request.h"
#include "service/probe/probe_report.h"

namespace nocturne::probe {

/// What it takes to watch something that was found.
struct SourceEntry
{
    std::string name; ///< as it will be listed; no other of its kind has it
    paste::ConfigItem item;
    std::vector<std::pair<std::string, std::string>>
        secrets;                      ///< names that `item` refers to as keychain:NAME, and the secrets
    std::vector<std::string> leftOut; ///< of the request: what there is no key for

    bool operator==(const SourceEntry&) const = default;
};

/// The entry for `finding`, asked the way `request` was: its user, token, headers, TLS and proxy. No secret is in
/// `item`. Fails with InvalidInput where a secret stands in the query of the URL, which no key takes out of the file.
Result<SourceEntry> entryFor(const Finding& finding, const paste::WebRequest& request,
                             const config::Configuration& configuration);

/// The entry of a stream for what was found, a WebSocket that says JSON or a Socket.IO server: `mapping`, the text of a
/// mapping, says what becomes of its messages. Fails as entryFor() does, and with InvalidInput and the place in
/// `mapping` where that has errors.
Result<SourceEntry> streamEntryFor(const Finding& finding, const paste::WebRequest& request, const std::string& mapping,
                                   const config::Configuration& configuration);

/// Whether `configuration` already watches what is at the URL of `finding`.
bool isWatched(const Finding& finding, const config::Configuration& configuration);

} // namespace nocturne::probe
