// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/classic_histograms.h"

#include <cmath>

#include "base/core/number.h"
#include "engine/model/classic_histogram.h"

namespace nocturne::cli {

namespace {

using ByTime = std::map<Timestamp, model::ClassicHistogram>;

} // namespace

Result<std::map<model::LabelSet, std::vector<model::HistogramSample>>> classicToNative(const LoadCommand& load)
{
    std::map<model::LabelSet, ByTime> classic;
    for (const auto& series : load.series) {
        const auto split = model::splitClassicName(series.labels.metricName());
        if (!split) {
            continue;
        }
        const auto& [base, part] = *split;
        const auto bound = parseNumber(series.labels.get("le"));
        if (part == model::ClassicPart::Bucket && (!bound || std::isnan(*bound))) {
            continue;
        }
        const auto labels = model::LabelSetBuilder(series.labels).set(model::kMetricName, base).remove("le").build();
        for (std::size_t i = 0; i < series.values.size(); ++i) {
            const auto& value = series.values[i];
            if (value.omitted || value.histogram || model::isStaleMarker(value.value)) {
                continue;
            }
            if (value.value < 0 && part != model::ClassicPart::Sum) {
                return fail(Error::Kind::InvalidInput, "a count of " + std::string(base) + " is below zero");
            }
            auto& histogram = classic[labels][load.stepMs * static_cast<std::int64_t>(i)];
            if (part == model::ClassicPart::Bucket) {
                histogram.buckets.try_emplace(*bound, value.value);
            } else if (part == model::ClassicPart::Count) {
                histogram.count = value.value;
            } else {
                histogram.sum = value.value;
            }
        }
    }
    std::map<model::LabelSet, std::vector<model::HistogramSample>> native;
    for (const auto& [labels, byTime] : classic) {
        for (const auto& [t, histogram] : byTime) {
            auto converted = histogram.toCustomBuckets();
            if (!converted) {
                return tl::unexpected(converted.error().within(labels.toString()));
            }
            native[labels].push_back({t, std::make_shared<const model::FloatHistogram>(std::move(*converted))});
        }
    }
    return native;
}

} // namespace nocturne::cli
