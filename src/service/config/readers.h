// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/yaml/map_reader.h"
#include "service/config/configuration.h"

/// The parts of readConfiguration(), one function a section. Private to this room.
namespace nocturne::config {

/// What all of them share.
struct ReadContext
{
    yaml::Findings& findings;
    std::string folder;
    /// `allow_exec` and `exec_directory` of the whole file, where a section says nothing else.
    bool allowExec = false;
    std::string execDirectory = {};

    /// `path` as seen from the folder of the file.
    std::string resolved(const std::string& path) const;
};

/// What scrape_config_files name, each file a list `scrape_configs`. Findings of a file stand where it is named.
void readScrapeFiles(yaml::MapReader& reader, Configuration& configuration, ReadContext& context);
GlobalConfig readGlobal(const yaml::Node& node, ReadContext& context);
ScrapeConfig readScrape(const yaml::Node& node, const GlobalConfig& global, ReadContext& context);
/// `static_configs`; warns about every other kind of discovery.
void readTargets(yaml::MapReader& reader, std::vector<StaticConfig>& out, ReadContext& context);
/// Says that kinds of discovery find nothing, where only listed targets are known.
void warnOfDiscoveries(yaml::MapReader& reader);
AlertingConfig readAlerting(const yaml::Node& node, ReadContext& context);
BurstletConfig readBurstlet(const yaml::Node& node, ReadContext& context);
EngineConfig readEngine(const yaml::Node& node, ReadContext& context);
LokiConfig readLoki(const yaml::Node& node, ReadContext& context);
AlertmanagerConfig readAlertmanager(const yaml::Node& node, ReadContext& context);
RelabelConfig readRelabel(const yaml::Node& node, ReadContext& context);
RemoteWriteConfig readRemoteWrite(const yaml::Node& node, ReadContext& context);
HealthCheckConfig readHealthCheck(const yaml::Node& node, ReadContext& context);
/// What checks of servers by their own protocols say: redis, databases, tls, dns, icmp, WebSockets.
void readServerCheck(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context);
bool isServerCheck(HealthCheckConfig::Type type);
/// Whether the URL has one of the two schemes, and more.
bool hasScheme(std::string_view url, std::string_view one, std::string_view other);
/// Says where a URL holds a user and a password.
void warnOfUserInfo(yaml::MapReader& reader, std::string_view url);
HealthGroupConfig readHealthGroup(const yaml::Node& node, ReadContext& context);
/// `maintenance`: true, or a list of windows.
health::Maintenance readMaintenance(yaml::MapReader& reader, ReadContext& context);
/// Reports what checks depend on and groups have as members that is no check and no group, and cycles of these.
void checkHealthNames(const Configuration& configuration, yaml::Findings& findings);
/// promql and heartbeat: what is asked of the store, a file or a document.
void readQueryCheck(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context);
/// Names checks whose commands are not run.
void warnOfCommands(const Configuration& configuration, yaml::Findings& findings);
/// `expected_status`: statuses, ranges and classes.
std::vector<health::StatusRange> readStatuses(yaml::MapReader& reader, ReadContext& context);
/// `expect`: what an answer has to be.
std::vector<health::Expectation> readExpectations(yaml::MapReader& reader, ReadContext& context);
/// `schema`: the file of a JSON Schema, which is read.
void readSchema(yaml::MapReader& reader, HealthCheckConfig& check, ReadContext& context);
/// `key`: {warning, critical}.
void readThresholds(yaml::MapReader& reader, std::string_view key, health::Thresholds& thresholds,
                    ReadContext& context);
StreamConfig readStream(const yaml::Node& node, ReadContext& context);
LogsConfig readLogs(const yaml::Node& node, ReadContext& context);
SystemConfig readSystem(const yaml::Node& node, ReadContext& context);
CustomMetricsConfig readCustomMetrics(const yaml::Node& node, ReadContext& context);
StorageConfig readStorage(const yaml::Node& node, ReadContext& context);
QueryConfig readQuery(const yaml::Node& node, ReadContext& context);
Limits readLimits(const yaml::Node& node, ReadContext& context);
NotificationsConfig readNotifications(const yaml::Node& node, ReadContext& context);
UiConfig readUi(const yaml::Node& node, ReadContext& context);
std::string readDashboards(const yaml::Node& node, ReadContext& context);
ServerConfig readServer(const yaml::Node& node, ReadContext& context);

/// basic_auth, authorization, bearer_token and kin out of the map they stand in.
HttpConfig readHttp(yaml::MapReader& reader, ReadContext& context);
TlsConfig readTls(const yaml::Node& node, ReadContext& context);
/// `proxy_url` and its kin.
ProxyConfig readProxy(yaml::MapReader& reader, ReadContext& context);
/// The discoveries of a scrape config: file, http and dns, and the names of those that we do not have.
void readDiscoveries(yaml::MapReader& reader, ScrapeConfig& config, ReadContext& context);
/// `key`, or `key`_file; warns about literals and about files others can read.
Secret readSecret(yaml::MapReader& reader, const std::string& key, ReadContext& context);
/// The text of a secret: `keychain:NAME`, `env:NAME` or the thing itself.
Secret secretFrom(std::string text);
std::vector<HeaderConfig> readHeaders(yaml::MapReader& reader, ReadContext& context);
/// Names and values under `key`, which may be secrets; warns of such that are written out, as "`what` NAME".
std::vector<HeaderConfig> readSecretMap(yaml::MapReader& reader, std::string_view key, const std::string& what,
                                        ReadContext& context);
/// Whether a URL has one of two schemes and something behind it.
bool hasScheme(std::string_view url, std::string_view one, std::string_view other);
/// Says that a user and password stand in a URL.
void warnOfUserInfo(yaml::MapReader& reader, std::string_view url);
Labels readLabels(yaml::MapReader& reader, std::string_view key, ReadContext& context);
bool isLabelName(std::string_view name);
/// "host:port" with a port from 1 to 65535.
bool isHostAndPort(std::string_view text);
/// Reads a duration that must be longer than nothing.
void readPositive(yaml::MapReader& reader, std::string_view key, std::chrono::milliseconds& out);
/// Takes a key that is known but has no effect yet, and says so.
void acceptWithWarning(yaml::MapReader& reader, std::string_view key);

} // namespace nocturne::config
