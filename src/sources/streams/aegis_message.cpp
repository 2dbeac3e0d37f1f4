// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/aegis_message.h"

#include <algorithm>
#include <initializer_list>

#include "base/core/json_fields.h"
#include "base/core/text.h"

namespace nocturne::streams {

using json::anyMember;
using json::element;
using json::member;
using json::numberOf;
using json::object;
using json::textOf;
using json::timeOf;
using model::MetricType;

const std::array<OverviewField, kOverviewFields> kOverview = {{
    {"requestsPerSecond", "aegis_requests_per_second", MetricType::Gauge, "Requests per second"},
    {"avgLatency", "aegis_avg_latency_milliseconds", MetricType::Gauge, "Mean latency of requests"},
    {"p95Latency", "aegis_p95_latency_milliseconds", MetricType::Gauge, "95th percentile of the latency"},
    {"p99Latency", "aegis_p99_latency_milliseconds", MetricType::Gauge, "99th percentile of the latency"},
    {"errorRate", "aegis_error_rate_percent", MetricType::Gauge, "Share of failed requests, 0 to 100"},
    {"totalRequests", "aegis_requests_total", MetricType::Counter, "Requests since the gateway's start"},
    {"successfulRequests", "aegis_successful_requests_total", MetricType::Counter, "Requests answered with 200 to 399"},
    {"failedRequests", "aegis_failed_requests_total", MetricType::Counter, "Requests answered with other statuses"},
    {"rateLimitedRequests", "aegis_rate_limited_requests_total", MetricType::Counter, "Requests refused with 429"},
    {"activeConnections", "aegis_active_connections", MetricType::Gauge, "Open connections"},
    {"healthyBackends", "aegis_healthy_backends", MetricType::Gauge, "Backends that are healthy"},
    {"totalBackends", "aegis_backends", MetricType::Gauge, "Backends that are configured"},
}};

namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20U;
constexpr std::size_t kFirstCapacity = std::size_t{16} << 10U;
constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxRows = 2000;
constexpr std::size_t kMaxEndpoints = 100;
constexpr std::size_t kMaxNameBytes = 256;
constexpr std::size_t kMaxTextBytes = 4096;

/// Reads a member as a number where it is there; counts it where it is none.
std::optional<double> readNumber(const object& from, std::initializer_list<std::string_view> keys,
                                 std::size_t& badFields)
{
    const auto value = anyMember(from, keys);
    if (!value)
        return std::nullopt;
    auto number = numberOf(*value);
    badFields += number ? 0 : 1;
    return number;
}

using KeyList = std::array<std::initializer_list<std::string_view>, 4>;

const KeyList& rateKeys()
{
    static const KeyList keys = {{{"value", "requests_per_second", "requestsPerSecond"}, {}, {}, {}}};
    return keys;
}
const KeyList& latencyKeys()
{
    static const KeyList keys = {{{"p50"}, {"p95"}, {"p99"}, {"avg"}}};
    return keys;
}
const KeyList& statusKeys()
{
    static const KeyList keys = {
        {{"status_2xx", "2xx"}, {"status_3xx", "3xx"}, {"status_4xx", "4xx"}, {"status_5xx", "5xx"}}};
    return keys;
}

/// Rows in the order of time, one per bucket: of equal times the last one counts.
std::vector<BucketRow> readRows(const element& value, const KeyList& keys, std::size_t& badFields)
{
    std::vector<BucketRow> rows;
    simdjson::dom::array array;
    if (value.get(array) != simdjson::SUCCESS) {
        ++badFields;
        return rows;
    }
    for (const element item : array) {
        object row;
        if (rows.size() == kMaxRows || item.get(row) != simdjson::SUCCESS) {
            ++badFields;
            continue;
        }
        const auto time = anyMember(row, {"bucket", "timestamp", "time"});
        const auto start = time ? timeOf(*time) : std::nullopt;
        if (!start) {
            ++badFields;
            continue;
        }
        BucketRow read{*start, {}};
        for (std::size_t i = 0; i < keys.size(); ++i)
            read.values[i] = readNumber(row, keys[i], badFields);
        rows.push_back(read);
    }
    std::ranges::stable_sort(rows, {}, &BucketRow::start);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].start == rows[i - 1].start)
            rows[i - 1] = rows[i];
    }
    const auto sameStart = [](const BucketRow& a, const BucketRow& b) { return a.start == b.start; };
    rows.erase(std::unique(rows.begin(), rows.end(), sameStart), rows.end());
    return rows;
}

