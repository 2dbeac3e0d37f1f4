// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/burstlet/answer.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "sources/burstlet/answer_metrics.h"
#include "sources/burstlet/taken_dashboard.h"
#include "watch/logs/line_parser.h"

namespace nocturne::burstlet {

namespace {

using json::anyMember;
using json::element;
using json::member;
using json::object;
using json::textOf;
using Keys = std::initializer_list<std::string_view>;

constexpr std::size_t kMaxBytes = std::size_t{8} << 20U;
constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMessageBytes = std::size_t{16} << 10U;
constexpr std::size_t kTextBytes = 1024;
constexpr std::size_t kMostFields = 32;

template <std::size_t N>
bool isOneOf(std::string_view word, const std::array<std::string_view, N>& words)
{
    return std::ranges::find(words, word) != words.end();
}

constexpr std::array<std::string_view, 8> kGood = {"healthy", "up",     "ok",      "pass",
                                                   "passing", "passed", "success", "good"};
constexpr std::array<std::string_view, 4> kHalf = {"degraded", "warn", "warning", "partial"};
constexpr std::array<std::string_view, 9> kBad = {"unhealthy", "down",     "error",   "fail",       "failing",
                                                  "failed",    "critical", "timeout", "unavailable"};

std::optional<double> scoreOf(std::string_view status)
{
    const auto word = asciiLower(status);
    if (isOneOf(word, kGood))
        return 1;
    if (isOneOf(word, kHalf))
        return 0.5;
    return isOneOf(word, kBad) ? std::optional(0.0) : std::nullopt;
}

std::optional<double> numberAt(const object& from, Keys keys)
{
    const auto value = anyMember(from, keys);
    return value ? json::numberOf(*value) : std::nullopt;
}

std::optional<Timestamp> timeAt(const object& from, Keys keys)
{
    const auto value = anyMember(from, keys);
    return value ? json::timeOf(*value) : std::nullopt;
}

/// Text of an error: a text, or an object with code and message.
std::string errorText(const std::optional<element>& error)
{
    object inner;
    if (!error || error->get(inner) != simdjson::SUCCESS)
        return textOf(error, kTextBytes);
    auto code = textOf(member(inner, "code"), kNameBytes);
    const auto message = textOf(anyMember(inner, {"message", "error"}), kTextBytes);
    return code.empty() || message.empty() ? code + message : code + ": " + message;
}

/// The elements of `data` where it is a list, or of the first list that it has under one of `keys`.
template <typename Take>
bool forEachObject(const element& data, Keys keys, Take take)
{
    json::array list;
    if (data.get(list) != simdjson::SUCCESS) {
        object from;
        const auto inner = data.get(from) == simdjson::SUCCESS ? anyMember(from, keys) : std::nullopt;
        if (!inner || inner->get(list) != simdjson::SUCCESS)
            return false;
    }
    std::size_t rows = 0;
    for (const auto item : list) {
        object row;
        if (item.get(row) == simdjson::SUCCESS && ++rows <= kMostRows)
            take(row);
    }
    return true;
}

Check readCheck(const object& from)
{
    Check check;
    check.id = textOf(anyMember(from, {"id", "checkId"}), kNameBytes);
    check.name = textOf(anyMember(from, {"name", "service", "component"}), kNameBytes);
    if (check.name.empty())
        check.name = check.id;
    check.type = textOf(member(from, "type"), kNameBytes);
    object last;
    const auto result = anyMember(from, {"lastResult", "result"});
    const auto& told = result && result->get(last) == simdjson::SUCCESS ? last : from;
    check.status = textOf(anyMember(told, {"status", "lastStatus", "state"}), kNameBytes);
    if (const auto score = scoreOf(check.status))
        check.isUp = *score > 0;
    check.milliseconds = numberAt(told, {"responseTime", "responseTimeMs", "duration", "latency"});
    check.error = errorText(anyMember(told, {"error", "lastError"}));
    if (check.error.empty() && check.isUp == false)
        check.error = textOf(member(told, "message"), kTextBytes);
    bool isActive = true;
    const auto active = anyMember(from, {"isActive", "enabled"});
    check.isActive = !active || active->get(isActive) != simdjson::SUCCESS || isActive;
    return check;
}

std::vector<Check> readChecks(const element& data)
{
    std::vector<Check> checks;
    forEachObject(data, {"checks", "healthChecks", "items"}, [&](const object& row) {
        auto check = readCheck(row);
        if (!check.name.empty())
            checks.push_back(std::move(check));
    });
    return checks;
}

/// Checks of a health document that stand under their names.
std::vector<Check> readNamedChecks(const object& from)
{
    std::vector<Check> checks;
    object named;
    const auto found = anyMember(from, {"checks", "services", "components"});
    if (!found || found->get(named) != simdjson::SUCCESS)
        return checks;
    for (const auto field : named) {
        object row;
        Check check;
        if (checks.size() == kMostRows)
            break;
        if (field.value.get(row) == simdjson::SUCCESS) {
            check = readCheck(row);
        } else {
            check.status = textOf(field.value, kNameBytes);
            if (const auto score = scoreOf(check.status))
                check.isUp = *score > 0;
        }
        check.name = std::string(field.key.substr(0, kNameBytes));
        checks.push_back(std::move(check));
    }
    return checks;
}

Health readHealth(const object& from)
{
    Health health;
    health.status = textOf(anyMember(from, {"status", "overall"}), kNameBytes);
    health.score = scoreOf(health.status);
    health.version = textOf(member(from, "version"), kNameBytes);
    health.time = timeAt(from, {"timestamp", "time"});
    health.uptimeSeconds = numberAt(from, {"uptime"});
    if (const auto checks = member(from, "checks"))
        health.checks = readChecks(*checks);
    if (health.checks.empty())
        health.checks = readNamedChecks(from);
    return health;
}

AlertEvent readEvent(const object& from)
{
    AlertEvent event;
    event.id = textOf(anyMember(from, {"id", "eventId"}), kNameBytes);
    event.alertId = textOf(anyMember(from, {"alertId", "alert_id"}), kNameBytes);
    event.name = textOf(anyMember(from, {"name", "alertName", "title"}), kNameBytes);
    event.severity = asciiLower(textOf(member(from, "severity"), kNameBytes));
    event.status = asciiLower(textOf(anyMember(from, {"status", "state"}), kNameBytes));
    event.message = textOf(anyMember(from, {"message", "description"}), kMessageBytes);
    event.acknowledgedBy = textOf(member(from, "acknowledgedBy"), kNameBytes);
    event.value = numberAt(from, {"value", "currentValue"});
    event.threshold = numberAt(from, {"threshold"});
    event.triggeredAt = timeAt(from, {"triggeredAt", "timestamp", "createdAt"});
    if (event.status.empty())
        event.status = anyMember(from, {"resolvedAt"}) ? "resolved" : "active";
    if (event.status != "resolved" && !event.acknowledgedBy.empty())
        event.status = "acknowledged";
    return event;
}

void readEvents(const element& data, Keys keys, std::vector<AlertEvent>& events, const AlertEvent& alert = {})
{
    forEachObject(data, keys, [&](const object& row) {
        auto event = readEvent(row);
        if (event.id.empty() || events.size() == kMostRows)
            return;
        if (event.alertId.empty())
            event.alertId = alert.alertId;
        if (event.name.empty())
            event.name = alert.name;
        if (event.severity.empty())
            event.severity = alert.severity;
        events.push_back(std::move(event));
    });
}

Alerts readAlerts(const element& data)
{
    Alerts alerts;
    forEachObject(data, {"alerts", "items"}, [&](const object& row) {
        ++alerts.defined;
        AlertEvent alert;
        alert.alertId = textOf(member(row, "id"), kNameBytes);
        alert.name = textOf(member(row, "name"), kNameBytes);
        alert.severity = asciiLower(textOf(member(row, "severity"), kNameBytes));
        if (const auto events = anyMember(row, {"events", "activeEvents"}))
            readEvents(*events, {}, alerts.events, alert);
    });
    object from;
    if (data.get(from) == simdjson::SUCCESS) {
        if (const auto events = anyMember(from, {"events", "active", "recent"}))
            readEvents(*events, {}, alerts.events);
    }
    return alerts;
}

/// Scalars as text, the rest as JSON.
std::string fieldText(const element& value)
{
    std::string_view text;
    bool flag = false;
    if (value.get(text) == simdjson::SUCCESS)
        return textOf(value, kTextBytes);
    if (value.get(flag) == simdjson::SUCCESS)
        return flag ? "true" : "false";
    auto number = textOf(value, kTextBytes);
    if (!number.empty())
        return number;
    number = simdjson::minify(value);
    return number.size() > kTextBytes ? printable(number, kTextBytes) : number;
}

void readTrace(const element& trace, std::map<std::string, std::string>& fields)
{
    object inner;
    if (trace.get(inner) != simdjson::SUCCESS) {
        if (auto id = textOf(trace, kNameBytes); !id.empty())
            fields["trace_id"] = std::move(id);
        return;
    }
    const auto take = [&](const char* field, Keys keys) {
        if (auto id = textOf(anyMember(inner, keys), kNameBytes); !id.empty())
            fields[field] = std::move(id);
    };
    take("trace_id", {"traceId", "trace_id"});
    take("span_id", {"spanId", "span_id"});
    take("parent_span_id", {"parentSpanId", "parent_span_id", "parentId"});
}

LogLine readLine(const object& from, Timestamp now)
{
    LogLine line;
    auto& record = line.record;
    line.id = textOf(member(from, "id"), kNameBytes);
    record.message = textOf(anyMember(from, {"message", "msg"}), kMessageBytes);
    record.service = textOf(member(from, "service"), kNameBytes);
    record.level = logs::levelFromText(textOf(member(from, "level"), kNameBytes)).value_or(LogLevel::Info);
    record.time = timeAt(from, {"timestamp", "time", "createdAt"}).value_or(now);
    object metadata;
    const auto found = anyMember(from, {"metadata", "meta"});
    if (found && found->get(metadata) == simdjson::SUCCESS) {
        for (const auto field : metadata) {
            if (record.fields.size() < kMostFields && !field.value.is_null())
                record.fields[std::string(field.key.substr(0, kNameBytes))] = fieldText(field.value);
        }
    }
    if (const auto trace = anyMember(from, {"trace", "traceContext"}))
        readTrace(*trace, record.fields);
    return line;
}

} // namespace

bool AlertEvent::isOver() const
{
    constexpr std::array<std::string_view, 6> kOver = {"resolved", "closed", "inactive", "ok", "cleared", "expired"};
    return isOneOf(status, kOver);
}

struct AnswerReader::State
{
    simdjson::dom::parser parser{kMaxBytes};

