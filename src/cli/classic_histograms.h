// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "base/core/result.h"
#include "cli/promql_script.h"
#include "engine/model/sample.h"

namespace nocturne::cli {

/// The native histograms with custom buckets that the classic histograms of a `load` stand for, by label set.
///
/// Series `X_bucket`, `X_count` and `X_sum` that agree in all labels but `le` make the series `X`. Fails with
/// InvalidInput where counts are below zero or not cumulative. Source: Prometheus, util/convertnhcb.
Result<std::map<model::LabelSet, std::vector<model::HistogramSample>>> classicToNative(const LoadCommand& load);

} // namespace nocturne::cli
