// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/append_rate.h"

namespace nocturne::collector {

double AppendRate::note(std::uint64_t appended, Clock::Monotonic now)
{
    constexpr auto kWindow = std::chrono::minutes(1);
    constexpr auto kStep = std::chrono::seconds(1);
    if (m_marks.empty() || now - m_marks.back().time >= kStep)
        m_marks.push_back({now, appended});
    while (m_marks.size() > 2 && now - m_marks.front().time > kWindow)
        m_marks.pop_front();
    const auto& first = m_marks.front();
    const auto seconds = std::chrono::duration<double>(now - first.time).count();
    return seconds < 1 ? 0 : static_cast<double>(appended - first.appended) / seconds;
}

} // namespace nocturne::collector
