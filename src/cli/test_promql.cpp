// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/test_promql.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/core/number.h"
#include "base/core/text.h"
#include "cli/classic_histograms.h"
#include "cli/promql_script.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/functions.h"
#include "engine/promql/histogram_notation.h"

namespace nocturne::cli {

namespace {

using promql::EvalResult;
using promql::Expr;
using promql::isAbsent;

constexpr double kEpsilon = 0.000001;

/// Empty where all is as expected, else a sentence about the first difference.
using Difference = std::string;

bool isSame(double expected, double actual)
{
    if (model::isStaleMarker(expected) || model::isStaleMarker(actual)) {
        return model::isStaleMarker(expected) && model::isStaleMarker(actual);
    }
    if (expected == actual || (std::isnan(expected) && std::isnan(actual))) {
        return true;
    }
    constexpr double kSmallest = std::numeric_limits<double>::min();
    const double sum = std::fabs(expected) + std::fabs(actual);
    const double difference = std::fabs(expected - actual);
    if (expected == 0 || actual == 0 || sum < kSmallest) {
        return difference < kEpsilon * kSmallest;
    }
    return difference / std::min(sum, std::numeric_limits<double>::max()) < kEpsilon;
}

bool isPresent(const promql::SeriesValue& value) { return !value.omitted; }

std::string wording(double value) { return isAbsent(value) ? "no value" : formatNumber(value); }

/// One element of a result.
struct Got
{
    double value = 0;
    const model::FloatHistogram* histogram = nullptr;
};

Got elementOf(const promql::ResultSeries& series, std::size_t step)
{
    return {series.values[step], series.histogramAt(step)};
}

std::string wording(const Got& got)
{
    return got.histogram != nullptr ? promql::notationOf(*got.histogram) : wording(got.value);
}

std::string wording(const promql::SeriesValue& value)
{
    return value.histogram ? promql::notationOf(toHistogram(*value.histogram)) : wording(value.value);
}

bool areSameBuckets(const model::BucketList& expected, const model::BucketList& actual)
{
    std::vector<std::pair<std::int32_t, double>> wanted;
    std::vector<std::pair<std::int32_t, double>> got;
    const auto collect = [](const model::BucketList& from, auto& into) {
        from.forEach([&](std::int32_t index, double count) {
            if (count != 0) {
                into.emplace_back(index, count);
            }
        });
    };
    collect(expected, wanted);
    collect(actual, got);
    return std::ranges::equal(
        wanted, got, [](const auto& a, const auto& b) { return a.first == b.first && isSame(a.second, b.second); });
}

/// The hint counts only where the expectation writes one.
bool isSameHistogram(const model::FloatHistogram& expected, const model::FloatHistogram& actual)
{
    return expected.schema == actual.schema && isSame(expected.count, actual.count) &&
           isSame(expected.sum, actual.sum) && isSame(expected.zeroCount, actual.zeroCount) &&
           expected.zeroThreshold == actual.zeroThreshold && expected.customValues == actual.customValues &&
           areSameBuckets(expected.positive, actual.positive) && areSameBuckets(expected.negative, actual.negative);
}

bool isSame(const promql::SeriesValue& expected, const Got& actual)
{
    if (!expected.histogram || actual.histogram == nullptr) {
        return !expected.histogram && actual.histogram == nullptr && isSame(expected.value, actual.value);
    }
    const auto wanted = toHistogram(*expected.histogram);
    return isSameHistogram(wanted, *actual.histogram) &&
           (!expected.histogram->hasHint || wanted.hint == actual.histogram->hint);
}

/// Sets `time` on every selector and subquery that has no @; nothing inside a subquery that is marked.
void pinTo(Expr& expr, Timestamp time)
{
    const auto pin = [time](promql::TimeShift& shift) {
        if (!shift.at) {
            shift.at = promql::AtModifier{promql::AtModifier::Kind::Time, time};
        }
    };
    if (expr.kind() == promql::NodeKind::VectorSelector) {
        pin(promql::as<promql::VectorSelector>(expr).shift);
        return;
    }
    if (expr.kind() == promql::NodeKind::Subquery) {
        pin(promql::as<promql::SubqueryExpr>(expr).shift);
        return;
    }
    for (const auto* child : childrenOf(expr)) {
        pinTo(const_cast<Expr&>(*child), time); // NOLINT: the tree is ours and not yet shared
    }
}

template <typename Predicate>
bool anyCall(const Expr& expr, Predicate predicate)
{
    const auto* call = promql::tryAs<promql::Call>(&expr);
    if (call != nullptr && predicate(call->function->id)) {
        return true;
    }
    const auto children = childrenOf(expr);
    return std::any_of(children.begin(), children.end(), [&](const Expr* child) { return anyCall(*child, predicate); });
}

bool asksForQueryBounds(promql::FunctionId id)
{
    using promql::FunctionId;
    return id == FunctionId::Start || id == FunctionId::End || id == FunctionId::Step || id == FunctionId::Range;
}

bool dependsOnTime(promql::FunctionId id)
{
    using promql::FunctionId;
    switch (id) {
    case FunctionId::DayOfMonth:
    case FunctionId::DayOfWeek:
    case FunctionId::DayOfYear:
    case FunctionId::DaysInMonth:
    case FunctionId::Hour:
    case FunctionId::Minute:
    case FunctionId::Month:
    case FunctionId::PredictLinear:
    case FunctionId::Time:
    case FunctionId::Timestamp:
    case FunctionId::Year:
        return true;
    default:
        return asksForQueryBounds(id);
    }
}

/// Whether a duration expression is about the step or range of the query.
bool asksForQueryBounds(const promql::ExprPtr& duration)
{
    const auto* expr = promql::tryAs<promql::DurationExpr>(duration.get());
    if (expr == nullptr) {
        return false;
    }
    return expr->op == promql::DurationExpr::Op::Step || expr->op == promql::DurationExpr::Op::Range ||
           asksForQueryBounds(expr->lhs) || asksForQueryBounds(expr->rhs);
}

/// Whether the result depends on start, end or step of the query beside its evaluation time.
bool dependsOnQueryBounds(const Expr& expr)
{
    if (const auto* selector = promql::tryAs<promql::VectorSelector>(&expr)) {
        return asksForQueryBounds(selector->shift.offsetExpr);
    }
    const auto* matrix = promql::tryAs<promql::MatrixSelector>(&expr);
    const auto* subquery = promql::tryAs<promql::SubqueryExpr>(&expr);
    const auto* call = promql::tryAs<promql::Call>(&expr);
    if ((matrix != nullptr && asksForQueryBounds(matrix->windowExpr)) ||
        (subquery != nullptr && (asksForQueryBounds(subquery->windowExpr) || asksForQueryBounds(subquery->stepExpr) ||
                                 asksForQueryBounds(subquery->shift.offsetExpr))) ||
        (call != nullptr && asksForQueryBounds(call->function->id))) {
        return true;
    }
    const auto children = childrenOf(expr);
    return std::any_of(children.begin(), children.end(),
                       [](const Expr* child) { return dependsOnQueryBounds(*child); });
}

class ScriptRunner
{
public:
    ScriptRunner(const PromqlScriptOptions& options, TestReport& report)
        : m_options(options)
        , m_report(report)
        , m_store(options.makeStore())
    {}

