// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/utf8.h"

#include <array>

namespace nocturne {

std::size_t utf8Length(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto isTail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned lead = byte(0);
    if (lead < 0x80)
        return text.empty() ? 0 : 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return isTail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = lead == 0xED && byte(1) > 0x9F;
        return !overlong && !surrogate && isTail(1) && isTail(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool overlong = lead == 0xF0 && byte(1) < 0x90;
        const bool tooLarge = lead == 0xF4 && byte(1) > 0x8F;
        return !overlong && !tooLarge && isTail(1) && isTail(2) && isTail(3) ? 4 : 0;
    }
    return 0;
}

std::uint32_t decodeUtf8(std::string_view sequence)
{
    const auto lead = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1)
        return lead;
    std::uint32_t code = lead & (0xffU >> (sequence.size() + 1));
    for (const char c : sequence.substr(1))
        code = (code << 6U) | (static_cast<unsigned char>(c) & 0x3fU);
    return code;
}

void appendUtf8(std::string& out, std::uint32_t code)
{
    static constexpr std::array<std::uint32_t, 4> kLeads = {0, 0xc0, 0xe0, 0xf0};
    const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    const unsigned tails = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    put(kLeads.at(tails) | code >> (6 * tails));
    for (auto tail = tails; tail-- > 0;)
        put(0x80U | (code >> (6 * tail) & 0x3fU));
}

} // namespace nocturne
