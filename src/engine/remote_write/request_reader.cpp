// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/remote_write/request_reader.h"

#include <algorithm>
#include <random>

#include <xxhash.h>

#include "base/core/text.h"
#include "engine/exposition/protobuf_buckets.h"

namespace nocturne::remote_write {

using namespace exposition::proto;
using model::Label;
using model::LabelSet;

namespace {

constexpr std::size_t kMaxSymbols = std::size_t{1} << 20U;

std::uint64_t seed()
{
    static const std::uint64_t kSeed = [] {
        std::random_device random;
        return (std::uint64_t{random()} << 32U) | random();
    }();
    return kSeed;
}

SeriesKey hashOf(const void* bytes, std::size_t size)
{
    const auto hash = XXH3_128bits_withSeed(bytes, size, seed());
    return {hash.low64, hash.high64};
}

/// MetricMetadata.MetricType and Metadata.MetricType, which are alike.
model::MetricType metricType(std::uint64_t number)
{
    using model::MetricType;
    constexpr std::array kTypes = {MetricType::Unknown,   MetricType::Counter,        MetricType::Gauge,
                                   MetricType::Histogram, MetricType::GaugeHistogram, MetricType::Summary,
                                   MetricType::Info,      MetricType::StateSet};
    return number < kTypes.size() ? kTypes[number] : MetricType::Unknown;
}

/// A start time of 0 is none.
std::optional<Timestamp> startOf(std::int64_t ms) { return ms == 0 ? std::nullopt : std::optional(ms); }

tl::unexpected<Error> malformed()
{
    return fail(Error::Kind::InvalidInput, "the message is malformed: it is no protobuf of the announced kind");
}

} // namespace

RequestReader::RequestReader(Version version, std::string_view message, const Limits& limits)
    : m_version(version)
    , m_limits(limits)
    , m_rest(message)
{
    if (version != Version::V2)
        return;
    try {
        readSymbols();
    } catch (const protozero::exception&) {
        m_error = malformed().value();
    }
}

/// Series may stand before the symbols that they refer to.
void RequestReader::readSymbols()
{
    auto message = readerOf(m_rest);
    while (message.next()) {
        if (message.tag_and_type() != bytesField(4)) {
            message.skip();
            continue;
        }
        if (m_symbols.size() == kMaxSymbols) {
            m_error = Error{Error::Kind::LimitExceeded,
                            "the request has more than " + std::to_string(kMaxSymbols) + " symbols: send smaller ones"};
            return;
        }
        const auto text = bytesOf(message);
        m_symbols.push_back({text, hashOf(text.data(), text.size())});
    }
    if (!m_symbols.empty() && !m_symbols.front().text.empty())
        m_error = Error{Error::Kind::InvalidInput, "the first symbol is not empty"};
}

Result<bool> RequestReader::next()
{
    if (m_error)
        return tl::unexpected(*m_error);
    auto more = [this]() -> Result<bool> {
        try {
            return advance();
        } catch (const protozero::exception&) {
            return malformed();
        }
    }();
    if (!more)
        m_error = more.error();
    return more;
}

Result<bool> RequestReader::advance()
{
    const auto seriesField = bytesField(m_version == Version::V1 ? 1 : 5);
    auto message = readerOf(m_rest);
    while (message.next()) {
        if (message.tag_and_type() == seriesField) {
            const auto series = bytesOf(message);
            const auto left = message.data();
            m_rest = {left.data(), left.size()};
            readSeries(series);
            if (!m_refsInRange)
                return fail(Error::Kind::InvalidInput, "a series refers to a symbol that is not in the request");
            return true;
        }
        if (m_version == Version::V1 && message.tag_and_type() == bytesField(3))
            m_families.push_back(bytesOf(message));
        else
            message.skip();
    }
    m_rest = {};
    return false;
}

void RequestReader::readSeries(Bytes series)
{
    m_samples.clear();
    m_histograms.clear();
    m_exemplars.clear();
    m_labelPairs.clear();
    m_labelRefs.clear();
    m_metadata = {};
    m_refsInRange = true;
    std::optional<Timestamp> created;
    const bool isFirst = m_version == Version::V1;
    auto message = readerOf(series);
    const char* labelsBegin = series.data();
    const char* labelsEnd = series.data();
    const char* at = series.data();
    while (message.next()) {
        switch (message.tag_and_type()) {
        case bytesField(1):
            if (!isFirst) {
                readLabelRefs(bytesOf(message));
                break;
            }
            if (m_labelPairs.empty())
                labelsBegin = at;
            m_labelPairs.push_back(bytesOf(message));
            labelsEnd = message.data().data();
            break;
        case bytesField(2):
            readSample(bytesOf(message));
            break;
        case bytesField(3):
            isFirst ? m_exemplars.push_back(bytesOf(message)) : readHistogram(bytesOf(message));
            break;
        case bytesField(4):
            isFirst ? readHistogram(bytesOf(message)) : m_exemplars.push_back(bytesOf(message));
            break;
        case bytesField(5):
            m_metadata = bytesOf(message);
            break;
        case varintField(1): // labels_refs, unpacked
            m_labelRefs.push_back(message.get_uint32());
            break;
        case varintField(6): // created_timestamp, as drafts of 2.0 had it
            created = startOf(message.get_int64());
            break;
        default:
            message.skip();
        }
        at = message.data().data();
    }
    if (isFirst) {
        m_key = hashOf(labelsBegin, static_cast<std::size_t>(labelsEnd - labelsBegin));
        return;
    }
    if (created) {
        for (auto& sample : m_samples)
            sample.start = sample.start ? sample.start : created;
        for (auto& histogram : m_histograms)
            histogram.start = histogram.start ? histogram.start : created;
    }
    m_hashes.clear();
    for (const auto ref : m_labelRefs) {
        m_refsInRange = m_refsInRange && ref < m_symbols.size();
        m_hashes.push_back(ref < m_symbols.size() ? m_symbols[ref].hash : SeriesKey());
    }
    m_key = hashOf(m_hashes.data(), m_hashes.size() * sizeof(SeriesKey));
}

void RequestReader::readLabelRefs(Bytes refs)
{
    const auto* at = refs.data();
    const auto* const end = at + refs.size();
    while (at != end) {
        const auto ref = protozero::decode_varint(&at, end);
        m_labelRefs.push_back(ref < m_symbols.size() ? static_cast<std::uint32_t>(ref) : UINT32_MAX);
    }
}

void RequestReader::readSample(Bytes sample)
{
    auto& entry = m_samples.emplace_back();
    auto message = readerOf(sample);
    while (message.next()) {
        switch (message.tag_and_type()) {
        case doubleField(1):
            entry.sample.v = message.get_double();
            break;
        case varintField(2):
            entry.sample.t = message.get_int64();
            break;
        case varintField(3):
            entry.start = startOf(message.get_int64());
            break;
        default:
            message.skip();
        }
    }
}

void RequestReader::readHistogram(Bytes bytes)
{
    WrittenHistogram entry;
    model::FloatHistogram histogram;
    BucketFields positive;
    BucketFields negative;
    bool isFloat = false;
    auto message = readerOf(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
        case varintField(1):
            histogram.count = static_cast<double>(message.get_uint64());
            isFloat = false;
            break;
        case doubleField(2):
            histogram.count = message.get_double();
            isFloat = true;
            break;
        case doubleField(3):
            histogram.sum = message.get_double();
            break;
        case varintField(4):
            histogram.schema = message.get_sint32();
            break;
        case doubleField(5):
            histogram.zeroThreshold = message.get_double();
            break;
        case varintField(6):
            histogram.zeroCount = static_cast<double>(message.get_uint64());
            break;
        case doubleField(7):
            histogram.zeroCount = message.get_double();
            break;
        case bytesField(8):
            negative.spans.push_back(readSpan(message.get_message()));
            break;
        case varintField(9):
        case bytesField(9):
            readDeltas(message, negative.deltas);
            break;
        case doubleField(10):
        case bytesField(10):
            readCounts(message, negative.counts);
            break;
        case bytesField(11):
            positive.spans.push_back(readSpan(message.get_message()));
            break;
        case varintField(12):
        case bytesField(12):
            readDeltas(message, positive.deltas);
            break;
        case doubleField(13):
        case bytesField(13):
            readCounts(message, positive.counts);
            break;
        case varintField(14): {
            const auto hint = message.get_uint32();
            histogram.hint = hint <= static_cast<std::uint32_t>(model::ResetHint::Gauge)
                                 ? static_cast<model::ResetHint>(hint)
                                 : model::ResetHint::Unknown;
            break;
        }
        case varintField(15):
            entry.sample.t = message.get_int64();
            break;
        case doubleField(16):
        case bytesField(16):
            readCounts(message, histogram.customValues);
            break;
        case varintField(17):
            entry.start = startOf(message.get_int64());
            break;
        default:
            message.skip();
        }
    }
    histogram.positive = std::move(positive).list(isFloat);
    histogram.negative = std::move(negative).list(isFloat);
    entry.sample.histogram = std::make_shared<const model::FloatHistogram>(std::move(histogram));
    m_histograms.push_back(std::move(entry));
}

