// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <shared_mutex>
#include <utility>

#include "engine/query/query_service.h"

namespace nocturne::query {

/// Hands each query to the data source that it names, so that one dashboard may mix the local store and remote engines.
///
/// May be used from any thread. Metadata, newest samples and exemplars are those of the local store. A query that names
/// a source that is not there fails with NotFound and the names that are.
class SourceRouter final : public QueryService
{
public:
    using Sources = std::vector<std::pair<std::string, QueryService*>>;

    /// `local` answers queries that name no source, and outlives the router.
    explicit SourceRouter(QueryService& local)
        : m_local(local)
    {}

    /// From now on these are the others. Once this returns nobody calls those of before any more; they call nobody from
    /// within the calls of a query.
    void setSources(Sources sources);

    std::vector<std::string> sources() const override;
    void instant(InstantQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void range(RangeQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void labelNames(SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done) override;
    void labelValues(std::string label, SeriesQuery query, std::stop_token stop,
                     Done<std::vector<std::string>> done) override;
    void series(SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done) override;
    void metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done) override;
    void latest(SeriesQuery query, std::stop_token stop, Done<std::vector<LatestSample>> done) override;
    void exemplars(ExemplarQuery query, std::stop_token stop,
                   Done<std::vector<storage::SeriesExemplars>> done) override;

private:
    /// Calls `ask` with the service of that name, or says to `done` that there is none.
    template <typename T, typename Ask>
    void route(const std::string& source, const Done<T>& done, Ask ask);

    QueryService& m_local;
    mutable std::shared_mutex m_mutex;
    Sources m_sources;
};

} // namespace nocturne::query
