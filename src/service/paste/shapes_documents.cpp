// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <set>

#include "base/core/text.h"
#include "base/yaml/parse.h"
#include "service/config/read_configuration.h"
#include "service/paste/shapes.h"
#include "sources/health/health_document.h"
#include "watch/dashboards/dashboard_reader.h"
#include "watch/dashboards/json_value.h"
#include "watch/rules/rule_file.h"

namespace nocturne::paste {

namespace {

using dashboards::JsonValue;

constexpr int kDocument = 95;
constexpr int kHealth = 90;

const JsonValue* member(const JsonValue& object, std::string_view name)
{
    for (const auto& entry : object.members) {
        if (entry.name == name)
            return &entry.value;
    }
    return nullptr;
}

std::string textOf(const JsonValue& object, std::string_view name)
{
    const auto* value = member(object, name);
    return value == nullptr ? std::string() : shown(value->text);
}

bool isList(const JsonValue* value) { return value != nullptr && value->type == JsonValue::Type::Array; }

// --- dashboards ---------------------------------------------------------------------------------------------------

void readOwnDashboard(std::string_view text, const JsonValue& root, Recognition& out)
{
    Reading reading{.kind = Kind::Dashboard, .rank = kDocument, .subject = textOf(root, "title")};
    const auto dashboard = dashboards::readDashboard(text);
    if (!dashboard) {
        addFault(reading, dashboard.error());
    } else {
        reading.items = dashboard->panels.size();
        for (const auto& panel : dashboard->panels)
            addRow(reading, {.title = shown(panel.title),
                             .note = std::string(dashboards::toString(panel.kind)),
                             .detail = panel.targets.empty() ? "" : shown(panel.targets.front().expr),
                             .count = panel.targets.size()});
    }
    out.readings.push_back(std::move(reading));
}

/// Panels of Grafana, those within rows too; one level, as Grafana nests.
void addGrafanaPanels(const JsonValue& list, Reading& reading, bool mayNest)
{
    for (const auto& panel : list.items) {
        const auto* inner = member(panel, "panels");
        const bool isRow = textOf(panel, "type") == "row";
        if (mayNest && isList(inner))
            addGrafanaPanels(*inner, reading, false);
        if (isRow)
            continue;
        ++reading.items;
        const auto* targets = member(panel, "targets");
        const bool hasTargets = isList(targets);
        addRow(reading, {.title = textOf(panel, "title"),
                         .note = textOf(panel, "type"),
                         .detail = hasTargets && !targets->items.empty() ? textOf(targets->items.front(), "expr") : "",
                         .count = hasTargets ? targets->items.size() : 0});
    }
}

/// A dashboard of Grafana, bare or as its API wraps it; null where it is none.
const JsonValue* grafanaDashboard(const JsonValue& root)
{
    const auto* wrapped = member(root, "dashboard");
    const auto& dashboard = wrapped != nullptr && wrapped->type == JsonValue::Type::Object ? *wrapped : root;
    if (textOf(dashboard, "apiVersion").starts_with("dashboard.grafana.app/"))
        return &dashboard;
    const bool hasPanels = isList(member(dashboard, "panels")) || isList(member(dashboard, "rows"));
    constexpr std::array<std::string_view, 7> kMarks = {
        "schemaVersion", "templating", "annotations", "__inputs", "timepicker", "uid", "fiscalYearStartMonth"};
    const bool isMarked =
        std::ranges::any_of(kMarks, [&](std::string_view mark) { return member(dashboard, mark) != nullptr; });
    return hasPanels && isMarked ? &dashboard : nullptr;
}

void readGrafanaDashboard(const JsonValue& dashboard, Recognition& out)
{
    Reading reading{.kind = Kind::GrafanaDashboard, .rank = kDocument};
    const auto* spec = member(dashboard, "spec"); // the second version of the format
    reading.subject = textOf(spec != nullptr ? *spec : dashboard, "title");
    if (const auto* panels = member(dashboard, "panels"); isList(panels))
        addGrafanaPanels(*panels, reading, true);
    if (const auto* rows = member(dashboard, "rows"); isList(rows)) {
        for (const auto& row : rows->items) {
            if (const auto* panels = member(row, "panels"); isList(panels))
                addGrafanaPanels(*panels, reading, false);
        }
    }
    if (const auto* elements = spec != nullptr ? member(*spec, "elements") : nullptr)
        reading.items = elements->members.size();
    out.readings.push_back(std::move(reading));
}

// --- health -------------------------------------------------------------------------------------------------------

Row::Tone toneOf(health::HealthState state)
{
    switch (state) {
    case health::HealthState::Up:
        return Row::Tone::Good;
    case health::HealthState::Degraded:
        return Row::Tone::Warning;
    case health::HealthState::Down:
        return Row::Tone::Bad;
    default:
        return Row::Tone::Plain;
    }
}

bool addHealth(std::string_view text, Recognition& out)
{
    const auto document = health::parseHealthDocument(text);
    if (!document)
        return false;
    Reading reading{.kind = Kind::HealthDocument, .rank = kHealth};
    reading.subject = health::toString(document->state);
    reading.items = document->components.size() + document->leftOut;
    for (const auto& component : document->components)
        addRow(reading, {.tone = toneOf(component.state),
                         .title = shown(component.name),
                         .note = std::string(health::toString(component.state)),
                         .detail = shown(component.details)});
    out.readings.push_back(std::move(reading));
    return true;
}

// --- configurations -----------------------------------------------------------------------------------------------

/// The keys at the left margin, also of a text that is no YAML for some other reason.
std::set<std::string_view> topKeys(std::string_view text)
{
    std::set<std::string_view> keys;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at);
        const auto colon = line.find(':');
        const bool isKey = colon != std::string_view::npos && colon > 0 &&
                           (colon + 1 == line.size() || line[colon + 1] == ' ' || line[colon + 1] == '\r');
        if (isKey && std::ranges::all_of(line.substr(0, colon),
                                         [](char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '_'; }))
            keys.insert(line.substr(0, colon));
        at = end + 1;
    }
    return keys;
}

