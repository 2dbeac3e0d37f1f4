// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/evaluation.h"

#include <algorithm>
#include <map>
#include <numbers>

#include "engine/promql/common_parts.h"
#include "engine/promql/extended_ranges.h"
#include "engine/promql/math_functions.h"

namespace nocturne::promql {

namespace {

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

/// Milliseconds from the first to the last step.
std::int64_t rangeOf(const EvalOptions& options)
{
    return std::clamp(options.end, -kFarthest, kFarthest) - std::clamp(options.start, -kFarthest, kFarthest);
}

Axis axisOf(const EvalOptions& options)
{
    if (options.stepMs <= 0) {
        return {options.start, 0, 1};
    }
    const auto steps = std::max<std::int64_t>(0, rangeOf(options) / options.stepMs);
    return {options.start, options.stepMs, static_cast<std::size_t>(steps) + 1};
}

bool byLabels(const ResultSeries& a, const ResultSeries& b) { return a.labels < b.labels; }

/// The union of two ascending axes. Series of one scrape mostly share their times, so that the axis stays as it is.
void addTimes(std::vector<Timestamp>& axis, std::span<const Timestamp> times)
{
    if (std::ranges::includes(axis, times)) {
        return;
    }
    std::vector<Timestamp> both;
    both.reserve(axis.size() + times.size());
    std::ranges::set_union(axis, times, std::back_inserter(both));
    axis = std::move(both);
}

/// Where `t` is on an axis that has it, at `step` or behind.
std::size_t stepFrom(const std::vector<Timestamp>& axis, std::size_t step, Timestamp t)
{
    while (axis[step] != t) {
        ++step;
    }
    return step;
}

bool isPinnedToName(const VectorSelector& selector)
{
    return std::any_of(selector.matchers.begin(), selector.matchers.end(), [](const model::Matcher& matcher) {
        return matcher.name() == model::kMetricName && matcher.op() == model::Matcher::Op::Equal &&
               !matcher.value().empty();
    });
}

bool contains(const std::vector<std::string>& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

const Expr& vectorSide(const BinaryExpr& binary)
{
    return typeOf(*binary.lhs) == ValueType::Vector ? *binary.lhs : *binary.rhs;
}

bool isUniqueCall(const Call& call)
{
    switch (call.function->id) {
    case FunctionId::FirstOverTime:
    case FunctionId::LastOverTime:
    case FunctionId::Sort:
    case FunctionId::SortDesc:
    case FunctionId::SortByLabel:
    case FunctionId::SortByLabelDesc:
        return isUniqueWithoutName(*call.args[0]);
    case FunctionId::LabelJoin:
    case FunctionId::LabelReplace:
        return false;
    default:
        return true;
    }
}

bool isUniqueAggregate(const AggregateExpr& aggregate)
{
    switch (aggregate.op) {
    case AggregateOp::Topk:
    case AggregateOp::Bottomk:
    case AggregateOp::Limitk:
    case AggregateOp::LimitRatio:
        return isUniqueWithoutName(*aggregate.expr);
    case AggregateOp::CountValues:
        return false;
    default:
        return aggregate.without || !contains(aggregate.grouping, model::kMetricName);
    }
}

bool isUniqueBinary(const BinaryExpr& binary)
{
    if (!binary.matching) {
        const bool keepsName = isComparison(binary.op) && !binary.returnBool;
        return !keepsName || isUniqueWithoutName(vectorSide(binary));
    }
    return !isComparison(binary.op) && !isSetOperator(binary.op) &&
           !contains(binary.matching->include, model::kMetricName) &&
           !contains(binary.matching->labels, model::kMetricName);
}

/// Whether the function makes labels, and so perhaps equal ones.
bool setsLabels(FunctionId function)
{
    return function == FunctionId::LabelJoin || function == FunctionId::LabelReplace ||
           function == FunctionId::HistogramQuantiles || function == FunctionId::Info;
}

/// Whether produce() may hand out two columns of the same labels, where names are dropped step by step.
bool mayRepeatLabelsAtOnce(const Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::Unary:
        return as<UnaryExpr>(expr).negative && !isUniqueWithoutName(*as<UnaryExpr>(expr).expr);
    case NodeKind::Binary: {
        const auto& binary = as<BinaryExpr>(expr);
        return !binary.matching && typeOf(binary) == ValueType::Vector && !isUniqueWithoutName(vectorSide(binary));
    }
    case NodeKind::Call: {
        const auto& call = as<Call>(expr);
        if (setsLabels(call.function->id)) {
            return true;
        }
        return std::any_of(call.args.begin(), call.args.end(),
                           [](const ExprPtr& arg) { return !isUniqueWithoutName(*arg); });
    }
    default:
        return false;
    }
}

bool dependsOnTime(FunctionId function)
{
    return isDateFunction(function) || function == FunctionId::Time || function == FunctionId::Timestamp ||
           function == FunctionId::PredictLinear;
}

void repeat(Column& column, std::size_t count)
{
    column.values.resize(count, column.values.front());
    if (column.hasHistograms()) {
        column.histograms.resize(count, column.histograms.front());
    }
}

/// Finds the selectors below histogram_count() and its like whose buckets nobody looks at. A subquery in between needs
/// them, to see counter resets. Source: Prometheus, promql/engine.go, detectHistogramStatsDecoding.
void findStatisticsOnly(const Expr& expr, bool inside, std::set<const VectorSelector*>& found)
{
    switch (expr.kind()) {
    case NodeKind::VectorSelector:
        if (inside) {
            found.insert(&as<VectorSelector>(expr));
        }
        return;
    case NodeKind::MatrixSelector:
        findStatisticsOnly(*as<MatrixSelector>(expr).selector, inside, found);
        return;
    case NodeKind::Subquery:
        inside = false;
        break;
    case NodeKind::Binary: {
        const auto op = as<BinaryExpr>(expr).op;
        inside = inside && op != BinaryOp::TrimLower && op != BinaryOp::TrimUpper && op != BinaryOp::Equal &&
                 op != BinaryOp::NotEqual;
        break;
    }
    case NodeKind::Aggregate:
        inside = inside && as<AggregateExpr>(expr).op != AggregateOp::CountValues;
        break;
    case NodeKind::Call:
        switch (as<Call>(expr).function->id) {
        case FunctionId::HistogramAvg:
        case FunctionId::HistogramCount:
        case FunctionId::HistogramSum:
            inside = true;
            break;
        case FunctionId::HistogramFraction:
        case FunctionId::HistogramQuantile:
        case FunctionId::HistogramQuantiles:
        case FunctionId::HistogramStddev:
        case FunctionId::HistogramStdvar:
            inside = false;
            break;
        default:
            break;
        }
        break;
    default:
        break;
    }
    for (const auto* child : childrenOf(expr)) {
        findStatisticsOnly(*child, inside, found);
    }
}

} // namespace

void findStatisticsOnly(const Expr& expr, std::set<const VectorSelector*>& found)
{
    findStatisticsOnly(expr, false, found);
}

bool isUniqueWithoutName(const Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::VectorSelector:
        return isPinnedToName(as<VectorSelector>(expr));
    case NodeKind::MatrixSelector:
        return isPinnedToName(*as<MatrixSelector>(expr).selector);
    case NodeKind::Subquery:
        return isUniqueWithoutName(*as<SubqueryExpr>(expr).expr);
    case NodeKind::Paren:
        return isUniqueWithoutName(*as<ParenExpr>(expr).expr);
    case NodeKind::Unary:
        return as<UnaryExpr>(expr).negative || isUniqueWithoutName(*as<UnaryExpr>(expr).expr);
    case NodeKind::Call:
        return isUniqueCall(as<Call>(expr));
    case NodeKind::Aggregate:
        return isUniqueAggregate(as<AggregateExpr>(expr));
    case NodeKind::Binary:
        return isUniqueBinary(as<BinaryExpr>(expr));
    default:
        return true; // scalars and strings
    }
}

