// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head_state.h"

#include <algorithm>
#include <limits>

namespace nocturne::tsdb {

using model::LabelSet;
using storage::SeriesRef;

namespace {

constexpr Timestamp kEarliest = std::numeric_limits<Timestamp>::min();
constexpr unsigned kEpochShift = 32;
constexpr float kLoadFactor = 0.8F; // memory before speed: one lookup a series and process life, then references

} // namespace

SeriesRef Head::State::refOf(const HeadSeries& series) const
{
    return (SeriesRef{m_epoch} << kEpochShift) | series.id();
}

HeadSeries* Head::State::findByRef(SeriesRef ref) const
{
    return ref >> kEpochShift == m_epoch ? table.find(static_cast<SeriesId>(ref)) : nullptr;
}

HeadSeries* Head::State::findByLabels(const LabelSet& labels) const
{
    const auto found = m_byLabels.find(labels);
    return found == m_byLabels.end() ? nullptr : *found;
}

Result<Head::State::Pinned> Head::State::pinSeries(SeriesRef hint, const LabelSet& labels)
{
    const auto pin = [this](HeadSeries& series) {
        series.pins.fetch_add(1, std::memory_order_relaxed);
        return Pinned{&series, refOf(series)};
    };
    const auto find = [&] {
        auto* series = findByRef(hint);
        return series == nullptr && !labels.empty() ? findByLabels(labels) : series;
    };
    {
        const std::shared_lock lock(mutex);
        if (auto* series = find())
            return pin(*series);
    }
    if (labels.empty())
        return fail(Error::Kind::InvalidInput, "a sample needs labels or a valid series reference");

    const std::lock_guard lock(mutex);
    if (auto* series = find()) // another thread was faster
        return pin(*series);
    if (table.size() >= options.maxSeries) {
        ++stats.seriesRefused;
        return fail(Error::Kind::LimitExceeded, "the limit of " + std::to_string(options.maxSeries) +
                                                    " series is reached: raise limits.total_series");
    }
    if (m_lastId >= options.maxSeriesId)
        renumber();
    if (m_byLabels.empty())
        m_byLabels.max_load_factor(kLoadFactor);
    auto& series = table.add(std::make_unique<HeadSeries>(++m_lastId, labels));
    m_byLabels.insert(&series);
    ++stats.seriesCreated;
    return pin(series);
}

storage::CommitStats Head::State::commit(const Transaction& transaction)
{
    storage::CommitStats result;
    const auto now = clock.now();
    const auto latest = now + options.futureWindow.count();
    const auto oldest = retentionCutoff(now);

    const std::lock_guard lock(mutex);
    auto histogram = transaction.histograms.begin();
    auto startTime = transaction.startTimes.begin();
    for (std::size_t i = 0; i < transaction.samples.size(); ++i) {
        const auto& [series, sample] = transaction.samples[i];
        const bool isHistogram = histogram != transaction.histograms.end() && histogram->first == i;
        const auto next = isHistogram ? histogram++ : histogram;
        const bool hasStart = startTime != transaction.startTimes.end() && startTime->first == i;
        const auto start = hasStart ? startTime++ : startTime;
        series->pins.fetch_sub(1, std::memory_order_release);
        if (sample.t > latest || sample.t <= oldest) {
            ++result.outOfBounds;
            continue;
        }
        const auto outcome = isHistogram ? series->append(model::HistogramSample{sample.t, next->second}, tally)
                                         : series->append(sample, tally);
        switch (outcome) {
        case AppendOutcome::Stored:
            ++result.stored;
            stats.minTime = stats.maxTime == 0 ? sample.t : std::min(stats.minTime, sample.t);
            stats.maxTime = std::max(stats.maxTime, sample.t);
            if (hasStart)
                series->setStartTime(start->second, tally);
            break;
        case AppendOutcome::SameAgain:
            break;
        case AppendOutcome::OutOfOrder:
            ++result.outOfOrder;
            break;
        case AppendOutcome::Duplicate:
            ++result.duplicates;
            break;
        }
        if (!series->indexed) {
            index.add(series->id(), series->labels());
            series->indexed = true;
            ++result.seriesAdded;
        }
    }
    stats.samplesAppended += result.stored;
    stats.samplesOutOfOrder += result.outOfOrder;
    stats.samplesDuplicate += result.duplicates;
    stats.samplesOutOfBounds += result.outOfBounds;
    ++stats.commits;
    return result;
}

Timestamp Head::State::retentionCutoff(Timestamp now) const
{
    return options.retention.count() > 0 ? now - options.retention.count() : kEarliest;
}

bool Head::State::maintenanceDue() const
{
    if (clock.monotonic().time_since_epoch().count() >= m_nextMaintenance.load(std::memory_order_relaxed))
        return true;
    const std::shared_lock lock(mutex);
    return options.retentionBytes != 0 && tally.bytes > options.retentionBytes;
}

void Head::State::maintain()
{
    const std::lock_guard one(m_maintenanceMutex);
    maintainLocked();
}

void Head::State::maintainIfDue()
{
    std::unique_lock one(m_maintenanceMutex, std::defer_lock);
    if (maintenanceDue() && one.try_lock())
        maintainLocked();
}

void Head::State::maintainLocked()
{
    m_nextMaintenance.store((clock.monotonic() + options.maintenanceInterval).time_since_epoch().count(),
                            std::memory_order_relaxed);
    const auto now = clock.now();
    dropUpTo(retentionCutoff(now), now - options.idleTime.count());
    if (options.retentionBytes != 0) {
        const auto cutoff = cutoffForBytes(options.retentionBytes);
        if (cutoff != kEarliest)
            dropUpTo(cutoff, kEarliest);
    }
    removeEmptySeries();
    if (rankingDue())
        rankSeries();
}

void Head::State::dropUpTo(Timestamp cutoff, Timestamp idleBefore)
{
    for (std::size_t page = 0;; ++page) {
        const std::lock_guard lock(mutex);
        if (page >= table.pageCount())
            return;
        table.forEachOfPage(page, [&](HeadSeries& series) {
            series.dropUpTo(cutoff, tally);
            if (series.hasOpenSamples() && series.maxTime() <= idleBefore)
                series.sealOpen(tally);
        });
    }
}

/// The time up to which samples must go so that nine tenths of `bytes` remain; kEarliest when all may stay.
Timestamp Head::State::cutoffForBytes(std::size_t bytes) const
{
    const std::shared_lock lock(mutex);
    if (tally.bytes <= bytes)
        return kEarliest;
    std::vector<std::pair<Timestamp, std::size_t>> runs; // last sample and size
    runs.reserve(tally.chunks + table.size());
    table.forEach([&](const HeadSeries& series) {
        for (const auto& chunk : series.chunks())
            runs.emplace_back(chunk.maxTime(), chunk.memoryBytes());
        if (const auto* side = series.side()) {
            for (const auto& chunk : side->histograms.chunks())
                runs.emplace_back(chunk.maxTime(), chunk.memoryBytes());
        }
        if (series.hasOpenSamples())
            runs.emplace_back(series.maxTime(), series.openBytes());
    });
    std::ranges::sort(runs);
    const auto goal = tally.bytes - bytes / 10 * 9;
    std::size_t freed = 0;
    for (const auto& [time, size] : runs) {
        freed += size;
        if (freed >= goal)
            return time;
    }
    return kEarliest;
}

void Head::State::removeEmptySeries()
{
    std::vector<SeriesId> candidates;
    {
        const std::shared_lock lock(mutex);
        table.forEach([&](const HeadSeries& series) {
            if (series.empty() && series.pins.load(std::memory_order_acquire) == 0)
                candidates.push_back(series.id());
        });
    }
    if (candidates.empty())
        return;

    const std::lock_guard lock(mutex);
    std::vector<LabelIndex::Entry> unlisted;
    std::vector<std::unique_ptr<HeadSeries>> removed; // the set and the index still look at their labels
    for (const auto id : candidates) {
        auto* series = table.find(id);
        if (series == nullptr || !series->empty() || series->pins.load(std::memory_order_acquire) != 0)
            continue;
        if (series->indexed)
            unlisted.push_back({id, series->labels()});
        m_byLabels.erase(series);
        removed.push_back(table.take(id));
    }
    index.remove(unlisted);
    stats.seriesRemoved += removed.size();
}

/// When more than one in kOldPerNew series is newer than the last ranking.
bool Head::State::rankingDue() const
{
    constexpr std::size_t kOldPerNew = 8;
    const std::shared_lock lock(mutex);
    return (stats.seriesCreated - m_createdAtRanking) * kOldPerNew > table.size();
}

/// Numbers the series by their label sets, so that queries sort numbers instead of label sets. Sorts without the lock
/// and writes the ranks page by page.
void Head::State::rankSeries()
{
    std::vector<std::pair<LabelSet, SeriesId>> all;
    {
        const std::lock_guard lock(mutex);
        isRanked = false;
        m_createdAtRanking = stats.seriesCreated;
        all.reserve(table.size());
        table.forEach([&](HeadSeries& series) {
            series.setRank(0);
            all.emplace_back(series.labels(), series.id());
        });
    }
    std::ranges::sort(all, [](const auto& a, const auto& b) { return a.first < b.first; });
    constexpr std::size_t kAtOnce = 4096;
    for (std::size_t first = 0; first < all.size(); first += kAtOnce) {
        const std::lock_guard lock(mutex);
        for (auto i = first; i < std::min(all.size(), first + kAtOnce); ++i) {
            if (auto* series = table.find(all[i].second); series != nullptr && series->labels() == all[i].first)
                series->setRank(static_cast<std::uint32_t>(i + 1));
        }
    }
    const std::lock_guard lock(mutex);
    isRanked = true;
}

/// Gives the living series the lowest ids, in their order. References given out before become invalid, which the
/// epoch tells; sources then come with labels once.
void Head::State::renumber()
{
    SeriesTable fresh;
    LabelIndex freshIndex;
    SeriesId id = 0;
    std::vector<SeriesId> old;
    old.reserve(table.size());
    table.forEach([&](const HeadSeries& series) { old.push_back(series.id()); });
    for (const auto oldId : old) {
        auto series = table.take(oldId);
        series->setId(++id);
        if (series->indexed)
            freshIndex.add(id, series->labels());
        fresh.add(std::move(series));
    }
    table = std::move(fresh);
    index = std::move(freshIndex);
    m_lastId = id;
    ++m_epoch;
}

} // namespace nocturne::tsdb
