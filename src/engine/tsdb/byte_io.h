// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace nocturne::tsdb {

static_assert(std::endian::native == std::endian::little, "the codecs load and store little-endian words");

using Bytes = std::vector<std::byte>;

/// Maps small magnitudes of either sign to small numbers: 0, -1, 1, -2 become 0, 1, 2, 3.
constexpr std::uint64_t zigzag(std::uint64_t value) { return (value << 1U) ^ (0 - (value >> 63U)); }
constexpr std::uint64_t unzigzag(std::uint64_t value) { return (value >> 1U) ^ (0 - (value & 1U)); }

/// Bytes that appendVarint() needs for `value`: 1 to 10.
constexpr std::size_t varintSize(std::uint64_t value)
{
    return (static_cast<std::size_t>(std::bit_width(value | 1U)) + 6) / 7;
}

/// Appends `value` as LEB128: seven bits a byte, least significant first, the high bit set on all but the last.
inline void appendVarint(Bytes& out, std::uint64_t value)
{
    while (value >= 0x80) {
        out.push_back(static_cast<std::byte>(value | 0x80U));
        value >>= 7U;
    }
    out.push_back(static_cast<std::byte>(value));
}

inline void appendBytes(Bytes& out, std::span<const std::byte> bytes)
{
    const auto start = out.size();
    out.resize(start + bytes.size());
    if (!bytes.empty())
        std::memcpy(out.data() + start, bytes.data(), bytes.size());
}

/// Appends a number of fixed size as it lies in memory.
template <typename Word>
void appendWord(Bytes& out, Word word)
{
    appendBytes(out, std::as_bytes(std::span(&word, 1)));
}

inline std::span<const std::byte> bytesOf(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// Walks over encoded bytes. A read behind the end or of a malformed number yields 0 and makes the reader fail for
/// good, so that callers may check once. Borrows the bytes.
class ByteReader
{
public:
    explicit ByteReader(std::span<const std::byte> bytes)
        : m_at(bytes.data())
        , m_end(bytes.data() + bytes.size())
    {}

    bool failed() const { return m_failed; }
    bool atEnd() const { return m_at == m_end; }
    std::size_t remaining() const { return static_cast<std::size_t>(m_end - m_at); }
    const std::byte* position() const { return m_at; }
    void fail() { m_failed = true; }

    std::uint8_t byte()
    {
        if (m_at == m_end) {
            m_failed = true;
            return 0;
        }
        return static_cast<std::uint8_t>(*m_at++);
    }

    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && m_at != m_end; shift += 7) {
            const auto piece = static_cast<std::uint64_t>(*m_at++);
            value |= (piece & 0x7fU) << shift;
            if (piece < 0x80)
                return value;
        }
        m_failed = true;
        return 0;
    }

    /// Steps over `size` bytes and returns where they start, or null when there are fewer.
    const std::byte* take(std::size_t size)
    {
        if (size > remaining()) {
            m_failed = true;
            return nullptr;
        }
        const auto* start = m_at;
        m_at += size;
        return start;
    }

private:
    const std::byte* m_at;
    const std::byte* m_end;
    bool m_failed = false;
};

inline std::uint64_t loadWord(const std::byte* at)
{
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

} // namespace nocturne::tsdb