std::vector<EndpointRow> readEndpoints(const element& value, std::size_t& badFields)
{
    std::vector<EndpointRow> rows;
    simdjson::dom::array array;
    if (value.get(array) != simdjson::SUCCESS) {
        ++badFields;
        return rows;
    }
    for (const element item : array) {
        object row;
        if (rows.size() == kMaxEndpoints || item.get(row) != simdjson::SUCCESS) {
            ++badFields;
            continue;
        }
        EndpointRow read;
        read.method = textOf(member(row, "method"), kMaxNameBytes);
        read.path = textOf(anyMember(row, {"path", "endpoint", "route"}), kMaxNameBytes);
        if (read.path.empty()) {
            ++badFields;
            continue;
        }
        read.requests = readNumber(row, {"request_count", "requestCount", "requests", "count", "total"}, badFields);
        read.averageMilliseconds = readNumber(row, {"avg_latency", "avgLatency", "avg_duration", "avg"}, badFields);
        read.p95Milliseconds = readNumber(row, {"p95_latency", "p95Latency", "p95"}, badFields);
        read.errorPercent = readNumber(row, {"error_rate", "errorRate"}, badFields);
        rows.push_back(std::move(read));
    }
    return rows;
}

void readOverview(const element& value, MetricsMessage& into)
{
    object overview;
    if (value.get(overview) != simdjson::SUCCESS) {
        ++into.badFields;
        return;
    }
    auto& fields = into.overview.emplace();
    for (std::size_t i = 0; i < kOverview.size(); ++i) {
        fields[i] = readNumber(overview, {kOverview[i].key}, into.badFields);
        if (fields[i] && *fields[i] < 0 && kOverview[i].type == MetricType::Counter) {
            fields[i].reset();
            ++into.badFields;
        }
    }
    if (const auto time = member(overview, "timestamp")) {
        if (const auto read = timeOf(*time))
            into.time = read;
        else
            ++into.badFields;
    }
}

MetricsMessage readMetrics(const object& message, const object& data)
{
    MetricsMessage metrics;
    if (const auto time = member(message, "timestamp")) {
        metrics.time = timeOf(*time);
        metrics.badFields += metrics.time ? 0 : 1;
    }
    if (const auto overview = member(data, "overview"))
        readOverview(*overview, metrics);
    if (const auto rows = member(data, "requestRate"))
        metrics.requestRate = readRows(*rows, rateKeys(), metrics.badFields);
    if (const auto rows = member(data, "latencyPercentiles"))
        metrics.latency = readRows(*rows, latencyKeys(), metrics.badFields);
    if (const auto rows = member(data, "statusDistribution"))
        metrics.status = readRows(*rows, statusKeys(), metrics.badFields);
    if (const auto rows = member(data, "topEndpoints"))
        metrics.endpoints = readEndpoints(*rows, metrics.badFields);
    return metrics;
}

std::optional<StreamAlert> readAlert(const object& from)
{
    if (!anyMember(from, {"ruleId", "rule_id", "severity"}))
        return std::nullopt;
    StreamAlert alert;
    alert.id = textOf(member(from, "id"), kMaxNameBytes);
    alert.ruleId = textOf(anyMember(from, {"ruleId", "rule_id"}), kMaxNameBytes);
    alert.ruleName = textOf(anyMember(from, {"ruleName", "rule_name", "name", "title"}), kMaxNameBytes);
    alert.severity = textOf(member(from, "severity"), kMaxNameBytes);
    alert.status = textOf(anyMember(from, {"status", "state"}), kMaxNameBytes);
    alert.message = textOf(anyMember(from, {"message", "description"}), kMaxTextBytes);
    if (const auto time = anyMember(from, {"triggeredAt", "triggered_at", "timestamp"}))
        alert.triggeredAt = timeOf(*time);
    std::size_t ignored = 0;
    alert.currentValue = readNumber(from, {"currentValue", "current_value", "value"}, ignored);
    alert.threshold = readNumber(from, {"threshold"}, ignored);
    if (alert.ruleId.empty() && alert.ruleName.empty() && alert.id.empty())
        return std::nullopt;
    return alert;
}

