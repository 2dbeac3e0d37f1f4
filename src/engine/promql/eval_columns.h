// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/core/result.h"
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

/// One series of an instant vector over a whole axis, kAbsent where it is not part of the vector. The column is the
/// unit of all evaluation; a column of native histograms will stand beside `values`.
using Column = ResultSeries;
using Columns = std::vector<Column>;

/// Whether any step has a value.
inline bool hasValues(const std::vector<double>& values)
{
    return std::any_of(values.begin(), values.end(), [](double v) { return !isAbsent(v); });
}

/// Joins columns of equal labels, as they come about where names are dropped.
///
/// Fails with InvalidInput when two of them have a value at the same step.
Result<void> mergeEqualLabels(Columns& columns);

} // namespace nocturne::promql
