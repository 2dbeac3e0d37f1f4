// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// A column of n doubles as one bit stream, most significant bit first, padded with zero bits to a byte:
//
//   64 bits    the first value
//   then for each further value, with x = its bits XOR those of the value before:
//   0          x is zero
//   10         x, of which the bits within the last window
//   11         a new window: 5 bits leading zeros (at most 31), 6 bits its length (64 as 0), then the bits of x in it
#include "engine/tsdb/xor_column.h"

#include <algorithm>
#include <bit>

namespace nocturne::tsdb {

namespace {

constexpr unsigned kMaxLeading = 31;

class BitWriter
{
public:
    explicit BitWriter(Bytes& out)
        : m_out(out)
    {}

    /// Appends the low `count` bits of `bits`; 1 to 64.
    void put(std::uint64_t bits, unsigned count)
    {
        while (count > 0) {
            const unsigned piece = std::min(count, 8 - m_used);
            const auto value = (bits >> (count - piece)) & ((1U << piece) - 1);
            m_pending = static_cast<std::uint8_t>(m_pending | (value << (8 - m_used - piece)));
            m_used += piece;
            count -= piece;
            if (m_used == 8)
                flush();
        }
    }
    void flush()
    {
        if (m_used == 0)
            return;
        m_out.push_back(static_cast<std::byte>(m_pending));
        m_pending = 0;
        m_used = 0;
    }

private:
    Bytes& m_out;
    std::uint8_t m_pending = 0;
    unsigned m_used = 0;
};

class BitReader
{
public:
    explicit BitReader(ByteReader& in)
        : m_in(in)
    {}

    std::uint64_t get(unsigned count)
    {
        if (count > 32) {
            const auto high = get(count - 32);
            return (high << 32U) | get(32);
        }
        while (m_held < count) {
            m_word = (m_word << 8U) | m_in.byte();
            m_held += 8;
        }
        m_held -= count;
        return (m_word >> m_held) & ((std::uint64_t{1} << count) - 1);
    }

private:
    ByteReader& m_in;
    std::uint64_t m_word = 0;
    unsigned m_held = 0; // at most 39
};

} // namespace

void encodeXor(std::span<const double> values, Bytes& out)
{
    BitWriter writer(out);
    auto previous = std::bit_cast<std::uint64_t>(values[0]);
    writer.put(previous, 64);
    unsigned leading = 0;
    unsigned length = 0; // no window yet
    for (const double value : values.subspan(1)) {
        const auto bits = std::bit_cast<std::uint64_t>(value);
        const auto difference = bits ^ previous;
        previous = bits;
        if (difference == 0) {
            writer.put(0, 1);
            continue;
        }
        const auto newLeading = std::min(static_cast<unsigned>(std::countl_zero(difference)), kMaxLeading);
        const auto trailing = static_cast<unsigned>(std::countr_zero(difference));
        if (length != 0 && newLeading >= leading && trailing >= 64 - leading - length) {
            writer.put(0b10, 2);
        } else {
            leading = newLeading;
            length = 64 - leading - trailing;
            writer.put(0b11, 2);
            writer.put(leading, 5);
            writer.put(length & 63U, 6);
        }
        writer.put(difference >> (64 - leading - length), length);
    }
    writer.flush();
}

bool decodeXor(ByteReader& in, std::span<double> values)
{
    BitReader reader(in);
    auto bits = reader.get(64);
    values[0] = std::bit_cast<double>(bits);
    unsigned leading = 0;
    unsigned length = 0;
    for (double& value : values.subspan(1)) {
        if (reader.get(1) != 0) {
            if (reader.get(1) != 0) {
                leading = static_cast<unsigned>(reader.get(5));
                length = static_cast<unsigned>(reader.get(6));
                length = length == 0 ? 64 : length;
            }
            if (length == 0 || leading + length > 64 || in.failed())
                return false;
            bits ^= reader.get(length) << (64 - leading - length);
        }
        value = std::bit_cast<double>(bits);
    }
    return !in.failed();
}

} // namespace nocturne::tsdb
