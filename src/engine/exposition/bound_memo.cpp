// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/bound_memo.h"

#include "engine/exposition/numbers.h"

namespace nocturne::exposition {

void BoundMemo::learn(Entry& entry, std::string_view text)
{
    m_buffer.clear();
    m_buffer.reserve(text.size() + 32); // see normalisedBound()
    const auto normal = normalisedBound(m_buffer, text);
    entry.written = text;
    entry.normal.assign(normal == text ? std::string_view() : normal);
}

} // namespace nocturne::exposition
