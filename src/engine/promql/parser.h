// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "engine/promql/ast.h"

namespace nocturne::promql {

/// Which parts of the language are understood beside the stable ones.
struct ParserOptions
{
    bool experimentalFunctions = false;  ///< functions and aggregations marked so (limitk, info, mad_over_time ...)
    bool extendedRangeSelectors = false; ///< `anchored`, `smoothed`
    bool fillModifiers = false;          ///< `fill()`, `fill_left()`, `fill_right()`
    bool durationExpressions = true;     ///< arithmetic in `[...]` and behind `offset`

    bool operator==(const ParserOptions&) const = default;

    /// Everything on.
    static constexpr ParserOptions all() { return {true, true, true, true}; }
};

/// Why an expression does not parse: the Error, and the bytes an editor underlines.
struct ParseError
{
    Error error;
    SourceRange range; ///< may be empty at the end of the text
};

/// Reads an expression of PromQL (Prometheus 3.14) and checks its types. Any thread.
///
/// Fails with InvalidInput, or LimitExceeded for an expression over kMaxExpressionBytes or kMaxDepth; the message
/// says what was expected and, where one is near, what may have been meant.
Result<ExprPtr> parse(std::string_view text, ParserOptions options = {});

/// As parse(), with the range of the error too.
tl::expected<ExprPtr, ParseError> parseExpression(std::string_view text, ParserOptions options = {});

/// Reads a bare series selector, `up{job="a"}`, as the API's `match[]` takes it. Fails as parse() does, also when
/// all matchers match the empty string.
Result<std::vector<model::Matcher>> parseSelector(std::string_view text);

/// The bytes of `source` that an error of parse() points at; empty when it has no place.
/// Parses once more where the error alone does not tell: meant for editors, not for loops.
SourceRange errorRange(const Error& error, std::string_view source, ParserOptions options = {});

/// The message, the line it is about and carets under the place, ready for a terminal:
///
///     1:5: unknown function "rat": did you mean "rate"?
///       1 + rat(x)
///           ^^^
std::string explain(const Error& error, std::string_view source);

} // namespace nocturne::promql
