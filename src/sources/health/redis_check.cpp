// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/redis_check.h"

#include <algorithm>
#include <array>

#include "base/core/number.h"
#include "base/core/text.h"
#include "base/net/byte_stream.h"
#include "sources/health/resp_reader.h"
#include "sources/health/stream_probe.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kMaxListed = 64; ///< databases, replicas

struct Figure
{
    std::string_view key;
    std::string_view metric;
};

/// What is a number in INFO as it is. Names: redis_exporter 1.x, exporter/exporter.go.
constexpr std::array<Figure, 23> kFigures = {{
    {"uptime_in_seconds", "redis_uptime_in_seconds"},
    {"connected_clients", "redis_connected_clients"},
    {"blocked_clients", "redis_blocked_clients"},
    {"used_memory", "redis_memory_used_bytes"},
    {"used_memory_rss", "redis_memory_used_rss_bytes"},
    {"used_memory_peak", "redis_memory_used_peak_bytes"},
    {"maxmemory", "redis_memory_max_bytes"},
    {"mem_fragmentation_ratio", "redis_mem_fragmentation_ratio"},
    {"loading", "redis_loading_dump_file"},
    {"rdb_changes_since_last_save", "redis_rdb_changes_since_last_save"},
    {"total_connections_received", "redis_connections_received_total"},
    {"rejected_connections", "redis_rejected_connections_total"},
    {"total_commands_processed", "redis_commands_processed_total"},
    {"total_net_input_bytes", "redis_net_input_bytes_total"},
    {"total_net_output_bytes", "redis_net_output_bytes_total"},
    {"keyspace_hits", "redis_keyspace_hits_total"},
    {"keyspace_misses", "redis_keyspace_misses_total"},
    {"expired_keys", "redis_expired_keys_total"},
    {"evicted_keys", "redis_evicted_keys_total"},
    {"connected_slaves", "redis_connected_slaves"},
    {"master_repl_offset", "redis_master_repl_offset"},
    {"slave_repl_offset", "redis_slave_repl_offset"},
    {"master_last_io_seconds_ago", "redis_master_last_io_seconds_ago"},
}};

/// Calls `each` with key and value of every line `key:value`.
template <typename Each>
void eachLine(std::string_view info, Each each)
{
    while (!info.empty()) {
        const auto end = std::min(info.find('\n'), info.size());
        const auto line = trimmed(info.substr(0, end), " \t\r");
        info.remove_prefix(std::min(end + 1, info.size()));
        const auto colon = line.find(':');
        if (colon != std::string_view::npos && !line.starts_with('#'))
            each(line.substr(0, colon), line.substr(colon + 1));
    }
}

/// The value of `name` in "keys=3,expires=0"; empty where it is not there.
std::string_view fieldOf(std::string_view fields, std::string_view name)
{
    while (!fields.empty()) {
        const auto end = std::min(fields.find(','), fields.size());
        const auto field = fields.substr(0, end);
        fields.remove_prefix(std::min(end + 1, fields.size()));
        const auto equals = field.find('=');
        if (equals != std::string_view::npos && field.substr(0, equals) == name)
            return field.substr(equals + 1);
    }
    return {};
}

/// "db0", "slave12"
bool isNumbered(std::string_view key, std::string_view word)
{
    return key.starts_with(word) && key.size() > word.size() &&
           std::ranges::all_of(key.substr(word.size()), isAsciiDigit);
}

/// Adds what is not there yet: each is a series of its own.
void add(Reading reading, std::vector<Reading>& readings)
{
    const bool isThere = std::ranges::any_of(readings, [&](const Reading& known) {
        return known.metric == reading.metric && known.labelValue == reading.labelValue;
    });
    if (!isThere)
        readings.push_back(std::move(reading));
}

void addListed(std::string_view key, std::string_view value, std::vector<Reading>& readings)
{
    if (isNumbered(key, "db")) {
        if (const auto keys = parseNumber(fieldOf(value, "keys")))
            add({"redis_db_keys", "db", std::string(key.substr(0, 20)), *keys}, readings);
    } else if (isNumbered(key, "slave")) {
        const auto lag = parseNumber(fieldOf(value, "lag"));
        const auto replica = std::string(fieldOf(value, "ip")) + ":" + std::string(fieldOf(value, "port"));
        if (lag)
            add({"redis_replica_lag_seconds", "replica", printable(replica, 100), *lag}, readings);
    }
}

std::string_view reasonOf(std::string_view error)
{
    if (error.starts_with("WRONGPASS") || error.starts_with("NOAUTH") || error.starts_with("NOPERM") ||
        error.find("password") != std::string_view::npos)
        return "unauthorized";
    return "not_ready"; // LOADING, MASTERDOWN, MISCONF, "ERR max number of clients reached"
}