namespace {

Label readLabel(std::string_view pair)
{
    Label label;
    auto message = readerOf(pair);
    while (message.next()) {
        if (message.tag_and_type() == bytesField(1))
            label.name = bytesOf(message);
        else if (message.tag_and_type() == bytesField(2))
            label.value = bytesOf(message);
        else
            message.skip();
    }
    return label;
}

/// What is wrong with a row of sorted labels; empty where nothing is.
std::string faultOf(std::span<const Label> labels)
{
    bool isNamed = false;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto& [name, value] = labels[i];
        if (name.empty())
            return "a label has no name";
        if (!isValidUtf8(name) || !isValidUtf8(value))
            return "label \"" + printable(name, 60) + "\" is no UTF-8";
        if (i > 0 && labels[i - 1].name == name)
            return "label \"" + printable(name, 60) + "\" is there twice";
        isNamed = isNamed || name == model::kMetricName;
    }
    return isNamed ? "" : "it has no metric name";
}

} // namespace

/// False where a message is malformed or there is an odd number of references.
bool RequestReader::collectLabels()
{
    m_labels.clear();
    if (m_version == Version::V2) {
        for (std::size_t i = 0; i + 1 < m_labelRefs.size(); i += 2)
            m_labels.push_back({symbol(m_labelRefs[i]), symbol(m_labelRefs[i + 1])});
        return m_labelRefs.size() % 2 == 0;
    }
    try {
        for (const auto pair : m_labelPairs)
            m_labels.push_back(readLabel(pair));
    } catch (const protozero::exception&) {
        return false;
    }
    return true;
}