bool isStepInvariant(const Expr& expr)
{
    switch (expr.kind()) {
    case NodeKind::VectorSelector:
        return as<VectorSelector>(expr).shift.at.has_value();
    case NodeKind::Subquery:
        return as<SubqueryExpr>(expr).shift.at.has_value();
    case NodeKind::Call:
        if (dependsOnTime(as<Call>(expr).function->id)) {
            return false;
        }
        break;
    default:
        break;
    }
    const auto children = childrenOf(expr);
    return std::all_of(children.begin(), children.end(), [](const Expr* child) { return isStepInvariant(*child); });
}

bool isOrdered(const Expr& expr)
{
    const auto& inner = withoutParens(expr);
    if (const auto* aggregate = tryAs<AggregateExpr>(&inner)) {
        return aggregate->op == AggregateOp::Topk || aggregate->op == AggregateOp::Bottomk;
    }
    const auto* call = tryAs<Call>(&inner);
    if (call == nullptr) {
        return false;
    }
    switch (call->function->id) {
    case FunctionId::Sort:
    case FunctionId::SortDesc:
    case FunctionId::SortByLabel:
    case FunctionId::SortByLabelDesc:
        return true;
    default:
        return false;
    }
}

Evaluation::Evaluation(const storage::Queryable& store, const EvalOptions& options, std::stop_token stop,
                       ParallelFor* parallel)
    : m_store(store)
    , m_options(options)
    , m_axis(axisOf(options))
    , m_durations{std::chrono::milliseconds(options.stepMs),
                  std::chrono::milliseconds(options.stepMs > 0 ? rangeOf(options) : 0)}
    , m_budget(m_options, std::move(stop))
    , m_parallel(parallel)
    , m_annotations(options.source)
{
    if (options.profileBy != nullptr) {
        m_profile.emplace(*options.profileBy, m_budget);
    }
    if (options.countSamples && m_axis.count <= options.maxSteps) {
        m_tally = &m_samples.emplace(m_axis.count);
    }
}

