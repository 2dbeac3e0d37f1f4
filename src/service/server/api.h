// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/core/clock.h"
#include "engine/promql/parser.h"
#include "engine/query/query_service.h"
#include "service/server/facts.h"
#include "service/server/form.h"
#include "service/server/http_message.h"

namespace nocturne::server {

/// What the answers say of the program.
struct ApiOptions
{
    std::string version;
    std::vector<std::pair<std::string, std::string>> externalLabels;  ///< put on what federates from here
    std::chrono::milliseconds lookbackDelta{std::chrono::minutes(5)}; ///< how far federation looks back
    std::size_t maxSteps = 11'000;                                    ///< of a range query
    promql::ParserOptions parser;                                     ///< which parts of PromQL are on

    bool operator==(const ApiOptions&) const = default;
};

/// The read-only HTTP API: Prometheus' `/api/v1`, `/federate`, `/metrics`, `/-/healthy` and `/-/ready`.
///
/// Requests are read on the thread of the server; long answers are written on the thread that the query service calls
/// back on. Everything given must outlive the answers.
/// Source: Prometheus, documentation, "HTTP API"; what 3.x does where it says nothing.
class Api
{
public:
    using Reply = std::function<void(HttpResponse)>;

    Api(ApiOptions options, query::QueryService& queries, const Facts& facts, const Clock& clock);

    /// Calls `reply` once.
    void handle(const HttpRequest& request, std::stop_token stop, Reply reply) const;
    /// The route of a request, for metrics: its path where that is one of ours, "other" else.
    static std::string routeOf(const HttpRequest& request);

private:
    /// One request with all that answering it needs.
    struct Call
    {
        Form form;
        std::string argument; ///< the label of `label/<name>/values`
        std::string accept;
        bool gzip = false;
        std::stop_token stop;
        Reply reply;
    };
    struct Route;
    static const std::vector<Route>& routes();
    static const Route* findRoute(std::string_view path);

    // api_queries.cpp
    void instant(const Call& call) const;
    void range(const Call& call) const;
    void series(const Call& call) const;
    void labels(const Call& call) const;
    void labelValues(const Call& call) const;
    void metadata(const Call& call) const;
    void exemplars(const Call& call) const;
    void formatQuery(const Call& call) const;
    void parseQuery(const Call& call) const;
    Result<promql::ExprPtr> parsedQuery(const Form& form) const;
    Result<query::SeriesQuery> seriesQuery(const Form& form) const;
    // api_facts.cpp
    void targets(const Call& call) const;
    void scrapePools(const Call& call) const;
    void rules(const Call& call) const;
    void alerts(const Call& call) const;
    void buildInfo(const Call& call) const;
    void storeStatus(const Call& call) const;
    // api_status.cpp
    void targetMetadata(const Call& call) const;
    void configStatus(const Call& call) const;
    void flags(const Call& call) const;
    void runtimeInfo(const Call& call) const;
    void alertmanagers(const Call& call) const;
    // api_facts.cpp
    void front(const Call& call) const;
    void graph(const Call& call) const;
    void healthy(const Call& call) const;
    void ready(const Call& call) const;
    // api_expositions.cpp
    void federate(const Call& call) const;
    void metrics(const Call& call) const;

    ApiOptions m_options;
    query::QueryService& m_queries;
    const Facts& m_facts;
    const Clock& m_clock;
};

} // namespace nocturne::server