/// The alerts of a message: its data, data.alert, the elements of either where it is a list, or the message itself.
std::vector<StreamAlert> readAlerts(const object& message)
{
    std::vector<StreamAlert> alerts;
    const auto takeObject = [&](const object& payload) {
        auto alert = readAlert(payload);
        if (alert && alerts.size() < kMaxEndpoints)
            alerts.push_back(std::move(*alert));
    };
    const auto take = [&](const element& payload) {
        object single;
        simdjson::dom::array list;
        if (payload.get(single) == simdjson::SUCCESS)
            takeObject(single);
        if (payload.get(list) != simdjson::SUCCESS)
            return;
        for (const element item : list) {
            if (item.get(single) == simdjson::SUCCESS)
                takeObject(single);
        }
    };
    const auto data = anyMember(message, {"data", "alert", "payload"});
    if (!data) {
        takeObject(message);
        return alerts;
    }
    take(*data);
    object inner;
    if (alerts.empty() && data->get(inner) == simdjson::SUCCESS) {
        if (const auto nested = anyMember(inner, {"alert", "alerts"}))
            take(*nested);
    }
    return alerts;
}

TopicSet readTopics(const object& data)
{
    TopicSet topics;
    for (const auto topic : kTopics) {
        bool wanted = false;
        const auto value = member(data, toString(topic));
        topics.set(topic, value && value->get(wanted) == simdjson::SUCCESS && wanted);
    }
    return topics;
}

} // namespace

struct AegisReader::State
{
    simdjson::dom::parser parser{kMaxBytes};
    std::size_t allocated = 0;

    Result<object> parse(std::string_view text)
    {
        if (text.size() > kMaxBytes)
            return fail(Error::Kind::LimitExceeded, "the message is larger than 4 MiB");
        if (allocated < text.size()) {
            const auto capacity = std::max(text.size(), kFirstCapacity);
            if (parser.allocate(capacity, kMaxDepth) != simdjson::SUCCESS)
                return fail(Error::Kind::LimitExceeded, "no memory is left to read the message");
            allocated = capacity;
        }
        element root;
        if (const auto error = parser.parse(text.data(), text.size()).get(root); error != simdjson::SUCCESS)
            return fail(Error::Kind::InvalidInput, std::string("not JSON: ") + simdjson::error_message(error));
        object message;
        if (root.get(message) != simdjson::SUCCESS)
            return fail(Error::Kind::InvalidInput, "the message is no JSON object");
        return message;
    }

    /// The `data` of a REST answer.
    Result<element> parseAnswer(std::string_view text)
    {
        const auto answer = parse(text);
        if (!answer)
            return tl::unexpected(answer.error());
        bool success = true;
        const auto flag = member(*answer, "success");
        if (flag && flag->get(success) == simdjson::SUCCESS && !success) {
            const auto words = textOf(anyMember(*answer, {"error", "message"}), kMaxNameBytes);
            return fail(Error::Kind::InvalidInput, "the server reports a failure: " + printable(words));
        }
        const auto data = member(*answer, "data");
        if (!data)
            return fail(Error::Kind::InvalidInput, "the answer has no data");
        return *data;
    }
};

AegisReader::AegisReader()
    : m_state(std::make_unique<State>())
{}

AegisReader::~AegisReader() = default;

