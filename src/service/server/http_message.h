// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/limits.h"

namespace nocturne::server {

/// What a client may cost before it is heard. Source of the numbers: the security matrix, rows SEC8 and SEC14.
struct HttpLimits
{
    std::size_t headerBytes = std::size_t{16} << 10U;
    std::size_t headerFields = 100;
    std::size_t bodyBytes = std::size_t{4} << 20U;
    std::string largePath = {}; ///< of requests whose bodies may be larger; empty: there are none
    std::size_t largeBodyBytes = std::size_t{32} << 20U;
    /// Of all bodies together that are on their way, or being answered, and larger than a small one; further ones get
    /// 503.
    std::size_t bodiesAtOnceBytes = Limits{}.apiBodiesBytes;
    std::size_t smallBodyBytes = std::size_t{64} << 10U;
    std::size_t connections = 256;
    std::size_t connectionsPerAddress = 32;
    std::size_t requestsAtOnce = 64; ///< being answered; further ones get 503
    std::size_t requestsPerConnection = 10'000;
    std::chrono::milliseconds headerTime{10'000}; ///< from the first byte of a request to the end of its header
    std::chrono::milliseconds bodyTime{30'000};   ///< from there to the end of its body
    std::chrono::milliseconds idleTime{60'000};   ///< between two requests of a connection
    std::chrono::milliseconds drainTime{30'000};  ///< a client that takes nothing of an answer for so long is left
    std::size_t authFailuresPerMinute = 10;       ///< of one address; further ones get 429

    bool operator==(const HttpLimits&) const = default;
};

/// A request as it was understood; values in the order of the text.
struct HttpRequest
{
    std::string method; ///< "GET", "POST", ...
    std::string path;   ///< as sent, without the query
    std::string query;  ///< behind the "?", as sent
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
    bool keepAlive = true;
    std::string address = {}; ///< of who asks, as a number; set by the server

    /// The value of `name` (lower case), or an empty view; of several the first.
    std::string_view header(std::string_view name) const
    {
        for (const auto& [key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
    std::size_t headerCount(std::string_view name) const
    {
        std::size_t count = 0;
        for (const auto& header : headers)
            count += header.first == name ? 1 : 0;
        return count;
    }

    bool operator==(const HttpRequest&) const = default;
};

struct HttpResponse
{
    int status = 200;
    std::string contentType = "text/plain; charset=utf-8";
    std::string body;
    bool isGzip = false;                                      ///< `body` is compressed
    std::vector<std::pair<std::string, std::string>> headers; ///< beside those that every answer has

    bool operator==(const HttpResponse&) const = default;
};

/// "Not Found" for 404; empty for a status that we do not use.
std::string_view reasonPhrase(int status);

/// The answer as it goes over the wire. Tells browsers to guess no type, to frame, store and run nothing.
std::string responseHead(const HttpResponse& response, bool keepAlive);

} // namespace nocturne::server