Result<std::span<const Label>> RequestReader::labels()
{
    const auto invalid = [this](Error::Kind kind, const std::string& what) {
        constexpr std::size_t kMostShown = 8;
        std::string series = "{";
        for (std::size_t i = 0; i < std::min(m_labels.size(), kMostShown); ++i) {
            series +=
                (i == 0 ? "" : ", ") + printable(m_labels[i].name, 60) + "=\"" + printable(m_labels[i].value, 60) + '"';
        }
        return fail(kind, "series " + series + (m_labels.size() > kMostShown ? ", ...}: " : "}: ") + what);
    };
    if (!collectLabels())
        return invalid(Error::Kind::InvalidInput, "its labels are malformed");
    std::ranges::stable_sort(m_labels, {}, &Label::name);
    if (auto fault = faultOf(m_labels); !fault.empty())
        return invalid(Error::Kind::InvalidInput, fault);
    std::erase_if(m_labels, [](const Label& label) { return label.value.empty(); }); // which is the same as none
    if (m_labels.empty() || std::ranges::find(m_labels, model::kMetricName, &Label::name) == m_labels.end())
        return invalid(Error::Kind::InvalidInput, "it has no metric name");
    const bool tooLong = std::ranges::any_of(m_labels, [this](const Label& label) {
        return label.name.size() > m_limits.labelNameBytes || label.value.size() > m_limits.labelValueBytes;
    });
    if (tooLong)
        return invalid(Error::Kind::LimitExceeded,
                       "a label is longer than limits.label_name_bytes or label_value_bytes");
    if (m_labels.size() > m_limits.labelsPerSeries)
        return invalid(Error::Kind::LimitExceeded, "it has more labels than limits.labels_per_series");
    return std::span<const Label>(m_labels);
}

