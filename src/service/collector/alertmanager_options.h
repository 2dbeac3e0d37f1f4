// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "base/secrets/secret_store.h"
#include "service/config/configuration.h"
#include "sources/alertmanager/alert_sender.h"
#include "sources/alertmanager/alertmanager_source.h"
#include "sources/alertmanager/api_v2.h"
#include "watch/alerts/policy.h"

namespace nocturne::collector {

/// An Alertmanager whose alerts are shown and acted on.
struct AlertmanagerOptions
{
    std::vector<std::string> urls; ///< of its peers
    alertmanager::HttpOptions http;
    alertmanager::SourceOptions source; ///< but for the name of this Nocturne
};
/// Fail as the functions of source_options.h do.
Result<std::vector<AlertmanagerOptions>> alertmanagerOptions(const config::Configuration& configuration,
                                                             secrets::SecretStore& keychain);

/// Where our rules' alerts go out to.
struct AlertingOptions
{
    struct Target
    {
        std::string url;
        alertmanager::HttpOptions http;
        std::vector<scrape::RelabelRule> relabelRules;
    };

    alertmanager::SenderOptions sender;
    std::vector<Target> targets;
    std::chrono::milliseconds resendDelay{60'000};
};
Result<AlertingOptions> alertingOptions(const config::Configuration& configuration, secrets::SecretStore& keychain);

/// How the severities of alerts from Alertmanagers are read.
std::vector<alerts::SeverityMap> severityMaps(const config::Configuration& configuration);

} // namespace nocturne::collector
