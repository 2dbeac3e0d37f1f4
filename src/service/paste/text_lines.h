// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::paste {

/// Lines of a text in block YAML, by number from 1, each ended. Private to this room.
class TextLines
{
public:
    explicit TextLines(std::string_view text);

    std::size_t count() const { return m_lines.size(); }
    const std::string& line(int number) const { return m_lines[static_cast<std::size_t>(number) - 1]; }
    /// Blanks at its begin.
    std::size_t depth(int number) const;
    /// Whether it holds nothing, or a comment alone.
    bool isEmpty(int number) const;
    /// Whether an item of a list begins in it.
    bool beginsItem(int number) const;
    /// The last line of the block that begins in `number` and whose further lines are deeper than `depth`.
    int lastOfBlock(int number, std::size_t depth) const;
    /// The text with `lines` behind line `number`, in the line ends of the text.
    std::string withLinesBehind(int number, std::string lines) const;

private:
    std::vector<std::string> m_lines;
};

} // namespace nocturne::paste
