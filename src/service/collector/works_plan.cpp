// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/works_plan.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "service/collector/collector.h"
#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

std::vector<std::string> rulePatterns(const config::Configuration& configuration, const PlanSources& sources)
{
    auto patterns = configuration.ruleFiles;
    patterns.insert(patterns.end(), sources.extraRuleFiles.begin(), sources.extraRuleFiles.end());
    return patterns;
}

std::vector<std::string> watchedFiles(const config::Configuration& configuration, const PlanSources& sources)
{
    auto files = rulePatterns(configuration, sources);
    if (!sources.ownRuleFile.empty())
        files.push_back(sources.ownRuleFile);
    files.insert(files.end(), configuration.scrapeConfigFiles.begin(), configuration.scrapeConfigFiles.end());
    if (!sources.configFile.empty())
        files.push_back(sources.configFile);
    return files;
}

/// Of all files, that of the window last; it may be among the others, too.
Result<std::vector<rules::RuleGroup>> readRules(const config::Configuration& configuration, const PlanSources& sources)
{
    const auto parser = enabledFeatures(configuration).parser;
    auto groups = loadRuleGroups(rulePatterns(configuration, sources), configuration.limits.configBytes, parser);
    std::error_code error;
    if (!groups || sources.ownRuleFile.empty() || !std::filesystem::exists(sources.ownRuleFile, error))
        return groups;
    auto own = loadRuleGroups({sources.ownRuleFile}, configuration.limits.configBytes, parser);
    if (!own)
        return own;
    auto all = groupsBeside(std::move(*groups), sources.ownRuleFile);
    std::ranges::move(*own, std::back_inserter(all));
    return all;
}

/// One after the other: the keychain may keep a person waiting, and the first refusal is enough.
Result<void> readSources(WorksPlan& plan, const config::Configuration& configuration, secrets::SecretStore& keychain)
{
    auto jobs = scrapeOptions(configuration, keychain);
    if (!jobs)
        return tl::unexpected(jobs.error());
    auto checks = healthOptions(configuration, keychain);
    if (!checks)
        return tl::unexpected(checks.error());
    auto streams = streamOptions(configuration, keychain);
    if (!streams)
        return tl::unexpected(streams.error());
    auto receivers = remoteWriteOptions(configuration, keychain);
    if (!receivers)
        return tl::unexpected(receivers.error());
    auto alertmanagers = alertmanagerOptions(configuration, keychain);
    if (!alertmanagers)
        return tl::unexpected(alertmanagers.error());
    auto burstlets = burstletOptions(configuration, keychain);
    if (!burstlets)
        return tl::unexpected(burstlets.error());
    auto engines = engineOptions(configuration, keychain);
    if (!engines)
        return tl::unexpected(engines.error());
    auto lokis = lokiOptions(configuration, keychain);
    if (!lokis)
        return tl::unexpected(lokis.error());
    auto alerting = alertingOptions(configuration, keychain);
    if (!alerting)
        return tl::unexpected(alerting.error());
    auto server = serverOptions(configuration, keychain);
    if (!server)
        return tl::unexpected(server.error());
    plan.alertmanagers = std::move(*alertmanagers);
    plan.burstlets = std::move(*burstlets);
    plan.engines = std::move(*engines);
    plan.lokis = std::move(*lokis);
    plan.alerting = std::move(*alerting);
    plan.jobs = std::move(*jobs);
    plan.checks = std::move(*checks);
    plan.streams = std::move(*streams);
    plan.remoteWrite = std::move(*receivers);
    plan.server = std::move(*server);
    if (!configuration.notifications.route)
        return {};
    auto notify = notifyOptions(configuration.notifications, ruleSettings(configuration).externalUrl, keychain);
    if (!notify)
        return tl::unexpected(notify.error());
    plan.notify = std::move(*notify);
    return {};
}

} // namespace

Result<WorksPlan> makePlan(const config::Configuration& configuration, const PlanSources& sources,
                           secrets::SecretStore& keychain)
{
    WorksPlan plan;
    auto groups = readRules(configuration, sources);
    if (!groups)
        return tl::unexpected(groups.error());
    plan.ruleGroups = std::move(*groups);
    if (auto read = readSources(plan, configuration, keychain); !read)
        return tl::unexpected(read.error());
    if (!sources.dataFolder.empty())
        plan.remoteWriteFolder = sources.dataFolder + "/remote_write";
    for (const auto& receiver : configuration.notifications.receivers)
        plan.receivers.push_back(receiver.name);
    plan.customFolder = sources.dataFolder;
    plan.stateFolder = sources.dataFolder;
    plan.stateBackups = configuration.storage.stateBackups;
    plan.takesRemoteWrite = configuration.server.takesRemoteWrite;
    if (plan.server)
        plan.server->api.version = sources.version;
    plan.system = systemOptions(configuration);
    plan.custom = customOptions(configuration);
    plan.statsd = configuration.customMetrics.statsd;
    plan.logSources = logOptions(configuration);
    plan.ruleSettings = ruleSettings(configuration);
    plan.lifecycle = sources.lifecycle;
    plan.configFiles = watchedFiles(configuration, sources);
    return plan;
}

std::vector<rules::RuleGroup> groupsBeside(std::vector<rules::RuleGroup> groups, const std::string& file)
{
    std::erase_if(groups, [&](const rules::RuleGroup& group) {
        std::error_code error;
        return group.file == file || std::filesystem::equivalent(group.file, file, error);
    });
    return groups;
}

std::vector<std::string> sectionsForLater(const config::Configuration& before, const config::Configuration& now)
{
    std::vector<std::string> sections;
    const auto note = [&](const char* name, bool differs) {
        if (differs)
            sections.emplace_back(name);
    };
    note("system", before.system != now.system);
    note("custom_metrics", before.customMetrics != now.customMetrics);
    note("alerting", before.alerting != now.alerting);
    note("datasources", before.alertmanagers != now.alertmanagers || before.burstlets != now.burstlets);
    note("logs", before.logs != now.logs);
    note("dashboards", before.dashboardFolder != now.dashboardFolder);
    note("server", before.server != now.server);
    note("storage", before.storage != now.storage);
    note("query", before.query != now.query);
    note("limits", before.limits != now.limits);
    note("ui", before.ui != now.ui);
    return sections;
}

} // namespace nocturne::collector
