// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/math_functions.h"

#include <cmath>
#include <cstdint>
#include <numbers>

#include "engine/model/sample.h"

namespace nocturne::promql {

namespace {

/// Seconds as Go converts them: towards zero; what an int64 cannot hold becomes its smallest value.
std::int64_t wholeSeconds(double v)
{
    constexpr double kLimit = 9223372036854775808.0; // 2^63
    if (!(v > -kLimit && v < kLimit)) {
        return INT64_MIN;
    }
    return static_cast<std::int64_t>(v);
}

std::int64_t floorDivide(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

std::int64_t secondOfDay(double v)
{
    const auto t = wholeSeconds(v);
    return t - floorDivide(t, 86400) * 86400;
}

/// The proleptic Gregorian calendar in 64 bits: std::chrono::year ends at 32767. After H. Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms", civil_from_days.
struct Civil
{
    std::int64_t year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};

Civil civil(double v)
{
    const auto days = floorDivide(wholeSeconds(v), 86400) + 719468;
    const auto era = floorDivide(days, 146097);
    const auto dayOfEra = days - era * 146097;
    const auto yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
    const auto dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const auto shifted = (5 * dayOfYear + 2) / 153; // months counted from March
    const auto month = static_cast<unsigned>(shifted < 10 ? shifted + 3 : shifted - 9);
    return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            static_cast<unsigned>(dayOfYear - (153 * shifted + 2) / 5 + 1)};
}

bool isLeap(std::int64_t y) { return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0); }

unsigned lengthOfMonth(std::int64_t y, unsigned m)
{
    if (m == 2) {
        return isLeap(y) ? 29 : 28;
    }
    return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

double dayOfYear(double v)
{
    const auto date = civil(v);
    unsigned days = date.day;
    for (unsigned m = 1; m < date.month; ++m) {
        days += lengthOfMonth(date.year, m);
    }
    return days;
}

double dayOfWeek(double v)
{
    const auto day = floorDivide(wholeSeconds(v), 86400) % 7; // 1970 began on a Thursday
    return static_cast<double>((day + 11) % 7);
}

double hour(double v)
{
    const auto hours = secondOfDay(v) / 3600;
    return static_cast<double>(hours);
}

double minute(double v)
{
    const auto minutes = secondOfDay(v) % 3600 / 60;
    return static_cast<double>(minutes);
}

double sign(double v) { return v < 0 ? -1 : v > 0 ? 1 : v; }

} // namespace

MathFunction mathFunction(FunctionId function)
{
    switch (function) {
    case FunctionId::Abs:
        return [](double v) { return std::fabs(v); };
    case FunctionId::Acos:
        return [](double v) { return std::acos(v); };
    case FunctionId::Acosh:
        return [](double v) { return std::acosh(v); };
    case FunctionId::Asin:
        return [](double v) { return std::asin(v); };
    case FunctionId::Asinh:
        return [](double v) { return std::asinh(v); };
    case FunctionId::Atan:
        return [](double v) { return std::atan(v); };
    case FunctionId::Atanh:
        return [](double v) { return std::atanh(v); };
    case FunctionId::Ceil:
        return [](double v) { return std::ceil(v); };
    case FunctionId::Cos:
        return [](double v) { return std::cos(v); };
    case FunctionId::Cosh:
        return [](double v) { return std::cosh(v); };
    case FunctionId::DayOfMonth:
        return [](double v) { return static_cast<double>(civil(v).day); };
    case FunctionId::DayOfWeek:
        return dayOfWeek;
    case FunctionId::DayOfYear:
        return dayOfYear;
    case FunctionId::DaysInMonth:
        return [](double v) { return static_cast<double>(lengthOfMonth(civil(v).year, civil(v).month)); };
    case FunctionId::Deg:
        return [](double v) { return v * 180 / std::numbers::pi; };
    case FunctionId::Exp:
        return [](double v) { return std::exp(v); };
    case FunctionId::Floor:
        return [](double v) { return std::floor(v); };
    case FunctionId::Hour:
        return hour;
    case FunctionId::Ln:
        return [](double v) { return std::log(v); };
    case FunctionId::Log10:
        return [](double v) { return std::log10(v); };
    case FunctionId::Log2:
        return [](double v) { return std::log2(v); };
    case FunctionId::Minute:
        return minute;
    case FunctionId::Month:
        return [](double v) { return static_cast<double>(civil(v).month); };
    case FunctionId::Rad:
        return [](double v) { return v * std::numbers::pi / 180; };
    case FunctionId::Sgn:
        return sign;
    case FunctionId::Sin:
        return [](double v) { return std::sin(v); };
    case FunctionId::Sinh:
        return [](double v) { return std::sinh(v); };
    case FunctionId::Sqrt:
        return [](double v) { return std::sqrt(v); };
    case FunctionId::Tan:
        return [](double v) { return std::tan(v); };
    case FunctionId::Tanh:
        return [](double v) { return std::tanh(v); };
    case FunctionId::Year:
        return [](double v) { return static_cast<double>(civil(v).year); };
    default:
        return nullptr;
    }
}

bool isDateFunction(FunctionId function)
{
    switch (function) {
    case FunctionId::DayOfMonth:
    case FunctionId::DayOfWeek:
    case FunctionId::DayOfYear:
    case FunctionId::DaysInMonth:
    case FunctionId::Hour:
    case FunctionId::Minute:
    case FunctionId::Month:
    case FunctionId::Year:
        return true;
    default:
        return false;
    }
}

double smallerOf(double a, double b)
{
    if (a == -HUGE_VAL || b == -HUGE_VAL)
        return -HUGE_VAL;
    return std::isnan(a) || std::isnan(b) ? model::kNormalNan : std::fmin(a, b);
}

double largerOf(double a, double b)
{
    if (a == HUGE_VAL || b == HUGE_VAL)
        return HUGE_VAL;
    return std::isnan(a) || std::isnan(b) ? model::kNormalNan : std::fmax(a, b);
}

double roundTo(double v, double nearest)
{
    const double inverse = 1.0 / nearest; // loses less than division by `nearest`
    return std::floor(v * inverse + 0.5) / inverse;
}

double applyBinary(BinaryOp op, double lhs, double rhs)
{
    switch (op) {
    case BinaryOp::Add:
        return lhs + rhs;
    case BinaryOp::Sub:
        return lhs - rhs;
    case BinaryOp::Mul:
        return lhs * rhs;
    case BinaryOp::Div:
        return lhs / rhs;
    case BinaryOp::Mod:
        return std::fmod(lhs, rhs);
    case BinaryOp::Pow:
        return std::pow(lhs, rhs);
    case BinaryOp::Atan2:
        return std::atan2(lhs, rhs);
    case BinaryOp::Equal:
        return lhs == rhs ? 1 : 0;
    case BinaryOp::NotEqual:
        return lhs != rhs ? 1 : 0;
    case BinaryOp::Less:
        return lhs < rhs ? 1 : 0;
    case BinaryOp::LessEqual:
        return lhs <= rhs ? 1 : 0;
    case BinaryOp::Greater:
        return lhs > rhs ? 1 : 0;
    case BinaryOp::GreaterEqual:
        return lhs >= rhs ? 1 : 0;
    default:
        return model::kNormalNan;
    }
}

} // namespace nocturne::promql
