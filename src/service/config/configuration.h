// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/core/limits.h"
#include "service/config/alertmanager_config.h"
#include "service/config/burstlet_config.h"
#include "service/config/custom_metrics_config.h"
#include "service/config/engine_config.h"
#include "service/config/global_config.h"
#include "service/config/health_check_config.h"
#include "service/config/logs_config.h"
#include "service/config/notifications_config.h"
#include "service/config/query_config.h"
#include "service/config/remote_write_config.h"
#include "service/config/scrape_config.h"
#include "service/config/server_config.h"
#include "service/config/stream_config.h"
#include "service/config/system_config.h"
#include "service/config/ui_config.h"

namespace nocturne::config {

/// Section `storage`.
struct StorageConfig
{
    std::chrono::milliseconds retention{std::chrono::hours(30 * 24)}; ///< of samples
    std::chrono::milliseconds rollUp5mRetention{std::chrono::hours(90 * 24)};
    std::chrono::milliseconds rollUp1hRetention{std::chrono::hours(730 * 24)};
    std::size_t maxSize = 0; ///< bytes; 0: no cap but the free-space guard
    /// The newest of all series together, as Prometheus' storage.exemplars.max_exemplars; 0: none.
    std::size_t maxExemplars = 100'000;
    std::size_t stateBackups = 7; ///< nightly copies of the state of alerts that are kept; 0: none are made

    bool operator==(const StorageConfig&) const = default;
};

/// All of nocturne.yml, as plain values with every default filled in. A default-made one is what runs with no file at
/// all: it watches this computer. Paths are absolute where the text came from a file.
struct Configuration
{
    GlobalConfig global;
    std::vector<ScrapeConfig> scrapeConfigs;
    std::vector<std::string> ruleFiles; ///< paths, a glob in the last part
    AlertingConfig alerting;
    /// scrape_config_files: the same; what they hold stands in scrapeConfigs.
    std::vector<std::string> scrapeConfigFiles;
    std::vector<RemoteWriteConfig> remoteWrite;
    SystemConfig system;
    CustomMetricsConfig customMetrics;
    bool allowExec = false;    ///< checks of type command run
    std::string execDirectory; ///< where their programs lie
    std::vector<HealthCheckConfig> healthChecks;
    std::vector<HealthGroupConfig> healthGroups;
    std::vector<StreamConfig> streams;
    std::vector<AlertmanagerConfig> alertmanagers; ///< `datasources.alertmanagers`
    std::vector<BurstletConfig> burstlets;         ///< `datasources.burstlets`
    std::vector<EngineConfig> engines;             ///< `datasources.prometheus`
    std::vector<LokiConfig> lokis;                 ///< `datasources.loki`
    LogsConfig logs;
    NotificationsConfig notifications;
    std::string dashboardFolder; ///< empty: the data directory's
    ServerConfig server;
    StorageConfig storage;
    QueryConfig query;
    Limits limits;
    UiConfig ui;

    bool operator==(const Configuration&) const = default;
};

} // namespace nocturne::config
