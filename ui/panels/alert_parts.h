// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/model/label_set.h"
#include "engine/promql/parser.h"
#include "engine/query/query_result.h"

namespace nocturne::panels {

/// One part of an alerting expression that is worth a look of its own.
struct AlertPart
{
    enum class Kind {
        Both,      ///< `and`
        Either,    ///< `or`
        Without,   ///< `unless`
        Condition, ///< a comparison that drops what does not hold
        Value      ///< anything else
    };

    Kind kind = Kind::Value;
    int depth = 0;                          ///< 0 for the whole
    std::string expression;                 ///< canonical
    bool excludes = false;                  ///< stands behind `unless`: the alert needs it not to hold
    std::string comparison = {};            ///< of a condition: ">"
    std::optional<double> leftNumber = {};  ///< of a condition: its side, where that is a number; else the side is a
    std::optional<double> rightNumber = {}; ///< part of its own, the first one level deeper, left before right

    bool operator==(const AlertPart&) const = default;
};

/// What a picture of an alerting expression draws: the sides of its first comparison.
struct AlertPicture
{
    std::vector<std::string> expressions; ///< to be drawn; more than one where two vectors are compared
    std::optional<double> threshold;      ///< the number compared with, where it is one
    std::string word;                     ///< "> 0.5"; empty without a threshold
};

/// The parts of `expression` from the outside in, each before its own: joined conditions, comparisons and their sides,
/// not the insides of functions. `kMostAlertParts` at most. Empty when it does not parse.
inline constexpr std::size_t kMostAlertParts = 24;
std::vector<AlertPart> alertParts(std::string_view expression, const promql::ParserOptions& options = {});
/// The whole expression without a threshold where it compares nothing; nothing to draw when it does not parse.
AlertPicture alertPicture(std::string_view expression, const promql::ParserOptions& options = {});

/// Whether a series of a part may be about an alert with `alert` as labels: what both have is equal.
bool isAbout(const model::LabelSet& series, const model::LabelSet& alert);

} // namespace nocturne::panels
