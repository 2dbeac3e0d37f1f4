// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/model/sample.h"
#include "engine/promql/evaluation.h"
#include "engine/promql/label_functions.h"
#include "engine/promql/math_functions.h"
#include "engine/promql/natural_order.h"
#include "engine/promql/quantile.h"

namespace nocturne::promql {

namespace {

constexpr std::size_t kSamplesBetweenChecks = std::size_t{1} << 20U; // a few milliseconds of the slowest kernel

bool looksLikeCounter(std::string_view name)
{
    return name.ends_with("_total") || name.ends_with("_sum") || name.ends_with("_count") || name.ends_with("_bucket");
}

std::size_t rangeArgument(const Call& call)
{
    for (std::size_t i = 0; i < call.args.size(); ++i) {
        if (typeOf(*call.args[i]) == ValueType::Matrix) {
            return i;
        }
    }
    return 0;
}

/// What absent() knows about the series that is not there: its equality matchers.
model::LabelSet labelsOfAbsent(const Expr& arg)
{
    const auto* selector = tryAs<VectorSelector>(&arg);
    if (const auto* matrix = tryAs<MatrixSelector>(&arg)) {
        selector = matrix->selector.get();
    }
    if (selector == nullptr) {
        return {};
    }
    model::LabelSetBuilder labels;
    std::vector<std::string_view> seen;
    for (const auto& matcher : selector->matchers) {
        if (matcher.name() == model::kMetricName) {
            continue;
        }
        const bool isFirst = std::find(seen.begin(), seen.end(), matcher.name()) == seen.end();
        if (matcher.op() == model::Matcher::Op::Equal && isFirst) {
            labels.set(matcher.name(), matcher.value());
            seen.push_back(matcher.name());
        } else {
            labels.remove(matcher.name());
        }
    }
    return labels.build();
}

const std::string& text(const Call& call, std::size_t index)
{
    return as<StringLiteral>(withoutParens(*call.args[index])).value;
}

/// Runs the kernel over all windows, with a look at the stop token every few milliseconds.
Result<void> runKernel(RangeKernel kernel, const WindowedSeries& series, std::span<double> out, const Budget& budget)
{
    for (std::size_t first = 0; first < out.size();) {
        auto last = first;
        for (std::size_t work = 0; last < out.size() && work < kSamplesBetweenChecks; ++last) {
            work += series.windows[last].size() + 1;
        }
        const auto count = last - first;
        auto block = series;
        block.windows = series.windows.subspan(first, count);
        block.edges = series.edges.subspan(first, count);
        block.steps = series.steps.subspan(first, count);
        for (auto& parameters : block.parameters) {
            parameters = parameters.empty() ? parameters : parameters.subspan(first, count);
        }
        kernel(block, out.subspan(first, count));
        NOCTURNE_TRY(budget.checkStop());
        first = last;
    }
    return {};
}

std::vector<Timestamp> timesOf(const Axis& axis)
{
    std::vector<Timestamp> times(axis.count);
    for (std::size_t i = 0; i < axis.count; ++i) {
        times[i] = axis.at(i);
    }
    return times;
}

} // namespace

Result<void> Evaluation::call(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto id = call.function->id;
    if (rangeKernel(id) != nullptr) {
        return rangeCall(call, axis, sink);
    }
    if (isDateFunction(id)) {
        return date(call, axis, sink);
    }
    if (mathFunction(id) != nullptr) {
        return map(call, axis, sink);
    }
    switch (id) {
    case FunctionId::Absent:
        return absent(call, axis, sink);
    case FunctionId::AbsentOverTime:
        return absentOverTime(call, axis, sink);
    case FunctionId::Clamp:
    case FunctionId::ClampMax:
    case FunctionId::ClampMin:
    case FunctionId::Round:
        return map(call, axis, sink);
    case FunctionId::HistogramFraction:
    case FunctionId::HistogramQuantile:
    case FunctionId::HistogramQuantiles:
        return classicHistogram(call, axis, sink);
    case FunctionId::HistogramAvg:
    case FunctionId::HistogramCount:
    case FunctionId::HistogramStddev:
    case FunctionId::HistogramStdvar:
    case FunctionId::HistogramSum: // floats have no part in these
        return stream(*call.args[0], axis, [](const model::LabelSet&, std::vector<double>&) { return Result<void>(); });
    case FunctionId::LabelJoin:
        return labelJoin(call, axis, sink);
    case FunctionId::LabelReplace:
        return labelReplace(call, axis, sink);
    case FunctionId::Sort:
    case FunctionId::SortByLabel:
    case FunctionId::SortByLabelDesc:
    case FunctionId::SortDesc:
        return sort(call, axis, sink);
    case FunctionId::Timestamp:
        return timestamp(call, axis, sink);
    case FunctionId::Vector: {
        auto values = scalar(*call.args[0], axis);
        return values ? sink({}, *values) : tl::unexpected(std::move(values).error());
    }
    default:
        return fail(Error::Kind::InvalidInput, "function " + std::string(call.function->name) + " is not supported",
                    positionOf(call));
    }
}

Result<void> Evaluation::rangeCall(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto& range = *call.args[rangeArgument(call)];
    const auto look = rangeLookout(range, axis);
    const auto windowMs = rangeWindow(range);
    if (!look || !windowMs) {
        return tl::unexpected(look ? windowMs.error() : look.error());
    }
    std::vector<std::vector<double>> parameters;
    for (const auto& arg : call.args) {
        if (arg.get() != &range) {
            auto values = scalar(*arg, axis);
            if (!values) {
                return tl::unexpected(std::move(values).error());
            }
            parameters.push_back(std::move(*values));
        }
    }
    const auto id = call.function->id;
    const auto kernel = rangeKernel(id);
    const auto steps = timesOf(axis);
    const auto edges = look->pinned ? std::vector<Timestamp>(axis.count, look->edges.start) : timesOf(look->edges);
    const auto column = [&](const RangeSeries& series) -> Result<std::vector<double>> {
        std::vector<Window> windows;
        findWindows(series.times, edges, *windowMs, windows);
        WindowedSeries windowed{series.times, series.values, windows, edges, *windowMs, steps, {}};
        for (std::size_t i = 0; i < std::min<std::size_t>(parameters.size(), 2); ++i) {
            windowed.parameters[i] = parameters[i];
        }
        std::vector<double> out(axis.count);
        NOCTURNE_TRY(runKernel(kernel, windowed, out, m_budget));
        return hasValues(out) ? out : std::vector<double>();
    };
    const bool wantsCounter = id == FunctionId::Rate || id == FunctionId::Increase;
    bool isChecked = false;
    const auto forward = [&](const model::LabelSet& labels, std::vector<double>& values) -> Result<void> {
        if (!std::exchange(isChecked, true)) { // without series the arguments do not matter
            NOCTURNE_TRY(checkRangeArguments(call, parameters));
        }
        const auto name = labels.metricName();
        if (wantsCounter && !name.empty() && !looksLikeCounter(name)) {
            m_annotations.inform("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"" +
                                     std::string(name) + '"',
                                 range.range);
        }
        return sink(keepsMetricName(id) ? labels : labels.withoutMetricName(), values);
    };
    return rangeColumns(range, *look, *windowMs, column, forward);
}

Result<void> Evaluation::checkRangeArguments(const Call& call, std::span<const std::vector<double>> parameters)
{
    if (call.function->id == FunctionId::QuantileOverTime) {
        for (const double q : parameters[0]) {
            if (!(q >= 0 && q <= 1)) {
                warnOfInvalidQuantile(m_annotations, q, call.args[0]->range);
            }
        }
    }
    if (call.function->id == FunctionId::DoubleExponentialSmoothing) {
        for (std::size_t i = 0; i < 2; ++i) {
            for (const double factor : parameters[i]) {
                if (factor <= 0 || factor >= 1) {
                    const std::string text = i == 0 ? "invalid smoothing factor. Expected: 0 < sf < 1, got: "
                                                    : "invalid trend factor. Expected: 0 < tf < 1, got: ";
                    return fail(Error::Kind::InvalidInput, text + std::to_string(factor),
                                positionOf(*call.args[i + 1]));
                }
            }
        }
    }
    return {};
}

Result<void> Evaluation::absentOverTime(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto& range = withoutParens(*call.args[0]);
    const auto look = rangeLookout(range, axis);
    const auto windowMs = rangeWindow(range);
    if (!look || !windowMs) {
        return tl::unexpected(look ? windowMs.error() : look.error());
    }
    const auto edges = look->pinned ? std::vector<Timestamp>(axis.count, look->edges.start) : timesOf(look->edges);
    std::vector<double> values(axis.count, 1);
    std::vector<Window> windows;
    const auto mark = [&](const RangeSeries& series) -> Result<void> {
        findWindows(series.times, edges, *windowMs, windows);
        for (std::size_t i = 0; i < axis.count; ++i) {
            values[i] = windows[i].size() > 0 ? kAbsent : values[i];
        }
        return {};
    };
    NOCTURNE_TRY(rangeSeries(range, *look, *windowMs, mark));
    return hasValues(values) ? sink(labelsOfAbsent(range), values) : Result<void>();
}

Result<void> Evaluation::absent(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    std::vector<double> values(axis.count, 1);
    const auto mark = [&](const model::LabelSet&, std::vector<double>& column) -> Result<void> {
        for (std::size_t i = 0; i < axis.count; ++i) {
            values[i] = isAbsent(column[i]) ? values[i] : kAbsent;
        }
        return {};
    };
    NOCTURNE_TRY(stream(*call.args[0], axis, mark));
    return hasValues(values) ? sink(labelsOfAbsent(withoutParens(*call.args[0])), values) : Result<void>();
}

Result<void> Evaluation::map(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    std::vector<std::vector<double>> parameters;
    for (std::size_t i = 1; i < call.args.size(); ++i) {
        auto values = scalar(*call.args[i], axis);
        if (!values) {
            return tl::unexpected(std::move(values).error());
        }
        parameters.push_back(std::move(*values));
    }
    const auto id = call.function->id;
    const auto function = mathFunction(id);
    const auto apply = [&](double v, std::size_t step) {
        switch (id) {
        case FunctionId::Clamp: {
            const double low = parameters[0][step];
            const double high = parameters[1][step];
            return high < low ? kAbsent : largerOf(low, smallerOf(high, v));
        }
        case FunctionId::ClampMax:
            return largerOf(-HUGE_VAL, smallerOf(parameters[0][step], v));
        case FunctionId::ClampMin:
            return largerOf(parameters[0][step], smallerOf(HUGE_VAL, v));
        case FunctionId::Round:
            return roundTo(v, parameters.empty() ? 1 : parameters[0][step]);
        default:
            return function(v);
        }
    };
    return stream(*call.args[0], axis, [&](const model::LabelSet& labels, std::vector<double>& values) -> Result<void> {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = isAbsent(values[i]) ? kAbsent : apply(values[i], i);
        }
        return hasValues(values) ? sink(labels.withoutMetricName(), values) : Result<void>();
    });
}

