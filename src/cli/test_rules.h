// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "cli/test_promql.h"
#include "engine/promql/features.h"

namespace nocturne::cli {

struct RuleTestOptions
{
    bool ignoreUnknownFields = false; ///< of the rule files
    promql::Features features = {};   ///< of rules and of expressions in tests
};

/// `nocturnectl test rules FILE...`: runs unit tests of rules in the format of promtool.
///
/// `file` is where `text` comes from: rule files are named relative to it. One alert_rule_test or promql_expr_test is
/// one case; a failure has the line where it stands in the file. Source: Prometheus, cmd/promtool/unittest.go.
TestReport runRuleTests(std::string_view text, const std::string& file, const RuleTestOptions& options = {});

} // namespace nocturne::cli
