// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "base/yaml/findings.h"
#include "watch/rules/template.h"

namespace nocturne::rules {

/// A name and a template, in the order of the file.
using Templates = std::vector<std::pair<std::string, Template>>;

/// One rule: alerting when `alert` is set, recording when `record` is.
struct Rule
{
    std::string alert;
    std::string record;
    std::string expression;               ///< checked PromQL, as written
    std::chrono::milliseconds holdFor{0}; ///< `for`
    std::chrono::milliseconds keepFiringFor{0};
    Templates labels;
    Templates annotations;
    SourcePosition where;

    bool isAlerting() const { return !alert.empty(); }
    const std::string& name() const { return isAlerting() ? alert : record; }
};

/// Rules that are evaluated one after the other, at the same time stamp.
struct RuleGroup
{
    std::string file;
    std::string name;
    std::optional<std::chrono::milliseconds> interval; ///< the global evaluation interval when absent
    std::chrono::milliseconds queryOffset{0};
    std::size_t limit = 0; ///< most alerts or series of one rule; 0 is no limit
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<Rule> rules;
};

/// A rule file as read, and everything that is wrong with it. With errors the groups must not be used.
struct RuleFile
{
    std::vector<RuleGroup> groups;
    yaml::Findings findings;
};

/// Reads a rule file in Prometheus' format, strictly: unknown keys, expressions that do not parse, templates that are
/// not understood, duplicate groups and rules are errors with their place.
/// Source: Prometheus, model/rulefmt; design of the format in its documentation, "Defining recording rules".
RuleFile readRuleFile(std::string_view text, const std::string& file);

} // namespace nocturne::rules