Result<EvalResult> Evaluation::run(const Expr& expr)
{
    if (std::min(m_options.start, m_options.end) < -kFarthest || std::max(m_options.start, m_options.end) > kFarthest) {
        return fail(Error::Kind::InvalidInput, "the time of the query is out of range");
    }
    findStatisticsOnly(expr, m_statisticsOnly);
    m_shared.emplace(expr, [this](const VectorSelector& selector) { return m_statisticsOnly.contains(&selector); });
    if (m_options.stepMs > 0 && m_options.end < m_options.start) {
        return fail(Error::Kind::InvalidInput, "the end of the range lies before its start");
    }
    if (m_axis.count > m_options.maxSteps) {
        return fail(Error::Kind::LimitExceeded, "the query has " + std::to_string(m_axis.count) + " steps, more than " +
                                                    std::to_string(m_options.maxSteps) +
                                                    ": use a longer step, or raise limits.query_points");
    }
    const auto type = typeOf(expr);
    const bool isRange = m_options.stepMs > 0;
    if (isRange && type != ValueType::Scalar && type != ValueType::Vector) {
        return fail(Error::Kind::InvalidInput,
                    "a range query needs a scalar or an instant vector, not a " + std::string(toString(type)));
    }
    Result<EvalResult> result;
    switch (type) {
    case ValueType::String:
        result->type = ResultType::String;
        result->text = as<StringLiteral>(withoutParens(expr)).value;
        result->times = {m_options.start};
        break;
    case ValueType::Scalar: {
        auto values = scalar(expr, m_axis);
        if (!values) {
            return tl::unexpected(std::move(values).error());
        }
        result->type = isRange ? ResultType::Matrix : ResultType::Scalar;
        result->series.push_back({{}, std::move(*values)});
        break;
    }
    case ValueType::Vector:
        result = runVector(expr);
        break;
    case ValueType::Matrix:
        result = runMatrix(expr);
        break;
    default:
        return fail(Error::Kind::InvalidInput, "the expression yields no value");
    }
    if (!result) {
        return result;
    }
    if (type != ValueType::Matrix) {
        result->times.resize(m_axis.count);
        for (std::size_t i = 0; i < m_axis.count; ++i) {
            result->times[i] = m_axis.at(i);
        }
    }
    result->warnings = m_annotations.warnings();
    warnOfLosses(result->warnings);
    result->infos = m_annotations.infos();
    result->stats = m_budget.stats();
    if (m_samples) {
        result->stats.queryableSamples = m_samples->perStep();
    }
    if (m_profile) {
        result->nodes = m_profile->report(expr);
        result->nodes.front().samples = result->stats.samples; // also where the root is a range
    }
    return result;
}

