// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "sources/streams/topics.h"
#include "watch/rules/rule_file.h"

namespace nocturne::collector {

/// What streams are to be subscribed to, all who ask taken together: rules always, displays while they show, queries
/// for a while after the last one. Any thread.
class TopicDemand
{
public:
    /// How long the topics of a query stay wanted, so that one asked again has data.
    static constexpr std::chrono::minutes kQueryKept{5};

    /// The clock is borrowed.
    explicit TopicDemand(const Clock& clock)
        : m_clock(clock)
    {}

    /// Replaces what rules need: their expressions, and the queries in templates of labels and annotations.
    void setRules(const std::vector<rules::RuleGroup>& groups);
    /// Replaces what displays show.
    void setVisible(const std::vector<std::string>& expressions);
    /// A query of any origin was asked now.
    void noteQuery(const std::string& expression);
    /// All that is wanted now.
    streams::TopicSet wanted() const;

private:
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    streams::TopicSet m_rules;
    streams::TopicSet m_visible;
    std::array<std::optional<Clock::Monotonic>, streams::kTopicCount> m_queried; // last time of each topic
};

} // namespace nocturne::collector
