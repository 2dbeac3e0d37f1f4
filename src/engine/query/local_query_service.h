// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/core/limits.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/features.h"
#include "engine/query/query_scheduler.h"
#include "engine/query/query_service.h"
#include "engine/storage/queryable.h"

namespace nocturne::query {

struct LocalQueryOptions
{
    std::chrono::milliseconds timeLimit = Limits{}.queryTime;
    std::size_t maxSamples = Limits{}.querySamples;
    std::size_t maxSeries = Limits{}.querySeries;
    std::size_t maxSteps = Limits{}.queryPoints;
    std::size_t maxTextBytes = Limits{}.queryTextBytes;
    std::size_t maxQueued = 1000; ///< queries waiting for a worker; further ones fail with Unavailable
    std::chrono::milliseconds lookbackDelta{std::chrono::minutes(5)};
    std::chrono::milliseconds subqueryStep{std::chrono::minutes(1)};
    promql::Features features; ///< parts of PromQL that are off by default

    static LocalQueryOptions from(const Limits& limits);
    bool operator==(const LocalQueryOptions&) const = default;
};

/// Answers queries from a store of this process: parses and evaluates PromQL on the worker pool.
///
/// Calls may come from any thread; `done` runs on a worker or, for queries that never ran, on a thread of the service.
/// Fails with InvalidInput and a position for an expression that does not parse, with LimitExceeded, Timeout,
/// Cancelled, with Unavailable when too many wait. In a SeriesQuery a window of 0 to 0 is all of time.
/// Store, pool and clock must outlive the service, whose destructor cancels everything and waits for what runs.
class LocalQueryService final : public QueryService
{
public:
    LocalQueryService(const storage::Queryable& store, WorkerPool& pool, const Clock& clock,
                      LocalQueryOptions options = {});
    ~LocalQueryService() override;

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

    SchedulerStats stats() const { return m_scheduler.stats(); }

private:
    using Ticket = QueryScheduler::Ticket;
    using Matchers = std::vector<model::Matcher>;

    template <typename T>
    void submit(std::optional<std::chrono::milliseconds> timeout, const std::stop_token& stop, Done<T> done,
                std::function<Result<T>(const Ticket&)> compute);
    template <typename T>
    Result<std::vector<T>>
    overSelectors(const SeriesQuery& query, const Ticket& ticket,
                  const std::function<Result<std::vector<T>>(storage::Querier&, const Matchers&)>& ask) const;
    Result<std::vector<Matchers>> matchersOf(const SeriesQuery& query) const;
    Result<std::unique_ptr<storage::Querier>> querierFor(const SeriesQuery& query) const;
    Result<std::vector<LatestSample>> readLatest(const SeriesQuery& query, const Ticket& ticket) const;
    Result<promql::ExprPtr> parsed(const std::string& expression) const;
    Result<ResultPtr> evaluate(const std::string& expression, promql::EvalOptions options, const Ticket& ticket) const;

    const storage::Queryable& m_store;
    WorkerPool& m_pool;
    const Clock& m_clock;
    const LocalQueryOptions m_options;
    QueryScheduler m_scheduler; // last: its end waits for queries that use the rest
};

} // namespace nocturne::query
