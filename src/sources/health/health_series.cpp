// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_series.h"

#include <array>

namespace nocturne::health {

namespace {

constexpr auto kCounter = model::MetricType::Counter;

constexpr std::array<Family, 26> kCommon = {{
    {"probe_success", "Whether the check passed", ""},
    {"probe_duration_seconds", "How long the check took", "seconds"},
    {"probe_phase_seconds", "How long a phase of the check took", "seconds"},
    {"probe_http_duration_seconds", "How long a phase of the request took, over all redirects", "seconds"},
    {"probe_http_status_code", "HTTP status of the answer", ""},
    {"probe_ssl_earliest_cert_expiry", "When the first certificate of the chain ends, in Unix time", ""},
    {"health_up", "Worst of the service's word and its components: 1 up, 0.5 degraded, 0 down", ""},
    {"health_check_up", "Hard state of a check: 1 up, 0.5 degraded, 0 down", ""},
    {"health_check_available", "Whether a check is up or degraded, while that counts for its uptime", ""},
    {"health_check_unreachable", "Whether what the check depends on is down", ""},
    {"health_check_maintenance", "Whether there is planned work on what is checked", ""},
    {"health_component_up", "State of a component: 1 up, 0.5 degraded, 0 down", ""},
    {"health_component_duration_seconds", "How long the component's own check took", "seconds"},
    {"probe_value", "What the check measured: per cent, seconds, or the query's value", ""},
    {"probe_disk_free_bytes", "What users of the file system may still write", "bytes"},
    {"probe_memory_available_bytes", "Memory that programs can still have", "bytes"},
    {"probe_table_rows", "Rows of a table", ""},
    {"probe_perfdata", "A number that a plugin told", ""},
    {"probe_exit_code", "Exit code of the plugin", ""},
    {"probe_connections", "Connections that the database server has", ""},
    {"probe_connections_max", "Connections that the database server takes at most", ""},
    {"probe_server_info", "Version of the server", ""},
    {"probe_tls_version_info", "Version of TLS that was agreed on", ""},
    {"probe_dns_answer_rrs", "Records of the answer, aliases included", ""},
    {"probe_query_series", "Series that a query gave, where they are more than one", ""},
    {"probe_websocket_ping_seconds", "How long the server took to answer a ping", "seconds"},
}};

constexpr std::array<Family, 5> kGroup = {{
    {"health_group_up", "State of a group of checks: 1 up, 0.5 degraded, 0 down", ""},
    {"health_group_score", "Share of the weights of the members that is up", ""},
    {"health_group_members", "Members of a group by their state", ""},
    {"health_check_available", "Whether a check is up or degraded, while that counts for its uptime", ""},
    {"health_check_maintenance", "Whether there is planned work on what is checked", ""},
}};

constexpr std::array<Family, 28> kRedis = {{
    {"redis_uptime_in_seconds", "How long the server has been running", "seconds"},
    {"redis_connected_clients", "Clients that are connected", ""},
    {"redis_blocked_clients", "Clients that wait for a blocking command", ""},
    {"redis_memory_used_bytes", "Memory that the server has allocated", "bytes"},
    {"redis_memory_used_rss_bytes", "Memory that the server has of the system", "bytes"},
    {"redis_memory_used_peak_bytes", "The most memory that the server has allocated", "bytes"},
    {"redis_memory_max_bytes", "Memory that the server may allocate; 0: no limit", "bytes"},
    {"redis_mem_fragmentation_ratio", "Memory of the system by memory allocated", ""},
    {"redis_loading_dump_file", "Whether the server is loading its data", ""},
    {"redis_rdb_changes_since_last_save", "Changes that a snapshot does not have yet", ""},
    {"redis_rdb_last_bgsave_status", "Whether the last snapshot worked out", ""},
    {"redis_connections_received_total", "Connections accepted", "", kCounter},
    {"redis_rejected_connections_total", "Connections refused for the limit of clients", "", kCounter},
    {"redis_commands_processed_total", "Commands carried out", "", kCounter},
    {"redis_net_input_bytes_total", "Bytes that came in", "bytes", kCounter},
    {"redis_net_output_bytes_total", "Bytes that went out", "bytes", kCounter},
    {"redis_keyspace_hits_total", "Keys that were looked up and found", "", kCounter},
    {"redis_keyspace_misses_total", "Keys that were looked up and not found", "", kCounter},
    {"redis_expired_keys_total", "Keys whose time was over", "", kCounter},
    {"redis_evicted_keys_total", "Keys that went for want of memory", "", kCounter},
    {"redis_connected_slaves", "Replicas that are connected", ""},
    {"redis_replica_lag_seconds", "How long ago a replica answered its primary", "seconds"},
    {"redis_master_repl_offset", "How far the primary's stream of changes is", ""},
    {"redis_slave_repl_offset", "How far the replica has followed the stream of changes", ""},
    {"redis_master_last_io_seconds_ago", "How long ago the replica heard of its primary", "seconds"},
    {"redis_master_link_up", "Whether the replica is connected to its primary", ""},
    {"redis_instance_info", "Role of the server: master or slave", ""},
    {"redis_db_keys", "Keys of a database", ""},
}};

} // namespace

std::span<const Family> commonFamilies() { return kCommon; }

std::span<const Family> groupFamilies() { return kGroup; }

std::span<const Family> redisFamilies() { return kRedis; }

std::vector<std::pair<std::string_view, double>> phasesOf(CheckType type, const net::Phases& phases)
{
    const std::pair<std::string_view, double> resolve{"resolve", phases.dns};
    const std::pair<std::string_view, double> connect{"connect", phases.connect};
    const std::pair<std::string_view, double> tls{"tls", phases.tls};
    const std::pair<std::string_view, double> processing{"processing", phases.firstByte};
    switch (type) {
    case CheckType::Document:
    case CheckType::Http:
        return {resolve, connect, tls, processing, {"transfer", phases.transfer}};
    case CheckType::Redis:
    case CheckType::WebSocket:
        return {resolve, connect, tls, processing};
    case CheckType::Tls:
        return {resolve, connect, tls};
    case CheckType::Tcp:
        return {resolve, connect};
    case CheckType::PostgreSql:
    case CheckType::MySql:
        return {connect, processing};
    case CheckType::Dns:
    case CheckType::Icmp:
        return {resolve, processing};
    case CheckType::Disk:
    case CheckType::Memory:
    case CheckType::File:
    case CheckType::Sqlite:
    case CheckType::Command:
    case CheckType::PromQl:
    case CheckType::Heartbeat:
        break;
    }
    return {};
}

} // namespace nocturne::health
