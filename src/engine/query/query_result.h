// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/sample.h"
#include "engine/promql/eval_result.h"

namespace nocturne::query {

// The answer to a query is what the evaluator makes: it travels on without a copy, as
// std::shared_ptr<const QueryResult>, immutable once made. The fields are described in promql/eval_result.h.
using promql::isAbsent;
using promql::kAbsent;

using ValueType = promql::ResultType;
using QueryStats = promql::EvalStats;
using NodeStats = promql::NodeStats;
using ResultSeries = promql::ResultSeries;
using QueryResult = promql::EvalResult;

} // namespace nocturne::query
