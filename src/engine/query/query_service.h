// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"
#include "engine/model/sample.h"
#include "engine/query/query_result.h"
#include "engine/storage/queryable.h"

namespace nocturne::query {

struct InstantQuery
{
    std::string expression;
    Timestamp time = 0;
    std::optional<std::chrono::milliseconds> timeout = {};       ///< the service's limit when absent or longer
    std::optional<std::chrono::milliseconds> lookbackDelta = {}; ///< the service's own when absent
    bool explain = false;      ///< fills QueryResult::nodes, where the service evaluates itself
    bool countSamples = false; ///< fills QueryStats::queryableSamples, where the service evaluates itself
    std::string source = {};   ///< who answers: a name of QueryService::sources(); empty: the store of this Nocturne
};

/// Steps at start, start + step, ... up to and including `end`, as in the HTTP API of Prometheus.
struct RangeQuery
{
    std::string expression;
    Timestamp start = 0;
    Timestamp end = 0;
    std::chrono::milliseconds step{15'000};
    std::optional<std::chrono::milliseconds> timeout = {};
    std::optional<std::chrono::milliseconds> lookbackDelta = {};
    bool explain = false;
    bool countSamples = false;
    std::string source = {}; ///< as InstantQuery has it
};

/// Selects series for the label queries: series selectors (`up`, `{job="x"}`), joined by or; all when empty.
struct SeriesQuery
{
    std::vector<std::string> selectors;
    Timestamp start = 0;
    Timestamp end = 0;
    std::size_t limit = 0;   ///< 0 is no limit
    std::string source = {}; ///< as InstantQuery has it
};

/// The newest sample of a series.
struct LatestSample
{
    model::LabelSet labels;
    model::Sample sample;
    model::HistogramPtr histogram = {}; ///< in place of the sample's value, where set

    bool operator==(const LatestSample&) const = default;
};

/// Asks for exemplars with start <= t <= end of all series that selectors within the expression select, wherever in it
/// they stand.
struct ExemplarQuery
{
    std::string expression;
    Timestamp start = 0;
    Timestamp end = 0;
};

/// The one door to data, for panels, alert evidence, API and CLI alike: the local engine, a remote Prometheus and a
/// remote Nocturne answer alike.
///
/// All calls return at once and may come from any thread. `done` is called exactly once, on a thread of the
/// service's choice, also after a stop request (with Cancelled); the service must outlive its calls.
class QueryService
{
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;
    using ResultPtr = std::shared_ptr<const QueryResult>;

    virtual ~QueryService() = default;

    /// Data sources that a query may name, in the order people gave them; the unnamed one is not among them. They may
    /// change at any time.
    virtual std::vector<std::string> sources() const { return {}; }

    virtual void instant(InstantQuery query, std::stop_token stop, Done<ResultPtr> done) = 0;
    virtual void range(RangeQuery query, std::stop_token stop, Done<ResultPtr> done) = 0;
    virtual void labelNames(SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done) = 0;
    virtual void labelValues(std::string label, SeriesQuery query, std::stop_token stop,
                             Done<std::vector<std::string>> done) = 0;
    virtual void series(SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done) = 0;
    virtual void metadata(std::string metric, std::stop_token stop,
                          Done<std::map<std::string, model::Metadata>> done) = 0;
    /// For each selected series the newest sample of the window, unless that is a staleness marker: what federation
    /// hands on. Sorted by label set. A service that cannot tell the times of samples fails
    /// with Unavailable.
    virtual void latest(SeriesQuery query, std::stop_token stop, Done<std::vector<LatestSample>> done);
    /// Sorted by label set. A service that knows of no exemplars fails with Unavailable.
    virtual void exemplars(ExemplarQuery query, std::stop_token stop, Done<std::vector<storage::SeriesExemplars>> done);
};

} // namespace nocturne::query
