// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/url_probe.h"

#include <algorithm>
#include <array>

#include "base/core/iso_time.h"
#include "base/core/text.h"
#include "base/net/byte_stream.h"
#include "base/net/url.h"
#include "service/probe/asker.h"
#include "service/probe/judge_answer.h"
#include "service/probe/socket_look.h"

namespace nocturne::probe {

namespace {

constexpr std::size_t kMostTries = 14;

/// Where a service usually is, below the root or a prefix.
struct Place
{
    std::string_view path;
    Question question;
    bool belowPrefix; ///< worth asking below a path too, not at the root alone
};

constexpr auto kPlaces = std::to_array<Place>({
    {"/api/v1/status/buildinfo", Question::BuildInfo, true},
    {"/api/v2/status", Question::AlertmanagerStatus, true},
    {"/loki/api/v1/labels", Question::LokiLabels, true},
    {"/api/v1/monitoring/health", Question::BurstletHealth, false},
    {"/api/metrics/overview", Question::AegisOverview, false},
    {"/socket.io/?EIO=4&transport=polling", Question::SocketIo, false},
    {"/metrics", Question::Metrics, true},
    {"/health", Question::Anything, false},
});

/// Pages of well-known programs, which are not where their API is.
constexpr std::array<std::string_view, 12> kTails = {"/metrics",  "/graph",  "/query",     "/alerts",
                                                     "/targets",  "/config", "/status",    "/rules",
                                                     "/silences", "/ready",  "/-/healthy", "/-/ready"};

bool wouldChange(const paste::WebRequest& request)
{
    const bool isHarmless = request.method.empty() || request.method == "GET" || request.method == "HEAD";
    return !isHarmless || !request.body.empty();
}

std::string originOf(const net::Url& url) { return url.scheme + "://" + url.authority(); }

std::string socketOf(const std::string& httpUrl) { return "ws" + httpUrl.substr(4); }

/// The path without its query, its slash at the end and the page of a program.
std::string prefixOf(const net::Url& url)
{
    auto path = url.target.substr(0, url.target.find_first_of("?#"));
    while (path.ends_with('/'))
        path.pop_back();
    for (const auto tail : kTails) {
        if (path.ends_with(tail))
            return path.substr(0, path.size() - tail.size());
    }
    return path;
}

std::string withoutTail(const std::string& url, std::string_view tail)
{
    return url.ends_with(tail) ? url.substr(0, url.size() - tail.size()) : url;
}

/// What a configuration names for a service that answered at `url`.
std::string configuredUrl(Service service, const std::string& url)
{
    const auto parsed = net::parseUrl(url);
    switch (service) {
    case Service::Engine:
        return withoutTail(url, "/api/v1/status/buildinfo");
    case Service::Alertmanager:
        return withoutTail(url, "/api/v2/status");
    case Service::Loki:
        return withoutTail(url, "/loki/api/v1/labels");
    case Service::Burstlet:
        return withoutTail(url, "/health");
    case Service::Aegis:
        return parsed ? socketOf(originOf(*parsed)) + "/ws/metrics" : url;
    case Service::SocketIo:
        return parsed ? socketOf(originOf(*parsed)) + "/socket.io/" : url;
    case Service::JsonStream:
    case Service::Exposition:
    case Service::Health:
        break;
    }
    return url;
}

std::string wordsOf(const net::PeerCertificate& certificate)
{
    std::string words = "; it showed a certificate of " + printable(certificate.subject, 100) + ", issued by " +
                        printable(certificate.issuer, 100);
    if (certificate.notAfter != 0)
        words += ", valid until " + isoTimeText(certificate.notAfter);
    if (certificate.chain.size() > 1) {
        words += ", and behind it ";
        for (std::size_t i = 1; i < certificate.chain.size() && i < 4; ++i)
            words += (i == 1 ? "" : ", ") + printable(certificate.chain[i], 100);
    }
    return words;
}

class Prober
{
public:
    Prober(const paste::WebRequest& request, const ProbeOptions& options, std::stop_token stop,
           const std::function<void(const Try&)>& progress)
        : m_request(request)
        , m_options(options)
        , m_patience{std::move(stop), std::chrono::steady_clock::now() + options.total}
        , m_progress(progress)
        , m_asker(request, m_patience, options.each)
    {}

    Report run()
    {
        const auto& url = m_request.url;
        if (wouldChange(m_request)) {
            m_report.failure = "nothing was sent: the line asks with " +
                               (m_request.method.empty() ? std::string("a body") : m_request.method) +
                               ", which may change something there, and an address is looked at by GET and HEAD alone";
            return std::move(m_report);
        }
        if (url.starts_with("ws://") || url.starts_with("wss://")) {
            lookAtSocket(url);
        } else if (url.starts_with("http://") || url.starts_with("https://")) {
            look(url);
        } else {
            look("http://" + url);
            if (m_report.findings.empty() && m_maySpeakTls)
                look("https://" + url);
        }
        std::ranges::stable_sort(m_report.findings, {}, &Finding::service);
        if (m_report.findings.empty() && m_report.failure.empty())
            m_report.failure = nothingFound();
        if (!m_report.findings.empty())
            m_report.failure.clear();
        return std::move(m_report);
    }

private:
    void add(Try attempt)
    {
        m_report.tries.push_back(std::move(attempt));
        if (m_progress)
            m_progress(m_report.tries.back());
    }

