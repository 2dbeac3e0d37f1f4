// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/probe.h"

#include <algorithm>
#include <utility>

#include "base/core/text.h"
#include "base/net/redaction.h"
#include "sources/health/command_check.h"
#include "sources/health/database_checks.h"
#include "sources/health/local_checks.h"
#include "sources/health/network_checks.h"
#include "sources/health/query_checks.h"
#include "sources/health/redis_check.h"
#include "sources/health/tcp_probe.h"
#include "sources/health/work_probe.h"

namespace nocturne::health {

namespace {

std::string complaintOf(const HealthComponent& component)
{
    return (component.name.empty() ? "a component without a name" : component.name) + " is " +
           std::string(toString(component.state)) + (component.details.empty() ? "" : ": " + component.details);
}

/// What is left out comes first, as the text is cut at its end; then the components that are not up.
std::string complaintsOf(const HealthDocument& document)
{
    std::string text;
    const auto add = [&](const std::string& complaint) { text += (text.empty() ? "" : "; ") + complaint; };
    const auto kept = document.components.size();
    if (document.leftOut > 0)
        add(std::to_string(kept + document.leftOut) + " components, " + std::to_string(kept) +
            " kept: raise limits.health_components");
    if (document.worstLeftOut)
        add(complaintOf(*document.worstLeftOut));
    for (const auto& component : document.components) {
        if (component.state != HealthState::Up)
            add(complaintOf(component));
    }
    return text;
}

std::string_view reasonOf(HealthState state, const HealthDocument& document)
{
    if (state == HealthState::Up)
        return {};
    if (state == HealthState::Down)
        return "not_ready";
    return document.told == HealthState::Up ? "limit_exceeded" : "degraded";
}

/// The document decides, whatever the status: 503 with a valid body is "not ready", not an error of the way.
ProbeResult judgeDocument(const CheckOptions& check, const net::HttpResponse& answer, ProbeResult result)
{
    if (answer.status == 404) {
        result.state = HealthState::Disabled;
        result.reason = "disabled";
        result.error = "monitoring is disabled at the service: it answers 404";
        return result;
    }
    const auto fetched = net::stateOfStatus(answer.status);
    auto document = parseHealthDocument(answer.body, {check.maxBodyBytes, check.maxComponents});
    if (!document || fetched == net::FetchState::Unauthorized) {
        result.reason = fetched == net::FetchState::Ok ? "bad_json" : std::string(net::toString(fetched));
        result.error = fetched == net::FetchState::Ok
                           ? document.error().text()
                           : "the service answered with HTTP " + std::to_string(answer.status);
        return result;
    }
    result.state = answer.status >= 500 ? HealthState::Down : document->state;
    result.reason = reasonOf(result.state, *document);
    result.error = complaintsOf(*document);
    if (result.error.empty() && result.state != HealthState::Up)
        result.error = "the service says that it is " + std::string(toString(result.state));
    result.error = printable(result.error, 500);
    result.components = std::move(document->components);
    return result;
}

bool hasExpectedStatus(const CheckOptions& check, int status)
{
    const auto& expected = check.expectedStatus;
    const auto fits = [&](const StatusRange& range) { return status >= range.first && status <= range.last; };
    return expected.empty() ? fits({}) : std::ranges::any_of(expected, fits);
}

ProbeResult judgeHttp(const CheckOptions& check, const net::HttpResponse& answer, Timestamp now, ProbeResult result)
{
    if (!hasExpectedStatus(check, answer.status)) {
        const auto fetched = net::stateOfStatus(answer.status);
        result.reason = fetched == net::FetchState::Ok ? "status_mismatch" : std::string(net::toString(fetched));
        result.error = "the service answered with HTTP " + std::to_string(answer.status);
        return result;
    }
    if (check.type == CheckType::Heartbeat) {
        auto heartbeat = judgeHeartbeatDocument(check, answer, now);
        heartbeat.phases = result.phases;
        heartbeat.httpStatus = result.httpStatus;
        heartbeat.certificateEnds = result.certificateEnds;
        return heartbeat;
    }
    result.state = HealthState::Up;
    return result;
}

ProbeResult work(const CheckOptions& check, Timestamp now, const std::stop_token& stop, Clock::Monotonic deadline)
{
    switch (check.type) {
    case CheckType::Disk:
        return checkDisk(check);
    case CheckType::Memory:
        return checkMemory(check);
    case CheckType::File:
        return checkFile(check, now);
    case CheckType::Sqlite:
        return checkSqlite(check);
    case CheckType::Command:
        return runCommand(check, stop, deadline);
    case CheckType::Redis:
        return checkRedis(check, now, {stop, deadline});
    case CheckType::PostgreSql:
        return checkPostgreSql(check, {stop, deadline});
    case CheckType::MySql:
        return checkMySql(check, {stop, deadline});
    case CheckType::Tls:
        return checkTls(check, now, {stop, deadline});
    case CheckType::Dns:
        return checkDns(check, {stop, deadline});
    case CheckType::Icmp:
        return checkIcmp(check, {stop, deadline});
    case CheckType::WebSocket:
        return checkWebSocket(check, now, {stop, deadline});
    case CheckType::Heartbeat:
        return checkHeartbeatFile(check, now);
    case CheckType::Document:
    case CheckType::Http:
    case CheckType::Tcp:
    case CheckType::PromQl:
        break;
    }
    return {};
}

bool isUrl(std::string_view target) { return target.starts_with("http://") || target.starts_with("https://"); }

class HttpProbe final : public Probe
{
public:
    HttpProbe(const CheckOptions& check, net::HttpClient& http, const Clock& clock, Done done)
        : m_http(http)
    {
        net::HttpRequest request;
        request.url = check.target;
        request.method = check.method;
        request.headers = check.headers;
        request.body = check.body;
        request.basicAuth = check.basicAuth;
        request.authorization = check.authorization;
        request.tls = check.tls;
        request.proxyUrl = check.proxyUrl;
        request.maxRedirects = check.followRedirects ? request.maxRedirects : 0;
        request.timeout = std::min(check.timeout, check.interval);
        request.maxBodyBytes = check.maxBodyBytes;
        m_id =
            http.send(std::move(request), [this, check, &clock, done = std::move(done)](const net::HttpResult& answer) {
                m_id = 0;
                done(judgeAnswer(check, answer, clock.now()));
            });
    }
    ~HttpProbe() override { m_http.cancel(m_id); }

private:
    net::HttpClient& m_http;
    net::RequestId m_id = 0;
};

} // namespace

std::string_view toString(CheckType type)
{
    switch (type) {
    case CheckType::Document:
        return "health";
    case CheckType::Http:
        return "http";
    case CheckType::Tcp:
        return "tcp";
    case CheckType::Disk:
        return "disk";
    case CheckType::Memory:
        return "memory";
    case CheckType::File:
        return "file";
    case CheckType::Sqlite:
        return "sqlite";
    case CheckType::Command:
        return "command";
    case CheckType::Redis:
        return "redis";
    case CheckType::PostgreSql:
        return "postgresql";
    case CheckType::MySql:
        return "mysql";
    case CheckType::Tls:
        return "tls";
    case CheckType::Dns:
        return "dns";
    case CheckType::Icmp:
        return "icmp";
    case CheckType::WebSocket:
        return "websocket";
    case CheckType::PromQl:
        return "promql";
    case CheckType::Heartbeat:
        return "heartbeat";
    }
    return "health";
}

ProbeResult judgeAnswer(const CheckOptions& check, const net::HttpResult& answer, Timestamp now)
{
    ProbeResult result;
    if (!answer) {
        const auto& failure = answer.error();
        result.reason = net::toString(failure.state);
        result.error = failure.state == net::FetchState::BodyTooLarge
                           ? "the body is larger than the limit of " + std::to_string(check.maxBodyBytes) +
                                 " bytes: raise limits.health_body_bytes if that is meant"
                           : failure.error.message;
        result.phases = failure.phases;
        result.httpStatus = failure.status;
        return result;
    }
    result.phases = answer->phases;
    result.httpStatus = answer->status;
    if (answer->certificate && answer->certificate->earliestNotAfter > 0)
        result.certificateEnds = answer->certificate->earliestNotAfter;
    result = check.type == CheckType::Document ? judgeDocument(check, *answer, std::move(result))
                                               : judgeHttp(check, *answer, now, std::move(result));
    if (result.state != HealthState::Down && result.state != HealthState::Disabled) {
        judgeExpectations(check, *answer, now, result);
        judgeCertificate(check, now, result);
    }
    if (result.state == HealthState::Down || result.state == HealthState::Degraded)
        result.body = net::redactedWords(answer->body, secretsOf(check));
    return result;
}

std::unique_ptr<Probe> startProbe(const CheckOptions& check, net::EventLoop& loop, net::HttpClient& http,
                                  const Clock& clock, Probe::Done done, query::QueryService* queries)
{
    if (check.type == CheckType::PromQl || (check.type == CheckType::Heartbeat && !check.query.empty()))
        return startQueryProbe(check, loop, clock, queries, std::move(done));
    if (check.type == CheckType::Tcp)
        return startTcpProbe(check, loop, clock, std::move(done));
    if (!isHttp(check.type) && !(check.type == CheckType::Heartbeat && isUrl(check.target)))
        return startWork(
            check, loop, clock,
            [check, now = clock.now()](const std::stop_token& stop, Clock::Monotonic deadline) {
                auto result = work(check, now, stop, deadline);
                result.error =
                    net::redactedWords(result.error, secretsOf(check)); // servers echo what they do not understand
                return result;
            },
            std::move(done));
    return std::make_unique<HttpProbe>(check, http, clock, std::move(done));
}

} // namespace nocturne::health
