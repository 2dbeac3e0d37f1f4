// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/promql/parser.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

using health::HealthState;
using Type = HealthCheckConfig::Type;

void readExpression(yaml::MapReader& reader, HealthCheckConfig& check)
{
    if (!reader.read("query", check.query))
        return;
    const auto parsed = promql::parse(check.query);
    if (!parsed) {
        reader.error("query", "query: " + parsed.error().text());
        return;
    }
    const auto type = promql::typeOf(**parsed);
    if (type != promql::ValueType::Vector && type != promql::ValueType::Scalar)
        reader.error("query", "query: it gives a " + std::string(promql::toString(type)) +
                                  ", not numbers to judge: put a function around it, as in last_over_time(up[5m])");
}

/// Durations in place of seconds.
void readAges(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    if (!reader.require("thresholds"))
        return;
    yaml::MapReader ages(*reader.take("thresholds"), context.findings, "thresholds");
    const auto age = [&](std::string_view key, std::optional<double>& out) {
        std::chrono::milliseconds read{0};
        if (ages.read(key, read))
            out = std::chrono::duration<double>(read).count();
    };
    age("warning", check.thresholds.warning);
    age("critical", check.thresholds.critical);
    if (!ages.has("warning") && !ages.has("critical"))
        reader.error("thresholds", "thresholds: write warning or critical, as in {critical: 15m}");
    else if (check.thresholds.warning && check.thresholds.critical &&
             *check.thresholds.warning > *check.thresholds.critical)
        reader.error("thresholds", "thresholds: the warning comes after what is critical");
    ages.finish();
}

void readHeartbeat(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    const int given = (reader.has("query") ? 1 : 0) + (reader.has("path") ? 1 : 0) + (reader.has("url") ? 1 : 0);
    if (given != 1)
        context.findings.error(reader.position(),
                               "a heartbeat stands in one place: write query, path, or url and json");
    readExpression(reader, check);
    if (reader.read("path", check.path))
        check.path = context.resolved(check.path);
    if (reader.read("url", check.url)) {
        if (!hasScheme(check.url, "http://", "https://"))
            reader.error("url", "url: write it with its scheme, as in http://host:8080/health");
        warnOfUserInfo(reader, check.url);
        if (reader.require("json") && reader.read("json", check.jsonPath)) {
            const health::Expectation path{.of = health::Expectation::Of::Json, .subject = check.jsonPath};
            if (const auto valid = health::validate(path); !valid)
                reader.error("json", "json: " + valid.error().message);
        }
        check.headers = readHeaders(reader, context);
        check.http = readHttp(reader, context);
    }
    readAges(reader, check, context);
}

} // namespace

void readQueryCheck(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context)
{
    if (check.type == Type::Heartbeat) {
        readHeartbeat(reader, check, context);
        return;
    }
    reader.require("query");
    readExpression(reader, check);
    reader.readChoice<HealthState>(
        "empty", check.emptyState,
        {{"up", HealthState::Up}, {"down", HealthState::Down}, {"unknown", HealthState::Unknown}});
    if (reader.read("expected_value", check.expectedValue) && !parseNumber(*check.expectedValue))
        reader.error("expected_value", "expected_value: a query gives numbers: write one");
    readThresholds(reader, "thresholds", check.thresholds, context);
}

} // namespace nocturne::config
