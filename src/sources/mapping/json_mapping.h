// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/json_path.h"
#include "base/core/result.h"
#include "engine/model/metadata.h"

/// What messages of foreign JSON mean: which of their values are samples, log records and alerts.
namespace nocturne::mapping {

/// Where a value comes from: a text that is always the same, a path from the message (`$.data.price`), a path from the
/// element of `each` (`@.price`), or that element's own key or index (`@~`).
struct Place
{
    enum class From { Constant, Message, Element, Key };

    From from = From::Constant;
    std::string text; ///< as written; the constant itself
    std::vector<json::PathStep> steps = {};

    bool operator==(const Place&) const = default;
};

/// Reads a place: what begins with `$` or `@` is a path, all else a constant. Fails with InvalidInput for a path that
/// is none.
Result<Place> parsePlace(std::string_view text);

/// Holds where the value at `place` is the text `equals`, or where something other than null is there.
struct Condition
{
    Place place;
    std::optional<std::string> equals = {};

    bool operator==(const Condition&) const = default;
};

/// How a moment is written. Auto: RFC 3339, or Unix time in seconds or (from 1e11) milliseconds.
enum class TimeFormat { Auto, Rfc3339, Seconds, Milliseconds, Microseconds, Nanoseconds };

using Fields = std::vector<std::pair<std::string, Place>>;

/// What all mappings have in common.
struct Selection
{
    std::vector<Condition> when; ///< of a message, all must hold
    std::optional<Place> each;   ///< an array or object, each element of which is mapped for itself
    std::optional<Place> time;   ///< nothing: the arrival
    TimeFormat timeFormat = TimeFormat::Auto;

    bool operator==(const Selection&) const = default;
};

struct SampleMapping
{
    Selection selection;
    std::string name; ///< of the metric
    Place value;
    bool counts = false; ///< without a value: how often it came, as a counter
    Fields labels;
    model::MetricType type = model::MetricType::Gauge;
    std::string help;
    std::string unit;
    double scale = 1;                                  ///< the value is multiplied by it
    std::vector<std::pair<std::string, double>> words; ///< values that are texts: up is 1

    bool operator==(const SampleMapping&) const = default;
};

struct LogMapping
{
    Selection selection;
    Place message;
    Place level; ///< empty constant: info
    Place service;
    Place traceId;
    Place spanId;
    Fields fields;

    bool operator==(const LogMapping&) const = default;
};

struct AlertMapping
{
    Selection selection;
    Place id; ///< what one alert is known by; empty: its name
    Place name;
    Place state; ///< empty: always active
    Place severity;
    Place summary;
    Place value;
    Place threshold;
    Fields labels;
    std::vector<std::string> endWords; ///< states that mean its end, beside resolved, ok and their like

    bool operator==(const AlertMapping&) const = default;
};

struct JsonMapping
{
    std::vector<SampleMapping> samples;
    std::vector<LogMapping> logs;
    std::vector<AlertMapping> alerts;

    bool isEmpty() const { return samples.empty() && logs.empty() && alerts.empty(); }
    bool operator==(const JsonMapping&) const = default;
};

} // namespace nocturne::mapping
