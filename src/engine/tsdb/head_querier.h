// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "engine/tsdb/head_state.h"

namespace nocturne::tsdb {

/// Reads a window of a head. Private to this room.
class Head::HeadQuerier final : public storage::Querier
{
public:
    HeadQuerier(const State& state, Timestamp minTime, Timestamp maxTime)
        : m_state(state)
        , m_minTime(minTime)
        , m_maxTime(maxTime)
    {}

    Result<std::vector<std::unique_ptr<storage::SeriesCursor>>> select(const std::vector<model::Matcher>& matchers,
                                                                       const std::stop_token& stop) override;
    Result<std::vector<std::string>> labelNames(const std::vector<model::Matcher>& matchers) override;
    Result<std::vector<std::string>> labelValues(const std::string& name,
                                                 const std::vector<model::Matcher>& matchers) override;
    Result<std::vector<model::LabelSet>> series(const std::vector<model::Matcher>& matchers) override;
    Result<std::map<std::string, model::Metadata>> metadata(const std::string& metric) override;

private:
    /// Calls `visit(const HeadSeries&)` under the lock for each series that matches and overlaps the window.
    template <typename Visit>
    Result<void> forEach(const std::vector<model::Matcher>& matchers, const std::stop_token& stop, Visit visit) const;

    const State& m_state;
    const Timestamp m_minTime;
    const Timestamp m_maxTime;
};

} // namespace nocturne::tsdb
