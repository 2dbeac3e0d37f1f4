// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stop_token>
#include <string_view>

#include "base/core/result.h"
#include "engine/promql/ast.h"
#include "engine/promql/eval_result.h"
#include "engine/storage/queryable.h"

namespace nocturne::promql {

class CommonParts;

/// When and within which bounds an expression is evaluated.
struct EvalOptions
{
    Timestamp start = 0;
    Timestamp end = 0;       ///< included when a step falls on it; not used in an instant query
    std::int64_t stepMs = 0; ///< 0 is an instant query at `start`
    std::chrono::milliseconds lookbackDelta{5 * 60 * 1000};
    std::chrono::milliseconds subqueryStep{60 * 1000}; ///< of a subquery that names none
    std::size_t maxSamples = 50'000'000;               ///< held at once
    std::size_t maxSeries = 1'000'000;                 ///< selected, all selectors together
    std::size_t maxSteps = 11'000;                     ///< of a range query
    /// The metric name is dropped at the end of the query, not step by step.
    bool delayedNameRemoval = false;
    /// rate() and its kin make use of what is known of the start of counters.
    bool useStartTimestamps = false;
    /// Series carry __type__ and __unit__, which tells counters from other metrics.
    bool typeAndUnitLabels = false;
    /// Tells by this clock what each node costs, in EvalResult::nodes. Costs a look at the clock for each column.
    const Clock* profileBy = nullptr;
    /// Fills EvalStats::queryableSamples.
    bool countSamples = false;
    /// What an instant query has in common with others at the same time; null where it stands alone.
    CommonParts* common = nullptr;
    /// The text `expr` was parsed from; gives warnings their place. Without it they have none.
    std::string_view source = {};

    static EvalOptions instant(Timestamp time) { return {.start = time, .end = time}; }
    static EvalOptions range(Timestamp start, Timestamp end, std::int64_t stepMs)
    {
        return {.start = start, .end = end, .stepMs = stepMs};
    }
};

/// Runs jobs side by side, for evaluate(). Implemented by whoever owns threads.
class ParallelFor
{
public:
    virtual ~ParallelFor() = default;

    /// How many jobs may run at once, the calling thread included; at least 1.
    virtual unsigned width() const = 0;
    /// Calls job(0) ... job(count - 1), each once, and returns when all have returned. The calling thread takes part.
    virtual void run(std::size_t count, const std::function<void(std::size_t)>& job) = 0;
};

/// Evaluates a parsed expression over a store, column by column: each selected series is decoded once, for the whole
/// range. Samples are floats and native histograms. Semantics are those of Prometheus 3.14.
///
/// Any thread; `expr`, `store` and `parallel` must outlive the call. Fails with InvalidInput where the query itself is
/// at fault (many-to-many matching), with LimitExceeded naming the limit, with Cancelled within a few milliseconds of
/// a stop request, and with the errors of the store.
Result<EvalResult> evaluate(const Expr& expr, const storage::Queryable& store, const EvalOptions& options,
                            std::stop_token stop = {}, ParallelFor* parallel = nullptr);

} // namespace nocturne::promql
