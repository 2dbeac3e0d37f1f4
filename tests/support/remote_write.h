// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "engine/model/label_set.h"
#include "engine/model/sample.h"

namespace nocturne::support {

struct WrittenSeries
{
    model::LabelSet labels;
    std::span<const model::Sample> samples;
    std::span<const model::HistogramSample> histograms = {}; ///< in whole numbers where all counts are
};

/// The body of a remote write 1.0 request. For tests and benchmarks that feed servers.
std::string remoteWriteRequest(std::span<const WrittenSeries> series);

} // namespace nocturne::support
