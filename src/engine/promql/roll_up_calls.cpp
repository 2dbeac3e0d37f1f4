// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Functions over ranges that are answered from roll-ups, where the windows are made of whole buckets of them.
#include <algorithm>
#include <utility>

#include "base/core/duration.h"
#include "engine/promql/evaluation.h"
#include "engine/promql/roll_up_functions.h"

namespace nocturne::promql {

namespace {

using storage::RollUp;

bool isAligned(const Lookout& look, std::int64_t windowMs, std::chrono::milliseconds resolution)
{
    const auto divides = [length = resolution.count()](std::int64_t ms) { return ms % length == 0; };
    return windowMs > 0 && divides(windowMs) && divides(look.edges.start) &&
           (look.edges.count == 1 || divides(look.edges.step));
}

/// As decode() does for samples: a NaN that would read as an absent value becomes the normal one.
void normalize(std::span<RollUp> buckets)
{
    for (auto& bucket : buckets) {
        for (double* v : {&bucket.first, &bucket.last, &bucket.min, &bucket.max, &bucket.sum}) {
            *v = isAbsent(*v) ? model::kNormalNan : *v;
        }
    }
}

} // namespace

struct Evaluation::RolledUp
{
    Column column;
    bool needsSamples = false;
};

Result<Evaluation::RolledUp> Evaluation::rolledUp(FunctionId id, storage::RollUpCursor& cursor,
                                                  std::span<const Timestamp> edges, std::int64_t windowMs)
{
    NOCTURNE_TRY(m_budget.checkStop());
    RolledUp made{{cursor.labels(), {}}, false};
    const bool mayFallBack = !cursor.isAllThereIs();
    std::vector<RollUp> buckets;
    const auto read = cursor.read(buckets);
    if (mayFallBack && (!read || cursor.hasHistograms())) {
        made.needsSamples = true;
        return made;
    }
    NOCTURNE_TRY(read);
    m_budget.addDecoded(buckets.size());
    Hold hold(m_budget);
    NOCTURNE_TRY(hold.add(buckets.size() * sizeof(RollUp) / sizeof(model::Sample)));
    normalize(buckets);
    made.column.values.resize(edges.size());
    const auto outcome = computeFromRollUps(id, buckets, edges, windowMs, m_budget, made.column.values);
    NOCTURNE_TRY(outcome);
    made.needsSamples = mayFallBack && *outcome == RollUpOutcome::Inexact;
    if (!made.column.hasElements()) {
        made.column.values.clear();
    }
    return made;
}

/// Answers `id` from roll-ups, and from samples for series of which roll-ups do not tell enough. False when the windows
/// are no whole buckets or the store has no roll-ups of them: nothing was done then.
Result<bool> Evaluation::rollUpColumns(FunctionId id, const VectorSelector& selector, const Lookout& look,
                                       std::span<const Timestamp> edges, std::int64_t windowMs,
                                       const SeriesColumn& column, const ColumnSink& sink)
{
    if (!worksOnRollUps(id) || selector.mode != RangeMode::Plain || m_options.useStartTimestamps) {
        return false;
    }
    std::optional<storage::RollUpCursors> cursors;
    std::chrono::milliseconds resolution{};
    for (auto length = storage::kRollUpResolutions.rbegin(); !cursors && length != storage::kRollUpResolutions.rend();
         ++length) {
        if (!isAligned(look, windowMs, *length)) {
            continue;
        }
        auto reader = querier(look.edges.start - windowMs, look.edges.last());
        NOCTURNE_TRY(reader);
        auto selected = (*reader)->selectRollUps(selector.matchers, *length, m_budget.stopToken());
        NOCTURNE_TRY(selected);
        m_queriers.push_back(std::move(*reader));
        cursors = std::move(*selected);
        resolution = *length;
    }
    if (!cursors) {
        return false;
    }
    NOCTURNE_TRY(m_budget.addSeries(cursors->size()));
    if (m_profile) {
        m_profile->select(selector, cursors->size());
    }
    if (std::ranges::any_of(*cursors, [](const auto& cursor) { return cursor->isAllThereIs(); })) {
        informOfRollUps(resolution, selector.range);
    }
    NOCTURNE_TRY(handOnRolledUp(id, *cursors, selector, look, edges, windowMs, column, sink));
    return true;
}

/// Piece by piece, each side by side where there are threads, in the order of the series.
Result<void> Evaluation::handOnRolledUp(FunctionId id, storage::RollUpCursors& cursors, const VectorSelector& selector,
                                        const Lookout& look, std::span<const Timestamp> edges, std::int64_t windowMs,
                                        const SeriesColumn& column, const ColumnSink& sink)
{
    constexpr std::size_t kPiece = 256;
    std::optional<Cursors> samples; // of the same series, asked for once they are needed
    std::vector<Result<RolledUp>> made;
    for (std::size_t first = 0; first < cursors.size(); first += kPiece) {
        const auto count = std::min(kPiece, cursors.size() - first);
        made.assign(count, RolledUp());
        const auto job = [&](std::size_t i) { made[i] = rolledUp(id, *cursors[first + i], edges, windowMs); };
        if (m_parallel != nullptr && m_parallel->width() > 1 && count > 1) {
            m_parallel->run(count, job);
        } else {
            for (std::size_t i = 0; i < count; ++i) {
                job(i);
            }
        }
        Hold hold(m_budget);
        for (auto& series : made) {
            NOCTURNE_TRY(series);
            if (series->needsSamples) {
                if (!samples) {
                    auto selected = selectRange(selector, look, windowMs);
                    NOCTURNE_TRY(selected);
                    samples = std::move(*selected);
                }
                series->column.values.clear();
                NOCTURNE_TRY(columnFromSamples(*samples, readOptions(selector), column, series->column));
            }
            NOCTURNE_TRY(hold.add(series->column.weight()));
            if (!series->column.values.empty()) {
                NOCTURNE_TRY(sink(series->column));
            }
        }
        std::for_each_n(cursors.begin() + static_cast<std::ptrdiff_t>(first), count,
                        [](auto& cursor) { cursor.reset(); });
    }
    return {};
}

void Evaluation::informOfRollUps(std::chrono::milliseconds resolution, SourceRange where)
{
    m_annotations.inform("samples were dropped by retention, so that roll-ups per " + formatDuration(resolution) +
                             " stand in for them",
                         where);
}

} // namespace nocturne::promql
