// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/core/result.h"
#include "engine/promql/eval_budget.h"
#include "engine/promql/eval_result.h"

namespace nocturne::promql {

/// Times beyond, in ms before or after 1970, are not evaluated: leaves room to add windows and offsets.
inline constexpr Timestamp kFarthest = Timestamp{1} << 60U;

/// The steps at which an expression is evaluated: start, start + step, ... ; at least one.
struct Axis
{
    Timestamp start = 0;
    std::int64_t step = 0;
    std::size_t count = 1;

    Timestamp at(std::size_t index) const { return start + step * static_cast<std::int64_t>(index); }
    Timestamp last() const { return at(count - 1); }
    /// The same number of steps, moved in time.
    Axis movedBy(std::int64_t ms) const { return {start + ms, step, count}; }
    /// Only the first step.
    Axis first() const { return {start, 0, 1}; }

    bool operator==(const Axis&) const = default;
};

/// Whether any step has a value.
inline bool hasValues(const std::vector<double>& values)
{
    return std::any_of(values.begin(), values.end(), [](double v) { return !isAbsent(v); });
}

/// One element of an instant vector: a float, a native histogram, or nothing.
struct Element
{
    double value = kAbsent;
    model::HistogramPtr histogram = {}; ///< in place of the value, where set

    bool absent() const { return isAbsent(value) && !histogram; }
};

/// One series of an instant vector over a whole axis. The column is the unit of all evaluation; floats and histograms
/// stand in parallel, so that what is about floats alone never looks at histograms.
struct Column
{
    model::LabelSet labels;
    std::vector<double> values;                       ///< one a step, kAbsent where there is no float
    std::vector<model::HistogramPtr> histograms = {}; ///< empty, or one a step, null where there is none
    bool dropsName = false;                           ///< the metric name goes at the end of the query

    bool hasHistograms() const { return !histograms.empty(); }
    bool isAbsentAt(std::size_t step) const
    {
        return isAbsent(values[step]) && (histograms.empty() || !histograms[step]);
    }
    Element at(std::size_t step) const
    {
        return {values[step], histograms.empty() ? model::HistogramPtr() : histograms[step]};
    }
    void set(std::size_t step, Element element)
    {
        values[step] = element.value;
        if (element.histogram && histograms.empty())
            histograms.resize(values.size());
        if (!histograms.empty())
            histograms[step] = std::move(element.histogram);
    }
    void clear(std::size_t step) { set(step, {}); }
    /// Whether any step has a float or a histogram.
    bool hasElements() const
    {
        return hasValues(values) || std::any_of(histograms.begin(), histograms.end(), [](const auto& h) { return h; });
    }
    /// How much of the budget the column takes.
    std::size_t weight() const { return values.size() + histograms.size(); }
};
using Columns = std::vector<Column>;

/// A copy of `histogram` that `change` was applied to.
template <typename Change>
model::HistogramPtr changed(const model::FloatHistogram& histogram, Change change)
{
    auto copy = std::make_shared<model::FloatHistogram>(histogram);
    change(*copy);
    return copy;
}

/// Joins columns of equal labels, as they come about where names are dropped.
///
/// Fails with InvalidInput when two of them have an element at the same step, and with Cancelled as `budget` does.
Result<void> mergeEqualLabels(Columns& columns, const Budget& budget);

} // namespace nocturne::promql