/// Questions and answers over one connection; the first failure stays.
class Conversation
{
public:
    Conversation(net::ByteStream& stream, const net::Patience& patience)
        : m_stream(stream)
        , m_patience(patience)
    {}

    /// The reply, which is never an Error unless `mayFail`.
    std::optional<RespValue> ask(const std::vector<std::string_view>& words, bool mayFail = false)
    {
        if (auto sent = m_stream.write(respCommand(words), m_patience); !sent)
            return failed(net::toString(sent.error().state), sent.error().words);
        while (true) {
            auto reply = m_reader.next();
            if (!reply)
                return failed("protocol", reply.error().message);
            if (*reply && (*reply)->kind == RespValue::Kind::Error && !mayFail)
                return failed(reasonOf((*reply)->text), "the server says: " + (*reply)->text);
            if (*reply)
                return std::move(**reply);
            auto bytes = m_stream.read(m_patience);
            if (!bytes)
                return failed(net::toString(bytes.error().state), bytes.error().words);
            if (bytes->empty())
                return failed("reset", "the server closed the connection without an answer");
            m_reader.feed(*bytes);
        }
    }

    const ProbeResult& failure() const { return m_failure; }

private:
    std::optional<RespValue> failed(std::string_view reason, std::string_view words)
    {
        m_failure = failedResult(reason, words);
        return std::nullopt;
    }

    net::ByteStream& m_stream;
    const net::Patience& m_patience;
    RespReader m_reader;
    ProbeResult m_failure;
};

bool authenticate(const CheckOptions& check, Conversation& server)
{
    if (!check.basicAuth || check.basicAuth->password.empty())
        return true;
    const auto& [user, password] = *check.basicAuth;
    return server
        .ask(user.empty() ? std::vector<std::string_view>{"AUTH", password.view()}
                          : std::vector<std::string_view>{"AUTH", user, password.view()})
        .has_value();
}

void takeInfo(const RespValue& info, ProbeResult& result)
{
    if (info.kind != RespValue::Kind::Text) {
        result.error = printable("no figures, as INFO is refused: " + info.text, 300);
        return;
    }
    result.readings = readingsOfInfo(info.text);
    if (infoValue(info.text, "master_link_status") == "down")
        lower(result, HealthState::Degraded, "degraded", "the replica is without its primary");
}

ProbeResult converse(const CheckOptions& check, net::ByteStream& stream, const net::Patience& patience)
{
    Conversation server(stream, patience);
    if (!authenticate(check, server))
        return server.failure();
    const auto asked = std::chrono::steady_clock::now();
    const auto pong = server.ask({"PING"});
    if (!pong)
        return server.failure();
    ProbeResult result;
    result.phases.firstByte = std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
    if (pong->kind != RespValue::Kind::Status || pong->text != "PONG")
        return failedResult("protocol", "the server does not answer PING with PONG");
    result.state = HealthState::Up;
    const auto info = server.ask({"INFO"}, true);
    if (!info)
        return server.failure();
    takeInfo(*info, result);
    return result;
}

} // namespace

std::string_view infoValue(std::string_view info, std::string_view key)
{
    std::string_view found;
    eachLine(info, [&](std::string_view name, std::string_view value) {
        if (name == key)
            found = value;
    });
    return found;
}

std::vector<Reading> readingsOfInfo(std::string_view info)
{
    std::vector<Reading> readings;
    std::vector<Reading> listed;
    eachLine(info, [&](std::string_view key, std::string_view value) {
        const auto figure = std::ranges::find(kFigures, key, &Figure::key);
        if (figure != kFigures.end()) {
            if (const auto number = parseNumber(value))
                add({std::string(figure->metric), {}, {}, *number}, readings);
        } else if (listed.size() < kMaxListed) {
            addListed(key, value, listed);
        }
    });
    const auto role = infoValue(info, "role");
    if (role == "master" || role == "slave")
        readings.push_back({"redis_instance_info", "role", std::string(role), 1});
    if (const auto link = infoValue(info, "master_link_status"); !link.empty())
        readings.push_back({"redis_master_link_up", {}, {}, link == "up" ? 1.0 : 0.0});
    if (const auto save = infoValue(info, "rdb_last_bgsave_status"); !save.empty())
        readings.push_back({"redis_rdb_last_bgsave_status", {}, {}, save == "ok" ? 1.0 : 0.0});
    if (const auto version = infoValue(info, "redis_version"); !version.empty())
        readings.push_back({"probe_server_info", "version", printable(version, 60), 1});
    readings.insert(readings.end(), listed.begin(), listed.end());
    return readings;
}

ProbeResult checkRedis(const CheckOptions& check, Timestamp now, const net::Patience& patience)
{
    return withStream(check, now, patience, [&](net::ByteStream& stream) { return converse(check, stream, patience); });
}

} // namespace nocturne::health
