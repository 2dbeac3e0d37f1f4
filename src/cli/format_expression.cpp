// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/format_expression.h"

#include "engine/promql/parser.h"
#include "engine/promql/printer.h"

namespace nocturne::cli {

Result<std::string> formatExpression(std::string_view text, const FormatOptions& options)
{
    const auto parsed = promql::parse(text, promql::ParserOptions::all());
    if (!parsed)
        return tl::unexpected(parsed.error());
    return options.pretty ? promql::prettyPrint(**parsed, options.width) : promql::print(**parsed);
}

} // namespace nocturne::cli
