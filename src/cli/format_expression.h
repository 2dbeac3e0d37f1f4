// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::cli {

struct FormatOptions
{
    bool pretty = false;     ///< over several lines
    std::size_t width = 100; ///< longest line that is not broken, with `pretty`
};

/// `nocturnectl format EXPR [--pretty]`: the canonical form of an expression, without a line feed at the end. All
/// experimental parts of the language are understood.
///
/// Fails with InvalidInput; promql::explain() renders the error with its place.
Result<std::string> formatExpression(std::string_view text, const FormatOptions& options = {});

} // namespace nocturne::cli
