// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/float_histogram.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"

namespace nocturne::exposition {

/// Writes the protobuf exposition: what ProtobufParser reads back to the same samples.
///
///     ProtobufWriter writer(body);
///     writer.family("rpc_seconds", model::MetricType::Histogram);
///     writer.histogram({{"job", "api"}}, histogram, time);
///     writer.finish();
///
/// Calls fail with InvalidInput, writing nothing, when a name is empty or a text is not UTF-8.
/// Sources: prometheus/client_model, metrics.proto; Prometheus 3.14, web/federate.go.
class ProtobufWriter
{
public:
    /// Appends to `out`, which must outlive the writer; whole families only.
    explicit ProtobufWriter(std::string& out)
        : m_out(out)
    {}

    /// Ends the family before and begins the next. Of the kinds that stand for several series each, classic histograms
    /// and summaries, only histogram() can be written.
    Result<void> family(std::string_view name, model::MetricType type);
    /// A number of the current family, under `labels` without the metric name.
    Result<void> series(std::span<const model::Label> labels, double value, std::optional<Timestamp> timestamp = {});
    /// A histogram of the current family: a native one as such, one with custom buckets as a classic one, since the
    /// schema knows no custom ones. Counts that are whole numbers are written as such, as a counter exposes them.
    Result<void> histogram(std::span<const model::Label> labels, const model::FloatHistogram& histogram,
                           std::optional<Timestamp> timestamp = {});
    /// Ends the last family.
    void finish();

private:
    std::string& m_out;
    std::string m_family; // the message so far
    model::MetricType m_type = model::MetricType::Unknown;
};

} // namespace nocturne::exposition
