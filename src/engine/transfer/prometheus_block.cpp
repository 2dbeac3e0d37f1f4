// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of fixed size are big-endian, checksums CRC-32C:
//
//   index        4 bytes 0xBAAAD700, 1 byte version 2; sections; 52 bytes contents
//   contents     8 bytes offset of each: symbols, series, label indices, label offset table, postings, postings offset
//                table; 4 bytes checksum
//   section      4 bytes size, that many bytes, 4 bytes checksum of them
//   symbols      4 bytes count, then each: uvarint size, text
//   postings     4 bytes count, then 4 bytes for each series: its offset / 16
//   offset table 4 bytes count, then each: uvarint 2, name and value as uvarint size and text, uvarint offset; the list
//                of all series has neither name nor value
//   series       uvarint size, that many bytes, 4 bytes checksum of them:
//                uvarint number of labels, each uvarint symbol of name and of value; uvarint number of chunks;
//                the first: varint minimum time, uvarint length, uvarint reference;
//                others: uvarint minimum less the maximum before, uvarint length, varint reference less that before
//   chunk file   4 bytes 0x85BD40DD, 1 byte version 1, 3 bytes; chunks:
//   chunk        uvarint size, 1 byte encoding, that many bytes, 4 bytes checksum of encoding and bytes
//   tombstones   4 bytes 0x0130BA30; 1 byte version 1; each: uvarint series, varint minimum, varint maximum; 4 bytes
//                checksum of what is between
#include "engine/transfer/prometheus_block.h"

#include <algorithm>
#include <limits>

#include <boost/crc.hpp>
#include <simdjson.h>

#include "base/core/io_files.h"
#include "base/core/text.h"

namespace nocturne::transfer {

namespace {

constexpr std::uint32_t kIndexMagic = 0xBAAAD700;
constexpr std::uint32_t kChunksMagic = 0x85BD40DD;
constexpr std::uint32_t kTombstonesMagic = 0x0130BA30;
constexpr std::size_t kTocSize = 6 * 8 + 4;
constexpr std::size_t kSum = 4;
constexpr std::uint64_t kAlignment = 16;

using Bytes = std::span<const std::byte>;

tl::unexpected<Error> corrupt(const std::string& what) { return fail(Error::Kind::Corrupt, what); }

std::uint32_t crcOf(Bytes bytes)
{
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
}

/// Walks over bytes; a read behind the end yields 0 and makes the reader fail for good.
class Reader
{
public:
    explicit Reader(Bytes bytes)
        : m_rest(bytes)
    {}

    bool failed() const { return m_failed; }
    std::size_t remaining() const { return m_rest.size(); }
    Bytes rest() const { return m_rest; }

    std::uint64_t fixed(std::size_t size)
    {
        std::uint64_t value = 0;
        for (const auto byte : take(size))
            value = (value << 8U) | static_cast<std::uint64_t>(byte);
        return value;
    }
    std::uint32_t word() { return static_cast<std::uint32_t>(fixed(4)); }
    std::uint8_t byte() { return static_cast<std::uint8_t>(fixed(1)); }
    std::uint64_t uvarint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto piece = fixed(1);
            value |= (piece & 0x7fU) << shift;
            if (piece < 0x80)
                return value;
        }
        m_failed = true;
        return 0;
    }
    std::int64_t varint()
    {
        const auto value = uvarint();
        return static_cast<std::int64_t>((value >> 1U) ^ (0 - (value & 1U)));
    }
    Bytes take(std::uint64_t size)
    {
        if (size > m_rest.size()) {
            m_failed = true;
            m_rest = {};
            return {};
        }
        const auto taken = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return taken;
    }
    std::string_view text()
    {
        const auto bytes = take(uvarint());
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; // NOLINT: bytes are a text
    }

private:
    Bytes m_rest;
    bool m_failed = false;
};

/// Sums that may wrap, since they come from outside.
std::int64_t plus(std::int64_t a, std::uint64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + b);
}

} // namespace

Result<PrometheusMeta> readPrometheusMeta(std::string_view text)
{
    const auto invalid = [] {
        return fail(Error::Kind::InvalidInput, "meta.json is not that of a block of Prometheus, version 1");
    };
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
        return invalid();
    PrometheusMeta meta;
    std::int64_t version = 0;
    std::string_view ulid;
    if (root["version"].get(version) != simdjson::SUCCESS || version != 1 ||
        root["ulid"].get(ulid) != simdjson::SUCCESS || root["minTime"].get(meta.minTime) != simdjson::SUCCESS ||
        root["maxTime"].get(meta.maxTime) != simdjson::SUCCESS)
        return invalid();
    meta.ulid = ulid;
    if (root["stats"]["numSeries"].get(meta.series) != simdjson::SUCCESS)
        meta.series = 0;
    if (root["stats"]["numSamples"].get(meta.samples) != simdjson::SUCCESS)
        meta.samples = 0;
    return meta;
}

