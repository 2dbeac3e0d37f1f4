// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/model/label_set.h"
#include "engine/model/sample.h"

namespace nocturne::remote_write {

/// The message that a request carries. V1 is prometheus.WriteRequest, V2 is io.prometheus.write.v2.Request.
/// Sources: Prometheus, documentation, "Remote-Write 1.0 specification" and "Remote-Write 2.0 specification".
enum class Version { V1, V2 };

/// A float of a series, and when its counter began where that is told.
struct WrittenSample
{
    model::Sample sample;
    std::optional<Timestamp> start = {};
};

struct WrittenHistogram
{
    model::HistogramSample sample;
    std::optional<Timestamp> start = {};
};

struct WrittenExemplar
{
    model::LabelSet labels;
    double value = 0;
    Timestamp t = 0; ///< ms since the Unix epoch
};

} // namespace nocturne::remote_write
