// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head.h"

#include "engine/tsdb/head_appender.h"
#include "engine/tsdb/head_querier.h"
#include "engine/tsdb/head_state.h"

namespace nocturne::tsdb {

Head::Head(HeadOptions options, const Clock& clock)
    : m_state(std::make_unique<State>(options, clock))
{}

Head::~Head() = default;

std::unique_ptr<storage::Appender> Head::appender() { return std::make_unique<HeadAppender>(*m_state); }

Result<std::unique_ptr<storage::Querier>> Head::querier(Timestamp minTime, Timestamp maxTime) const
{
    return std::make_unique<HeadQuerier>(*m_state, minTime, maxTime);
}

Result<std::vector<storage::SeriesExemplars>> Head::exemplars(Timestamp start, Timestamp end,
                                                              std::span<const std::vector<model::Matcher>> selectors,
                                                              const std::stop_token& stop) const
{
    return m_state->exemplars.select(start, end, selectors, stop);
}

ExemplarStore& Head::exemplarStore() { return m_state->exemplars; }
const ExemplarStore& Head::exemplarStore() const { return m_state->exemplars; }

void Head::maintain(bool ranks) { m_state->maintain(ranks); }

void Head::setLog(WriteAheadLog* log)
{
    const std::scoped_lock lock(m_state->mutex, m_state->metadataMutex);
    m_state->log = log;
}

void Head::setListener(storage::CommitListener* listener)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->listener = listener;
}

std::unique_ptr<storage::Appender> Head::replayAppender()
{
    return std::make_unique<HeadAppender>(*m_state, CommitMode::Replay);
}

void Head::forEachContent(const std::function<void(const HeadContent&)>& visit) const
{
    m_state->forEachContent(visit);
}

void Head::dropSettled(const SettledSeries& settled) { m_state->dropSettled(settled); }

std::map<std::string, model::Metadata> Head::metadata() const
{
    const std::shared_lock lock(m_state->metadataMutex);
    return {m_state->metadata.begin(), m_state->metadata.end()};
}

HeadStats Head::stats() const
{
    const std::shared_lock lock(m_state->mutex);
    auto stats = m_state->stats;
    stats.series = m_state->table.size();
    stats.chunks = m_state->tally.chunks;
    stats.samples = m_state->tally.samples;
    stats.sampleBytes = m_state->tally.bytes;
    return stats;
}

} // namespace nocturne::tsdb