bool PrometheusBlock::isGood(Bytes bytes, std::uint32_t sum) const
{
    return m_checksums == Checksums::Ignore || crcOf(bytes) == sum;
}

Result<PrometheusBlock> PrometheusBlock::make(const PrometheusFiles& files, Checksums checksums)
{
    PrometheusBlock block(files, checksums);
    Reader in(files.index);
    if (in.word() != kIndexMagic)
        return corrupt("file index is no index of Prometheus");
    if (const auto version = in.byte(); version != 2)
        return fail(Error::Kind::InvalidInput, "file index has version " + std::to_string(version) +
                                                   ": only version 2 is read, which Prometheus writes since 2.1");
    for (const auto& chunks : files.chunks) {
        Reader head(chunks);
        if (head.word() != kChunksMagic || head.byte() != 1)
            return corrupt("a file in folder chunks is no chunk file of Prometheus, version 1");
    }
    if (const auto read = block.readToc(); !read)
        return tl::unexpected(read.error());
    if (const auto read = block.readTombstones(); !read)
        return tl::unexpected(read.error());
    return block;
}

Result<void> PrometheusBlock::readToc()
{
    const auto& index = m_files.index;
    if (index.size() < kTocSize)
        return corrupt("file index is cut short");
    const auto toc = index.last(kTocSize);
    Reader in(toc);
    const auto symbols = in.fixed(8);
    (void)in.take(std::size_t{4} * 8); // series are found by the list of all, label indices are not needed
    const auto postings = in.fixed(8);
    if (!isGood(toc.first(kTocSize - kSum), in.word()))
        return corrupt("file index is cut short, or its contents are damaged");
    return readSymbols(symbols).and_then([&] { return readPostings(postings); });
}

Result<Bytes> PrometheusBlock::section(std::uint64_t offset, const char* name) const
{
    const auto damaged = [&] { return corrupt(std::string("file index: its ") + name + " are damaged"); };
    if (offset > m_files.index.size())
        return damaged();
    Reader in(m_files.index.subspan(offset));
    const auto bytes = in.take(in.word());
    const auto sum = in.word();
    if (in.failed() || !isGood(bytes, sum))
        return damaged();
    return bytes;
}

Result<void> PrometheusBlock::readSymbols(std::uint64_t offset)
{
    const auto bytes = section(offset, "symbols");
    if (!bytes)
        return tl::unexpected(bytes.error());
    Reader in(*bytes);
    const auto count = in.word();
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i)
        m_symbols.push_back(in.text());
    return in.failed() ? corrupt("file index: its symbols do not fit together") : Result<void>();
}

Result<void> PrometheusBlock::readPostings(std::uint64_t table)
{
    const auto entries = section(table, "lists of series");
    if (!entries)
        return tl::unexpected(entries.error());
    Reader in(*entries);
    const auto count = in.word();
    for (std::uint32_t i = 0; i < count && !in.failed(); ++i) {
        (void)in.uvarint();
        const auto name = in.text();
        const auto value = in.text();
        const auto offset = in.uvarint();
        if (in.failed() || !name.empty() || !value.empty())
            continue;
        const auto bytes = section(offset, "lists of series");
        if (!bytes)
            return tl::unexpected(bytes.error());
        Reader list(*bytes);
        const auto series = list.word();
        if (list.remaining() / 4 < series)
            break;
        for (std::uint32_t at = 0; at < series; ++at)
            m_series.push_back(list.word());
        return {};
    }
    return corrupt("file index has no list of all series");
}

Result<void> PrometheusBlock::readTombstones()
{
    const auto& file = m_files.tombstones;
    if (file.empty())
        return {};
    const auto damaged = [] { return corrupt("file tombstones is damaged"); };
    constexpr std::size_t kHead = 4 + 1;
    if (file.size() < kHead + kSum)
        return damaged();
    Reader head(file);
    const auto body = file.subspan(kHead, file.size() - kHead - kSum);
    if (head.word() != kTombstonesMagic || head.byte() != 1 || !isGood(body, Reader(file.last(kSum)).word()))
        return damaged();
    Reader in(body);
    while (in.remaining() > 0 && !in.failed()) {
        const auto series = in.uvarint();
        const auto minTime = in.varint();
        const auto maxTime = in.varint();
        m_deleted[series].push_back({minTime, maxTime});
    }
    return in.failed() ? damaged() : Result<void>();
}

