// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>
#include <utility>

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
    std::vector<model::HistogramSample> histogramSamples;
    std::vector<Timestamp> histogramTimes;
    std::vector<model::HistogramPtr> histograms;
    std::vector<model::StartTime> startTimes;
};

/// All samples of the cursor. A NaN that would read as an absent value becomes the normal one.
Result<void> decode(storage::SeriesCursor& cursor, const Budget& budget, Decoded& into)
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
        NOCTURNE_TRY(budget.checkStop());
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

/// Count and sum alone, with the hint that only the buckets could tell later on. As in Prometheus, where a counter
/// reset is told from the sample read before.
void reduceToStatistics(std::vector<model::HistogramPtr>& histograms)
{
    model::HistogramPtr previous;
    for (auto& histogram : histograms) {
        model::FloatHistogram reduced;
        reduced.schema = histogram->schema;
        reduced.count = histogram->count;
        reduced.sum = histogram->sum;
        reduced.hint = histogram->hint;
        if (histogram->hint == model::ResetHint::Unknown && previous) {
            reduced.hint = histogram->detectReset(*previous) ? model::ResetHint::Reset : model::ResetHint::NotReset;
        }
        previous = std::exchange(histogram, std::make_shared<const model::FloatHistogram>(std::move(reduced)));
    }
}

Result<void> decodeHistograms(storage::SeriesCursor& cursor, bool statisticsOnly, Decoded& into)
{
    into.histogramSamples.clear();
    into.histogramTimes.clear();
    into.histograms.clear();
    if (!cursor.mayHaveHistograms()) {
        return {};
    }
    NOCTURNE_TRY(cursor.readHistograms(into.histogramSamples));
    for (auto& [t, histogram] : into.histogramSamples) {
        into.histogramTimes.push_back(t);
        into.histograms.push_back(std::move(histogram));
    }
    if (statisticsOnly) {
        reduceToStatistics(into.histograms);
    }
    return {};
}

/// Histograms count as many samples as their buckets would.
std::size_t weightOf(const std::vector<model::HistogramPtr>& histograms)
{
    std::size_t weight = 0;
    for (const auto& histogram : histograms) {
        weight += sizeof(model::FloatHistogram) / sizeof(model::Sample) +
                  (histogram->positive.counts.size() + histogram->negative.counts.size()) / 2;
    }
    return weight;
}

/// What an instant selector gives for an element at `t`.
double timeOf(Timestamp t, const RangeSeries& samples, bool asStartTime)
{
    if (!asStartTime) {
        return static_cast<double>(t) / 1000;
    }
    const auto known = std::ranges::lower_bound(samples.startTimes, t, {}, &model::StartTime::t);
    const bool isKnown = known != samples.startTimes.end() && known->t == t;
    return isKnown ? static_cast<double>(known->start) / 1000 : 0;
}

/// For each edge the last sample in (edge - lookback, edge], unless that is a staleness marker.
void walkInstants(const RangeSeries& samples, const Axis& edges, std::int64_t lookbackMs, bool timestamps,
                  bool asStartTime, std::vector<double>& out)
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
                    : timestamps ? timeOf(samples.times[next - 1], samples, asStartTime)
                                 : samples.values[next - 1];
    }
}

/// The same among floats and histograms.
void walkMixed(const RangeSeries& samples, const Axis& edges, std::int64_t lookbackMs, bool timestamps,
               bool timesOfHistograms, bool asStartTime, Column& out)
{
    const auto seenAt = [lookbackMs](std::span<const Timestamp> times, std::size_t& next, Timestamp edge) {
        while (next < times.size() && times[next] <= edge) {
            ++next;
        }
        return next > 0 && times[next - 1] > edge - lookbackMs;
    };
    std::size_t nextFloat = 0;
    std::size_t nextHistogram = 0;
    for (std::size_t step = 0; step < out.values.size(); ++step) {
        const auto edge = edges.at(step);
        const bool hasFloat = seenAt(samples.times, nextFloat, edge);
        const bool hasHistogram = seenAt(samples.histogramTimes, nextHistogram, edge);
        const bool isHistogram =
            hasHistogram && (!hasFloat || samples.histogramTimes[nextHistogram - 1] > samples.times[nextFloat - 1]);
        if (isHistogram && timesOfHistograms) {
            out.values[step] = timeOf(samples.histogramTimes[nextHistogram - 1], samples, asStartTime);
        } else if (isHistogram) {
            out.set(step, {kAbsent, samples.histograms[nextHistogram - 1]});
        } else if (hasFloat && !model::isStaleMarker(samples.values[nextFloat - 1])) {
            out.values[step] =
                timestamps ? timeOf(samples.times[nextFloat - 1], samples, asStartTime) : samples.values[nextFloat - 1];
        }
    }
}

