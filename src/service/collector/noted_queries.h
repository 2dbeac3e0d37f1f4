// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/query/query_service.h"
#include "service/collector/topic_demand.h"

namespace nocturne::collector {

/// Hands queries on and notes what they ask for, so that streams send it. Both are borrowed.
class NotedQueries final : public query::QueryService
{
public:
    NotedQueries(query::QueryService& queries, TopicDemand& demand)
        : m_queries(queries)
        , m_demand(demand)
    {}

    void instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void range(query::RangeQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void labelNames(query::SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done) override;
    void labelValues(std::string label, query::SeriesQuery query, std::stop_token stop,
                     Done<std::vector<std::string>> done) override;
    void series(query::SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done) override;
    void metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done) override;
    void latest(query::SeriesQuery query, std::stop_token stop, Done<std::vector<query::LatestSample>> done) override;
    void exemplars(query::ExemplarQuery query, std::stop_token stop,
                   Done<std::vector<storage::SeriesExemplars>> done) override;

private:
    void note(const query::SeriesQuery& query);

    query::QueryService& m_queries;
    TopicDemand& m_demand;
};

} // namespace nocturne::collector
