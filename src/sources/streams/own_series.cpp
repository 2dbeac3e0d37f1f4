// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/streams/own_series.h"

#include <algorithm>

namespace nocturne::streams {

using model::MetricType;

OwnSeries::OwnSeries(storage::Appendable& store, const Clock& clock, model::LabelSet labels)
    : m_store(store)
    , m_clock(clock)
    , m_labels(std::move(labels))
{}

Result<void> OwnSeries::record(std::string_view metric, double value)
{
    const auto appender = m_store.appender();
    if (m_series.empty()) {
        appender->describe("stream_up", {MetricType::Gauge, "Whether the stream gives data", {}});
        appender->describe("stream_rtt_seconds", {MetricType::Gauge, "Round trip of the last ping", {}});
    }
    auto known = m_series.find(metric);
    if (known == m_series.end()) {
        model::LabelSetBuilder labels(m_labels);
        known = m_series.emplace(std::string(metric), Series()).first;
        known->second.labels = labels.set(model::kMetricName, metric).build();
    }
    append(*appender, known->second, value);
    known->second.hasEnded = false;
    const auto stored = appender->commit();
    return stored ? Result<void>() : tl::unexpected(stored.error());
}

Result<void> OwnSeries::end()
{
    const auto appender = m_store.appender();
    for (auto& [metric, series] : m_series) {
        if (!std::exchange(series.hasEnded, true))
            append(*appender, series, model::kStaleMarker);
    }
    const auto stored = appender->commit();
    return stored ? Result<void>() : tl::unexpected(stored.error());
}

void OwnSeries::append(storage::Appender& appender, Series& series, double value)
{
    const auto time = model::isStaleMarker(value) ? std::max(m_clock.now(), series.last + 1) : m_clock.now();
    if (time <= series.last)
        return;
    const auto ref = appender.append(series.ref, series.labels, {time, value});
    if (!ref)
        return; // the store is full; it counts that itself
    series.ref = *ref;
    series.last = time;
}

} // namespace nocturne::streams
