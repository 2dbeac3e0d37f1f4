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
#include "engine/promql/parser.h"
#include "watch/rules/rule_file.h"
#include "watch/rules/rule_writer.h"

namespace nocturne::rules {

/// An alerting rule as people fill it in: a value, and a threshold that it must not cross.
struct ThresholdRule
{
    std::string name;
    std::string measured;         ///< PromQL of the value
    std::string comparison = ">"; ///< > < >= <= == !=
    double threshold = 0;
    /// Hysteresis: what fires goes on until the value is not even beyond this one.
    std::optional<double> clear = {};
    std::chrono::milliseconds holdFor{0};
    std::chrono::milliseconds keepFiringFor{0};
    std::string severity; ///< the label; empty: none
    WrittenRule::Texts labels = {};
    std::string summary;
    std::string description;
    std::string runbook; ///< annotation runbook_url

    bool operator==(const ThresholdRule&) const = default;
};

/// What is wrong with a rule, and in which field.
struct ThresholdFault
{
    enum class Field { Name, Measured, Threshold, Clear, Duration, Severity, Labels, Summary, Description, Runbook };
    Field field = Field::Name;
    Error error;
};

/// The PromQL of the whole condition, canonically printed. With hysteresis it looks at its own series ALERTS, by name
/// and severity. `measured` has to parse.
std::string expressionOf(const ThresholdRule& rule);

/// Everything that keeps a rule from being written; empty when nothing does. Expressions may use what `parser` allows.
std::vector<ThresholdFault> faultsOf(const ThresholdRule& rule, const promql::ParserOptions& parser = {});

/// The lines of the rule in a rule file, as ruleLines() has them.
std::string linesOf(const ThresholdRule& rule);

/// The rule that was read from a file as people fill it in; nothing where it says more than a ThresholdRule can.
std::optional<ThresholdRule> thresholdRuleOf(const Rule& rule);

/// Whether `value` is beyond `threshold`, as PromQL compares.
bool isBeyond(double value, std::string_view comparison, double threshold);

} // namespace nocturne::rules