    void operator()(const ClearCommand&) { m_store = m_options.makeStore(); }

    void operator()(const LoadCommand& load)
    {
        for (const auto& series : load.series) {
            add(load, series.labels, samplesOf(load, series));
        }
        if (!load.makesHistograms) {
            return;
        }
        const auto native = classicToNative(load);
        if (!native) {
            m_report.failures.push_back({load.line, "", native.error().message});
            return;
        }
        for (const auto& [labels, histograms] : *native) {
            add(load, labels, {{}, histograms});
        }
    }

    void operator()(const EvalCommand& eval)
    {
        const auto difference = judge(eval);
        if (difference.empty()) {
            ++m_report.passed;
        } else {
            m_report.failures.push_back({eval.line, eval.query, difference});
        }
    }

private:
    static ScriptSamples samplesOf(const LoadCommand& load, const LoadedSeries& series)
    {
        ScriptSamples samples;
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            const auto& value = series.values[i];
            const auto t = load.stepMs * static_cast<std::int64_t>(i);
            if (value.omitted) {
                continue;
            }
            if (value.histogram) {
                auto histogram = std::make_shared<const model::FloatHistogram>(toHistogram(*value.histogram));
                samples.histograms.push_back({t, std::move(histogram)});
            } else {
                samples.floats.push_back({t, value.value});
            }
            if (i < series.starts.size() && series.starts[i]) {
                samples.startTimes.push_back({t, t + *series.starts[i]});
            }
        }
        return samples;
    }

    void add(const LoadCommand& load, const model::LabelSet& labels, const ScriptSamples& samples)
    {
        if (const auto added = m_store->add(labels, samples); !added) {
            m_report.failures.push_back({load.line, "", added.error().text()});
        }
    }

    promql::EvalOptions withFeatures(promql::EvalOptions options, const EvalCommand& eval) const
    {
        options.source = eval.query;
        m_options.features.applyTo(options);
        return options;
    }

