// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "engine/model/label_set.h"
#include "engine/model/sample.h"
#include "engine/tsdb/store.h"

namespace nocturne::support {

/// Commits `samples` of one series. Ends the test program when the store refuses the series.
void appendAll(storage::Appendable& store, const model::LabelSet& labels, const std::vector<model::Sample>& samples);

/// The samples of the series `labels` in (minTime, maxTime]. Ends the test program when they cannot be read.
std::vector<model::Sample> readAll(const storage::Queryable& store, const model::LabelSet& labels, Timestamp minTime,
                                   Timestamp maxTime);

} // namespace nocturne::support
