// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "engine/promql/annotations.h"
#include "engine/promql/ast.h"
#include "engine/promql/duration_expression.h"
#include "engine/promql/eval_budget.h"
#include "engine/promql/eval_columns.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/functions.h"
#include "engine/promql/node_profile.h"
#include "engine/promql/range_functions.h"
#include "engine/promql/range_series.h"
#include "engine/promql/sample_tally.h"
#include "engine/promql/shared_parts.h"
#include "engine/storage/queryable.h"

namespace nocturne::promql {

/// Columns in memory, with what they cost.
struct HeldColumns
{
    Columns columns;
    Hold hold;
};

/// Takes one column after the other; may change it and move it away. Labels need not be unique.
using ColumnSink = std::function<Result<void>(Column& column)>;

using RangeSink = std::function<Result<void>(const RangeSeries& series)>;
/// Makes the elements of one series' column; without values where it has none at all. Called from several threads at
/// once.
using SeriesColumn = std::function<Result<void>(const RangeSeries& series, Column& column)>;

/// How a series is read.
struct ReadOptions
{
    bool withMarkers = false;    ///< keep staleness markers
    bool statisticsOnly = false; ///< of histograms only count and sum are asked for
    bool startTimes = false;
};

/// Where a selector or subquery looks: the axis of right edges, one step long where @ pins it.
struct Lookout
{
    Axis edges;
    bool pinned = false;
};

/// One evaluation: walks the tree, each node over a whole axis. The private half of evaluate(), one object a query,
/// used by one thread, which has the series below a selector read side by side where it was given a ParallelFor.
///
/// Instant vectors come in two ways: stream() hands columns on one by one, so that an aggregation holds only its
/// groups; vector() collects them.
class Evaluation
{
public:
    Evaluation(const storage::Queryable& store, const EvalOptions& options, std::stop_token stop,
               ParallelFor* parallel);

    /// Evaluates the root.
    Result<EvalResult> run(const Expr& expr);

private:
    // evaluation.cpp: dispatch
    Result<HeldColumns> vector(const Expr& expr, const Axis& axis);
    Result<void> stream(const Expr& expr, const Axis& axis, const ColumnSink& sink);
    Result<void> produce(const Expr& expr, const Axis& axis, const ColumnSink& sink);
    Result<void> produceNode(const Expr& expr, const Axis& axis, const ColumnSink& sink);
    Result<void> produceShared(const Expr& expr, const Axis& axis, const ColumnSink& sink);
    Result<void> produceCommon(const Expr& expr, const Axis& axis, const ColumnSink& sink);
    Result<void> produceAlone(const Expr& expr, const Axis& axis, const ColumnSink& sink);
    struct Copied;
    Result<Copied> copyOnTheWay(const Expr& expr, const Axis& axis, std::size_t mostKept, const ColumnSink& sink);
    Result<void> handOn(Columns& columns, const ColumnSink& sink) const;
    Result<void> compute(const Expr& expr, const Axis& axis, const ColumnSink& sink);
    Result<std::vector<double>> scalar(const Expr& expr, const Axis& axis);
    Result<std::vector<double>> scalarCall(const Call& call, const Axis& axis);
    Result<void> unary(const UnaryExpr& unary, const Axis& axis, const ColumnSink& sink);
    Result<EvalResult> runMatrix(const Expr& expr);
    Result<EvalResult> runVector(const Expr& expr);

    // selectors.cpp: series out of the store
    Result<Lookout> lookout(const TimeShift& shift, const Axis& axis) const;
    using Cursors = std::vector<std::unique_ptr<storage::SeriesCursor>>;
    Result<Cursors> select(const VectorSelector& selector, Timestamp after, Timestamp until);
    Result<std::unique_ptr<storage::Querier>> querier(Timestamp after, Timestamp until);
    /// Warnings of what the store could not read of the windows that were asked for.
    void warnOfLosses(std::vector<std::string>& warnings) const;
    Result<void> eachSeries(Cursors& cursors, ReadOptions read, const SeriesColumn& column, const ColumnSink& sink);
    Result<void> eachSeriesAtOnce(Cursors& cursors, ReadOptions read, const SeriesColumn& column,
                                  const ColumnSink& sink);
    enum class Wanted { Elements, Times, TimesOfFloats, StartTimes }; ///< TimesOfFloats: histograms as they are
    Result<void> instantSelector(const VectorSelector& selector, const Axis& axis, Wanted wanted,
                                 const ColumnSink& sink);
    Result<Cursors> selectRange(const VectorSelector& selector, const Lookout& lookout, std::int64_t windowMs);
    ReadOptions readOptions(const VectorSelector& selector) const;
    Result<Lookout> rangeLookout(const Expr& range, const Axis& axis) const;
    Result<std::int64_t> rangeWindow(const Expr& range) const;
    Result<void> rangeColumns(const Expr& range, const Lookout& lookout, std::int64_t windowMs,
                              const SeriesColumn& column, const ColumnSink& sink);
    Result<void> rangeSeries(const Expr& range, const Lookout& lookout, std::int64_t windowMs, const RangeSink& sink);
    /// Adds to `samplesBelow`, where given, the samples that the subquery's own steps looked at.
    Result<void> subquerySeries(const SubqueryExpr& subquery, const Lookout& lookout, std::int64_t windowMs,
                                const RangeSink& sink, std::uint64_t* samplesBelow = nullptr);