Result<void> Evaluation::timestamp(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto& arg = withoutParens(*call.args[0]);
    if (const auto* selector = tryAs<VectorSelector>(&arg)) {
        return instantSelector(*selector, axis, true, [&](const model::LabelSet& labels, std::vector<double>& values) {
            return sink(labels.withoutMetricName(), values);
        });
    }
    return stream(arg, axis, [&](const model::LabelSet& labels, std::vector<double>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = isAbsent(values[i]) ? kAbsent : static_cast<double>(axis.at(i)) / 1000;
        }
        return sink(labels.withoutMetricName(), values);
    });
}

Result<void> Evaluation::date(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    if (!call.args.empty()) {
        return map(call, axis, sink);
    }
    const auto function = mathFunction(call.function->id);
    std::vector<double> values(axis.count);
    for (std::size_t i = 0; i < axis.count; ++i) {
        const auto wholeSeconds = axis.at(i) / 1000;
        values[i] = function(static_cast<double>(wholeSeconds));
    }
    return sink({}, values);
}

Result<void> Evaluation::sort(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    if (m_axis.count > 1) {
        m_annotations.warn("sort is ineffective for range queries since results are always ordered by labels",
                           call.range);
        return stream(*call.args[0], axis, sink);
    }
    auto held = vector(*call.args[0], axis);
    if (!held) {
        return tl::unexpected(std::move(held).error());
    }
    const auto id = call.function->id;
    const bool descending = id == FunctionId::SortDesc || id == FunctionId::SortByLabelDesc;
    const auto byValue = [&](const Column& a, const Column& b) {
        const double x = a.values[0];
        const double y = b.values[0];
        if (std::isnan(x) || std::isnan(y)) {
            return !std::isnan(x) && std::isnan(y); // NaN last, either way
        }
        return descending ? x > y : x < y;
    };
    const auto byLabel = [&](const Column& a, const Column& b) {
        for (std::size_t i = 1; i < call.args.size(); ++i) {
            const auto x = a.labels.get(text(call, i));
            const auto y = b.labels.get(text(call, i));
            if (x != y) {
                return descending ? naturalLess(y, x) : naturalLess(x, y);
            }
        }
        return descending ? b.labels < a.labels : a.labels < b.labels;
    };
    auto& columns = held->columns;
    if (id == FunctionId::Sort || id == FunctionId::SortDesc) {
        std::stable_sort(columns.begin(), columns.end(), byValue);
    } else {
        std::stable_sort(columns.begin(), columns.end(), byLabel);
    }
    for (auto& column : columns) {
        NOCTURNE_TRY(sink(column.labels, column.values));
    }
    return {};
}

Result<void> Evaluation::labelReplace(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto replacement = LabelReplacement::make(text(call, 1), text(call, 2), text(call, 3), text(call, 4));
    if (!replacement) {
        return tl::unexpected(replacement.error());
    }
    return stream(*call.args[0], axis, [&](const model::LabelSet& labels, std::vector<double>& values) {
        return sink(replacement->apply(labels), values);
    });
}

Result<void> Evaluation::labelJoin(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    std::vector<std::string> sources;
    for (std::size_t i = 3; i < call.args.size(); ++i) {
        sources.push_back(text(call, i));
    }
    NOCTURNE_TRY(checkJoin(text(call, 1), sources));
    return stream(*call.args[0], axis, [&](const model::LabelSet& labels, std::vector<double>& values) {
        return sink(joinLabels(labels, text(call, 1), text(call, 2), sources), values);
    });
}

} // namespace nocturne::promql
