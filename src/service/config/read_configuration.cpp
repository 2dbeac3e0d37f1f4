// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/read_configuration.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include <glob.h>

#include "base/core/text.h"
#include "base/yaml/parse.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

/// Of Prometheus and of our own plan: understood, so that the file reads, and announced.
constexpr std::array<std::string_view, 6> kSectionsWithoutEffect = {
    "remote_read", "tracing", "otlp", "runtime", "traces", "walls",
};

std::string at(SourcePosition where) { return std::to_string(where.line) + ':' + std::to_string(where.column); }

/// Reports the second of two items of the same name.
class Names
{
public:
    Names(std::string what, yaml::Findings& findings)
        : m_what(std::move(what))
        , m_findings(findings)
    {}

    void add(const std::string& name, SourcePosition where)
    {
        if (name.empty())
            return;
        const auto [first, isNew] = m_seen.emplace(name, where);
        if (!isNew) {
            m_findings.error(where, m_what + " \"" + printable(name, 60) + "\" is there twice, first at " +
                                        at(first->second) + ": rename one");
        }
    }

private:
    std::string m_what;
    yaml::Findings& m_findings;
    std::map<std::string, SourcePosition> m_seen;
};

void readRuleFiles(yaml::MapReader& reader, Configuration& configuration, ReadContext& context)
{
    const auto* node = reader.take("rule_files");
    if (node == nullptr)
        return;
    if (!node->isSequence()) {
        reader.error("rule_files", "rule_files: expected a list of paths");
        return;
    }
    for (const auto& item : node->items()) {
        const auto path = item.text();
        if (!path) {
            context.findings.add(path.error().within("rule_files"));
            continue;
        }
        const auto star = path->find('*');
        if (star != std::string::npos && path->find('/', star) != std::string::npos)
            context.findings.error(item.position(), "rule_files: a * may stand in the last part of a path only");
        configuration.ruleFiles.push_back(context.resolved(*path));
    }
}

Result<std::string> contentOf(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        return fail(Error::Kind::Unavailable,
                    "cannot read \"" + printable(path) + "\": " + std::generic_category().message(errno));
    }
    const auto limit = Limits().configBytes;
    std::string text(limit + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > limit) {
        return fail(Error::Kind::LimitExceeded,
                    '"' + printable(path) + "\" is larger than " + std::to_string(limit) + " bytes: split it");
    }
    return text;
}

/// Takes over what was found in another file, at the place where that is named.
void adopt(yaml::Findings& findings, const yaml::Findings& inner, const std::string& path, SourcePosition where)
{
    for (const auto& finding : inner.sorted()) {
        auto message = printable(path, 200) + ':' + finding.error.text();
        if (finding.severity == yaml::Finding::Severity::Error)
            findings.error(where, std::move(message));
        else
            findings.warning(where, std::move(message));
    }
}

void readScrapeFile(const std::string& path, SourcePosition where, Configuration& configuration, ReadContext& context)
{
    std::error_code unknown;
    if (!std::filesystem::is_regular_file(path, unknown))
        return context.findings.error(where, '"' + printable(path) + "\" is no file");
    const auto text = contentOf(path);
    if (!text)
        return context.findings.error(where, text.error().message);
    yaml::Findings findings;
    if (const auto root = yaml::parse(*text, findings)) {
        // Paths in it are relative to its own folder. Source: Prometheus, config.go, GetScrapeConfigs.
        ReadContext inner{findings, context.folder.empty() ? "" : std::filesystem::path(path).parent_path().string()};
        yaml::MapReader reader(*root, findings, "the file of scrape configs");
        reader.readEach("scrape_configs", [&](const yaml::Node& item) {
            configuration.scrapeConfigs.push_back(readScrape(item, configuration.global, inner));
            configuration.scrapeConfigs.back().where = where;
        });
        reader.finish();
    }
    adopt(context.findings, findings, path, where);
}

std::vector<std::string> globbed(const std::string& pattern)
{
    std::vector<std::string> paths;
    glob_t found = {};
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    globfree(&found);
    return paths;
}

template <typename Value, typename Read>
void readSection(yaml::MapReader& reader, std::string_view key, Value& out, ReadContext& context, Read read)
{
    if (const auto* node = reader.take(key))
        out = read(*node, context);
}

void readDatasources(yaml::MapReader& reader, Configuration& configuration, ReadContext& context)
{
    const auto* node = reader.take("datasources");
    if (node == nullptr)
        return;
    yaml::MapReader sources(*node, context.findings, "datasources");
    Names alertmanagers("alertmanager", context.findings);
    sources.readEach("alertmanagers", [&](const yaml::Node& item) {
        configuration.alertmanagers.push_back(readAlertmanager(item, context));
        alertmanagers.add(configuration.alertmanagers.back().name, item.position());
    });
    Names burstlets("burstlet", context.findings);
    sources.readEach("burstlets", [&](const yaml::Node& item) {
        configuration.burstlets.push_back(readBurstlet(item, context));
        burstlets.add(configuration.burstlets.back().name, item.position());
    });
    Names engines("data source", context.findings); // what a panel names is one of these
    sources.readEach("prometheus", [&](const yaml::Node& item) {
        configuration.engines.push_back(readEngine(item, context));
        engines.add(configuration.engines.back().remote.name, item.position());
    });
    sources.readEach("loki", [&](const yaml::Node& item) {
        configuration.lokis.push_back(readLoki(item, context));
        engines.add(configuration.lokis.back().remote.name, item.position());
    });
    sources.finish();
}

