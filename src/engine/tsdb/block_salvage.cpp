// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block_salvage.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <optional>

#include "engine/tsdb/block_cursor.h"
#include "engine/tsdb/block_merger.h"
#include "engine/tsdb/block_writer.h"
#include "engine/tsdb/checksum.h"
#include "engine/tsdb/series_walk.h"

namespace nocturne::tsdb {

namespace {

using LabelIds = std::pair<std::uint32_t, std::uint32_t>; // strings of name and value

std::uint32_t wordAt(const Bytes& section, std::size_t index)
{
    std::uint32_t word = 0;
    std::memcpy(&word, section.data() + index * sizeof word, sizeof word);
    return word;
}

/// One entry of the series section.
struct Entry
{
    std::vector<LabelIds> labels;
    std::vector<BlockChunk> chunks;
};

/// Reads entries of a group one behind the other.
class EntryReader
{
public:
    EntryReader(std::span<const std::byte> bytes, std::uint8_t version)
        : m_in(bytes)
        , m_kindBits(version == 1 ? 2 : 3)
    {}

    void beginGroup()
    {
        m_entry.labels.clear();
        m_valuesEnd = 0;
        m_timesOffset = 0;
    }
    /// Null when what stands there is no entry.
    const Entry* next() { return readLabels() && readChunks() ? &m_entry : nullptr; }

private:
    bool readLabels()
    {
        const auto shared = m_in.varint();
        const auto added = m_in.varint();
        if (m_in.failed() || shared > m_entry.labels.size() || added > m_in.remaining())
            return false;
        m_entry.labels.resize(shared);
        for (std::uint64_t i = 0; i < added && !m_in.failed(); ++i) {
            const auto name = m_in.varint();
            const auto value = m_in.varint();
            if (name > UINT32_MAX || value > UINT32_MAX)
                return false;
            m_entry.labels.emplace_back(static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(value));
        }
        return !m_in.failed();
    }
    bool readChunks()
    {
        const auto count = m_in.varint();
        if (m_in.failed() || count > m_in.remaining())
            return false;
        m_entry.chunks.resize(count);
        m_valuesEnd += m_in.varint();
        for (auto& chunk : m_entry.chunks) {
            m_timesOffset += unzigzag(m_in.varint());
            const auto size = m_in.varint();
            const auto* sum = m_in.take(sizeof chunk.valuesSum);
            if (m_in.failed() || (size >> m_kindBits) > UINT32_MAX)
                return false;
            chunk = {m_timesOffset, m_valuesEnd, static_cast<std::uint32_t>(size >> m_kindBits), 0,
                     static_cast<ChunkKind>(size & ((1U << m_kindBits) - 1))};
            std::memcpy(&chunk.valuesSum, sum, sizeof chunk.valuesSum);
            m_valuesEnd += chunk.valuesSize;
        }
        return true;
    }

    ByteReader m_in;
    unsigned m_kindBits;
    Entry m_entry;
    std::uint64_t m_valuesEnd = 0;
    std::uint64_t m_timesOffset = 0;
};

class Salvage
{
public:
    explicit Salvage(const Block& block)
        : m_block(block)
    {
        for (std::size_t i = 0; i < kBlockSections; ++i) {
            const auto& place = block.footer().sections[i];
            const auto bytes = block.file().subspan(place.offset, place.size);
            m_sections[i].assign(bytes.begin(), bytes.end());
            m_isSound[i] = checksum(bytes) == place.sum || correctBit(m_sections[i], place.sum);
        }
    }

    Result<std::vector<SalvagedSeries>> run()
    {
        if (!isSound(BlockSection::Strings) || !readStrings())
            return damaged("the names and labels of its series are damaged");
        if (!isSound(BlockSection::Series) && !readLabelsOfLists())
            return damaged("both places that tell the labels of its series are damaged");
        readGroups();
        std::ranges::sort(m_found, {}, &SalvagedSeries::labels);
        const auto twice = std::ranges::adjacent_find(m_found, {}, &SalvagedSeries::labels);
        if (m_found.empty() || twice != m_found.end())
            return damaged("its index is damaged");
        return std::move(m_found);
    }

private:
    static constexpr std::size_t kWord = 4;

