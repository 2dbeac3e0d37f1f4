// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <utility>

#include <QString>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"

namespace nocturne::test {

/// A client and its loop, for tests that fetch one thing and look at it.
class Fetching
{
public:
    explicit Fetching(net::HttpClient::Options options = {})
        : client(loop, std::move(options))
    {}

    net::HttpResult fetch(net::HttpRequest request)
    {
        std::optional<net::HttpResult> result;
        client.send(std::move(request), [&](net::HttpResult got) { result = std::move(got); });
        if (!loop.runUntil([&] { return result.has_value(); }, std::chrono::seconds(20)))
            qFatal("a fetch never ended");
        return *std::move(result);
    }

    net::HttpResult fetch(const std::string& url)
    {
        net::HttpRequest request;
        request.url = url;
        return fetch(std::move(request));
    }

    net::PollLoop loop;
    net::HttpClient client;
};

/// A name that the resolver refuses without asking anybody: a label may have 63 bytes.
inline std::string unresolvableName() { return std::string(64, 'a') + ".invalid"; }

/// "200 body" or "state: message".
inline QString described(const net::HttpResult& result)
{
    if (result)
        return QString::number(result->status) + QLatin1Char(' ') + QString::fromStdString(result->body);
    const auto state = net::toString(result.error().state);
    return QString::fromUtf8(state.data(), static_cast<qsizetype>(state.size())) + QLatin1String(": ") +
           QString::fromStdString(result.error().error.message);
}

inline QString stateOf(const net::HttpResult& result)
{
    const auto state = net::toString(result ? net::stateOfStatus(result->status) : result.error().state);
    return QString::fromUtf8(state.data(), static_cast<qsizetype>(state.size()));
}

} // namespace nocturne::test