std::vector<WrittenExemplar> RequestReader::exemplars() const
{
    std::vector<WrittenExemplar> exemplars;
    for (const auto bytes : m_exemplars) {
        WrittenExemplar exemplar;
        std::vector<Label> labels;
        std::vector<Bytes> texts;
        try {
            auto message = readerOf(bytes);
            while (message.next()) {
                if (message.tag_and_type() == doubleField(2))
                    exemplar.value = message.get_double();
                else if (message.tag_and_type() == varintField(3))
                    exemplar.t = message.get_int64();
                else if (message.tag_and_type() == bytesField(1) && m_version == Version::V1)
                    labels.push_back(readLabel(bytesOf(message)));
                else if (message.tag_and_type() == bytesField(1))
                    for (const auto ref : message.get_packed_uint32())
                        texts.push_back(symbol(ref));
                else
                    message.skip();
            }
        } catch (const protozero::exception&) {
            continue;
        }
        for (std::size_t i = 0; i + 1 < texts.size(); i += 2)
            labels.push_back({texts[i], texts[i + 1]});
        exemplar.labels = LabelSet(std::move(labels));
        exemplars.push_back(std::move(exemplar));
    }
    return exemplars;
}

std::optional<model::Metadata> RequestReader::metadata() const
{
    if (m_version != Version::V2 || m_metadata.empty())
        return std::nullopt;
    model::Metadata metadata;
    try {
        auto message = readerOf(m_metadata);
        while (message.next()) {
            if (message.tag_and_type() == varintField(1))
                metadata.type = metricType(message.get_uint64());
            else if (message.tag_and_type() == varintField(3))
                metadata.help = symbol(message.get_uint32());
            else if (message.tag_and_type() == varintField(4))
                metadata.unit = symbol(message.get_uint32());
            else
                message.skip();
        }
    } catch (const protozero::exception&) {
        return std::nullopt;
    }
    return metadata;
}

std::vector<std::pair<std::string, model::Metadata>> RequestReader::families() const
{
    std::vector<std::pair<std::string, model::Metadata>> families;
    for (const auto bytes : m_families) {
        auto& [name, metadata] = families.emplace_back();
        try {
            auto message = readerOf(bytes);
            while (message.next()) {
                if (message.tag_and_type() == varintField(1))
                    metadata.type = metricType(message.get_uint64());
                else if (message.tag_and_type() == bytesField(2))
                    name = bytesOf(message);
                else if (message.tag_and_type() == bytesField(4))
                    metadata.help = bytesOf(message);
                else if (message.tag_and_type() == bytesField(5))
                    metadata.unit = bytesOf(message);
                else
                    message.skip();
            }
        } catch (const protozero::exception&) {
            name.clear();
        }
        if (name.empty() || !isValidUtf8(name) || !isValidUtf8(metadata.help) || !isValidUtf8(metadata.unit))
            families.pop_back();
    }
    return families;
}

} // namespace nocturne::remote_write
