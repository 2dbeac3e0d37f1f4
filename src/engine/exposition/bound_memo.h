// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::exposition {

/// Remembers normalised bounds: the histograms of one body mostly share theirs, and a bound of 17 digits takes longer
/// to normalise than the rest of its line to read.
class BoundMemo
{
public:
    /// As normalisedBound() of `text`, a view into the body. What is returned is valid until another text is asked for.
    std::string_view normalised(std::string_view text)
    {
        if (text.empty())
            return text;
        if (m_entries.empty())
            m_entries.resize(kEntries);
        auto& entry = m_entries.data()[slotOf(text)];
        if (entry.written != text)
            learn(entry, text);
        return entry.normal.empty() ? text : std::string_view(entry.normal);
    }

private:
    static constexpr std::size_t kEntries = 64; // a power of two

    struct Entry
    {
        std::string_view written;
        std::string normal; ///< empty where `written` is normal already
    };

    void learn(Entry& entry, std::string_view text);

    static std::size_t slotOf(std::string_view text)
    {
        const auto byte = [&](std::size_t at) { return std::size_t{static_cast<unsigned char>(text.data()[at])}; };
        const auto size = text.size();
        return (byte(0) * 5 + byte(size / 2) * 3 + byte(size - 1) + size * 11) % kEntries;
    }

    std::vector<Entry> m_entries;
    std::string m_buffer;
};

} // namespace nocturne::exposition
