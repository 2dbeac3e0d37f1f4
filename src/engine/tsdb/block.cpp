// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/block.h"

#include <algorithm>
#include <array>

#include "engine/tsdb/checksum.h"
#include "engine/tsdb/integer_column.h"
#include "engine/tsdb/roll_up_codec.h"
#include "engine/tsdb/side_samples.h"
#include "engine/tsdb/value_column.h"

namespace nocturne::tsdb {

namespace {

constexpr std::size_t kSumSize = 4;
constexpr std::uint64_t kLongestRollUpWindow = std::uint64_t{1} << 40U; // ms: 34 years

std::uint32_t load32(const std::byte* at)
{
    std::uint32_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

} // namespace

Result<std::shared_ptr<const Block>> Block::open(IoLayer& io, const std::string& path, std::uint64_t number,
                                                 std::shared_ptr<DamageLog> damage)
{
    const std::shared_ptr<Block> block(new Block(path, number, std::move(damage))); // NOLINT: private constructor
    auto view = io.map(path);
    if (!view)
        return tl::unexpected(ioError("open", path, view.error()));
    block->m_view = std::move(*view);
    auto footer = readFooter(block->file());
    block->m_isFooterDamaged = !footer;
    if (!footer)
        footer = rescueFooter(block->file());
    if (!footer)
        return fail(Error::Kind::Corrupt, path + " is no block of this version, or it is cut off or damaged");
    block->m_footer = *footer;
    block->m_isFooterDamaged = block->m_isFooterDamaged || isCopyDamaged(block->file(), *footer);
    if (block->m_isFooterDamaged)
        block->m_damage->add({path,
                              "its footer, or the copy of that, is damaged; it could be read, and nothing is lost", 0,
                              0, 0, false});
    return block;
}

Result<BlockIndex> Block::readIndex() const
{
    for (const auto& place : m_footer.sections) {
        if (checksum(file().subspan(place.offset, place.size)) != place.sum)
            return fail(Error::Kind::Corrupt, "the index of " + m_path + " has a wrong checksum");
    }
    return BlockIndex::make(file(), m_footer);
}

Result<std::vector<std::uint64_t>> Block::sources() const
{
    const auto& place = m_footer.at(BlockSection::Sources);
    const auto section = file().subspan(place.offset, place.size);
    if (checksum(section) != place.sum)
        return fail(Error::Kind::Corrupt, "the list of sources in " + m_path + " has a wrong checksum");
    ByteReader in(section);
    std::vector<std::uint64_t> numbers;
    const auto count = in.varint();
    for (std::uint64_t i = 0; i < count && !in.failed(); ++i)
        numbers.push_back(in.varint());
    if (in.failed())
        return fail(Error::Kind::Corrupt, "the list of sources in " + m_path + " does not fit together");
    return numbers;
}

const Block::RollUpOrigin* Block::rollUpOrigin() const
{
    std::call_once(m_originOnce, [this] { m_origin = readRollUpOrigin(); });
    return m_origin ? &*m_origin : nullptr;
}

std::optional<Block::RollUpOrigin> Block::readRollUpOrigin() const
{
    auto numbers = sources();
    if (!numbers)
        return std::nullopt;
    const auto& place = m_footer.at(BlockSection::Sources);
    ByteReader in(file().subspan(place.offset, place.size));
    for (std::size_t i = 0; i < numbers->size() + 1; ++i)
        (void)in.varint();
    RollUpWindow window;
    window.start = static_cast<Timestamp>(unzigzag(in.varint()));
    const auto length = in.varint();
    const auto resolution = in.varint();
    if (in.failed() || length == 0 || length > kLongestRollUpWindow || resolution == 0 || length % resolution != 0)
        return std::nullopt;
    window.end = window.start + static_cast<Timestamp>(length);
    window.resolutionMs = static_cast<std::int64_t>(resolution);
    std::ranges::sort(*numbers);
    return RollUpOrigin{window, std::move(*numbers)};
}

Result<const BlockIndex*> Block::index() const
{
    std::call_once(m_indexOnce, [this] {
        m_index = readIndex();
        if (!*m_index)
            noteDamage("the index is damaged, so nothing of this file can be read", minTime(), maxTime());
    });
    if (!*m_index)
        return tl::unexpected(m_index->error());
    return &**m_index;
}

void Block::noteDamage(const char* what, Timestamp from, Timestamp to) const
{
    m_damage->add({m_path, what, from, to, 0});
}

std::optional<Block::TimePiece> Block::timesOf(const BlockChunk& chunk) const
{
    const auto bytes = file();
    const auto damaged = [&] {
        noteDamage("the times of a chunk are damaged", minTime(), maxTime());
        return std::nullopt;
    };
    if (chunk.timesOffset > bytes.size() || bytes.size() - chunk.timesOffset < kSumSize)
        return damaged();
    const auto piece = bytes.subspan(chunk.timesOffset + kSumSize);
    ByteReader in(piece);
    const auto size = in.varint();
    const auto header = piece.size() - in.remaining();
    if (in.failed() || size > in.remaining() ||
        shortChecksum(piece.first(header + size), chunk.timesOffset) != load32(bytes.data() + chunk.timesOffset))
        return damaged();

    ByteReader body(piece.subspan(header, size));
    TimePiece times;
    times.count = body.byte();
    const auto minimum = unzigzag(body.varint());
    times.minTime = static_cast<Timestamp>(minimum);
    times.maxTime = static_cast<Timestamp>(minimum + body.varint());
    if (body.failed() || times.count == 0)
        return damaged();
    times.column = {body.position(), body.remaining()};
    return times;
}

std::optional<std::span<const std::byte>> Block::valuesOf(const BlockChunk& chunk, const TimePiece& piece) const
{
    const auto bytes = file();
    const bool within = chunk.valuesOffset <= bytes.size() && chunk.valuesSize <= bytes.size() - chunk.valuesOffset;
    if (within) {
        const auto values = bytes.subspan(chunk.valuesOffset, chunk.valuesSize);
        if (shortChecksum(values, chunk.valuesOffset) == chunk.valuesSum)
            return values;
    }
    noteDamage("the values of a chunk are damaged", piece.minTime, piece.maxTime);
    return std::nullopt;
}

void Block::noteUndecodable(const TimePiece& piece) const
{
    noteDamage("a chunk does not decode", piece.minTime, piece.maxTime);
}

bool Block::decode(const BlockChunk& chunk, const TimePiece& piece, std::span<Timestamp> times,
                   std::span<double> values) const
{
    const auto column = valuesOf(chunk, piece);
    if (!column)
        return false;
    ByteReader timesIn(piece.column);
    ByteReader valuesIn(*column);
    if (decodeIntegers(timesIn, times.first(piece.count)) && decodeValues(valuesIn, values.first(piece.count)) &&
        timesIn.atEnd() && valuesIn.atEnd())
        return true;
    noteUndecodable(piece);
    return false;
}

bool Block::decodeRollUps(const BlockChunk& chunk, std::vector<storage::RollUp>& into) const
{
    const auto piece = timesOf(chunk);
    const auto values = piece ? valuesOf(chunk, *piece) : std::nullopt;
    if (!values)
        return false;
    if (tsdb::decodeRollUps(piece->column, *values, piece->count, into))
        return true;
    noteUndecodable(*piece);
    return false;
}

bool Block::isSound(const BlockChunk& chunk, std::uint64_t& samples) const
{
    if (chunk.kind == ChunkKind::RollUps || chunk.kind == ChunkKind::RollUpsBesideHistograms) {
        std::vector<storage::RollUp> rollUps;
        const bool sound = decodeRollUps(chunk, rollUps);
        for (const auto& r : rollUps)
            samples += r.count;
        return sound;
    }
    const auto piece = timesOf(chunk);
    if (!piece)
        return false;
    std::array<Timestamp, kMaxColumnValues> times; // NOLINT: filled by decode()
    std::array<double, kMaxColumnValues> values;   // NOLINT
    const bool isFloat = chunk.kind == ChunkKind::Float;
    const bool sound = isFloat ? decode(chunk, *piece, times, values) : areHistogramsSound(chunk, *piece);
    if (sound && chunk.kind != ChunkKind::StartTimes)
        samples += piece->count;
    return sound;
}

/// Or start times. Chunks of kinds that are not known are passed over by readers, so that their bytes are enough.
bool Block::areHistogramsSound(const BlockChunk& chunk, const TimePiece& piece) const
{
    const auto values = valuesOf(chunk, piece);
    if (!values)
        return false;
    SideSamples side;
    const bool isKnown = chunk.kind == ChunkKind::Histogram || chunk.kind == ChunkKind::StartTimes;
    const auto decoded = chunk.kind == ChunkKind::Histogram    ? side.decodeHistograms(*values)
                         : chunk.kind == ChunkKind::StartTimes ? side.decodeStartTimes(*values)
                                                               : Result<void>();
    if (!isKnown || decoded)
        return true;
    noteUndecodable(piece);
    return false;
}

Block::Verification Block::verify() const
{
    Verification result;
    result.footerSound = !m_isFooterDamaged;
    const auto index = this->index();
    if (!index) {
        result.indexSound = false;
        return result;
    }
    BlockIndex::Walker walker(**index);
    for (SeriesId id = 0; id < (*index)->seriesCount(); ++id) {
        if (!walker.seek(id)) {
            result.indexSound = false;
            return result;
        }
        for (const auto& chunk : walker.chunks()) {
            ++result.chunks;
            result.damagedChunks += isSound(chunk, result.samples) ? 0 : 1;
        }
    }
    return result;
}

} // namespace nocturne::tsdb
