// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "engine/exposition/format.h"
#include "engine/model/label_set.h"
#include "service/server/program_facts.h"
#include "watch/alerts/alert_board.h"
#include "watch/rules/rule_status.h"

namespace nocturne::server {

/// One target as the API lists it. Sources that are no scrape (health checks, streams, this computer) are listed too.
/// For how much of a stretch of time that ends now a target was up.
struct UptimeFacts
{
    std::chrono::hours window{24};
    double ratio = 0;                ///< of the time that counts
    std::chrono::seconds counted{0}; ///< how much that is
};

struct TargetFacts
{
    std::string pool;           ///< scrape job, or kind of source
    std::string url;            ///< without secrets
    std::string globalUrl;      ///< the same, as seen from other computers
    std::string health;         ///< "up", "down", "unknown"
    std::string lastError;      ///< outside text in it
    model::LabelSet labels;     ///< with job and instance
    model::LabelSet discovered; ///< before relabelling
    Timestamp lastScrape = 0;   ///< 0: never
    double lastSeconds = 0;
    std::chrono::milliseconds interval{0};
    std::chrono::milliseconds timeout{0};
    std::string state;               ///< of what is no scrape: "degraded", "unreachable", "maintenance", ...
    std::vector<UptimeFacts> uptime; ///< of health checks and their groups
};

struct StoreFacts
{
    std::size_t series = 0;
    std::size_t chunks = 0;
    Timestamp minTime = 0;
    Timestamp maxTime = 0;
};

/// What the program tells of itself beside the samples. Asked on the thread of the server.
class Facts : public ProgramFacts
{
public:
    virtual std::vector<TargetFacts> targets() const = 0;
    /// Job, and labels before relabelling, of what relabelling dropped.
    virtual std::vector<std::pair<std::string, model::LabelSet>> droppedTargets() const = 0;
    virtual std::vector<rules::GroupStatus> ruleGroups() const = 0;
    virtual alerts::AlertBoard::Snapshot alerts() const = 0;
    virtual StoreFacts store() const = 0;
    /// Nocturne's own metrics of this moment.
    virtual std::string ownMetrics(exposition::Format format) const = 0;
    /// Whether everything has started.
    virtual bool isReady() const = 0;
};

} // namespace nocturne::server
