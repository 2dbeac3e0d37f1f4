// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head_state.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/histogram_codec.h"
#include "engine/tsdb/settled_series.h"

namespace nocturne::tsdb {

using model::LabelSet;
using storage::SeriesRef;

namespace {

constexpr Timestamp kEarliest = std::numeric_limits<Timestamp>::min();
constexpr float kLoadFactor = 0.8F; // memory before speed: one lookup a series and process life, then references

Timestamp ageCutoff(Timestamp now, std::chrono::milliseconds age)
{
    return age.count() > 0 ? now - age.count() : kEarliest;
}

} // namespace

SeriesRef Head::State::refOf(const HeadSeries& series) const
{
    return (SeriesRef{m_epoch.load(std::memory_order_relaxed)} << kEpochShift) | series.id();
}

HeadSeries* Head::State::findByRef(SeriesRef ref) const
{
    return ref >> kEpochShift == m_epoch.load(std::memory_order_relaxed) ? table.find(static_cast<SeriesId>(ref))
                                                                         : nullptr;
}

HeadSeries* Head::State::findByLabels(const LabelSet& labels) const
{
    const auto found = m_byLabels.find(labels);
    return found == m_byLabels.end() ? nullptr : *found;
}

/// The series of a sample that waits for its commit; its reference may be older than the numbering.
HeadSeries* Head::State::findPending(SeriesRef ref) const
{
    if (ref >> kEpochShift == m_epoch.load(std::memory_order_relaxed))
        return table.find(static_cast<SeriesId>(ref));
    const auto found = m_renumbered.find(ref);
    return found == m_renumbered.end() ? nullptr : table.find(found->second);
}

/// Takes back that a series is condemned, if it is.
SeriesRef Head::State::revive(const HeadSeries& series)
{
    live.add(series.id());
    return refOf(series);
}

Result<SeriesRef> Head::State::resolve(SeriesRef hint, const LabelSet& labels)
{
    const auto find = [&] {
        auto* series = findByRef(hint);
        return series == nullptr && !labels.empty() ? findByLabels(labels) : series;
    };
    {
        const std::shared_lock lock(mutex);
        if (const auto* series = find(); series != nullptr && live.has(series->id()))
            return refOf(*series);
    }
    const std::lock_guard lock(mutex);
    if (const auto* series = find()) // another thread was faster, or it is condemned
        return revive(*series);
    if (labels.empty())
        return fail(Error::Kind::InvalidInput, "a sample needs labels or a valid series reference");
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
    return revive(series);
}

namespace {

/// Names the series to the log's file once.
void name(WriteAheadLog::Batch& batch, HeadSeries& series)
{
    if (series.loggedIn == batch.file())
        return;
    batch.record().series(series.id(), series.labels());
    series.loggedIn = batch.file();
}

/// Logs what was stored: a histogram in place of the sample's value where there is one.
void record(WriteAheadLog::Batch& batch, HeadSeries& series, const model::Sample& sample,
            const model::HistogramPtr& histogram, std::optional<Timestamp> start)
{
    name(batch, series);
    auto& record = batch.record();
    if (start) { // before its sample, which it belongs to
        const model::Sample entry{sample.t, static_cast<double>(*start)};
        record.chunk(series.id(), ChunkKind::StartTimes, encodeChunk({&entry, 1}));
    }
    if (histogram) {
        const model::HistogramSample entry{sample.t, histogram};
        record.chunk(series.id(), ChunkKind::Histogram, encodeHistogramChunk({&entry, 1}));
    } else {
        record.sample(series.id(), sample);
    }
}

} // namespace

/// Asks the processor for what the samples behind number `i` will touch.
void Head::State::prefetchAhead(std::span<const Pending> samples, std::size_t i) const
{
    constexpr std::size_t kFar = 24;
    constexpr std::size_t kNear = 10;
    if (i + kFar < samples.size())
        __builtin_prefetch(findByRef(samples[i + kFar].ref), 1);
    if (i + kNear < samples.size()) {
        if (const auto* series = findByRef(samples[i + kNear].ref))
            series->prefetchOpen();
    }
}

storage::CommitStats Head::State::commit(const Transaction& transaction, CommitMode mode)
{
    storage::CommitStats result;
    const auto now = clock.now();
    const bool isNew = mode == CommitMode::Live;
    const auto latest = isNew ? now + options.futureWindow.count() : std::numeric_limits<Timestamp>::max();
    const auto oldest = isNew ? std::max(retentionCutoff(now), ageCutoff(now, options.acceptedAge)) : kEarliest;
    const auto lateWindow = options.lateWindow.count();
    const auto fedAt = secondsRun();

    const std::lock_guard lock(mutex);
    WriteAheadLog::Batch batch(isNew ? log : nullptr);
    std::vector<storage::StoredSample> told;
    const bool tells = isNew && listener != nullptr;
    auto histogram = transaction.histograms.begin();
    auto startTime = transaction.startTimes.begin();
    const std::span samples(transaction.samples);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        prefetchAhead(samples, i);
        const auto& sample = samples[i].sample;
        auto* const series = findPending(samples[i].ref);
        const bool isHistogram = histogram != transaction.histograms.end() && histogram->first == i;
        const auto next = isHistogram ? histogram++ : histogram;
        const bool hasStart = startTime != transaction.startTimes.end() && startTime->first == i;
        const auto start = hasStart ? startTime++ : startTime;
        if (series == nullptr || sample.t > latest || sample.t <= oldest) {
            ++result.outOfBounds;
            result.histogramsDropped += isHistogram ? 1 : 0;
            continue;
        }
        const auto outcome = isHistogram
                                 ? series->append(model::HistogramSample{sample.t, next->second}, lateWindow, tally)
                                 : series->append(sample, lateWindow, tally);
        switch (outcome) {
        case AppendOutcome::Stored: {
            ++result.stored;
            series->fedAt = fedAt;
            stats.minTime = stats.maxTime == 0 ? sample.t : std::min(stats.minTime, sample.t);
            stats.maxTime = std::max(stats.maxTime, sample.t);
            const bool startKnown = hasStart && series->maxTime() == sample.t; // late samples have none
            if (startKnown)
                series->setStartTime(start->second, tally);
            if (batch.isOpen())
                record(batch, *series, sample, isHistogram ? next->second : nullptr,
                       startKnown ? std::optional(start->second) : std::nullopt);
            if (tells) {
                told.push_back({refOf(*series), &series->labels(), sample, isHistogram ? next->second : nullptr,
                                startKnown ? std::optional(start->second) : std::nullopt});
            }
            break;
        }
        case AppendOutcome::SameAgain:
            break;
        case AppendOutcome::OutOfOrder:
            ++result.outOfOrder;
            result.histogramsDropped += isHistogram ? 1 : 0;
            break;
        case AppendOutcome::Duplicate:
            ++result.duplicates;
            result.histogramsDropped += isHistogram ? 1 : 0;
            break;
        }
        if (!series->indexed) {
            index.add(series->id(), series->labels());
            series->indexed = true;
            ++result.seriesAdded;
        }
    }
    const auto exemplarsTold = commitExemplars(transaction, latest, batch, result);
    if (tells && !(told.empty() && exemplarsTold.empty()))
        listener->onCommit(told, exemplarsTold);
    stats.samplesAppended += result.stored;
    stats.samplesOutOfOrder += result.outOfOrder;
    stats.samplesDuplicate += result.duplicates;
    stats.samplesOutOfBounds += result.outOfBounds;
    ++stats.commits;
    return result;
}

