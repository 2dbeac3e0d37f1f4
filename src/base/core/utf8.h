// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace nocturne {

/// Bytes of the well-formed UTF-8 sequence at the front of `text`; 0 when there is none (Unicode 15, table 3-7: no
/// overlong forms, no surrogates).
std::size_t utf8Length(std::string_view text);

/// The code point of one whole, well-formed sequence, as utf8Length() found it.
std::uint32_t decodeUtf8(std::string_view sequence);

/// Whether `code` is a character: within Unicode and no surrogate (Unicode 15, D76).
constexpr bool isCharacter(std::uint32_t code) { return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff); }

/// Appends the UTF-8 sequence of `code`. Precondition: isCharacter(code).
void appendUtf8(std::string& out, std::uint32_t code);

} // namespace nocturne
