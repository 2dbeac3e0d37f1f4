// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>

namespace nocturne::test {

constexpr char kMask = 0x5a;

/// A text that stands in this program only with every byte changed, so that a search for it does not find itself.
template <std::size_t Size>
struct MaskedText
{
    consteval MaskedText(const char (&text)[Size]) // NOLINT: a literal
    {
        for (std::size_t i = 0; i + 1 < Size; ++i)
            bytes[i] = static_cast<char>(text[i] ^ kMask);
    }
    std::span<const char> masked() const { return bytes; }
    /// The text itself; for a process that is not searched.
    std::string text() const
    {
        std::string plain(bytes.begin(), bytes.end());
        for (auto& c : plain)
            c = static_cast<char>(c ^ kMask);
        return plain;
    }

    std::array<char, Size - 1> bytes{};
};

/// How often a text stands in memory that may be written.
struct MemoryHits
{
    std::size_t guarded = 0;   ///< on pages that no core file gets and, where that is allowed, that are never swapped
    std::size_t elsewhere = 0; ///< anywhere else: the heap, stacks, data of libraries

    bool operator==(const MemoryHits&) const = default;
};

/// Searches all memory of this process that may be written, by /proc/self/smaps. To be called while no other thread
/// gives memory back.
MemoryHits findInMemory(std::span<const char> masked);

} // namespace nocturne::test
