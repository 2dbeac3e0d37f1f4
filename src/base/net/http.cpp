// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/net/http.h"

#include <algorithm>
#include <charconv>

#include <curl/curl.h>

#include "base/core/text.h"

namespace nocturne::net {

namespace {

constexpr std::int64_t kLongestRetrySeconds = 300;

} // namespace

bool sameHeaderName(std::string_view a, std::string_view b) { return equalsIgnoringCase(a, b); }

std::string_view HttpResponse::header(std::string_view name) const
{
    const auto found = std::ranges::find_if(headers, [&](const Header& one) { return sameHeaderName(one.name, name); });
    return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::optional<std::chrono::seconds> retryAfter(const HttpResponse& response, Timestamp now)
{
    const auto text = response.header("Retry-After");
    if (text.empty())
        return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc::result_out_of_range)
        return std::chrono::seconds(kLongestRetrySeconds);
    if (error != std::errc{} || end != text.data() + text.size()) {
        const auto date = curl_getdate(std::string(text).c_str(), nullptr);
        if (date < 0)
            return std::nullopt;
        seconds = date - now / 1000;
    }
    return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongestRetrySeconds));
}

} // namespace nocturne::net
