// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/recorder.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <tuple>
#include <utility>

#include "base/core/text.h"

namespace nocturne::streams {

using model::Label;
using model::MetricType;

namespace {

struct Family
{
    std::string_view metric;
    MetricType type;
    std::string_view help;
};

constexpr std::string_view kRate = "aegis_request_rate";
constexpr std::string_view kLatency = "aegis_latency_milliseconds";
constexpr std::string_view kMeanLatency = "aegis_mean_latency_milliseconds";
constexpr std::string_view kStatus = "aegis_status_requests";
constexpr std::array<std::string_view, 4> kEndpoint = {
    "aegis_endpoint_requests", "aegis_endpoint_avg_latency_milliseconds", "aegis_endpoint_p95_latency_milliseconds",
    "aegis_endpoint_error_rate_percent"};
constexpr std::array<std::string_view, 3> kBackend = {"aegis_backend_up", "aegis_backend_circuit_open",
                                                      "aegis_backend_response_milliseconds"};

constexpr std::array<Family, 11> kFamilies = {{
    {kRate, MetricType::Gauge, "Requests per second within one bucket of time"},
    {kLatency, MetricType::Gauge, "Percentile of the latency within one bucket of time"},
    {kMeanLatency, MetricType::Gauge, "Mean latency within one bucket of time"},
    {kStatus, MetricType::Gauge, "Requests of one class of statuses within one bucket of time"},
    {kEndpoint[0], MetricType::Gauge, "Requests of an endpoint within the last hour"},
    {kEndpoint[1], MetricType::Gauge, "Mean latency of an endpoint within the last hour"},
    {kEndpoint[2], MetricType::Gauge, "95th percentile of an endpoint's latency within the last hour"},
    {kEndpoint[3], MetricType::Gauge, "Share of failed requests of an endpoint, 0 to 100"},
    {kBackend[0], MetricType::Gauge, "Whether a backend is healthy"},
    {kBackend[1], MetricType::Gauge, "Circuit breaker of a backend: 0 closed, 0.5 half open, 1 open"},
    {kBackend[2], MetricType::Gauge, "Response time of a backend"},
}};

/// A field of kOverview as the server sums it up over a range.
struct SummaryField
{
    Family family;
    std::size_t field;
};

constexpr std::array<SummaryField, 8> kSummary = {{
    {{"aegis_range_requests", MetricType::Gauge, "Requests within a range of time"}, 5},
    {{"aegis_range_successful_requests", MetricType::Gauge, "Requests answered with 200 to 399 within a range"}, 6},
    {{"aegis_range_failed_requests", MetricType::Gauge, "Requests answered with other statuses within a range"}, 7},
    {{"aegis_range_rate_limited_requests", MetricType::Gauge, "Requests refused with 429 within a range"}, 8},
    {{"aegis_range_avg_latency_milliseconds", MetricType::Gauge, "Mean latency within a range"}, 1},
    {{"aegis_range_p95_latency_milliseconds", MetricType::Gauge, "95th percentile of the latency within a range"}, 2},
    {{"aegis_range_p99_latency_milliseconds", MetricType::Gauge, "99th percentile of the latency within a range"}, 3},
    {{"aegis_range_error_rate_percent", MetricType::Gauge, "Share of failed requests within a range, 0 to 100"}, 4},
}};

/// 0 closed, 0.5 half open, 1 open, in any spelling; nothing for other words.
std::optional<double> circuitValue(std::string_view state)
{
    std::string word;
    for (const char c : state) {
        if (isAsciiLetter(c))
            word += asciiLower(c);
    }
    if (word == "closed")
        return 0;
    if (word == "halfopen")
        return 0.5;
    return word == "open" ? std::optional(1.0) : std::nullopt;
}

} // namespace

Recorder::Recorder(storage::Appendable& store, const Clock& clock, model::LabelSet labels,
                   std::chrono::milliseconds updateInterval)
    : m_store(store)
    , m_clock(clock)
    , m_labels(std::move(labels))
    , m_updateInterval(updateInterval)
    , m_lastArrival(clock.monotonic())
{
    for (std::size_t i = 0; i < kOverview.size(); ++i)
        m_overview[i] = makeSeries(kOverview[i].metric);
    m_rate.series = {makeSeries(kRate)};
    m_latency.series = {makeSeries(kLatency, {{"quantile", "0.5"}}), makeSeries(kLatency, {{"quantile", "0.95"}}),
                        makeSeries(kLatency, {{"quantile", "0.99"}}), makeSeries(kMeanLatency)};
    m_status.series = {makeSeries(kStatus, {{"class", "2xx"}}), makeSeries(kStatus, {{"class", "3xx"}}),
                       makeSeries(kStatus, {{"class", "4xx"}}), makeSeries(kStatus, {{"class", "5xx"}})};
}

Recorder::Series Recorder::makeSeries(std::string_view metric, std::initializer_list<Label> extra) const
{
    model::LabelSetBuilder labels(m_labels);
    labels.set(model::kMetricName, metric);
    for (const auto& label : extra)
        labels.set(label.name, label.value);
    Series series;
    series.labels = labels.build();
    return series;
}

void Recorder::append(storage::Appender& appender, Series& series, Timestamp time, double value)
{
    if (time <= series.floor)
        return;
    const auto ref = appender.append(series.ref, series.labels, {time, value});
    if (!ref)
        return; // the store is full; it counts that itself
    series.ref = *ref;
    series.last = time;
    series.floor = time;
}

void Recorder::end(storage::Appender& appender, Series& series, Timestamp time)
{
    if (series.last == 0)
        return;
    append(appender, series, std::max(time, series.floor + 1), model::kStaleMarker);
    series.last = 0;
}

void Recorder::appendRow(storage::Appender& appender, Buckets& buckets, const BucketRow& row)
{
    if (row.start <= buckets.lastStored) {
        ++m_stats.repeatedRows;
        return;
    }
    for (std::size_t i = 0; i < buckets.series.size(); ++i) {
        if (row.values[i])
            append(appender, buckets.series[i], row.start - m_skew, *row.values[i]);
    }
    buckets.lastStored = row.start;
}

void Recorder::appendRows(storage::Appender& appender, Buckets& buckets, const std::vector<BucketRow>& rows)
{
    if (rows.empty())
        return;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const auto step = rows[i].start - rows[i - 1].start;
        buckets.width = i == 1 ? step : std::min(buckets.width, step);
    }
    const auto& open = buckets.open;
    const auto sameAsOpen = [&](const BucketRow& row) { return open && row.start == open->start; };
    const bool openIsPast = open && open->start < rows.back().start && std::ranges::none_of(rows, sameAsOpen);
    for (std::size_t i = 0; i + 1 < rows.size(); ++i) {
        if (openIsPast && open->start > buckets.lastStored && open->start < rows[i].start)
            appendRow(appender, buckets, *open);
        appendRow(appender, buckets, rows[i]);
    }
    if (openIsPast && open->start > buckets.lastStored)
        appendRow(appender, buckets, *open);
    if (!open || rows.back().start >= open->start)
        buckets.open = rows.back();
}

