// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_file.h"

#include <set>

#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"
#include "engine/model/label_set.h"
#include "engine/promql/parser.h"

namespace nocturne::rules {

namespace {

using yaml::Findings;
using yaml::MapReader;
using yaml::Node;

/// A place inside a scalar that starts at `start`, good for plain and quoted scalars of one line.
SourcePosition inside(SourcePosition start, const std::optional<SourcePosition>& offset)
{
    if (!offset || offset->line > 1)
        return start;
    return {start.line, start.column + offset->column - 1};
}

Templates readTemplates(MapReader& reader, std::string_view key, bool namesAreLabels)
{
    Templates templates;
    std::vector<std::pair<std::string, std::string>> pairs;
    reader.read(key, pairs);
    for (const auto& [name, text] : pairs) {
        if (namesAreLabels && (name.empty() || name == model::kMetricName))
            reader.error(key, "\"" + name + "\" cannot be the name of a label here");
        auto parsed = Template::parse(text);
        if (parsed)
            templates.emplace_back(name, std::move(*parsed));
        else
            reader.error(key, "template of \"" + name + "\": " + parsed.error().message);
    }
    return templates;
}

void checkExpression(const Node& node, const Rule& rule, Findings& findings)
{
    const auto parsed = promql::parse(rule.expression);
    if (!parsed)
        findings.error(inside(node.find("expr")->position(), parsed.error().where),
                       "expression: " + parsed.error().message);
}

Rule readRule(const Node& node, Findings& findings)
{
    Rule rule;
    MapReader reader(node, findings, "rule");
    rule.where = node.position();
    reader.read("alert", rule.alert);
    reader.read("record", rule.record);
    if (reader.require("expr") && reader.read("expr", rule.expression))
        checkExpression(node, rule, findings);
    reader.read("for", rule.holdFor);
    reader.read("keep_firing_for", rule.keepFiringFor);
    rule.labels = readTemplates(reader, "labels", true);
    rule.annotations = readTemplates(reader, "annotations", false);
    if (rule.alert.empty() == rule.record.empty())
        findings.error(node.position(), "a rule needs exactly one of \"alert\" and \"record\"");
    if (!rule.record.empty()) {
        for (const std::string_view key : {"for", "keep_firing_for", "annotations"}) {
            if (reader.has(key))
                reader.error(key, "\"" + std::string(key) + "\" belongs to alerting rules, this one records");
        }
        if (!model::isClassicMetricName(rule.record))
            reader.error("record", "\"" + rule.record + "\" is no metric name");
    }
    reader.finish();
    return rule;
}

/// What makes two rules of a group the same one.
std::string identity(const Rule& rule)
{
    std::string text = rule.name() + "\xff" + rule.expression;
    for (const auto& [name, value] : rule.labels)
        text += "\xff" + name + "\xff" + value.source();
    return text;
}

RuleGroup readGroup(const Node& node, const std::string& file, Findings& findings)
{
    RuleGroup group;
    group.file = file;
    MapReader reader(node, findings, "rule group");
    reader.require("name");
    reader.read("name", group.name);
    reader.read("interval", group.interval);
    reader.read("query_offset", group.queryOffset);
    reader.readInteger("limit", group.limit, 0, 1'000'000);
    reader.read("labels", group.labels);
    std::set<std::string> seen;
    reader.readEach("rules", [&](const Node& item) {
        group.rules.push_back(readRule(item, findings));
        if (!seen.insert(identity(group.rules.back())).second)
            findings.warning(item.position(), "this rule stands twice in group \"" + group.name + "\"");
    });
    if (group.interval && group.interval->count() <= 0)
        reader.error("interval", "an interval must be longer than zero");
    reader.finish();
    return group;
}

} // namespace

RuleFile readRuleFile(std::string_view text, const std::string& file)
{
    RuleFile result;
    const auto document = yaml::parse(text, result.findings);
    if (!document)
        return result;
    MapReader reader(*document, result.findings, "rule file");
    std::set<std::string> names;
    reader.readEach("groups", [&](const Node& item) {
        result.groups.push_back(readGroup(item, file, result.findings));
        if (!names.insert(result.groups.back().name).second)
            result.findings.error(item.position(), "group \"" + result.groups.back().name + "\" stands twice");
    });
    reader.finish();
    return result;
}

} // namespace nocturne::rules