    Difference judge(const EvalCommand& eval) const
    {
        auto expr = promql::parse(eval.query, m_options.features.parser);
        if (!expr) {
            return judgeError(eval, expr.error());
        }
        const auto options = eval.stepMs > 0 ? promql::EvalOptions::range(eval.start, eval.end, eval.stepMs)
                                             : promql::EvalOptions::instant(eval.start);
        auto difference = judgeOnce(eval, **expr, options);
        if (!difference.empty() || eval.stepMs > 0 || !m_options.repeatInstants) {
            return difference;
        }
        return judgeRepeated(eval, **expr);
    }

    Difference judgeRepeated(const EvalCommand& eval, Expr& expr) const
    {
        auto difference = judgeAsRange(eval, expr, eval.start);
        if (!difference.empty() || anyCall(expr, dependsOnTime) || dependsOnQueryBounds(expr)) {
            return difference;
        }
        pinTo(expr, eval.start);
        const auto t = eval.start;
        const auto times =
            t == 0 ? std::vector<Timestamp>{-1000, 0, 1000} : std::vector<Timestamp>{-10 * t, 0, t / 5, t, 10 * t};
        for (const auto time : times) {
            difference = judgeOnce(eval, expr, promql::EvalOptions::instant(time));
            if (difference.empty()) {
                difference = judgeAsRange(eval, expr, time);
            }
            if (!difference.empty()) {
                return "with @ at " + std::to_string(time) + " ms: " + difference;
            }
        }
        return {};
    }