Result<EvalResult> Evaluation::runVector(const Expr& expr)
{
    auto held = vector(expr, m_axis);
    if (!held) {
        return tl::unexpected(std::move(held).error());
    }
    EvalResult result;
    result.type = m_options.stepMs > 0 ? ResultType::Matrix : ResultType::Vector;
    if (m_options.delayedNameRemoval) {
        for (auto& column : held->columns) {
            column.labels = column.dropsName ? column.labels.withoutMetadata() : column.labels;
        }
        NOCTURNE_TRY(mergeEqualLabels(held->columns, m_budget));
    }
    for (auto& column : held->columns) {
        result.series.push_back({std::move(column.labels), std::move(column.values), std::move(column.histograms)});
    }
    if (result.type == ResultType::Matrix || !isOrdered(expr)) {
        NOCTURNE_TRY(sortInPieces(result.series, m_budget, byLabels));
    }
    return result;
}

Result<EvalResult> Evaluation::runMatrix(const Expr& expr)
{
    const auto& range = withoutParens(expr);
    const auto lookout = rangeLookout(range, m_axis);
    const auto window = rangeWindow(range);
    if (!lookout || !window) {
        return tl::unexpected(lookout ? window.error() : lookout.error());
    }
    struct Samples
    {
        model::LabelSet labels;
        std::vector<Timestamp> times;
        std::vector<double> values;
        std::vector<Timestamp> histogramTimes;
        std::vector<model::HistogramPtr> histograms;
    };
    std::vector<Samples> all;
    Hold hold(m_budget);
    std::size_t held = 0;
    EvalResult result;
    result.type = ResultType::Matrix;
    const auto* matrix = tryAs<MatrixSelector>(&range);
    const auto mode = matrix != nullptr ? matrix->selector->mode : RangeMode::Plain;
    const auto take = [&](const RangeSeries& found) -> Result<void> {
        auto series = found;
        ExtendedSamples extended;
        if (mode != RangeMode::Plain) {
            const auto to = lookout->edges.start;
            extended = extendedSamples(found, to - *window, to, mode == RangeMode::Smoothed,
                                       RangeNotes(m_annotations, found.labels, range.range));
            series.times = extended.times;
            series.values = extended.values;
            series.histogramTimes = extended.histogramTimes;
            series.histograms = extended.histograms;
        }
        if (series.empty()) {
            return {};
        }
        all.push_back({series.dropsName ? series.labels.withoutMetadata() : series.labels,
                       {series.times.begin(), series.times.end()},
                       {series.values.begin(), series.values.end()},
                       {series.histogramTimes.begin(), series.histogramTimes.end()},
                       {series.histograms.begin(), series.histograms.end()}});
        addTimes(result.times, series.times);
        addTimes(result.times, series.histogramTimes);
        const auto dense = result.times.size() * all.size(); // as the result will be
        return hold.add(series.times.size() + series.histograms.size() + dense - std::exchange(held, dense));
    };
    if (const auto* subquery = tryAs<SubqueryExpr>(&range)) { // no function looks at its steps
        std::uint64_t samplesBelow = 0;
        NOCTURNE_TRY(subquerySeries(*subquery, *lookout, *window, take, &samplesBelow));
        if (m_tally != nullptr) {
            m_tally->addAtEachStep(samplesBelow);
        }
    } else {
        NOCTURNE_TRY(rangeSeries(range, *lookout, *window, take));
    }

    for (auto& series : all) {
        NOCTURNE_TRY(m_budget.checkStop());
        ResultSeries column{std::move(series.labels), std::vector<double>(result.times.size(), kAbsent)};
        std::size_t step = 0;
        for (std::size_t i = 0; i < series.times.size(); ++i) {
            step = stepFrom(result.times, step, series.times[i]);
            column.values[step] = series.values[i];
        }
        if (!series.histograms.empty()) {
            column.histograms.resize(result.times.size());
        }
        step = 0;
        for (std::size_t i = 0; i < series.histograms.size(); ++i) {
            step = stepFrom(result.times, step, series.histogramTimes[i]);
            column.histograms[step] = std::move(series.histograms[i]);
        }
        result.series.push_back(std::move(column));
    }
    NOCTURNE_TRY(sortInPieces(result.series, m_budget, byLabels));
    return result;
}

