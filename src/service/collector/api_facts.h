// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include "service/collector/config_status.h"
#include "service/collector/sample_store.h"
#include "service/collector/source_board.h"
#include "service/server/facts.h"
#include "sources/scrape/scrape_manager.h"
#include "watch/rules/rule_engine.h"

namespace nocturne::collector {

/// Tells the server what the works know. Lives on the collector thread, as they do.
class ApiFacts final : public server::Facts
{
public:
    /// Borrowed.
    struct Parts
    {
        const scrape::ScrapeManager& scrapes;
        const rules::RuleEngine& rules;
        const alerts::AlertBoard& board;
        const SourceBoard& sources;
        const SampleStore& store;
        std::string hostName;
        const ConfigStatus& config;
        const std::string& shownConfiguration;
        const std::map<std::string, std::string>& flags;
        Timestamp startTime = 0;
    };
    using OwnMetricsText = std::function<std::string(exposition::Format)>;

    ApiFacts(Parts parts, OwnMetricsText ownMetrics);

    std::vector<server::TargetFacts> targets() const override;
    std::vector<std::pair<std::string, model::LabelSet>> droppedTargets() const override;
    std::vector<rules::GroupStatus> ruleGroups() const override;
    alerts::AlertBoard::Snapshot alerts() const override;
    server::StoreFacts store() const override;
    std::string ownMetrics(exposition::Format format) const override { return m_ownMetrics(format); }
    std::string configText() const override { return m_parts.shownConfiguration; }
    std::map<std::string, std::string> flags() const override { return m_parts.flags; }
    server::RuntimeFacts runtime() const override;
    std::vector<server::TargetMetadataFacts> targetMetadata(const std::string& metric) const override;
    std::map<std::string, std::size_t> droppedTargetCounts() const override;
    bool isReady() const override { return true; } // the server begins after all else

private:
    Parts m_parts;
    OwnMetricsText m_ownMetrics;
};

/// A source that is no scrape as a target: its kind and group as the pool, "health/http_json".
server::TargetFacts targetOf(const SourceStatus& source);
server::TargetFacts targetOf(const scrape::TargetStatus& status);

/// `url` as other computers see it: with `hostName` where it names this one by a name of loopback.
std::string globalUrl(const std::string& url, const std::string& hostName);

} // namespace nocturne::collector
