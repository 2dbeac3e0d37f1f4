// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "engine/tsdb/merged_cursor.h"
#include "engine/tsdb/store_state.h"

namespace nocturne::tsdb {

/// Reads a window of a store: its blocks and its head as one. Private to this room.
///
/// The head is looked at before the blocks: what moves from the one into the other meanwhile is then seen twice, which
/// merging takes care of, and never missed. A block whose index is damaged is left out.
class Store::StoreQuerier final : public storage::Querier
{
public:
    StoreQuerier(const State& state, Timestamp minTime, Timestamp maxTime)
        : m_state(state)
        , m_minTime(minTime)
        , m_maxTime(maxTime)
    {}

    Result<std::vector<std::unique_ptr<storage::SeriesCursor>>> select(const std::vector<model::Matcher>& matchers,
                                                                       const std::stop_token& stop) override;
    Result<std::optional<storage::RollUpCursors>> selectRollUps(const std::vector<model::Matcher>& matchers,
                                                                std::chrono::milliseconds resolution,
                                                                const std::stop_token& stop) override;
    Result<std::vector<std::string>> labelNames(const std::vector<model::Matcher>& matchers) override;
    Result<std::vector<std::string>> labelValues(const std::string& name,
                                                 const std::vector<model::Matcher>& matchers) override;
    Result<std::vector<model::LabelSet>> series(const std::vector<model::Matcher>& matchers) override;
    Result<std::map<std::string, model::Metadata>> metadata(const std::string& metric) override;

private:
    std::unique_ptr<storage::Querier> headQuerier() const;
    Result<Timestamp> oldestInHead(const std::vector<model::Matcher>& matchers, Timestamp until,
                                   const std::stop_token& stop) const;
    /// In place of samples that are gone, where roll-ups are left.
    Result<std::vector<Cursors>> selectDropped(const std::vector<model::Matcher>& matchers, const BlockList& samples,
                                               const std::stop_token& stop) const;
    /// Calls `visit(const BlockIndex&)` for each block that overlaps the window, of roll-ups where samples are gone.
    template <typename Visit>
    void forEachIndex(Visit visit) const;
    /// Calls `visit(const model::LabelSet&)` for each series of blocks that `matchers` select.
    template <typename Visit>
    Result<void> forEachLabels(const std::vector<model::Matcher>& matchers, Visit visit) const;

    const State& m_state;
    const Timestamp m_minTime;
    const Timestamp m_maxTime;
};

} // namespace nocturne::tsdb
