// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "watch/templates/tree.h"

namespace nocturne::templates {

/// Levels of nested actions and parentheses; a deeper template does not parse.
inline constexpr int kMaxNesting = 100;

struct ParserSetting
{
    std::string name;                                    ///< of the whole text, among the definitions
    std::vector<std::string> variables;                  ///< known from the start, with the dollar sign
    std::function<bool(std::string_view)> isFunction;    ///< whether a function exists
    std::function<std::string(std::string_view)> nearby; ///< a known function of a similar name, or nothing
    bool mayRedefine = false;                            ///< of two definitions of a name the later one counts
};

/// Reads a template in Go's language. Fails with InvalidInput, or LimitExceeded, and the place.
/// Source: Go, text/template/parse/parse.go.
Result<Definitions> parseDefinitions(std::string_view text, const ParserSetting& setting);

} // namespace nocturne::templates
