// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/base64.h"

#include <algorithm>
#include <cstdint>

namespace nocturne {

std::string base64(std::string_view bytes, std::size_t lineLength)
{
    static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    std::size_t column = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        std::uint32_t group = 0;
        const auto count = std::min<std::size_t>(3, bytes.size() - at);
        for (std::size_t i = 0; i < 3; ++i)
            group = (group << 8U) | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += i <= count ? kDigits[(group >> (18U - 6U * i)) & 63U] : '=';
        column += 4;
        if (lineLength != 0 && column >= lineLength && at + 3 < bytes.size()) {
            out += "\r\n";
            column = 0;
        }
    }
    return out;
}

} // namespace nocturne
