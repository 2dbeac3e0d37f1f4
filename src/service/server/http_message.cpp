// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/http_message.h"

#include <array>

namespace nocturne::server {

std::string_view reasonPhrase(int status)
{
    static constexpr std::array<std::pair<int, std::string_view>, 21> kPhrases = {{
        {200, "OK"},
        {204, "No Content"},
        {302, "Found"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {413, "Payload Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Entity"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {499, "Client Closed Request"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
    }};
    for (const auto& [code, phrase] : kPhrases) {
        if (code == status)
            return phrase;
    }
    return {};
}

std::string responseHead(const HttpResponse& response, bool keepAlive)
{
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    head += reasonPhrase(response.status);
    const auto field = [&head](std::string_view name, std::string_view value) {
        head += "\r\n";
        head += name;
        head += ": ";
        head += value;
    };
    constexpr int kNoContent = 204; // says nothing of a body: RFC 9110, section 8.6
    if (response.status != kNoContent) {
        field("Content-Type", response.contentType);
        field("Content-Length", std::to_string(response.body.size()));
    }
    if (response.isGzip)
        field("Content-Encoding", "gzip");
    field("Vary", "Accept-Encoding");
    field("Cache-Control", "no-store");
    field("X-Content-Type-Options", "nosniff");
    field("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    for (const auto& [name, value] : response.headers)
        field(name, value);
    field("Connection", keepAlive ? "keep-alive" : "close");
    head += "\r\n\r\n";
    return head;
}

} // namespace nocturne::server