template <std::size_t N>
bool holdsAny(const std::set<std::string_view>& keys, const std::array<std::string_view, N>& wanted)
{
    return std::ranges::any_of(wanted, [&](std::string_view key) { return keys.contains(key); });
}

void readRules(std::string_view text, const RecogniseOptions& options, Recognition& out)
{
    Reading reading{.kind = Kind::RuleFile, .rank = kDocument};
    const auto file = rules::readRuleFile(text, {}, {.parser = options.parser});
    addFaults(reading, file.findings.sorted());
    reading.parts = file.groups.size();
    for (const auto& group : file.groups) {
        reading.items += group.rules.size();
        for (const auto& rule : group.rules)
            addRow(reading, {.title = shown(rule.name()),
                             .note = rule.isAlerting() ? "alert" : "record",
                             .detail = shown(rule.expression)});
    }
    out.readings.push_back(std::move(reading));
}

std::string placesOf(const config::ScrapeConfig& job, std::size_t& count)
{
    std::string places;
    for (const auto& group : job.staticConfigs) {
        count += group.targets.size();
        for (const auto& target : group.targets) {
            if (places.size() < 200)
                places += (places.empty() ? "" : ", ") + target;
        }
    }
    return shown(places, 200);
}

Row rowOf(const config::ScrapeConfig& job)
{
    Row row{.title = shown(job.jobName), .note = job.scheme};
    row.detail = placesOf(job, row.count);
    return row;
}

/// A row for each job that could be taken over, or could not.
void addJobs(std::string_view text, const std::vector<config::ScrapeConfig>& understood, Reading& reading)
{
    auto jobs = scrapeJobsOf(text);
    if (!jobs || jobs->jobs.empty())
        return;
    for (const auto& job : jobs->jobs) {
        const auto at = std::ranges::find(understood, job.name, &config::ScrapeConfig::jobName);
        addRow(reading, at == understood.end() ? Row{.title = shown(job.name)} : rowOf(*at));
    }
    reading.jobs = std::move(jobs->jobs);
    reading.unused = std::move(jobs->leftOut);
}

