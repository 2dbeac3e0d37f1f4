// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/judge_answer.h"

#include <set>

#include "base/core/text.h"
#include "engine/exposition/parser.h"
#include "sources/alertmanager/api_v2_json.h"
#include "sources/burstlet/answer.h"
#include "sources/health/health_document.h"
#include "sources/loki/loki_json.h"
#include "sources/prometheus/engine_answer.h"
#include "sources/streams/aegis_message.h"

namespace nocturne::probe {

namespace {

using exposition::Entry;

Verdict nothing(std::string words) { return {std::nullopt, std::move(words)}; }

std::string shownType(const net::HttpResponse& answer)
{
    const auto type = answer.header("Content-Type");
    return type.empty() ? std::string("no content type") : printable(type.substr(0, type.find(';')), 60);
}

bool isPage(const net::HttpResponse& answer)
{
    const auto body = trimmed(std::string_view(answer.body).substr(0, 200), " \t\r\n");
    return shownType(answer) == "text/html" || asciiLower(body.substr(0, 14)) == "<!doctype html" ||
           asciiLower(body.substr(0, 5)) == "<html";
}

bool isJson(const net::HttpResponse& answer)
{
    const auto body = trimmed(std::string_view(answer.body).substr(0, 200), " \t\r\n");
    return body.starts_with('{') || body.starts_with('[');
}

/// Why an answer that is no success is none: its status, and who it wants to know.
std::string wordsOfStatus(const net::HttpResponse& answer)
{
    const auto status = "HTTP " + std::to_string(answer.status);
    switch (net::stateOfStatus(answer.status)) {
    case net::FetchState::Unauthorized: {
        const auto scheme = answer.header("WWW-Authenticate");
        const auto kind = scheme.empty() ? std::string() : " by " + printable(scheme.substr(0, scheme.find(' ')), 30);
        return answer.status == 401 ? status + ": it wants to know who asks" + kind + ": give a user or a token"
                                    : status + ": who asks may not read this: another user or token is needed";
    }
    case net::FetchState::NotFound:
        return status + ": there is nothing at this path";
    case net::FetchState::RateLimited:
        return status + ": it is asked too often: wait a little";
    case net::FetchState::ServerError:
        return status + ": the server is in trouble" +
               (answer.words.empty() ? "" : ": " + printable(answer.words, 200));
    default:
        return status + (answer.words.empty() ? "" : ": " + printable(answer.words, 200));
    }
}

/// Counts the samples of a text exposition.
Result<Finding> readText(const std::string& body, exposition::Format format)
{
    Finding finding{.service = Service::Exposition};
    exposition::Parser parser(body, {.format = format});
    exposition::LabelBuffer buffer;
    std::set<std::string, std::less<>> families;
    while (true) {
        const auto entry = parser.next();
        if (!entry)
            return tl::unexpected(entry.error());
        if (*entry == Entry::End)
            break;
        if (*entry == Entry::Type)
            families.emplace(parser.family());
        if (*entry != Entry::Series)
            continue;
        if (const auto labels = parser.labels(buffer); !labels)
            return tl::unexpected(labels.error());
        ++finding.series;
    }
    finding.families = families.size();
    return finding;
}

Verdict judgeMetrics(const net::HttpResponse& answer)
{
    if (isPage(answer))
        return nothing("a web page, no metrics");
    const auto format =
        exposition::formatFromContentType(answer.header("Content-Type"), exposition::Format::PrometheusText);
    if (!format || *format == exposition::Format::Protobuf)
        return nothing("metrics in a format that was not asked for (" + shownType(answer) + ")");
    auto finding = readText(answer.body, *format);
    if (!finding)
        return nothing("not readable as metrics: " + finding.error().text());
    if (finding->series == 0)
        return nothing("no metrics: the answer has no samples (" + shownType(answer) + ")");
    auto words = "metrics: " + std::to_string(finding->series) + " series";
    return {std::move(*finding), std::move(words)};
}

Verdict judgeBuildInfo(const net::HttpResponse& answer)
{
    const auto info = prometheus::readBuildInfo(answer.body);
    if (!info || (info->version.empty() && info->application.empty()))
        return nothing("no API of Prometheus");
    Finding finding{.service = Service::Engine, .version = info->version};
    finding.product = !info->application.empty() ? info->application
                      : info->goVersion.empty()  ? "VictoriaMetrics"
                                                 : "Prometheus";
    auto words = finding.product + (finding.version.empty() ? "" : " " + finding.version) + " answers PromQL";
    return {std::move(finding), std::move(words)};
}

Verdict judgeAlertmanager(const net::HttpResponse& answer)
{
    const auto status = alertmanager::readStatus(answer.body);
    if (!status || status->version.empty())
        return nothing("no API of Alertmanager");
    return {Finding{.service = Service::Alertmanager, .product = "Alertmanager", .version = status->version},
            "Alertmanager " + status->version};
}

Verdict judgeLoki(const net::HttpResponse& answer)
{
    const auto names = loki::readNames(answer.body);
    if (!names)
        return nothing("no API of Loki");
    return {Finding{.service = Service::Loki, .product = "Loki"}, "Loki, with logs to read"};
}

Verdict judgeBurstlet(const net::HttpResponse& answer)
{
    burstlet::AnswerReader reader;
    const auto read = reader.health(answer.body);
    if (!read || read->status.empty())
        return nothing("no monitoring API of Burstlet");
    return {Finding{.service = Service::Burstlet, .product = "Burstlet", .version = read->version},
            "the monitoring API of a Burstlet"};
}

Verdict judgeAegis(const net::HttpResponse& answer)
{
    streams::AegisReader reader;
    const auto read = reader.readTopic(streams::Topic::Overview, answer.body);
    if (!read || !read->overview)
        return nothing("no metrics of an AEGIS");
    return {Finding{.service = Service::Aegis, .product = "AEGIS"}, "AEGIS, with a stream of metrics"};
}

Verdict judgeSocketIo(const net::HttpResponse& answer)
{
    // The open packet of Engine.IO: 0, then an object. Source: Engine.IO protocol 4, "Handshake".
    if (!answer.body.starts_with("0{") || answer.body.find("\"sid\"") == std::string::npos)
        return nothing("no Socket.IO");
    return {Finding{.service = Service::SocketIo, .product = "Socket.IO"}, "a Socket.IO server"};
}

Verdict judgeHealth(const net::HttpResponse& answer)
{
    const auto document = health::parseHealthDocument(answer.body);
    if (!document)
        return nothing(isJson(answer) ? "JSON, but no health document" : document.error().message);
    Finding finding{.service = Service::Health};
    finding.state = health::toString(document->state);
    finding.components = document->components.size() + document->leftOut;
    auto words = "a health document: " + finding.state;
    return {std::move(finding), std::move(words)};
}

Verdict judgeAnything(const net::HttpResponse& answer)
{
    // A service that is not ready says so with 503 and a health document.
    if (isJson(answer) || answer.body.find("[+]") != std::string::npos ||
        answer.body.find("[-]") != std::string::npos) {
        for (const auto judge : {judgeBuildInfo, judgeAlertmanager, judgeAegis, judgeHealth}) {
            if (auto verdict = judge(answer); verdict.finding)
                return verdict;
        }
    }
    if (net::stateOfStatus(answer.status) != net::FetchState::Ok)
        return nothing(wordsOfStatus(answer));
    if (isJson(answer))
        return nothing("JSON, but nothing that is known (" + shownType(answer) + ")");
    if (auto verdict = judgeSocketIo(answer); verdict.finding)
        return verdict;
    return judgeMetrics(answer);
}

} // namespace

std::string_view toString(Service service)
{
    switch (service) {
    case Service::Engine:
        return "prometheus";
    case Service::Alertmanager:
        return "alertmanager";
    case Service::Loki:
        return "loki";
    case Service::Burstlet:
        return "burstlet";
    case Service::Aegis:
        return "aegis";
    case Service::SocketIo:
        return "socketio";
    case Service::JsonStream:
        return "websocket";
    case Service::Exposition:
        return "exposition";
    case Service::Health:
        return "health";
    }
    return "exposition";
}

Verdict judgeAnswer(Question question, const net::HttpResponse& answer)
{
    if (question == Question::Anything)
        return judgeAnything(answer);
    // Burstlet tells that it is unhealthy by 503.
    if (net::stateOfStatus(answer.status) != net::FetchState::Ok && question != Question::BurstletHealth)
        return nothing(wordsOfStatus(answer));
    switch (question) {
    case Question::BuildInfo:
        return judgeBuildInfo(answer);
    case Question::AlertmanagerStatus:
        return judgeAlertmanager(answer);
    case Question::LokiLabels:
        return judgeLoki(answer);
    case Question::BurstletHealth:
        return net::stateOfStatus(answer.status) == net::FetchState::NotFound ? nothing(wordsOfStatus(answer))
                                                                              : judgeBurstlet(answer);
    case Question::AegisOverview:
        return judgeAegis(answer);
    case Question::SocketIo:
        return judgeSocketIo(answer);
    case Question::Metrics:
    case Question::Anything:
        break;
    }
    return judgeMetrics(answer);
}

} // namespace nocturne::probe
