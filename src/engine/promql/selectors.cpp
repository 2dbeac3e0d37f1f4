// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "engine/model/sample.h"
#include "engine/promql/evaluation.h"

namespace nocturne::promql {

namespace {

constexpr std::size_t kSeriesPerJob = 16;
constexpr std::size_t kJobsPerThread = 4; // jobs differ in length

struct Decoded
{
    std::vector<Timestamp> times;
    std::vector<double> values;
    std::size_t count = 0;
};

/// All samples of the cursor. A NaN that would read as an absent value becomes the normal one.
Result<void> decode(storage::SeriesCursor& cursor, Decoded& into)
{
    constexpr std::size_t kMostAtOnce = std::size_t{1} << 16U;
    into.count = 0;
    for (;;) {
        const auto room = into.count + std::min(cursor.sampleBound(), kMostAtOnce) + 1;
        if (into.times.size() < room) {
            into.times.resize(room);
            into.values.resize(room);
        }
        const auto read =
            cursor.read(std::span(into.times).subspan(into.count), std::span(into.values).subspan(into.count));
        if (!read) {
            return tl::unexpected(read.error());
        }
        if (*read == 0) {
            return {};
        }
        for (auto i = into.count; i < into.count + *read; ++i) {
            if (isAbsent(into.values[i])) {
                into.values[i] = model::kNormalNan;
            }
        }
        into.count += *read;
    }
}

void removeStaleMarkers(Decoded& samples)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < samples.count; ++i) {
        if (!model::isStaleMarker(samples.values[i])) {
            samples.times[kept] = samples.times[i];
            samples.values[kept] = samples.values[i];
            ++kept;
        }
    }
    samples.count = kept;
}

/// For each edge the last sample in (edge - lookback, edge], unless that is a staleness marker.
void walkInstants(const RangeSeries& samples, const Axis& edges, std::int64_t lookbackMs, bool timestamps,
                  std::vector<double>& out)
{
    std::size_t next = 0;
    for (std::size_t step = 0; step < out.size(); ++step) {
        const auto edge = edges.at(step);
        while (next < samples.times.size() && samples.times[next] <= edge) {
            ++next;
        }
        const bool isSeen =
            next > 0 && samples.times[next - 1] > edge - lookbackMs && !model::isStaleMarker(samples.values[next - 1]);
        out[step] = !isSeen      ? kAbsent
                    : timestamps ? static_cast<double>(samples.times[next - 1]) / 1000
                                 : samples.values[next - 1];
    }
}

/// Decodes one series and gives `take` its samples.
Result<void> readSeries(storage::SeriesCursor& cursor, bool withMarkers, Decoded& scratch, Budget& budget,
                        const RangeSink& take)
{
    NOCTURNE_TRY(budget.checkStop());
    NOCTURNE_TRY(decode(cursor, scratch));
    budget.addDecoded(scratch.count);
    Hold hold(budget);
    NOCTURNE_TRY(hold.add(scratch.count));
    if (!withMarkers) {
        removeStaleMarkers(scratch);
    }
    if (scratch.count == 0) {
        return {};
    }
    return take({cursor.labels(), std::span(scratch.times).first(scratch.count),
                 std::span(scratch.values).first(scratch.count)});
}

/// The first multiple of `step` after `t`.
Timestamp alignedAfter(Timestamp t, std::int64_t step)
{
    const auto below = t / step - (t % step < 0 ? 1 : 0);
    return (below + 1) * step;
}

Error placed(Error error, const Expr* expr, std::string_view source)
{
    if (!error.where && expr != nullptr) {
        error.where = SourcePosition::at(source, expr->range.begin);
    }
    return error;
}

} // namespace

Result<Lookout> Evaluation::lookout(const TimeShift& shift, const Axis& axis) const
{
    const auto offset = offsetOf(shift, m_durations);
    if (!offset) {
        return tl::unexpected(placed(offset.error(), shift.offsetExpr.get(), m_options.source));
    }
    if (!shift.at) {
        return Lookout{axis.movedBy(-offset->count()), false};
    }
    Timestamp pinned = shift.at->time;
    if (shift.at->kind == AtModifier::Kind::Start) {
        pinned = m_options.start;
    } else if (shift.at->kind == AtModifier::Kind::End) {
        pinned = m_options.stepMs > 0 ? m_options.end : m_options.start;
    }
    return Lookout{{std::clamp(pinned, -kFarthest, kFarthest) - offset->count(), 0, 1}, true};
}