void readConfiguration(std::string_view text, Kind kind, Recognition& out)
{
    Reading reading{.kind = kind, .rank = kDocument};
    const auto read = config::readConfiguration(text);
    addFaults(reading, read.findings);
    const auto& configuration = read.configuration;
    reading.items = configuration.scrapeConfigs.size();
    if (kind == Kind::PrometheusConfig)
        addJobs(text, configuration.scrapeConfigs, reading);
    if (reading.jobs.empty()) {
        for (const auto& job : configuration.scrapeConfigs)
            addRow(reading, rowOf(job));
    }
    reading.parts = configuration.healthChecks.size() + configuration.streams.size() +
                    configuration.alertmanagers.size() + configuration.burstlets.size() + configuration.engines.size() +
                    configuration.lokis.size();
    out.readings.push_back(std::move(reading));
}

void readAlertmanagerConfiguration(std::string_view text, Recognition& out)
{
    Reading reading{.kind = Kind::AlertmanagerConfig, .rank = kDocument};
    yaml::Findings findings;
    const auto root = yaml::parse(text, findings);
    addFaults(reading, findings.sorted());
    const auto* receivers = root ? root->find("receivers") : nullptr;
    for (const auto& receiver : receivers == nullptr ? std::span<const yaml::Node>() : receivers->items()) {
        ++reading.items;
        const auto* name = receiver.find("name");
        std::string kinds;
        for (const auto& entry : receiver.entries()) {
            if (entry.key != "name")
                kinds += (kinds.empty() ? "" : ", ") + entry.key;
        }
        addRow(reading, {.title = name == nullptr ? "" : shown(name->raw()), .note = shown(kinds, 100)});
    }
    out.readings.push_back(std::move(reading));
}

} // namespace

void readJsonDocument(std::string_view text, Recognition& out)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (text[first] != '{' && text[first] != '[')
        return;
    const auto root = dashboards::parseJson(text);
    if (!root) {
        const auto next = text.find_first_not_of(" \t\r\n", first + 1);
        if (next != std::string_view::npos && (text[next] == '"' || text[next] == '{'))
            out.refusals.push_back({Kind::Dashboard, root.error()});
        return;
    }
    if (const auto* dashboard = grafanaDashboard(*root); dashboard != nullptr && member(*root, "format") == nullptr)
        return readGrafanaDashboard(*dashboard, out);
    if (isList(member(*root, "panels")))
        return readOwnDashboard(text, *root, out);
    if (!addHealth(text, out)) {
        out.refusals.push_back(
            {Kind::HealthDocument,
             {Error::Kind::InvalidInput, "JSON with neither panels, as a dashboard has, nor a status, as health has"}});
    }
}

void readHealthText(std::string_view text, Recognition& out)
{
    if (text.find("[+]") != std::string_view::npos || text.find("[-]") != std::string_view::npos)
        addHealth(text, out);
}

void readYamlDocument(std::string_view text, const RecogniseOptions& options, Recognition& out)
{
    constexpr std::array<std::string_view, 11> kOwn = {"health_checks",  "streams",        "datasources", "system",
                                                       "notifications",  "server",         "dashboards",  "limits",
                                                       "custom_metrics", "exec_directory", "logs"};
    constexpr std::array<std::string_view, 6> kPrometheus = {"scrape_configs", "rule_files",  "scrape_config_files",
                                                             "remote_write",   "remote_read", "alerting"};
    const auto keys = topKeys(text);
    if (keys.contains("groups"))
        return readRules(text, options, out);
    if (keys.contains("route") && keys.contains("receivers"))
        return readAlertmanagerConfiguration(text, out);
    if (holdsAny(keys, kOwn))
        return readConfiguration(text, Kind::NocturneConfig, out);
    if (holdsAny(keys, kPrometheus))
        return readConfiguration(text, Kind::PrometheusConfig, out);
}

} // namespace nocturne::paste
