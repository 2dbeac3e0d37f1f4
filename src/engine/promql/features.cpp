// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/features.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

struct Flag
{
    std::string_view name;
    void (*enable)(Features& features);
};

void nothing(Features& /*features*/) {}

constexpr std::array kFlags = std::to_array<Flag>({
    {kExperimentalFunctions, [](Features& features) { features.parser.experimentalFunctions = true; }},
    {kExtendedRangeSelectors, [](Features& features) { features.parser.extendedRangeSelectors = true; }},
    {kFillModifiers, [](Features& features) { features.parser.fillModifiers = true; }},
    {"promql-delayed-name-removal", [](Features& features) { features.delayedNameRemoval = true; }},
    {"type-and-unit-labels", [](Features& features) { features.typeAndUnitLabels = true; }},
    {"use-start-timestamps", [](Features& features) { features.useStartTimestamps = true; }},
    // On for good
    {"native-histograms", nothing},
    {"promql-at-modifier", nothing},
    {"promql-duration-expr", nothing},
    {"promql-negative-offset", nothing},
});

} // namespace

Result<Features> Features::fromNames(std::span<const std::string> names)
{
    Features features;
    for (const auto& name : names) {
        const auto* const flag = std::ranges::find(kFlags, std::string_view(name), &Flag::name);
        if (flag == kFlags.end()) {
            const auto meant = nearest(name, featureNames());
            return fail(Error::Kind::InvalidInput, "unknown feature " + quote(printable(name)) +
                                                       (meant.empty() ? "" : ": did you mean " + quote(meant) + "?"));
        }
        flag->enable(features);
    }
    return features;
}

Features Features::forScripts() { return {ParserOptions::all(), true, true, false}; }

void Features::applyTo(EvalOptions& options) const
{
    options.delayedNameRemoval = delayedNameRemoval;
    options.useStartTimestamps = useStartTimestamps;
    options.typeAndUnitLabels = typeAndUnitLabels;
}

std::vector<std::string_view> featureNames()
{
    std::vector<std::string_view> names;
    for (const auto& flag : kFlags)
        names.push_back(flag.name);
    return names;
}

} // namespace nocturne::promql