Result<HeldColumns> Evaluation::vector(const Expr& expr, const Axis& axis)
{
    if (axis.count > 1 && isStepInvariant(expr)) {
        const auto atOneStep = [&] {
            CountedApart apart(*this, 1);
            auto held = vector(expr, axis.first());
            return std::pair(std::move(held), apart.total());
        };
        auto [held, samples] = atOneStep();
        if (m_tally != nullptr) {
            m_tally->addAtEachStep(samples);
        }
        if (held) {
            NOCTURNE_TRY(held->hold.add(held->columns.size() * (axis.count - 1)));
            NOCTURNE_TRY(handOn(held->columns, [&](Column& column) -> Result<void> {
                repeat(column, axis.count);
                return {};
            }));
        }
        return std::move(held);
    }
    HeldColumns held{{}, Hold(m_budget)};
    const auto collect = [&held](Column& column) -> Result<void> {
        auto allowed = held.hold.add(column.weight());
        held.columns.push_back(std::move(column));
        return allowed;
    };
    NOCTURNE_TRY(produce(expr, axis, collect));
    if (mayRepeatLabels(expr)) {
        NOCTURNE_TRY(mergeEqualLabels(held.columns, m_budget));
    }
    return held;
}

Result<void> Evaluation::stream(const Expr& expr, const Axis& axis, const ColumnSink& sink)
{
    if (!mayRepeatLabels(expr) && !(axis.count > 1 && isStepInvariant(expr))) {
        return produce(expr, axis, sink);
    }
    auto held = vector(expr, axis);
    if (!held) {
        return tl::unexpected(std::move(held).error());
    }
    return handOn(held->columns, sink);
}

Result<void> Evaluation::handOn(Columns& columns, const ColumnSink& sink) const
{
    for (auto& column : columns) {
        NOCTURNE_TRY(m_budget.checkStop());
        NOCTURNE_TRY(sink(column));
    }
    return {};
}

Result<void> Evaluation::produce(const Expr& expr, const Axis& axis, const ColumnSink& sink)
{
    if (!m_profile) {
        return produceNode(expr, axis, sink);
    }
    NodeProfile::Scope scope(*m_profile, expr);
    return produceNode(expr, axis, [&](auto&&... column) { return scope.handOn([&] { return sink(column...); }); });
}

Result<void> Evaluation::produceNode(const Expr& expr, const Axis& axis, const ColumnSink& sink)
{
    const bool isCommon = m_options.common != nullptr && m_tally == nullptr && axis == m_axis &&
                          m_options.stepMs == 0 && m_options.common->has(expr);
    return isCommon ? produceCommon(expr, axis, sink) : produceAlone(expr, axis, sink);
}

Result<void> Evaluation::produceAlone(const Expr& expr, const Axis& axis, const ColumnSink& sink)
{
    return m_shared->isShared(expr) ? produceShared(expr, axis, sink) : compute(expr, axis, sink);
}

/// Columns that were handed on, unless they were many, or came with annotations, which name each place.
struct Evaluation::Copied
{
    std::optional<Columns> columns;
    std::optional<Hold> hold;
    std::vector<std::uint64_t> samples;
};

