// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/custom/measurement.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/core/limits.h"
#include "base/core/text.h"

namespace nocturne::custom {

namespace {

constexpr std::array<std::pair<Kind, std::string_view>, 5> kWords = {{{Kind::Counter, "counter"},
                                                                      {Kind::Gauge, "gauge"},
                                                                      {Kind::Histogram, "histogram"},
                                                                      {Kind::Summary, "summary"},
                                                                      {Kind::Set, "set"}}};

std::string asName(std::string_view text, bool colons)
{
    std::string name(text);
    for (auto& c : name) {
        if (!isAsciiLetter(c) && !isAsciiDigit(c) && c != '_' && !(colons && c == ':'))
            c = '_';
    }
    if (!name.empty() && isAsciiDigit(name.front()))
        name.insert(name.begin(), '_');
    return name;
}

tl::unexpected<Error> refuse(std::string message) { return fail(Error::Kind::InvalidInput, std::move(message)); }

/// ": write a_b", where that would be a name.
std::string cure(const std::string& name)
{
    static const Limits limits;
    return name.empty() || name.size() > limits.labelNameBytes ? ": letters, digits and _ are"
                                                               : ": write " + printable(name);
}

Result<void> checkBuckets(const Measurement& measurement)
{
    const auto& bounds = measurement.buckets;
    if (bounds.empty())
        return {};
    if (measurement.kind != Kind::Histogram)
        return refuse(measurement.name + " is a " + std::string(toString(measurement.kind)) +
                      ": only a histogram has buckets");
    if (bounds.size() > kMaxBuckets)
        return fail(Error::Kind::LimitExceeded,
                    measurement.name + " has more than " + std::to_string(kMaxBuckets) + " buckets");
    const auto notAbove = [](double left, double right) { return !(left < right); };
    if (!std::ranges::all_of(bounds, [](double bound) { return std::isfinite(bound); }) ||
        std::adjacent_find(bounds.begin(), bounds.end(), notAbove) != bounds.end())
        return refuse("the buckets of " + measurement.name + " are finite numbers, each larger than the one before it");
    return {};
}

Result<void> checkLabel(const std::pair<std::string, std::string>& label, const Limits& limits)
{
    const auto& [name, value] = label;
    if (name.empty() || name != labelName(name))
        return refuse("\"" + printable(name) + "\" is no name of a label" + cure(labelName(name)));
    if (name.starts_with("__") || name == "le" || name == "quantile")
        return refuse("the label " + printable(name) + " is not for custom metrics: give it another name");
    if (name.size() > limits.labelNameBytes || value.size() > limits.labelValueBytes)
        return fail(Error::Kind::LimitExceeded, "the label " + printable(name) + " is too long");
    if (!isValidUtf8(value))
        return refuse("the value of label " + name + " is not UTF-8");
    return {};
}

} // namespace

std::string_view toString(Kind kind)
{
    return std::find_if(kWords.begin(), kWords.end(), [kind](const auto& word) { return word.first == kind; })->second;
}

std::optional<Kind> kindFrom(std::string_view word)
{
    for (const auto& [kind, name] : kWords) {
        if (name == word)
            return kind;
    }
    return std::nullopt;
}

std::string metricName(std::string_view text) { return asName(text, true); }

std::string labelName(std::string_view text) { return asName(text, false); }

Result<void> check(const Measurement& measurement)
{
    static const Limits limits;
    if (measurement.name.empty() || measurement.name != metricName(measurement.name))
        return refuse("\"" + printable(measurement.name) + "\" is no name of a metric" +
                      cure(metricName(measurement.name)));
    if (measurement.name.size() > limits.labelNameBytes)
        return fail(Error::Kind::LimitExceeded, "the name of the metric is too long");
    if (measurement.labels.size() > limits.labelsPerSeries)
        return fail(Error::Kind::LimitExceeded,
                    measurement.name + " has more than " + std::to_string(limits.labelsPerSeries) + " labels");
    for (const auto& label : measurement.labels) {
        if (auto checked = checkLabel(label, limits); !checked)
            return checked;
        const auto same = [&label](const auto& other) { return other.first == label.first; };
        if (std::count_if(measurement.labels.begin(), measurement.labels.end(), same) > 1)
            return refuse("the label " + label.first + " stands twice");
    }
    if (!std::isfinite(measurement.value) || !std::isfinite(measurement.weight) || measurement.weight < 1)
        return refuse("the value of " + measurement.name + " is not finite");
    if (measurement.kind == Kind::Counter && measurement.value < 0)
        return refuse(measurement.name + " is a counter and does not fall; a gauge does");
    if (measurement.help.size() > kMaxHelpBytes || !isValidUtf8(measurement.help))
        return refuse("the help of " + measurement.name + " is UTF-8 of at most " + std::to_string(kMaxHelpBytes) +
                      " bytes");
    if (measurement.atLeast && (measurement.kind != Kind::Gauge || !std::isfinite(*measurement.atLeast)))
        return refuse("only a gauge has a smallest value, and a finite one");
    return checkBuckets(measurement);
}

} // namespace nocturne::custom
