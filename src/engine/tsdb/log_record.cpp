// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// The payload of a record is a row of entries, each led by a tag of 1 byte. `text` is a varint length and its bytes.
//
//   1            series    varint id, labels: varint count, then per label: text name, text value
//   2            chunk     varint id, 1 byte kind, varint size, bytes
//   3            metadata  1 byte type, text metric, text help, text unit
//   4            end       nothing
//   5            exemplar  varint id, 1 byte 1 when the time was told, else 0, zigzag varint time in ms, 8 bytes value,
//                          labels
//   0x80..0xff   sample    bit 6: id is that of the sample before + 1, else zigzag varint difference
//                          bit 5: time is that of the sample before, else zigzag varint difference in ms
//                          bits 0-1 value: 0 8 bytes; 1 integer, zigzag varint; 2 staleness marker; 3 4 bytes float
//
// Differences start from id 0 and time 0 in each record. Bits not named are zero; numbers are little-endian.
#include "engine/tsdb/log_record.h"

#include <array>
#include <cmath>

namespace nocturne::tsdb {

using model::LabelSet;
using model::Metadata;
using model::Sample;

namespace {

enum Tag : std::uint8_t { Series = 1, Chunk = 2, Meta = 3, End = static_cast<std::uint8_t>(kLogEnd), Exemplar = 5 };

constexpr unsigned kSampleTag = 0x80;
constexpr unsigned kNextId = 0x40;
constexpr unsigned kSameTime = 0x20;
constexpr unsigned kValueMask = 0x03;
constexpr unsigned kKnownSampleBits = kSampleTag | kNextId | kSameTime | kValueMask;

enum ValueForm : std::uint8_t { Raw = 0, Integer = 1, Stale = 2, Single = 3 };

constexpr double kMaxInteger = 9007199254740992.0; // 2^53
constexpr std::size_t kLongestSample = 32;         // tag, two varints, value

void appendText(Bytes& out, std::string_view text)
{
    appendVarint(out, text.size());
    appendBytes(out, bytesOf(text));
}

void appendLabels(Bytes& out, const LabelSet& labels)
{
    appendVarint(out, labels.size());
    for (const auto label : labels) {
        appendText(out, label.name);
        appendText(out, label.value);
    }
}

std::string_view readText(ByteReader& in)
{
    const auto size = in.varint();
    const auto* at = in.failed() ? nullptr : in.take(size);
    return at == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(at), size); // NOLINT
}

std::byte* putVarint(std::byte* at, std::uint64_t value)
{
    while (value >= 0x80) {
        *at++ = static_cast<std::byte>(value | 0x80U);
        value >>= 7U;
    }
    *at++ = static_cast<std::byte>(value);
    return at;
}

template <typename Word>
std::byte* putWord(std::byte* at, Word word)
{
    std::memcpy(at, &word, sizeof word);
    return at + sizeof word;
}

/// An integer that is `value` bit for bit; -0.0 is none.
bool isInteger(double value)
{
    if (!(std::abs(value) < kMaxInteger))
        return false;
    const auto back = static_cast<double>(static_cast<std::int64_t>(value));
    return std::bit_cast<std::uint64_t>(back) == std::bit_cast<std::uint64_t>(value);
}

bool isSingle(double value)
{
    return std::abs(value) <= 3e38 && static_cast<double>(static_cast<float>(value)) == value;
}

ValueForm formOf(double value)
{
    if (isInteger(value))
        return ValueForm::Integer;
    if (isSingle(value))
        return ValueForm::Single;
    return model::isStaleMarker(value) ? ValueForm::Stale : ValueForm::Raw;
}

std::byte* putValue(std::byte* at, ValueForm form, double value)
{
    switch (form) {
    case ValueForm::Raw:
        return putWord(at, value);
    case ValueForm::Integer:
        return putVarint(at, zigzag(static_cast<std::uint64_t>(static_cast<std::int64_t>(value))));
    case ValueForm::Single:
        return putWord(at, static_cast<float>(value));
    case ValueForm::Stale:
        break;
    }
    return at;
}

template <typename Word>
Word readWord(ByteReader& in)
{
    Word word = 0;
    if (const auto* at = in.take(sizeof word))
        std::memcpy(&word, at, sizeof word);
    return word;
}

double readValue(ByteReader& in, unsigned form)
{
    switch (form) {
    case ValueForm::Raw:
        return readWord<double>(in);
    case ValueForm::Integer:
        return static_cast<double>(static_cast<std::int64_t>(unzigzag(in.varint())));
    case ValueForm::Single:
        return static_cast<double>(readWord<float>(in));
    default:
        return model::kStaleMarker;
    }
}

tl::unexpected<Error> corrupt(const char* what)
{
    return fail(Error::Kind::Corrupt, std::string("corrupt log record: ") + what);
}

class Reader
{
public:
    Reader(std::span<const std::byte> payload, LogVisitor& visitor)
        : m_in(payload)
        , m_visitor(visitor)
    {}

    Result<void> read()
    {
        while (!m_in.atEnd()) {
            if (!readEntry(m_in.byte()) || m_in.failed())
                return corrupt("malformed entry");
        }
        return {};
    }

private:
    bool readEntry(unsigned tag)
    {
        if ((tag & kSampleTag) != 0)
            return readSample(tag);
        switch (tag) {
        case Tag::Series:
            return readSeries();
        case Tag::Chunk:
            return readChunk();
        case Tag::Meta:
            return readMetadata();
        case Tag::End:
            return true;
        case Tag::Exemplar:
            return readExemplar();
        default:
            return false;
        }
    }