/// Those that were stored.
std::vector<storage::StoredExemplar> Head::State::commitExemplars(const Transaction& transaction, Timestamp latest,
                                                                  WriteAheadLog::Batch& batch,
                                                                  storage::CommitStats& result)
{
    std::vector<storage::StoredExemplar> stored;
    for (const auto& [ref, exemplar] : transaction.exemplars) {
        auto* const series = findPending(ref);
        if (series == nullptr) {
            ++result.exemplarsRefused;
            continue;
        }
        // One from the far future would keep out all that follow.
        const auto outcome = exemplar.t > latest ? ExemplarOutcome::Refused : exemplars.add(series->labels(), exemplar);
        switch (outcome) {
        case ExemplarOutcome::Stored:
            ++result.exemplarsStored;
            stored.push_back({refOf(*series), &exemplar});
            if (batch.isOpen()) {
                name(batch, *series);
                batch.record().exemplar(series->id(), exemplar);
            }
            break;
        case ExemplarOutcome::Duplicate:
            ++result.exemplarsDuplicate;
            break;
        case ExemplarOutcome::OutOfOrder:
            ++result.exemplarsOutOfOrder;
            break;
        case ExemplarOutcome::Refused:
            ++result.exemplarsRefused;
            break;
        case ExemplarOutcome::Disabled:
            break;
        }
    }
    return stored;
}

