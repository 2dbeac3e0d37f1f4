// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/noted_queries.h"

#include <utility>

namespace nocturne::collector {

void NotedQueries::instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    m_demand.noteQuery(query.expression);
    m_queries.instant(std::move(query), std::move(stop), std::move(done));
}

void NotedQueries::range(query::RangeQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    m_demand.noteQuery(query.expression);
    m_queries.range(std::move(query), std::move(stop), std::move(done));
}

void NotedQueries::labelNames(query::SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done)
{
    note(query);
    m_queries.labelNames(std::move(query), std::move(stop), std::move(done));
}

void NotedQueries::labelValues(std::string label, query::SeriesQuery query, std::stop_token stop,
                               Done<std::vector<std::string>> done)
{
    note(query);
    m_queries.labelValues(std::move(label), std::move(query), std::move(stop), std::move(done));
}

void NotedQueries::series(query::SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done)
{
    note(query);
    m_queries.series(std::move(query), std::move(stop), std::move(done));
}

void NotedQueries::metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done)
{
    m_queries.metadata(std::move(metric), std::move(stop), std::move(done));
}

void NotedQueries::latest(query::SeriesQuery query, std::stop_token stop, Done<std::vector<query::LatestSample>> done)
{
    note(query);
    m_queries.latest(std::move(query), std::move(stop), std::move(done));
}

void NotedQueries::exemplars(query::ExemplarQuery query, std::stop_token stop,
                             Done<std::vector<storage::SeriesExemplars>> done)
{
    m_queries.exemplars(std::move(query), std::move(stop), std::move(done));
}

void NotedQueries::note(const query::SeriesQuery& query)
{
    for (const auto& selector : query.selectors)
        m_demand.noteQuery(selector);
}

} // namespace nocturne::collector