    tl::unexpected<Error> damaged(const char* what) const
    {
        return fail(Error::Kind::Corrupt, "nothing of " + m_block.path() + " can be saved: " + what);
    }
    bool isSound(BlockSection section) const { return m_isSound[static_cast<std::size_t>(section)]; }
    const Bytes& at(BlockSection section) const { return m_sections[static_cast<std::size_t>(section)]; }

    bool readStrings()
    {
        const auto& section = at(BlockSection::Strings);
        const std::size_t count = section.size() < kWord ? 0 : wordAt(section, 0);
        if (section.size() / kWord < count + 1)
            return false;
        const auto start = kWord * (count + 1);
        std::size_t begin = 0;
        for (std::size_t i = 1; i <= count; ++i) {
            const std::size_t end = wordAt(section, i);
            if (end < begin || end > section.size() - start)
                return false;
            m_strings.emplace_back(reinterpret_cast<const char*>(section.data()) + start + begin, // NOLINT: text
                                   end - begin);
            begin = end;
        }
        return true;
    }

    /// The labels of each series as the lists of series per label tell them, ascending.
    bool readLabelsOfLists()
    {
        const auto& names = at(BlockSection::Names);
        const auto& values = at(BlockSection::Values);
        if (!isSound(BlockSection::Names) || !isSound(BlockSection::Values) || !isSound(BlockSection::Postings))
            return false;
        m_labels.resize(std::min<std::uint64_t>(m_block.footer().series, at(BlockSection::Series).size()));
        for (std::size_t name = 0; name + 3 <= names.size() / kWord; name += 3) {
            const std::size_t first = wordAt(names, name + 1);
            const std::size_t count = wordAt(names, name + 2);
            for (auto value = first; value < first + count; ++value) {
                if (value >= values.size() / (2 * kWord) ||
                    !readList({wordAt(names, name), wordAt(values, 2 * value)}, wordAt(values, 2 * value + 1)))
                    return false;
            }
        }
        return true;
    }
    bool readList(LabelIds label, std::size_t offset)
    {
        const auto& postings = at(BlockSection::Postings);
        if (offset > postings.size())
            return false;
        ByteReader in(std::span<const std::byte>(postings).subspan(offset));
        const auto count = in.varint();
        std::uint64_t id = 0;
        for (std::uint64_t i = 0; i < count; ++i) {
            id = i == 0 ? in.varint() : id + 1 + in.varint();
            if (in.failed() || id >= m_labels.size())
                return false;
            m_labels[id].push_back(label);
        }
        return !in.failed();
    }