Timestamp Head::State::retentionCutoff(Timestamp now) const { return ageCutoff(now, options.retention); }

std::uint32_t Head::State::secondsRun() const
{
    const auto run = std::chrono::duration_cast<std::chrono::seconds>(clock.monotonic() - m_begin).count();
    return static_cast<std::uint32_t>(std::max<std::chrono::seconds::rep>(run, 0));
}

/// Series that were fed last up to this second are idle; nothing while none can be. What is fed is told apart by when
/// it came, so that history, however old, has its late window too.
std::optional<std::uint32_t> Head::State::idleBefore() const
{
    const auto idle = std::chrono::ceil<std::chrono::seconds>(options.idleTime).count();
    const auto run = secondsRun();
    return run >= idle ? std::optional(run - static_cast<std::uint32_t>(idle)) : std::nullopt;
}

bool Head::State::maintenanceDue() const
{
    if (clock.monotonic().time_since_epoch().count() >= m_nextMaintenance.load(std::memory_order_relaxed))
        return true;
    const std::shared_lock lock(mutex);
    return options.retentionBytes != 0 && tally.bytes > options.retentionBytes;
}

/// Keeps what waits to be written small, also where samples come faster than the log is written by the clock.
void Head::State::relieveLog()
{
    WriteAheadLog* current = nullptr;
    {
        const std::shared_lock lock(mutex);
        current = log;
    }
    if (current != nullptr)
        current->relieve();
}

void Head::State::maintain(bool ranks)
{
    const std::lock_guard one(m_maintenanceMutex);
    maintainLocked(ranks);
}

void Head::State::maintainIfDue()
{
    std::unique_lock one(m_maintenanceMutex, std::defer_lock);
    if (maintenanceDue() && one.try_lock())
        maintainLocked(true);
}

void Head::State::maintainLocked(bool ranks)
{
    m_nextMaintenance.store((clock.monotonic() + options.maintenanceInterval).time_since_epoch().count(),
                            std::memory_order_relaxed);
    dropUpTo(retentionCutoff(clock.now()), idleBefore());
    if (options.retentionBytes != 0) {
        const auto cutoff = cutoffForBytes(options.retentionBytes);
        if (cutoff != kEarliest)
            dropUpTo(cutoff, std::nullopt);
    }
    removeEmptySeries();
    if (ranks && rankingDue())
        rankSeries();
}

void Head::State::dropUpTo(Timestamp cutoff, std::optional<std::uint32_t> idleBefore)
{
    for (std::size_t page = 0;; ++page) {
        const std::lock_guard lock(mutex);
        if (page >= table.pageCount())
            return;
        table.forEachOfPage(page, [&](HeadSeries& series) {
            if (cutoff != kEarliest) // else no chunk needs to be looked at
                series.dropUpTo(cutoff, tally);
            if (idleBefore && series.fedAt <= *idleBefore && series.hasOpenSamples())
                series.sealOpen(tally);
        });
    }
}

void Head::State::forEachContent(const std::function<void(const HeadContent&)>& visit) const
{
    const auto idle = idleBefore();
    std::vector<HeadContent> contents;
    for (std::size_t page = 0;; ++page) {
        contents.clear();
        {
            const std::shared_lock lock(mutex);
            if (page >= table.pageCount())
                return;
            table.forEachOfPage(page, [&](const HeadSeries& series) {
                if (series.empty())
                    return;
                const bool isIdle = idle && series.fedAt <= *idle;
                const auto cutoff = isIdle ? series.maxTime() : series.maxTime() - options.lateWindow.count();
                auto& content = contents.emplace_back(HeadContent{refOf(series), series.labels(), {}, {}});
                series.split(cutoff, content.settled, content.rest);
            });
        }
        for (const auto& content : contents)
            visit(content);
    }
}

