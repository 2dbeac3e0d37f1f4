// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "base/core/result.h"

namespace nocturne::net {
struct HttpResponse;
} // namespace nocturne::net

namespace nocturne::health {

/// What one part of an HTTP answer has to be. All conditions that are set must hold; without any the part must be
/// there. Regular expressions are RE2's and found anywhere in the text.
struct Expectation
{
    enum class Of { Body, Json, Header };

    Of of = Of::Body;
    std::string subject; ///< the path into the JSON, "$.data[0].state"; the name of the header
    std::optional<std::string> equals = {};
    std::optional<std::string> notEquals = {};
    std::optional<std::string> contains = {};
    std::optional<std::string> notContains = {};
    std::optional<std::string> matches = {};
    std::optional<std::string> notMatches = {};
    std::optional<double> atLeast = {}; ///< the text as a number
    std::optional<double> atMost = {};
    /// The text is a moment, RFC 3339 or Unix seconds or milliseconds, and not longer ago than this: a heartbeat.
    std::optional<std::chrono::milliseconds> newerThan = {};
    bool isWarning = false; ///< not met: the check is degraded, not down

    bool operator==(const Expectation&) const = default;
};

/// What keeps an expectation from being judged: a regular expression or a path that is none. InvalidInput.
Result<void> validate(const Expectation& expectation);

/// Why `answer` does not meet a valid expectation at `now`; empty where it does. The sentence is plain and bounded.
std::string complaintOf(const Expectation& expectation, const net::HttpResponse& answer, Timestamp now);

/// The value at a path such as `$.checks[0].state`, `checks.0.state` or `$['a key'].b`: a text as it is, anything else
/// as its JSON. NotFound where nothing is there, InvalidInput for a text that is no JSON or a path that is none.
Result<std::string> jsonValueAt(std::string_view json, std::string_view path);

/// A moment in milliseconds: RFC 3339, or Unix time in seconds or (from 1e11) milliseconds. Nothing for other texts.
std::optional<Timestamp> momentFrom(std::string_view text);

} // namespace nocturne::health
