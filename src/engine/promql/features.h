// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"

namespace nocturne::promql {

/// Which parts of PromQL are on that Prometheus keeps behind feature flags.
struct Features
{
    ParserOptions parser;
    bool delayedNameRemoval = false;
    bool useStartTimestamps = false;
    bool typeAndUnitLabels = false;

    /// By the names of Prometheus 3.14 (docs/feature_flags.md). Names of features that have become part of the
    /// language change nothing. Fails with InvalidInput for others, with the one that may have been meant.
    static Result<Features> fromNames(std::span<const std::string> names);
    /// What Prometheus' own engine tests run with: all but type and unit labels.
    static Features forScripts();

    /// Sets what of it is about evaluation.
    void applyTo(EvalOptions& options) const;
    bool operator==(const Features&) const = default;
};

/// All names that fromNames() knows, for completion and messages.
std::vector<std::string_view> featureNames();

/// The names of the flags that the parser asks for.
inline constexpr std::string_view kExperimentalFunctions = "promql-experimental-functions";
inline constexpr std::string_view kExtendedRangeSelectors = "promql-extended-range-selectors";
inline constexpr std::string_view kFillModifiers = "promql-binop-fill-modifiers";

} // namespace nocturne::promql
