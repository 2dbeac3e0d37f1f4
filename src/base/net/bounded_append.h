// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace nocturne::net {

/// Appends to a text that never gets longer than `maxBytes`; `out` and `piece` together must fit.
///
/// Grows in few large steps: memory that was never written costs nothing, while the blocks left behind by doubling
/// stay in the heap and add up to more than the text.
inline void appendBounded(std::string& out, std::string_view piece, std::size_t maxBytes)
{
    const auto needed = out.size() + piece.size();
    if (needed > out.capacity()) {
        const auto wanted = std::max(out.capacity() * 8, needed);
        out.reserve(wanted > maxBytes / 2 ? maxBytes : wanted);
    }
    out.append(piece);
}

} // namespace nocturne::net