/// The marker comes before the bucket that follows the last stored one, so that the server can still give that.
void Recorder::endBuckets(storage::Appender& appender, Buckets& buckets)
{
    const auto width = std::max<Timestamp>(buckets.width, 2);
    for (auto& series : buckets.series)
        end(appender, series, series.last + width - 1);
}

void Recorder::appendEndpoints(storage::Appender& appender, const std::vector<EndpointRow>& rows, Timestamp time)
{
    std::set<std::string> present;
    for (const auto& row : rows) {
        const auto key = row.method + ' ' + row.path;
        present.insert(key);
        auto [known, isNew] = m_endpoints.try_emplace(key);
        if (isNew) {
            for (std::size_t i = 0; i < kEndpoint.size(); ++i)
                known->second[i] = makeSeries(kEndpoint[i], {{"method", row.method}, {"path", row.path}});
        }
        const std::array values = {row.requests, row.averageMilliseconds, row.p95Milliseconds, row.errorPercent};
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i])
                append(appender, known->second[i], time, *values[i]);
        }
    }
    for (auto endpoint = m_endpoints.begin(); endpoint != m_endpoints.end();) {
        if (present.contains(endpoint->first)) {
            ++endpoint;
            continue;
        }
        for (auto& series : endpoint->second)
            end(appender, series, time);
        endpoint = m_endpoints.erase(endpoint);
    }
}

