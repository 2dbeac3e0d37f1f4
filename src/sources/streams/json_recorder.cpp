// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/json_recorder.h"

#include <algorithm>
#include <utility>

namespace nocturne::streams {

namespace {

/// How long after its last sample a series ends at most, so that whatever comes after a reconnection is newer.
constexpr Timestamp kGapAfter = 1000;
/// What is stamped further ahead must not keep out what comes after it.
constexpr Timestamp kAhead = 600'000;

} // namespace

JsonRecorder::JsonRecorder(storage::Appendable& store, const Clock& clock, model::LabelSet labels,
                           const std::vector<mapping::SampleMapping>& rules, std::size_t seriesLimit)
    : m_store(store)
    , m_clock(clock)
    , m_labels(std::move(labels))
    , m_rules(rules)
    , m_seriesLimit(seriesLimit)
    , m_series(rules.size())
{}

bool JsonRecorder::take(const std::vector<mapping::MappedSample>& samples, Timestamp arrival)
{
    for (const auto& sample : samples) {
        auto* series = seriesOf(sample);
        if (series == nullptr) {
            ++m_stats.overLimit;
            continue;
        }
        series->total += sample.value;
        // Of the arrival we may say what keeps the order: within one millisecond, the next one.
        const auto time = sample.time.value_or(std::max(arrival, series->floor + 1));
        if (time > arrival + kAhead) {
            ++m_stats.late;
            continue;
        }
        const bool counts = m_rules[sample.rule].counts;
        add(*series, time, counts ? series->total : sample.value, counts);
    }
    return m_pending.size() >= kBatch;
}

JsonRecorder::Series* JsonRecorder::seriesOf(const mapping::MappedSample& sample)
{
    auto& known = m_series[sample.rule];
    if (const auto found = known.find(sample.labels); found != known.end())
        return &found->second;
    if (m_seriesCount == m_seriesLimit)
        return nullptr;
    ++m_seriesCount;
    const auto& rule = m_rules[sample.rule];
    model::LabelSetBuilder labels(m_labels);
    labels.set(model::kMetricName, rule.name);
    for (const auto& [name, value] : mapping::labelsOf(rule, sample))
        labels.set(name, value);
    auto& series = known[sample.labels];
    series.labels = labels.build();
    return &series;
}

void JsonRecorder::add(Series& series, Timestamp time, double value, bool counts)
{
    if (time <= series.floor) {
        ++m_stats.late;
        return;
    }
    const bool isAgain = series.pending != kNone && m_pending[series.pending].time == time;
    if (isAgain) {
        m_pending[series.pending].value = value;
        m_stats.replaced += counts ? 0 : 1; // a total holds those before it
        return;
    }
    series.pending = m_pending.size();
    series.isLive = true;
    m_pending.push_back({&series, time, value});
}

Result<void> JsonRecorder::flush()
{
    if (m_pending.empty())
        return {};
    const auto appender = m_store.appender();
    describe(*appender);
    for (auto& [series, time, value] : m_pending) {
        series->pending = kNone;
        const auto ref = appender->append(series->ref, series->labels, {time, value});
        if (!ref)
            continue; // the store is full; it counts that itself
        series->ref = *ref;
        series->floor = std::max(series->floor, time);
    }
    m_pending.clear();
    const auto stored = appender->commit();
    if (!stored)
        return tl::unexpected(stored.error());
    m_stats.samples += stored->stored;
    m_stats.seriesAdded += stored->seriesAdded;
    m_stats.late += stored->outOfOrder + stored->duplicates + stored->outOfBounds;
    return {};
}

Result<void> JsonRecorder::markGap()
{
    auto flushed = flush();
    const auto appender = m_store.appender();
    bool hasMarked = false;
    for (auto& rule : m_series) {
        for (auto& [key, series] : rule) {
            if (!std::exchange(series.isLive, false) || series.ref == 0)
                continue;
            const auto time = std::max(series.floor + 1, std::min(m_clock.now(), series.floor + kGapAfter));
            if (appender->append(series.ref, series.labels, {time, model::kStaleMarker})) {
                series.floor = time;
                hasMarked = true;
            }
        }
    }
    m_stats.gaps += hasMarked ? 1 : 0;
    const auto stored = appender->commit();
    return stored ? flushed : tl::unexpected(stored.error());
}

void JsonRecorder::describe(storage::Appender& appender)
{
    if (std::exchange(m_described, true))
        return;
    for (const auto& rule : m_rules)
        appender.describe(rule.name, {rule.type, rule.help, rule.unit});
}

} // namespace nocturne::streams
