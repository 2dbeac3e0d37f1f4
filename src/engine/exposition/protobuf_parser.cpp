// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/protobuf_parser.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/exposition/numbers.h"
#include "engine/exposition/protobuf_fields.h"
#include "engine/exposition/protobuf_histogram.h"
#include "engine/model/sample.h"

namespace nocturne::exposition {

namespace {

using namespace proto;

/// The value of message Gauge, Counter or Untyped.
double readValue(std::string_view bytes)
{
    auto message = readerOf(bytes);
    double value = 0;
    while (message.next(1, protozero::pbf_wire_type::fixed64))
        value = message.get_double();
    return value;
}

double withNormalNan(double value) { return std::isnan(value) ? model::kNormalNan : value; }

model::MetricType typeOf(std::int32_t number)
{
    switch (number) {
    case 0:
        return model::MetricType::Counter;
    case 1:
        return model::MetricType::Gauge;
    case 2:
        return model::MetricType::Summary;
    case 4:
        return model::MetricType::Histogram;
    case 5:
        return model::MetricType::GaugeHistogram;
    default:
        return model::MetricType::Unknown;
    }
}

model::Label readPair(std::string_view bytes)
{
    model::Label label;
    auto pair = readerOf(bytes);
    while (pair.next()) {
        if (pair.tag_and_type() == bytesField(1))
            label.name = bytesOf(pair);
        else if (pair.tag_and_type() == bytesField(2))
            label.value = bytesOf(pair);
        else
            pair.skip();
    }
    return label;
}

std::string inQuotes(std::string_view text) { return "\"" + printable(text, 80) + "\""; }

Result<void> checkName(std::string_view name, std::string_view what, const Limits& limits)
{
    if (name.empty())
        return fail(Error::Kind::InvalidInput, std::string(what) + " name missing");
    if (!isValidUtf8(name))
        return fail(Error::Kind::InvalidInput, std::string(what) + " name " + inQuotes(name) + " is no UTF-8");
    if (name.size() > limits.labelNameBytes) {
        return fail(Error::Kind::LimitExceeded, std::string(what) + " name " + inQuotes(name) + " is longer than " +
                                                    std::to_string(limits.labelNameBytes) + " bytes");
    }
    return {};
}

} // namespace

ProtobufParser::ProtobufParser(std::string_view body, ProtobufOptions options)
    : m_body(body)
    , m_options(options)
    , m_next(body.data())
{}

Result<Entry> ProtobufParser::next(const Expected& expected)
{
    if (m_error)
        return tl::unexpected(*m_error);
    Result<Entry> entry = Entry::End;
    try {
        entry = step(expected);
    } catch (const protozero::exception& problem) {
        entry = fail(Error::Kind::InvalidInput, std::string("malformed protobuf: ") + problem.what());
    }
    if (!entry) {
        m_error = entry.error().within("message at byte " + std::to_string(m_messageStart) +
                                       (m_family.name.empty() ? "" : ", family " + inQuotes(m_family.name)));
        return tl::unexpected(*m_error);
    }
    return entry;
}

Result<Entry> ProtobufParser::step(const Expected& expected)
{
    for (;;) {
        switch (m_stage) {
        case Stage::Family:
            if (!readFamily())
                return Entry::End;
            if (auto checked = checkName(m_family.name, "metric", m_options.limits); !checked)
                return tl::unexpected(checked.error());
            m_stage = Stage::Help;
            break;
        case Stage::Help:
            m_stage = Stage::Type;
            m_text = m_family.help;
            if (!m_text.empty())
                return Entry::Help;
            break;
        case Stage::Type:
            m_stage = Stage::Unit;
            return Entry::Type;
        case Stage::Unit:
            m_stage = Stage::Metrics;
            m_text = m_family.unit;
            if (!m_text.empty())
                return Entry::Unit;
            break;
        case Stage::Metrics:
            if (m_point < m_points.size()) {
                present(m_points[m_point++], expected);
                return Entry::Series;
            }
            if (m_metric == m_family.metrics.size()) {
                m_stage = Stage::Family;
                break;
            }
            readMetric(m_family.metrics[m_metric++]);
            if (auto checked = checkLabels(); !checked)
                return tl::unexpected(checked.error());
            for (const auto& point : m_points) {
                if (!point.histogram)
                    continue;
                if (auto checked = point.histogram->validate(); !checked)
                    return tl::unexpected(checked.error());
            }
            break;
        }
    }
}

bool ProtobufParser::readFamily()
{
    const char* const end = m_body.data() + m_body.size();
    m_messageStart = static_cast<std::size_t>(m_next - m_body.data());
    m_family = {};
    m_points.clear();
    m_point = 0;
    m_metric = 0;
    if (m_next == end)
        return false;
    const auto size = protozero::decode_varint(&m_next, end);
    if (size > static_cast<std::uint64_t>(end - m_next))
        throw protozero::end_of_buffer_exception();
    auto message = readerOf({m_next, static_cast<std::size_t>(size)});
    m_next += size;
    while (message.next()) {
        switch (message.tag_and_type()) {
        case bytesField(1):
            m_family.name = bytesOf(message);
            break;
        case bytesField(2):
            m_family.help = bytesOf(message);
            break;
        case varintField(3):
            m_family.type = typeOf(message.get_enum());
            break;
        case bytesField(4):
            m_family.metrics.push_back(bytesOf(message));
            break;
        case bytesField(5):
            m_family.unit = bytesOf(message);
            break;
        default:
            message.skip();
        }
    }
    if (!isValidUtf8(m_family.help))
        m_family.help = {};
    if (!isValidUtf8(m_family.unit))
        m_family.unit = {};
    return true;
}

void ProtobufParser::readMetric(Bytes metric)
{
    m_points.clear();
    m_point = 0;
    m_labelPairs.clear();
    m_nativeExemplars.clear();
    m_timestamp.reset();
    m_startTimestamp.reset();
    auto message = readerOf(metric);
    while (message.next()) {
        switch (message.tag_and_type()) {
        case bytesField(1):
            m_labelPairs.push_back(bytesOf(message));
            break;
        case bytesField(2):
        case bytesField(3):
        case bytesField(5):
            readSimple(bytesOf(message));
            break;
        case bytesField(4):
            readSummary(bytesOf(message));
            break;
        case varintField(6):
            if (const auto ms = message.get_int64(); ms != 0)
                m_timestamp = ms;
            break;
        case bytesField(7):
            readHistogram(bytesOf(message));
            break;
        default:
            message.skip();
        }
    }
    readLabels();
}

void ProtobufParser::readSimple(Bytes value)
{
    Point point;
    point.value = readValue(value);
    auto message = readerOf(value);
    while (message.next()) { // a gauge has field 1 alone
        if (message.tag_and_type() == bytesField(2))
            point.exemplar = bytesOf(message);
        else if (message.tag_and_type() == bytesField(3))
            m_startTimestamp = protobufTime(bytesOf(message));
        else
            message.skip();
    }
    m_points.assign(1, std::move(point));
}

void ProtobufParser::readSummary(Bytes summary)
{
    double count = 0;
    double sum = 0;
    std::vector<Point> quantiles;
    auto message = readerOf(summary);
    while (message.next()) {
        switch (message.tag_and_type()) {
        case varintField(1):
            count = static_cast<double>(message.get_uint64());
            break;
        case doubleField(2):
            sum = message.get_double();
            break;
        case bytesField(3): {
            Point point;
            point.boundName = "quantile";
            auto quantile = message.get_message();
            while (quantile.next()) {
                if (quantile.tag_and_type() == doubleField(1))
                    point.bound = quantile.get_double();
                else if (quantile.tag_and_type() == doubleField(2))
                    point.value = quantile.get_double();
                else
                    quantile.skip();
            }
            quantiles.push_back(std::move(point));
            break;
        }
        case bytesField(4):
            m_startTimestamp = protobufTime(bytesOf(message));
            break;
        default:
            message.skip();
        }
    }
    m_points.clear();
    m_points.push_back({.suffix = "_count", .boundName = {}, .value = count, .exemplar = {}, .histogram = {}});
    m_points.push_back({.suffix = "_sum", .boundName = {}, .value = sum, .exemplar = {}, .histogram = {}});
    std::ranges::move(quantiles, std::back_inserter(m_points));
}

void ProtobufParser::readHistogram(Bytes bytes)
{
    auto histogram = readProtobufHistogram(bytes, m_family.type == model::MetricType::GaugeHistogram);
    m_startTimestamp = histogram.start;
    m_points.clear();
    const bool native = m_options.nativeHistograms && histogram.native;
    if (native) {
        Point point;
        point.histogram = std::move(histogram.native);
        m_points.push_back(std::move(point));
        m_nativeExemplars = histogram.exemplars;
        if (m_nativeExemplars.empty()) {
            for (const auto& bucket : histogram.buckets) {
                if (!bucket.exemplar.empty())
                    m_nativeExemplars.push_back(bucket.exemplar);
            }
        }
    }
    if (native && (!m_options.classicBesideNative || histogram.buckets.empty()))
        return;
    m_points.push_back(
        {.suffix = "_count", .boundName = {}, .value = histogram.count, .exemplar = {}, .histogram = {}});
    m_points.push_back({.suffix = "_sum", .boundName = {}, .value = histogram.sum, .exemplar = {}, .histogram = {}});
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    const bool isClosed = !histogram.buckets.empty() && histogram.buckets.back().upperBound == kInfinity;
    if (!isClosed)
        histogram.buckets.push_back({kInfinity, histogram.count, {}});
    for (const auto& bucket : histogram.buckets) {
        m_points.push_back({.suffix = "_bucket",
                            .boundName = "le",
                            .bound = bucket.upperBound,
                            .value = bucket.cumulativeCount,
                            .exemplar = bucket.exemplar,
                            .histogram = {}});
    }
}

void ProtobufParser::readLabels()
{
    m_labels.clear();
    for (const auto pair : m_labelPairs) {
        const auto label = readPair(pair);
        m_labels.push_back(label);
    }
    std::ranges::stable_sort(m_labels, {}, &model::Label::name);
}

Result<void> ProtobufParser::checkLabels() const
{
    const auto& limits = m_options.limits;
    if (m_labels.size() > limits.labelsPerSeries) {
        return fail(Error::Kind::LimitExceeded, "a series has " + std::to_string(m_labels.size()) +
                                                    " labels, over the limit of " +
                                                    std::to_string(limits.labelsPerSeries));
    }
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        const auto& label = m_labels[i];
        if (auto checked = checkName(label.name, "label", limits); !checked)
            return checked;
        if (i > 0 && m_labels[i - 1].name == label.name)
            return fail(Error::Kind::InvalidInput, "label " + inQuotes(label.name) + " is given twice");
        if (label.name == model::kMetricName)
            return fail(Error::Kind::InvalidInput, "label __name__ is given beside the name of the family");
        if (!isValidUtf8(label.value))
            return fail(Error::Kind::InvalidInput, "the value of label " + inQuotes(label.name) + " is no UTF-8");
        if (label.value.size() > limits.labelValueBytes) {
            return fail(Error::Kind::LimitExceeded,
                        "the value of label " + inQuotes(label.name) + " has " + std::to_string(label.value.size()) +
                            " bytes, over the limit of " + std::to_string(limits.labelValueBytes));
        }
    }
    return {};
}

