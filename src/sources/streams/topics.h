// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace nocturne::streams {

/// What a stream of the AEGIS kind can be subscribed to.
enum class Topic { Overview, RequestRate, LatencyPercentiles, StatusDistribution, TopEndpoints, Alerts };

inline constexpr std::size_t kTopicCount = 6;
inline constexpr std::array<Topic, kTopicCount> kTopics = {Topic::Overview,           Topic::RequestRate,
                                                           Topic::LatencyPercentiles, Topic::StatusDistribution,
                                                           Topic::TopEndpoints,       Topic::Alerts};

/// The key of a topic in messages: "requestRate".
constexpr std::string_view toString(Topic topic)
{
    switch (topic) {
    case Topic::Overview:
        return "overview";
    case Topic::RequestRate:
        return "requestRate";
    case Topic::LatencyPercentiles:
        return "latencyPercentiles";
    case Topic::StatusDistribution:
        return "statusDistribution";
    case Topic::TopEndpoints:
        return "topEndpoints";
    case Topic::Alerts:
        return "alerts";
    }
    return "overview";
}

/// A set of topics. As constructed it is what a server assumes of a client that has not asked: overview and alerts.
class TopicSet
{
public:
    constexpr TopicSet() = default;
    static constexpr TopicSet all()
    {
        TopicSet set;
        set.m_has = {true, true, true, true, true, true};
        return set;
    }

    constexpr bool has(Topic topic) const { return m_has[static_cast<std::size_t>(topic)]; }
    constexpr TopicSet& set(Topic topic, bool wanted = true)
    {
        m_has[static_cast<std::size_t>(topic)] = wanted;
        return *this;
    }
    bool operator==(const TopicSet&) const = default;

private:
    std::array<bool, kTopicCount> m_has = {true, false, false, false, false, true};
};

} // namespace nocturne::streams
