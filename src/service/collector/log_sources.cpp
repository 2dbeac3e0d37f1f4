// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/log_sources.h"

#include <utility>

namespace nocturne::collector {

namespace {

using namespace std::chrono_literals;

constexpr auto kPollInterval = 500ms; // as the owner does, for display
constexpr auto kWriteInterval = 1s;   // what a power cut may cost
constexpr auto kSweepInterval = 10min;
constexpr int kSweepsAtOnce = 100; // then other records are written

SourceStatus rowOf(const logs::LogFiles::State& file)
{
    SourceStatus row;
    row.kind = SourceKind::Log;
    row.group = "file";
    row.name = file.service;
    row.address = file.path;
    row.state = file.error ? SourceState::Down : SourceState::Up;
    row.reason = file.error ? std::string(toString(file.error->kind)) : "";
    row.lastError = file.error ? file.error->message : "";
    row.interval = kPollInterval;
    return row;
}

SourceStatus journalRow(const Error& error)
{
    SourceStatus row;
    row.kind = SourceKind::Log;
    row.group = "journal";
    row.name = "journal";
    row.state = SourceState::Down;
    row.reason = std::string(toString(error.kind));
    row.lastError = error.message;
    row.interval = kPollInterval;
    return row;
}

SourceStatus syslogRow(const syslog::SyslogListener& listener)
{
    const auto& stats = listener.stats();
    SourceStatus row;
    row.kind = SourceKind::Log;
    row.group = "syslog";
    row.name = "syslog";
    row.address = listener.address();
    row.state = stats.taken + stats.refused == 0 ? SourceState::Waiting : SourceState::Up;
    row.lastError = stats.lastError;
    row.lastAttempt = stats.lastTaken;
    row.lastSuccess = stats.lastTaken;
    row.failures = stats.refused;
    return row;
}

} // namespace

LogSources::LogSources(logs::LogStore& store, const Clock& clock, Logger& log, LogOptions options)
    : m_store(store)
    , m_clock(clock)
    , m_log(log)
    , m_options(std::move(options))
{}

LogSources::~LogSources()
{
    m_syslog.reset();
    m_files.clear();
    m_lane.submit([this] { (void)m_store.flush(); });
    m_lane.finish();
}

Result<void> LogSources::begin()
{
    for (const auto& options : m_options.files)
        m_files.push_back(std::make_unique<logs::LogFiles>(m_store, m_clock, options));
    if (m_options.journal && logs::JournalTail::isAvailable(m_options.journalFolder))
        m_journal =
            std::make_unique<logs::JournalTail>(m_store, logs::JournalTail::Options{.folder = m_options.journalFolder});
    if (!m_options.syslog.udp && !m_options.syslog.tcp)
        return {};
    m_syslog = std::make_unique<syslog::SyslogListener>(m_store, m_clock, m_options.syslog);
    auto listens = m_syslog->listen();
    if (listens)
        m_log.log(LogLevel::Info, "syslog", "taking syslog at " + m_syslog->address());
    return listens;
}

void LogSources::poll()
{
    for (const auto& files : m_files)
        files->poll();
    if (m_journal) {
        const auto polled = m_journal->poll();
        m_journalError = polled ? std::nullopt : std::optional(polled.error());
    }
    const auto now = m_clock.monotonic();
    if (m_store.hasArchive() && !m_isWriting && (!m_written || now - *m_written >= kWriteInterval)) {
        m_written = now;
        write();
    }
}

void LogSources::write()
{
    const auto now = m_clock.monotonic();
    const bool sweeps = !m_swept || now - *m_swept >= kSweepInterval;
    if (sweeps)
        m_swept = now;
    m_isWriting = true;
    m_lane.submit([this, sweeps] {
        auto done = m_store.flush();
        for (int i = 0; done && sweeps && i < kSweepsAtOnce; ++i) {
            const auto swept = m_store.sweep(m_clock.now());
            done = swept ? Result<void>() : tl::unexpected(swept.error());
            if (!swept || !*swept)
                break;
        }
        if (!done && !std::exchange(m_isFaulty, true))
            m_log.log(LogLevel::Error, "logs", "log records cannot be written: " + done.error().message);
        else if (done && std::exchange(m_isFaulty, false))
            m_log.log(LogLevel::Info, "logs", "log records are written again");
        m_isWriting = false;
    });
}

std::vector<SourceStatus> LogSources::rows() const
{
    std::vector<SourceStatus> rows;
    for (const auto& files : m_files) {
        for (const auto& state : files->states())
            rows.push_back(rowOf(state));
    }
    if (m_journalError)
        rows.push_back(journalRow(*m_journalError));
    if (m_syslog)
        rows.push_back(syslogRow(*m_syslog));
    return rows;
}

} // namespace nocturne::collector
