// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/syslog_frames.h"

#include <algorithm>

#include "base/core/text.h"

namespace nocturne::logs {

Result<void> SyslogFrames::takeCount(char c)
{
    if (c == ' ') {
        m_part = Part::Counted;
        return {};
    }
    if (!isAsciiDigit(c))
        return fail(Error::Kind::InvalidInput, "a count of octets is digits with a blank behind them");
    m_wanted = m_wanted * 10 + static_cast<std::size_t>(c - '0');
    if (m_wanted > m_maxBytes)
        return fail(Error::Kind::LimitExceeded,
                    "a message of more than " + std::to_string(m_maxBytes) + " bytes: shorten it, or send lines");
    return {};
}

void SyslogFrames::end(const Take& take)
{
    m_part = Part::Start;
    m_wanted = 0;
    if (!m_message.empty())
        take(m_message);
    m_message.clear();
}

Result<void> SyslogFrames::add(std::string_view bytes, const Take& take)
{
    while (!bytes.empty()) {
        if (m_part == Part::Start) {
            const char first = bytes.front();
            if (first == '\n' || first == '\r' || first == '\0' || first == ' ') { // between messages
                bytes.remove_prefix(1);
                continue;
            }
            m_part = first >= '1' && first <= '9' ? Part::Count : Part::Line;
        }
        if (m_part == Part::Count) {
            if (auto taken = takeCount(bytes.front()); !taken)
                return taken;
            bytes.remove_prefix(1);
        } else if (m_part == Part::Counted) {
            const auto part = bytes.substr(0, m_wanted - m_message.size());
            m_message += part;
            bytes.remove_prefix(part.size());
            if (m_message.size() == m_wanted)
                end(take);
        } else {
            const auto stop = bytes.find_first_of(std::string_view("\n\0", 2));
            const auto part = bytes.substr(0, stop);
            m_message += part.substr(0, m_maxBytes - std::min(m_message.size(), m_maxBytes));
            bytes.remove_prefix(stop == std::string_view::npos ? bytes.size() : stop + 1);
            if (stop != std::string_view::npos)
                end(take);
        }
    }
    return {};
}

void SyslogFrames::finish(const Take& take)
{
    if (m_part == Part::Line)
        end(take);
}

} // namespace nocturne::logs
