// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/rules/rule_file.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <set>

#include "base/core/text.h"
#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"
#include "engine/model/label_set.h"
#include "engine/promql/parser.h"

namespace nocturne::rules {

namespace {

using templates::Template;
using yaml::Findings;
using yaml::MapReader;
using yaml::Node;

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Reads the rules of one file.
class Reader
{
public:
    Reader(std::string_view text, std::string file, RuleFileOptions options, RuleFile& result)
        : m_file(std::move(file))
        , m_options(options)
        , m_result(result)
    {
        for (std::size_t at = 0; at <= text.size();) {
            const auto end = std::min(text.find('\n', at), text.size());
            m_lines.push_back(text.substr(at, end - at));
            at = end + 1;
        }
    }

    void read(const Node& document)
    {
        MapReader reader(document, m_result.findings, "rule file");
        std::set<std::string> names;
        reader.readEach("groups", [&](const Node& item) {
            m_result.groups.push_back(readGroup(item));
            const auto& name = m_result.groups.back().name;
            if (!name.empty() && !names.insert(name).second)
                m_result.findings.error(item.position(), "group \"" + printable(name) +
                                                             "\" stands twice in this file: give one another name");
        });
        finish(reader);
    }

private:
    /// The place in the file of `within`, a place in the text of a scalar that starts at `start`. Columns are exact
    /// where the scalar has no escapes.
    SourcePosition placeOf(SourcePosition start, const std::optional<SourcePosition>& within) const
    {
        const auto line = static_cast<std::size_t>(start.line) - 1;
        const auto column = static_cast<std::size_t>(start.column) - 1;
        if (!within || line >= m_lines.size() || column >= m_lines[line].size())
            return start;
        const char first = m_lines[line][column];
        if (first == '|' || first == '>')
            return placeInBlock(start, *within);
        if (within->line > 1)
            return start;
        return {start.line, start.column + within->column - 1 + (first == '"' || first == '\'' ? 1 : 0)};
    }

    SourcePosition placeInBlock(SourcePosition start, SourcePosition within) const
    {
        auto line = static_cast<std::size_t>(start.line); // behind that of the mark
        while (line < m_lines.size() && m_lines[line].find_first_not_of(' ') == std::string_view::npos)
            ++line;
        if (line >= m_lines.size())
            return start;
        const auto indentation = m_lines[line].find_first_not_of(' ');
        return {static_cast<int>(line) + within.line, static_cast<int>(indentation) + within.column};
    }

    void finish(MapReader& reader) const
    {
        if (!m_options.ignoreUnknownFields)
            reader.finish();
    }

    void checkName(const yaml::Entry& entry, std::string_view what)
    {
        if (entry.key.empty() || entry.key == model::kMetricName)
            m_result.findings.error(entry.position,
                                    "\"" + entry.key + "\" cannot be the name of " + std::string(what) + " here");
    }

    /// Texts by name. Null is the empty text.
    Pairs readPairs(MapReader& reader, std::string_view key, bool areLabels,
                    const std::function<void(const std::string&, const std::string&, SourcePosition)>& each)
    {
        Pairs pairs;
        reader.read(key, pairs);
        const Node* node = reader.take(key);
        if (node == nullptr || !node->isMap())
            return pairs;
        for (const auto& entry : node->entries()) {
            if (areLabels)
                checkName(entry, "a label");
            else if (entry.key.empty())
                m_result.findings.error(entry.position, "an annotation needs a name");
            const auto text = std::ranges::find(pairs, entry.key, &Pairs::value_type::first);
            if (text != pairs.end())
                each(text->first, text->second, entry.value.position());
        }
        return pairs;
    }

    Templates readTemplates(MapReader& reader, std::string_view key, const Rule& rule)
    {
        Templates templates;
        readPairs(reader, key, key == "labels", [&](const auto& name, const auto& text, SourcePosition where) {
            if (!rule.isAlerting()) {
                templates.emplace_back(name, Template::literal(text));
                return;
            }
            auto parsed = parseAlertTemplate(text, rule.alert);
            if (parsed)
                templates.emplace_back(name, std::move(*parsed));
            else
                m_result.findings.error(placeOf(where, parsed.error().where),
                                        "template of \"" + printable(name) + "\": " + parsed.error().message);
        });
        return templates;
    }

    void checkExpression(const Node& node, const std::string& expression)
    {
        const auto parsed = promql::parse(expression, m_options.parser);
        if (parsed)
            return;
        const auto where = placeOf(node.find("expr")->position(), parsed.error().where);
        if (m_options.missingFeatureWarns && promql::parse(expression, promql::ParserOptions::all()))
            m_result.findings.warning(where, "expression: " + parsed.error().message);
        else
            m_result.findings.error(where, "expression: " + parsed.error().message);
    }

