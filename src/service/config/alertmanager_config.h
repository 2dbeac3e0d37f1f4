// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "service/config/http_config.h"
#include "service/config/relabel_config.h"
#include "service/config/scrape_config.h"

namespace nocturne::config {

/// One item of `datasources.alertmanagers`: an Alertmanager whose alerts are shown and acted on here.
struct AlertmanagerConfig
{
    std::string name;
    std::vector<std::string> urls; ///< more than one: peers of one cluster
    std::vector<HeaderConfig> headers;
    HttpConfig http;
    std::chrono::milliseconds refreshInterval{15'000};
    std::chrono::milliseconds timeout{10'000}; ///< of one request
    std::chrono::milliseconds ackLease{10 * 60 * 1000};
    std::string ackPrefix = "Acknowledged: ";
    bool write = true;
    std::string severityLabel = "severity";
    std::map<std::string, std::string> severities; ///< a value of that label to a severity of ours
    SourcePosition where;                          ///< of the item in the file

    bool operator==(const AlertmanagerConfig&) const = default;
};

/// One item of `alerting.alertmanagers`, under the keys of prometheus.yml: where our rules' alerts go.
struct AlertingTargetConfig
{
    std::vector<StaticConfig> staticConfigs;
    std::string scheme = "http";
    std::string pathPrefix;
    std::chrono::milliseconds timeout{10'000};
    HttpConfig http;
    std::vector<RelabelConfig> relabelConfigs;      ///< of the targets
    std::vector<RelabelConfig> alertRelabelConfigs; ///< of alerts that go there
    SourcePosition where;

    bool operator==(const AlertingTargetConfig&) const = default;
};

/// Section `alerting`.
struct AlertingConfig
{
    std::vector<AlertingTargetConfig> alertmanagers;
    std::vector<RelabelConfig> alertRelabelConfigs; ///< of alerts, wherever they go
    // Of our own; Prometheus has flags for the first two.
    std::chrono::milliseconds resendDelay{60'000};
    std::size_t queueCapacity = 10'000;
    std::chrono::milliseconds heartbeatInterval{0}; ///< 0: no heartbeat

    bool operator==(const AlertingConfig&) const = default;
};

} // namespace nocturne::config
