// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/range_functions.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/model/sample.h"
#include "engine/promql/eval_result.h"
#include "engine/promql/extrapolation.h"
#include "engine/promql/kahan_sum.h"
#include "engine/promql/quantile.h"
#include "engine/promql/regression.h"
#include "engine/promql/running_sums.h"
#include "engine/promql/sorted_window.h"

namespace nocturne::promql {

namespace {

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

/// Applies `value(first, last, step)` to every window of at least `Least` samples.
template <std::uint32_t Least = 1, typename Value>
void forEachWindow(const WindowedSeries& series, std::span<double> out, Value value)
{
    for (std::size_t step = 0; step < series.windows.size(); ++step) {
        const auto window = series.windows[step];
        out[step] = window.size() < Least ? kAbsent : value(window.first, window.last, step);
    }
}

/// Positions i where values[i] < values[i - 1].
std::vector<std::uint32_t> resetsOf(std::span<const double> values, std::uint32_t first, std::uint32_t last)
{
    std::vector<std::uint32_t> resets;
    for (auto i = first + 1; i < last; ++i) {
        if (values[i] < values[i - 1]) {
            resets.push_back(i);
        }
    }
    return resets;
}

template <bool IsCounter, bool PerSecond>
void extrapolated(const WindowedSeries& s, std::span<double> out)
{
    if (s.windows.empty()) {
        return;
    }
    std::vector<std::uint32_t> resets;
    if (IsCounter) {
        resets = resetsOf(s.values, s.windows.front().first, s.windows.back().last);
    }
    const double rangeSeconds = seconds(s.rangeMs);
    std::size_t nextReset = 0;
    forEachWindow<2>(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t step) {
        double difference = s.values[last - 1] - s.values[first];
        while (nextReset < resets.size() && resets[nextReset] <= first) {
            ++nextReset;
        }
        for (auto i = nextReset; i < resets.size() && resets[i] < last; ++i) {
            difference += s.values[resets[i] - 1];
        }
        const auto firstTime = s.times[first];
        const auto lastTime = s.times[last - 1];
        const double factor = extrapolationFactor<IsCounter>(
            static_cast<double>(firstTime - (s.edges[step] - s.rangeMs)), static_cast<double>(lastTime - firstTime),
            static_cast<double>(s.edges[step] - lastTime), last - first - 1, s.values[first], difference);
        return difference * (PerSecond ? factor / rangeSeconds : factor);
    });
}

template <bool PerSecond>
void lastTwo(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow<2>(s, out, [&](std::uint32_t, std::uint32_t last, std::size_t) {
        const double previous = s.values[last - 2];
        const double current = s.values[last - 1];
        if (!PerSecond) {
            return current - previous;
        }
        const double difference = current < previous ? current : current - previous;
        return difference / seconds(s.times[last - 1] - s.times[last - 2]);
    });
}

template <typename Differs>
void countPairs(const WindowedSeries& s, std::span<double> out, Differs differs)
{
    // before[i] pairs differ among the samples up to position i of the span.
    if (s.windows.empty()) {
        return;
    }
    const auto begin = s.windows.front().first;
    const auto end = s.windows.back().last;
    std::vector<std::uint32_t> before(end > begin ? end - begin : 0);
    for (auto i = begin + 1; i < end; ++i) {
        before[i - begin] = before[i - begin - 1] + (differs(s.values[i - 1], s.values[i]) ? 1 : 0);
    }
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t) {
        return static_cast<double>(before[last - 1 - begin] - before[first - begin]);
    });
}

void resets(const WindowedSeries& s, std::span<double> out)
{
    countPairs(s, out, [](double previous, double current) { return current < previous; });
}

void changes(const WindowedSeries& s, std::span<double> out)
{
    countPairs(s, out, [](double previous, double current) {
        return current != previous && !(std::isnan(current) && std::isnan(previous));
    });
}

