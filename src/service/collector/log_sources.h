// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/core/lane.h"
#include "base/core/log.h"
#include "service/collector/source_status.h"
#include "sources/syslog/syslog_listener.h"
#include "watch/logs/journal_tail.h"
#include "watch/logs/log_files.h"

namespace nocturne::collector {

/// Where log records come from.
struct LogOptions
{
    std::vector<logs::LogFiles::Options> files;
    bool journal = true;
    std::string journalFolder; ///< empty: the system's
    syslog::Options syslog;    ///< without addresses: none
};

/// Files, the journal and syslog as log records, and the thread that writes records to disk.
///
/// Lives on the collector thread, whose owner calls poll() a few times a second.
class LogSources
{
public:
    LogSources(logs::LogStore& store, const Clock& clock, Logger& log, LogOptions options);
    /// Waits until all that came is on disk.
    ~LogSources();

    /// Fails as SyslogListener::listen() does.
    Result<void> begin();
    void poll();
    /// One row for each file, the journal where it cannot be read, and syslog.
    std::vector<SourceStatus> rows() const;

private:
    void write();

    logs::LogStore& m_store;
    const Clock& m_clock;
    Logger& m_log;
    LogOptions m_options;
    std::vector<std::unique_ptr<logs::LogFiles>> m_files;
    std::unique_ptr<logs::JournalTail> m_journal;
    std::optional<Error> m_journalError;
    std::unique_ptr<syslog::SyslogListener> m_syslog;
    std::optional<Clock::Monotonic> m_written;
    std::optional<Clock::Monotonic> m_swept;
    std::atomic<bool> m_isWriting = false;
    bool m_isFaulty = false; ///< of the lane alone
    Lane m_lane;             ///< first to go
};

} // namespace nocturne::collector
