// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::dashboards {

/// The choice of a variable: one value, or all.
struct VariableChoice
{
    std::string value;
    bool all = false;

    bool operator==(const VariableChoice&) const = default;
};

/// What the names in an expression stand for at one moment.
struct MacroValues
{
    std::chrono::milliseconds range{0};
    std::chrono::milliseconds step{15'000};
    std::chrono::milliseconds scrapeInterval{15'000};
    std::map<std::string, VariableChoice, std::less<>> variables = {};
};

/// Replaces `$name`, `${name}` and `$__rate_interval $__interval $__interval_ms $__range $__range_s $__range_ms`.
///
/// A value that stands in a quoted string is escaped for it; "all" becomes `.*`, so such matchers are written `=~`, and
/// after `=~` or `!~` a value is escaped as a literal of the regular expression. `$__rate_interval` is the larger of
/// step plus scrape interval and four scrape intervals, as in Grafana. Fails with InvalidInput, its column and a
/// suggestion, at a name that is not known.
Result<std::string> expandMacros(std::string_view expression, const MacroValues& values);

} // namespace nocturne::dashboards