void Recorder::noteSkew(const MetricsMessage& message)
{
    if (m_skewKnown || !message.time)
        return;
    const auto difference = *message.time - m_clock.now();
    m_skew = std::abs(difference) > kMaxSkew ? difference : 0;
    m_skewKnown = true;
}

Result<void> Recorder::recordByRest(const MetricsMessage& message)
{
    const auto before = std::pair(m_lastMessage, m_lastArrival);
    auto stored = record(message);
    if (!message.time) // our clock says nothing of the server's, which stamps what its stream tells next
        std::tie(m_lastMessage, m_lastArrival) = before;
    return stored;
}

Result<void> Recorder::record(const MetricsMessage& message)
{
    describeAll();
    noteSkew(message);
    m_hasMessages = true;
    const auto time = message.time ? *message.time - m_skew : m_clock.now();
    const auto appender = m_store.appender();
    if (time <= m_lastMessage) {
        ++m_stats.lateMessages;
    } else {
        bool fell = false;
        for (std::size_t i = 0; message.overview && i < kOverview.size(); ++i) {
            const auto& value = (*message.overview)[i];
            if (!value)
                continue;
            fell = fell || (kOverview[i].type == MetricType::Counter && *value < m_previous[i]);
            append(*appender, m_overview[i], time, *value);
            m_previous[i] = *value;
        }
        m_stats.counterResets += fell ? 1 : 0;
        if (message.endpoints)
            appendEndpoints(*appender, *message.endpoints, time);
        m_lastMessage = time;
        m_lastArrival = m_clock.monotonic();
    }
    if (message.requestRate)
        appendRows(*appender, m_rate, *message.requestRate);
    if (message.latency)
        appendRows(*appender, m_latency, *message.latency);
    if (message.status) {
        m_statusByStream = true;
        appendRows(*appender, m_status, *message.status);
    }
    return commit(*appender);
}

Result<void> Recorder::recordStatusRows(const std::vector<BucketRow>& rows)
{
    describeAll();
    const auto appender = m_store.appender();
    appendRows(*appender, m_status, rows);
    return commit(*appender);
}

Result<void> Recorder::recordBackends(const std::vector<AegisReader::Backend>& backends)
{
    describeAll();
    const auto appender = m_store.appender();
    const auto now = m_clock.now();
    std::set<std::string> present;
    for (const auto& backend : backends) {
        present.insert(backend.name);
        auto [known, isNew] = m_backends.try_emplace(backend.name);
        if (isNew) {
            for (std::size_t i = 0; i < kBackend.size(); ++i)
                known->second[i] = makeSeries(kBackend[i], {{"backend", backend.name}});
        }
        append(*appender, known->second[0], now, backend.status == "healthy" ? 1 : 0);
        if (const auto circuit = circuitValue(backend.circuitBreaker))
            append(*appender, known->second[1], now, *circuit);
        if (backend.responseMilliseconds)
            append(*appender, known->second[2], now, *backend.responseMilliseconds);
        else
            end(*appender, known->second[2], now);
    }
    for (auto backend = m_backends.begin(); backend != m_backends.end();) {
        if (present.contains(backend->first)) {
            ++backend;
            continue;
        }
        for (auto& series : backend->second)
            end(*appender, series, now);
        backend = m_backends.erase(backend);
    }
    return commit(*appender);
}