/// Largest or smallest value by a queue of candidates, each better than those behind it; NaN only of NaN alone.
template <typename Better>
void best(const WindowedSeries& s, std::span<double> out, Better better)
{
    std::vector<std::uint32_t> queue;
    std::size_t head = 0;
    std::uint32_t next = s.windows.empty() ? 0 : s.windows.front().first;
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t) {
        for (next = std::max(next, first); next < last; ++next) {
            const double v = s.values[next];
            if (std::isnan(v)) {
                continue;
            }
            while (queue.size() > head && better(v, s.values[queue.back()])) {
                queue.pop_back();
            }
            queue.push_back(next);
        }
        while (head < queue.size() && queue[head] < first) {
            ++head;
        }
        return head < queue.size() ? s.values[queue[head]] : s.values[first];
    });
}

void maxOverTime(const WindowedSeries& s, std::span<double> out)
{
    best(s, out, [](double a, double b) { return a > b; });
}

void minOverTime(const WindowedSeries& s, std::span<double> out)
{
    best(s, out, [](double a, double b) { return a < b; });
}

/// The time of the last of the best values.
template <typename AtLeastAsGood>
void timeOfBest(const WindowedSeries& s, std::span<double> out, AtLeastAsGood atLeastAsGood)
{
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t) {
        auto found = first;
        for (auto i = first; i < last; ++i) {
            if (atLeastAsGood(s.values[i], s.values[found]) || std::isnan(s.values[found])) {
                found = i;
            }
        }
        return seconds(s.times[found]);
    });
}

void timeOfMax(const WindowedSeries& s, std::span<double> out)
{
    timeOfBest(s, out, [](double a, double b) { return a >= b; });
}

void timeOfMin(const WindowedSeries& s, std::span<double> out)
{
    timeOfBest(s, out, [](double a, double b) { return a <= b; });
}

double sumOf(std::span<const double> values)
{
    KahanSum sum;
    for (const double v : values) {
        sum.add(v);
    }
    return sum.value();
}

double meanOf(std::span<const double> values)
{
    KahanMean mean;
    for (const double v : values) {
        mean.add(v);
    }
    return mean.value();
}

/// How many windows a sample lies in, at least.
bool overlap(const WindowedSeries& s, std::size_t times)
{
    std::size_t inWindows = 0;
    for (const auto& window : s.windows) {
        inWindows += window.size();
    }
    return !s.windows.empty() && inWindows > times * (s.windows.back().last - s.windows.front().first);
}

// From that overlap on it pays to carry something from window to window, instead of computing each from its samples.
constexpr std::size_t kSumsPay = 4;
constexpr std::size_t kLinesPay = 6;
constexpr std::size_t kOrderPays = 20;

/// Whether no sum of the values leaves the range of doubles.
bool areModerate(std::span<const double> values)
{
    constexpr double kLargest = 1e290;
    return std::all_of(values.begin(), values.end(), [](double v) { return std::fabs(v) < kLargest; }); // not NaN
}

/// Applies `fast(sum, size)` to the windows, and `plain(values)` where running sums lose precision or do not pay.
template <typename Fast, typename Plain>
void overSums(const WindowedSeries& s, std::span<double> out, Fast fast, Plain plain)
{
    const auto valuesOf = [&](std::uint32_t first, std::uint32_t last) {
        return s.values.subspan(first, last - first);
    };
    const auto begin = s.windows.empty() ? 0 : s.windows.front().first;
    const auto all = s.windows.empty() ? s.values.first(0) : valuesOf(begin, s.windows.back().last);
    if (!overlap(s, kSumsPay) || !areModerate(all)) {
        forEachWindow(
            s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t) { return plain(valuesOf(first, last)); });
        return;
    }
    RunningSums sums(all.size());
    for (const double v : all) {
        sums.push({v, 0});
    }
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t) {
        const auto sum = sums.between(first - begin, last - begin);
        return sums.isExact(sum.high) ? fast(sum, static_cast<double>(last - first)) : plain(valuesOf(first, last));
    });
}

