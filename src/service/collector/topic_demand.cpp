// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/topic_demand.h"

#include "service/collector/source_options.h"

namespace nocturne::collector {

namespace {

void addTemplates(const rules::Templates& templates, std::vector<std::string>& expressions)
{
    for (const auto& [name, text] : templates) {
        if (!text.isPlain())
            expressions.push_back(text.source());
    }
}

} // namespace

void TopicDemand::setRules(const std::vector<rules::RuleGroup>& groups)
{
    std::vector<std::string> expressions;
    for (const auto& group : groups) {
        for (const auto& rule : group.rules) {
            expressions.push_back(rule.expression);
            addTemplates(rule.labels, expressions);
            addTemplates(rule.annotations, expressions);
        }
    }
    const std::lock_guard lock(m_mutex);
    m_rules = topicsFor(expressions);
}

void TopicDemand::setVisible(const std::vector<std::string>& expressions)
{
    const std::lock_guard lock(m_mutex);
    m_visible = topicsFor(expressions);
}

void TopicDemand::noteQuery(const std::string& expression)
{
    const auto topics = topicsFor({expression});
    if (topics == streams::TopicSet())
        return;
    const std::lock_guard lock(m_mutex);
    for (const auto topic : streams::kTopics) {
        if (topics.has(topic))
            m_queried.at(static_cast<std::size_t>(topic)) = m_clock.monotonic();
    }
}

streams::TopicSet TopicDemand::wanted() const
{
    const auto now = m_clock.monotonic();
    const std::lock_guard lock(m_mutex);
    streams::TopicSet topics;
    for (const auto topic : streams::kTopics) {
        const auto& queried = m_queried.at(static_cast<std::size_t>(topic));
        const bool isQueried = queried && now - *queried < kQueryKept;
        if (m_rules.has(topic) || m_visible.has(topic) || isQueried)
            topics.set(topic);
    }
    return topics;
}

} // namespace nocturne::collector
