// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <limits>
#include <string>
#include <vector>

#include "engine/model/matcher.h"
#include "support/memory_store.h"

namespace nocturne::integration {

/// All samples of the one series of `metric` whose label has that value; empty where there is none.
inline std::vector<model::Sample> samplesOf(const support::MemoryStore& store, const std::string& metric,
                                            const std::string& label = {}, const std::string& value = {})
{
    std::vector<model::Matcher> matchers = {model::Matcher::equal("__name__", metric)};
    if (!label.empty())
        matchers.push_back(model::Matcher::equal(label, value));
    const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto series = *querier->select(matchers, {});
    std::vector<model::Sample> samples;
    for (const auto& cursor : series) {
        std::array<Timestamp, 256> times{};
        std::array<double, 256> values{};
        while (const auto count = *cursor->read(times, values)) {
            for (std::size_t i = 0; i < count; ++i)
                samples.push_back({times[i], values[i]});
        }
    }
    return samples;
}

/// The last value, or -1 where there is none; a staleness marker as -2.
inline double latestOf(const support::MemoryStore& store, const std::string& metric, const std::string& label = {},
                       const std::string& value = {})
{
    const auto samples = samplesOf(store, metric, label, value);
    if (samples.empty())
        return -1;
    return model::isStaleMarker(samples.back().v) ? -2 : samples.back().v;
}

} // namespace nocturne::integration
