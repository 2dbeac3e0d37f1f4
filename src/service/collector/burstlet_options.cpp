// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/burstlet_options.h"

#include <utility>

#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

constexpr std::size_t kLargestAnswer = std::size_t{8} << 20U;

Result<net::HttpRequest> requestOf(const config::BurstletConfig& config, secrets::SecretStore& keychain)
{
    net::HttpRequest request;
    request.url = config.url;
    for (const auto& header : config.headers) {
        auto value = resolveSecret(header.value, keychain);
        if (!value)
            return tl::unexpected(value.error());
        request.headers.push_back({header.name, std::move(*value)});
    }
    auto access = httpAccess(config.http, keychain);
    if (!access)
        return tl::unexpected(access.error());
    request.basicAuth = std::move(access->basicAuth);
    request.authorization = std::move(access->authorization);
    request.tls = std::move(access->tls);
    request.proxyUrl = config.http.proxy.proxyUrl;
    request.timeout = config.timeout;
    request.maxBodyBytes = kLargestAnswer;
    if (!config.http.followRedirects)
        request.maxRedirects = 0;
    return request;
}

} // namespace

Result<std::vector<burstlet::SourceOptions>> burstletOptions(const config::Configuration& configuration,
                                                             secrets::SecretStore& keychain)
{
    std::vector<burstlet::SourceOptions> all;
    for (const auto& config : configuration.burstlets) {
        auto request = requestOf(config, keychain);
        if (!request)
            return tl::unexpected(request.error().within("burstlet " + config.name));
        burstlet::SourceOptions options;
        options.name = config.name;
        options.request = std::move(*request);
        options.interval = config.refreshInterval;
        options.labels = {config.labels.begin(), config.labels.end()};
        options.writes = config.write;
        options.logs = config.logs;
        all.push_back(std::move(options));
    }
    return all;
}

} // namespace nocturne::collector