void Head::State::dropSettled(const SettledSeries& settled)
{
    constexpr std::size_t kAtOnce = 1024; // under one lock
    const auto entries = settled.entries();
    SeriesChunks chunks;
    for (std::size_t start = 0; start < entries.size(); start += kAtOnce) {
        const std::lock_guard lock(mutex);
        for (const auto& entry : entries.subspan(start, std::min(kAtOnce, entries.size() - start))) {
            settled.read(entry, chunks);
            if (auto* series = findByRef(entry.ref))
                series->dropSame(chunks, tally);
        }
    }
    const std::lock_guard one(m_maintenanceMutex);
    removeEmptySeries();
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

/// Series that are empty go, at the next call where open transactions may still fill them.
void Head::State::removeEmptySeries()
{
    if (!removeCondemned())
        return;
    condemnEmpty();
    removeCondemned();
}

void Head::State::condemnEmpty()
{
    std::vector<SeriesId> candidates;
    {
        const std::shared_lock lock(mutex);
        table.forEach([&](const HeadSeries& series) {
            if (series.empty())
                candidates.push_back(series.id());
        });
    }
    const std::lock_guard lock(mutex);
    if (candidates.empty() || !m_condemned.empty() || !gate.isQuiet())
        return;
    for (const auto id : candidates) {
        const auto* series = table.find(id);
        if (series == nullptr || !series->empty())
            continue;
        live.remove(id);
        m_condemned.push_back(id);
    }
    gate.turn();
}

/// Removes those that are still condemned and still empty, piece by piece. False while transactions that were open
/// when they were condemned may still fill them.
bool Head::State::removeCondemned()
{
    constexpr std::size_t kAtOnce = 4096; // under one lock, though each time the lists of the index are gone through
    for (;;) {
        const std::lock_guard lock(mutex);
        if (m_condemned.empty())
            return true;
        if (!gate.isQuiet())
            return false;
        const auto kept = m_condemned.size() - std::min(kAtOnce, m_condemned.size());
        removeIfEmpty(std::span(m_condemned).subspan(kept));
        m_condemned.resize(kept);
    }
}

/// Under the lock.
void Head::State::removeIfEmpty(std::span<const SeriesId> condemned)
{
    std::vector<LabelIndex::Entry> unlisted;
    std::vector<std::unique_ptr<HeadSeries>> removed; // the set and the index still look at their labels
    for (const auto id : condemned) {
        auto* series = table.find(id);
        if (series == nullptr || live.has(id))
            continue;
        if (!series->empty()) {
            live.add(id);
            continue;
        }
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

/// Numbers the series by their label sets, so that queries sort numbers instead of label sets. Sorts without the lock,
/// and reads labels and writes ranks piece by piece.
void Head::State::rankSeries()
{
    std::vector<std::pair<LabelSet, SeriesId>> all;
    {
        const std::lock_guard lock(mutex);
        isRanked = false;
        m_createdAtRanking = stats.seriesCreated;
        all.reserve(table.size());
    }
    for (std::size_t page = 0;; ++page) {
        const std::lock_guard lock(mutex);
        if (page >= table.pageCount())
            break;
        table.forEachOfPage(page, [&](HeadSeries& series) {
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
/// epoch tells; sources then come with labels once. Samples that wait for their commit still find their series.
void Head::State::renumber()
{
    SeriesTable fresh;
    LabelIndex freshIndex;
    SeriesId id = 0;
    std::vector<SeriesId> old;
    old.reserve(table.size());
    table.forEach([&](const HeadSeries& series) { old.push_back(series.id()); });
    std::unordered_map<SeriesId, SeriesId> moved;
    std::unordered_map<SeriesRef, SeriesId> renumbered;
    live.clear();
    for (const auto oldId : old) {
        auto series = table.take(oldId);
        moved[oldId] = ++id;
        renumbered[refOf(*series)] = id;
        series->setId(id);
        if (series->indexed)
            freshIndex.add(id, series->labels());
        live.add(id);
        fresh.add(std::move(series));
    }
    for (const auto& [ref, known] : m_renumbered) {
        if (const auto now = moved.find(known); now != moved.end())
            renumbered.emplace(ref, now->second);
    }
    m_renumbered = std::move(renumbered);
    m_condemned.clear();
    table = std::move(fresh);
    index = std::move(freshIndex);
    m_lastId = id;
    ++m_epoch;
}

} // namespace nocturne::tsdb