    void addFinding(Finding finding, const std::string& url)
    {
        finding.url = configuredUrl(finding.service, url);
        const bool isKnown = std::ranges::any_of(m_report.findings, [&](const Finding& other) {
            return other.service == finding.service && other.url == finding.url;
        });
        if (!isKnown)
            m_report.findings.push_back(std::move(finding));
    }

    void lookAtSocket(const std::string& url)
    {
        auto look = probe::lookAtSocket(url, m_request, m_patience, m_options.listening);
        if (look.finding)
            m_report.findings.push_back(std::move(*look.finding));
        else
            m_report.failure = look.attempt.words;
        add(std::move(look.attempt));
    }

    /// Whether an answer came.
    bool ask(const std::string& url, Question question, bool asPasted)
    {
        const auto began = std::chrono::steady_clock::now();
        const auto answer = asPasted ? m_asker.ask(url) : m_asker.get(url);
        Try attempt{.url = net::redactedUrl(url)};
        attempt.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        if (!answer) {
            attempt.state = answer.error().state;
            attempt.words = answer.error().error.message;
            if (attempt.state == net::FetchState::Tls)
                attempt.words += certificateAt(url);
            add(std::move(attempt));
            return false;
        }
        if (answer->certificate)
            m_report.certificate = answer->certificate;
        attempt.status = answer->status;
        attempt.state = net::stateOfStatus(answer->status);
        auto verdict = judgeAnswer(question, *answer);
        attempt.words = verdict.words;
        if (verdict.finding) {
            attempt.found = verdict.finding->service;
            addFinding(std::move(*verdict.finding), url);
        }
        m_isUpgrade = answer->status == 426 || !answer->header("Sec-WebSocket-Version").empty();
        add(std::move(attempt));
        return true;
    }

    /// What a server shows that is not trusted.
    std::string certificateAt(const std::string& url)
    {
        const auto parsed = net::parseUrl(url);
        if (!parsed)
            return {};
        auto host = parsed->host.starts_with('[') ? parsed->host.substr(1, parsed->host.size() - 2) : parsed->host;
        const auto stream =
            net::ByteStream::open({host, std::to_string(parsed->port), true, m_request.tls}, m_patience);
        if (stream || !stream.error().certificate)
            return {};
        m_report.certificate = stream.error().certificate;
        return wordsOf(*m_report.certificate);
    }

    void look(const std::string& url)
    {
        const auto parsed = net::parseUrl(url);
        if (!parsed) {
            m_report.failure = parsed.error().message;
            return;
        }
        m_maySpeakTls = false;
        if (!ask(url, Question::Anything, true)) {
            const auto& attempt = m_report.tries.back();
            m_report.failure = attempt.words;
            m_maySpeakTls = attempt.state == net::FetchState::Protocol || attempt.state == net::FetchState::Reset ||
                            attempt.state == net::FetchState::Truncated ||
                            (attempt.state == net::FetchState::Refused && parsed->port == 80);
            return;
        }
        m_maySpeakTls = m_report.tries.back().status == 400;
        const bool isRoot = parsed->target == "/";
        if (!m_report.findings.empty() && !isRoot)
            return;
        if (m_isUpgrade)
            return lookAtSocket(socketOf(url));
        if (m_report.tries.back().state == net::FetchState::Unauthorized) {
            m_report.failure = m_report.tries.back().words;
            return;
        }
        const auto prefix = prefixOf(*parsed);
        if (!prefix.empty())
            lookAround(originOf(*parsed), prefix);
        if (prefix.empty() || m_report.findings.empty())
            lookAround(originOf(*parsed), {});
    }

    void lookAround(const std::string& origin, const std::string& prefix)
    {
        for (const auto& place : kPlaces) {
            if (m_asker.isOver() || m_report.tries.size() >= kMostTries)
                return;
            if (!prefix.empty() && !place.belowPrefix)
                continue;
            const auto url = origin + prefix + std::string(place.path);
            const bool isKnown = std::ranges::any_of(
                m_report.tries, [&](const Try& attempt) { return attempt.url == net::redactedUrl(url); });
            if (!isKnown && !ask(url, place.question, false) && isLost(m_report.tries.back().state))
                return;
        }
    }

    /// Whether to ask further would meet the same.
    static bool isLost(net::FetchState state)
    {
        return state == net::FetchState::Dns || state == net::FetchState::Refused ||
               state == net::FetchState::Unreachable || state == net::FetchState::Tls ||
               state == net::FetchState::Cancelled;
    }

    std::string nothingFound() const
    {
        if (m_report.tries.empty())
            return "nothing was asked";
        const auto& first = m_report.tries.front();
        if (m_report.tries.size() == 1)
            return first.words;
        return first.words + "; nor was there anything known at " + std::to_string(m_report.tries.size() - 1) +
               " other paths";
    }

    const paste::WebRequest& m_request;
    const ProbeOptions& m_options;
    net::Patience m_patience;
    const std::function<void(const Try&)>& m_progress;
    Asker m_asker;
    Report m_report;
    bool m_maySpeakTls = false;
    bool m_isUpgrade = false;
};

} // namespace

Report probeUrl(const paste::WebRequest& request, const ProbeOptions& options, std::stop_token stop,
                const std::function<void(const Try&)>& progress)
{
    return Prober(request, options, std::move(stop), progress).run();
}

} // namespace nocturne::probe
