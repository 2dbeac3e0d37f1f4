// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/postings.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace nocturne::tsdb {

Postings::~Postings()
{
    if (!isInline())
        delete[] m_heap; // NOLINT: owned by the union
}

void Postings::swap(Postings& other) noexcept
{
    static_assert(sizeof m_inline == sizeof m_heap, "one swap moves either member");
    std::swap(m_size, other.m_size);
    std::swap(m_capacity, other.m_capacity);
    std::swap(m_inline, other.m_inline);
}

void Postings::reserve(std::uint32_t capacity)
{
    auto* grown = new SeriesId[capacity]; // NOLINT: owned by the union
    std::memcpy(grown, data(), m_size * sizeof(SeriesId));
    if (!isInline())
        delete[] m_heap; // NOLINT
    m_heap = grown;
    m_capacity = capacity;
}

void Postings::insert(SeriesId id)
{
    if (m_size == m_capacity)
        reserve(m_capacity < 64 ? 2 * m_capacity : m_capacity + m_capacity / 4);
    auto* const begin = data();
    auto* const end = begin + m_size;
    auto* const at = m_size == 0 || *(end - 1) < id ? end : std::lower_bound(begin, end, id);
    std::memmove(at + 1, at, static_cast<std::size_t>(end - at) * sizeof(SeriesId));
    *at = id;
    ++m_size;
}

void Postings::remove(std::span<const SeriesId> ids)
{
    auto* const begin = data();
    auto* const end = std::remove_if(begin, begin + m_size,
                                     [&](SeriesId id) { return std::binary_search(ids.begin(), ids.end(), id); });
    m_size = static_cast<std::uint32_t>(end - begin);
}

namespace {

/// The first element not less than `id`, looked for in steps that double.
const SeriesId* gallop(const SeriesId* begin, const SeriesId* end, SeriesId id)
{
    std::ptrdiff_t step = 1;
    while (step < end - begin && begin[step] < id) {
        begin += step;
        step *= 2;
    }
    return std::lower_bound(begin, begin + std::min(step + 1, end - begin), id);
}

} // namespace

IdList intersect(std::span<const SeriesId> a, std::span<const SeriesId> b)
{
    if (a.size() > b.size())
        std::swap(a, b);
    IdList both;
    both.reserve(a.size());
    const auto* at = b.data();
    const auto* const end = at + b.size();
    for (const auto id : a) {
        at = gallop(at, end, id);
        if (at == end)
            break;
        if (*at == id)
            both.push_back(id);
    }
    return both;
}

IdList subtract(std::span<const SeriesId> from, std::span<const SeriesId> removed)
{
    IdList rest;
    rest.reserve(from.size());
    const auto* at = removed.data();
    const auto* const end = at + removed.size();
    for (const auto id : from) {
        at = gallop(at, end, id);
        if (at == end || *at != id)
            rest.push_back(id);
    }
    return rest;
}

namespace {

/// By a bit for each id between the lowest and the highest.
IdList uniteByBits(std::span<const std::span<const SeriesId>> lists, SeriesId lowest, std::size_t range,
                   std::size_t size)
{
    constexpr std::size_t kBits = 64;
    std::vector<std::uint64_t> words(range / kBits + 1);
    for (const auto& list : lists) {
        for (const auto id : list)
            words[(id - lowest) / kBits] |= std::uint64_t{1} << ((id - lowest) % kBits);
    }
    IdList all;
    all.reserve(size);
    for (std::size_t i = 0; i < words.size(); ++i) {
        for (auto word = words[i]; word != 0; word &= word - 1) {
            const auto bit = static_cast<std::size_t>(std::countr_zero(word));
            all.push_back(static_cast<SeriesId>(lowest + i * kBits + bit));
        }
    }
    return all;
}

} // namespace

IdList unite(std::span<const std::span<const SeriesId>> lists)
{
    constexpr std::size_t kIdsPerMember = 32; // denser than that bits are faster than a sort
    std::size_t size = 0;
    SeriesId lowest = std::numeric_limits<SeriesId>::max();
    SeriesId highest = 0;
    for (const auto& list : lists) {
        size += list.size();
        lowest = list.empty() ? lowest : std::min(lowest, list.front());
        highest = list.empty() ? highest : std::max(highest, list.back());
    }
    if (lists.size() > 1 && size > 0 && (highest - lowest) / kIdsPerMember < size)
        return uniteByBits(lists, lowest, highest - lowest + std::size_t{1}, size);
    IdList all;
    all.reserve(size);
    for (const auto& list : lists)
        all.insert(all.end(), list.begin(), list.end());
    if (lists.size() > 1) {
        std::ranges::sort(all);
        all.erase(std::unique(all.begin(), all.end()), all.end());
    }
    return all;
}

IdList intersectAny(std::span<const SeriesId> ids, std::span<const std::span<const SeriesId>> lists)
{
    IdList all;
    for (const auto& list : lists) {
        const auto both = intersect(ids, list);
        all.insert(all.end(), both.begin(), both.end());
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace nocturne::tsdb
