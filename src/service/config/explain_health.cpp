// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "service/config/explain_parts.h"
#include "service/config/readers.h"
#include "service/config/yaml_writer.h"

namespace nocturne::config {

namespace {

void write(YamlWriter& out, const char* key, const std::optional<std::string>& text)
{
    if (text)
        out.text(key, *text);
}

void write(YamlWriter& out, const char* key, const std::optional<double>& number)
{
    if (number)
        out.decimal(key, *number);
}

void write(YamlWriter& out, const health::Expectation& expectation)
{
    using Of = health::Expectation::Of;
    out.item([&] {
        if (expectation.of != Of::Body)
            out.text(expectation.of == Of::Json ? "json" : "header", expectation.subject);
        write(out, "equals", expectation.equals);
        write(out, "not_equals", expectation.notEquals);
        write(out, "contains", expectation.contains);
        write(out, "not_contains", expectation.notContains);
        write(out, "matches", expectation.matches);
        write(out, "not_matches", expectation.notMatches);
        write(out, "at_least", expectation.atLeast);
        write(out, "at_most", expectation.atMost);
        if (expectation.newerThan)
            out.duration("newer_than", *expectation.newerThan);
        out.text("severity", expectation.isWarning ? "warning" : "critical");
    });
}

void write(YamlWriter& out, const char* key, const health::Thresholds& thresholds)
{
    if (!thresholds.warning && !thresholds.critical)
        return;
    out.section(key, [&] {
        write(out, "warning", thresholds.warning);
        write(out, "critical", thresholds.critical);
    });
}

/// Thresholds of heartbeats, which are durations.
void writeAges(YamlWriter& out, const health::Thresholds& thresholds)
{
    const auto age = [](double seconds) { return std::chrono::milliseconds(std::llround(seconds * 1000)); };
    out.section("thresholds", [&] {
        if (thresholds.warning)
            out.duration("warning", age(*thresholds.warning));
        if (thresholds.critical)
            out.duration("critical", age(*thresholds.critical));
    });
}

/// What isServerCheck() types have beside the others.
void writeServer(YamlWriter& out, const HealthCheckConfig& check)
{
    if (check.http.basicAuth) {
        const auto& username = check.http.basicAuth->username; // no secret where it is written out
        if (username.source == Secret::Source::Literal)
            out.text("username", username.value);
        else
            write(out, "username", username);
        write(out, "password", check.http.basicAuth->password);
    }
    out.textIfSet("database", check.database);
    if (check.isTls)
        out.flag("tls", true);
    write(out, check.http.tls);
    if (check.type != HealthCheckConfig::Type::Dns)
        return;
    out.text("record", check.record);
    out.textIfSet("resolver", check.resolver);
    if (!check.expectedAnswers.empty())
        out.list("expected_answers", check.expectedAnswers);
}

} // namespace

std::string_view wordOf(HealthCheckConfig::Type type)
{
    using Type = HealthCheckConfig::Type;
    switch (type) {
    case Type::HttpJson:
        return "http_json";
    case Type::Http:
        return "http";
    case Type::Tcp:
        return "tcp";
    case Type::Disk:
        return "disk";
    case Type::Memory:
        return "memory";
    case Type::File:
        return "file";
    case Type::Sqlite:
        return "sqlite";
    case Type::Command:
        return "command";
    case Type::Redis:
        return "redis";
    case Type::PostgreSql:
        return "postgresql";
    case Type::MySql:
        return "mysql";
    case Type::Tls:
        return "tls";
    case Type::Dns:
        return "dns";
    case Type::Icmp:
        return "icmp";
    case Type::WebSocket:
        return "websocket";
    case Type::PromQl:
        return "promql";
    case Type::Heartbeat:
        return "heartbeat";
    }
    return "http_json";
}

void writeAnswer(YamlWriter& out, const HealthCheckConfig& check)
{
    if (check.method != "GET")
        out.text("method", check.method);
    if (!check.body.empty())
        out.text(check.type == HealthCheckConfig::Type::WebSocket ? "send" : "body", "<body>"); // may hold a secret
    if (!check.expectedStatus.empty()) {
        std::vector<std::string> ranges;
        for (const auto& range : check.expectedStatus)
            ranges.push_back(std::to_string(range.first) +
                             (range.last == range.first ? "" : "-" + std::to_string(range.last)));
        out.numbers("expected_status", ranges);
    }
    if (!check.expectations.empty()) {
        out.section("expect", [&] {
            for (const auto& expectation : check.expectations)
                write(out, expectation);
        });
    }
    out.textIfSet("schema", check.schemaFile);
    write(out, "certificate_days", check.certificateDays);
    out.textIfSet("path", check.path);
    if (check.type == HealthCheckConfig::Type::Heartbeat)
        writeAges(out, check.thresholds);
    else
        write(out, "thresholds", check.thresholds);
    out.textIfSet("json", check.jsonPath);
    if (check.startTls != health::StartTls::None)
        out.text("starttls", health::toString(check.startTls));
    if (check.type == HealthCheckConfig::Type::PromQl)
        out.text("empty", health::toString(check.emptyState));
    out.textIfSet("query", check.query);
    write(out, "expected_value", check.expectedValue);
    if (!check.tables.empty())
        out.list("tables", check.tables);
    if (!check.command.empty())
        out.list("command", check.command);
    if (isServerCheck(check.type))
        writeServer(out, check);
}

} // namespace nocturne::config