    /// Group after group where their starts are known, so that a damaged one costs no other; else as far as it goes.
    void readGroups()
    {
        const auto& groups = at(BlockSection::Groups);
        const auto& series = at(BlockSection::Series);
        const auto count = m_block.footer().series;
        if (!isSound(BlockSection::Groups)) {
            EntryReader reader(series, m_block.footer().version);
            for (std::uint64_t id = 0; id < count && readGroup(reader, id); id += kSeriesGroup) {
            }
            return;
        }
        for (std::size_t group = 0; group < groups.size() / kWord; ++group) {
            if (wordAt(groups, group) > series.size())
                continue;
            EntryReader reader(std::span<const std::byte>(series).subspan(wordAt(groups, group)),
                               m_block.footer().version);
            (void)readGroup(reader, group * kSeriesGroup);
        }
    }
    bool readGroup(EntryReader& reader, std::uint64_t first)
    {
        reader.beginGroup();
        const auto end = std::min<std::uint64_t>(first + kSeriesGroup, m_block.footer().series);
        for (auto id = first; id < end; ++id) {
            const auto* entry = reader.next();
            if (entry == nullptr || !take(*entry, id))
                return false;
        }
        return true;
    }
    /// False when the entry is not as the lists tell: then nothing behind it in its group can be trusted.
    bool take(const Entry& entry, std::uint64_t id)
    {
        if (!isSound(BlockSection::Series) && (id >= m_labels.size() || m_labels[id] != entry.labels))
            return false;
        std::vector<model::Label> labels;
        for (const auto& [name, value] : entry.labels) {
            if (name >= m_strings.size() || value >= m_strings.size())
                return false;
            labels.push_back({m_strings[name], m_strings[value]});
        }
        SalvagedSeries series{model::LabelSet::fromSorted(labels), soundChunks(entry)};
        if (!series.chunks.empty())
            m_found.push_back(std::move(series));
        return true;
    }
    /// Those that decode, each behind the one before of its kind.
    std::vector<BlockChunk> soundChunks(const Entry& entry) const
    {
        std::vector<BlockChunk> sound;
        std::map<ChunkKind, Timestamp> last;
        std::uint64_t samples = 0;
        for (const auto& chunk : entry.chunks) {
            const bool isKnown = chunk.kind == ChunkKind::Float || chunk.kind == ChunkKind::Histogram ||
                                 chunk.kind == ChunkKind::StartTimes;
            const auto times = isKnown && m_block.isSound(chunk, samples) ? m_block.timesOf(chunk) : std::nullopt;
            if (!times || times->column.empty() == (chunk.kind == ChunkKind::Float))
                continue;
            const auto before = last.find(chunk.kind);
            if (before != last.end() && times->minTime <= before->second)
                continue;
            last[chunk.kind] = times->maxTime;
            sound.push_back(chunk);
        }
        return sound;
    }

    const Block& m_block;
    std::array<Bytes, kBlockSections> m_sections;
    std::array<bool, kBlockSections> m_isSound{};
    std::vector<std::string_view> m_strings;
    std::vector<std::vector<LabelIds>> m_labels; // by series, where its own section is damaged
    std::vector<SalvagedSeries> m_found;
};

Result<void> writeSalvaged(OutputFile& file, const std::shared_ptr<const Block>& block,
                           const std::vector<SalvagedSeries>& all)
{
    constexpr auto kEarliest = std::numeric_limits<Timestamp>::min();
    constexpr auto kLatest = std::numeric_limits<Timestamp>::max();
    BlockWriter writer(file);
    std::vector<Timestamp> times;
    std::vector<double> values;
    SideSamples side;
    for (const auto& series : all) {
        side.clear();
        BlockCursor cursor(block, series.labels, series.chunks, kEarliest, kLatest);
        auto added = readAll(cursor, times, values)
                         .and_then([&] { return cursor.readHistograms(side.histograms); })
                         .and_then([&] { return cursor.readStartTimes(side.startTimes); })
                         .and_then([&] {
                             const auto sealed = side.seal();
                             return writer.add(series.labels, times, values, sealed.histograms, sealed.startTimes);
                         });
        if (!added)
            return added;
    }
    if (writer.empty())
        return fail(Error::Kind::Corrupt, "nothing of " + block->path() + " can be read");
    const auto number = block->number();
    const auto finished = writer.finish({&number, 1});
    return finished ? Result<void>() : tl::unexpected(finished.error());
}

} // namespace

Result<std::vector<SalvagedSeries>> salvageSeries(const Block& block) { return Salvage(block).run(); }

Result<void> writeReadable(IoLayer& io, const std::string& path, const std::shared_ptr<const Block>& block,
                           const std::stop_token& stop)
{
    if (block->index())
        return mergeBlocks(io, path, {block}, stop);
    const auto series = salvageSeries(*block);
    if (!series)
        return tl::unexpected(series.error());
    return writeWhole(io, path, [&](OutputFile& file) { return writeSalvaged(file, block, *series); });
}

} // namespace nocturne::tsdb
