// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/panels_fixture/drawn_data.h"

#include <array>
#include <cmath>
#include <functional>

namespace nocturne::tests {
namespace {

struct Shape
{
    std::string_view part; ///< of the expression
    std::vector<model::LabelSet> labels;
    double base = 1;
    double swing = 0.3;
    double spread = 0.5; ///< each further series is so much smaller
};

std::vector<model::LabelSet> each(std::string_view label, std::initializer_list<std::string_view> values)
{
    std::vector<model::LabelSet> sets;
    for (const auto value : values)
        sets.push_back(model::LabelSet{{label, value}});
    return sets;
}

const std::vector<Shape>& shapes()
{
    static const std::vector<Shape> kShapes = [] {
        const auto name =
            each("name", {"postgres", "gateway", "nocturne", "journald", "sshd", "Xorg", "redis-server", "node"});
        const auto mount = std::vector<model::LabelSet>{{{"mountpoint", "/"}, {"fstype", "ext4"}},
                                                        {{"mountpoint", "/home"}, {"fstype", "ext4"}},
                                                        {{"mountpoint", "/var/lib/postgresql"}, {"fstype", "xfs"}}};
        const auto event = each("event_type", {"agent:status", "task:progress", "task:completed", "task:failed",
                                               "message:new", "draft:pending", "activity:log"});
        const auto none = std::vector<model::LabelSet>{{}};
        return std::vector<Shape>{
            {"by (mode)", each("mode", {"user", "system", "iowait", "steal"}), 22, 0.5, 0.4},
            {"mode=\"idle\"", none, 37, 0.4},
            {"count_over_time", none, 60, 0},
            {"nocturne_process_cpu", name, 41, 0.1, 0.5},
            {"nocturne_process_resident", name, 2e9, 0.01, 0.4},
            {"nocturne_process_open", name, 312, 0, 0.7},
            {"100 * (1 - node_filesystem_avail_bytes{mountpoint=\"/\"", none, 71, 0.005},
            {"1 - node_filesystem_avail", mount, 88, 0.001, 0.7},
            {"node_filesystem_avail", mount, 5.1e10, 0, 0.6},
            {"node_filesystem_size", mount, 4.2e11, 0, 0.8},
            {"node_filefd", none, 1.6, 0.05},
            {"node_boot_time", none, 1.13e6, 0},
            {"MemTotal_bytes{instance=\"athena:9100\"} -", none, 12.4e9, 0.06},
            {"MemTotal", none, 33.6e9, 0},
            {"Buffers", none, 9.2e9, 0.04},
            {"SwapTotal", none, 0.4e9, 0.1},
            {"network_receive", none, 42e6, 0.5},
            {"network_transmit", none, 14e6, 0.5},
            {"disk_io_time", each("device", {"nvme0n1", "sda"}), 45, 0.8, 0.35},
            {"disk_read", none, 18e6, 0.7},
            {"disk_written", none, 31e6, 0.6},
            {"node_load5", none, 2.5, 0.2},
            {"node_load15", none, 2.2, 0.1},
            {"node_load", none, 2.84, 0.4},
            {"pressure", none, 6, 0.9},
            {"websocket_event_latency_milliseconds_bucket[5m])) by (le, event_type)", event, 320, 0.4, 0.8},
            {"histogram_quantile(0.99", none, 560, 0.4},
            {"histogram_quantile(0.95", none, 430, 0.4},
            {"histogram_quantile(0.9", none, 410, 0.3},
            {"histogram_quantile", none, 118, 0.2},
            {"emitted", event, 24, 0.4, 0.75},
            {"errors_total", each("event_type", {"task_assign", "message_send"}), 0.06, 0.8, 0.5},
            {"websocket_event", event, 12, 0.4, 0.7},
            {"active_connections", each("instance", {"hub-1:3000", "hub-2:3000"}), 184, 0.1, 0.8},
            {"aegis_latency", none, 240, 0.4},
            {"aegis_status", each("class", {"2xx", "3xx", "4xx", "5xx"}), 900, 0.2, 0.15},
            {"aegis_endpoint",
             {{{"method", "GET"}, {"path", "/api/users"}},
              {{"method", "POST"}, {"path", "/api/tasks"}},
              {{"method", "GET"}, {"path", "/api/search"}}},
             420,
             0.1,
             0.6},
            {"aegis_backend_up", each("backend", {"users-1", "search-1", "search-3"}), 1, 0, 1},
            {"aegis_backend", each("backend", {"users-1", "search-1", "search-3"}), 42, 0.3, 1.3},
            {"probe_success", each("instance", {"gateway /health/ready", "database", "redis"}), 1, 0, 1},
            {"error_rate", none, 0.8, 0.6},
            {"aegis_", none, 1240, 0.2},
        };
    }();
    return kShapes;
}

const Shape& shapeOf(const std::string& expression)
{
    static const Shape kOther{"", {model::LabelSet{{"instance", "athena:9100"}}}, 42, 0.3, 0.5};
    for (const auto& shape : shapes()) {
        if (expression.find(shape.part) != std::string::npos)
            return shape;
    }
    return kOther;
}

/// Smooth noise of three frequencies, the same for the same seed and time.
double noise(std::size_t seed, double t)
{
    const auto at = [seed](double x) {
        const auto cell = std::floor(x);
        const auto hash = [&](double c) {
            auto h = std::hash<double>()(c * 7919.0 + static_cast<double>(seed % 65521));
            h ^= h >> 29U;
            h *= 0xbf58476d1ce4e5b9ULL;
            h ^= h >> 32U;
            return static_cast<double>(h % 10'000) / 5'000.0 - 1;
        };
        const double f = x - cell;
        const double s = f * f * (3 - 2 * f);
        return hash(cell) * (1 - s) + hash(cell + 1) * s;
    };
    return 0.55 * at(t / 900) + 0.25 * at(t / 160) + 0.2 * at(t / 25);
}

double valueOf(const Shape& shape, std::size_t seed, std::size_t index, Timestamp time)
{
    const double level = shape.base * std::pow(shape.spread, static_cast<double>(index));
    return std::max(0.0, level * (1 + shape.swing * noise(seed + index * 7, static_cast<double>(time) / 1000)));
}

} // namespace

void drawData(ScriptedService& service, std::string silent, Timestamp silentSince, std::string failing)
{
    service.metrics = {"node_cpu_seconds_total", "node_memory_MemTotal_bytes", "websocket_active_connections",
                       "probe_success",          "aegis_requests_per_second",  "session_alive_events_total"};
    const auto isSilent = [silent](const std::string& expression) {
        return !silent.empty() && expression.find(silent) != std::string::npos;
    };
    service.onRange = [=](const query::RangeQuery& query) -> Result<query::QueryResult> {
        if (query.expression.find(failing) != std::string::npos)
            return fail(Error::Kind::Timeout, "the query took longer than 30 s");
        query::QueryResult result;
        result.type = query::ValueType::Matrix;
        for (Timestamp t = query.start; t <= query.end; t += query.step.count())
            result.times.push_back(t);
        const auto& shape = shapeOf(query.expression);
        const auto seed = std::hash<std::string>()(query.expression);
        for (std::size_t i = 0; i < shape.labels.size(); ++i) {
            query::ResultSeries series{shape.labels[i], {}};
            for (const auto t : result.times)
                series.values.push_back(isSilent(query.expression) && t > silentSince ? query::kAbsent
                                                                                      : valueOf(shape, seed, i, t));
            result.series.push_back(std::move(series));
        }
        return result;
    };
    service.onInstant = [=](const query::InstantQuery& query) -> Result<query::QueryResult> {
        if (query.expression.find(failing) != std::string::npos)
            return fail(Error::Kind::Timeout, "the query took longer than 30 s");
        if (query.expression.find("timestamp(") != std::string::npos &&
            query.expression.find("max by (job, instance)") == 0) {
            const auto newest = isSilent(query.expression) ? silentSince : query.time - 2000;
            return vectorOf({{model::LabelSet{{"instance", "athena:9100"}}, static_cast<double>(newest) / 1000}},
                            query.time);
        }
        std::vector<std::pair<model::LabelSet, double>> values;
        const auto& shape = shapeOf(query.expression);
        const auto seed = std::hash<std::string>()(query.expression);
        for (std::size_t i = 0; i < shape.labels.size(); ++i)
            values.emplace_back(shape.labels[i], valueOf(shape, seed, i, query.time));
        return vectorOf(std::move(values), query.time);
    };
}

} // namespace nocturne::tests