    Result<element> parse(std::string_view body)
    {
        if (body.size() > kMaxBytes)
            return fail(Error::Kind::LimitExceeded, "the answer is larger than 8 MiB");
        if (parser.allocate(std::max(body.size(), std::size_t{4096}), kMaxDepth) != simdjson::SUCCESS)
            return fail(Error::Kind::LimitExceeded, "no memory is left to read the answer");
        element root;
        if (const auto error = parser.parse(body.data(), body.size()).get(root); error != simdjson::SUCCESS)
            return fail(Error::Kind::InvalidInput, std::string("not JSON: ") + simdjson::error_message(error));
        if (!root.is_object() && !root.is_array())
            return fail(Error::Kind::InvalidInput, "the answer is no JSON object");
        return root;
    }

    /// The data of an answer, with or without an envelope.
    Result<element> data(std::string_view body, bool evenOfRefusal = false)
    {
        const auto root = parse(body);
        object envelope;
        if (!root || root->get(envelope) != simdjson::SUCCESS)
            return root;
        bool success = true;
        const auto flag = member(envelope, "success");
        const auto inner = member(envelope, "data");
        if (flag && flag->get(success) == simdjson::SUCCESS && !success && !(evenOfRefusal && inner)) {
            const auto words = errorText(anyMember(envelope, {"error", "message"}));
            return fail(Error::Kind::InvalidInput, "the server reports a failure: " + printable(words));
        }
        if (!inner)
            return root;
        if (!inner->is_object() && !inner->is_array())
            return fail(Error::Kind::InvalidInput, "the answer has no data");
        return *inner;
    }

