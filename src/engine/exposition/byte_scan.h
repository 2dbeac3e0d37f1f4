// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/// The inner loops over bytes: sixteen at a time with SSE2, which every x86-64 has, else one by one. None reads
/// beyond `end`.
namespace nocturne::exposition::scan {

enum CharClass : std::uint8_t { kNameStart = 1, kNameTail = 2, kLabelStart = 4, kLabelTail = 8 };

inline constexpr auto kClasses = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = 0; c < 256; ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        const bool digit = c >= '0' && c <= '9';
        unsigned bits = 0;
        if (letter)
            bits |= kNameStart | kNameTail | kLabelStart | kLabelTail;
        if (c == ':')
            bits |= kNameStart | kNameTail;
        if (digit)
            bits |= kNameTail | kLabelTail;
        table[c] = static_cast<std::uint8_t>(bits);
    }
    return table;
}();

inline bool is(char c, CharClass wanted) { return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0; }

inline bool isDigit(char c) { return static_cast<unsigned char>(c - '0') < 10; }

/// Eight bytes as a number whose lowest byte is the first.
inline std::uint64_t load8(const char* p)
{
    std::uint64_t bytes = 0;
    if constexpr (std::endian::native == std::endian::little) {
        std::memcpy(&bytes, p, sizeof bytes);
    } else {
        for (unsigned i = 0; i < 8; ++i)
            bytes |= std::uint64_t{static_cast<unsigned char>(p[i])} << (8 * i);
    }
    return bytes;
}

inline bool areEightDigits(const char* p)
{
    const auto bytes = load8(p);
    return ((bytes & 0xF0F0F0F0F0F0F0F0) | (((bytes + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4U)) ==
           0x3333333333333333;
}

/// The value of eight digits, pairs first. After D. Lemire, "Number parsing at a gigabyte per second" (2021),
/// section 3.
inline std::uint64_t eightDigits(const char* p)
{
    auto value = load8(p) - 0x3030303030303030;
    value = value * 10 + (value >> 8U);
    return (((value & 0x000000FF000000FF) * 0x000F424000000064) +
            (((value >> 16U) & 0x000000FF000000FF) * 0x0000271000000001)) >>
           32U;
}

inline const char* skipBlanks(const char* p, const char* end)
{
    while (p != end && (*p == ' ' || *p == '\t'))
        ++p;
    return p;
}

inline std::string_view view(const char* first, const char* last)
{
    return {first, static_cast<std::size_t>(last - first)};
}

/// Whether a value or timestamp ends at `p`.
inline bool isTokenEnd(const char* p, const char* end) { return p == end || *p == '\n' || *p == ' ' || *p == '\t'; }

/// The line feed from `p` on, or `end`.
inline const char* lineFeed(const char* p, const char* end)
{
    const auto* found = p == end ? nullptr : std::memchr(p, '\n', static_cast<std::size_t>(end - p));
    return found == nullptr ? end : static_cast<const char*>(found);
}

#if defined(__SSE2__)
inline __m128i load16(const char* p)
{
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); // NOLINT: unaligned load of bytes
}

/// Bytes whose distance above `low` is less than `count`.
inline __m128i inRange(__m128i bytes, char low, char count)
{
    const __m128i distance = _mm_sub_epi8(bytes, _mm_set1_epi8(low));
    return _mm_cmpeq_epi8(_mm_min_epu8(distance, _mm_set1_epi8(static_cast<char>(count - 1))), distance);
}

inline unsigned mask16(__m128i lanes) { return static_cast<unsigned>(_mm_movemask_epi8(lanes)); }
#endif

/// The first byte from `p` on that cannot stand in a metric name.
inline const char* nameEnd(const char* p, const char* end)
{
#if defined(__SSE2__)
    while (end - p >= 16) {
        const __m128i bytes = load16(p);
        const __m128i letters = inRange(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26);
        const __m128i digits = inRange(bytes, '0', 11); // and the colon, which follows '9'
        const __m128i underscore = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));
        const unsigned other = ~mask16(_mm_or_si128(_mm_or_si128(letters, digits), underscore)) & 0xFFFFU;
        if (other != 0)
            return p + std::countr_zero(other);
        p += 16;
    }
