// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/tsdb/head_state.h"

namespace nocturne::tsdb {

/// One transaction of a head: collects samples, hands them over in commit(). Private to this room.
class Head::HeadAppender final : public storage::Appender
{
public:
    explicit HeadAppender(State& state, CommitMode mode = CommitMode::Live)
        : m_state(state)
        , m_mode(mode)
    {}
    ~HeadAppender() override;

    Result<storage::SeriesRef> append(storage::SeriesRef hint, const model::LabelSet& labels,
                                      model::Sample sample) override;
    Result<storage::SeriesRef> appendHistogram(storage::SeriesRef hint, const model::LabelSet& labels,
                                               model::HistogramSample sample) override;
    void setStartTime(Timestamp start) override;
    Result<void> appendExemplar(storage::SeriesRef series, const model::Exemplar& exemplar) override;
    void describe(std::string_view metric, const model::Metadata& metadata) override;
    Result<storage::CommitStats> commit() override;
    void rollback() override;

private:
    void enter();

    State& m_state;
    const CommitMode m_mode;
    State::Transaction m_pending;
    std::optional<TransactionGate::Side> m_side; // of the gate, while a transaction is open
    std::size_t m_seriesRefused = 0;
};

} // namespace nocturne::tsdb
