// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/result.h"

namespace nocturne::custom {

/// What a custom metric is; it never changes once the first measurement of its name was taken.
enum class Kind { Counter, Gauge, Histogram, Summary, Set };

/// "counter", "gauge", "histogram", "summary", "set".
std::string_view toString(Kind kind);
std::optional<Kind> kindFrom(std::string_view word);

inline constexpr std::size_t kMaxBuckets = 100;
inline constexpr std::size_t kMaxHelpBytes = 1024;

/// One thing a program told of itself.
struct Measurement
{
    Kind kind = Kind::Counter;
    std::string name; ///< a name of the classic kind: [a-zA-Z_:][a-zA-Z0-9_:]*
    std::vector<std::pair<std::string, std::string>> labels;
    double value = 0;                 ///< of a counter what it grows by, of a gauge its value, else what was observed
    bool relative = false;            ///< of a gauge: `value` is a change
    std::optional<double> atLeast;    ///< of a gauge: below this it does not fall
    double weight = 1;                ///< how many like it this one stands for: one over the sampling rate
    std::string member;               ///< of a set: what was seen
    std::string help = {};            ///< what the metric is; the first that is told stays
    std::vector<double> buckets = {}; ///< upper bounds of a histogram, ascending; empty: those of the configuration

    bool operator==(const Measurement&) const = default;
};

/// Whether `measurement` may be taken: names that are names, no label twice or of Nocturne's own (`le`, `quantile`,
/// `__…`), numbers that are finite, a counter that does not fall, text within the limits that scrapes have, at most
/// kMaxBuckets bounds that ascend. Fails with
/// InvalidInput or LimitExceeded and a sentence.
Result<void> check(const Measurement& measurement);

/// `text` as the name of a metric or, without colons, of a label: what may not stand in one becomes `_`.
std::string metricName(std::string_view text);
std::string labelName(std::string_view text);

} // namespace nocturne::custom