Result<Evaluation::Cursors> Evaluation::select(const VectorSelector& selector, Timestamp after, Timestamp until)
{
    if (selector.mode != RangeMode::Plain) {
        return fail(Error::Kind::InvalidInput, "anchored and smoothed ranges are not supported", positionOf(selector));
    }
    auto querier = m_store.querier(after, until);
    if (!querier) {
        return tl::unexpected(std::move(querier).error());
    }
    auto cursors = (*querier)->select(selector.matchers, m_budget.stopToken());
    m_queriers.push_back(std::move(*querier));
    if (cursors) {
        NOCTURNE_TRY(m_budget.addSeries(cursors->size()));
        if (m_profile) {
            m_profile->select(selector, cursors->size());
        }
    }
    return cursors;
}

Result<void> Evaluation::eachSeries(Cursors& cursors, bool withMarkers, const SeriesColumn& column,
                                    const ColumnSink& sink)
{
    if (m_parallel != nullptr && m_parallel->width() > 1 && cursors.size() > kSeriesPerJob) {
        return eachSeriesAtOnce(cursors, withMarkers, column, sink);
    }
    Decoded scratch;
    const auto take = [&](const RangeSeries& series) -> Result<void> {
        auto values = column(series);
        if (!values) {
            return tl::unexpected(std::move(values).error());
        }
        return values->empty() ? Result<void>() : sink(series.labels, *values);
    };
    for (auto& cursor : cursors) {
        NOCTURNE_TRY(readSeries(*cursor, withMarkers, scratch, m_budget, take));
        cursor.reset();
    }
    return {};
}

Result<void> Evaluation::eachSeriesAtOnce(Cursors& cursors, bool withMarkers, const SeriesColumn& column,
                                          const ColumnSink& sink)
{
    const std::size_t batch = kSeriesPerJob * kJobsPerThread * m_parallel->width();
    std::vector<Result<std::vector<double>>> columns;
    for (std::size_t first = 0; first < cursors.size(); first += batch) {
        const auto count = std::min(batch, cursors.size() - first);
        columns.assign(count, std::vector<double>());
        Hold hold(m_budget);
        m_parallel->run((count + kSeriesPerJob - 1) / kSeriesPerJob, [&](std::size_t job) {
            Decoded scratch;
            for (auto i = job * kSeriesPerJob; i < std::min(count, (job + 1) * kSeriesPerJob); ++i) {
                const auto take = [&](const RangeSeries& series) -> Result<void> {
                    columns[i] = column(series);
                    return {};
                };
                if (auto read = readSeries(*cursors[first + i], withMarkers, scratch, m_budget, take); !read) {
                    columns[i] = tl::unexpected(std::move(read).error());
                }
            }
        });
        for (std::size_t i = 0; i < count; ++i) { // in the order of the series, whichever was ready first
            NOCTURNE_TRY(columns[i]);
            NOCTURNE_TRY(hold.add(columns[i]->size()));
            if (!columns[i]->empty()) {
                NOCTURNE_TRY(sink(cursors[first + i]->labels(), *columns[i]));
            }
            cursors[first + i].reset();
        }
    }
    return {};
}

Result<void> Evaluation::instantSelector(const VectorSelector& selector, const Axis& axis, bool timestamps,
                                         const ColumnSink& sink)
{
    const auto look = lookout(selector.shift, axis);
    if (!look) {
        return tl::unexpected(look.error());
    }
    const auto lookback = m_options.lookbackDelta.count();
    auto cursors = select(selector, look->edges.start - lookback, look->edges.last());
    if (!cursors) {
        return tl::unexpected(std::move(cursors).error());
    }
    const auto column = [&](const RangeSeries& series) -> Result<std::vector<double>> {
        std::vector<double> values(look->edges.count);
        walkInstants(series, look->edges, lookback, timestamps, values);
        if (!hasValues(values)) {
            return std::vector<double>();
        }
        values.resize(axis.count, values.front());
        return values;
    };
    return eachSeries(*cursors, true, column, sink);
}

