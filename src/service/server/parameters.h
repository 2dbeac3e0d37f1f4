// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "service/server/form.h"

namespace nocturne::server {

/// A time as the HTTP API of Prometheus takes it: seconds since 1970 with a fraction, or RFC 3339. Rounded to ms.
/// Fails with InvalidInput; times more than 2^53 ms away are refused.
Result<Timestamp> parseTime(std::string_view text);

/// A duration as the HTTP API takes it: seconds with a fraction, or `1h30m`. Rounded to ms; may be negative.
Result<std::chrono::milliseconds> parseSpan(std::string_view text);

// Parameters of a form. All fail with InvalidInput as `invalid parameter "NAME": why`.

/// `fallback` where the parameter is missing or empty; without a fallback that is an error.
Result<Timestamp> timeParameter(const Form& form, std::string_view name, std::optional<Timestamp> fallback);
Result<std::optional<std::chrono::milliseconds>> spanParameter(const Form& form, std::string_view name);
/// A whole number from 0; 0 where it is missing.
Result<std::size_t> limitParameter(const Form& form, std::string_view name);
/// 1, t, true, 0, f, false in Go's spellings; false where it is missing.
Result<bool> flagParameter(const Form& form, std::string_view name);

/// `why`, told of the parameter `name`.
Error invalidParameter(std::string_view name, const Error& why);

/// A label name from a path: as it stands, or with `U__` before and `_20_` for a blank and `__` for a `_`.
/// Fails with InvalidInput for a name that is empty or not UTF-8.
/// Source: Prometheus, documentation, "Querying label values".
Result<std::string> labelNameFromPath(std::string_view segment);

} // namespace nocturne::server
