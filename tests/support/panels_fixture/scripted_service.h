// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "engine/query/query_service.h"

namespace nocturne::tests {

/// A query service whose answers a test writes. Answers come at once on the caller's thread, or when release() is
/// called while `held` is set.
class ScriptedService : public query::QueryService
{
public:
    using RangeScript = std::function<Result<query::QueryResult>(const query::RangeQuery&)>;
    using InstantScript = std::function<Result<query::QueryResult>(const query::InstantQuery&)>;

    RangeScript onRange;
    InstantScript onInstant;
    std::vector<std::string> metrics;
    bool held = false;

    void release();
    std::vector<std::string> asked() const;
    std::size_t rangeCount() const;
    std::size_t waiting() const;

    void instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void range(query::RangeQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void labelNames(query::SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done) override;
    void labelValues(std::string label, query::SeriesQuery query, std::stop_token stop,
                     Done<std::vector<std::string>> done) override;
    void series(query::SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done) override;
    void metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done) override;

private:
    void answer(std::function<void()> job);

    mutable std::mutex m_mutex;
    std::vector<std::function<void()>> m_waiting;
    std::vector<std::string> m_asked;
    std::size_t m_ranges = 0;
};

/// A vector of one value without labels, at one time.
query::QueryResult vectorOf(std::vector<std::pair<model::LabelSet, double>> values, Timestamp time);

} // namespace nocturne::tests
