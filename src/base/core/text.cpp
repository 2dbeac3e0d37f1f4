// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/text.h"

#include "base/core/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

namespace nocturne {

std::string asciiLower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return asciiLower(c); });
    return out;
}

std::string asciiUpper(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return asciiUpper(c); });
    return out;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, [](char x, char y) { return asciiLower(x) == asciiLower(y); });
}

std::string_view trimmed(std::string_view text, std::string_view blanks)
{
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool isValidUtf8(std::string_view text)
{
    while (!text.empty()) {
        std::uint64_t eight = 0;
        while (text.size() >= sizeof eight) { // ASCII in strides
            std::memcpy(&eight, text.data(), sizeof eight);
            if ((eight & 0x8080808080808080U) != 0)
                break;
            text.remove_prefix(sizeof eight);
        }
        if (text.empty())
            break;
        const auto length = utf8Length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string printable(std::string_view text, std::size_t maxBytes)
{
    static constexpr std::string_view kHex = "0123456789abcdef";
    static constexpr std::string_view kEllipsis = "…";
    std::string out;
    std::size_t cut = 0; // where the text may end and leave room for the ellipsis
    while (!text.empty()) {
        const auto length = utf8Length(text);
        const auto byte = static_cast<unsigned char>(text.front());
        const bool control =
            byte < 0x20 || byte == 0x7f ||
            (byte == 0xC2 && length == 2 && static_cast<unsigned char>(text[1]) < 0xA0); // U+0080 to U+009F
        const bool plain = length != 0 && !control;
        if (plain)
            out += text.substr(0, length);
        else
            out.append("\\x").append(1, kHex[byte >> 4U]).append(1, kHex[byte & 15U]);
        text.remove_prefix(plain ? length : 1);
        if (out.size() > maxBytes) {
            out.resize(cut);
            return out.append(kEllipsis);
        }
        if (out.size() + kEllipsis.size() <= maxBytes)
            cut = out.size();
    }
    return out;
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto substitute = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitute});
        }
    }
    return row[b.size()];
}

} // namespace nocturne
