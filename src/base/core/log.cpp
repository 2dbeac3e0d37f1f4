// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/log.h"

#include <mutex>

namespace nocturne {

struct SinkLogger::State
{
    const Clock& clock;
    LogLevel threshold;
    Sink sink;
    std::mutex mutex;
};

SinkLogger::SinkLogger(const Clock& clock, LogLevel threshold, Sink sink)
    : m_state(new State{clock, threshold, std::move(sink), {}})
{}

SinkLogger::~SinkLogger() = default;

void SinkLogger::log(LogLevel level, std::string_view room, std::string message)
{
    if (level < m_state->threshold)
        return;
    const LogEntry entry{m_state->clock.now(), level, std::string(room), std::move(message)};
    const std::lock_guard lock(m_state->mutex);
    m_state->sink(entry);
}

std::string_view toString(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return "debug";
    case LogLevel::Info:
        return "info";
    case LogLevel::Warning:
        return "warning";
    case LogLevel::Error:
        return "error";
    }
    return "info";
}

} // namespace nocturne
