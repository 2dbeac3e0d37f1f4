// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every name of the two documents is read: it becomes a line of ours, or a warning that says why it does not. Names
// that the documents do not have are errors.
#include "cli/import_foreign.h"

#include <cmath>
#include <optional>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "base/yaml/map_reader.h"
#include "base/yaml/parse.h"
#include "service/config/yaml_writer.h"
#include "watch/rules/rule_import.h"

namespace nocturne::cli {

namespace {

using config::YamlWriter;
using std::chrono::milliseconds;

constexpr std::int64_t kMostDays = 36'500;
constexpr std::int64_t kMostMilliseconds = std::int64_t{365} * 86'400'000;

std::optional<milliseconds> readMilliseconds(yaml::MapReader& reader, std::string_view key)
{
    std::int64_t count = 0;
    return reader.readInteger(key, count, 1, kMostMilliseconds) ? std::optional(milliseconds(count)) : std::nullopt;
}

std::optional<milliseconds> readDays(yaml::MapReader& reader, std::string_view key)
{
    std::int64_t days = 0;
    return reader.readInteger(key, days, 1, kMostDays) ? std::optional(milliseconds(days * 86'400'000)) : std::nullopt;
}

/// Says that a name has no counterpart, where it is set.
void leaveOut(yaml::MapReader& reader, std::string_view key, const std::string& why)
{
    if (reader.has(key))
        reader.warning(key, std::string(key) + " has no counterpart: " + why);
}

/// Reads a map under `key` where there is one.
template <typename Read>
void readMap(yaml::MapReader& parent, std::string_view key, yaml::Findings& findings, Read read)
{
    const auto* node = parent.take(key);
    if (node == nullptr)
        return;
    yaml::MapReader reader(*node, findings, std::string(key));
    read(reader);
    reader.finish();
}

/// Rules as comments, so that a person sees what they became; the file itself is named in rule_files.
std::string rulesAsComments(const rules::RuleImport& imported)
{
    std::string text;
    for (const auto& rule : imported.rules)
        text += "#   " + printable(rule.alert) + " (" + printable(rule.origin) + "): " + rule.expression + "\n";
    return text;
}

/// Takes over what was found in the rules.
void addFindings(yaml::Findings& findings, const rules::RuleImport& imported)
{
    for (const auto& finding : imported.findings.sorted()) {
        if (finding.severity == yaml::Finding::Severity::Error)
            findings.add(finding.error);
        else
            findings.warning(finding.error.where.value_or(SourcePosition()), finding.error.message);
    }
}

std::string header(std::string_view system, const std::string& file)
{
    return "# Made of " + std::string(system) + "'s " + printable(file) + ".\n";
}

/// http://host -> ws://host
std::string webSocketOf(const std::string& url) { return url.starts_with("http") ? "ws" + url.substr(4) : url; }

struct Aegis
{
    bool isEnabled = true;
    bool hasRequests = true;
    bool hasBackends = true;
    bool hasSystem = true;
    bool streams = true;
    std::string path = "/ws/metrics";
    milliseconds updateInterval{1000};
    std::optional<milliseconds> retention;
};

void readAegisMetrics(yaml::MapReader& reader, Aegis& aegis, yaml::Findings& findings)
{
    reader.read("enabled", aegis.isEnabled);
    (void)readMilliseconds(reader, "flushIntervalMs");
    leaveOut(reader, "flushIntervalMs", "the store here writes once a second");
    std::int64_t batch = 0;
    reader.readInteger("batchSize", batch, 1, 1'000'000);
    leaveOut(reader, "batchSize", "what one message tells is written together");
    aegis.retention = readDays(reader, "retentionDays");
    readMap(reader, "enabledMetrics", findings, [&](yaml::MapReader& metrics) {
        bool hasRateLimits = true;
        metrics.read("requests", aegis.hasRequests);
        metrics.read("rateLimits", hasRateLimits);
        metrics.read("backends", aegis.hasBackends);
        metrics.read("system", aegis.hasSystem);
        if (!aegis.hasRequests)
            metrics.warning("requests", "requests: the gateway counts none, so its rates and latencies stay empty");
        if (!hasRateLimits)
            metrics.warning("rateLimits",
                            "rateLimits: the gateway keeps none, so aegis_rate_limited_requests_total stays 0");
    });
    readMap(reader, "sampling", findings, [&](yaml::MapReader& sampling) {
        bool isSampled = false;
        double rate = 1;
        sampling.read("enabled", isSampled);
        sampling.read("rate", rate);
        if (!(rate > 0 && rate <= 1))
            sampling.error("rate", "rate: write a share above 0 and up to 1");
        else if (isSampled && rate < 1)
            sampling.warning("rate", "rate: the gateway keeps " + formatNumber(100 * rate) +
                                         " % of its requests: totals here are of those it kept");
    });
}

void readAegisDashboard(yaml::MapReader& reader, Aegis& aegis, yaml::Findings& findings)
{
    readMap(reader, "websocket", findings, [&](yaml::MapReader& socket) {
        socket.read("enabled", aegis.streams);
        if (socket.read("path", aegis.path) && !aegis.path.starts_with('/'))
            socket.error("path", "path: begin it with a slash, as in /ws/metrics");
        if (const auto interval = readMilliseconds(socket, "updateIntervalMs"))
            aegis.updateInterval = *interval;
        std::int64_t connections = 0;
        socket.readInteger("maxConnectionsPerIp", connections, 1, 1'000'000);
        leaveOut(socket, "maxConnectionsPerIp", "it is for the gateway to refuse; one Nocturne makes one connection");
    });
}

void writeRuleFile(YamlWriter& out, const std::string& file, const rules::RuleImport& imported)
{
    if (!imported.rules.empty())
        out.list("rule_files", {file});
}

std::string writeAegis(const Aegis& aegis, const rules::RuleImport& imported, const std::string& file,
                       const std::string& url)
{
    YamlWriter out;
    out.section("global", [&] { out.duration("evaluation_interval", imported.interval); });
    writeRuleFile(out, file, imported);
    if (aegis.streams && aegis.isEnabled) {
        out.section("streams", [&] {
            out.item([&] {
                out.text("name", "aegis");
                out.text("type", "aegis");
                out.text("url", webSocketOf(url) + aegis.path);
                out.text("rest_url", aegis.hasBackends || aegis.hasRequests ? url + "/api/metrics" : "");
                out.duration("update_interval", aegis.updateInterval);
            });
        });
    }
    if (aegis.retention)
        out.section("storage", [&] { out.duration("retention", *aegis.retention); });
    out.section("system", [&] { out.flag("enabled", aegis.hasSystem); });
    auto text = out.take();
    if (!imported.rules.empty())
        text += "# The rules of " + printable(file) + ", which is read as it is:\n" + rulesAsComments(imported);
    return text;
}

struct Burstlet
{
    bool isEnabled = true;
    bool hasSystem = true;
    bool hasLogs = true;
    milliseconds collectInterval{60'000};
    std::optional<milliseconds> retention;
    std::vector<std::string> externalApis;
};

void readBurstletServices(yaml::MapReader& reader, Burstlet& burstlet)
{
    bool hasDatabase = false;
    bool hasRedis = false;
    reader.read("database", hasDatabase);
    reader.read("redis", hasRedis);
    if (hasDatabase)
        reader.warning("database", "database: its place is not told; what Burstlet itself finds out is shown, and a "
                                   "health_checks item asks it from here");
    if (hasRedis)
        reader.warning("redis", "redis: its place is not told; what Burstlet itself finds out is shown, and a "
                                "health_checks item of type tcp asks it from here");
    reader.read("externalApis", burstlet.externalApis);
    for (const auto& api : burstlet.externalApis) {
        if (!api.starts_with("http://") && !api.starts_with("https://"))
            reader.error("externalApis", "externalApis: \"" + printable(api, 60) + "\" is no http:// or https:// URL");
    }
}

void readBurstletRest(yaml::MapReader& reader, Burstlet& burstlet, yaml::Findings& findings)
{
    readMap(reader, "metrics", findings, [&](yaml::MapReader& metrics) {
        bool hasApplication = true;
        bool hasCustom = true;
        metrics.read("system", burstlet.hasSystem);
        metrics.read("application", hasApplication);
        metrics.read("custom", hasCustom);
        if (!hasApplication)
            metrics.warning("application", "application: Burstlet gathers none, so its requests stay empty");
        if (!hasCustom)
            metrics.warning("custom", "custom: Burstlet gathers none; custom_metrics here are a matter of their own");
    });
    readMap(reader, "logging", findings, [&](yaml::MapReader& logging) {
        std::string level;
        logging.read("level", level);
        leaveOut(logging, "level", "Burstlet leaves lower levels out, the page Logs chooses among what came");
        (void)readDays(logging, "retention");
        leaveOut(logging, "retention", "of its log the newest records are kept, by number and not by age");
    });
    readMap(reader, "tracing", findings, [&](yaml::MapReader& tracing) {
        bool isTraced = false;
        double rate = 1;
        tracing.read("enabled", isTraced);
        tracing.read("samplingRate", rate);
        if (!(rate >= 0 && rate <= 1))
            tracing.error("samplingRate", "samplingRate: write a share from 0 to 1");
        if (isTraced)
            tracing.warning("enabled", "tracing: the ids in its log are kept, spans are not read");
    });
}

/// `alerts` is options here, `{enabled, defaultChannels}`, or the list of alerts.
void readBurstletAlerts(yaml::MapReader& reader, yaml::Findings& findings)
{
    const auto* node = reader.take("alerts");
    if (node == nullptr || node->isSequence())
        return;
    yaml::MapReader alerts(*node, findings, "alerts");
    bool isEnabled = true;
    alerts.read("enabled", isEnabled);
    if (!isEnabled)
        alerts.warning("enabled", "alerts are switched off there: those it has had are shown all the same");
    if (alerts.take("defaultChannels") != nullptr)
        alerts.warning("defaultChannels",
                       "defaultChannels: who is told is said in section notifications here, with the "
                       "addresses of its receivers");
    alerts.finish();
}

std::string writeBurstlet(const Burstlet& burstlet, const rules::RuleImport& imported, const std::string& file,
                          const std::string& url)
{
    YamlWriter out;
    out.section("global", [&] {
        out.duration("scrape_interval", burstlet.collectInterval);
        out.duration("evaluation_interval", milliseconds(30'000));
    });
    writeRuleFile(out, file, imported);
    if (burstlet.isEnabled) {
        out.section("datasources", [&] {
            out.section("burstlets", [&] {
                out.item([&] {
                    out.text("name", "burstlet");
                    out.text("url", url);
                    out.duration("refresh_interval", burstlet.collectInterval);
                    out.flag("logs", burstlet.hasLogs);
                });
            });
        });
    }
    if (!burstlet.externalApis.empty()) {
        out.section("health_checks", [&] {
            for (std::size_t i = 0; i < burstlet.externalApis.size(); ++i) {
                out.item([&] {
                    out.text("name", "external-api-" + std::to_string(i + 1));
                    out.text("type", "http");
                    out.text("url", burstlet.externalApis[i]);
                });
            }
        });
    }
    if (burstlet.retention)
        out.section("storage", [&] { out.duration("retention", *burstlet.retention); });
    out.section("system", [&] { out.flag("enabled", burstlet.hasSystem); });
    auto text = out.take();
    if (!imported.rules.empty())
        text += "# The alerts of " + printable(file) + ", which is read as it is:\n" + rulesAsComments(imported);
    return text;
}

} // namespace

ForeignConfig importAegisConfig(std::string_view text, const std::string& file, const std::string& url)
{
    ForeignConfig result;
    const auto document = yaml::parse(text, result.findings);
    if (!document)
        return result;
    Aegis aegis;
    yaml::MapReader reader(*document, result.findings, "AEGIS configuration");
    readMap(reader, "metrics", result.findings,
            [&](yaml::MapReader& metrics) { readAegisMetrics(metrics, aegis, result.findings); });
    readMap(reader, "dashboard", result.findings,
            [&](yaml::MapReader& dashboard) { readAegisDashboard(dashboard, aegis, result.findings); });
    rules::RuleImport imported;
    if (const auto* alerts = reader.take("alerts")) {
        rules::importAegis(*alerts, imported);
        addFindings(result.findings, imported);
    }
    reader.finish();
    if (!aegis.isEnabled)
        reader.warning("metrics", "metrics are switched off there: there is nothing to connect to");
    else if (!aegis.streams)
        reader.warning("dashboard", "the WebSocket is switched off there: there is nothing to connect to");
    if (!result.findings.hasErrors())
        result.text = header("AEGIS", file) + writeAegis(aegis, imported, file, url);
    return result;
}

ForeignConfig importBurstletConfig(std::string_view text, const std::string& file, const std::string& url)
{
    ForeignConfig result;
    const auto document = yaml::parse(text, result.findings);
    if (!document)
        return result;
    const auto* inner = document->find("monitoring");
    Burstlet burstlet;
    yaml::MapReader reader(inner == nullptr ? *document : *inner, result.findings, "Burstlet configuration");
    reader.read("enabled", burstlet.isEnabled);
    std::int64_t seconds = 60;
    if (reader.readInteger("collectInterval", seconds, 1, 86'400))
        burstlet.collectInterval = milliseconds(seconds * 1000);
    burstlet.retention = readDays(reader, "retentionDays");
    readMap(reader, "services", result.findings,
            [&](yaml::MapReader& services) { readBurstletServices(services, burstlet); });
    readBurstletRest(reader, burstlet, result.findings);
    readBurstletAlerts(reader, result.findings);
    reader.finish();
    const auto* alerts = (inner == nullptr ? *document : *inner).find("alerts");
    rules::RuleImport imported;
    if (alerts != nullptr && alerts->isSequence()) {
        rules::importBurstlet(*alerts, imported);
        addFindings(result.findings, imported);
    }
    if (!burstlet.isEnabled)
        reader.warning("enabled", "monitoring is switched off there: there is nothing to ask");
    if (!result.findings.hasErrors())
        result.text = header("Burstlet", file) + writeBurstlet(burstlet, imported, file, url);
    return result;
}

} // namespace nocturne::cli
