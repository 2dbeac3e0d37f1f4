// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "watch/templates/value.h"

namespace nocturne::templates {

/// What functions need to know of their surroundings.
struct Environment
{
    /// Answers `query`: the vector of an expression. Where it is missing every query fails.
    std::function<Result<Value>(const std::string& expression)> query = {};
    Timestamp now = 0;
    std::string externalUrl = {};
};

/// What a function takes; other values are an error of the template.
enum class ParameterType { Any, Text, Vector, Sample };

struct Function
{
    using Arguments = std::span<const Value>;
    using Call = Result<Value> (*)(Arguments, const Environment&);

    std::vector<ParameterType> parameters;
    std::optional<ParameterType> further; ///< type of any number of arguments behind those
    Call call = nullptr;
};

using FunctionTable = std::map<std::string, Function, std::less<>>;

/// Those of Go itself, but `and`, `or` and `tmpl`, which belong to the language.
/// Source: Go, text/template/funcs.go.
const FunctionTable& builtinFunctions();
/// Those and Prometheus'. Source: Prometheus, template/template.go.
const FunctionTable& prometheusFunctions();
/// Those that templates of notifications know: Alertmanager's, and Prometheus' beside them.
/// Source: Alertmanager, template/template.go.
const FunctionTable& notificationFunctions();

/// What a failing function returns.
tl::unexpected<Error> callFailure(std::string message);

} // namespace nocturne::templates
