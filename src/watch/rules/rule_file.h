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
#include "engine/promql/parser.h"
#include "watch/templates/template.h"

namespace nocturne::rules {

/// A name and a template, in the order of the file.
using Templates = std::vector<std::pair<std::string, templates::Template>>;

/// One rule: alerting when `alert` is set, recording when `record` is.
struct Rule
{
    std::string alert;
    std::string record;
    std::string expression;               ///< checked PromQL, as written
    std::chrono::milliseconds holdFor{0}; ///< `for`
    std::chrono::milliseconds keepFiringFor{0};
    Templates labels; ///< of the group and the rule, which wins; of a recording rule plain text
    Templates annotations;
    SourcePosition where = {};

    bool isAlerting() const { return !alert.empty(); }
    const std::string& name() const { return isAlerting() ? alert : record; }
};

/// Rules that are evaluated one after the other, at the same time stamp.
struct RuleGroup
{
    std::string file;
    std::string name;
    std::optional<std::chrono::milliseconds> interval;    ///< the global evaluation interval when absent
    std::optional<std::chrono::milliseconds> queryOffset; ///< the global one when absent
    std::size_t limit = 0;                                ///< most alerts or series of one rule; 0 is no limit
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<Rule> rules;
};

/// A rule file as read, and everything that is wrong with it. With errors the groups must not be used.
struct RuleFile
{
    std::vector<RuleGroup> groups;
    yaml::Findings findings;
};

struct RuleFileOptions
{
    bool ignoreUnknownFields = false;  ///< for files with fields of other programs; nothing that is known is let off
    bool missingFeatureWarns = false;  ///< an expression that needs more than `parser` allows is a warning, no error
    promql::ParserOptions parser = {}; ///< parts of PromQL that expressions may use
};

/// Reads a rule file in Prometheus' format, strictly: unknown keys, expressions that do not parse, templates that are
/// not understood, repeated groups and more are errors with their place; rules that stand twice and what follows the
/// first document are warnings.
/// Source: Prometheus, model/rulefmt; design of the format in its documentation, "Defining recording rules".
RuleFile readRuleFile(std::string_view text, const std::string& file, RuleFileOptions options = {});

/// The template of a label or an annotation of an alert, which may speak of `$labels`, `$externalLabels`,
/// `$externalURL` and `$value`. Fails as Template::parse() does.
Result<templates::Template> parseAlertTemplate(std::string_view text, const std::string& alert);

} // namespace nocturne::rules
