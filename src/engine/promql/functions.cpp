// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/functions.h"

#include <algorithm>
#include <array>
#include <limits>

namespace nocturne::promql {

namespace {

constexpr auto S = ValueType::Scalar;
constexpr auto T = ValueType::String;
constexpr auto V = ValueType::Vector;
constexpr auto M = ValueType::Matrix;

// The argument lists of the table, named by their letters.
constexpr std::array kM = {M};
constexpr std::array kV = {V};
constexpr std::array kS = {S};
constexpr std::array kSS = {S, S};
constexpr std::array kSV = {S, V};
constexpr std::array kSM = {S, M};
constexpr std::array kSSV = {S, S, V};
constexpr std::array kVS = {V, S};
constexpr std::array kVSS = {V, S, S};
constexpr std::array kVT = {V, T};
constexpr std::array kVV = {V, V};
constexpr std::array kVTSS = {V, T, S, S};
constexpr std::array kVTTT = {V, T, T, T};
constexpr std::array kVTTTT = {V, T, T, T, T};
constexpr std::array kMS = {M, S};
constexpr std::array kMSS = {M, S, S};
constexpr std::span<const ValueType> kNone;

using Id = FunctionId;

// id, name, arguments, variadic, result, experimental, help
constexpr std::array kFunctions = std::to_array<Function>({
    {Id::Abs, "abs", kV, 0, V, false, "absolute value"},
    {Id::Absent, "absent", kV, 0, V, false, "1 if the vector has no elements, else nothing"},
    {Id::AbsentOverTime, "absent_over_time", kM, 0, V, false, "1 if the window has no samples, else nothing"},
    {Id::Acos, "acos", kV, 0, V, false, "arc cosine in radians"},
    {Id::Acosh, "acosh", kV, 0, V, false, "inverse hyperbolic cosine"},
    {Id::Asin, "asin", kV, 0, V, false, "arc sine in radians"},
    {Id::Asinh, "asinh", kV, 0, V, false, "inverse hyperbolic sine"},
    {Id::Atan, "atan", kV, 0, V, false, "arc tangent in radians"},
    {Id::Atanh, "atanh", kV, 0, V, false, "inverse hyperbolic tangent"},
    {Id::AvgOverTime, "avg_over_time", kM, 0, V, false, "average of the samples in the window"},
    {Id::Ceil, "ceil", kV, 0, V, false, "rounded up to the next integer"},
    {Id::Changes, "changes", kM, 0, V, false, "how often the value changed in the window"},
    {Id::Clamp, "clamp", kVSS, 0, V, false, "limited to a minimum and a maximum"},
    {Id::ClampMax, "clamp_max", kVS, 0, V, false, "limited to a maximum"},
    {Id::ClampMin, "clamp_min", kVS, 0, V, false, "limited to a minimum"},
    {Id::Cos, "cos", kV, 0, V, false, "cosine of radians"},
    {Id::Cosh, "cosh", kV, 0, V, false, "hyperbolic cosine"},
    {Id::CountOverTime, "count_over_time", kM, 0, V, false, "number of samples in the window"},
    {Id::DayOfMonth, "day_of_month", kV, 1, V, false, "day of the month in UTC, 1 to 31"},
    {Id::DayOfWeek, "day_of_week", kV, 1, V, false, "day of the week in UTC, 0 is Sunday"},
    {Id::DayOfYear, "day_of_year", kV, 1, V, false, "day of the year in UTC, 1 to 366"},
    {Id::DaysInMonth, "days_in_month", kV, 1, V, false, "number of days in the month, in UTC"},
    {Id::Deg, "deg", kV, 0, V, false, "radians to degrees"},
    {Id::Delta, "delta", kM, 0, V, false, "difference between last and first value of a gauge, extrapolated"},
    {Id::Deriv, "deriv", kM, 0, V, false, "per-second derivative of a gauge by linear regression"},
    {Id::DoubleExponentialSmoothing, "double_exponential_smoothing", kMSS, 0, V, true,
     "smoothed gauge by a smoothing and a trend factor"},
    {Id::End, "end", kNone, 0, S, false, "end of the query in seconds since 1970"},
    {Id::Exp, "exp", kV, 0, V, false, "e to the power of the value"},
    {Id::FirstOverTime, "first_over_time", kM, 0, V, false, "oldest sample in the window"},
    {Id::Floor, "floor", kV, 0, V, false, "rounded down to the next integer"},
    {Id::HistogramAvg, "histogram_avg", kV, 0, V, false, "average of the observations in a native histogram"},
    {Id::HistogramCount, "histogram_count", kV, 0, V, false, "count of observations in a native histogram"},
    {Id::HistogramFraction, "histogram_fraction", kSSV, 0, V, false, "fraction of observations between two values"},
    {Id::HistogramQuantile, "histogram_quantile", kSV, 0, V, false, "quantile (0 to 1) of a histogram"},
    {Id::HistogramQuantiles, "histogram_quantiles", kVTSS, 9, V, true,
     "several quantiles of a histogram, told apart by a label"},
    {Id::HistogramStddev, "histogram_stddev", kV, 0, V, false, "standard deviation within a native histogram"},
    {Id::HistogramStdvar, "histogram_stdvar", kV, 0, V, false, "standard variance within a native histogram"},
    {Id::HistogramSum, "histogram_sum", kV, 0, V, false, "sum of observations in a native histogram"},
    {Id::Hour, "hour", kV, 1, V, false, "hour of the day in UTC, 0 to 23"},
    {Id::Idelta, "idelta", kM, 0, V, false, "difference between the last two samples of a gauge"},
    {Id::Increase, "increase", kM, 0, V, false, "increase of a counter over the window, extrapolated"},
    {Id::Info, "info", kVV, 1, V, true, "adds the labels of matching info series"},
    {Id::Irate, "irate", kM, 0, V, false, "per-second increase between the last two samples of a counter"},
    {Id::LabelJoin, "label_join", kVTTT, -1, V, false, "a label joined from others by a separator"},
    {Id::LabelReplace, "label_replace", kVTTTT, 0, V, false, "a label set from another by a regular expression"},
    {Id::LastOverTime, "last_over_time", kM, 0, V, false, "newest sample in the window"},
    {Id::Ln, "ln", kV, 0, V, false, "natural logarithm"},
    {Id::Log10, "log10", kV, 0, V, false, "decimal logarithm"},
    {Id::Log2, "log2", kV, 0, V, false, "binary logarithm"},
    {Id::MadOverTime, "mad_over_time", kM, 0, V, true, "median absolute deviation of the samples in the window"},
    {Id::MaxOf, "max_of", kSS, 0, S, false, "the larger of two scalars"},
    {Id::MaxOverTime, "max_over_time", kM, 0, V, false, "largest sample in the window"},
    {Id::MinOf, "min_of", kSS, 0, S, false, "the smaller of two scalars"},
    {Id::MinOverTime, "min_over_time", kM, 0, V, false, "smallest sample in the window"},
    {Id::Minute, "minute", kV, 1, V, false, "minute of the hour in UTC, 0 to 59"},
    {Id::Month, "month", kV, 1, V, false, "month of the year in UTC, 1 to 12"},
    {Id::Pi, "pi", kNone, 0, S, false, "3.14159..."},
    {Id::PredictLinear, "predict_linear", kMS, 0, V, false,
     "value of a gauge in so many seconds, by linear regression"},
    {Id::PresentOverTime, "present_over_time", kM, 0, V, false, "1 for every series with samples in the window"},
    {Id::QuantileOverTime, "quantile_over_time", kSM, 0, V, false, "quantile (0 to 1) of the samples in the window"},
    {Id::Rad, "rad", kV, 0, V, false, "degrees to radians"},
    {Id::Range, "range", kNone, 0, S, false, "length of the query's range in seconds"},
    {Id::Rate, "rate", kM, 0, V, false, "per-second increase of a counter, averaged over the window"},
    {Id::Resets, "resets", kM, 0, V, false, "how often a counter was reset in the window"},
    {Id::Round, "round", kVS, 1, V, false, "rounded to the nearest multiple, of 1 by default"},
    {Id::Scalar, "scalar", kV, 0, S, false, "value of a one-element vector, else NaN"},
    {Id::Sgn, "sgn", kV, 0, V, false, "sign: 1, 0 or -1"},
    {Id::Sin, "sin", kV, 0, V, false, "sine of radians"},
    {Id::Sinh, "sinh", kV, 0, V, false, "hyperbolic sine"},
    {Id::Sort, "sort", kV, 0, V, false, "sorted by value, ascending (instant queries)"},
    {Id::SortByLabel, "sort_by_label", kVT, -1, V, true, "sorted by labels in natural order (instant queries)"},
    {Id::SortByLabelDesc, "sort_by_label_desc", kVT, -1, V, true,
     "sorted by labels in natural order, descending (instant queries)"},
    {Id::SortDesc, "sort_desc", kV, 0, V, false, "sorted by value, descending (instant queries)"},
    {Id::Sqrt, "sqrt", kV, 0, V, false, "square root"},
    {Id::Start, "start", kNone, 0, S, false, "start of the query in seconds since 1970"},
    {Id::StartTimestamp, "start_timestamp", kV, 0, V, true, "when each counter began, in seconds since 1970"},
    {Id::StddevOverTime, "stddev_over_time", kM, 0, V, false, "standard deviation of the samples in the window"},
    {Id::StdvarOverTime, "stdvar_over_time", kM, 0, V, false, "standard variance of the samples in the window"},
    {Id::Step, "step", kNone, 0, S, false, "step of the query in seconds"},
    {Id::SumOverTime, "sum_over_time", kM, 0, V, false, "sum of the samples in the window"},
    {Id::Tan, "tan", kV, 0, V, false, "tangent of radians"},
    {Id::Tanh, "tanh", kV, 0, V, false, "hyperbolic tangent"},
    {Id::Time, "time", kNone, 0, S, false, "evaluation time in seconds since 1970"},
    {Id::Timestamp, "timestamp", kV, 0, V, false, "time of each sample in seconds since 1970"},
    {Id::TsOfFirstOverTime, "ts_of_first_over_time", kM, 0, V, true, "time of the oldest sample in the window"},
    {Id::TsOfLastOverTime, "ts_of_last_over_time", kM, 0, V, true, "time of the newest sample in the window"},
    {Id::TsOfMaxOverTime, "ts_of_max_over_time", kM, 0, V, true, "time of the largest sample in the window"},
    {Id::TsOfMinOverTime, "ts_of_min_over_time", kM, 0, V, true, "time of the smallest sample in the window"},
    {Id::Vector, "vector", kS, 0, V, false, "a scalar as a vector without labels"},
    {Id::Year, "year", kV, 1, V, false, "year in UTC"},
});

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kFunctions.size(); ++i) {
        if (static_cast<std::size_t>(kFunctions[i].id) != i || (i > 0 && kFunctions[i - 1].name >= kFunctions[i].name))
            return false;
    }
    return kFunctions.back().id == Id::Year;
}
static_assert(isInOrder(), "the table follows the enumeration, sorted by name");

} // namespace

std::size_t Function::minArgs() const { return variadic == 0 ? args.size() : args.size() - 1; }

std::size_t Function::maxArgs() const
{
    if (variadic < 0)
        return std::numeric_limits<std::size_t>::max();
    return variadic == 0 ? args.size() : args.size() - 1 + static_cast<std::size_t>(variadic);
}

ValueType Function::argType(std::size_t index) const { return args[std::min(index, args.size() - 1)]; }

std::span<const Function> functions() { return kFunctions; }

const Function* findFunction(std::string_view name)
{
    const auto* const found = std::ranges::lower_bound(kFunctions, name, {}, &Function::name);
    return found != kFunctions.end() && found->name == name ? found : nullptr;
}

const Function& functionOf(FunctionId id) { return kFunctions[static_cast<std::size_t>(id)]; }

} // namespace nocturne::promql
