// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/classic_histograms.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>

#include "base/core/number.h"

namespace nocturne::cli {

namespace {

/// The parts of one classic histogram at one time.
struct ClassicHistogram
{
    std::map<double, double> buckets; ///< cumulative counts by upper bound
    std::optional<double> count;
    double sum = 0;
};

using ByTime = std::map<Timestamp, ClassicHistogram>;

std::optional<std::pair<std::string, std::string_view>> splitSuffix(std::string_view name)
{
    constexpr std::array<std::string_view, 3> kSuffixes = {"_bucket", "_count", "_sum"};
    for (const auto suffix : kSuffixes) {
        if (name.size() > suffix.size() && name.ends_with(suffix)) {
            return std::pair(std::string(name.substr(0, name.size() - suffix.size())), suffix);
        }
    }
    return std::nullopt;
}

Result<model::FloatHistogram> convert(const ClassicHistogram& classic, const std::string& name)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    auto buckets = classic.buckets;
    const double highest = buckets.empty() ? 0 : buckets.rbegin()->second;
    const double count = classic.count.value_or(highest);
    buckets.try_emplace(kInfinity, count);
    model::FloatHistogram histogram;
    histogram.schema = model::FloatHistogram::kCustomSchema;
    histogram.count = count;
    histogram.sum = classic.sum;
    model::BucketListBuilder list;
    double below = 0;
    std::int32_t index = 0;
    for (const auto& [bound, cumulative] : buckets) {
        if (cumulative < below || cumulative > count) {
            return fail(Error::Kind::InvalidInput, "the buckets of " + name + " are not cumulative");
        }
        if (bound != kInfinity) {
            histogram.customValues.push_back(bound);
        }
        list.append(index++, cumulative - below);
        below = cumulative;
    }
    histogram.positive = list.take();
    histogram.compact();
    return histogram;
}

} // namespace

Result<std::map<model::LabelSet, std::vector<model::HistogramSample>>> classicToNative(const LoadCommand& load)
{
    std::map<model::LabelSet, ByTime> classic;
    for (const auto& series : load.series) {
        const auto split = splitSuffix(series.labels.metricName());
        if (!split) {
            continue;
        }
        const auto& [base, suffix] = *split;
        const auto bound = parseNumber(series.labels.get("le"));
        if (suffix == "_bucket" && (!bound || std::isnan(*bound))) {
            continue;
        }
        const auto labels = model::LabelSetBuilder(series.labels).set(model::kMetricName, base).remove("le").build();
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            const auto& value = series.values[i];
            if (value.omitted || value.histogram || model::isStaleMarker(value.value)) {
                continue;
            }
            if (value.value < 0 && suffix != "_sum") {
                return fail(Error::Kind::InvalidInput, "a count of " + base + " is below zero");
            }
            auto& histogram = classic[labels][load.stepMs * static_cast<std::int64_t>(i)];
            if (suffix == "_bucket") {
                histogram.buckets.try_emplace(*bound, value.value);
            } else if (suffix == "_count") {
                histogram.count = value.value;
            } else {
                histogram.sum = value.value;
            }
        }
    }
    std::map<model::LabelSet, std::vector<model::HistogramSample>> native;
    for (const auto& [labels, byTime] : classic) {
        for (const auto& [t, histogram] : byTime) {
            auto converted = convert(histogram, labels.toString());
            if (!converted) {
                return tl::unexpected(std::move(converted).error());
            }
            native[labels].push_back({t, std::make_shared<const model::FloatHistogram>(std::move(*converted))});
        }
    }
    return native;
}

} // namespace nocturne::cli
