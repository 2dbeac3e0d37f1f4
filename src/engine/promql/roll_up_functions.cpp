// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/roll_up_functions.h"

#include <cmath>

#include "engine/promql/eval_result.h"
#include "engine/promql/extrapolation.h"
#include "engine/promql/kahan_sum.h"

namespace nocturne::promql {

using storage::RollUp;

namespace {

using Buckets = std::span<const RollUp>;

/// Sums of buckets are right to one part in 10^15: so is their sum to one in 10^12, unless they cancel out.
constexpr double kMostCancelled = 100;
constexpr double kMaxInteger = 9007199254740992.0; // 2^53

struct Value
{
    double v = kAbsent;
    bool isExact = true;
};

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

double countOf(Buckets buckets)
{
    double count = 0;
    for (const auto& bucket : buckets) {
        count += bucket.count;
    }
    return count;
}

template <typename Better>
double best(Buckets buckets, double RollUp::*field, Better better)
{
    double found = buckets.front().*field;
    for (const auto& bucket : buckets) {
        const double v = bucket.*field;
        found = better(v, found) || std::isnan(found) ? v : found;
    }
    return found;
}

Value sumOf(Buckets buckets)
{
    KahanSum sum;
    double magnitude = 0;
    for (const auto& bucket : buckets) {
        sum.add(bucket.sum);
        magnitude += std::fabs(bucket.sum);
    }
    return {sum.value(), std::isfinite(sum.value()) && magnitude <= kMostCancelled * std::fabs(sum.value())};
}

Value averageOf(Buckets buckets)
{
    auto sum = sumOf(buckets);
    sum.v /= countOf(buckets);
    return sum;
}

bool isInteger(double v) { return std::fabs(v) < kMaxInteger && std::trunc(v) == v; }

/// The difference of the last and the first sample, and for a counter the samples before resets, added in time order
/// as rate() adds them.
template <bool IsCounter>
Value differenceOf(Buckets buckets)
{
    Value difference{buckets.back().last - buckets.front().first};
    const RollUp* before = nullptr;
    for (const auto& bucket : buckets) {
        if (!IsCounter) {
            break;
        }
        if (before != nullptr && bucket.first < before->last) {
            difference.v += before->last;
        }
        if (bucket.resets > 0) {
            difference.v += bucket.dropped;
            difference.isExact =
                difference.isExact && (bucket.resets == 1 || (isInteger(bucket.dropped) && isInteger(difference.v)));
        }
        before = &bucket;
    }
    return difference;
}

template <bool IsCounter, bool PerSecond>
Value extrapolated(Buckets buckets, Timestamp edge, std::int64_t rangeMs)
{
    const double count = countOf(buckets);
    if (count < 2) {
        return {};
    }
    const auto difference = differenceOf<IsCounter>(buckets);
    const auto firstTime = buckets.front().firstTime;
    const auto lastTime = buckets.back().lastTime;
    const double factor = extrapolationFactor<IsCounter>(
        static_cast<double>(firstTime - (edge - rangeMs)), static_cast<double>(lastTime - firstTime),
        static_cast<double>(edge - lastTime), count - 1, buckets.front().first, difference.v);
    return {difference.v * (PerSecond ? factor / seconds(rangeMs) : factor), difference.isExact};
}

double resetsOf(Buckets buckets)
{
    double resets = buckets.front().resets;
    for (std::size_t i = 1; i < buckets.size(); ++i) {
        resets += buckets[i].resets + (buckets[i].first < buckets[i - 1].last ? 1 : 0);
    }
    return resets;
}

/// Of at least one bucket.
Value valueOf(FunctionId function, Buckets buckets, Timestamp edge, std::int64_t rangeMs)
{
    switch (function) {
    case FunctionId::AvgOverTime:
        return averageOf(buckets);
    case FunctionId::CountOverTime:
        return {countOf(buckets)};
    case FunctionId::Delta:
        return extrapolated<false, false>(buckets, edge, rangeMs);
    case FunctionId::FirstOverTime:
        return {buckets.front().first};
    case FunctionId::Increase:
        return extrapolated<true, false>(buckets, edge, rangeMs);
    case FunctionId::LastOverTime:
        return {buckets.back().last};
    case FunctionId::MaxOverTime:
        return {best(buckets, &RollUp::max, [](double a, double b) { return a > b; })};
    case FunctionId::MinOverTime:
        return {best(buckets, &RollUp::min, [](double a, double b) { return a < b; })};
    case FunctionId::PresentOverTime:
        return {1};
    case FunctionId::Rate:
        return extrapolated<true, true>(buckets, edge, rangeMs);
    case FunctionId::Resets:
        return {resetsOf(buckets)};
    case FunctionId::SumOverTime:
        return sumOf(buckets);
    case FunctionId::TsOfFirstOverTime:
        return {seconds(buckets.front().firstTime)};
    case FunctionId::TsOfLastOverTime:
        return {seconds(buckets.back().lastTime)};
    default:
        return {};
    }
}

} // namespace

bool worksOnRollUps(FunctionId function)
{
    switch (function) {
    case FunctionId::AvgOverTime:
    case FunctionId::CountOverTime:
    case FunctionId::Delta:
    case FunctionId::FirstOverTime:
    case FunctionId::Increase:
    case FunctionId::LastOverTime:
    case FunctionId::MaxOverTime:
    case FunctionId::MinOverTime:
    case FunctionId::PresentOverTime:
    case FunctionId::Rate:
    case FunctionId::Resets:
    case FunctionId::SumOverTime:
    case FunctionId::TsOfFirstOverTime:
    case FunctionId::TsOfLastOverTime:
        return true;
    default:
        return false;
    }
}

Result<RollUpOutcome> computeFromRollUps(FunctionId function, std::span<const RollUp> buckets,
                                         std::span<const Timestamp> edges, std::int64_t rangeMs, const Budget& budget,
                                         std::span<double> out)
{
    bool isExact = true;
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t work = 0;
    for (std::size_t step = 0; step < edges.size(); ++step) {
        const auto edge = edges[step];
        while (last < buckets.size() && buckets[last].end <= edge) {
            ++last;
        }
        while (first < last && buckets[first].end <= edge - rangeMs) {
            ++first;
        }
        const auto window = buckets.subspan(first, last - first);
        const auto value = window.empty() ? Value() : valueOf(function, window, edge, rangeMs);
        out[step] = value.v;
        isExact = isExact && value.isExact;
        work += window.size() + 1;
        if (work >= kWorkBetweenChecks) {
            work = 0;
            NOCTURNE_TRY(budget.checkStop());
        }
    }
    return isExact ? RollUpOutcome::Exact : RollUpOutcome::Inexact;
}

} // namespace nocturne::promql
