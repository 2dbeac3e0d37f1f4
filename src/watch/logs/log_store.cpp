// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/log_store.h"

#include <algorithm>
#include <deque>
#include <map>
#include <mutex>
#include <string_view>

#include "base/core/text.h"

namespace nocturne::logs {

namespace {

bool containsIgnoringCase(std::string_view text, std::string_view part)
{
    const auto same = [](char a, char b) { return asciiLower(a) == asciiLower(b); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end() || part.empty();
}

bool selects(const LogQuery& query, const LogRecord& record)
{
    if (record.sequence <= query.afterSequence || record.time < query.from || (query.to != 0 && record.time > query.to))
        return false;
    if (!query.levels.empty() && !query.levels.contains(record.level))
        return false;
    if (!query.service.empty() && query.service != record.service)
        return false;
    return containsIgnoringCase(record.message, query.text) ||
           std::ranges::any_of(record.fields,
                               [&](const auto& field) { return containsIgnoringCase(field.second, query.text); });
}

std::size_t bytesOf(const LogRecord& record)
{
    std::size_t bytes = sizeof record + record.message.size() + record.service.size() + record.source.size();
    for (const auto& [name, value] : record.fields)
        bytes += name.size() + value.size() + 64; // a node of the map
    return bytes;
}

} // namespace

struct LogStore::State
{
    Options options;
    mutable std::mutex mutex;
    std::deque<LogRecord> records;
    std::size_t bytes = 0;
    std::uint64_t lastSequence = 0;
    std::map<std::string, std::size_t> services; // records of each
    std::map<std::uint64_t, Listener> listeners;
    std::uint64_t nextListener = 1;

    void dropOldest()
    {
        const auto& oldest = records.front();
        bytes -= bytesOf(oldest);
        const auto service = services.find(oldest.service);
        if (--service->second == 0)
            services.erase(service);
        records.pop_front();
    }
};

LogStore::LogStore(Options options)
    : m_state(std::make_unique<State>())
{
    m_state->options = options;
}

LogStore::~LogStore() = default;

void LogStore::add(LogRecord record)
{
    std::vector<Listener> told;
    {
        const std::lock_guard lock(m_state->mutex);
        record.sequence = ++m_state->lastSequence;
        m_state->bytes += bytesOf(record);
        ++m_state->services[record.service];
        m_state->records.push_back(std::move(record));
        while (m_state->records.size() > m_state->options.maxRecords || m_state->bytes > m_state->options.maxBytes)
            m_state->dropOldest();
        for (const auto& [id, listener] : m_state->listeners)
            told.push_back(listener);
    }
    for (const auto& listener : told)
        listener();
}

std::vector<LogRecord> LogStore::find(const LogQuery& query) const
{
    std::vector<LogRecord> found;
    const std::lock_guard lock(m_state->mutex);
    for (auto record = m_state->records.rbegin(); record != m_state->records.rend(); ++record) {
        if (found.size() >= query.limit || record->sequence <= query.afterSequence)
            break;
        if (selects(query, *record))
            found.push_back(*record);
    }
    std::ranges::reverse(found);
    return found;
}

std::vector<std::string> LogStore::services() const
{
    const std::lock_guard lock(m_state->mutex);
    std::vector<std::string> names;
    for (const auto& [name, count] : m_state->services)
        names.push_back(name);
    return names;
}

std::size_t LogStore::size() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->records.size();
}

std::uint64_t LogStore::subscribe(Listener listener)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->listeners.emplace(m_state->nextListener, std::move(listener));
    return m_state->nextListener++;
}

void LogStore::unsubscribe(std::uint64_t subscription)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->listeners.erase(subscription);
}

} // namespace nocturne::logs
