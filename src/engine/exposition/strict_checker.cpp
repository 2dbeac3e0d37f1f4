// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/strict_checker.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/core/number.h"
#include "engine/exposition/series_scanner.h"

namespace nocturne::exposition {

namespace {

using model::MetricType;
using Suffixes = std::span<const std::string_view>;

Suffixes suffixesOf(MetricType type, bool openMetrics)
{
    static constexpr std::array<std::string_view, 1> kNone = {""};
    static constexpr std::array<std::string_view, 2> kCounter = {"_total", "_created"};
    static constexpr std::array<std::string_view, 4> kSummary = {"", "_sum", "_count", "_created"};
    static constexpr std::array<std::string_view, 4> kHistogram = {"_bucket", "_sum", "_count", "_created"};
    static constexpr std::array<std::string_view, 3> kGaugeHistogram = {"_bucket", "_gsum", "_gcount"};
    static constexpr std::array<std::string_view, 1> kInfo = {"_info"};
    switch (type) {
    case MetricType::Counter:
        return openMetrics ? Suffixes(kCounter) : Suffixes(kNone);
    case MetricType::Summary:
        return openMetrics ? Suffixes(kSummary) : Suffixes(kSummary).first(3);
    case MetricType::Histogram:
        return openMetrics ? Suffixes(kHistogram) : Suffixes(kHistogram).first(3);
    case MetricType::GaugeHistogram:
        return kGaugeHistogram;
    case MetricType::Info:
        return kInfo;
    default:
        return kNone;
    }
}

std::string_view labelValue(std::span<const model::Label> labels, std::string_view name)
{
    const auto at = std::ranges::find(labels, name, &model::Label::name);
    return at == labels.end() ? std::string_view() : at->value;
}

std::size_t characters(std::string_view utf8)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void appendPiece(std::string& key, std::string_view text)
{
    key += text;
    key += '\xff'; // never in UTF-8
}

bool hasReservedSuffix(std::string_view name)
{
    constexpr std::array<std::string_view, 8> kReserved = {"_total", "_created", "_bucket", "_sum",
                                                           "_count", "_gsum",    "_gcount", "_info"};
    return std::ranges::any_of(kReserved, [&](std::string_view suffix) { return name.ends_with(suffix); });
}

} // namespace

bool StrictChecker::isHistogram() const
{
    return m_family->type == MetricType::Histogram || m_family->type == MetricType::GaugeHistogram;
}

std::optional<Violation> StrictChecker::openForMetadata(std::string_view name, std::size_t offset)
{
    if (m_family && m_family->name == name) {
        if (m_family->hasSamples)
            return Violation{"metadata of " + quote(name) + " after its samples: write it before them", offset};
        return std::nullopt;
    }
    auto violation = close();
    m_family.emplace(name, offset);
    return violation;
}

std::optional<Violation> StrictChecker::type(std::string_view family, MetricType type, std::size_t offset)
{
    if (auto violation = openForMetadata(family, offset))
        return violation;
    if (m_family->type)
        return Violation{"second TYPE of " + quote(family), offset};
    m_family->type = type;
    return std::nullopt;
}

std::optional<Violation> StrictChecker::help(std::string_view family, std::size_t offset)
{
    if (auto violation = openForMetadata(family, offset))
        return violation;
    if (m_family->hasHelp)
        return Violation{"second HELP of " + quote(family), offset};
    m_family->hasHelp = true;
    return std::nullopt;
}

std::optional<Violation> StrictChecker::unit(std::string_view family, std::string_view unit, std::size_t offset)
{
    if (auto violation = openForMetadata(family, offset))
        return violation;
    if (m_family->unit)
        return Violation{"second UNIT of " + quote(family), offset};
    m_family->unit = unit;
    return std::nullopt;
}

std::optional<Violation> StrictChecker::finish() { return close(); }

std::optional<Violation> StrictChecker::close()
{
    if (!m_family)
        return std::nullopt;
    auto violation = checkNames();
    for (const auto& [group, histogram] : m_family->histograms) {
        if (!violation)
            violation = checkComplete(histogram);
    }
    m_family.reset();
    return violation;
}

std::optional<Violation> StrictChecker::checkNames()
{
    const auto& family = *m_family;
    const auto type = family.type.value_or(MetricType::Unknown);
    const bool unitForbidden =
        family.unit && !family.unit->empty() && (type == MetricType::Info || type == MetricType::StateSet);
    std::optional<Violation> violation;
    const auto take = [&](std::string name) {
        const auto [at, fresh] = m_names.insert(std::move(name));
        if (!fresh && !violation)
            violation = Violation{"name " + quote(*at) + " of family " + quote(family.name) +
                                      " is taken by lines above: keep a family together, and names apart",
                                  family.offset};
    };
    take(family.name);
    for (const auto suffix : suffixesOf(type, m_openMetrics)) {
        if (!suffix.empty())
            take(family.name + std::string(suffix));
    }
    if (!violation && unitForbidden)
        violation = Violation{"a family of type " + std::string(model::toString(type)) + " has no unit", family.offset};
    return violation;
}

bool StrictChecker::isAllowed(std::string_view sampleName) const
{
    const auto& family = *m_family;
    if (!sampleName.starts_with(family.name))
        return false;
    const auto suffix = sampleName.substr(family.name.size());
    return std::ranges::count(suffixesOf(family.type.value_or(MetricType::Unknown), m_openMetrics), suffix) > 0;
}

std::optional<Violation> StrictChecker::sample(const StrictSample& sample)
{
    const auto name = labelValue(sample.labels, model::kMetricName);
    std::optional<Violation> violation;
    if (!m_family || !isAllowed(name)) {
        violation = close();
        m_family.emplace(name, sample.offset);
        if (!violation && m_openMetrics && hasReservedSuffix(name))
            violation = Violation{"sample " + quote(name) + " has the suffix of a type: write # TYPE for its family",
                                  sample.offset};
    }
    m_family->hasSamples = true;
    const auto suffix = name.substr(m_family->name.size());
    auto message = checkLabels(sample, suffix);
    if (!message)
        message = checkValue(sample.value, suffix);
    if (!message && sample.exemplar)
        message = checkExemplar(*sample.exemplar, suffix);
    const auto grouped = checkGroup(sample, suffix);
    auto incomplete = checkHistogram(sample, suffix);
    if (!message)
        message = grouped;
    if (violation)
        return violation;
    return message ? Violation{*message, sample.offset} : incomplete;
}

std::string_view StrictChecker::boundLabel(std::string_view suffix) const
{
    if (isHistogram() && suffix == "_bucket")
        return "le";
    if (m_family->type == MetricType::Summary && suffix.empty())
        return "quantile";
    if (m_family->type == MetricType::StateSet)
        return m_family->name;
    return {};
}

std::optional<std::string> StrictChecker::checkLabels(const StrictSample& sample, std::string_view suffix) const
{
    const auto label = boundLabel(suffix);
    if (label.empty())
        return std::nullopt;
    const auto text = labelValue(sample.labels, label);
    if (text.empty())
        return "label " + quote(label) + " is missing, which this type requires";
    if (m_family->type == MetricType::StateSet)
        return std::nullopt;
    const auto bound = parseNumber(text);
    if (!bound || std::isnan(*bound))
        return "label " + quote(label) + " is no number";
    if (m_openMetrics && std::isinf(*bound) && text != (*bound > 0 ? "+Inf" : "-Inf"))
        return "label " + quote(label) + " must be written +Inf";
    if (label == "quantile" && (*bound < 0 || *bound > 1))
        return std::string("quantile must lie between 0 and 1");
    return std::nullopt;
}

std::optional<std::string> StrictChecker::checkValue(double value, std::string_view suffix) const
{
    const auto type = m_family->type;
    const bool counts = suffix == "_total" || suffix == "_count" || suffix == "_bucket" || suffix == "_gcount" ||
                        (suffix.empty() && type == MetricType::Counter);
    const bool sums = suffix == "_sum" || suffix == "_gsum";
    if (type == MetricType::StateSet && value != 0 && value != 1)
        return std::string("value of a stateset must be 0 or 1");
    if (type == MetricType::Info && value != 1)
        return std::string("value of an info must be 1");
    if ((counts || (sums && m_openMetrics)) && std::isnan(value))
        return std::string("a count or sum cannot be NaN");
    if (counts && value < 0)
        return std::string("a count cannot be negative");
    if (!m_openMetrics)
        return std::nullopt;
    if (suffix == "_sum" && value < 0)
        return std::string("a sum that only grows cannot be negative");
    if (counts && suffix != "_total" && std::isfinite(value) && value != std::floor(value))
        return std::string("a count must be a whole number");
    if (type == MetricType::Summary && suffix.empty() && value < 0)
        return std::string("the value of a quantile cannot be negative");
    return std::nullopt;
}

std::optional<std::string> StrictChecker::checkExemplar(const Exemplar& exemplar, std::string_view suffix) const
{
    constexpr std::size_t kMostCharacters = 128;
    const bool carries =
        (isHistogram() && suffix == "_bucket") || (m_family->type == MetricType::Counter && suffix == "_total");
    if (!carries)
        return std::string("only buckets and counters have exemplars");
    std::size_t length = 0;
    for (const auto& label : exemplar.labels)
        length += characters(label.name) + characters(label.value);
    if (length > kMostCharacters)
        return "labels of an exemplar have " + std::to_string(length) + " characters: 128 are allowed";
    return std::nullopt;
}

std::string StrictChecker::groupKey(const StrictSample& sample, std::string_view suffix) const
{
    std::string key;
    if (m_family->type == MetricType::Info)
        return key; // each info metric is its labels: groups cannot be told apart
    const auto bound = boundLabel(suffix);
    for (const auto& label : sample.labels) {
        if (label.name == model::kMetricName || label.name == bound)
            continue;
        appendPiece(key, label.name);
        appendPiece(key, label.value);
    }
    return key;
}

std::optional<std::string> StrictChecker::checkGroup(const StrictSample& sample, std::string_view suffix)
{
    auto& family = *m_family;
    std::string series;
    for (const auto& label : sample.labels) {
        appendPiece(series, label.name);
        appendPiece(series, label.value);
    }
    if (!m_openMetrics) {
        if (!family.series.insert(std::move(series)).second)
            return std::string("series occurs twice");
        return std::nullopt;
    }
    auto group = groupKey(sample, suffix);
    std::optional<std::string> message;
    if (family.group != group) {
        if (!family.groups.insert(group).second)
            message = "samples of one label set are apart: keep them together";
        family.series.clear();
    } else if (sample.timestamp.has_value() != family.groupTimestamp.has_value()) {
        message = "samples of one label set must all have timestamps, or none";
    } else if (sample.timestamp < family.groupTimestamp && family.type != MetricType::Info) {
        message = "timestamps of one label set go backwards";
    }
    const bool isTwice = !family.series.insert(std::move(series)).second && !sample.timestamp;
    if (isTwice && !message)
        message = "series occurs twice";
    family.group = std::move(group);
    family.groupTimestamp = sample.timestamp;
    return message;
}

std::optional<Violation> StrictChecker::checkHistogram(const StrictSample& sample, std::string_view suffix)
{
    if (!isHistogram() || suffix == "_created")
        return std::nullopt;
    std::optional<Violation> violation;
    auto& histogram = m_family->histograms[groupKey(sample, suffix)];
    const bool isEmpty = !histogram.bound && !histogram.count && !histogram.sum;
    if (!isEmpty && histogram.timestamp != sample.timestamp) {
        violation = checkComplete(histogram);
        histogram = {};
    }
    if (isEmpty || violation)
        histogram.offset = sample.offset;
    histogram.timestamp = sample.timestamp;
    if (suffix == "_count" || suffix == "_gcount")
        histogram.count = sample.value;
    else if (suffix == "_sum" || suffix == "_gsum")
        histogram.sum = sample.value;
    if (suffix != "_bucket")
        return violation;
    const auto bound = parseNumber(labelValue(sample.labels, "le"));
    if (!bound)
        return violation;
    if (histogram.bound && *bound <= *histogram.bound)
        violation = Violation{"buckets are out of order: write them by rising le", sample.offset};
    else if (histogram.bucket && sample.value < *histogram.bucket)
        violation = Violation{"bucket holds less than the one before: buckets are cumulative", sample.offset};
    histogram.negativeBounds = histogram.negativeBounds || *bound < 0;
    histogram.bound = bound;
    histogram.bucket = sample.value;
    return violation;
}

std::optional<Violation> StrictChecker::checkComplete(const Histogram& histogram) const
{
    const bool isGauge = m_family->type == MetricType::GaugeHistogram;
    const auto violation = [&](std::string message) { return Violation{std::move(message), histogram.offset}; };
    if (!histogram.bound || *histogram.bound != INFINITY)
        return violation("histogram has no bucket le=\"+Inf\"");
    if (histogram.count && histogram.bucket && *histogram.count != *histogram.bucket)
        return violation("count of the histogram is not that of its bucket le=\"+Inf\"");
    if (!m_openMetrics)
        return std::nullopt;
    if (histogram.sum.has_value() != histogram.count.has_value())
        return violation("histogram needs both sum and count, or neither");
    if (histogram.negativeBounds && histogram.sum && !isGauge)
        return violation("histogram with negative buckets cannot have a sum");
    if (!histogram.negativeBounds && isGauge && histogram.sum.value_or(0) < 0)
        return violation("sum cannot be negative without negative buckets");
    return std::nullopt;
}

} // namespace nocturne::exposition
