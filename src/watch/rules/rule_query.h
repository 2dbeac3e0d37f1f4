// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/float_histogram.h"
#include "engine/model/label_set.h"
#include "engine/promql/common_parts.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/features.h"
#include "engine/storage/queryable.h"

namespace nocturne::rules {

/// One element of an instant vector, a scalar counted as one without labels.
struct VectorElement
{
    model::LabelSet labels;
    double value = 0;
    model::HistogramPtr histogram = {}; ///< in place of the value, where set
};

/// The elements of an instant result. Fails with InvalidInput for a text or a matrix.
Result<std::vector<VectorElement>> elementsOf(const promql::EvalResult& result);

struct RuleQueryOptions
{
    std::chrono::milliseconds lookbackDelta{5 * 60 * 1000};
    std::chrono::milliseconds subqueryStep{60 * 1000}; ///< of a subquery that names none: the global interval
    std::size_t maxSamples = 50'000'000;
    promql::Features features = {}; ///< parts of PromQL that are off by default
};

/// Evaluates the expressions of rules over a store, one at a time and on the caller's thread.
/// Any thread; the store must outlive it.
class RuleQuery
{
public:
    explicit RuleQuery(const storage::Queryable& store, RuleQueryOptions options = {})
        : m_store(store)
        , m_options(options)
    {}

    /// Reads an expression with the features of the options. Fails as promql::parse() does.
    Result<promql::ExprPtr> parse(const std::string& expression) const;
    /// An instant query at `time` of a parsed expression; `source` is its text, `common` what it shares with others
    /// that are asked at that time. Fails as promql::evaluate() does, and as elementsOf().
    Result<std::vector<VectorElement>> instant(const promql::Expr& expression, std::string_view source, Timestamp time,
                                               const std::stop_token& stop,
                                               promql::CommonParts* common = nullptr) const;
    /// The same of a text, which may fail to parse.
    Result<std::vector<VectorElement>> instant(const std::string& expression, Timestamp time,
                                               const std::stop_token& stop) const;
    const storage::Queryable& store() const { return m_store; }

private:
    const storage::Queryable& m_store;
    RuleQueryOptions m_options;
};

} // namespace nocturne::rules