/// Decodes one series and gives `take` its samples.
Result<void> readSeries(storage::SeriesCursor& cursor, ReadOptions options, Decoded& scratch, Budget& budget,
                        const RangeSink& take)
{
    NOCTURNE_TRY(budget.checkStop());
    NOCTURNE_TRY(decode(cursor, budget, scratch));
    NOCTURNE_TRY(decodeHistograms(cursor, options.statisticsOnly, scratch));
    scratch.startTimes.clear();
    if (options.startTimes && cursor.mayHaveStartTimes()) {
        NOCTURNE_TRY(cursor.readStartTimes(scratch.startTimes));
    }
    budget.addDecoded(scratch.count + scratch.histograms.size());
    Hold hold(budget);
    NOCTURNE_TRY(hold.add(scratch.count + weightOf(scratch.histograms)));
    if (!options.withMarkers) {
        removeStaleMarkers(scratch);
    }
    const RangeSeries series{cursor.labels(),
                             std::span(scratch.times).first(scratch.count),
                             std::span(scratch.values).first(scratch.count),
                             scratch.histogramTimes,
                             scratch.histograms,
                             scratch.startTimes};
    return series.empty() ? Result<void>() : take(series);
}

/// The first multiple of `step` after `t`.
Timestamp alignedAfter(Timestamp t, std::int64_t step)
{
    const auto below = t / step - (t % step < 0 ? 1 : 0);
    return (below + 1) * step;
}