/// Makes `point` the current series.
void ProtobufParser::present(const Point& point, const Expected& expected)
{
    m_suffix = point.suffix;
    m_boundName = point.boundName;
    m_bound = point.bound;
    m_histogram = point.histogram;
    m_exemplars.clear();
    if (point.histogram)
        m_exemplars = m_nativeExemplars;
    else if (!point.exemplar.empty())
        m_exemplars.push_back(point.exemplar);

    // Bytes 0xFE and 0xFF are in no UTF-8, so that the parts cannot run into each other.
    m_identity.assign(m_family.name).append(m_suffix);
    for (const auto& label : m_labels)
        m_identity.append(1, '\xfe').append(label.name).append(1, '\xff').append(label.value);
    if (!m_boundName.empty()) {
        const auto bits = std::bit_cast<std::uint64_t>(m_bound);
        m_identity.append(1, '\xff').append(m_boundName);
        m_identity.append(reinterpret_cast<const char*>(&bits), sizeof bits); // NOLINT: bytes of a number
    }
    m_series = {};
    m_series.text = m_identity;
    m_series.value = withNormalNan(point.value);
    m_series.timestamp = m_timestamp;
    m_series.matchesExpected = !expected.text.empty() && expected.text == m_identity;
    m_series.matchesLead = m_series.matchesExpected;
}

