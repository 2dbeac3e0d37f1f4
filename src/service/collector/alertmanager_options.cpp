// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/alertmanager_options.h"

#include <algorithm>

#include "service/collector/source_options.h"
#include "watch/alerts/severity.h"

namespace nocturne::collector {

namespace {

Result<alertmanager::HttpOptions> httpOptions(const config::HttpConfig& config,
                                              const std::vector<config::HeaderConfig>& headers,
                                              std::chrono::milliseconds timeout, secrets::SecretStore& keychain)
{
    alertmanager::HttpOptions http;
    for (const auto& header : headers) {
        auto value = resolveSecret(header.value, keychain);
        if (!value)
            return tl::unexpected(value.error());
        http.headers.push_back({header.name, std::move(*value)});
    }
    auto access = httpAccess(config, keychain);
    if (!access)
        return tl::unexpected(access.error());
    http.basicAuth = std::move(access->basicAuth);
    http.authorization = std::move(access->authorization);
    http.tls = std::move(access->tls);
    http.proxyUrl = config.proxy.proxyUrl;
    http.followRedirects = config.followRedirects;
    http.timeout = timeout;
    return http;
}

/// The address of a target after relabelling; nothing where it is dropped. Source: Prometheus,
/// notifier/alertmanagerset.go.
std::optional<std::string> addressOf(const config::AlertingTargetConfig& config, const config::StaticConfig& group,
                                     const std::string& target, const std::vector<scrape::RelabelRule>& rules)
{
    model::LabelSetBuilder labels;
    for (const auto& [name, value] : group.labels)
        labels.set(name, value);
    labels.set("__address__", target).set("__scheme__", config.scheme);
    labels.set("__alerts_path__", config.pathPrefix.empty() ? "/" : config.pathPrefix);
    const auto relabelled = scrape::relabel(labels.build(), rules);
    if (!relabelled)
        return std::nullopt;
    auto path = std::string(relabelled->get("__alerts_path__"));
    path.erase(path.find_last_not_of('/') + 1);
    if (!path.empty() && !path.starts_with('/'))
        path.insert(0, "/");
    return std::string(relabelled->get("__scheme__")) + "://" + std::string(relabelled->get("__address__")) + path;
}

Result<void> addTargets(AlertingOptions& options, const config::AlertingTargetConfig& config,
                        secrets::SecretStore& keychain)
{
    auto http = httpOptions(config.http, {}, config.timeout, keychain);
    auto targetRules = relabelRules(config.relabelConfigs);
    auto alertRules = relabelRules(config.alertRelabelConfigs);
    if (!http || !targetRules || !alertRules)
        return tl::unexpected(!http ? http.error() : !targetRules ? targetRules.error() : alertRules.error());
    for (const auto& group : config.staticConfigs) {
        for (const auto& target : group.targets) {
            auto url = addressOf(config, group, target, *targetRules);
            const auto isSame = [&](const AlertingOptions::Target& known) { return known.url == url; };
            if (url && std::ranges::none_of(options.targets, isSame))
                options.targets.push_back({std::move(*url), *http, *alertRules});
        }
    }
    return {};
}

} // namespace

Result<std::vector<AlertmanagerOptions>> alertmanagerOptions(const config::Configuration& configuration,
                                                             secrets::SecretStore& keychain)
{
    const auto sent = relabelRules(configuration.alerting.alertRelabelConfigs);
    if (!sent)
        return tl::unexpected(sent.error().within("alerting"));
    std::vector<AlertmanagerOptions> all;
    for (const auto& config : configuration.alertmanagers) {
        auto http = httpOptions(config.http, config.headers, config.timeout, keychain);
        if (!http)
            return tl::unexpected(http.error().within("alertmanager " + config.name));
        AlertmanagerOptions options;
        options.urls = config.urls;
        options.http = std::move(*http);
        options.source.name = config.name;
        options.source.interval = config.refreshInterval;
        options.source.lease = config.ackLease;
        options.source.ackPrefix = config.ackPrefix;
        options.source.writes = config.write;
        options.source.severityLabel = config.severityLabel;
        options.source.relabelRules = *sent;
        all.push_back(std::move(options));
    }
    return all;
}

Result<AlertingOptions> alertingOptions(const config::Configuration& configuration, secrets::SecretStore& keychain)
{
    const auto& config = configuration.alerting;
    auto rules = relabelRules(config.alertRelabelConfigs);
    if (!rules)
        return tl::unexpected(rules.error().within("alerting"));
    AlertingOptions options;
    options.resendDelay = config.resendDelay;
    options.sender.relabelRules = std::move(*rules);
    options.sender.queueAlerts = config.queueCapacity;
    options.sender.heartbeat = config.heartbeatInterval;
    const auto settings = ruleSettings(configuration);
    options.sender.externalUrl = settings.externalUrl;
    options.sender.externalLabels = settings.externalLabels;
    for (const auto& target : config.alertmanagers) {
        if (auto added = addTargets(options, target, keychain); !added)
            return tl::unexpected(added.error().within("alerting"));
    }
    return options;
}

std::vector<alerts::SeverityMap> severityMaps(const config::Configuration& configuration)
{
    std::vector<alerts::SeverityMap> maps;
    for (const auto& config : configuration.alertmanagers) {
        alerts::SeverityMap map{"alertmanager:" + config.name, config.severityLabel, {}, {}};
        for (const auto& [word, severity] : config.severities)
            map.words[word] = alerts::severityFromText(severity);
        if (!map.words.empty())
            maps.push_back(std::move(map));
    }
    // A source is known by the beginning of its name: the longer one first.
    std::ranges::stable_sort(maps, std::ranges::greater(), [](const auto& map) { return map.source.size(); });
    return maps;
}

} // namespace nocturne::collector