    /// The instant as the middle of three steps.
    Difference judgeAsRange(const EvalCommand& eval, const Expr& expr, Timestamp time) const
    {
        const auto type = typeOf(expr);
        if (type == promql::ValueType::String || type == promql::ValueType::Matrix || eval.rangeVector ||
            dependsOnQueryBounds(expr)) {
            return {};
        }
        const auto options = withFeatures(promql::EvalOptions::range(time - 60'000, time + 60'000, 60'000), eval);
        auto result = promql::evaluate(expr, m_store->queryable(), options);
        if (!result) {
            const auto difference = judgeError(eval, result.error());
            return difference.empty() ? difference : "as the middle of a range query: " + difference;
        }
        if (eval.failure) {
            return "expected the query to fail as a range query too";
        }
        result->times = {time};
        for (auto& series : result->series) {
            series.values = {series.values[1]};
            if (series.hasHistograms()) {
                series.histograms = {series.histograms[1]};
            }
        }
        std::erase_if(result->series, [](const auto& series) { return series.isAbsentAt(0); });
        result->type = type == promql::ValueType::Scalar ? promql::ResultType::Scalar : promql::ResultType::Vector;
        auto unordered = eval;
        unordered.ordered = false;
        const auto difference = judgeValues(unordered, *result);
        return difference.empty() ? difference : "as the middle of a range query: " + difference;
    }

    Difference judgeOnce(const EvalCommand& eval, const Expr& expr, promql::EvalOptions options) const
    {
        options = withFeatures(options, eval);
        const auto result = promql::evaluate(expr, m_store->queryable(), options);
        if (!result) {
            return judgeError(eval, result.error());
        }
        if (eval.failure) {
            return "expected the query to fail";
        }
        for (auto difference : {judgeTexts("warning", eval.warnings, result->warnings),
                                judgeTexts("info", eval.infos, result->infos), judgeValues(eval, *result)}) {
            if (!difference.empty()) {
                return difference;
            }
        }
        return {};
    }

    static Difference judgeError(const EvalCommand& eval, const Error& error)
    {
        if (!eval.failure) {
            return "failed: " + error.text();
        }
        return eval.failure->matches(error.message) ? "" : "failed with another text: " + error.message;
    }

    static Difference judgeTexts(const std::string& kind, const AnnotationPattern& pattern,
                                 const std::vector<std::string>& texts)
    {
        if (pattern.none) {
            return texts.empty() ? "" : "unexpected " + kind + ": " + texts.front();
        }
        bool hasText = false;
        for (const auto& wanted : pattern.wanted) {
            hasText = hasText || wanted.kind != TextPattern::Kind::Any;
            if (std::none_of(texts.begin(), texts.end(), [&](const auto& text) { return wanted.matches(text); })) {
                return "no " + kind + " " + wanted.text + (texts.empty() ? "" : ", but: " + texts.front());
            }
        }
        for (const auto& text : texts) {
            const bool isWanted = std::any_of(pattern.wanted.begin(), pattern.wanted.end(),
                                              [&](const auto& wanted) { return wanted.matches(text); });
            if (hasText && !isWanted) {
                return std::string("unexpected ").append(kind).append(": ").append(text);
            }
        }
        return {};
    }

    static Difference judgeValues(const EvalCommand& eval, const EvalResult& result)
    {
        if (eval.string) {
            return result.type == promql::ResultType::String && result.text == *eval.string
                       ? ""
                       : "expected the string \"" + *eval.string + "\", got \"" + result.text + "\"";
        }
        if (result.type == promql::ResultType::String) {
            return "expected no string";
        }
        if (eval.scalar && (eval.stepMs == 0 || result.type == promql::ResultType::Scalar)) {
            if (result.type != promql::ResultType::Scalar) {
                return "expected a scalar";
            }
            const double actual = result.series.at(0).values.at(0);
            return isSame(*eval.scalar, actual) ? "" : "expected " + wording(*eval.scalar) + ", got " + wording(actual);
        }
        if (eval.scalar || result.type == promql::ResultType::Scalar) {
            return eval.scalar ? "expected a scalar" : "expected no scalar";
        }
        if (eval.rangeVector && result.type != promql::ResultType::Matrix) {
            return "expected a range vector";
        }
        if (eval.stepMs == 0 && !eval.rangeVector && result.type == promql::ResultType::Matrix) {
            return "expected an instant vector";
        }
        return judgeSeries(eval, result);
    }

    static Difference judgeSeries(const EvalCommand& eval, const EvalResult& result)
    {
        for (std::size_t i = 0; i < result.series.size(); ++i) {
            const auto& actual = result.series[i];
            if (i > 0 && eval.stepMs > 0 && actual.labels < result.series[i - 1].labels) {
                return "series are not sorted by labels";
            }
            const auto expected = std::find_if(eval.series.begin(), eval.series.end(),
                                               [&](const auto& series) { return series.labels == actual.labels; });
            if (expected == eval.series.end()) {
                return "unexpected series " + actual.labels.toString() + ", has " + wording(elementOf(actual, 0));
            }
            if (eval.ordered && static_cast<std::size_t>(expected - eval.series.begin()) != i) {
                return "series " + actual.labels.toString() + " stands at another place";
            }
            if (auto difference = judgeColumn(eval, *expected, result.times, actual); !difference.empty()) {
                return actual.labels.toString() + ": " + difference;
            }
        }
        for (const auto& expected : eval.series) {
            const bool hasValue = std::any_of(expected.values.begin(), expected.values.end(), isPresent);
            const bool isThere = std::any_of(result.series.begin(), result.series.end(),
                                             [&](const auto& series) { return series.labels == expected.labels; });
            if (hasValue && !isThere) {
                return "series " + expected.labels.toString() + " is missing";
            }
        }
        return {};
    }

    static Difference judgeColumn(const EvalCommand& eval, const promql::SeriesLine& expected,
                                  const std::vector<Timestamp>& times, const promql::ResultSeries& actual)
    {
        const auto expectedAt = [&](std::size_t index) -> const promql::SeriesValue* {
            const bool isThere = index < expected.values.size() && !expected.values[index].omitted;
            return isThere ? &expected.values[index] : nullptr;
        };
        const auto first = eval.rangeVector ? eval.rangeVector->start : times.front();
        const auto step = eval.rangeVector ? eval.rangeVector->stepMs : std::max<std::int64_t>(eval.stepMs, 1);
        std::size_t found = 0;
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (actual.isAbsentAt(i)) {
                continue;
            }
            const auto offset = times[i] - first;
            const auto* wanted =
                offset >= 0 && offset % step == 0 ? expectedAt(static_cast<std::size_t>(offset / step)) : nullptr;
            const auto got = elementOf(actual, i);
            if (wanted == nullptr || !isSame(*wanted, got)) {
                return "expected " + (wanted == nullptr ? "no value" : wording(*wanted)) + " at " +
                       std::to_string(times[i]) + " ms, got " + wording(got);
            }
            ++found;
        }
        const auto count = std::count_if(expected.values.begin(), expected.values.end(), isPresent);
        return found == static_cast<std::size_t>(count)
                   ? ""
                   : "expected " + std::to_string(count) + " values, got " + std::to_string(found);
    }

    const PromqlScriptOptions& m_options;
    TestReport& m_report;
    std::unique_ptr<ScriptStore> m_store;
};

} // namespace

std::string TestReport::text() const
{
    std::string out;
    for (const auto& failure : failures) {
        out += name + ":" + std::to_string(failure.line) + ": ";
        out += failure.query.empty() ? "" : printable(failure.query) + ": ";
        out += failure.message + "\n";
    }
    return out + name + ": " + std::to_string(passed) + " passed, " + std::to_string(failures.size()) + " failed\n";
}

TestReport runPromqlScript(std::string_view text, std::string name, const PromqlScriptOptions& options)
{
    TestReport report;
    report.name = std::move(name);
    const auto commands = parsePromqlScript(text);
    if (!commands) {
        const auto& error = commands.error();
        report.failures.push_back({error.where ? error.where->line : 0, "", error.message});
        report.isBroken = true;
        return report;
    }
    ScriptRunner runner(options, report);
    for (const auto& command : *commands) {
        std::visit(runner, command);
    }
    return report;
}

} // namespace nocturne::cli