Result<AegisMessage> AegisReader::read(std::string_view text)
{
    const auto root = m_state->parse(text);
    if (!root)
        return tl::unexpected(root.error());
    AegisMessage message;
    message.type = textOf(member(*root, "type"), kMaxNameBytes);
    object data;
    const auto payload = member(*root, "data");
    const bool hasData = payload && payload->get(data) == simdjson::SUCCESS;
    if (message.type == "metrics") {
        if (!hasData)
            return fail(Error::Kind::InvalidInput, "the metrics message has no data");
        message.kind = AegisMessage::Kind::Metrics;
        message.metrics = readMetrics(*root, data);
        return message;
    }
    if (message.type == "subscribed") {
        if (!hasData)
            return fail(Error::Kind::InvalidInput, "the subscribed message has no data");
        message.kind = AegisMessage::Kind::Subscribed;
        message.subscribed = readTopics(data);
        return message;
    }
    message.alerts = readAlerts(*root);
    if (!message.alerts.empty())
        message.kind = AegisMessage::Kind::Alert;
    else if (message.type.empty())
        return fail(Error::Kind::InvalidInput, "the message has no type");
    return message;
}

Result<std::vector<AegisReader::Backend>> AegisReader::readBackends(std::string_view text)
{
    const auto data = m_state->parseAnswer(text);
    if (!data)
        return tl::unexpected(data.error());
    simdjson::dom::array list;
    if (data->at_key("backends").get(list) != simdjson::SUCCESS)
        return fail(Error::Kind::InvalidInput, "the answer has no list of backends");
    std::vector<Backend> backends;
    for (const element item : list) {
        object row;
        if (backends.size() == kMaxEndpoints || item.get(row) != simdjson::SUCCESS)
            continue;
        Backend backend;
        backend.name = textOf(member(row, "name"), kMaxNameBytes);
        backend.status = textOf(member(row, "status"), kMaxNameBytes);
        const auto breaker = member(row, "circuitBreaker");
        object inner;
        backend.circuitBreaker = breaker && breaker->get(inner) == simdjson::SUCCESS
                                     ? textOf(member(inner, "state"), kMaxNameBytes)
                                     : textOf(breaker, kMaxNameBytes);
        std::size_t ignored = 0;
        backend.responseMilliseconds = readNumber(row, {"responseTimeMs", "response_time_ms"}, ignored);
        if (!backend.name.empty())
            backends.push_back(std::move(backend));
    }
    return backends;
}

Result<std::vector<BucketRow>> AegisReader::readStatusRows(std::string_view text)
{
    const auto data = m_state->parseAnswer(text);
    if (!data)
        return tl::unexpected(data.error());
    if (!data->is_array())
        return fail(Error::Kind::InvalidInput, "the answer has no rows");
    std::size_t ignored = 0;
    return readRows(*data, statusKeys(), ignored);
}

Result<MetricsMessage> AegisReader::readTopic(Topic topic, std::string_view text)
{
    const auto data = m_state->parseAnswer(text);
    if (!data)
        return tl::unexpected(data.error());
    if (topic == Topic::Overview ? !data->is_object() : !data->is_array())
        return fail(Error::Kind::InvalidInput,
                    topic == Topic::Overview ? "the answer has no overview" : "the answer has no rows");
    MetricsMessage message;
    switch (topic) {
    case Topic::Overview:
        readOverview(*data, message);
        break;
    case Topic::RequestRate:
        message.requestRate = readRows(*data, rateKeys(), message.badFields);
        break;
    case Topic::LatencyPercentiles:
        message.latency = readRows(*data, latencyKeys(), message.badFields);
        break;
    case Topic::StatusDistribution:
        message.status = readRows(*data, statusKeys(), message.badFields);
        break;
    case Topic::TopEndpoints:
        message.endpoints = readEndpoints(*data, message.badFields);
        break;
    case Topic::Alerts:
        break;
    }
    return message;
}

std::string subscribeMessage(const TopicSet& wanted)
{
    std::string text = R"({"type":"subscribe","data":{)";
    for (const auto topic : kTopics) {
        text += topic == kTopics.front() ? "\"" : ",\"";
        text += toString(topic);
        text += wanted.has(topic) ? "\":true" : "\":false";
    }
    return text + "}}";
}

} // namespace nocturne::streams
