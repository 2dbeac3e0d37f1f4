// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query/local_query_service.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/query/pool_parallel_for.h"

namespace nocturne::query {

namespace {

using Kind = Error::Kind;

tl::unexpected<Error> cancelled() { return fail(Kind::Cancelled, "the query was cancelled"); }

/// No exception leaves the module: memory is the one thing that may run out within the limits.
template <typename Compute>
auto guarded(Compute compute) -> decltype(compute())
{
    try {
        return compute();
    } catch (const std::bad_alloc&) {
        return fail(Kind::LimitExceeded, "not enough memory for this query");
    } catch (const std::exception& exception) {
        return fail(Kind::Internal, std::string("the query failed: ") + exception.what());
    }
}

} // namespace

LocalQueryOptions LocalQueryOptions::from(const Limits& limits)
{
    LocalQueryOptions options;
    options.timeLimit = limits.queryTime;
    options.maxSamples = limits.querySamples;
    options.maxSeries = limits.querySeries;
    options.maxSteps = limits.queryPoints;
    options.maxTextBytes = limits.queryTextBytes;
    return options;
}

LocalQueryService::LocalQueryService(const storage::Queryable& store, WorkerPool& pool, const Clock& clock,
                                     LocalQueryOptions options)
    : m_store(store)
    , m_pool(pool)
    , m_clock(clock)
    , m_options(options)
    , m_scheduler(pool, clock, options.maxQueued)
{}

LocalQueryService::~LocalQueryService() = default;

template <typename T>
void LocalQueryService::submit(std::optional<std::chrono::milliseconds> timeout, const std::stop_token& stop,
                               Done<T> done, std::function<Result<T>(const Ticket&)> compute)
{
    const auto limit = std::min(timeout.value_or(m_options.timeLimit), m_options.timeLimit);
    auto work = [compute = std::move(compute), done](const Ticket& ticket) {
        auto result = guarded([&] { return compute(ticket); });
        if (!result)
            result = tl::unexpected(ticket.explain(std::move(result.error())));
        done(std::move(result));
    };
    auto refuse = [done](Error error) { done(tl::unexpected(std::move(error))); };
    m_scheduler.schedule(stop, limit, std::move(work), std::move(refuse));
}

Result<promql::ExprPtr> LocalQueryService::parsed(const std::string& expression) const
{
    if (expression.size() > m_options.maxTextBytes) {
        return fail(Kind::LimitExceeded,
                    "the expression is longer than " + std::to_string(m_options.maxTextBytes) + " bytes");
    }
    return promql::parse(expression, m_options.features.parser);
}

Result<QueryService::ResultPtr> LocalQueryService::evaluate(const std::string& expression, promql::EvalOptions options,
                                                            const Ticket& ticket) const
{
    const auto begun = m_clock.monotonic();
    const auto expr = parsed(expression);
    if (!expr)
        return tl::unexpected(expr.error());

    options.subqueryStep = m_options.subqueryStep;
    options.maxSamples = m_options.maxSamples;
    options.maxSeries = m_options.maxSeries;
    options.maxSteps = m_options.maxSteps;
    options.source = expression;
    m_options.features.applyTo(options);
    PoolParallelFor parallel(m_pool);
    auto result = promql::evaluate(**expr, m_store, options, ticket.stop(), parallel.width() > 1 ? &parallel : nullptr);
    if (!result)
        return tl::unexpected(result.error());
    result->stats.queueSeconds = ticket.queueSeconds();
    result->stats.evalSeconds = std::chrono::duration<double>(m_clock.monotonic() - begun).count();
    return std::make_shared<const QueryResult>(std::move(*result));
}

void LocalQueryService::instant(InstantQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    submit<ResultPtr>(query.timeout, stop, std::move(done), [this, query](const Ticket& ticket) {
        auto options = promql::EvalOptions::instant(query.time);
        options.lookbackDelta = query.lookbackDelta.value_or(m_options.lookbackDelta);
        options.profileBy = query.explain ? &m_clock : nullptr;
        options.countSamples = query.countSamples;
        return evaluate(query.expression, options, ticket);
    });
}

void LocalQueryService::range(RangeQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    submit<ResultPtr>(query.timeout, stop, std::move(done), [this, query](const Ticket& ticket) -> Result<ResultPtr> {
        if (query.step.count() <= 0)
            return fail(Kind::InvalidInput, "the step of a range query must be positive");
        if (query.end < query.start)
            return fail(Kind::InvalidInput, "the end of a range query lies before its start");
        auto options = promql::EvalOptions::range(query.start, query.end, query.step.count());
        options.lookbackDelta = query.lookbackDelta.value_or(m_options.lookbackDelta);
        options.profileBy = query.explain ? &m_clock : nullptr;
        options.countSamples = query.countSamples;
        return evaluate(query.expression, options, ticket);
    });
}

Result<std::vector<LocalQueryService::Matchers>> LocalQueryService::matchersOf(const SeriesQuery& query) const
{
    std::vector<Matchers> selectors;
    for (const auto& text : query.selectors) {
        if (text.size() > m_options.maxTextBytes) {
            return fail(Kind::LimitExceeded,
                        "the selector is longer than " + std::to_string(m_options.maxTextBytes) + " bytes");
        }
        auto matchers = promql::parseSelector(text);
        if (!matchers)
            return tl::unexpected(matchers.error());
        selectors.push_back(std::move(*matchers));
    }
    if (selectors.empty())
        selectors.emplace_back();
    return selectors;
}

Result<std::unique_ptr<storage::Querier>> LocalQueryService::querierFor(const SeriesQuery& query) const
{
    constexpr auto kEarliest = std::numeric_limits<Timestamp>::min();
    const bool always = query.start == 0 && query.end == 0;
    const auto after = always || query.start == kEarliest ? kEarliest : query.start - 1;
    return m_store.querier(after, always ? std::numeric_limits<Timestamp>::max() : query.end);
}

/// The union of what `ask` answers for each selector of `query`, sorted and cut to its limit.
template <typename T>
Result<std::vector<T>> LocalQueryService::overSelectors(
    const SeriesQuery& query, const Ticket& ticket,
    const std::function<Result<std::vector<T>>(storage::Querier&, const Matchers&)>& ask) const
{
    const auto selectors = matchersOf(query);
    if (!selectors)
        return tl::unexpected(selectors.error());
    const auto querier = querierFor(query);
    if (!querier)
        return tl::unexpected(querier.error());

    std::vector<T> all;
    for (const auto& matchers : *selectors) {
        if (ticket.stop().stop_requested())
            return cancelled();
        auto some = ask(**querier, matchers);
        if (!some)
            return some;
        std::ranges::move(*some, std::back_inserter(all));
    }
    if (ticket.stop().stop_requested())
        return cancelled();
    if (selectors->size() > 1) {
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
    }
    if (query.limit != 0 && all.size() > query.limit)
        all.resize(query.limit);
    return all;
}

void LocalQueryService::labelNames(SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done)
{
    using Names = std::vector<std::string>;
    submit<Names>({}, stop, std::move(done), [this, query = std::move(query)](const Ticket& ticket) {
        return overSelectors<std::string>(query, ticket, [](storage::Querier& querier, const Matchers& matchers) {
            return querier.labelNames(matchers);
        });
    });
}

void LocalQueryService::labelValues(std::string label, SeriesQuery query, std::stop_token stop,
                                    Done<std::vector<std::string>> done)
{
    using Values = std::vector<std::string>;
    submit<Values>(
        {}, stop, std::move(done), [this, label = std::move(label), query = std::move(query)](const Ticket& ticket) {
            return overSelectors<std::string>(query, ticket, [&](storage::Querier& querier, const Matchers& matchers) {
                return querier.labelValues(label, matchers);
            });
        });
}

void LocalQueryService::series(SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done)
{
    using Sets = std::vector<model::LabelSet>;
    submit<Sets>({}, stop, std::move(done), [this, query = std::move(query)](const Ticket& ticket) {
        return overSelectors<model::LabelSet>(query, ticket, [](storage::Querier& querier, const Matchers& matchers) {
            return querier.series(matchers);
        });
    });
}

void LocalQueryService::metadata(std::string metric, std::stop_token stop,
                                 Done<std::map<std::string, model::Metadata>> done)
{
    using Families = std::map<std::string, model::Metadata>;
    submit<Families>({}, stop, std::move(done), [this, metric = std::move(metric)](const Ticket&) -> Result<Families> {
        const auto querier =
            m_store.querier(std::numeric_limits<Timestamp>::min(), std::numeric_limits<Timestamp>::max());
        if (!querier)
            return tl::unexpected(querier.error());
        return (*querier)->metadata(metric);
    });
}

namespace {

/// The newest sample of `cursor`; one without labels where there is none, or a staleness marker.
Result<LatestSample> newestOf(storage::SeriesCursor& cursor)
{
    std::array<Timestamp, 128> times{};
    std::array<double, 128> values{};
    LatestSample latest;
    bool any = false;
    for (;;) {
        const auto count = cursor.read(times, values);
        if (!count)
            return tl::unexpected(count.error());
        if (*count == 0)
            break;
        latest.sample = {times.at(*count - 1), values.at(*count - 1)};
        any = true;
    }
    if (cursor.mayHaveHistograms()) {
        std::vector<model::HistogramSample> histograms;
        if (const auto read = cursor.readHistograms(histograms); !read)
            return tl::unexpected(read.error());
        if (!histograms.empty() && (!any || histograms.back().t > latest.sample.t)) {
            latest.sample = {histograms.back().t, 0};
            latest.histogram = histograms.back().histogram;
            any = true;
        }
    }
    if (any && !model::isStaleMarker(latest.sample.v))
        latest.labels = cursor.labels();
    return latest;
}

} // namespace

Result<std::vector<LatestSample>> LocalQueryService::readLatest(const SeriesQuery& query, const Ticket& ticket) const
{
    const auto selectors = matchersOf(query);
    if (!selectors)
        return tl::unexpected(selectors.error());
    const auto querier = querierFor(query);
    if (!querier)
        return tl::unexpected(querier.error());
    std::vector<LatestSample> all;
    for (const auto& matchers : *selectors) {
        const auto cursors = (*querier)->select(matchers, ticket.stop());
        if (!cursors)
            return tl::unexpected(cursors.error());
        if (all.size() + cursors->size() > m_options.maxSeries)
            return fail(Kind::LimitExceeded, "more than " + std::to_string(m_options.maxSeries) + " series selected");
        for (const auto& cursor : *cursors) {
            if (ticket.stop().stop_requested())
                return cancelled();
            auto latest = newestOf(*cursor);
            if (!latest)
                return tl::unexpected(latest.error());
            if (!latest->labels.empty())
                all.push_back(std::move(*latest));
        }
    }
    const auto byLabels = [](const LatestSample& a, const LatestSample& b) { return a.labels < b.labels; };
    const auto sameLabels = [](const LatestSample& a, const LatestSample& b) { return a.labels == b.labels; };
    std::ranges::sort(all, byLabels);
    all.erase(std::unique(all.begin(), all.end(), sameLabels), all.end());
    if (query.limit != 0 && all.size() > query.limit)
        all.resize(query.limit);
    return all;
}

void LocalQueryService::latest(SeriesQuery query, std::stop_token stop, Done<std::vector<LatestSample>> done)
{
    submit<std::vector<LatestSample>>(
        {}, stop, std::move(done),
        [this, query = std::move(query)](const Ticket& ticket) { return readLatest(query, ticket); });
}

namespace {

/// The matchers of every selector that picks series. The label filter of info() picks none.
void collectSelectors(const promql::Expr& expr, std::vector<std::vector<model::Matcher>>& into)
{
    const auto* selector = promql::tryAs<promql::VectorSelector>(&expr);
    if (selector != nullptr && !selector->isLabelFilter)
        into.push_back(selector->matchers);
    for (const auto* child : promql::childrenOf(expr))
        collectSelectors(*child, into);
}

} // namespace

void LocalQueryService::exemplars(ExemplarQuery query, std::stop_token stop,
                                  Done<std::vector<storage::SeriesExemplars>> done)
{
    using Found = std::vector<storage::SeriesExemplars>;
    submit<Found>({}, stop, std::move(done), [this, query = std::move(query)](const Ticket& ticket) -> Result<Found> {
        const auto expr = parsed(query.expression);
        if (!expr)
            return tl::unexpected(expr.error());
        std::vector<Matchers> selectors;
        collectSelectors(**expr, selectors);
        return m_store.exemplars(query.start, query.end, selectors, ticket.stop());
    });
}

// NOLINTNEXTLINE: by value, as those that answer take them
void QueryService::exemplars(ExemplarQuery, std::stop_token, Done<std::vector<storage::SeriesExemplars>> done)
{
    done(fail(Kind::Unavailable, "this source of data has no exemplars"));
}

// NOLINTNEXTLINE: by value, as those that answer take them
void QueryService::latest(SeriesQuery, std::stop_token, Done<std::vector<LatestSample>> done)
{
    done(fail(Kind::Unavailable, "this source of data does not tell the times of its samples"));
}

} // namespace nocturne::query
