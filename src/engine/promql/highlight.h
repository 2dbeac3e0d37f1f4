// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"

namespace nocturne::promql {

/// What a piece of an expression is to a reader, for colours.
enum class Highlight : std::uint8_t {
    Metric,
    LabelName,
    Function,
    Aggregation,
    Keyword,
    Operator,
    Punctuation,
    Number,
    Duration,
    String,
    Comment,
    Error
};

struct HighlightRange
{
    Highlight kind = Highlight::Error;
    SourceRange range;

    bool operator==(const HighlightRange&) const = default;
};

/// Colours for an expression, complete or not, in order and without overlap.
std::vector<HighlightRange> highlight(std::string_view text);

} // namespace nocturne::promql
