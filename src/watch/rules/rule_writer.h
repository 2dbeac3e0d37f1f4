// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nocturne::rules {

/// What a rule file says of an alerting rule, each text as it is written there.
struct WrittenRule
{
    using Texts = std::vector<std::pair<std::string, std::string>>;

    std::string alert;
    std::string expression;
    std::chrono::milliseconds holdFor{0};
    std::chrono::milliseconds keepFiringFor{0};
    Texts labels;
    Texts annotations;
};

/// The lines of `rule` as an item of a list of rules, at the depth that they have in a rule file. What says nothing is
/// left out. readRuleFile() reads back what was given, to the byte.
std::string ruleLines(const WrittenRule& rule);

/// A text as a double-quoted scalar of YAML.
std::string quotedYaml(std::string_view text);

} // namespace nocturne::rules
