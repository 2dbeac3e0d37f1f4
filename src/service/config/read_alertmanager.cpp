// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

constexpr std::array<std::string_view, 5> kSeverities = {"critical", "error", "warning", "info", "unknown"};
constexpr std::int64_t kMostWaiting = 10'000'000;

void readUrls(yaml::MapReader& reader, AlertmanagerConfig& config)
{
    if (!reader.require("urls"))
        return;
    reader.read("urls", config.urls);
    if (config.urls.empty())
        reader.error("urls", "urls: name one address at least, as in http://host:9093");
    for (const auto& url : config.urls) {
        if (!url.starts_with("http://") && !url.starts_with("https://"))
            reader.error("urls", "urls: write \"" + printable(url, 80) + "\" with its scheme, as in http://host:9093");
    }
}

void readSeverities(yaml::MapReader& reader, AlertmanagerConfig& config)
{
    std::vector<std::pair<std::string, std::string>> pairs;
    reader.read("severities", pairs);
    for (auto& [word, severity] : pairs) {
        if (std::ranges::find(kSeverities, severity) == kSeverities.end())
            reader.error("severities", "severities: \"" + printable(severity, 60) +
                                           "\" is none: use critical, error, warning, info or unknown");
        config.severities[asciiLower(word)] = std::move(severity);
    }
}

AlertingTargetConfig readAlertingTarget(const yaml::Node& node, ReadContext& context)
{
    AlertingTargetConfig config;
    config.where = node.position();
    yaml::MapReader reader(node, context.findings, "alertmanager config");
    readTargets(reader, config.staticConfigs, context);
    warnOfDiscoveries(reader);
    reader.readChoice<std::string>("scheme", config.scheme, {{"http", "http"}, {"https", "https"}});
    reader.read("path_prefix", config.pathPrefix);
    readPositive(reader, "timeout", config.timeout);
    std::string version = "v2";
    if (reader.read("api_version", version) && version != "v2")
        reader.error("api_version", "api_version: only v2 is spoken; Alertmanagers from 0.16 on know it");
    config.http = readHttp(reader, context);
    reader.readEach("relabel_configs",
                    [&](const yaml::Node& item) { config.relabelConfigs.push_back(readRelabel(item, context)); });
    reader.readEach("alert_relabel_configs",
                    [&](const yaml::Node& item) { config.alertRelabelConfigs.push_back(readRelabel(item, context)); });
    acceptWithWarning(reader, "sigv4");
    reader.finish();
    return config;
}

} // namespace

AlertmanagerConfig readAlertmanager(const yaml::Node& node, ReadContext& context)
{
    AlertmanagerConfig config;
    config.where = node.position();
    yaml::MapReader reader(node, context.findings, "alertmanager");
    reader.require("name");
    reader.read("name", config.name);
    readUrls(reader, config);
    config.headers = readHeaders(reader, context);
    config.http = readHttp(reader, context);
    readPositive(reader, "refresh_interval", config.refreshInterval);
    readPositive(reader, "timeout", config.timeout);
    readPositive(reader, "ack_lease", config.ackLease);
    if (config.ackLease < 3 * config.refreshInterval)
        reader.error("ack_lease",
                     "ack_lease " + formatDuration(config.ackLease) + " is shorter than three times refresh_interval " +
                         formatDuration(config.refreshInterval) + ", so it would end before it is renewed: raise it");
    reader.read("ack_prefix", config.ackPrefix);
    reader.read("write", config.write);
    reader.read("severity_label", config.severityLabel);
    readSeverities(reader, config);
    reader.finish();
    return config;
}

AlertingConfig readAlerting(const yaml::Node& node, ReadContext& context)
{
    AlertingConfig config;
    yaml::MapReader reader(node, context.findings, "alerting");
    reader.readEach("alertmanagers",
                    [&](const yaml::Node& item) { config.alertmanagers.push_back(readAlertingTarget(item, context)); });
    reader.readEach("alert_relabel_configs",
                    [&](const yaml::Node& item) { config.alertRelabelConfigs.push_back(readRelabel(item, context)); });
    readPositive(reader, "resend_delay", config.resendDelay);
    reader.readInteger("queue_capacity", config.queueCapacity, 1, kMostWaiting);
    reader.read("heartbeat_interval", config.heartbeatInterval);
    reader.finish();
    return config;
}

} // namespace nocturne::config
