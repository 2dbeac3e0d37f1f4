// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "watch/templates/function_table.h"
#include "watch/templates/tree.h"

namespace nocturne::templates {

/// How far an expansion may go. Templates come from outside: one that is over a limit fails with LimitExceeded.
struct Limits
{
    std::size_t outputBytes = std::size_t{64} << 10U;
    std::size_t textBytes = std::size_t{4} << 20U; ///< made by functions, all together
    std::size_t steps = 200'000;                   ///< nodes evaluated
    int depth = 400;                               ///< nodes within nodes, through templates too
};

/// What a template is expanded with.
struct Expansion
{
    Value data = {};                                           ///< the dot, and `$`
    std::vector<std::pair<std::string, Value>> variables = {}; ///< with the dollar sign
    Environment environment = {};
    bool html = false;            ///< escape what actions print, and print nothing for what is missing
    bool missingKeyFails = false; ///< instead of printing "<no value>"
    Limits limits = {};
};

/// Runs the template `name`. Fails with InvalidInput or LimitExceeded and the place in `source`, from which the
/// definitions were read.
Result<std::string> execute(const Definitions& definitions, std::string_view source, std::string_view name,
                            const FunctionTable& functions, const Expansion& expansion);

} // namespace nocturne::templates
