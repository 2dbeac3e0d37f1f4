// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/remote_write/request_writer.h"

#include <cmath>
#include <unordered_map>
#include <vector>

#include <protozero/pbf_writer.hpp>

#include "engine/remote_write/snappy_block.h"

namespace nocturne::remote_write {

namespace {

constexpr double kMaxWhole = 9007199254740992.0; // 2^53

bool isWhole(double value) { return value >= 0 && value < kMaxWhole && std::floor(value) == value; }

bool isWhole(const model::FloatHistogram& histogram)
{
    const auto allWhole = [](const model::BucketList& list) {
        for (const auto count : list.counts) {
            if (!isWhole(count))
                return false;
        }
        return true;
    };
    return isWhole(histogram.count) && isWhole(histogram.zeroCount) && allWhole(histogram.positive) &&
           allWhole(histogram.negative);
}

/// The three fields of one side, from number `field` on: spans, deltas, counts.
void writeSide(protozero::pbf_writer& message, std::uint32_t field, const model::BucketList& list, bool whole)
{
    for (const auto& span : list.spans) {
        protozero::pbf_writer entry(message, field);
        entry.add_sint32(1, span.offset);
        entry.add_uint32(2, span.length);
    }
    if (!whole) {
        message.add_packed_double(field + 2, list.counts.begin(), list.counts.end());
        return;
    }
    std::vector<std::int64_t> deltas;
    std::int64_t before = 0;
    for (const auto count : list.counts) {
        deltas.push_back(static_cast<std::int64_t>(count) - before);
        before = static_cast<std::int64_t>(count);
    }
    message.add_packed_sint64(field + 1, deltas.begin(), deltas.end());
}

void writeHistogram(protozero::pbf_writer& message, const WrittenHistogram& written, bool withStart)
{
    const auto& histogram = *written.sample.histogram;
    const bool whole = isWhole(histogram);
    if (whole)
        message.add_uint64(1, static_cast<std::uint64_t>(histogram.count));
    else
        message.add_double(2, histogram.count);
    message.add_double(3, histogram.sum);
    message.add_sint32(4, histogram.schema);
    message.add_double(5, histogram.zeroThreshold);
    if (whole)
        message.add_uint64(6, static_cast<std::uint64_t>(histogram.zeroCount));
    else
        message.add_double(7, histogram.zeroCount);
    writeSide(message, 8, histogram.negative, whole);
    writeSide(message, 11, histogram.positive, whole);
    message.add_enum(14, static_cast<std::int32_t>(histogram.hint));
    message.add_int64(15, written.sample.t);
    if (!histogram.customValues.empty())
        message.add_packed_double(16, histogram.customValues.begin(), histogram.customValues.end());
    if (withStart && written.start)
        message.add_int64(17, *written.start);
}

std::int32_t typeNumber(model::MetricType type)
{
    using model::MetricType;
    switch (type) {
    case MetricType::Unknown:
        return 0;
    case MetricType::Counter:
        return 1;
    case MetricType::Gauge:
        return 2;
    case MetricType::Histogram:
        return 3;
    case MetricType::GaugeHistogram:
        return 4;
    case MetricType::Summary:
        return 5;
    case MetricType::Info:
        return 6;
    case MetricType::StateSet:
        return 7;
    }
    return 0;
}

void addText(protozero::pbf_writer& message, std::uint32_t field, std::string_view text)
{
    message.add_bytes(field, text.data(), text.size());
}

} // namespace

struct RequestWriter::Parts
{
    Version version;
    std::string message; // in V2 without the symbols
    std::string entry;   // the current series
    std::vector<std::string> symbols;
    std::unordered_map<std::string, std::uint32_t> refs;

    bool isFirst() const { return version == Version::V1; }

