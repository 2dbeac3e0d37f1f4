// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "base/secrets/secret_store.h"
#include "service/collector/alertmanager_options.h"
#include "service/collector/burstlet_options.h"
#include "service/collector/engine_options.h"
#include "service/collector/log_sources.h"
#include "service/collector/notify_options.h"
#include "service/config/configuration.h"
#include "service/server/server.h"
#include "sources/custom/custom_metrics.h"
#include "sources/health/health_options.h"
#include "sources/prometheus/remote_writer.h"
#include "sources/scrape/job_options.h"
#include "sources/streams/stream_client.h"
#include "sources/system/system_source.h"
#include "watch/rules/rule_engine.h"

namespace nocturne::collector {

/// What the works are to do.
struct WorksPlan
{
    std::vector<rules::RuleGroup> ruleGroups;
    std::vector<scrape::JobOptions> jobs;
    health::HealthOptions checks;
    std::vector<streams::StreamOptions> streams;
    std::vector<AlertmanagerOptions> alertmanagers;
    std::vector<burstlet::SourceOptions> burstlets;
    std::vector<prometheus::EngineOptions> engines;
    std::vector<loki::Options> lokis;
    AlertingOptions alerting;
    system::Options system;
    custom::Options custom;
    std::string customFolder; ///< where custom metrics are kept; empty: nowhere
    std::string statsd;       ///< where StatsD lines are taken; empty: nowhere
    LogOptions logSources;
    bool ownMetrics = true;
    rules::RuleSettings ruleSettings;
    std::optional<NotifyOptions> notify; ///< none: nobody is told of alerts
    bool notifyChanged = true;           ///< since the plan before; false: who tells people goes on undisturbed
    std::vector<prometheus::RemoteWriteOptions> remoteWrite;
    std::string remoteWriteFolder;         ///< of its queues; empty: in memory
    std::optional<server::Options> server; ///< none: nothing is served
    bool takesRemoteWrite = false;
    bool readOnly = false;                ///< alerts may be looked at, not changed
    std::string stateFolder;              ///< whose state is backed up; empty: none
    std::size_t stateBackups = 0;         ///< how many backups are kept; 0: none are made
    std::vector<std::string> receivers;   ///< names, as the API tells them
    bool lifecycle = false;               ///< POST /-/reload is taken
    std::vector<std::string> configFiles; ///< files, and patterns of files, that a change of means: read anew
};

/// What a plan comes of, beside the configuration.
struct PlanSources
{
    std::vector<std::string> extraRuleFiles;
    std::string configFile;
    std::string dataFolder;
    std::string version;
    std::string ownRuleFile; ///< that the window writes; need not be there. Empty: none
    bool lifecycle = false;
};

/// The plan that `configuration` asks for. Waits for the keychain where it names secrets in it. Fails when it asks for
/// the impossible: a secret that cannot be had, a rule file with errors.
Result<WorksPlan> makePlan(const config::Configuration& configuration, const PlanSources& sources,
                           secrets::SecretStore& keychain);

/// Those of `groups` that are of other files than `file`.
std::vector<rules::RuleGroup> groupsBeside(std::vector<rules::RuleGroup> groups, const std::string& file);

/// The sections of `now` that differ from `before` and cannot be exchanged while the collector runs.
std::vector<std::string> sectionsForLater(const config::Configuration& before, const config::Configuration& now);

} // namespace nocturne::collector