Result<void> Recorder::recordSummary(const std::string& range, const MetricsMessage& message)
{
    if (!message.overview)
        return {};
    describeAll();
    auto [known, isNew] = m_summaries.try_emplace(range);
    const auto appender = m_store.appender();
    for (std::size_t i = 0; i < kSummary.size(); ++i) {
        auto& series = known->second[i];
        if (isNew)
            series = makeSeries(kSummary[i].family.metric, {{"range", range}});
        if (const auto& value = (*message.overview)[kSummary[i].field])
            append(*appender, series, m_clock.now(), *value);
        else
            end(*appender, series, m_clock.now());
    }
    return commit(*appender);
}

/// In the server's time: the last message and what passed since, at most one interval.
Timestamp Recorder::gapTime() const
{
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.monotonic() - m_lastArrival);
    return m_lastMessage + std::clamp<Timestamp>(passed.count(), 1, std::max<Timestamp>(m_updateInterval.count(), 1));
}

Result<void> Recorder::markGap()
{
    m_skewKnown = false;
    if (!std::exchange(m_hasMessages, false))
        return {};
    const auto appender = m_store.appender();
    for (const auto topic : kTopics)
        endMessageSeries(*appender, topic);
    ++m_stats.gaps;
    return commit(*appender);
}

Result<void> Recorder::endTopic(Topic topic)
{
    if (m_lastMessage == 0)
        return {};
    const auto appender = m_store.appender();
    endMessageSeries(*appender, topic);
    return commit(*appender);
}

void Recorder::endMessageSeries(storage::Appender& appender, Topic topic)
{
    switch (topic) {
    case Topic::Overview:
        for (auto& series : m_overview)
            end(appender, series, gapTime());
        break;
    case Topic::RequestRate:
        endBuckets(appender, m_rate);
        break;
    case Topic::LatencyPercentiles:
        endBuckets(appender, m_latency);
        break;
    case Topic::StatusDistribution:
        if (m_statusByStream)
            endBuckets(appender, m_status);
        break;
    case Topic::TopEndpoints:
        for (auto& [key, endpoint] : m_endpoints) {
            for (auto& series : endpoint)
                end(appender, series, gapTime());
        }
        break;
    case Topic::Alerts:
        break;
    }
}

Result<void> Recorder::markBackendsGap()
{
    const auto appender = m_store.appender();
    for (auto& [name, backend] : m_backends) {
        for (auto& series : backend)
            end(*appender, series, m_clock.now());
    }
    return commit(*appender);
}

Result<void> Recorder::markStatusGap()
{
    const auto appender = m_store.appender();
    endBuckets(*appender, m_status);
    return commit(*appender);
}

Result<void> Recorder::markSummaryGap(const std::string& range)
{
    const auto appender = m_store.appender();
    for (auto& [known, summary] : m_summaries) {
        if (!range.empty() && known != range)
            continue;
        for (auto& series : summary)
            end(*appender, series, m_clock.now());
    }
    return commit(*appender);
}

Result<void> Recorder::commit(storage::Appender& appender)
{
    const auto stats = appender.commit();
    if (!stats)
        return tl::unexpected(stats.error());
    m_stats.samples += stats->stored;
    m_stats.seriesAdded += stats->seriesAdded;
    return {};
}

void Recorder::describeAll()
{
    if (std::exchange(m_described, true))
        return;
    const auto appender = m_store.appender();
    for (const auto& field : kOverview)
        appender->describe(field.metric, {field.type, std::string(field.help), {}});
    for (const auto& family : kFamilies)
        appender->describe(family.metric, {family.type, std::string(family.help), {}});
    for (const auto& [family, field] : kSummary)
        appender->describe(family.metric, {family.type, std::string(family.help), {}});
}

} // namespace nocturne::streams
