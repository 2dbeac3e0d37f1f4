// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "engine/promql/ast.h"

namespace nocturne::promql {

/// All functions of the language, in order of their names.
enum class FunctionId {
    Abs,
    Absent,
    AbsentOverTime,
    Acos,
    Acosh,
    Asin,
    Asinh,
    Atan,
    Atanh,
    AvgOverTime,
    Ceil,
    Changes,
    Clamp,
    ClampMax,
    ClampMin,
    Cos,
    Cosh,
    CountOverTime,
    DayOfMonth,
    DayOfWeek,
    DayOfYear,
    DaysInMonth,
    Deg,
    Delta,
    Deriv,
    DoubleExponentialSmoothing,
    End,
    Exp,
    FirstOverTime,
    Floor,
    HistogramAvg,
    HistogramCount,
    HistogramFraction,
    HistogramQuantile,
    HistogramQuantiles,
    HistogramStddev,
    HistogramStdvar,
    HistogramSum,
    Hour,
    Idelta,
    Increase,
    Info,
    Irate,
    LabelJoin,
    LabelReplace,
    LastOverTime,
    Ln,
    Log10,
    Log2,
    MadOverTime,
    MaxOf,
    MaxOverTime,
    MinOf,
    MinOverTime,
    Minute,
    Month,
    Pi,
    PredictLinear,
    PresentOverTime,
    QuantileOverTime,
    Rad,
    Range,
    Rate,
    Resets,
    Round,
    Scalar,
    Sgn,
    Sin,
    Sinh,
    Sort,
    SortByLabel,
    SortByLabelDesc,
    SortDesc,
    Sqrt,
    Start,
    StartTimestamp,
    StddevOverTime,
    StdvarOverTime,
    Step,
    SumOverTime,
    Tan,
    Tanh,
    Time,
    Timestamp,
    TsOfFirstOverTime,
    TsOfLastOverTime,
    TsOfMaxOverTime,
    TsOfMinOverTime,
    Vector,
    Year
};

/// One function: what it takes and gives. Shared by type check, evaluator and completion.
struct Function
{
    FunctionId id;
    std::string_view name;
    std::span<const ValueType> args; ///< types in order; a variadic call repeats the last one
    int variadic; ///< 0: all of args; n > 0: the last may be missing, or stand up to n times; -1: any number of times
    ValueType returns;
    bool experimental;
    std::string_view help; ///< one line for completion: "per-second increase, averaged over the window"

    std::size_t minArgs() const;
    /// The largest number of arguments, or SIZE_MAX.
    std::size_t maxArgs() const;
    /// The type of argument `index`.
    ValueType argType(std::size_t index) const;
};

/// The table, sorted by name; element FunctionId::X stands at that index. Lives as long as the program.
std::span<const Function> functions();
/// The function called `name` (case counts), or null.
const Function* findFunction(std::string_view name);
const Function& functionOf(FunctionId id);

} // namespace nocturne::promql