bool ProtobufParser::hasEmptyLabel(std::string_view name) const
{
    return std::ranges::any_of(m_labels,
                               [&](const model::Label& label) { return label.value.empty() && label.name == name; });
}

Result<std::span<const model::Label>> ProtobufParser::labels(LabelBuffer& buffer)
{
    buffer.text.assign(m_family.name).append(m_suffix);
    const auto nameSize = buffer.text.size();
    std::string bound;
    if (!m_boundName.empty()) {
        const auto shortest = formatNumber(m_bound);
        bound.reserve(shortest.size() + 32);
        buffer.text.append(normalisedBound(bound, shortest));
    }
    const std::string_view text = buffer.text;
    buffer.labels.clear();
    buffer.labels.push_back({model::kMetricName, text.substr(0, nameSize)});
    for (const auto& label : m_labels) {
        if (!label.value.empty() && label.name != m_boundName)
            buffer.labels.push_back(label);
    }
    if (!m_boundName.empty())
        buffer.labels.push_back({m_boundName, text.substr(nameSize)});
    std::ranges::sort(buffer.labels, {}, &model::Label::name);
    return std::span<const model::Label>(buffer.labels);
}

std::optional<Exemplar> ProtobufParser::exemplar(std::size_t index, LabelBuffer& buffer) const
{
    if (index >= m_exemplars.size())
        return std::nullopt;
    Exemplar exemplar;
    buffer.labels.clear();
    try {
        auto message = readerOf(m_exemplars[index]);
        while (message.next()) {
            switch (message.tag_and_type()) {
            case bytesField(1):
                buffer.labels.push_back(readPair(bytesOf(message)));
                break;
            case doubleField(2):
                exemplar.value = message.get_double();
                break;
            case bytesField(3):
                exemplar.timestamp = protobufTime(bytesOf(message));
                break;
            default:
                message.skip();
            }
        }
    } catch (const protozero::exception&) {
        return std::nullopt; // an ornament of the sample, which stands without it
    }
    const auto isText = [](const model::Label& label) {
        return !label.name.empty() && isValidUtf8(label.name) && isValidUtf8(label.value);
    };
    if (!std::ranges::all_of(buffer.labels, isText))
        return std::nullopt;
    std::ranges::sort(buffer.labels, {}, &model::Label::name);
    exemplar.labels = buffer.labels;
    return exemplar;
}

} // namespace nocturne::exposition
