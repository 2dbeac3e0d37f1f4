// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

void readPlace(yaml::MapReader& reader, HealthCheckConfig& check)
{
    if (check.type == HealthCheckConfig::Type::Tcp) {
        if (reader.require("target") && reader.read("target", check.target) && !isHostAndPort(check.target))
            reader.error("target", "target: write host:port with a port from 1 to 65535");
        return;
    }
    if (!reader.require("url") || !reader.read("url", check.url))
        return;
    if (!hasScheme(check.url, "http://", "https://"))
        reader.error("url", "url: write it with its scheme, as in http://host:8080/health");
    warnOfUserInfo(reader, check.url);
}

bool isHttp(HealthCheckConfig::Type type)
{
    return type == HealthCheckConfig::Type::HttpJson || type == HealthCheckConfig::Type::Http;
}

void readCommand(yaml::MapReader& reader, HealthCheckConfig& check)
{
    if (!reader.require("command") || !reader.read("command", check.command))
        return;
    const auto name = check.command.empty() ? std::string() : check.command.front();
    if (name.empty() || name.find('/') != std::string::npos)
        reader.error("command", "command: write a list, a file of exec_directory first and then its arguments");
}

/// What a check of this computer looks at.
void readLocal(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    using Type = HealthCheckConfig::Type;
    if (check.type == Type::Command) {
        readCommand(reader, check);
        return;
    }
    if (check.type != Type::Memory && reader.require("path") && reader.read("path", check.path))
        check.path = context.resolved(check.path);
    if (check.type == Type::Sqlite) {
        reader.read("query", check.query);
        reader.read("tables", check.tables);
    } else {
        reader.require("thresholds");
    }
    readThresholds(reader, "thresholds", check.thresholds, context);
}

/// What is asked, and what the answer has to be.
void readRequest(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    check.headers = readHeaders(reader, context);
    reader.read("method", check.method);
    if (check.method.empty() || !std::ranges::all_of(check.method, [](char c) { return c >= 'A' && c <= 'Z'; }))
        reader.error("method", "method: write it in capitals, as in POST");
    reader.read("body", check.body);
    check.expectedStatus = readStatuses(reader, context);
    check.expectations = readExpectations(reader, context);
    readSchema(reader, check, context);
    readThresholds(reader, "certificate_days", check.certificateDays, context);
    check.http = readHttp(reader, context);
}

} // namespace

void warnOfCommands(const Configuration& configuration, yaml::Findings& findings)
{
    if (configuration.allowExec && !configuration.execDirectory.empty())
        return;
    for (const auto& check : configuration.healthChecks) {
        if (check.type == HealthCheckConfig::Type::Command)
            findings.warning(check.where, "health check \"" + printable(check.name, 60) +
                                              "\" runs a command: that is off unless allow_exec is true and "
                                              "exec_directory names a folder that is yours alone");
    }
}

HealthCheckConfig readHealthCheck(const yaml::Node& node, ReadContext& context)
{
    using Type = HealthCheckConfig::Type;
    HealthCheckConfig check;
    check.where = node.position();
    yaml::MapReader reader(node, context.findings, "health check");
    reader.require("name");
    if (reader.read("name", check.name) && check.name.empty())
        reader.error("name", "name: it is empty");
    reader.readChoice<Type>("type", check.type,
                            {{"http_json", Type::HttpJson},
                             {"http", Type::Http},
                             {"tcp", Type::Tcp},
                             {"disk", Type::Disk},
                             {"memory", Type::Memory},
                             {"file", Type::File},
                             {"sqlite", Type::Sqlite},
                             {"command", Type::Command},
                             {"redis", Type::Redis},
                             {"postgresql", Type::PostgreSql},
                             {"mysql", Type::MySql},
                             {"tls", Type::Tls},
                             {"dns", Type::Dns},
                             {"icmp", Type::Icmp},
                             {"websocket", Type::WebSocket},
                             {"promql", Type::PromQl},
                             {"heartbeat", Type::Heartbeat}});
    if (isHttp(check.type) || check.type == Type::Tcp)
        readPlace(reader, check);
    else if (check.type == Type::PromQl || check.type == Type::Heartbeat)
        readQueryCheck(reader, check, context);
    else if (isServerCheck(check.type))
        readServerCheck(reader, check, context);
    else
        readLocal(reader, check, context);
    readPositive(reader, "interval", check.interval);
    check.timeout = std::min(check.timeout, check.interval);
    readPositive(reader, "timeout", check.timeout);
    if (check.timeout > check.interval) {
        reader.error("timeout", "timeout " + formatDuration(check.timeout) + " is longer than interval " +
                                    formatDuration(check.interval) + ": lower it");
    }
    reader.readInteger("retries", check.retries, 0, 100);
    if (isHttp(check.type)) {
        readRequest(reader, check, context);
    }
    reader.read("depends_on", check.dependsOn);
    check.maintenance = readMaintenance(reader, context);
    reader.read("invert", check.invert);
    check.labels = readLabels(reader, "labels", context);
    reader.finish();
    return check;
}

} // namespace nocturne::config