    bool readSample(unsigned tag)
    {
        if ((tag & ~kKnownSampleBits) != 0)
            return false;
        m_id += (tag & kNextId) != 0 ? 1 : static_cast<SeriesId>(unzigzag(m_in.varint()));
        if ((tag & kSameTime) == 0)
            m_time += unzigzag(m_in.varint());
        const auto value = readValue(m_in, tag & kValueMask);
        if (m_in.failed())
            return false;
        m_visitor.onSample(m_id, {static_cast<Timestamp>(m_time), value});
        return true;
    }

    bool readSeries()
    {
        const auto id = static_cast<SeriesId>(m_in.varint());
        if (!readLabels())
            return false;
        m_visitor.onSeries(id, LabelSet(m_labels));
        return true;
    }

    bool readExemplar()
    {
        const auto id = static_cast<SeriesId>(m_in.varint());
        const auto told = m_in.byte();
        const auto time = static_cast<Timestamp>(unzigzag(m_in.varint()));
        const auto value = readWord<double>(m_in);
        if (told > 1 || !readLabels())
            return false;
        m_visitor.onExemplar(id, {LabelSet(m_labels), value, time, told == 1});
        return true;
    }

    /// Into m_labels.
    bool readLabels()
    {
        const auto count = m_in.varint();
        if (count > m_in.remaining())
            return false;
        m_labels.clear();
        for (std::uint64_t i = 0; i < count && !m_in.failed(); ++i) {
            const auto name = readText(m_in);
            m_labels.push_back({name, readText(m_in)});
        }
        return !m_in.failed();
    }

    bool readChunk()
    {
        const auto id = static_cast<SeriesId>(m_in.varint());
        const auto kind = m_in.byte();
        const auto size = m_in.varint();
        const auto* at = m_in.failed() ? nullptr : m_in.take(size);
        if (at == nullptr || kind > static_cast<std::uint8_t>(ChunkKind::StartTimes))
            return false;
        m_visitor.onChunk(id, static_cast<ChunkKind>(kind), {at, size});
        return true;
    }

    bool readMetadata()
    {
        const auto type = m_in.byte();
        const auto metric = readText(m_in);
        Metadata metadata;
        metadata.help = readText(m_in);
        metadata.unit = readText(m_in);
        if (m_in.failed() || type > static_cast<std::uint8_t>(model::MetricType::StateSet))
            return false;
        metadata.type = static_cast<model::MetricType>(type);
        m_visitor.onMetadata(metric, metadata);
        return true;
    }

    ByteReader m_in;
    LogVisitor& m_visitor;
    std::vector<model::Label> m_labels;
    SeriesId m_id = 0;
    std::uint64_t m_time = 0; // wraps as the writer's differences do
};

} // namespace

void LogRecordWriter::series(SeriesId id, const LabelSet& labels)
{
    m_out.push_back(std::byte{Tag::Series});
    appendVarint(m_out, id);
    appendLabels(m_out, labels);
}

void LogRecordWriter::exemplar(SeriesId id, const model::Exemplar& exemplar)
{
    m_out.push_back(std::byte{Tag::Exemplar});
    appendVarint(m_out, id);
    m_out.push_back(exemplar.hasOwnTime ? std::byte{1} : std::byte{0});
    appendVarint(m_out, zigzag(static_cast<std::uint64_t>(exemplar.t)));
    const auto bytes = std::bit_cast<std::array<std::byte, sizeof exemplar.value>>(exemplar.value);
    appendBytes(m_out, bytes);
    appendLabels(m_out, exemplar.labels);
}

void LogRecordWriter::sample(SeriesId id, const Sample& sample)
{
    const auto form = formOf(sample.v);
    unsigned tag = kSampleTag | form;
    tag |= id == m_id + 1 ? kNextId : 0;
    tag |= sample.t == m_time ? kSameTime : 0;

    std::array<std::byte, kLongestSample> buffer; // NOLINT: filled as far as it is read
    auto* at = buffer.data();
    *at++ = static_cast<std::byte>(tag);
    if ((tag & kNextId) == 0)
        at = putVarint(at, zigzag(static_cast<std::uint64_t>(std::int64_t{id} - std::int64_t{m_id})));
    if ((tag & kSameTime) == 0)
        at = putVarint(at, zigzag(static_cast<std::uint64_t>(sample.t) - static_cast<std::uint64_t>(m_time)));
    at = putValue(at, form, sample.v);
    appendBytes(m_out, {buffer.data(), at});
    m_id = id;
    m_time = sample.t;
}

void LogRecordWriter::chunk(SeriesId id, ChunkKind kind, std::span<const std::byte> bytes)
{
    m_out.push_back(std::byte{Tag::Chunk});
    appendVarint(m_out, id);
    m_out.push_back(static_cast<std::byte>(kind));
    appendVarint(m_out, bytes.size());
    appendBytes(m_out, bytes);
}

void LogRecordWriter::metadata(std::string_view metric, const Metadata& metadata)
{
    m_out.push_back(std::byte{Tag::Meta});
    m_out.push_back(static_cast<std::byte>(metadata.type));
    appendText(m_out, metric);
    appendText(m_out, metadata.help);
    appendText(m_out, metadata.unit);
}

Result<void> readLogRecord(std::span<const std::byte> payload, LogVisitor& visitor)
{
    auto read = Reader(payload, visitor).read();
    visitor.onRecordEnd();
    return read;
}

} // namespace nocturne::tsdb
