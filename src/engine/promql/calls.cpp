// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/model/sample.h"
#include "engine/promql/evaluation.h"
#include "engine/promql/extended_ranges.h"
#include "engine/promql/histogram_ranges.h"
#include "engine/promql/label_functions.h"
#include "engine/promql/math_functions.h"
#include "engine/promql/natural_order.h"
#include "engine/promql/quantile.h"
#include "engine/promql/start_times.h"

namespace nocturne::promql {

namespace {

constexpr std::size_t kSamplesBetweenChecks = std::size_t{1} << 20U; // a few milliseconds of the slowest kernel

bool looksLikeCounter(std::string_view name)
{
    return name.ends_with("_total") || name.ends_with("_sum") || name.ends_with("_count") || name.ends_with("_bucket");
}

bool wantsCounter(FunctionId id) { return id == FunctionId::Rate || id == FunctionId::Increase; }

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
        return histogramEstimate(call, axis, sink);
    case FunctionId::HistogramAvg:
    case FunctionId::HistogramCount:
    case FunctionId::HistogramStddev:
    case FunctionId::HistogramStdvar:
    case FunctionId::HistogramSum:
        return histogramValue(call, axis, sink);
    case FunctionId::Info:
        return info(call, axis, sink);
    case FunctionId::LabelJoin:
        return labelJoin(call, axis, sink);
    case FunctionId::LabelReplace:
        return labelReplace(call, axis, sink);
    case FunctionId::Sort:
    case FunctionId::SortByLabel:
    case FunctionId::SortByLabelDesc:
    case FunctionId::SortDesc:
        return sort(call, axis, sink);
    case FunctionId::StartTimestamp:
    case FunctionId::Timestamp:
        return timestamp(call, axis, sink);
    case FunctionId::Vector: {
        auto values = scalar(*call.args[0], axis);
        NOCTURNE_TRY(values);
        Column column{{}, std::move(*values)};
        return sink(column);
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
    const auto* matrix = tryAs<MatrixSelector>(&withoutParens(range));
    const auto mode = matrix != nullptr ? matrix->selector->mode : RangeMode::Plain;
    if (auto why = whyNotExtended(id, mode); !why.empty()) {
        return fail(Error::Kind::InvalidInput, std::move(why), positionOf(call));
    }
    const auto column = [&](const RangeSeries& series, Column& made) -> Result<void> {
        std::vector<Window> windows;
        findWindows(series.times, edges, *windowMs, windows);
        WindowedSeries windowed{series.times, series.values, windows, edges, *windowMs, steps, {}};
        for (std::size_t i = 0; i < std::min<std::size_t>(parameters.size(), 2); ++i) {
            windowed.parameters[i] = parameters[i];
        }
        made.values.resize(axis.count);
        const RangeNotes notes(m_annotations, series.labels, call.args[0]->range);
        if (mode != RangeMode::Plain) {
            NOCTURNE_TRY(
                extendedRange(id, {windowed, series, mode, m_options.lookbackDelta.count()}, notes, m_budget, made));
        } else {
            NOCTURNE_TRY(runKernel(kernel, windowed, made.values, m_budget));
            if (!series.histograms.empty()) {
                NOCTURNE_TRY(addHistograms(id, {windowed, series}, notes, m_budget, made));
            }
            if (!series.startTimes.empty()) {
                NOCTURNE_TRY(applyStartTimes(id, {windowed, series}, notes, m_budget, made));
            }
        }
        if (!made.hasElements()) {
            made.values.clear();
        }
        return {};
    };
    bool isChecked = false;
    const auto forward = [&](Column& made) -> Result<void> {
        if (!std::exchange(isChecked, true)) { // without series the arguments do not matter
            NOCTURNE_TRY(checkRangeArguments(call, parameters));
        }
        if (wantsCounter(id) && hasValues(made.values)) {
            informOfGauge(made.labels, range.range);
        }
        if (!keepsMetricName(id)) {
            dropName(made);
        }
        return sink(made);
    };
    if (matrix != nullptr) {
        const auto done = rollUpColumns(id, *matrix->selector, *look, edges, *windowMs, column, forward);
        NOCTURNE_TRY(done);
        if (*done) {
            return {};
        }
    }
    return rangeColumns(range, *look, *windowMs, column, forward);
}

/// By the label of the type where series carry it, else by the name.
void Evaluation::informOfGauge(const model::LabelSet& labels, SourceRange where)
{
    const std::string name(labels.metricName());
    if (name.empty()) {
        return;
    }
    if (!m_options.typeAndUnitLabels) {
        if (!looksLikeCounter(name)) {
            m_annotations.inform("metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \"" +
                                     name + '"',
                                 where);
        }
        return;
    }
    const std::string type(labels.get(model::kMetricType));
    if (type != "counter" && type != "histogram") {
        m_annotations.inform("metric might not be a counter, __type__ label is not set to \"counter\" or "
                             "\"histogram\", got \"" +
                                 type + "\": \"" + name + '"',
                             where);
    }
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
    if (const auto* matrix = tryAs<MatrixSelector>(&range)) {
        if (auto why = whyNotExtended(call.function->id, matrix->selector->mode); !why.empty()) {
            return fail(Error::Kind::InvalidInput, std::move(why), positionOf(call));
        }
    }
    const auto look = rangeLookout(range, axis);
    const auto windowMs = rangeWindow(range);
    if (!look || !windowMs) {
        return tl::unexpected(look ? windowMs.error() : look.error());
    }
    const auto edges = look->pinned ? std::vector<Timestamp>(axis.count, look->edges.start) : timesOf(look->edges);
    std::vector<double> values(axis.count, 1);
    std::vector<Window> windows;
    const auto mark = [&](const RangeSeries& series) -> Result<void> {
        NOCTURNE_TRY(m_budget.checkStop());
        for (const auto times : {series.times, series.histogramTimes}) {
            findWindows(times, edges, *windowMs, windows);
            for (std::size_t i = 0; i < axis.count; ++i) {
                values[i] = windows[i].size() > 0 ? kAbsent : values[i];
            }
        }
        return {};
    };
    NOCTURNE_TRY(rangeSeries(range, *look, *windowMs, mark));
    Column column{labelsOfAbsent(range), std::move(values)};
    return column.hasElements() ? sink(column) : Result<void>();
}

Result<void> Evaluation::absent(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    std::vector<double> values(axis.count, 1);
    const auto mark = [&](Column& column) -> Result<void> {
        for (std::size_t i = 0; i < axis.count; ++i) {
            values[i] = column.isAbsentAt(i) ? values[i] : kAbsent;
        }
        return {};
    };
    NOCTURNE_TRY(stream(*call.args[0], axis, mark));
    Column column{labelsOfAbsent(withoutParens(*call.args[0])), std::move(values)};
    return column.hasElements() ? sink(column) : Result<void>();
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
    return stream(*call.args[0], axis, [&](Column& column) -> Result<void> {
        auto& values = column.values;
        NOCTURNE_TRY(inPieces(values.size(), m_budget, [&](std::size_t first, std::size_t last) {
            for (auto i = first; i < last; ++i) {
                values[i] = isAbsent(values[i]) ? kAbsent : apply(values[i], i);
            }
        }));
        column.histograms.clear(); // no function of numbers is about them
        if (!hasValues(values)) {
            return {};
        }
        dropName(column);
        return sink(column);
    });
}

Result<void> Evaluation::timestamp(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto& arg = withoutParens(*call.args[0]);
    const bool asStartTime = call.function->id == FunctionId::StartTimestamp;
    const auto* selector = tryAs<VectorSelector>(&arg);
    const auto forward = [&](Column& column) {
        dropName(column);
        return sink(column);
    };
    if (asStartTime && (selector == nullptr || !m_options.useStartTimestamps)) {
        return {}; // only samples have a start time
    }
    if (selector != nullptr && selector->mode == RangeMode::Plain) {
        return instantSelector(*selector, axis, asStartTime ? Wanted::StartTimes : Wanted::Times, forward);
    }
    return stream(arg, axis, [&](Column& column) {
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            column.values[i] = column.isAbsentAt(i) ? kAbsent : static_cast<double>(axis.at(i)) / 1000;
        }
        column.histograms.clear();
        return forward(column);
    });
}

Result<void> Evaluation::date(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    if (!call.args.empty()) {
        return map(call, axis, sink);
    }
    const auto function = mathFunction(call.function->id);
    std::vector<double> values(axis.count);
    NOCTURNE_TRY(inPieces(axis.count, m_budget, [&](std::size_t first, std::size_t last) {
        for (auto i = first; i < last; ++i) {
            const auto wholeSeconds = axis.at(i) / 1000;
            values[i] = function(static_cast<double>(wholeSeconds));
        }
    }));
    Column column{{}, std::move(values)};
    return sink(column);
}

Result<void> Evaluation::sort(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto id = call.function->id;
    const bool isByValue = id == FunctionId::Sort || id == FunctionId::SortDesc;
    const auto keepFloats = [](Column& column) {
        column.histograms.clear(); // histograms have no order
        return hasValues(column.values);
    };
    if (m_axis.count > 1) {
        m_annotations.warn("sort is ineffective for range queries since results are always ordered by labels",
                           call.range);
        return stream(*call.args[0], axis,
                      [&](Column& column) { return !isByValue || keepFloats(column) ? sink(column) : Result<void>(); });
    }
    auto held = vector(*call.args[0], axis);
    if (!held) {
        return tl::unexpected(std::move(held).error());
    }
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
    if (isByValue) {
        std::erase_if(columns, [&](Column& column) { return !keepFloats(column); });
        NOCTURNE_TRY(sortInPieces(columns, m_budget, byValue));
    } else {
        NOCTURNE_TRY(sortInPieces(columns, m_budget, byLabel));
    }
    return handOn(columns, sink);
}

Result<void> Evaluation::labelReplace(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto replacement = LabelReplacement::make(text(call, 1), text(call, 2), text(call, 3), text(call, 4));
    if (!replacement) {
        return tl::unexpected(replacement.error());
    }
    const bool setsName = text(call, 1) == model::kMetricName;
    return stream(*call.args[0], axis, [&](Column& column) {
        const auto labels = replacement->apply(column.labels);
        column.dropsName = column.dropsName && !(setsName && replacement->matches(column.labels));
        column.labels = labels;
        return sink(column);
    });
}

Result<void> Evaluation::labelJoin(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    std::vector<std::string> sources;
    for (std::size_t i = 3; i < call.args.size(); ++i) {
        sources.push_back(text(call, i));
    }
    NOCTURNE_TRY(checkJoin(text(call, 1), sources));
    const bool setsName = text(call, 1) == model::kMetricName;
    return stream(*call.args[0], axis, [&](Column& column) {
        column.labels = joinLabels(column.labels, text(call, 1), text(call, 2), sources);
        column.dropsName = column.dropsName && !setsName;
        return sink(column);
    });
}

} // namespace nocturne::promql