Result<Lookout> Evaluation::rangeLookout(const Expr& range, const Axis& axis) const
{
    const auto& inner = withoutParens(range);
    if (const auto* subquery = tryAs<SubqueryExpr>(&inner)) {
        return lookout(subquery->shift, axis);
    }
    return lookout(as<MatrixSelector>(inner).selector->shift, axis);
}

Result<std::int64_t> Evaluation::rangeWindow(const Expr& range) const
{
    const auto& inner = withoutParens(range);
    const auto* subquery = tryAs<SubqueryExpr>(&inner);
    const auto window =
        subquery != nullptr ? windowOf(*subquery, m_durations) : windowOf(as<MatrixSelector>(inner), m_durations);
    if (!window) {
        const auto* at = subquery != nullptr ? subquery->windowExpr.get() : as<MatrixSelector>(inner).windowExpr.get();
        return tl::unexpected(placed(window.error(), at, m_options.source));
    }
    return window->count();
}

Result<void> Evaluation::rangeColumns(const Expr& range, const Lookout& look, std::int64_t windowMs,
                                      const SeriesColumn& column, const ColumnSink& sink)
{
    const auto& inner = withoutParens(range);
    if (const auto* subquery = tryAs<SubqueryExpr>(&inner)) {
        return subquerySeries(*subquery, look, windowMs, [&](const RangeSeries& series) -> Result<void> {
            auto values = column(series);
            NOCTURNE_TRY(values);
            return values->empty() ? Result<void>() : sink(series.labels, *values);
        });
    }
    auto cursors = select(*as<MatrixSelector>(inner).selector, look.edges.start - windowMs, look.edges.last());
    NOCTURNE_TRY(cursors);
    return eachSeries(*cursors, false, column, sink);
}

Result<void> Evaluation::rangeSeries(const Expr& range, const Lookout& look, std::int64_t windowMs,
                                     const RangeSink& sink)
{
    const auto& inner = withoutParens(range);
    if (const auto* subquery = tryAs<SubqueryExpr>(&inner)) {
        return subquerySeries(*subquery, look, windowMs, sink);
    }
    auto cursors = select(*as<MatrixSelector>(inner).selector, look.edges.start - windowMs, look.edges.last());
    NOCTURNE_TRY(cursors);
    Decoded scratch;
    for (auto& cursor : *cursors) {
        NOCTURNE_TRY(readSeries(*cursor, false, scratch, m_budget, sink));
        cursor.reset();
    }
    return {};
}

Result<void> Evaluation::subquerySeries(const SubqueryExpr& subquery, const Lookout& look, std::int64_t windowMs,
                                        const RangeSink& sink)
{
    auto step = stepOf(subquery, m_durations);
    if (!step) {
        return tl::unexpected(placed(step.error(), subquery.stepExpr.get(), m_options.source));
    }
    const auto stepMs = step->count() > 0 ? step->count() : m_options.subqueryStep.count();
    const auto first = alignedAfter(look.edges.start - windowMs, stepMs);
    if (first > look.edges.last()) {
        return {};
    }
    const Axis axis{first, stepMs, static_cast<std::size_t>((look.edges.last() - first) / stepMs) + 1};
    Hold hold(m_budget);
    NOCTURNE_TRY(hold.add(axis.count));
    std::vector<Timestamp> times;
    std::vector<double> present;
    times.reserve(axis.count);
    present.reserve(axis.count);
    return stream(*subquery.expr, axis, [&](const model::LabelSet& labels, std::vector<double>& values) {
        times.clear();
        present.clear();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!isAbsent(values[i])) {
                times.push_back(axis.at(i));
                present.push_back(values[i]);
            }
        }
        return sink({labels, times, present});
    });
}

} // namespace nocturne::promql