#endif
    while (p != end && is(*p, kNameTail))
        ++p;
    return p;
}

/// The first quote, backslash or line feed from `p` on; sets `high` when a byte before it is not ASCII.
inline const char* quotedStop(const char* p, const char* end, bool& high)
{
#if defined(__SSE2__)
    while (end - p >= 16) {
        const __m128i bytes = load16(p);
        const __m128i stops = _mm_or_si128(
            _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'))));
        const unsigned stop = mask16(stops);
        const unsigned before = stop == 0 ? 0xFFFFU : (stop & (~stop + 1)) - 1;
        high |= (mask16(bytes) & before) != 0;
        if (stop != 0)
            return p + std::countr_zero(stop);
        p += 16;
    }
#endif
    while (p != end && *p != '"' && *p != '\\' && *p != '\n') {
        high |= (static_cast<unsigned char>(*p) & 0x80U) != 0;
        ++p;
    }
    return p;
}

/// The line feed that ends the line at `p`, or `end`; sets `high` when a byte before it is not ASCII.
inline const char* lineEnd(const char* p, const char* end, bool& high)
{
#if defined(__SSE2__)
    __m128i seen = _mm_setzero_si128();
    while (end - p >= 16) {
        const __m128i bytes = load16(p);
        const unsigned stop = mask16(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')));
        if (stop != 0) {
            high |= ((mask16(bytes) & ((stop & (~stop + 1)) - 1)) | mask16(seen)) != 0;
            return p + std::countr_zero(stop);
        }
        seen = _mm_or_si128(seen, bytes);
        p += 16;
    }
    high |= mask16(seen) != 0;
#endif
    for (; p != end && *p != '\n'; ++p)
        high |= (static_cast<unsigned char>(*p) & 0x80U) != 0;
    return p;
}

/// Whether `size` bytes are equal: faster than a call of memcmp for the lengths a series has.
inline bool equalBytes(const char* a, const char* b, std::size_t size)
{
#if defined(__SSE2__)
    if (size >= 16) {
        const char* const last = a + size - 16;
        for (; a < last; a += 16, b += 16) {
            if (mask16(_mm_cmpeq_epi8(load16(a), load16(b))) != 0xFFFFU)
                return false;
        }
        b -= a - last;
        return mask16(_mm_cmpeq_epi8(load16(last), load16(b))) == 0xFFFFU;
    }
#endif
    for (; size >= 8; a += 8, b += 8, size -= 8) {
        std::uint64_t x = 0;
        std::uint64_t y = 0;
        std::memcpy(&x, a, sizeof x);
        std::memcpy(&y, b, sizeof y);
        if (x != y)
            return false;
    }
    for (; size > 0; ++a, ++b, --size) {
        if (*a != *b)
            return false;
    }
    return true;
}

/// How many of the first `most` bytes are equal; `a` lies before `b` in one buffer, which stops at `end`.
inline std::size_t commonPrefix(const char* a, const char* b, const char* end, std::size_t most)
{
    std::size_t i = 0;
#if defined(__SSE2__)
    for (; end - b - static_cast<std::ptrdiff_t>(i) >= 16 && i < most; i += 16) {
        const unsigned same = mask16(_mm_cmpeq_epi8(load16(a + i), load16(b + i)));
        if (same != 0xFFFFU) {
            i += static_cast<std::size_t>(std::countr_one(same));
            return i < most ? i : most;
        }
    }
#endif
    while (i < most && b + i != end && a[i] == b[i])
        ++i;
    return i < most ? i : most;
}

/// Behind `prefix` when the bytes at `p` start with it, else `p`.
inline const char* behind(std::string_view prefix, const char* p, const char* end)
{
    const bool starts =
        static_cast<std::size_t>(end - p) >= prefix.size() && equalBytes(p, prefix.data(), prefix.size());
    return starts ? p + prefix.size() : p;
}

inline bool equal(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && equalBytes(a.data(), b.data(), a.size());
}

/// Order of bytes, as operator<: most names differ in their first.
inline bool less(std::string_view a, std::string_view b)
{
    if (!a.empty() && !b.empty() && a.front() != b.front())
        return static_cast<unsigned char>(a.front()) < static_cast<unsigned char>(b.front());
    return a < b;
}

} // namespace nocturne::exposition::scan
