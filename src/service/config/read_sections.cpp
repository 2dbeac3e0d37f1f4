// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/config/readers.h"

#include <algorithm>

#include "engine/promql/features.h"

namespace nocturne::config {

namespace {

constexpr std::int64_t kMostExemplars = 10'000'000;
constexpr std::int64_t kMostBackups = 1'000;
constexpr std::int64_t kMany = std::int64_t{1} << 52U;

bool isLanguage(std::string_view text)
{
    const auto part = [](std::string_view piece) {
        return piece.size() >= 2 && piece.size() <= 8 &&
               piece.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                   std::string_view::npos;
    };
    const auto separator = text.find_first_of("_-");
    return part(text.substr(0, separator)) && (separator == std::string_view::npos || part(text.substr(separator + 1)));
}

void readMultiline(const yaml::Node& node, logs::JoinOptions& join, ReadContext& context)
{
    constexpr std::int64_t kMostLines = 10'000;
    yaml::MapReader reader(node, context.findings, "multiline");
    reader.read("start", join.start);
    reader.read("indented", join.indented);
    reader.readInteger("max_lines", join.maxLines, 1, kMostLines);
    readPositive(reader, "timeout", join.timeout);
    if (!join.start.empty() && join.indented)
        reader.error("indented", "multiline: write either start, a pattern of first lines, or indented: true");
    else if (!join.isActive())
        context.findings.error(node.position(), "multiline: write start, a pattern of first lines, or indented: true");
    if (const auto made = logs::LineJoiner::make(join); !made)
        reader.error("start", made.error().message);
    reader.finish();
}

LogFileConfig readLogFile(const yaml::Node& item, ReadContext& context)
{
    using Format = LogFileConfig::Format;
    LogFileConfig file;
    yaml::MapReader reader(item, context.findings, "log file");
    reader.require("path");
    reader.read("path", file.path);
    file.path = context.resolved(file.path);
    reader.read("service", file.service);
    reader.readChoice<Format>("format", file.format,
                              {{"auto", Format::Auto},
                               {"json", Format::Json},
                               {"logfmt", Format::Logfmt},
                               {"access", Format::Access},
                               {"text", Format::Text}});
    if (const auto* multiline = reader.take("multiline"))
        readMultiline(*multiline, file.multiline, context);
    reader.finish();
    return file;
}

SyslogConfig readSyslog(const yaml::Node& node, ReadContext& context)
{
    constexpr std::int64_t kMostPerSecond = 1'000'000;
    SyslogConfig syslog;
    yaml::MapReader reader(node, context.findings, "syslog");
    for (auto [key, out] : {std::pair("udp", &syslog.udp), std::pair("tcp", &syslog.tcp)}) {
        if (reader.read(key, *out) && !isHostAndPort(*out))
            reader.error(key, std::string(key) + ": \"" + *out +
                                  "\" is no address to listen at: write address:port, as in 127.0.0.1:5514");
    }
    reader.read("allow_remote", syslog.allowRemote);
    reader.readInteger("max_per_second", syslog.maxPerSecond, 0, kMostPerSecond);
    if (syslog.udp.empty() && syslog.tcp.empty())
        context.findings.error(node.position(), "syslog: write udp, tcp or both, as in udp: 127.0.0.1:5514");
    reader.finish();
    return syslog;
}

} // namespace

LogsConfig readLogs(const yaml::Node& node, ReadContext& context)
{
    LogsConfig logs;
    yaml::MapReader reader(node, context.findings, "logs");
    reader.read("journal", logs.journal);
    if (reader.read("journal_folder", logs.journalFolder))
        logs.journalFolder = context.resolved(logs.journalFolder);
    reader.readEach("files", [&](const yaml::Node& item) { logs.files.push_back(readLogFile(item, context)); });
    if (const auto* syslog = reader.take("syslog"))
        logs.syslog = readSyslog(*syslog, context);
    readPositive(reader, "retention", logs.retention);
    readPositive(reader, "count_retention", logs.countRetention);
    reader.readSize("max_size", logs.maxBytes);
    reader.finish();
    return logs;
}

SystemConfig readSystem(const yaml::Node& node, ReadContext& context)
{
    SystemConfig system;
    yaml::MapReader reader(node, context.findings, "system");
    reader.read("enabled", system.enabled);
    readPositive(reader, "interval", system.interval);
    if (const auto* processes = reader.take("processes")) {
        yaml::MapReader processReader(*processes, context.findings, "processes");
        processReader.read("enabled", system.processes);
        processReader.readInteger("top", system.topProcesses, 1, 1000);
        processReader.finish();
    }
    reader.finish();
    return system;
}

namespace {

/// `retention: 30d` is about samples; a map tells of roll-ups too.
void readRetention(yaml::MapReader& reader, StorageConfig& storage, ReadContext& context)
{
    const auto* node = reader.take("retention");
    if (node == nullptr || !node->isMap()) {
        readPositive(reader, "retention", storage.retention);
        return;
    }
    yaml::MapReader retention(*node, context.findings, "retention");
    readPositive(retention, "raw", storage.retention);
    readPositive(retention, "rollup_5m", storage.rollUp5mRetention);
    readPositive(retention, "rollup_1h", storage.rollUp1hRetention);
    retention.finish();
}

} // namespace

StorageConfig readStorage(const yaml::Node& node, ReadContext& context)
{
    StorageConfig storage;
    yaml::MapReader reader(node, context.findings, "storage");
    readRetention(reader, storage, context);
    reader.readSize("max_size", storage.maxSize);
    acceptWithWarning(reader, "tsdb"); // Prometheus' own keys of this section
    reader.readInteger("state_backups", storage.stateBackups, 0, kMostBackups);
    if (const auto* exemplars = reader.take("exemplars")) {
        yaml::MapReader exemplarReader(*exemplars, context.findings, "exemplars");
        exemplarReader.readInteger("max_exemplars", storage.maxExemplars, 0, kMostExemplars);
        exemplarReader.finish();
    }
    reader.finish();
    return storage;
}

QueryConfig readQuery(const yaml::Node& node, ReadContext& context)
{
    QueryConfig query;
    yaml::MapReader reader(node, context.findings, "query");
    if (reader.read("features", query.features)) {
        if (const auto features = promql::Features::fromNames(query.features); !features)
            reader.error("features", "features: " + features.error().message);
    }
    reader.finish();
    return query;
}

Limits readLimits(const yaml::Node& node, ReadContext& context)
{
    Limits limits;
    yaml::MapReader reader(node, context.findings, "limits");
    reader.readSize("body_bytes", limits.bodyBytes);
    reader.readSize("health_body_bytes", limits.healthBodyBytes);
    reader.readInteger("health_components", limits.healthComponents, 1, kMany);
    reader.readInteger("samples_per_scrape", limits.samplesPerScrape, 1, kMany);
    reader.readInteger("series_per_target", limits.seriesPerTarget, 1, kMany);
    reader.readInteger("total_series", limits.totalSeries, 1, kMany);
    reader.readInteger("labels_per_series", limits.labelsPerSeries, 1, kMany);
    reader.readSize("label_name_bytes", limits.labelNameBytes);
    reader.readSize("label_value_bytes", limits.labelValueBytes);
    reader.readSize("line_bytes", limits.lineBytes);
    readPositive(reader, "future_window", limits.futureWindow);
    readPositive(reader, "late_window", limits.lateWindow);
    readPositive(reader, "query_time", limits.queryTime);
    reader.readInteger("query_samples", limits.querySamples, 1, kMany);
    reader.readInteger("query_series", limits.querySeries, 1, kMany);
    reader.readInteger("query_points", limits.queryPoints, 1, kMany);
    reader.readSize("query_text_bytes", limits.queryTextBytes);
    reader.readSize("websocket_frame_bytes", limits.webSocketFrameBytes);
    reader.readSize("websocket_message_bytes", limits.webSocketMessageBytes);
    reader.readSize("api_bodies_bytes", limits.apiBodiesBytes);
    reader.readSize("config_bytes", limits.configBytes);
    reader.readSize("log_line_bytes", limits.logLineBytes);
    reader.readSize("disk_low_bytes", limits.diskLowBytes);
    reader.readSize("disk_stop_bytes", limits.diskStopBytes);
    reader.readSize("disk_reserve_bytes", limits.diskReserveBytes);
    reader.finish();
    return limits;
}

UiConfig readUi(const yaml::Node& node, ReadContext& context)
{
    using Theme = UiConfig::Theme;
    UiConfig ui;
    yaml::MapReader reader(node, context.findings, "ui");
    if (Theme theme = Theme::Night; reader.readChoice<Theme>("theme", theme,
                                                             {{"system", Theme::System},
                                                              {"night", Theme::Night},
                                                              {"day", Theme::Day},
                                                              {"high_contrast", Theme::HighContrast},
                                                              {"high_contrast_light", Theme::HighContrastLight},
                                                              {"contrast-dark", Theme::HighContrast},
                                                              {"contrast-light", Theme::HighContrastLight}}))
        ui.theme = theme;
    if (std::string language; reader.read("language", language)) {
        if (language != "system" && !isLanguage(language))
            reader.error("language", "language: write a code such as de or en_GB, or system");
        ui.language = language == "system" ? "" : std::move(language);
    }
    reader.finish();
    return ui;
}

std::string readDashboards(const yaml::Node& node, ReadContext& context)
{
    std::string folder;
    yaml::MapReader reader(node, context.findings, "dashboards");
    reader.read("folder", folder);
    reader.finish();
    return context.resolved(folder);
}

bool isExternalUrl(std::string_view text)
{
    const bool isClean =
        std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '\''; });
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (text.starts_with(scheme))
            return isClean && text.size() > scheme.size() && text[scheme.size()] != '/';
    }
    return false;
}

ServerConfig readServer(const yaml::Node& node, ReadContext& context)
{
    ServerConfig server;
    yaml::MapReader reader(node, context.findings, "server");
    if (reader.read("listen", server.listen) && !isHostAndPort(server.listen))
        reader.error("listen", "listen: write address:port, as in 127.0.0.1:9099");
    reader.read("hosts", server.hosts);
    for (const auto& host : server.hosts) {
        if (host.empty() || host.find_first_of("/ @*") != std::string::npos || host.find("://") != std::string::npos)
            reader.error("hosts", "hosts: write names alone, as in nocturne.example.org");
    }
    if (reader.read("external_url", server.externalUrl) && !isExternalUrl(server.externalUrl))
        reader.error("external_url", "external_url: write it whole, as in https://nocturne.example.org/base");
    server.token = readSecret(reader, "token", context);
    reader.read("enable_remote_write_receiver", server.takesRemoteWrite);
    reader.read("allow_plain_http", server.allowPlainHttp);
    reader.finish();
    return server;
}

} // namespace nocturne::config
