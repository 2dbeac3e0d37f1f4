// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "service/config/global_config.h"
#include "service/config/http_config.h"
#include "sources/health/health_options.h"

namespace nocturne::config {

/// One item of `health_checks`.
struct HealthCheckConfig
{
    enum class Type {
        HttpJson, ///< a health document, read whatever the status
        Http,     ///< the status alone
        Tcp,      ///< that a connection is accepted
        Disk,
        Memory,
        File,
        Sqlite,
        Command,
        Redis,
        PostgreSql,
        MySql,
        Tls,
        Dns,
        Icmp,
        WebSocket,
        PromQl,
        Heartbeat,
    };

    std::string name;
    Type type = Type::HttpJson;
    std::string url;    ///< of the HTTP types and of WebSockets
    std::string target; ///< "host:port"; the name of type dns; name or address of type icmp
    std::chrono::milliseconds interval{15'000};
    std::chrono::milliseconds timeout{5'000};
    int retries = 2; ///< failures in a row, beyond the first, until the state is hard
    std::vector<HeaderConfig> headers;
    std::string method = "GET";
    std::string body;                                ///< of a WebSocket: what is sent
    std::vector<health::StatusRange> expectedStatus; ///< empty: 200 to 299
    std::vector<health::Expectation> expectations;
    std::string schemaFile;                   ///< of the HTTP types: `schema`
    std::optional<health::JsonSchema> schema; ///< what that file held when it was read
    health::Thresholds certificateDays = {{}, {}, true};
    HttpConfig http;    ///< of redis and databases: the user as basicAuth, and tls
    bool isTls = false; ///< of redis and databases
    std::string database;
    std::string path; ///< of disk, file and sqlite
    health::Thresholds thresholds;
    std::string query;
    std::optional<std::string> expectedValue;
    std::vector<std::string> tables;
    std::vector<std::string> command;
    std::string record = "A"; ///< of dns
    std::string resolver;     ///< of dns; empty: the system's
    std::vector<std::string> expectedAnswers;
    health::StartTls startTls = health::StartTls::None;            ///< of tls: `starttls`
    std::string jsonPath;                                          ///< of heartbeat at a url: `json`
    health::HealthState emptyState = health::HealthState::Unknown; ///< of promql: `empty`
    std::vector<std::string> dependsOn;                            ///< names of checks and groups
    health::Maintenance maintenance;
    bool invert = false;
    Labels labels;
    SourcePosition where;

    bool operator==(const HealthCheckConfig&) const = default;
};

/// One item of `health_groups`.
struct HealthGroupConfig
{
    health::GroupOptions options; ///< as it is in the file, but for labels
    Labels labels;
    SourcePosition where;

    bool operator==(const HealthGroupConfig&) const = default;
};

} // namespace nocturne::config
