// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "sources/custom/measurement.h"

namespace nocturne::server {

/// Reads measurements out of the body of a request: one object, an array of them, or `{"metrics": [...]}`.
///
///     {"name": "orders_total", "type": "counter", "value": 1, "labels": {"shop": "north"}}
///
/// `type` is counter, gauge, histogram, summary or set; it may be left out where `operation` says it: `inc` is a
/// counter, `set` a gauge, `observe` a histogram. `value` is 1 where a counter has none; a gauge with `inc` changes by
/// it. `tags` is another word for `labels`. `clampAtZero`: a gauge does not fall below 0; `member`: what a set saw;
/// `help`, `buckets`. All are checked. Fails with InvalidInput, saying which and why, or LimitExceeded above 1000.
Result<std::vector<custom::Measurement>> readMeasurements(std::string_view body);

} // namespace nocturne::server
