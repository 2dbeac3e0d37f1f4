// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/core/result.h"
#include "engine/model/float_histogram.h"

namespace nocturne::transfer {

/// Appends a native histogram as metric_line.h has it, without empty buckets.
void appendHistogram(std::string& out, const model::FloatHistogram& histogram);
/// Reads one back, from its opening to its closing brace. Fails with InvalidInput and the column within `text`.
Result<model::FloatHistogram> readHistogram(std::string_view text);

} // namespace nocturne::transfer
