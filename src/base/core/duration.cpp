// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/duration.h"

#include <array>
#include <cstdint>
#include <limits>

namespace nocturne {

namespace {

struct Unit
{
    std::string_view name;
    std::int64_t milliseconds;
};

constexpr std::int64_t kDay = 24LL * 60 * 60 * 1000;
constexpr std::array<Unit, 7> kUnits = {{
    {"y", 365 * kDay},
    {"w", 7 * kDay},
    {"d", kDay},
    {"h", 3'600'000},
    {"m", 60'000},
    {"s", 1000},
    {"ms", 1},
}};
constexpr std::int64_t kMaxMilliseconds = std::numeric_limits<std::int64_t>::max() / 1'000'000; // 2^63 ns

tl::unexpected<Error> failAt(std::size_t offset, std::string message)
{
    return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition{1, static_cast<int>(offset) + 1});
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

} // namespace

Result<std::chrono::milliseconds> parseDuration(std::string_view text)
{
    if (text == "0")
        return std::chrono::milliseconds(0);
    if (text.empty())
        return failAt(0, "empty duration: write one such as \"15s\" or \"1h30m\"");

    std::int64_t total = 0;
    std::size_t nextUnit = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!isDigit(text[at]))
            return failAt(at, "not a valid duration: expected a number");
        std::int64_t count = 0;
        while (at < text.size() && isDigit(text[at])) {
            count = count * 10 + (text[at++] - '0');
            if (count > kMaxMilliseconds)
                return failAt(at - 1, "duration out of range");
        }
        const std::size_t unitAt = at;
        while (at < text.size() && !isDigit(text[at]))
            ++at;
        const auto name = text.substr(unitAt, at - unitAt);
        std::size_t unit = nextUnit;
        while (unit < kUnits.size() && kUnits[unit].name != name)
            ++unit;
        if (unit == kUnits.size()) {
            return failAt(unitAt, name.empty() ? "missing unit: use one of y w d h m s ms"
                                               : "unknown or misplaced unit \"" + std::string(name) +
                                                     "\": use y w d h m s ms, each once and in this order");
        }
        if (count > (kMaxMilliseconds - total) / kUnits[unit].milliseconds)
            return failAt(unitAt, "duration out of range");
        total += count * kUnits[unit].milliseconds;
        nextUnit = unit + 1;
    }
    return std::chrono::milliseconds(total);
}

std::string formatDuration(std::chrono::milliseconds duration)
{
    std::int64_t rest = duration.count();
    if (rest == 0)
        return "0s";
    std::string text = rest < 0 ? "-" : "";
    rest = rest < 0 ? -rest : rest;
    for (std::size_t unit = 0; unit < kUnits.size(); ++unit) {
        const auto size = kUnits[unit].milliseconds;
        const bool exactOnly = unit < 2; // years and weeks: 90d reads better than 12w6d
        if (rest < size || (exactOnly && rest % size != 0))
            continue;
        text += std::to_string(rest / size);
        text += kUnits[unit].name;
        rest %= size;
    }
    return text;
}

} // namespace nocturne
