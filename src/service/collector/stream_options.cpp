// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include <QJsonDocument>
#include <QJsonObject>

#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

using config::StreamConfig;

/// Where the same server answers by HTTP: ws://host:1/ws/metrics -> http://host:1/api/metrics.
std::string restUrlOf(const std::string& streamUrl)
{
    const auto scheme = streamUrl.find("://");
    if (scheme == std::string::npos)
        return {};
    const auto path = streamUrl.find('/', scheme + 3);
    return (streamUrl.starts_with("wss:") ? "https" : "http") + streamUrl.substr(scheme, path - scheme) +
           "/api/metrics";
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Result<Pairs> resolved(const std::vector<config::HeaderConfig>& values, secrets::SecretStore& keychain)
{
    Pairs pairs;
    for (const auto& value : values) {
        auto text = resolveSecret(value.value, keychain);
        if (!text)
            return tl::unexpected(text.error().within(value.name));
        pairs.emplace_back(value.name, text->text());
    }
    return pairs;
}

/// {"name":"value"}; nothing where there is none.
std::string jsonObject(const Pairs& pairs)
{
    if (pairs.empty())
        return {};
    QJsonObject object;
    for (const auto& [name, value] : pairs)
        object.insert(QString::fromStdString(name), QString::fromStdString(value));
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

void setJson(streams::StreamOptions& options, const StreamConfig& config)
{
    options.type = streams::StreamType::Json;
    options.protocol = config.protocol == StreamConfig::Protocol::SocketIo ? streams::Protocol::SocketIo
                                                                           : streams::Protocol::WebSocket;
    options.mapping = config.mapping;
    options.subscribe = config.subscribe;
    options.namespaces = config.namespaces;
    options.seriesLimit = config.seriesLimit;
    options.alertsForgottenAfter = config.forgetAlertsAfter;
}

Result<streams::StreamOptions> optionsOf(const StreamConfig& config, const Limits& limits,
                                         secrets::SecretStore& keychain)
{
    streams::StreamOptions options;
    auto token = resolveSecret(config.token, keychain);
    auto headers = resolved(config.headers, keychain);
    auto query = resolved(config.query, keychain);
    const auto auth = resolved(config.auth, keychain);
    auto tls = tlsOptions(config.tls, keychain);
    if (!token || !tls)
        return tl::unexpected(token ? tls.error() : token.error());
    for (const auto* pairs : {&std::as_const(headers), &std::as_const(query), &auth}) {
        if (!*pairs)
            return tl::unexpected(pairs->error());
    }
    options.name = config.name;
    options.url = config.url;
    options.bearerToken = token->text();
    options.headers = std::move(*headers);
    options.query = std::move(*query);
    options.auth = jsonObject(*auth);
    options.tls = std::move(*tls);
    options.labels = {config.labels.begin(), config.labels.end()};
    options.updateInterval = config.updateInterval;
    options.frameBytes = limits.webSocketFrameBytes;
    options.messageBytes = limits.webSocketMessageBytes;
    if (config.type == StreamConfig::Type::Json) {
        setJson(options, config);
        return options;
    }
    options.restUrl = config.restUrl.value_or(restUrlOf(config.url));
    options.restRanges = config.restRanges;
    return options;
}

} // namespace

Result<std::vector<streams::StreamOptions>> streamOptions(const config::Configuration& configuration,
                                                          secrets::SecretStore& keychain)
{
    std::vector<streams::StreamOptions> all;
    for (const auto& config : configuration.streams) {
        auto options = optionsOf(config, configuration.limits, keychain);
        if (!options)
            return tl::unexpected(options.error().within("stream " + config.name));
        all.push_back(std::move(*options));
    }
    return all;
}

} // namespace nocturne::collector