    Result<object> dataObject(std::string_view body, bool evenOfRefusal = false)
    {
        const auto found = data(body, evenOfRefusal);
        if (!found)
            return tl::unexpected(found.error());
        object inner;
        if (found->get(inner) != simdjson::SUCCESS)
            return fail(Error::Kind::InvalidInput, "the answer has no data");
        return inner;
    }
};

AnswerReader::AnswerReader()
    : m_state(std::make_unique<State>())
{}

AnswerReader::~AnswerReader() = default;

Result<Health> AnswerReader::health(std::string_view body)
{
    const auto data = m_state->dataObject(body, true);
    if (!data)
        return tl::unexpected(data.error());
    auto health = readHealth(*data);
    if (health.status.empty() && health.checks.empty())
        return fail(Error::Kind::InvalidInput, "the answer names no status");
    return health;
}

Result<Metrics> AnswerReader::metrics(std::string_view body)
{
    const auto data = m_state->dataObject(body);
    if (!data)
        return tl::unexpected(data.error());
    return readMetrics(*data);
}

Result<std::vector<Check>> AnswerReader::checks(std::string_view body)
{
    const auto data = m_state->data(body);
    if (!data)
        return tl::unexpected(data.error());
    return readChecks(*data);
}

Result<Alerts> AnswerReader::alerts(std::string_view body)
{
    const auto data = m_state->data(body);
    if (!data)
        return tl::unexpected(data.error());
    return readAlerts(*data);
}

Result<std::vector<LogLine>> AnswerReader::logs(std::string_view body, Timestamp now)
{
    const auto data = m_state->data(body);
    if (!data)
        return tl::unexpected(data.error());
    std::vector<LogLine> lines;
    const bool isList = forEachObject(*data, {"logs", "entries", "items"},
                                      [&](const object& row) { lines.push_back(readLine(row, now)); });
    if (!isList)
        return fail(Error::Kind::InvalidInput, "the answer has no list of log entries");
    std::ranges::stable_sort(lines, {}, [](const LogLine& line) { return line.record.time; });
    return lines;
}

Result<std::vector<std::string>> AnswerReader::dashboards(std::string_view body)
{
    const auto data = m_state->data(body);
    if (!data)
        return tl::unexpected(data.error());
    std::vector<std::string> names;
    forEachObject(*data, {"dashboards", "items"}, [&](const object& row) {
        names.push_back(textOf(anyMember(row, {"name", "title", "id"}), kNameBytes));
    });
    return names;
}

Result<Overview> AnswerReader::overview(std::string_view body)
{
    const auto data = m_state->dataObject(body);
    if (!data)
        return tl::unexpected(data.error());
    Overview overview;
    overview.metrics = readMetrics(*data);
    object inner;
    const auto health = member(*data, "health");
    if (health && health->get(inner) == simdjson::SUCCESS)
        overview.health = readHealth(inner);
    if (const auto alerts = anyMember(*data, {"alerts", "activeAlerts"}))
        readEvents(*alerts, {"recent", "events", "active"}, overview.events);
    return overview;
}

Result<std::vector<Entry>> AnswerReader::entries(std::string_view body)
{
    const auto data = m_state->data(body);
    if (!data)
        return tl::unexpected(data.error());
    std::vector<Entry> entries;
    forEachObject(*data, {"items", "alerts", "checks", "healthChecks", "dashboards"}, [&](const object& row) {
        auto check = readCheck(row); // whose columns the others share
        if (!check.id.empty())
            entries.push_back({std::move(check.id), textOf(anyMember(row, {"name", "title"}), kNameBytes),
                               std::move(check.type), textOf(member(row, "severity"), kNameBytes), check.isActive});
    });
    return entries;
}

Result<TakenDashboard> AnswerReader::dashboard(std::string_view body, const std::string& instance)
{
    const auto data = m_state->dataObject(body);
    if (!data)
        return tl::unexpected(data.error());
    return takeDashboard(*data, instance);
}

Result<std::string> AnswerReader::data(std::string_view body)
{
    const auto data = m_state->data(body);
    return data ? Result<std::string>(simdjson::minify(*data)) : tl::unexpected(data.error());
}

Result<std::string> AnswerReader::compactObject(std::string_view text)
{
    const auto root = m_state->parse(text);
    if (root && !root->is_object())
        return fail(Error::Kind::InvalidInput, "it is no JSON object");
    return root ? Result<std::string>(simdjson::minify(*root)) : tl::unexpected(root.error());
}

std::string AnswerReader::refusal(std::string_view body)
{
    const auto root = m_state->parse(body);
    object envelope;
    if (!root || root->get(envelope) != simdjson::SUCCESS)
        return {};
    auto words = errorText(anyMember(envelope, {"error"}));
    const auto code = textOf(member(envelope, "code"), kNameBytes);
    if (words.empty())
        words = textOf(member(envelope, "message"), kTextBytes);
    return printable(code.empty() ? words : words.empty() ? code : code + ": " + words, kTextBytes);
}

} // namespace nocturne::burstlet
