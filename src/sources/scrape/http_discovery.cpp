// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Source: Prometheus, documentation, "Writing HTTP service discovery".
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/net/url.h"
#include "sources/scrape/discovery.h"
#include "sources/scrape/oauth2_tokens.h"

namespace nocturne::scrape {

namespace {

constexpr std::size_t kMaxBodyBytes = std::size_t{16} << 20U;
constexpr std::chrono::milliseconds kTimeout{30'000};

bool isJson(std::string_view contentType)
{
    const auto type = asciiLower(trimmed(contentType.substr(0, contentType.find(';')), " \t"));
    return type == "application/json";
}

class HttpDiscovery final : public Discovery
{
public:
    HttpDiscovery(HttpDiscoveryOptions options, const Surroundings& around, Changed changed)
        : m_options(std::move(options))
        , m_around(around)
        , m_changed(std::move(changed))
        , m_fetch(around.http, around.tokens, around.loop)
    {
        m_status.kind = "http_sd_configs";
        m_status.address = net::redactedUrl(m_options.url);
        m_status.refresh = m_options.refresh;
        refresh();
        schedule();
    }
    ~HttpDiscovery() override { m_around.loop.cancel(m_timer); }

    std::vector<TargetGroup> groups() const override { return m_groups; }
    DiscoveryStatus status() const override { return m_status; }

private:
    void schedule()
    {
        m_timer = m_around.loop.after(m_options.refresh, [this] {
            schedule();
            refresh();
        });
    }

    void refresh()
    {
        if (m_fetch.isActive())
            return;
        m_fetch.send(
            m_options.http, m_options.url,
            [this](net::HttpRequest& request) {
                const auto seconds = std::chrono::duration<double>(m_options.refresh).count();
                request.headers.push_back({"Accept", "application/json"});
                request.headers.push_back({"X-Prometheus-Refresh-Interval-Seconds", formatNumber(seconds)});
                request.timeout = std::min(kTimeout, std::max(m_options.refresh, std::chrono::milliseconds(1000)));
                request.maxBodyBytes = kMaxBodyBytes;
            },
            [this](const net::HttpResult& result) { take(result); });
    }

    void take(const net::HttpResult& result)
    {
        auto groups = result ? read(*result) : tl::unexpected(result.error().error);
        const bool differs = groups ? *groups != m_groups || !m_status.lastError.empty() || !m_status.hasRun
                                    : groups.error().text() != m_status.lastError;
        m_status.hasRun = true;
        m_status.lastRefresh = m_around.clock.now();
        if (groups) {
            m_groups = std::move(*groups);
            m_status.lastSuccess = m_status.lastRefresh;
            m_status.targets = targetCount(m_groups);
            m_status.lastError.clear();
        } else {
            ++m_status.failures;
            m_status.lastError = groups.error().text();
            if (differs)
                m_around.log.log(LogLevel::Warning, "scrape",
                                 "http_sd_configs " + m_status.address + ": " + m_status.lastError +
                                     ": its last targets are kept");
        }
        if (differs)
            m_changed();
    }

    Result<std::vector<TargetGroup>> read(const net::HttpResponse& response) const
    {
        if (response.status != 200)
            return fail(Error::Kind::Unavailable,
                        "the server answered with HTTP status " + std::to_string(response.status));
        if (!isJson(response.header("content-type")))
            return fail(Error::Kind::InvalidInput, "the answer is \"" + printable(response.header("content-type"), 80) +
                                                       "\" and not application/json");
        auto groups = readTargetGroups(response.body);
        if (!groups)
            return groups;
        for (auto& group : *groups)
            group.labels.emplace_back("__meta_url", m_options.url);
        return groups;
    }

    HttpDiscoveryOptions m_options;
    Surroundings m_around;
    Changed m_changed;
    AuthorizedFetch m_fetch;
    net::TimerId m_timer = 0;
    std::vector<TargetGroup> m_groups;
    DiscoveryStatus m_status;
};

} // namespace

std::unique_ptr<Discovery> makeHttpDiscovery(const HttpDiscoveryOptions& options, const Discovery::Surroundings& around,
                                             Discovery::Changed changed)
{
    return std::make_unique<HttpDiscovery>(options, around, std::move(changed));
}

} // namespace nocturne::scrape
