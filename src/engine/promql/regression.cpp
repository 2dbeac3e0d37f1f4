// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/regression.h"

#include <cmath>

#include "engine/model/sample.h"
#include "engine/promql/kahan_sum.h"

namespace nocturne::promql {

namespace {

constexpr double kTolerance = 1e-12;           // of the result
constexpr double kRounding = 3.5e-16;          // of the products in regression(), relative
constexpr double kLargest = 1e250;             // products and their halves stay doubles
constexpr double kSmallest = 1e-200;           // and keep their digits
constexpr std::int64_t kMostTime = 1LL << 53U; // the sum of times stays exact

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

} // namespace

Line regression(std::span<const Timestamp> times, std::span<const double> values, Timestamp origin)
{
    KahanSum sumX;
    KahanSum sumY;
    KahanSum sumXY;
    KahanSum sumXX;
    bool isConstant = true;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double x = seconds(times[i] - origin);
        const double y = values[i];
        isConstant = isConstant && (i == 0 || y == values[0]);
        sumX.add(x);
        sumY.add(y);
        sumXY.add(x * y);
        sumXX.add(x * x);
    }
    if (isConstant) {
        const double y = values[0];
        return std::isinf(y) ? Line{model::kNormalNan, model::kNormalNan} : Line{0, y};
    }
    const double n = static_cast<double>(values.size());
    const double covariance = sumXY.value() - sumX.value() * sumY.value() / n;
    const double variance = sumXX.value() - sumX.value() * sumX.value() / n;
    const double slope = covariance / variance;
    return {slope, sumY.value() / n - slope * sumX.value() / n};
}

RunningRegression::RunningRegression(std::span<const Timestamp> times, std::span<const double> values)
    : m_times(times)
    , m_values(values)
    , m_runStart(values.size())
    , m_x(values.size() + 1)
    , m_magnitude(values.size() + 1)
    , m_xx(values.size())
    , m_y(values.size())
    , m_xy(values.size())
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double y = values[i];
        const auto ms = times[i] - times[0];
        const double x = static_cast<double>(ms);
        m_isUsable =
            m_isUsable && std::fabs(y) < kLargest && (y == 0 || std::fabs(y) > kSmallest) && m_x[i] < kMostTime - ms;
        if (!m_isUsable) {
            return;
        }
        m_runStart[i] = i > 0 && values[i - 1] == y ? m_runStart[i - 1] : static_cast<std::uint32_t>(i);
        m_x[i + 1] = m_x[i] + ms;
        m_magnitude[i + 1] = m_magnitude[i] + std::fabs(y);
        m_xx.push(DoubleDouble::product(x, x));
        m_y.push({y, 0});
        m_xy.push(DoubleDouble::product(x, y));
    }
}

RunningRegression::Fit RunningRegression::fit(std::uint32_t first, std::uint32_t last, Timestamp origin) const
{
    const double n = last - first;
    const auto x = static_cast<double>(m_x[last] - m_x[first]);
    const auto y = m_y.between(first, last);
    const auto covariance = (m_xy.between(first, last) * n - y * x).value();
    const auto variance = (m_xx.between(first, last) * n - DoubleDouble::product(x, x)).value();

    Fit fit;
    fit.slope = 1000 * covariance / variance;
    fit.meanValue = y.value() / n;
    fit.meanTime = x / n / 1000 - seconds(origin - m_times[0]);
    const double reach =
        std::fmax(std::fabs(seconds(m_times[first] - origin)), std::fabs(seconds(m_times[last - 1] - origin)));
    const double products = reach * (m_magnitude[last] - m_magnitude[first] + std::fabs(fit.slope) * n * reach);
    fit.slopeRounding = kRounding * products / (variance / n / 1e6);
    return fit;
}

std::optional<double> RunningRegression::slope(std::uint32_t first, std::uint32_t last) const
{
    if (!m_isUsable) {
        return std::nullopt;
    }
    if (isConstant(first, last)) {
        return 0;
    }
    const auto found = fit(first, last, m_times[first]);
    return found.slopeRounding <= kTolerance * std::fabs(found.slope) ? std::optional(found.slope) : std::nullopt;
}

std::optional<double> RunningRegression::at(std::uint32_t first, std::uint32_t last, Timestamp origin,
                                            double secondsAfter) const
{
    if (!m_isUsable) {
        return std::nullopt;
    }
    if (isConstant(first, last)) {
        return m_values[first];
    }
    const auto found = fit(first, last, origin);
    const double result = found.meanValue + found.slope * (secondsAfter - found.meanTime);
    const double reach = std::fabs(secondsAfter) + std::fabs(found.meanTime);
    const double rounding =
        found.slopeRounding * reach + kRounding * (std::fabs(found.meanValue) + std::fabs(found.slope) * reach);
    return rounding <= kTolerance * std::fabs(result) ? std::optional(result) : std::nullopt;
}

} // namespace nocturne::promql
