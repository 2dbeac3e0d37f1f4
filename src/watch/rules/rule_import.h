// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/yaml/findings.h"
#include "base/yaml/node.h"
#include "watch/rules/rule_file.h"

namespace nocturne::rules {

/// An alerting rule made of a foreign one, as it goes into a rule file.
struct ImportedRule
{
    using Texts = std::vector<std::pair<std::string, std::string>>;

    std::string alert;
    std::string expression; ///< checked PromQL, canonically printed
    std::chrono::milliseconds holdFor{0};
    Texts labels;
    Texts annotations;
    std::string origin; ///< the foreign rule in its own words: "error_rate > 5 over 5m"
    SourcePosition where = {};
};

/// What became of a foreign file of rules.
struct RuleImport
{
    std::string system; ///< "AEGIS" or "Burstlet"
    std::chrono::milliseconds interval{60'000};
    std::vector<ImportedRule> rules;
    yaml::Findings findings; ///< warnings tell what could not be taken over; with errors there is nothing to use
};

/// Reads the alert rules of an AEGIS configuration (section `alerts`: `rules` of id, name, enabled, severity,
/// condition, cooldownMs, actions) or alerts of Burstlet (a list of name, type, severity, condition, channels,
/// cooldown, isActive, or a map with that list under `alerts`), in YAML or JSON.
///
/// Cooldown, actions and channels become annotations, since they belong to notifications.
RuleImport importRules(std::string_view text);

/// A file that importRules() knows, read as if it had been written as a rule file: one group, called as the system is.
/// Nothing where it is no such file. Findings have their places in the foreign file.
std::optional<RuleFile> readForeignRules(std::string_view text, const std::string& file, RuleFileOptions options = {});

/// The rules as a rule file of Prometheus, the origin of each as a comment. readRuleFile() reads it without findings.
std::string writeRuleFile(const RuleImport& imported, std::string_view group);

/// Private to the import: one file each.
void importAegis(const yaml::Node& alerts, RuleImport& result);
void importBurstlet(const yaml::Node& alerts, RuleImport& result);
/// Adds a rule once its expression parses; says so where it does not.
void addImported(RuleImport& result, ImportedRule rule);
/// `>`, `gt`, `greater_than` as PromQL writes it; empty for anything else.
std::string comparisonOf(std::string_view text);

} // namespace nocturne::rules