/// A subquery may leave out the sample of a counter reset, or give it several times, so hints mean nothing there.
model::HistogramPtr withoutResetHint(const model::HistogramPtr& histogram)
{
    const auto hint = histogram->hint;
    if (hint == model::ResetHint::Unknown || hint == model::ResetHint::Gauge) {
        return histogram;
    }
    return changed(*histogram, [](auto& h) { h.hint = model::ResetHint::Unknown; });
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

Result<std::unique_ptr<storage::Querier>> Evaluation::querier(Timestamp after, Timestamp until)
{
    m_windows.emplace(after, until);
    return m_store.querier(after, until);
}

void Evaluation::warnOfLosses(std::vector<std::string>& warnings) const
{
    std::set<std::string> losses; // windows may share some
    for (const auto& [after, until] : m_windows) {
        auto some = m_store.losses(after, until);
        std::ranges::move(some, std::inserter(losses, losses.end()));
    }
    warnings.insert(warnings.end(), losses.begin(), losses.end());
}

Result<Evaluation::Cursors> Evaluation::select(const VectorSelector& selector, Timestamp after, Timestamp until)
{
    auto reader = querier(after, until);
    if (!reader) {
        return tl::unexpected(std::move(reader).error());
    }
    auto cursors = (*reader)->select(selector.matchers, m_budget.stopToken());
    m_queriers.push_back(std::move(*reader));
    if (cursors) {
        NOCTURNE_TRY(m_budget.addSeries(cursors->size()));
        if (m_profile) {
            m_profile->select(selector, cursors->size());
        }
        std::chrono::milliseconds rolledUpBy{};
        for (const auto& cursor : *cursors) {
            rolledUpBy = std::max(rolledUpBy, cursor->rolledUpBy());
        }
        if (rolledUpBy.count() > 0) {
            informOfRollUps(rolledUpBy, selector.range);
        }
    }
    return cursors;
}

Result<void> Evaluation::columnFromSamples(Cursors& cursors, ReadOptions read, const SeriesColumn& column, Column& made)
{
    const auto found =
        std::lower_bound(cursors.begin(), cursors.end(), made.labels,
                         [](const auto& cursor, const auto& labels) { return cursor->labels() < labels; });
    if (found == cursors.end() || (*found)->labels() != made.labels) {
        return {};
    }
    Decoded scratch;
    return readSeries(**found, read, scratch, m_budget,
                      [&](const RangeSeries& series) { return column(series, made); });
}

ReadOptions Evaluation::readOptions(const VectorSelector& selector) const
{
    return {false, m_statisticsOnly.contains(&selector), m_options.useStartTimestamps};
}

Result<void> Evaluation::eachSeries(Cursors& cursors, ReadOptions read, const SeriesColumn& column,
                                    const ColumnSink& sink)
{
    if (m_parallel != nullptr && m_parallel->width() > 1 && cursors.size() > kSeriesPerJob) {
        return eachSeriesAtOnce(cursors, read, column, sink);
    }
    Decoded scratch;
    Column made;
    const auto take = [&](const RangeSeries& series) -> Result<void> {
        made = {series.labels, {}};
        NOCTURNE_TRY(column(series, made));
        return made.values.empty() ? Result<void>() : sink(made);
    };
    for (auto& cursor : cursors) {
        NOCTURNE_TRY(readSeries(*cursor, read, scratch, m_budget, take));
        cursor.reset();
    }
    return {};
}

Result<void> Evaluation::eachSeriesAtOnce(Cursors& cursors, ReadOptions read, const SeriesColumn& column,
                                          const ColumnSink& sink)
{
    const std::size_t batch = kSeriesPerJob * kJobsPerThread * m_parallel->width();
    std::vector<Result<Column>> columns;
    for (std::size_t first = 0; first < cursors.size(); first += batch) {
        const auto count = std::min(batch, cursors.size() - first);
        columns.assign(count, Column());
        Hold hold(m_budget);
        m_parallel->run((count + kSeriesPerJob - 1) / kSeriesPerJob, [&](std::size_t job) {
            Decoded scratch;
            for (auto i = job * kSeriesPerJob; i < std::min(count, (job + 1) * kSeriesPerJob); ++i) {
                const auto take = [&](const RangeSeries& series) -> Result<void> {
                    columns[i]->labels = series.labels;
                    return column(series, *columns[i]);
                };
                if (auto done = readSeries(*cursors[first + i], read, scratch, m_budget, take); !done) {
                    columns[i] = tl::unexpected(std::move(done).error());
                }
            }
        });
        for (std::size_t i = 0; i < count; ++i) { // in the order of the series, whichever was ready first
            NOCTURNE_TRY(columns[i]);
            NOCTURNE_TRY(hold.add(columns[i]->weight()));
            if (!columns[i]->values.empty()) {
                NOCTURNE_TRY(sink(*columns[i]));
            }
            cursors[first + i].reset();
        }
    }
    return {};
}

Result<void> Evaluation::instantSelector(const VectorSelector& selector, const Axis& axis, Wanted wanted,
                                         const ColumnSink& sink)
{
    if (selector.mode == RangeMode::Smoothed && wanted == Wanted::Elements) {
        return smoothedSelector(selector, axis, sink);
    }
    const auto look = lookout(selector.shift, axis);
    if (!look) {
        return tl::unexpected(look.error());
    }
    const auto lookback = m_options.lookbackDelta.count();
    auto cursors = select(selector, look->edges.start - lookback, look->edges.last());
    if (!cursors) {
        return tl::unexpected(std::move(cursors).error());
    }
    const bool timestamps = wanted != Wanted::Elements;
    const bool asStartTime = wanted == Wanted::StartTimes;
    const auto column = [&](const RangeSeries& series, Column& made) -> Result<void> {
        made.values.assign(look->edges.count, kAbsent);
        if (series.histograms.empty()) {
            walkInstants(series, look->edges, lookback, timestamps, asStartTime, made.values);
        } else {
            const bool timesOfHistograms = timestamps && wanted != Wanted::TimesOfFloats;
            walkMixed(series, look->edges, lookback, timestamps, timesOfHistograms, asStartTime, made);
        }
        if (!made.hasElements()) {
            made.values.clear();
            return {};
        }
        made.values.resize(axis.count, made.values.front());
        if (made.hasHistograms()) {
            made.histograms.resize(axis.count, made.histograms.front());
        }
        return {};
    };
    auto read = readOptions(selector);
    read.withMarkers = true;
    return eachSeries(*cursors, read, column, counted(sink));
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
                                      const SeriesColumn& columnOf, const ColumnSink& sink)
{
    const auto& inner = withoutParens(range);
    const auto column = [&columnOf, &look, windowMs, tally = m_tally](const RangeSeries& series, Column& made) {
        if (tally != nullptr) {
            tally->addWindows(series, look.edges, windowMs);
        }
        return columnOf(series, made);
    };
    if (const auto* subquery = tryAs<SubqueryExpr>(&inner)) {
        return subquerySeries(*subquery, look, windowMs, [&](const RangeSeries& series) -> Result<void> {
            Column made{series.labels, {}};
            made.dropsName = series.dropsName;
            NOCTURNE_TRY(column(series, made));
            return made.values.empty() ? Result<void>() : sink(made);
        });
    }
    const auto& selector = *as<MatrixSelector>(inner).selector;
    auto cursors = selectRange(selector, look, windowMs);
    NOCTURNE_TRY(cursors);
    return eachSeries(*cursors, readOptions(selector), column, sink);
}

Result<void> Evaluation::rangeSeries(const Expr& range, const Lookout& look, std::int64_t windowMs,
                                     const RangeSink& take)
{
    const auto& inner = withoutParens(range);
    const auto sink = [&take, &look, windowMs, tally = m_tally](const RangeSeries& series) {
        if (tally != nullptr) {
            tally->addWindows(series, look.edges, windowMs);
        }
        return take(series);
    };
    if (const auto* subquery = tryAs<SubqueryExpr>(&inner)) {
        return subquerySeries(*subquery, look, windowMs, sink);
    }
    const auto& selector = *as<MatrixSelector>(inner).selector;
    auto cursors = selectRange(selector, look, windowMs);
    NOCTURNE_TRY(cursors);
    Decoded scratch;
    for (auto& cursor : *cursors) {
        NOCTURNE_TRY(readSeries(*cursor, readOptions(selector), scratch, m_budget, sink));
        cursor.reset();
    }
    return {};
}

/// An anchored window wants the sample before it too, a smoothed one also the sample behind it.
Result<Evaluation::Cursors> Evaluation::selectRange(const VectorSelector& selector, const Lookout& look,
                                                    std::int64_t windowMs)
{
    const auto lookback = m_options.lookbackDelta.count();
    const auto before = selector.mode == RangeMode::Plain ? 0 : lookback;
    const auto behind = selector.mode == RangeMode::Smoothed ? lookback : 0;
    return select(selector, look.edges.start - windowMs - before, look.edges.last() + behind);
}

Result<void> Evaluation::subquerySeries(const SubqueryExpr& subquery, const Lookout& look, std::int64_t windowMs,
                                        const RangeSink& sink, std::uint64_t* samplesBelow)
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
    std::vector<Timestamp> histogramTimes;
    std::vector<model::HistogramPtr> histograms;
    times.reserve(axis.count);
    present.reserve(axis.count);
    const CountedApart apart(*this, axis.count);
    auto streamed = stream(*subquery.expr, axis, [&](Column& column) {
        times.clear();
        present.clear();
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            if (!isAbsent(column.values[i])) {
                times.push_back(axis.at(i));
                present.push_back(column.values[i]);
            }
        }
        histogramTimes.clear();
        histograms.clear();
        for (std::size_t i = 0; i < column.histograms.size(); ++i) {
            if (column.histograms[i]) {
                histogramTimes.push_back(axis.at(i));
                histograms.push_back(withoutResetHint(column.histograms[i]));
            }
        }
        return sink({column.labels, times, present, histogramTimes, histograms, {}, column.dropsName});
    });
    if (samplesBelow != nullptr) {
        *samplesBelow += apart.total();
    }
    return streamed;
}

} // namespace nocturne::promql
