// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "base/core/number.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

/// Finite numbers, each larger than the one before it; `out` stays where they are not.
void readAscending(yaml::MapReader& reader, std::string_view key, std::vector<double>& out)
{
    std::vector<std::string> words;
    if (!reader.read(key, words))
        return;
    std::vector<double> numbers;
    for (const auto& word : words) {
        const auto number = parseNumber(word);
        if (!number || !std::isfinite(*number)) {
            reader.error(key, std::string(key) + ": \"" + word + "\" is no finite number");
            return;
        }
        numbers.push_back(*number);
    }
    const auto notAbove = [](double left, double right) { return left >= right; };
    if (numbers.empty() || std::adjacent_find(numbers.begin(), numbers.end(), notAbove) != numbers.end()) {
        reader.error(key, std::string(key) + ": write at least one number, each larger than the one before it");
        return;
    }
    out = std::move(numbers);
}

} // namespace

CustomMetricsConfig readCustomMetrics(const yaml::Node& node, ReadContext& context)
{
    constexpr std::int64_t kMostSeries = 1'000'000;
    CustomMetricsConfig custom;
    yaml::MapReader reader(node, context.findings, "custom_metrics");
    reader.read("statsd", custom.statsd);
    readPositive(reader, "interval", custom.interval);
    readAscending(reader, "buckets", custom.buckets);
    readAscending(reader, "quantiles", custom.quantiles);
    if (custom.quantiles.front() < 0 || custom.quantiles.back() > 1)
        reader.error("quantiles", "quantiles lie between 0 and 1");
    reader.readInteger("max_series", custom.maxSeries, 1, kMostSeries);
    reader.read("expire_after", custom.expireAfter);
    reader.finish();
    return custom;
}

} // namespace nocturne::config
