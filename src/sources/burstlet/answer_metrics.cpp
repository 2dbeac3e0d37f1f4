// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/burstlet/answer_metrics.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"

namespace nocturne::burstlet {

namespace {

using json::anyMember;
using json::element;
using json::member;
using json::object;
using Keys = std::initializer_list<std::string_view>;
using Labels = std::vector<std::pair<std::string, std::string>>;
using Readings = std::vector<Reading>;

std::optional<double> numberAt(const object& from, Keys keys)
{
    const auto value = anyMember(from, keys);
    return value ? json::numberOf(*value) : std::nullopt;
}

void add(Readings& readings, std::string_view metric, Labels labels, std::optional<double> value)
{
    if (value)
        readings.push_back({std::string(metric), std::move(labels), *value});
}

/// A count, or an object that has one.
std::optional<double> countOf(const element& value)
{
    object inner;
    if (value.get(inner) == simdjson::SUCCESS)
        return numberAt(inner, {"count", "total", "requests", "value"});
    return json::numberOf(value);
}

/// Calls `take(name, value)` for each number of a breakdown; whether there was one.
template <typename Take>
bool readBreakdown(const object& from, Keys keys, Take take)
{
    object counts;
    const auto found = anyMember(from, keys);
    if (!found || found->get(counts) != simdjson::SUCCESS)
        return false;
    std::size_t taken = 0;
    for (const auto field : counts) {
        const auto value = countOf(field.value);
        if (value && field.key.size() <= kNameBytes && ++taken <= kMostNames)
            take(field.key, *value);
    }
    return taken > 0;
}

void readCpu(const element& cpu, Readings& readings)
{
    object inner;
    if (cpu.get(inner) != simdjson::SUCCESS)
        return add(readings, "burstlet_cpu_usage_percent", {}, json::numberOf(cpu));
    add(readings, "burstlet_cpu_usage_percent", {},
        numberAt(inner, {"usage", "usagePercent", "percentage", "percent", "total"}));
    add(readings, "burstlet_cpu_cores", {}, numberAt(inner, {"cores", "count"}));
    json::array loads;
    const auto load = anyMember(inner, {"loadAverage", "loadavg", "load", "load_average"});
    if (!load || load->get(loads) != simdjson::SUCCESS)
        return;
    constexpr std::array<std::string_view, 3> kPeriods = {"1m", "5m", "15m"};
    std::size_t i = 0;
    for (const auto value : loads) {
        if (i == kPeriods.size())
            break;
        add(readings, "burstlet_load_average", {{"period", std::string(kPeriods[i++])}}, json::numberOf(value));
    }
}

void readSpace(const element& space, std::string_view metric, Readings& readings)
{
    object inner;
    if (space.get(inner) != simdjson::SUCCESS)
        return;
    for (const std::string_view state : {"total", "used", "free", "available"})
        add(readings, metric, {{"state", std::string(state)}}, numberAt(inner, {state}));
}

void readNetwork(const element& network, Readings& readings)
{
    object inner;
    if (network.get(inner) != simdjson::SUCCESS)
        return;
    add(readings, "burstlet_network_bytes_total", {{"direction", "receive"}},
        numberAt(inner, {"rxBytes", "bytesReceived", "bytesIn", "rx_bytes", "received", "rx", "in"}));
    add(readings, "burstlet_network_bytes_total", {{"direction", "transmit"}},
        numberAt(inner, {"txBytes", "bytesSent", "bytesOut", "tx_bytes", "sent", "tx", "out"}));
}

void readProcess(const element& process, Readings& readings)
{
    object inner;
    if (process.get(inner) != simdjson::SUCCESS)
        return;
    object memory;
    const auto used = anyMember(inner, {"memory", "memoryUsage", "rss"});
    if (used && used->get(memory) == simdjson::SUCCESS)
        add(readings, "burstlet_process_memory_bytes", {}, numberAt(memory, {"rss", "used", "heapUsed"}));
    else if (used)
        add(readings, "burstlet_process_memory_bytes", {}, json::numberOf(*used));
    add(readings, "burstlet_process_uptime_seconds", {}, numberAt(inner, {"uptime", "uptimeSeconds"}));
    add(readings, "burstlet_process_cpu_percent", {}, numberAt(inner, {"cpu", "cpuUsage"}));
}

Row readSystem(const object& from)
{
    Row row;
    if (const auto cpu = member(from, "cpu"))
        readCpu(*cpu, row.readings);
    if (const auto memory = member(from, "memory"))
        readSpace(*memory, "burstlet_memory_bytes", row.readings);
    if (const auto disk = member(from, "disk"))
        readSpace(*disk, "burstlet_disk_bytes", row.readings);
    if (const auto network = member(from, "network"))
        readNetwork(*network, row.readings);
    if (const auto process = member(from, "process"))
        readProcess(*process, row.readings);
    return row;
}

/// "GET /api/v1/videos", or a path alone.
Labels endpointLabels(std::string_view name)
{
    const auto blank = name.find(' ');
    if (blank == std::string_view::npos)
        return {{"endpoint", std::string(name)}, {"method", ""}};
    return {{"endpoint", std::string(name.substr(blank + 1))}, {"method", std::string(name.substr(0, blank))}};
}

/// The breakdowns are each the whole: only the one by endpoint goes into `burstlet_requests_total`, so that its sum is
/// the number of requests.
void readRequests(const element& requests, Readings& readings)
{
    object inner;
    if (requests.get(inner) != simdjson::SUCCESS)
        return add(readings, "burstlet_requests_total", {}, json::numberOf(requests));
    const bool isBrokenDown =
        readBreakdown(inner, {"byEndpoint", "endpoints", "by_endpoint"}, [&](std::string_view name, double count) {
            add(readings, "burstlet_requests_total", endpointLabels(name), count);
        });
    if (!isBrokenDown)
        add(readings, "burstlet_requests_total", {}, numberAt(inner, {"total", "count"}));
    readBreakdown(inner, {"byMethod", "methods", "by_method"}, [&](std::string_view name, double count) {
        add(readings, "burstlet_requests_by_method_total", {{"method", std::string(name)}}, count);
    });
    readBreakdown(inner, {"byStatus", "statusCodes", "byStatusCode", "by_status"},
                  [&](std::string_view name, double count) {
                      add(readings, "burstlet_requests_by_status_total", {{"status", std::string(name)}}, count);
                  });
}

void readResponse(const element& response, Readings& readings)
{
    object inner;
    if (response.get(inner) != simdjson::SUCCESS)
        return;
    constexpr std::string_view kTimes = "burstlet_response_time_milliseconds";
    add(readings, kTimes, {{"quantile", "0.5"}}, numberAt(inner, {"median", "p50"}));
    add(readings, kTimes, {{"quantile", "0.95"}}, numberAt(inner, {"p95"}));
    add(readings, kTimes, {{"quantile", "0.99"}}, numberAt(inner, {"p99"}));
    add(readings, "burstlet_response_time_average_milliseconds", {}, numberAt(inner, {"average", "avg", "mean"}));
}

void readErrors(const element& errors, Readings& readings)
{
    object inner;
    if (errors.get(inner) != simdjson::SUCCESS)
        return add(readings, "burstlet_errors_total", {}, json::numberOf(errors));
    const bool isBrokenDown =
        readBreakdown(inner, {"byType", "types", "by_type"}, [&](std::string_view name, double count) {
            add(readings, "burstlet_errors_total", {{"type", std::string(name)}}, count);
        });
    if (!isBrokenDown)
        add(readings, "burstlet_errors_total", {}, numberAt(inner, {"total", "count"}));
}

Row readApplication(const object& from)
{
    Row row;
    if (const auto requests = member(from, "requests"))
        readRequests(*requests, row.readings);
    if (const auto response = anyMember(from, {"response", "responseTime", "responses"}))
        readResponse(*response, row.readings);
    if (const auto errors = member(from, "errors"))
        readErrors(*errors, row.readings);
    add(row.readings, "burstlet_active_users", {}, numberAt(from, {"activeUsers", "active_users"}));
    add(row.readings, "burstlet_active_sessions", {}, numberAt(from, {"activeSessions", "active_sessions"}));
    return row;
}

/// One row or a list of them.
template <typename Read>
std::vector<Row> readRows(const std::optional<element>& value, Read read)
{
    std::vector<Row> rows;
    const auto take = [&](const element& item) {
        object from;
        if (item.get(from) != simdjson::SUCCESS || rows.size() == kMostRows)
            return;
        auto row = read(from);
        if (const auto time = anyMember(from, {"timestamp", "time", "createdAt"}))
            row.time = json::timeOf(*time);
        if (!row.readings.empty())
            rows.push_back(std::move(row));
    };
    json::array list;
    if (!value)
        return rows;
    if (value->get(list) != simdjson::SUCCESS)
        take(*value);
    else
        for (const auto item : list)
            take(item);
    std::ranges::stable_sort(rows, {}, [](const Row& row) { return row.time.value_or(0); });
    return rows;
}

/// A name that a label or metric may have: "videos.done" becomes "videos_done".
std::string metricName(std::string_view name)
{
    std::string made;
    for (const char c : name)
        made += isAsciiLetter(c) || isAsciiDigit(c) ? c : '_';
    return made;
}

Labels tagsOf(const object& from)
{
    Labels labels;
    object tags;
    const auto found = anyMember(from, {"tags", "labels"});
    if (!found || found->get(tags) != simdjson::SUCCESS)
        return labels;
    for (const auto tag : tags) {
        auto name = metricName(tag.key.substr(0, kNameBytes));
        // "__" is for us; job and instance say which Burstlet it is.
        if (name.empty() || isAsciiDigit(name.front()) || name.starts_with("__") || name == "job" || name == "instance")
            name.insert(0, "tag_");
        if (labels.size() < 32)
            labels.emplace_back(std::move(name), json::textOf(tag.value, kNameBytes));
    }
    return labels;
}

void readCustom(const object& from, Readings& readings)
{
    const auto name = json::textOf(member(from, "name"), kNameBytes);
    if (name.empty())
        return;
    const auto type = asciiLower(json::textOf(member(from, "type"), kNameBytes));
    const auto metric = "burstlet_custom_" + metricName(name);
    const auto labels = tagsOf(from);
    if (type == "histogram" || type == "summary") {
        add(readings, metric + "_count", labels, numberAt(from, {"count"}));
        add(readings, metric + "_sum", labels, numberAt(from, {"sum"}));
        add(readings, metric + "_min", labels, numberAt(from, {"min"}));
        add(readings, metric + "_max", labels, numberAt(from, {"max"}));
        return;
    }
    const bool isTotal = type == "counter" && !metric.ends_with("_total");
    add(readings, isTotal ? metric + "_total" : metric, labels, numberAt(from, {"value", "count"}));
}

} // namespace

Metrics readMetrics(const object& data)
{
    Metrics metrics;
    metrics.system = readRows(anyMember(data, {"system", "systemMetrics"}), readSystem);
    metrics.application = readRows(anyMember(data, {"application", "applicationMetrics", "app"}), readApplication);
    json::array list;
    const auto custom = anyMember(data, {"custom", "customMetrics"});
    if (!custom || custom->get(list) != simdjson::SUCCESS)
        return metrics;
    std::size_t rows = 0;
    for (const auto item : list) {
        object from;
        if (item.get(from) == simdjson::SUCCESS && ++rows <= kMostRows)
            readCustom(from, metrics.custom);
    }
    return metrics;
}

} // namespace nocturne::burstlet