Result<void> PrometheusBlock::seek(std::size_t index)
{
    const auto damaged = [&] { return corrupt("file index: series " + std::to_string(index) + " is damaged"); };
    m_current = m_series[index];
    if (m_current * kAlignment > m_files.index.size())
        return damaged();
    Reader entry(m_files.index.subspan(m_current * kAlignment));
    const auto bytes = entry.take(entry.uvarint());
    const auto sum = entry.word();
    if (entry.failed() || !isGood(bytes, sum))
        return damaged();

    Reader in(bytes);
    std::vector<model::Label> labels;
    const auto labelCount = in.uvarint();
    for (std::uint64_t i = 0; i < labelCount && !in.failed(); ++i) {
        const auto name = in.uvarint();
        const auto value = in.uvarint();
        if (in.failed() || name >= m_symbols.size() || value >= m_symbols.size())
            return damaged();
        labels.push_back({m_symbols[name], m_symbols[value]});
        if (!isValidUtf8(labels.back().name) || !isValidUtf8(labels.back().value))
            return corrupt("label " + printable(labels.back().name, 80) + "=\"" + printable(labels.back().value, 80) +
                           "\" is not UTF-8");
    }
    m_labels = model::LabelSet(std::move(labels));
    m_chunks.clear();
    const auto chunkCount = in.uvarint();
    Chunk chunk;
    for (std::uint64_t i = 0; i < chunkCount && !in.failed(); ++i) {
        chunk.minTime = i == 0 ? in.varint() : plus(chunk.maxTime, in.uvarint());
        chunk.maxTime = plus(chunk.minTime, in.uvarint());
        chunk.ref = i == 0 ? in.uvarint() : chunk.ref + static_cast<std::uint64_t>(in.varint());
        m_chunks.push_back(chunk);
    }
    return in.failed() ? damaged() : Result<void>();
}

Result<std::pair<std::uint8_t, Bytes>> PrometheusBlock::chunkAt(std::uint64_t ref) const
{
    const auto file = ref >> 32U;
    const auto offset = ref & 0xffffffffU;
    const auto damaged = [&] {
        return corrupt("chunk at byte " + std::to_string(offset) + " of chunk file " + std::to_string(file + 1) +
                       " is damaged");
    };
    if (file >= m_files.chunks.size() || offset > m_files.chunks[file].size())
        return damaged();
    Reader in(m_files.chunks[file].subspan(offset));
    const auto size = in.uvarint();
    if (size >= in.remaining())
        return damaged();
    const auto bytes = in.take(size + 1);
    const auto sum = in.word();
    if (in.failed() || !isGood(bytes, sum))
        return damaged();
    return std::pair(static_cast<std::uint8_t>(bytes.front()), bytes.subspan(1));
}

Result<void> PrometheusBlock::read(PrometheusSamples& into, std::vector<std::string>& damages)
{
    into.clear();
    for (const auto& place : m_chunks) {
        const auto chunk = chunkAt(place.ref);
        const auto floats = into.floats.size();
        const auto histograms = into.histograms.size();
        const auto decoded = chunk ? decodePrometheusChunk(chunk->first, chunk->second, into)
                                   : Result<void>(tl::unexpected(chunk.error()));
        if (decoded)
            continue;
        if (decoded.error().kind != Error::Kind::Corrupt)
            return decoded;
        into.floats.resize(floats);
        into.histograms.resize(histograms);
        damages.push_back(decoded.error().message + ", of series " + printable(m_labels.toString(), 200));
    }
    const auto deleted = m_deleted.find(m_current);
    if (deleted == m_deleted.end())
        return {};
    const auto isDeleted = [&](const auto& sample) {
        return std::ranges::any_of(deleted->second, [&](const Interval& interval) {
            return sample.t >= interval.minTime && sample.t <= interval.maxTime;
        });
    };
    std::erase_if(into.floats, isDeleted);
    std::erase_if(into.histograms, isDeleted);
    return {};
}

Result<std::unique_ptr<PrometheusBlockFolder>> PrometheusBlockFolder::open(IoLayer& io, const std::string& folder)
{
    auto opened = std::make_unique<PrometheusBlockFolder>();
    const auto map = [&](const std::string& name) -> Result<Bytes> {
        auto view = io.map(std::string(folder).append("/").append(name));
        if (!view)
            return tl::unexpected(ioError("open", std::string(folder).append("/").append(name), view.error()));
        opened->m_views.push_back(std::move(*view));
        return opened->m_views.back()->bytes();
    };
    PrometheusFiles files;
    const auto index = map("index");
    if (!index)
        return tl::unexpected(index.error());
    files.index = *index;
    const auto names = io.list(folder + "/chunks");
    if (!names)
        return tl::unexpected(ioError("read", folder + "/chunks", names.error()));
    for (const auto& name : *names) {
        const auto chunks = map("chunks/" + name);
        if (!chunks)
            return tl::unexpected(chunks.error());
        files.chunks.push_back(*chunks);
    }
    if (const auto tombstones = map("tombstones"))
        files.tombstones = *tombstones;
    auto block = PrometheusBlock::make(files);
    if (!block)
        return tl::unexpected(block.error().within(folder));
    opened->m_block = std::make_unique<PrometheusBlock>(std::move(*block));
    return opened;
}

} // namespace nocturne::transfer
