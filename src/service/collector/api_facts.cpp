// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/api_facts.h"

#include <algorithm>
#include <filesystem>

#include "base/net/url.h"

namespace nocturne::collector {

namespace {

std::string_view healthOf(SourceState state)
{
    switch (state) {
    case SourceState::Up:
    case SourceState::Degraded:
        return "up";
    case SourceState::Down:
        return "down";
    case SourceState::Waiting:
    case SourceState::Disabled:
    case SourceState::Unreachable:
    case SourceState::Maintenance:
    case SourceState::Unknown:
        return "unknown";
    }
    return "unknown";
}

} // namespace

server::TargetFacts targetOf(const scrape::TargetStatus& status)
{
    server::TargetFacts target;
    target.pool = status.job;
    target.url = status.url;
    target.health = scrape::toString(status.health);
    target.lastError = status.lastError;
    target.labels = status.labels;
    target.discovered = status.discovered;
    target.lastScrape = status.lastScrape;
    target.lastSeconds = status.lastSeconds;
    target.interval = status.interval;
    target.timeout = status.timeout;
    return target;
}

server::TargetFacts targetOf(const SourceStatus& source)
{
    server::TargetFacts target;
    target.pool = std::string(toString(source.kind)) + '/' + source.group;
    target.url = source.address;
    target.health = healthOf(source.state);
    target.lastError = source.lastError;
    target.labels = source.labels;
    if (target.labels.empty())
        target.labels = model::LabelSet{{"instance", source.name}, {"job", toString(source.kind)}};
    target.lastScrape = source.lastAttempt;
    target.lastSeconds = source.lastSeconds;
    target.interval = source.interval;
    target.state = toString(source.state);
    for (const auto& uptime : source.uptime)
        target.uptime.push_back({uptime.window, uptime.ratio, uptime.counted});
    return target;
}

std::string globalUrl(const std::string& url, const std::string& hostName)
{
    auto parsed = net::parseUrl(url);
    if (!parsed || !parsed->isLoopback())
        return url;
    parsed->host = hostName;
    return parsed->text();
}

ApiFacts::ApiFacts(Parts parts, OwnMetricsText ownMetrics)
    : m_parts(std::move(parts))
    , m_ownMetrics(std::move(ownMetrics))
{}

std::vector<server::TargetFacts> ApiFacts::targets() const
{
    std::vector<server::TargetFacts> all;
    for (const auto& status : m_parts.scrapes.statuses())
        all.push_back(targetOf(status));
    for (const auto sources = m_parts.sources.sources(); const auto& source : *sources) {
        if (source.kind != SourceKind::Scrape && source.kind != SourceKind::Log)
            all.push_back(targetOf(source));
    }
    for (auto& target : all)
        target.globalUrl = globalUrl(target.url, m_parts.hostName);
    return all;
}

std::vector<std::pair<std::string, model::LabelSet>> ApiFacts::droppedTargets() const
{
    std::vector<std::pair<std::string, model::LabelSet>> all;
    for (auto& dropped : m_parts.scrapes.dropped()) {
        for (auto& labels : dropped.labels)
            all.emplace_back(dropped.job, std::move(labels));
    }
    return all;
}

std::map<std::string, std::size_t> ApiFacts::droppedTargetCounts() const
{
    std::map<std::string, std::size_t> counts;
    for (const auto& dropped : m_parts.scrapes.dropped())
        counts[dropped.job] = dropped.count;
    return counts;
}

server::RuntimeFacts ApiFacts::runtime() const
{
    server::RuntimeFacts runtime;
    std::error_code error;
    runtime.startTime = m_parts.startTime;
    runtime.workingFolder = std::filesystem::current_path(error).string();
    runtime.reloadSucceeded = m_parts.config.succeeded;
    runtime.lastConfigTime = m_parts.config.lastSuccess;
    if (const auto retention = m_parts.flags.find("storage.retention"); retention != m_parts.flags.end())
        runtime.retention = retention->second;
    return runtime;
}

std::vector<server::TargetMetadataFacts> ApiFacts::targetMetadata(const std::string& metric) const
{
    std::vector<server::TargetMetadataFacts> all;
    for (auto& one : m_parts.scrapes.metadata(metric))
        all.push_back({std::move(one.target), std::move(one.metric), std::move(one.metadata)});
    return all;
}

std::vector<rules::GroupStatus> ApiFacts::ruleGroups() const { return m_parts.rules.groups(); }

alerts::AlertBoard::Snapshot ApiFacts::alerts() const { return m_parts.board.snapshot(); }

server::StoreFacts ApiFacts::store() const
{
    auto stats = m_parts.store.headStats();
    const auto files = m_parts.store.storeStats();
    if (files && files->oldestTime != 0)
        stats.minTime = stats.minTime == 0 ? files->oldestTime : std::min(stats.minTime, files->oldestTime);
    return {.series = stats.series, .chunks = stats.chunks, .minTime = stats.minTime, .maxTime = stats.maxTime};
}

} // namespace nocturne::collector
