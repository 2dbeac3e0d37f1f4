// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/head_appender.h"

#include <utility>

namespace nocturne::tsdb {

using storage::SeriesRef;

namespace {

constexpr std::size_t kFirstCapacity = 512; // samples of a scrape

} // namespace

Head::HeadAppender::~HeadAppender() { rollback(); }

void Head::HeadAppender::enter()
{
    if (m_side)
        return;
    m_side = m_state.gate.enter();
    m_pending.samples.reserve(kFirstCapacity);
}

Result<SeriesRef> Head::HeadAppender::append(SeriesRef hint, const model::LabelSet& labels, model::Sample sample)
{
    enter();
    if (!m_state.isLive(hint)) {
        const auto resolved = m_state.resolve(hint, labels);
        if (!resolved) {
            m_seriesRefused += resolved.error().kind == Error::Kind::LimitExceeded ? 1 : 0;
            return tl::unexpected(resolved.error());
        }
        hint = *resolved;
    }
    m_pending.samples.push_back({hint, sample});
    return hint;
}

Result<SeriesRef> Head::HeadAppender::appendHistogram(SeriesRef hint, const model::LabelSet& labels,
                                                      model::HistogramSample sample)
{
    if (sample.histogram->isStale())
        return append(hint, labels, {sample.t, model::kStaleMarker});
    if (auto checked = sample.histogram->validate(); !checked)
        return tl::unexpected(std::move(checked).error());
    auto ref = append(hint, labels, {sample.t, 0});
    if (ref)
        m_pending.histograms.emplace_back(m_pending.samples.size() - 1, std::move(sample.histogram));
    return ref;
}

void Head::HeadAppender::setStartTime(Timestamp start)
{
    if (!m_pending.samples.empty())
        m_pending.startTimes.emplace_back(m_pending.samples.size() - 1, start);
}

Result<void> Head::HeadAppender::appendExemplar(SeriesRef series, const model::Exemplar& exemplar)
{
    enter();
    if (!m_state.isLive(series)) {
        const auto resolved = m_state.resolve(series, model::LabelSet());
        if (!resolved)
            return fail(Error::Kind::InvalidInput, "an exemplar needs a valid series reference");
        series = *resolved;
    }
    m_pending.exemplars.push_back({series, exemplar});
    return {};
}

void Head::HeadAppender::describe(std::string_view metric, const model::Metadata& metadata)
{
    {
        const std::shared_lock lock(m_state.metadataMutex);
        const auto known = m_state.metadata.find(metric);
        if (known != m_state.metadata.end() && known->second == metadata)
            return;
        if (known == m_state.metadata.end() && m_state.metadata.size() >= m_state.options.maxMetricFamilies)
            return;
    }
    const std::lock_guard lock(m_state.metadataMutex);
    m_state.metadata.insert_or_assign(std::string(metric), metadata);
    if (m_mode == CommitMode::Live) {
        if (WriteAheadLog::Batch batch(m_state.log); batch.isOpen())
            batch.record().metadata(metric, metadata);
    }
}

Result<storage::CommitStats> Head::HeadAppender::commit()
{
    auto stats = m_state.commit(m_pending, m_mode);
    stats.seriesRefused = m_seriesRefused;
    rollback(); // of nothing: all is stored
    if (m_mode == CommitMode::Live)
        m_state.relieveLog();
    m_state.maintainIfDue();
    return stats;
}

void Head::HeadAppender::rollback()
{
    if (m_side)
        m_state.gate.leave(*std::exchange(m_side, std::nullopt));
    m_pending.clear();
    m_seriesRefused = 0;
}

} // namespace nocturne::tsdb
