// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/net/http_client.h"
#include "sources/alertmanager/api.h"

namespace nocturne::alertmanager {

/// How requests to an Alertmanager are made.
struct HttpOptions
{
    std::vector<net::RequestHeader> headers;
    std::optional<net::BasicAuth> basicAuth;
    std::optional<net::Authorization> authorization;
    net::TlsOptions tls;
    std::string proxyUrl;
    bool followRedirects = true;
    std::chrono::milliseconds timeout{10'000};

    bool operator==(const HttpOptions&) const = default;
};

/// An Alertmanager from 0.16 on, at `url`: `http://host:9093`, with the path prefix it is served under.
class ApiV2 final : public Api
{
public:
    /// `http` outlives it.
    ApiV2(net::HttpClient& http, std::string url, HttpOptions options);
    ~ApiV2() override;
    ApiV2(const ApiV2&) = delete;
    ApiV2& operator=(const ApiV2&) = delete;

    const std::string& address() const override { return m_address; }
    void alerts(Done<std::vector<RemoteAlert>> done) override;
    void silences(Done<std::vector<alerts::Silence>> done) override;
    void status(Done<PeerStatus> done) override;
    void putSilence(const alerts::Silence& silence, Done<std::string> done) override;
    void expireSilence(const std::string& id, Done<void> done) override;
    void send(const std::vector<OutgoingAlert>& alerts, Done<void> done) override;

private:
    using Body = std::function<void(Result<std::string>)>;
    void ask(const char* method, const std::string& path, std::string body, Body done);

    net::HttpClient& m_http;
    std::string m_url;
    std::string m_address;
    HttpOptions m_options;
    std::set<net::RequestId> m_requests; // under way
};

} // namespace nocturne::alertmanager
