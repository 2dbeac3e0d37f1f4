// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace nocturne::transfer {

/// Reads the bit streams of Prometheus' chunks, most significant bit first. Behind the end it gives zeros and failed().
class BitReader
{
public:
    explicit BitReader(std::span<const std::byte> bytes)
        : m_bytes(bytes)
    {}

    bool failed() const { return m_failed; }

    /// `count` bits, up to 64, in the lower bits of the result.
    std::uint64_t bits(unsigned count)
    {
        if (m_bytes.size() * 8 - m_at < count) {
            m_failed = true;
            m_at = m_bytes.size() * 8;
            return 0;
        }
        std::uint64_t value = 0;
        while (count > 0) {
            const auto used = static_cast<unsigned>(m_at % 8);
            const auto taken = count < 8 - used ? count : 8 - used;
            const auto byte = static_cast<unsigned>(m_bytes[m_at / 8]);
            value = (value << taken) | ((byte >> (8 - used - taken)) & ((1U << taken) - 1));
            m_at += taken;
            count -= taken;
        }
        return value;
    }
    bool bit() { return bits(1) != 0; }
    double number() { return std::bit_cast<double>(bits(64)); }

    /// `count` bits as a signed number in the way of Prometheus: 2^(count-1) itself is positive.
    std::int64_t signedBits(unsigned count)
    {
        const auto value = bits(count);
        const bool negative = count < 64 && value > (std::uint64_t{1} << (count - 1));
        return static_cast<std::int64_t>(negative ? value - (std::uint64_t{1} << count) : value);
    }

    /// LEB128, as Go's encoding/binary has it, plain and zigzag.
    std::uint64_t uvarint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = bits(8);
            value |= (byte & 0x7fU) << shift;
            if (byte < 0x80)
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

    /// "Varbit" numbers: a prefix of up to eight ones names the size of what follows.
    /// Source: Prometheus, tsdb/chunkenc/varbit.go.
    std::int64_t varbit()
    {
        const auto size = varbitSize();
        return size == 0 ? 0 : signedBits(size);
    }
    std::uint64_t uvarbit()
    {
        const auto size = varbitSize();
        return size == 0 ? 0 : bits(size);
    }

private:
    unsigned varbitSize()
    {
        static constexpr unsigned kSizes[] = {0, 3, 6, 9, 12, 18, 25, 56, 64}; // NOLINT: by the number of ones
        unsigned ones = 0;
        while (ones < 8 && bit())
            ++ones;
        return kSizes[ones];
    }

    std::span<const std::byte> m_bytes;
    std::size_t m_at = 0; // in bits
    bool m_failed = false;
};

} // namespace nocturne::transfer