Result<Evaluation::Copied> Evaluation::copyOnTheWay(const Expr& expr, const Axis& axis, std::size_t mostKept,
                                                    const ColumnSink& sink)
{
    const auto annotations = m_annotations.count();
    Copied copied{Columns(), Hold(m_budget), {}};
    std::size_t kept = 0;
    const auto copy = [&](Column& column) -> Result<void> {
        kept += column.weight();
        if (copied.columns && kept <= mostKept && copied.hold->add(column.weight())) {
            copied.columns->push_back(column);
        } else {
            copied.columns.reset();
            copied.hold.reset();
        }
        return sink(column);
    };
    {
        CountedApart apart(*this, axis.count);
        NOCTURNE_TRY(compute(expr, axis, copy));
        copied.samples = apart.perStep();
    }
    if (m_annotations.count() != annotations) {
        copied.columns.reset();
    }
    return copied;
}

Result<void> Evaluation::produceCommon(const Expr& expr, const Axis& axis, const ColumnSink& sink)
{
    auto& common = *m_options.common;
    if (common.isHeld(expr)) {
        auto columns = common.take(expr);
        return handOn(columns, sink);
    }
    if (!common.isWanted(expr)) {
        common.noteUse(expr);
        return produceAlone(expr, axis, sink);
    }
    auto copied = copyOnTheWay(expr, axis, CommonParts::kMostElements, sink);
    if (!copied) {
        return tl::unexpected(std::move(copied).error());
    }
    if (copied->columns) {
        common.keep(expr, std::move(*copied->columns));
    }
    common.noteUse(expr);
    return {};
}

Result<void> Evaluation::produceShared(const Expr& expr, const Axis& axis, const ColumnSink& sink)
{
    if (m_shared->isHeld(expr, axis)) {
        if (m_tally != nullptr) {
            m_tally->add(m_shared->samples(expr));
        }
        auto columns = m_shared->take(expr, axis);
        return handOn(columns, sink);
    }
    auto copied = copyOnTheWay(expr, axis, m_options.maxSamples / 16, sink);
    if (!copied) {
        return tl::unexpected(std::move(copied).error());
    }
    if (m_tally != nullptr) {
        m_tally->add(copied->samples);
    }
    if (copied->columns) {
        m_shared->keep(expr, axis, std::move(*copied->columns), std::move(*copied->hold), std::move(copied->samples));
    }
    return {};
}

Result<void> Evaluation::compute(const Expr& expr, const Axis& axis, const ColumnSink& sink)
{
    NOCTURNE_TRY(m_budget.checkStop());
    switch (expr.kind()) {
    case NodeKind::VectorSelector:
        return instantSelector(as<VectorSelector>(expr), axis, Wanted::Elements, sink);
    case NodeKind::Paren:
        return stream(*as<ParenExpr>(expr).expr, axis, sink);
    case NodeKind::Unary:
        return unary(as<UnaryExpr>(expr), axis, sink);
    case NodeKind::Binary:
        return binary(as<BinaryExpr>(expr), axis, sink);
    case NodeKind::Aggregate:
        return aggregate(as<AggregateExpr>(expr), axis, sink);
    case NodeKind::Call:
        return call(as<Call>(expr), axis, sink);
    default:
        return fail(Error::Kind::Internal, "the expression yields no instant vector", positionOf(expr));
    }
}

Result<void> Evaluation::unary(const UnaryExpr& unary, const Axis& axis, const ColumnSink& sink)
{
    if (!unary.negative) {
        return stream(*unary.expr, axis, sink);
    }
    return stream(*unary.expr, axis, [this, &sink](Column& column) {
        for (auto& v : column.values) {
            v = isAbsent(v) ? v : -v;
        }
        for (auto& histogram : column.histograms) {
            histogram = histogram ? changed(*histogram, [](auto& h) { h.scale(-1); }) : nullptr;
        }
        dropName(column);
        return sink(column);
    });
}

Result<std::vector<double>> Evaluation::scalar(const Expr& expr, const Axis& axis)
{
    NOCTURNE_TRY(m_budget.checkStop());
    switch (expr.kind()) {
    case NodeKind::NumberLiteral:
        return std::vector<double>(axis.count, as<NumberLiteral>(expr).value);
    case NodeKind::Paren:
        return scalar(*as<ParenExpr>(expr).expr, axis);
    case NodeKind::Binary:
        return scalarScalar(as<BinaryExpr>(expr), axis);
    case NodeKind::Call:
        return scalarCall(as<Call>(expr), axis);
    case NodeKind::Unary: {
        auto values = scalar(*as<UnaryExpr>(expr).expr, axis);
        if (values && as<UnaryExpr>(expr).negative) {
            std::transform(values->begin(), values->end(), values->begin(), std::negate<>());
        }
        return values;
    }
    default:
        return fail(Error::Kind::Internal, "the expression yields no scalar", positionOf(expr));
    }
}

