// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/burstlet/log_cursor.h"

#include <algorithm>
#include <string_view>

namespace nocturne::burstlet {

namespace {

constexpr std::size_t kRemembered = 2 * LogCursor::kPage * LogCursor::kMostPages;
constexpr std::size_t kMostCounts = 500;

std::string keyOf(const LogLine& line)
{
    if (!line.id.empty())
        return line.id;
    const auto& record = line.record;
    return std::to_string(record.time) + '\x1f' + record.service + '\x1f' + record.message;
}

std::string_view wordOf(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warn";
    case LogLevel::Error:
        return "error";
    }
    return "info";
}

} // namespace

LogCursor::LogCursor(logs::LogStore& store, std::string source)
    : m_store(store)
    , m_source(std::move(source))
{}

bool LogCursor::takePage(std::vector<LogLine> lines)
{
    ++m_pages;
    const bool isFull = lines.size() >= kPage;
    std::size_t taken = 0;
    for (auto& line : lines) {
        auto key = keyOf(line);
        if (line.record.time < m_newest || !m_known.insert(key).second)
            continue;
        m_order.push_back(std::move(key));
        m_collected.push_back(std::move(line));
        ++taken;
    }
    const bool wantsMore = isFull && taken > 0 && m_newest != 0;
    m_wasCutOff = wantsMore && m_pages >= kMostPages;
    return wantsMore && !m_wasCutOff;
}

void LogCursor::finish()
{
    std::ranges::stable_sort(m_collected, {}, [](const LogLine& line) { return line.record.time; });
    for (auto& line : m_collected) {
        auto& record = line.record;
        record.source = m_source;
        m_newest = std::max(m_newest, record.time);
        const std::pair key(std::string(wordOf(record.level)), record.service);
        if (m_counts.contains(key) || m_counts.size() < kMostCounts)
            ++m_counts[key];
        m_store.add(std::move(record));
    }
    m_collected.clear();
    m_pages = 0;
    while (m_order.size() > kRemembered) {
        m_known.erase(m_order.front());
        m_order.pop_front();
    }
}

std::vector<Reading> LogCursor::counts() const
{
    std::vector<Reading> readings;
    for (const auto& [key, count] : m_counts)
        readings.push_back({"burstlet_log_entries_total", {{"level", key.first}, {"service", key.second}}, count});
    return readings;
}

} // namespace nocturne::burstlet