    void checkRecording(MapReader& reader, const Rule& rule)
    {
        const auto refuse = [&](std::string_view key) {
            reader.error(key, "\"" + std::string(key) + "\" belongs to alerting rules, this one records: take it out");
        };
        if (rule.holdFor.count() != 0)
            refuse("for");
        if (rule.keepFiringFor.count() != 0)
            refuse("keep_firing_for");
        if (!rule.annotations.empty())
            refuse("annotations");
        if (rule.record.find_first_of("{}") != std::string::npos)
            reader.error("record", "\"" + printable(rule.record) +
                                       "\" is no metric name: braces belong into \"expr\", labels under \"labels\"");
    }

    Rule readRule(const Node& node)
    {
        Rule rule;
        MapReader reader(node, m_result.findings, "rule");
        rule.where = node.position();
        reader.read("alert", rule.alert);
        reader.read("record", rule.record);
        if (rule.alert.empty() == rule.record.empty())
            m_result.findings.error(node.position(), "a rule needs exactly one of \"alert\" and \"record\"");
        if (reader.require("expr") && reader.read("expr", rule.expression)) {
            if (rule.expression.empty())
                reader.error("expr", "the expression is empty");
            else
                checkExpression(node, rule.expression);
        }
        reader.read("for", rule.holdFor);
        reader.read("keep_firing_for", rule.keepFiringFor);
        rule.labels = readTemplates(reader, "labels", rule);
        rule.annotations = readTemplates(reader, "annotations", rule);
        if (!rule.record.empty())
            checkRecording(reader, rule);
        finish(reader);
        return rule;
    }

    /// The labels of the group beneath those of the rule.
    static void addGroupLabels(Rule& rule, const Pairs& labels)
    {
        Templates all;
        for (const auto& label : labels) {
            const bool isOverridden =
                std::ranges::any_of(rule.labels, [&](const auto& own) { return own.first == label.first; });
            auto parsed =
                rule.isAlerting() ? parseAlertTemplate(label.second, rule.alert) : Template::literal(label.second);
            if (!isOverridden)
                all.emplace_back(label.first, parsed ? std::move(*parsed) : Template::literal(label.second));
        }
        std::ranges::move(rule.labels, std::back_inserter(all));
        rule.labels = std::move(all);
    }

    /// What makes two rules of a group the same one.
    static std::string identity(const Rule& rule)
    {
        std::string text = rule.name() + "\xff" + rule.expression;
        for (const auto& [name, value] : rule.labels)
            text += "\xff" + name + "\xff" + value.source();
        return text;
    }

    RuleGroup readGroup(const Node& node)
    {
        RuleGroup group;
        group.file = m_file;
        MapReader reader(node, m_result.findings, "rule group");
        if (reader.require("name") && reader.read("name", group.name) && group.name.empty())
            reader.error("name", "a group needs a name that is not empty");
        if (reader.read("interval", group.interval) && group.interval->count() == 0)
            group.interval.reset();
        reader.read("query_offset", group.queryOffset);
        std::int64_t limit = 0;
        reader.readInteger("limit", limit, std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
        group.limit = limit > 0 ? static_cast<std::size_t>(limit) : 0;
        group.labels = readPairs(reader, "labels", true, [&](const auto& name, const auto& text, SourcePosition where) {
            if (const auto parsed = parseAlertTemplate(text, group.name); !parsed)
                m_result.findings.warning(placeOf(where, parsed.error().where),
                                          "label \"" + printable(name) +
                                              "\" does not expand: " + parsed.error().message);
        });
        std::set<std::string> seen;
        reader.readEach("rules", [&](const Node& item) {
            group.rules.push_back(readRule(item));
            addGroupLabels(group.rules.back(), group.labels);
            if (!seen.insert(identity(group.rules.back())).second)
                m_result.findings.warning(item.position(), "this rule stands twice in group \"" +
                                                               printable(group.name) + "\": take one out");
        });
        finish(reader);
        return group;
    }

    std::string m_file;
    RuleFileOptions m_options;
    RuleFile& m_result;
    std::vector<std::string_view> m_lines;
};

} // namespace

RuleFile readRuleFile(std::string_view text, const std::string& file, RuleFileOptions options)
{
    RuleFile result;
    const auto document = yaml::parseFirst(text, result.findings);
    if (document)
        Reader(text, file, options, result).read(*document);
    return result;
}

Result<Template> parseAlertTemplate(std::string_view text, const std::string& alert)
{
    templates::TemplateOptions options;
    options.name = "__alert_" + alert;
    options.variables = {"$labels", "$externalLabels", "$externalURL", "$value"};
    return Template::parse(text, options);
}

} // namespace nocturne::rules
