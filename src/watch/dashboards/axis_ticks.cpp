// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/dashboards/axis_ticks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nocturne::dashboards {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostTicks = 200;

double decimalStep(double raw)
{
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
        if (raw <= factor * power * (1 + 1e-9))
            return factor * power;
    }
    return 10 * power;
}

double binaryStep(double raw)
{
    if (raw < 1)
        return decimalStep(raw);
    return std::exp2(std::ceil(std::log2(raw) - 1e-9));
}

double timeStep(double rawSeconds)
{
    if (rawSeconds <= 1)
        return decimalStep(rawSeconds);
    constexpr std::array kSteps = {2.0,   5.0,    10.0,   15.0,   30.0,    60.0,    120.0,   300.0,  600.0,
                                   900.0, 1800.0, 3600.0, 7200.0, 10800.0, 21600.0, 43200.0, 86400.0};
    for (const double step : kSteps) {
        if (rawSeconds <= step * (1 + 1e-9))
            return step;
    }
    return 86400 * decimalStep(rawSeconds / 86400);
}

double niceStep(double raw, StepFamily family, double secondsPerUnit)
{
    switch (family) {
    case StepFamily::Decimal:
        return decimalStep(raw);
    case StepFamily::Binary:
        return binaryStep(raw);
    case StepFamily::Time:
        return timeStep(raw * secondsPerUnit) / secondsPerUnit;
    }
    return decimalStep(raw);
}

} // namespace

AxisPlan planAxis(double dataMin, double dataMax, int lines, StepFamily family, double secondsPerUnit, AxisBounds fixed)
{
    if (!std::isfinite(dataMin) || !std::isfinite(dataMax) || dataMin > dataMax) {
        dataMin = 0;
        dataMax = fixed.minFixed ? fixed.min + 1 : 1;
    }
    double low = fixed.minFixed ? fixed.min : dataMin;
    double high = fixed.maxFixed ? fixed.max : dataMax;
    const bool nearZero = low >= 0 ? low <= 0.75 * high : high >= -0.25 * (high - low) && high < 0;
    if (!fixed.minFixed && low > 0 && (nearZero || low == high))
        low = 0;
    if (!fixed.maxFixed && high < 0 && (nearZero || low == high))
        high = 0;
    if (!(high > low))
        high = low + (fixed.maxFixed && fixed.max > low ? fixed.max - low : std::max(1.0, std::abs(low) * 0.1));

    AxisPlan plan;
    plan.step = niceStep((high - low) / std::max(lines, 2), family, secondsPerUnit);
    const auto floorTo = [&](double v) { return std::floor(v / plan.step + 1e-9) * plan.step; };
    const auto ceilTo = [&](double v) { return std::ceil(v / plan.step - 1e-9) * plan.step; };
    plan.min = fixed.minFixed ? low : floorTo(low);
    plan.max = fixed.maxFixed && fixed.max > plan.min ? fixed.max : ceilTo(high);
    if (!(plan.max > plan.min))
        plan.max = plan.min + plan.step;
    const double first = ceilTo(plan.min);
    for (std::size_t i = 0; i < kMostTicks; ++i) {
        const double tick = first + static_cast<double>(i) * plan.step;
        if (tick > plan.max + plan.step * 1e-6)
            break;
        plan.ticks.push_back(std::abs(tick) < plan.step * 1e-9 ? 0 : tick);
    }
    return plan;
}

TimeAxisPlan planTimeAxis(Timestamp start, Timestamp end, int most, std::chrono::milliseconds utcOffset)
{
    using std::chrono::milliseconds;
    static constexpr std::array<milliseconds, 26> kSteps = {1ms, 5ms, 10ms, 50ms, 100ms, 500ms, 1s,    2s,    5s,
                                                            10s, 15s, 30s,  1min, 2min,  5min,  10min, 15min, 30min,
                                                            1h,  2h,  3h,   6h,   12h,   24h,   48h,   168h};
    TimeAxisPlan plan;
    if (end <= start)
        return plan;
    const milliseconds raw((end - start) / std::max(most, 1));
    plan.step = kSteps.back();
    for (const auto step : kSteps) {
        if (step >= raw) {
            plan.step = step;
            break;
        }
    }
    while (plan.step < raw)
        plan.step *= 2;
    const auto step = plan.step.count();
    const auto local = start + utcOffset.count();
    auto tick = (local + step - 1) / step * step - utcOffset.count();
    for (; tick <= end && plan.ticks.size() < kMostTicks; tick += step)
        plan.ticks.push_back(tick);
    return plan;
}

} // namespace nocturne::dashboards
