// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_import.h"

#include <algorithm>
#include <array>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "base/yaml/parse.h"
#include "engine/model/label_set.h"
#include "engine/promql/parser.h"
#include "engine/promql/printer.h"
#include "watch/rules/rule_writer.h"

namespace nocturne::rules {

RuleImport importRules(std::string_view text)
{
    RuleImport result;
    const auto document = yaml::parse(text, result.findings);
    if (!document)
        return result;
    const auto* root = document->isMap() ? document->find("monitoring") : nullptr;
    if (root == nullptr || !root->isMap() || root->find("alerts") == nullptr)
        root = &*document;
    const auto* alerts = root->isMap() ? root->find("alerts") : root;
    if (alerts != nullptr && alerts->isSequence())
        importBurstlet(*alerts, result);
    else if (alerts != nullptr && alerts->isMap() && alerts->find("rules") != nullptr)
        importAegis(*alerts, result);
    else
        result.findings.error(document->position(),
                              "no alert rules are here: expected \"alerts\" with \"rules\" as AEGIS "
                              "has them, or a list of alerts as Burstlet has them");
    return result;
}

std::optional<RuleFile> readForeignRules(std::string_view text, const std::string& file, RuleFileOptions options)
{
    auto imported = importRules(text);
    if (imported.system.empty())
        return std::nullopt;
    RuleFile result;
    if (!imported.findings.hasErrors())
        result = readRuleFile(writeRuleFile(imported, imported.system), file, options);
    result.findings = std::move(imported.findings);
    return result;
}

std::string writeRuleFile(const RuleImport& imported, std::string_view group)
{
    std::string out = "groups:\n  - name: " + quotedYaml(group) +
                      "\n    interval: " + formatDuration(imported.interval) +
                      "\n    rules:" + (imported.rules.empty() ? " []\n" : "\n");
    for (const auto& rule : imported.rules) {
        out += "      # " + imported.system + ": " + printable(rule.origin) + "\n";
        out += ruleLines({rule.alert, rule.expression, rule.holdFor, {}, rule.labels, rule.annotations});
    }
    return out;
}

void addImported(RuleImport& result, ImportedRule rule)
{
    const auto parsed = promql::parse(rule.expression);
    if (!parsed) {
        result.findings.error(rule.where, "rule \"" + printable(rule.alert) +
                                              "\" became an expression that does not parse, " +
                                              printable(rule.expression) + ": " + parsed.error().message);
        return;
    }
    rule.expression = promql::print(**parsed);
    result.rules.push_back(std::move(rule));
}

std::string comparisonOf(std::string_view text)
{
    static constexpr std::array<std::array<std::string_view, 4>, 6> kWords = {{
        {">", "gt", "greater_than", "above"},
        {"<", "lt", "less_than", "below"},
        {">=", "gte", "greater_than_or_equal", "ge"},
        {"<=", "lte", "less_than_or_equal", "le"},
        {"==", "eq", "equals", "="},
        {"!=", "ne", "not_equals", "neq"},
    }};
    for (const auto& words : kWords) {
        if (std::ranges::find(words, text) != words.end())
            return std::string(words.front());
    }
    return {};
}

} // namespace nocturne::rules
