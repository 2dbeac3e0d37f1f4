// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/model/matcher.h"

namespace nocturne::alerts {

/// What a text of matchers says.
struct MatcherReading
{
    std::vector<model::Matcher> matchers;
    std::string warning; ///< where the two notations do not agree on it: how it was taken, and how to say it clearly

    bool operator==(const MatcherReading&) const = default;
};

/// Reads `severity="critical",team=~"a|b"`, in braces or not, as configuration files and amtool write them.
///
/// Two notations are known. The newer one quotes names and values as Go does, so that any UTF-8 can stand there, and
/// takes unquoted words of all but blanks and `{}!=~,\"'` and backquotes. The classic one has classic label names, and
/// values that may hold anything but a comma or a quote; of escapes it knows `\n`, `\"` and `\\`. A text that reads in
/// one of them is taken; one that reads in both and means different things is taken in the classic sense, with a
/// warning. Fails with InvalidInput and the place. The empty text has no matchers. Source: Alertmanager, matcher/parse,
/// pkg/labels/parse.go and matcher/compat.
Result<MatcherReading> readMatchers(std::string_view text);

/// The same, without the warning: for a text that was written or suggested by us.
Result<std::vector<model::Matcher>> parseMatchers(std::string_view text);

/// Each notation by itself.
Result<std::vector<model::Matcher>> readUtf8Matchers(std::string_view text);
Result<std::vector<model::Matcher>> readClassicMatchers(std::string_view text);

/// `{severity="critical",team=~"a|b"}`, which reads back the same.
std::string matcherText(const std::vector<model::Matcher>& matchers);

} // namespace nocturne::alerts
