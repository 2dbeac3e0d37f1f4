// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace nocturne::model {

enum class MetricType { Unknown, Counter, Gauge, Histogram, GaugeHistogram, Summary, Info, StateSet };

/// What an exposition says about a metric family besides its samples.
struct Metadata
{
    MetricType type = MetricType::Unknown;
    std::string help;
    std::string unit;

    bool operator==(const Metadata&) const = default;
};

/// The word of the text formats and of the HTTP API: "gaugehistogram", "unknown".
constexpr std::string_view toString(MetricType type)
{
    switch (type) {
    case MetricType::Unknown:
        return "unknown";
    case MetricType::Counter:
        return "counter";
    case MetricType::Gauge:
        return "gauge";
    case MetricType::Histogram:
        return "histogram";
    case MetricType::GaugeHistogram:
        return "gaugehistogram";
    case MetricType::Summary:
        return "summary";
    case MetricType::Info:
        return "info";
    case MetricType::StateSet:
        return "stateset";
    }
    return "unknown";
}

} // namespace nocturne::model