void sumOverTime(const WindowedSeries& s, std::span<double> out)
{
    overSums(
        s, out, [](const DoubleDouble& sum, double) { return sum.value(); }, sumOf);
}

void avgOverTime(const WindowedSeries& s, std::span<double> out)
{
    overSums(
        s, out, [](const DoubleDouble& sum, double n) { return sum.high / n + sum.low / n; }, meanOf);
}

/// After B. P. Welford, "Note on a method for calculating corrected sums of squares and products" (1962).
template <bool Root>
void varianceOverTime(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t) {
        KahanSum mean;
        KahanSum squares;
        double count = 0;
        for (auto i = first; i < last; ++i) {
            const double delta = s.values[i] - mean.value();
            mean.add(delta / ++count);
            squares.add(delta * (s.values[i] - mean.value()));
        }
        const double variance = squares.value() / count;
        return Root ? std::sqrt(variance) : variance;
    });
}

void countOverTime(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow(
        s, out, [](std::uint32_t first, std::uint32_t last, std::size_t) { return static_cast<double>(last - first); });
}

void presentOverTime(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow(s, out, [](std::uint32_t, std::uint32_t, std::size_t) { return 1.0; });
}

void firstOverTime(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t, std::size_t) { return s.values[first]; });
}

void lastOverTime(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow(s, out, [&](std::uint32_t, std::uint32_t last, std::size_t) { return s.values[last - 1]; });
}

void timeOfFirst(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t, std::size_t) { return seconds(s.times[first]); });
}

void timeOfLast(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow(s, out, [&](std::uint32_t, std::uint32_t last, std::size_t) { return seconds(s.times[last - 1]); });
}

void quantileOverTime(const WindowedSeries& s, std::span<double> out)
{
    if (!overlap(s, kOrderPays)) {
        std::vector<double> scratch;
        forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t step) {
            scratch.assign(s.values.begin() + first, s.values.begin() + last);
            return quantile(s.parameters[0][step], scratch);
        });
        return;
    }
    SortedWindow sorted(s.values);
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t step) {
        return quantileOfSorted(s.parameters[0][step], sorted.moveTo(first, last));
    });
}

void madOverTime(const WindowedSeries& s, std::span<double> out)
{
    std::vector<double> scratch;
    forEachWindow(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t) {
        scratch.assign(s.values.begin() + first, s.values.begin() + last);
        if (std::any_of(scratch.begin(), scratch.end(), [](double v) { return std::isnan(v); })) {
            return model::kNormalNan;
        }
        const double median = quantile(0.5, scratch);
        for (auto& v : scratch) {
            v = std::fabs(v - median);
        }
        return quantile(0.5, scratch);
    });
}

/// Applies `fast(regression, first, last, step)` to the windows, the first and last counted in what it was made of,
/// and `plain(times, values, step)` where that has no answer or does not pay.
template <typename Fast, typename Plain>
void overLines(const WindowedSeries& s, std::span<double> out, Fast fast, Plain plain)
{
    const auto plainly = [&](std::uint32_t first, std::uint32_t last, std::size_t step) {
        return plain(s.times.subspan(first, last - first), s.values.subspan(first, last - first), step);
    };
    if (!overlap(s, kLinesPay)) {
        forEachWindow<2>(s, out, plainly);
        return;
    }
    const auto begin = s.windows.front().first;
    const auto count = s.windows.back().last - begin;
    const RunningRegression running(s.times.subspan(begin, count), s.values.subspan(begin, count));
    forEachWindow<2>(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t step) {
        const std::optional<double> found = fast(running, first - begin, last - begin, step);
        return found ? *found : plainly(first, last, step);
    });
}

void deriv(const WindowedSeries& s, std::span<double> out)
{
    const auto fast = [](const RunningRegression& running, std::uint32_t first, std::uint32_t last, std::size_t) {
        return running.slope(first, last);
    };
    const auto plain = [](std::span<const Timestamp> times, std::span<const double> values, std::size_t) {
        return regression(times, values, times[0]).slope;
    };
    overLines(s, out, fast, plain);
}