Result<std::vector<double>> Evaluation::scalarCall(const Call& call, const Axis& axis)
{
    std::vector<double> values(axis.count);
    switch (call.function->id) {
    case FunctionId::Pi:
        values.assign(axis.count, std::numbers::pi);
        return values;
    case FunctionId::Start:
        values.assign(axis.count, seconds(m_options.start));
        return values;
    case FunctionId::End:
        values.assign(axis.count, seconds(m_options.stepMs > 0 ? m_options.end : m_options.start));
        return values;
    case FunctionId::Step:
        values.assign(axis.count, seconds(m_durations.step.count()));
        return values;
    case FunctionId::Range:
        values.assign(axis.count, seconds(m_durations.range.count()));
        return values;
    case FunctionId::Time:
        for (std::size_t i = 0; i < axis.count; ++i) {
            values[i] = seconds(axis.at(i));
        }
        return values;
    case FunctionId::MinOf:
    case FunctionId::MaxOf: {
        auto a = scalar(*call.args[0], axis);
        const auto b = scalar(*call.args[1], axis);
        if (!a || !b) {
            return a ? b : a;
        }
        const auto choose = call.function->id == FunctionId::MinOf ? smallerOf : largerOf;
        std::transform(a->begin(), a->end(), b->begin(), values.begin(), choose);
        return values;
    }
    case FunctionId::Scalar: {
        std::vector<std::uint8_t> found(axis.count);
        const auto count = [&](Column& column) -> Result<void> {
            for (std::size_t i = 0; i < axis.count; ++i) {
                if (!isAbsent(column.values[i])) {
                    values[i] = column.values[i];
                    found[i] = found[i] == 0 ? 1 : 2;
                }
            }
            return {};
        };
        NOCTURNE_TRY(stream(*call.args[0], axis, count));
        for (std::size_t i = 0; i < axis.count; ++i) {
            values[i] = found[i] == 1 ? values[i] : model::kNormalNan;
        }
        return values;
    }
    default:
        return fail(Error::Kind::InvalidInput, "function " + std::string(call.function->name) + " is not supported",
                    positionOf(call));
    }
}

Evaluation::CountedApart::CountedApart(Evaluation& evaluation, std::size_t steps)
    : m_evaluation(evaluation)
    , m_outer(evaluation.m_tally)
{
    if (m_outer != nullptr) {
        evaluation.m_tally = &m_own.emplace(steps);
    }
}

ColumnSink Evaluation::counted(const ColumnSink& sink)
{
    if (m_tally == nullptr) {
        return sink;
    }
    return [tally = m_tally, &sink](Column& column) {
        tally->addElements(column);
        return sink(column);
    };
}

void Evaluation::dropName(Column& column) const
{
    if (m_options.delayedNameRemoval) {
        column.dropsName = true;
    } else {
        column.labels = column.labels.withoutMetadata();
    }
}

bool Evaluation::mayRepeatLabels(const Expr& expr) const
{
    if (!m_options.delayedNameRemoval) {
        return mayRepeatLabelsAtOnce(expr);
    }
    const auto* call = tryAs<Call>(&expr);
    return call != nullptr && setsLabels(call->function->id);
}

SourcePosition Evaluation::positionOf(const Expr& expr) const
{
    return SourcePosition::at(m_options.source, expr.range.begin);
}

Result<EvalResult> evaluate(const Expr& expr, const storage::Queryable& store, const EvalOptions& options,
                            std::stop_token stop, ParallelFor* parallel)
{
    return Evaluation(store, options, std::move(stop), parallel).run(expr);
}

} // namespace nocturne::promql