    /// Fills `made` from the cursor with its labels, if there is one left.
    Result<void> columnFromSamples(Cursors& cursors, ReadOptions read, const SeriesColumn& column, Column& made);

    // roll_up_calls.cpp: functions over ranges answered from roll-ups
    struct RolledUp;
    Result<bool> rollUpColumns(FunctionId id, const VectorSelector& selector, const Lookout& look,
                               std::span<const Timestamp> edges, std::int64_t windowMs, const SeriesColumn& column,
                               const ColumnSink& sink);
    Result<RolledUp> rolledUp(FunctionId id, storage::RollUpCursor& cursor, std::span<const Timestamp> edges,
                              std::int64_t windowMs);
    Result<void> handOnRolledUp(FunctionId id, storage::RollUpCursors& cursors, const VectorSelector& selector,
                                const Lookout& look, std::span<const Timestamp> edges, std::int64_t windowMs,
                                const SeriesColumn& column, const ColumnSink& sink);
    void informOfRollUps(std::chrono::milliseconds resolution, SourceRange where);

    // extended_ranges.cpp: anchored and smoothed
    Result<void> smoothedSelector(const VectorSelector& selector, const Axis& axis, const ColumnSink& sink);

    // calls.cpp: functions
    Result<void> call(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> rangeCall(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> checkRangeArguments(const Call& call, std::span<const std::vector<double>> parameters);
    Result<void> absentOverTime(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> absent(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> map(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> timestamp(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> date(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> sort(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> labelReplace(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> labelJoin(const Call& call, const Axis& axis, const ColumnSink& sink);
    void informOfGauge(const model::LabelSet& labels, SourceRange where);

    // histogram_functions.cpp: functions of instant vectors of histograms, native and classic
    Result<void> histogramValue(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<void> histogramEstimate(const Call& call, const Axis& axis, const ColumnSink& sink);

    // info_function.cpp
    Result<void> info(const Call& call, const Axis& axis, const ColumnSink& sink);
    Result<Columns> infoSeries(const Call& call, const std::vector<model::Matcher>& ofNames,
                               const std::vector<model::Matcher>& ofLabels, const std::vector<const Column*>& bases,
                               const Axis& axis);

    // aggregations.cpp
    Result<void> aggregate(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink);
    Result<void> fold(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink);
    Result<void> quantileOf(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink);
    Result<void> pick(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink);
    Result<void> countValues(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink);

    void informOfIgnored(const AggregateExpr& aggregate);

    // binary_operators.cpp
    Result<void> binary(const BinaryExpr& binary, const Axis& axis, const ColumnSink& sink);
    Result<void> vectorScalar(const BinaryExpr& binary, const Axis& axis, const ColumnSink& sink);
    Result<std::vector<double>> scalarScalar(const BinaryExpr& binary, const Axis& axis);
    Result<void> vectorVector(const BinaryExpr& binary, const Axis& axis, const ColumnSink& sink);

    /// While it lives samples are counted apart. Does nothing where they are not counted.
    class CountedApart
    {
    public:
        CountedApart(Evaluation& evaluation, std::size_t steps);
        ~CountedApart() { m_evaluation.m_tally = m_outer; }
        CountedApart(const CountedApart&) = delete;
        CountedApart& operator=(const CountedApart&) = delete;

        std::uint64_t total() const { return m_own ? m_own->total() : 0; }
        std::vector<std::uint64_t> perStep() const { return m_own ? m_own->perStep() : std::vector<std::uint64_t>(); }

    private:
        Evaluation& m_evaluation;
        SampleTally* m_outer;
        std::optional<SampleTally> m_own;
    };
    /// `sink` behind a count of what passes.
    ColumnSink counted(const ColumnSink& sink);

    SourcePosition positionOf(const Expr& expr) const;
    /// Drops the metric name from a column, or notes that it goes at the end.
    void dropName(Column& column) const;
    bool mayRepeatLabels(const Expr& expr) const;

    const storage::Queryable& m_store;
    const EvalOptions& m_options;
    Axis m_axis;
    DurationContext m_durations;
    Budget m_budget;
    std::optional<NodeProfile> m_profile;
    std::optional<SampleTally> m_samples; // where they are counted
    SampleTally* m_tally = nullptr;       // of the axis that is evaluated at the moment
    ParallelFor* m_parallel;
    Annotations m_annotations;
    std::optional<SharedParts> m_shared;
    std::set<const VectorSelector*> m_statisticsOnly;          // whose histograms nobody asks for buckets
    std::vector<std::unique_ptr<storage::Querier>> m_queriers; // cursors must not outlive them
    std::set<std::pair<Timestamp, Timestamp>> m_windows;       // that they read
};

/// Adds the selectors below histogram_count() and its like whose buckets nobody looks at.
void findStatisticsOnly(const Expr& expr, std::set<const VectorSelector*>& found);
/// Whether the columns of `expr` stay apart when the metric name is dropped.
bool isUniqueWithoutName(const Expr& expr);
/// Whether `expr` has the same value at every step: all its selectors are pinned by @.
bool isStepInvariant(const Expr& expr);
/// Whether `expr` gives its elements in an order of its own at an instant: sort(), topk() and their kin.
bool isOrdered(const Expr& expr);

} // namespace nocturne::promql
