// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "engine/model/matcher.h"
#include "engine/tsdb/block_format.h"
#include "engine/tsdb/log_record.h"
#include "engine/tsdb/postings.h"

namespace nocturne::tsdb {

/// Where the samples of one chunk lie in the file of a block.
struct BlockChunk
{
    std::uint64_t timesOffset = 0;
    std::uint64_t valuesOffset = 0;
    std::uint32_t valuesSize = 0;
    std::uint32_t valuesSum = 0;
    ChunkKind kind = ChunkKind::Float; ///< any number of three bits: readers pass over kinds they do not know
};

/// Finds series in the index of a block, in place, without loading it. Ids ascend as label sets do.
///
/// Any bytes are safe to read: what does not fit together is answered with Corrupt. const functions may be called
/// from any thread.
class BlockIndex
{
public:
    /// Borrows the file of a block. make() looks at everything of fixed size; checksums are up to the caller.
    static Result<BlockIndex> make(std::span<const std::byte> file, const BlockFooter& footer);

    std::uint32_t seriesCount() const { return m_seriesCount; }
    /// Ids of the series that every matcher selects; all when `matchers` are empty. As LabelIndex::select().
    Result<IdList> select(const std::vector<model::Matcher>& matchers, const std::stop_token& stop) const;
    /// Ascending.
    std::vector<std::string_view> names() const;
    std::vector<std::string_view> values(std::string_view name) const;

    /// Reads the entries of series, forwards.
    class Walker
    {
    public:
        explicit Walker(const BlockIndex& index)
            : m_index(index)
            , m_in({})
        {}
        /// Reads series `id`, which is less than seriesCount(). Ascending ids are cheapest. False when it is corrupt.
        bool seek(SeriesId id);
        model::LabelSet labels() const { return model::LabelSet::fromSorted(m_labels); }
        const std::vector<BlockChunk>& chunks() const { return m_chunks; }

    private:
        bool readEntry();

        const BlockIndex& m_index;
        ByteReader m_in;
        SeriesId m_next = 0; // that m_in stands before; 0 with nothing read
        std::vector<model::Label> m_labels;
        std::vector<BlockChunk> m_chunks;
        std::uint64_t m_valuesEnd = 0;
        std::uint64_t m_timesOffset = 0;
    };

private:
    using Section = std::span<const std::byte>;
    struct ValueRange
    {
        std::size_t first = 0;
        std::size_t end = 0;
    };

    BlockIndex() = default;
    bool isSound() const;
    std::uint32_t word(Section section, std::size_t index) const;
    std::size_t stringCount() const { return m_stringCount; }
    std::string_view string(std::uint32_t id) const;
    ValueRange valuesOf(std::string_view name) const;
    std::string_view valueAt(std::size_t index) const { return string(word(m_values, 2 * index)); }
    bool appendPostings(std::size_t value, IdList& ids) const;
    Result<IdList> listOf(const model::Matcher& matcher, bool matching, const std::stop_token& stop) const;

    Section m_strings, m_names, m_values, m_postings, m_groups, m_series;
    std::uint32_t m_seriesCount = 0;
    std::size_t m_stringCount = 0;
    unsigned m_kindBits = 3;
};

} // namespace nocturne::tsdb