void readDocument(const yaml::Node& root, Configuration& configuration, ReadContext& context)
{
    auto& findings = context.findings;
    yaml::MapReader reader(root, findings, "the configuration");
    readSection(reader, "global", configuration.global, context, readGlobal);
    Names jobs("job_name", findings);
    reader.readEach("scrape_configs", [&](const yaml::Node& item) {
        configuration.scrapeConfigs.push_back(readScrape(item, configuration.global, context));
    });
    readScrapeFiles(reader, configuration, context);
    for (const auto& job : configuration.scrapeConfigs)
        jobs.add(job.jobName, job.where);
    readRuleFiles(reader, configuration, context);
    readSection(reader, "alerting", configuration.alerting, context, readAlerting);
    Names receivers("remote_write name", findings);
    reader.readEach("remote_write", [&](const yaml::Node& item) {
        configuration.remoteWrite.push_back(readRemoteWrite(item, context));
        receivers.add(configuration.remoteWrite.back().name, item.position());
    });
    readSection(reader, "system", configuration.system, context, readSystem);
    readSection(reader, "custom_metrics", configuration.customMetrics, context, readCustomMetrics);
    reader.read("allow_exec", configuration.allowExec);
    if (reader.read("exec_directory", configuration.execDirectory))
        configuration.execDirectory = context.resolved(configuration.execDirectory);
    context.allowExec = configuration.allowExec;
    context.execDirectory = configuration.execDirectory;
    Names checks("health check or group", findings);
    reader.readEach("health_checks", [&](const yaml::Node& item) {
        configuration.healthChecks.push_back(readHealthCheck(item, context));
        checks.add(configuration.healthChecks.back().name, item.position());
    });
    reader.readEach("health_groups", [&](const yaml::Node& item) {
        configuration.healthGroups.push_back(readHealthGroup(item, context));
        checks.add(configuration.healthGroups.back().options.name, item.position());
    });
    checkHealthNames(configuration, findings);
    warnOfCommands(configuration, findings);
    Names streams("stream", findings);
    reader.readEach("streams", [&](const yaml::Node& item) {
        configuration.streams.push_back(readStream(item, context));
        streams.add(configuration.streams.back().name, item.position());
    });
    readDatasources(reader, configuration, context);
    readSection(reader, "logs", configuration.logs, context, readLogs);
    readSection(reader, "notifications", configuration.notifications, context, readNotifications);
    readSection(reader, "dashboards", configuration.dashboardFolder, context, readDashboards);
    readSection(reader, "server", configuration.server, context, readServer);
    readSection(reader, "storage", configuration.storage, context, readStorage);
    readSection(reader, "query", configuration.query, context, readQuery);
    readSection(reader, "limits", configuration.limits, context, readLimits);
    readSection(reader, "ui", configuration.ui, context, readUi);
    for (const auto key : kSectionsWithoutEffect)
        acceptWithWarning(reader, key);
    reader.finish();
}

} // namespace

void readScrapeFiles(yaml::MapReader& reader, Configuration& configuration, ReadContext& context)
{
    const auto* node = reader.take("scrape_config_files");
    if (node == nullptr)
        return;
    if (!node->isSequence()) {
        reader.error("scrape_config_files", "scrape_config_files: expected a list of paths");
        return;
    }
    for (const auto& item : node->items()) {
        const auto path = item.text();
        if (!path) {
            context.findings.add(path.error().within("scrape_config_files"));
            continue;
        }
        const auto star = path->find('*');
        if (star != std::string::npos && path->find('/', star) != std::string::npos)
            context.findings.error(item.position(),
                                   "scrape_config_files: a * may stand in the last part of a path only");
        configuration.scrapeConfigFiles.push_back(context.resolved(*path));
        if (context.folder.empty())
            continue; // a text that came from nowhere reads no files
        for (const auto& file : globbed(configuration.scrapeConfigFiles.back()))
            readScrapeFile(file, item.position(), configuration, context);
    }
}

bool ConfigurationReading::hasErrors() const
{
    return std::ranges::any_of(
        findings, [](const yaml::Finding& finding) { return finding.severity == yaml::Finding::Severity::Error; });
}

ConfigurationReading readConfiguration(std::string_view text, const std::string& folder)
{
    yaml::Findings findings;
    ConfigurationReading reading;
    if (const auto root = yaml::parse(text, findings)) {
        ReadContext context{findings, folder};
        readDocument(*root, reading.configuration, context);
        const auto limit = reading.configuration.limits.configBytes;
        if (text.size() > limit) {
            findings.error(root->position(), "the file is larger than the " + std::to_string(limit) +
                                                 " bytes of limits.config_bytes: split it or raise the limit");
        }
    }
    reading.findings = findings.sorted();
    return reading;
}

Result<ConfigurationReading> loadConfiguration(const std::string& path)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status))
        return fail(Error::Kind::NotFound, "there is no file \"" + printable(path) + '"');
    if (std::filesystem::is_directory(status))
        return fail(Error::Kind::Unavailable, '"' + printable(path) + "\" is a folder: name the file");
    const auto text = contentOf(path);
    if (!text)
        return tl::unexpected(text.error());
    const auto folder = std::filesystem::absolute(path, error).parent_path().string();
    return readConfiguration(*text, folder);
}

} // namespace nocturne::config
