// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/store.h"

#include <utility>

#include "engine/tsdb/store_querier.h"
#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

Store::Store(std::unique_ptr<State> state)
    : m_state(std::move(state))
{}

Result<std::unique_ptr<Store>> Store::open(StoreOptions options, const Clock& clock, Logger& log, IoLayer& io)
{
    auto state = std::make_unique<State>(std::move(options), clock, log, io);
    if (const auto opened = state->open(); !opened)
        return tl::unexpected(opened.error());
    if (state->options.threads && !state->options.readOnly)
        state->startThreads();
    return std::unique_ptr<Store>(new Store(std::move(state))); // NOLINT: private constructor
}

Store::~Store() { close(); }

void Store::close()
{
    m_state->stopThreads();
    if (m_state->options.readOnly || std::exchange(m_state->abandoned, true))
        return;
    (void)flush();
    if (!m_state->ensureFolder())
        return;
    m_state->persistAtEnd();
    m_state->guard.end();
}

void Store::abandon()
{
    m_state->stopThreads();
    m_state->abandoned = true;
}

std::unique_ptr<storage::Appender> Store::appender() { return m_state->head.appender(); }

Result<std::unique_ptr<storage::Querier>> Store::querier(Timestamp minTime, Timestamp maxTime) const
{
    return std::make_unique<StoreQuerier>(*m_state, minTime, maxTime);
}

Result<std::vector<storage::SeriesExemplars>> Store::exemplars(Timestamp start, Timestamp end,
                                                               std::span<const std::vector<model::Matcher>> selectors,
                                                               const std::stop_token& stop) const
{
    return m_state->head.exemplars(start, end, selectors, stop);
}

Result<void> Store::flush()
{
    return m_state->write().and_then([this] { return m_state->sync(); }).and_then([this]() -> Result<void> {
        if (m_state->log.hasHole())
            return fail(Error::Kind::Unavailable, "new samples are in memory alone until a checkpoint can be written");
        return {};
    });
}

Result<void> Store::write() { return m_state->write(); }
void Store::keep() { m_state->keep(); }
Result<void> Store::persist() { return m_state->persist(); }
void Store::setListener(storage::CommitListener* listener) { m_state->head.setListener(listener); }

StoreHealth Store::health() const { return m_state->health(); }
StoreStats Store::stats() const { return m_state->stats(); }
HeadStats Store::headStats() const { return m_state->head.stats(); }
ExemplarStats Store::exemplarStats() const { return m_state->head.exemplarStore().stats(); }
BlockSet::Snapshot Store::blocks() const { return m_state->blocks.blocks(); }

} // namespace nocturne::tsdb
