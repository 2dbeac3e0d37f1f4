// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace nocturne::tsdb {

/// A series within one head; ascends with creation and names no other series later.
using SeriesId = std::uint32_t;

/// Ids in ascending order, none twice: the answer of the label index, and what set operations work on.
using IdList = std::vector<SeriesId>;

/// The series that have one label, ascending. 16 bytes, and no allocation for up to two ids, which is what most labels
/// of a fleet have. Not thread-safe.
class Postings
{
public:
    Postings() noexcept = default;
    Postings(const Postings&) = delete;
    Postings& operator=(const Postings&) = delete;
    Postings(Postings&& other) noexcept { swap(other); }
    Postings& operator=(Postings&& other) noexcept
    {
        swap(other);
        return *this;
    }
    ~Postings();

    std::span<const SeriesId> ids() const { return {data(), m_size}; }
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }

    /// Adds `id`, cheapest at the end. It must not be in the list.
    void insert(SeriesId id);
    /// Removes those of `ids`, ascending, that are in the list.
    void remove(std::span<const SeriesId> ids);
    /// Allocated bytes beside the object itself.
    std::size_t heapBytes() const { return isInline() ? 0 : m_capacity * sizeof(SeriesId); }

private:
    static constexpr std::uint32_t kInline = 2;

    bool isInline() const { return m_capacity == kInline; }
    const SeriesId* data() const { return isInline() ? m_inline : m_heap; }
    SeriesId* data() { return isInline() ? m_inline : m_heap; }
    void reserve(std::uint32_t capacity);
    void swap(Postings& other) noexcept;

    std::uint32_t m_size = 0;
    std::uint32_t m_capacity = kInline;
    union {
        SeriesId m_inline[kInline] = {}; // NOLINT: inline storage
        SeriesId* m_heap;
    };
};

/// Ids in both lists. Gallops through the longer one, so costs about |shorter| * log(|longer| / |shorter|).
IdList intersect(std::span<const SeriesId> a, std::span<const SeriesId> b);
/// Ids of `from` that are not in `removed`.
IdList subtract(std::span<const SeriesId> from, std::span<const SeriesId> removed);
/// Ids in any of the lists.
IdList unite(std::span<const std::span<const SeriesId>> lists);
/// Ids that are in any of the lists too: for few ids and many lists cheaper than to unite those.
IdList intersectAny(std::span<const SeriesId> ids, std::span<const std::span<const SeriesId>> lists);

} // namespace nocturne::tsdb
