// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/kept_body.h"

#include <re2/re2.h>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kKeptBytes = 2'000;
/// More is read than is kept, so that a secret over the cut is struck out as a whole.
constexpr std::size_t kReadBytes = 16'000;
constexpr std::size_t kShortestSecret = 4;
constexpr std::string_view kStruck = "***";

void strike(std::string& text, const std::string& secret)
{
    if (secret.size() < kShortestSecret)
        return; // would strike out half the text, and is no secret
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kStruck.size()))
        text.replace(at, secret.size(), kStruck);
}

} // namespace

std::string keptBody(std::string_view body, const std::vector<std::string>& secrets)
{
    static const RE2 kNamed(
        R"re((?i)((?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|authorization|credentials?))re"
        R"re(["']?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|(?:(?:bearer|basic)\s+)?[^\s"',;&}<]+))re");
    static const RE2 kInUrl(R"re((://)[^/\s@"']+@)re");
    std::string text(body.substr(0, kReadBytes));
    for (const auto& secret : secrets)
        strike(text, secret);
    RE2::GlobalReplace(&text, kNamed, "\\1***");
    RE2::GlobalReplace(&text, kInUrl, "\\1***@");
    return printable(trimmed(text, " \t\r\n"), kKeptBytes);
}

} // namespace nocturne::health
