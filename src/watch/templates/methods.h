// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "watch/templates/value.h"

namespace nocturne::templates {

/// Calls a method of a time or a span of time, or of what notifications are made of, as Go's time package has them;
/// nothing where there is none of that name.
std::optional<Result<Value>> callMethod(const Value& owner, std::string_view name, std::span<const Value> arguments);

/// As Go prints a time in UTC: "2015-06-23 13:19:44.128 +0000 UTC".
std::string timeText(Time time);
/// A time in a layout of Go, which is written with the time Mon Jan 2 15:04:05 2006.
std::string formatTime(Time time, std::string_view layout);
/// As Go prints a duration: "1h30m0s", "1.5ms".
std::string spanText(Span span);

} // namespace nocturne::templates
