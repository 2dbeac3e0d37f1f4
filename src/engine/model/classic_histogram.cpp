// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/classic_histogram.h"

#include <array>
#include <limits>
#include <utility>

namespace nocturne::model {

Result<FloatHistogram> ClassicHistogram::toCustomBuckets() const
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    auto all = buckets;
    const double highest = all.empty() ? 0 : all.rbegin()->second;
    const double total = count.value_or(highest);
    all.try_emplace(kInfinity, total);
    FloatHistogram histogram;
    histogram.schema = FloatHistogram::kCustomSchema;
    histogram.count = total;
    histogram.sum = sum;
    BucketListBuilder list;
    double below = 0;
    std::int32_t index = 0;
    for (const auto& [bound, cumulative] : all) {
        if (!(cumulative >= below) || !(cumulative <= total))
            return fail(Error::Kind::InvalidInput, "its buckets are below zero, or not cumulative");
        if (bound != kInfinity)
            histogram.customValues.push_back(bound);
        list.append(index++, cumulative - below);
        below = cumulative;
    }
    histogram.positive = list.take();
    histogram.compact();
    return histogram;
}

std::optional<ClassicName> splitClassicName(std::string_view name)
{
    using namespace std::string_view_literals;
    constexpr std::array kSuffixes = {std::pair("_bucket"sv, ClassicPart::Bucket),
                                      std::pair("_count"sv, ClassicPart::Count), std::pair("_sum"sv, ClassicPart::Sum)};
    for (const auto& [suffix, part] : kSuffixes) {
        if (name.size() > suffix.size() && name.ends_with(suffix))
            return ClassicName{name.substr(0, name.size() - suffix.size()), part};
    }
    return std::nullopt;
}

} // namespace nocturne::model
