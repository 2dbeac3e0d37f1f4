// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "base/core/io_files.h"
#include "engine/storage/queryable.h"
#include "engine/tsdb/block_index.h"
#include "engine/tsdb/damage_log.h"

namespace nocturne::tsdb {

/// Sealed samples of a window of time in one file, mapped and read in place.
///
/// Opening reads the footer alone; the index is checked at its first use, and each piece of data whenever it is read.
/// Immutable; all functions may be called from any thread. Readers share it, so that its file may be removed meanwhile.
class Block
{
public:
    /// Damage that readers find is noted in `damage`, and so is a footer that had to be taken from its copy. Fails with
    /// Corrupt when the file is no block, or cut off.
    static Result<std::shared_ptr<const Block>> open(IoLayer& io, const std::string& path, std::uint64_t number,
                                                     std::shared_ptr<DamageLog> damage);

    std::uint64_t number() const { return m_number; }
    const std::string& path() const { return m_path; }
    const BlockFooter& footer() const { return m_footer; }
    /// Whether its footer or header is damaged, so that footer() comes from a copy: the file is to be written anew.
    bool isFooterDamaged() const { return m_isFooterDamaged; }
    Timestamp minTime() const { return m_footer.minTime; }
    Timestamp maxTime() const { return m_footer.maxTime; }
    std::uint64_t fileSize() const { return m_view->bytes().size(); }
    /// The whole file, also when it was removed meanwhile. Where its disk is gone reading takes a signal; a write() of
    /// these bytes fails instead.
    std::span<const std::byte> file() const { return m_view->bytes(); }
    bool overlaps(Timestamp minTime, Timestamp maxTime) const
    {
        return m_footer.maxTime > minTime && m_footer.minTime <= maxTime;
    }

    /// Numbers of the blocks that this one replaces, or of which it is the roll-up. Reads that section alone.
    Result<std::vector<std::uint64_t>> sources() const;
    /// Of a block of roll-ups; null for other blocks. Read at the first call, and kept.
    struct RollUpOrigin
    {
        RollUpWindow window;
        std::vector<std::uint64_t> sources; ///< ascending
    };
    const RollUpOrigin* rollUpOrigin() const;
    /// Fails with Corrupt, each time, when the index is damaged.
    Result<const BlockIndex*> index() const;

    /// The times and values of one chunk.
    struct TimePiece
    {
        std::size_t count = 0;
        Timestamp minTime = 0;
        Timestamp maxTime = 0;
        std::span<const std::byte> column;
    };
    /// Nothing when the piece is damaged, which is noted.
    std::optional<TimePiece> timesOf(const BlockChunk& chunk) const;
    /// The values of a chunk of any kind as they lie in the file; nothing when they are damaged, which is noted.
    std::optional<std::span<const std::byte>> valuesOf(const BlockChunk& chunk, const TimePiece& piece) const;
    /// For readers that find a piece with the right checksum which does not decode.
    void noteUndecodable(const TimePiece& piece) const;
    /// Decodes a chunk of floats into spans that hold at least piece.count elements. False when it is damaged, which is
    /// noted.
    bool decode(const BlockChunk& chunk, const TimePiece& piece, std::span<Timestamp> times,
                std::span<double> values) const;

    /// Appends the roll-ups of a chunk. False when it is damaged, which is noted.
    bool decodeRollUps(const BlockChunk& chunk, std::vector<storage::RollUp>& into) const;

    /// Whether a chunk can be read as one of its kind; damage is noted. Adds its samples to `samples`.
    bool isSound(const BlockChunk& chunk, std::uint64_t& samples) const;

    /// Reads everything and counts pieces that are damaged.
    struct Verification
    {
        bool indexSound = true;
        bool footerSound = true;
        std::uint64_t chunks = 0;
        std::uint64_t damagedChunks = 0;
        std::uint64_t samples = 0;

        bool isSound() const { return indexSound && footerSound && damagedChunks == 0; }
    };
    Verification verify() const;

private:
    Block(std::string path, std::uint64_t number, std::shared_ptr<DamageLog> damage)
        : m_path(std::move(path))
        , m_number(number)
        , m_damage(std::move(damage))
    {}

    Result<BlockIndex> readIndex() const;
    std::optional<RollUpOrigin> readRollUpOrigin() const;
    bool areHistogramsSound(const BlockChunk& chunk, const TimePiece& piece) const;
    void noteDamage(const char* what, Timestamp from, Timestamp to) const;

    std::string m_path;
    std::uint64_t m_number;
    std::shared_ptr<DamageLog> m_damage;
    std::shared_ptr<const FileView> m_view;
    BlockFooter m_footer;
    bool m_isFooterDamaged = false;
    mutable std::once_flag m_originOnce;
    mutable std::optional<RollUpOrigin> m_origin;
    mutable std::once_flag m_indexOnce;
    mutable std::optional<Result<BlockIndex>> m_index;
};

} // namespace nocturne::tsdb