void predictLinear(const WindowedSeries& s, std::span<double> out)
{
    const auto fast = [&](const RunningRegression& running, std::uint32_t first, std::uint32_t last, std::size_t step) {
        return running.at(first, last, s.steps[step], s.parameters[0][step]);
    };
    const auto plain = [&](std::span<const Timestamp> times, std::span<const double> values, std::size_t step) {
        const auto line = regression(times, values, s.steps[step]);
        return line.slope * s.parameters[0][step] + line.intercept;
    };
    overLines(s, out, fast, plain);
}

/// Holt's linear trend method, with the first difference as the first trend.
void doubleExponentialSmoothing(const WindowedSeries& s, std::span<double> out)
{
    forEachWindow<2>(s, out, [&](std::uint32_t first, std::uint32_t last, std::size_t step) {
        const double smoothing = s.parameters[0][step];
        const double trendFactor = s.parameters[1][step];
        double previous = 0;
        double level = s.values[first];
        double trend = s.values[first + 1] - s.values[first];
        for (auto i = first + 1; i < last; ++i) {
            if (i > first + 1) {
                trend = trendFactor * (level - previous) + (1 - trendFactor) * trend;
            }
            previous = level;
            level = smoothing * s.values[i] + (1 - smoothing) * (level + trend);
        }
        return level;
    });
}

} // namespace

RangeKernel rangeKernel(FunctionId function)
{
    switch (function) {
    case FunctionId::AvgOverTime:
        return avgOverTime;
    case FunctionId::Changes:
        return changes;
    case FunctionId::CountOverTime:
        return countOverTime;
    case FunctionId::Delta:
        return extrapolated<false, false>;
    case FunctionId::Deriv:
        return deriv;
    case FunctionId::DoubleExponentialSmoothing:
        return doubleExponentialSmoothing;
    case FunctionId::FirstOverTime:
        return firstOverTime;
    case FunctionId::Idelta:
        return lastTwo<false>;
    case FunctionId::Increase:
        return extrapolated<true, false>;
    case FunctionId::Irate:
        return lastTwo<true>;
    case FunctionId::LastOverTime:
        return lastOverTime;
    case FunctionId::MadOverTime:
        return madOverTime;
    case FunctionId::MaxOverTime:
        return maxOverTime;
    case FunctionId::MinOverTime:
        return minOverTime;
    case FunctionId::PredictLinear:
        return predictLinear;
    case FunctionId::PresentOverTime:
        return presentOverTime;
    case FunctionId::QuantileOverTime:
        return quantileOverTime;
    case FunctionId::Rate:
        return extrapolated<true, true>;
    case FunctionId::Resets:
        return resets;
    case FunctionId::StddevOverTime:
        return varianceOverTime<true>;
    case FunctionId::StdvarOverTime:
        return varianceOverTime<false>;
    case FunctionId::SumOverTime:
        return sumOverTime;
    case FunctionId::TsOfFirstOverTime:
        return timeOfFirst;
    case FunctionId::TsOfLastOverTime:
        return timeOfLast;
    case FunctionId::TsOfMaxOverTime:
        return timeOfMax;
    case FunctionId::TsOfMinOverTime:
        return timeOfMin;
    default:
        return nullptr;
    }
}

bool keepsMetricName(FunctionId function)
{
    return function == FunctionId::FirstOverTime || function == FunctionId::LastOverTime;
}

void findWindows(std::span<const Timestamp> times, std::span<const Timestamp> edges, std::int64_t rangeMs,
                 std::vector<Window>& windows)
{
    windows.resize(edges.size());
    Window window;
    const auto size = static_cast<std::uint32_t>(times.size());
    for (std::size_t step = 0; step < edges.size(); ++step) {
        while (window.last < size && times[window.last] <= edges[step]) {
            ++window.last;
        }
        while (window.first < window.last && times[window.first] <= edges[step] - rangeMs) {
            ++window.first;
        }
        windows[step] = window;
    }
}

} // namespace nocturne::promql