    void endSeries()
    {
        if (entry.empty())
            return;
        protozero::pbf_writer writer(message);
        addText(writer, isFirst() ? 1 : 5, entry);
        entry.clear();
    }
    std::uint32_t ref(std::string_view text)
    {
        if (symbols.empty())
            (void)symbols.emplace_back();
        if (text.empty())
            return 0;
        const auto [place, isNew] = refs.try_emplace(std::string(text), static_cast<std::uint32_t>(symbols.size()));
        if (isNew)
            symbols.emplace_back(text);
        return place->second;
    }
    void labels(protozero::pbf_writer& writer, const model::LabelSet& labels)
    {
        if (isFirst()) {
            for (const auto label : labels) {
                protozero::pbf_writer pair(writer, 1);
                addText(pair, 1, label.name);
                addText(pair, 2, label.value);
            }
            return;
        }
        std::vector<std::uint32_t> numbers;
        for (const auto label : labels) {
            numbers.push_back(ref(label.name));
            numbers.push_back(ref(label.value));
        }
        writer.add_packed_uint32(1, numbers.begin(), numbers.end());
    }
};

RequestWriter::RequestWriter(Version version)
    : m_parts(std::make_unique<Parts>())
{
    m_parts->version = version;
}

RequestWriter::~RequestWriter() = default;

void RequestWriter::series(const model::LabelSet& labels)
{
    m_parts->endSeries();
    protozero::pbf_writer writer(m_parts->entry);
    m_parts->labels(writer, labels);
}

void RequestWriter::sample(const WrittenSample& sample)
{
    protozero::pbf_writer writer(m_parts->entry);
    protozero::pbf_writer entry(writer, 2);
    entry.add_double(1, sample.sample.v);
    entry.add_int64(2, sample.sample.t);
    if (!m_parts->isFirst() && sample.start)
        entry.add_int64(3, *sample.start);
}

void RequestWriter::histogram(const WrittenHistogram& histogram)
{
    protozero::pbf_writer writer(m_parts->entry);
    protozero::pbf_writer entry(writer, m_parts->isFirst() ? 4 : 3);
    writeHistogram(entry, histogram, !m_parts->isFirst());
}

void RequestWriter::exemplar(const WrittenExemplar& exemplar)
{
    protozero::pbf_writer writer(m_parts->entry);
    protozero::pbf_writer entry(writer, m_parts->isFirst() ? 3 : 4);
    m_parts->labels(entry, exemplar.labels);
    entry.add_double(2, exemplar.value);
    entry.add_int64(3, exemplar.t);
}

void RequestWriter::metadata(std::string_view family, const model::Metadata& metadata)
{
    if (m_parts->isFirst()) {
        m_parts->endSeries();
        protozero::pbf_writer writer(m_parts->message);
        protozero::pbf_writer entry(writer, 3);
        entry.add_enum(1, typeNumber(metadata.type));
        addText(entry, 2, family);
        addText(entry, 4, metadata.help);
        addText(entry, 5, metadata.unit);
        return;
    }
    protozero::pbf_writer writer(m_parts->entry);
    protozero::pbf_writer entry(writer, 5);
    entry.add_enum(1, typeNumber(metadata.type));
    entry.add_uint32(3, m_parts->ref(metadata.help));
    entry.add_uint32(4, m_parts->ref(metadata.unit));
}

bool RequestWriter::empty() const { return m_parts->message.empty() && m_parts->entry.empty(); }

std::size_t RequestWriter::size() const { return m_parts->message.size() + m_parts->entry.size(); }

std::string RequestWriter::finish()
{
    m_parts->endSeries();
    auto message = std::exchange(m_parts->message, {});
    if (!m_parts->isFirst()) {
        std::string symbols;
        protozero::pbf_writer writer(symbols);
        for (const auto& symbol : m_parts->symbols)
            addText(writer, 4, symbol);
        message.insert(0, symbols);
        m_parts->symbols.clear();
        m_parts->refs.clear();
    }
    return compressBlock(message);
}

std::string_view contentType(Version version)
{
    return version == Version::V1 ? "application/x-protobuf"
                                  : "application/x-protobuf;proto=io.prometheus.write.v2.Request";
}

std::string_view protocolVersion(Version version) { return version == Version::V1 ? "0.1.0" : "2.0.0"; }

} // namespace nocturne::remote_write
