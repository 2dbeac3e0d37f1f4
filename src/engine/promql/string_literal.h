// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace nocturne::promql {

/// The text that a String token's quotes and escapes stand for. Precondition: a whole, valid literal.
std::string unquote(std::string_view literal);
/// `text` in double quotes, with escapes where a character would not print; unquote() gives it back.
std::string quote(std::string_view text);

/// Bytes of the escape sequence at the front of `text`, which starts with a backslash, in a literal opened by
/// `quoteMark`; 0 when it is none.
std::size_t escapeLength(std::string_view text, char quoteMark);

} // namespace nocturne::promql
