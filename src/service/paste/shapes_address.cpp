// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/core/text.h"
#include "base/net/url.h"
#include "service/paste/address.h"
#include "service/paste/curl_command.h"
#include "service/paste/shapes.h"
#include "watch/logs/trace_context.h"

namespace nocturne::paste {

namespace {

constexpr int kSure = 100;
constexpr int kAddress = 85;
constexpr int kBareHost = 65;
constexpr int kTrace = 90;

bool isHex(std::string_view text)
{
    return std::ranges::all_of(
        text, [](char c) { return isAsciiDigit(c) || (asciiLower(c) >= 'a' && asciiLower(c) <= 'f'); });
}

bool isDecimal(std::string_view text) { return std::ranges::all_of(text, isAsciiDigit); }

void addTrace(const std::string& id, int rank, Recognition& out)
{
    Reading reading{.kind = Kind::TraceId, .rank = rank, .subject = id};
    reading.items = 1;
    out.readings.push_back(std::move(reading));
}

} // namespace

void readCurl(std::string_view text, Recognition& out)
{
    if (!looksLikeCurl(text))
        return;
    auto command = parseCurl(text);
    if (!command) {
        out.refusals.push_back({Kind::Curl, command.error()});
        return;
    }
    auto parts = partsOf(command->request.url);
    if (!parts) {
        out.refusals.push_back({Kind::Curl, parts.error()});
        return;
    }
    command->request.url = parts->url;
    if (parts->user && !command->request.basicAuth)
        command->request.basicAuth = parts->user;
    Reading reading{.kind = Kind::Curl, .rank = kSure, .subject = net::redactedUrl(parts->url)};
    reading.items = 1;
    reading.request = std::move(command->request);
    reading.unused = std::move(command->unused);
    out.readings.push_back(std::move(reading));
}

void readAddress(std::string_view text, Recognition& out)
{
    text = trimmed(text, " \t\r\n<>\"'"); // as mails and chats wrap them
    if (text.find_first_of(" \t\r\n") != std::string_view::npos)
        return;
    const auto likeness = likenessOf(text);
    if (likeness == Likeness::None)
        return;
    auto parts = partsOf(text);
    if (!parts) {
        if (likeness != Likeness::Host)
            out.refusals.push_back({Kind::Url, parts.error()});
        return;
    }
    Reading reading{.kind = Kind::Url, .subject = net::redactedUrl(parts->url)};
    reading.rank = likeness == Likeness::Scheme ? kSure : likeness == Likeness::Port ? kAddress : kBareHost;
    reading.items = 1;
    reading.request = WebRequest{.url = parts->url, .basicAuth = parts->user};
    reading.request->followRedirects = true;
    out.readings.push_back(std::move(reading));
}

void readTrace(std::string_view text, Recognition& out)
{
    text = trimmed(text, " \t\r\n\"'");
    if (const auto context = logs::parseTraceparent(text))
        return addTrace(context->traceId, kSure, out);
    if ((text.size() != 32 && text.size() != 16) || !isHex(text))
        return;
    const bool isZero = text.find_first_not_of('0') == std::string_view::npos;
    if (isZero) {
        out.refusals.push_back({Kind::TraceId, {Error::Kind::InvalidInput, "a trace id is not all zeros"}});
        return;
    }
    // Sixteen decimal digits are a number first, and then the id of Zipkin's and Jaeger's older kind.
    const int doubt = isDecimal(text) ? 50 : text.size() == 16 ? 10 : 0;
    addTrace(asciiLower(text), kTrace - doubt, out);
}

} // namespace nocturne::paste
