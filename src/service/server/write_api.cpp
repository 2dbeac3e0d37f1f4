// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/write_api.h"

#include <optional>

#include "base/core/text.h"

namespace nocturne::server {

namespace {

using remote_write::Received;
using remote_write::Version;

constexpr std::size_t kSmallBody = std::size_t{128} << 10U; // about 4 ms of work

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlanks = " \t";
    const auto begin = text.find_first_not_of(kBlanks);
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

/// The message that a Content-Type announces; 1.0 where it does not say, as its senders may not.
std::optional<Version> versionOf(std::string_view contentType)
{
    if (contentType.empty())
        return Version::V1;
    auto rest = contentType;
    const auto take = [&rest] {
        const auto end = rest.find(';');
        const auto part = trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        return part;
    };
    if (asciiLower(take()) != "application/x-protobuf")
        return std::nullopt;
    auto version = Version::V1;
    while (!rest.empty()) {
        const auto parameter = take();
        constexpr std::string_view kProto = "proto=";
        if (!parameter.starts_with(kProto))
            continue;
        const auto name = parameter.substr(kProto.size());
        if (name != "prometheus.WriteRequest" && name != "io.prometheus.write.v2.Request")
            return std::nullopt;
        version = name == "prometheus.WriteRequest" ? Version::V1 : Version::V2;
    }
    return version;
}

HttpResponse unsupported(std::string what) { return {.status = 415, .body = std::move(what) + '\n'}; }

/// Tells a sender of 2.0 what was stored, also where nothing was.
void addCounts(HttpResponse& response, const Received& received)
{
    constexpr std::string_view kPrefix = "X-Prometheus-Remote-Write-";
    const auto add = [&](std::string_view kind, std::size_t count) {
        response.headers.emplace_back(std::string(kPrefix) + std::string(kind) + "-Written", std::to_string(count));
    };
    add("Samples", received.samples);
    add("Histograms", received.histograms);
    add("Exemplars", received.exemplars);
}

int statusOf(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::InvalidInput:
        return 400;
    case Error::Kind::LimitExceeded:
        return 413;
    default:
        return 500; // the store's fault: the sender tries again
    }
}

HttpResponse told(const Result<remote_write::Received>& received, Version version)
{
    HttpResponse response{.status = 204};
    if (!received) {
        response.status = statusOf(received.error().kind);
        response.body = received.error().message + '\n';
    } else if (!received->fault.empty()) {
        response.status = 400;
        response.body = received->fault + '\n';
    }
    if (version == Version::V2)
        addCounts(response, received.value_or(Received()));
    return response;
}

} // namespace

HttpResponse WriteApi::notEnabled()
{
    return {.status = 404, .body = "remote write receiver needs to be enabled with --enable-remote-write-receiver\n"};
}

void WriteApi::handle(HttpRequest request, Reply reply) const
{
    if (request.method != "POST") {
        HttpResponse response{.status = 405, .body = "samples come by POST\n"};
        response.headers.emplace_back("Allow", "POST");
        return reply(std::move(response));
    }
    const auto type = request.header("content-type");
    const auto version = versionOf(type);
    if (!version)
        return reply(
            unsupported("cannot read content type \"" + printable(type, 100) + "\": send application/x-protobuf"));
    const auto encoding = request.header("content-encoding");
    if (!encoding.empty() && encoding != "snappy")
        return reply(unsupported("cannot read content encoding \"" + printable(encoding, 60) + "\": send snappy"));
    if (request.body.size() <= kSmallBody) {
        if (const auto received = m_receiver->receiveNow(*version, request.body))
            return reply(told(*received, *version));
    }
    m_pool->submit([receiver = m_receiver, version = *version, reply = std::move(reply),
                    body = std::make_shared<const std::string>(std::move(request.body))](const std::stop_token&) {
        reply(told(receiver->receive(version, *body), version));
    });
}

} // namespace nocturne::server
