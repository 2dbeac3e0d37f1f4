// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/engine_options.h"

#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

std::optional<prometheus::EngineKind> kindOf(const std::string& word)
{
    using prometheus::EngineKind;
    for (const auto kind :
         {EngineKind::Prometheus, EngineKind::Thanos, EngineKind::Mimir, EngineKind::VictoriaMetrics}) {
        if (prometheus::toString(kind) == word)
            return kind;
    }
    return std::nullopt; // it is recognised, also behind a Grafana
}

/// With the headers of `headers`, whose values may be secrets.
Result<scrape::HttpOptions> httpOptions(const config::RemoteConfig& config, secrets::SecretStore& keychain)
{
    auto http = scrapeHttpOptions(config.http, keychain);
    if (!http)
        return http;
    for (const auto& header : config.headers) {
        auto value = resolveSecret(header.value, keychain);
        if (!value)
            return tl::unexpected(value.error());
        http->headers.push_back({header.name, std::move(*value)});
    }
    return http;
}

} // namespace

Result<std::vector<prometheus::EngineOptions>> engineOptions(const config::Configuration& configuration,
                                                             secrets::SecretStore& keychain)
{
    std::vector<prometheus::EngineOptions> all;
    for (const auto& config : configuration.engines) {
        const auto& remote = config.remote;
        auto http = httpOptions(remote, keychain);
        if (!http)
            return tl::unexpected(http.error().within("data source " + remote.name));
        prometheus::EngineOptions options;
        options.name = remote.name;
        options.url = remote.url;
        options.kind = kindOf(config.kind);
        options.grafanaUid = remote.uid;
        options.grafanaOrganisation = remote.organisation;
        options.tenant = remote.tenant;
        options.http = std::move(*http);
        options.timeout = remote.timeout;
        options.checkInterval = remote.refreshInterval;
        options.asksByGet = config.asksByGet;
        options.limits.samples = configuration.limits.querySamples;
        options.limits.series = configuration.limits.querySeries;
        options.dedup = config.dedup;
        options.partialResponse = config.partialResponse;
        options.maxSourceResolution = config.maxSourceResolution;
        options.replicaLabels = config.replicaLabels;
        options.extraLabels = {config.extraLabels.begin(), config.extraLabels.end()};
        options.extraFilters = config.extraFilters;
        options.noCache = config.noCache;
        options.roundDigits = config.roundDigits;
        all.push_back(std::move(options));
    }
    return all;
}

Result<std::vector<loki::Options>> lokiOptions(const config::Configuration& configuration,
                                               secrets::SecretStore& keychain)
{
    std::vector<loki::Options> all;
    for (const auto& config : configuration.lokis) {
        const auto& remote = config.remote;
        auto http = httpOptions(remote, keychain);
        if (!http)
            return tl::unexpected(http.error().within("data source " + remote.name));
        loki::Options options;
        options.name = remote.name;
        options.url = prometheus::baseUrl({.url = remote.url, .grafanaUid = remote.uid});
        options.grafanaOrganisation = remote.organisation;
        options.tenant = remote.tenant;
        options.http = std::move(*http);
        options.timeout = remote.timeout;
        options.checkInterval = remote.refreshInterval;
        options.query = config.query;
        options.limit = config.limit;
        options.lookBack = config.lookBack;
        all.push_back(std::move(options));
    }
    return all;
}

} // namespace nocturne::collector
