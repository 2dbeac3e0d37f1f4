// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/text_lines.h"

#include <algorithm>

namespace nocturne::paste {

TextLines::TextLines(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size() - 1);
        m_lines.emplace_back(text.substr(at, end + 1 - at));
        at = end + 1;
    }
    if (!m_lines.empty() && !m_lines.back().ends_with('\n'))
        m_lines.back() += '\n';
}

std::size_t TextLines::depth(int number) const
{
    return std::min(line(number).find_first_not_of(' '), line(number).size());
}

bool TextLines::isEmpty(int number) const
{
    const auto first = line(number).find_first_not_of(" \t\r\n");
    return first == std::string::npos || line(number)[first] == '#';
}

bool TextLines::beginsItem(int number) const
{
    const auto& text = line(number);
    return text[std::min(depth(number), text.size() - 1)] == '-';
}

int TextLines::lastOfBlock(int number, std::size_t depth) const
{
    int last = number;
    for (int next = number + 1; next <= static_cast<int>(count()); ++next) {
        if (isEmpty(next))
            continue;
        if (this->depth(next) <= depth)
            break;
        last = next;
    }
    return last;
}

std::string TextLines::withLinesBehind(int number, std::string lines) const
{
    const bool isWindows = !m_lines.empty() && m_lines.front().ends_with("\r\n");
    for (std::size_t at = 0; isWindows && (at = lines.find('\n', at)) != std::string::npos; at += 2)
        lines.insert(at, 1, '\r');
    std::string out;
    for (int i = 1; i <= number; ++i)
        out += line(i);
    out += lines;
    for (int i = number + 1; i <= static_cast<int>(count()); ++i)
        out += line(i);
    return out;
}

} // namespace nocturne::paste
