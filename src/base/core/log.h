// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/core/clock.h"

namespace nocturne {

enum class LogLevel { Debug, Info, Warning, Error };

/// One entry of Nocturne's own log.
struct LogEntry
{
    Timestamp time = 0;
    LogLevel level = LogLevel::Info;
    std::string room;    ///< who speaks: "scrape", "rules"
    std::string message; ///< one line
};

/// Where the rooms of the program write what a person may want to know. Never holds secrets.
///
/// Made by the composition root and handed down by reference; log() may be called from any thread and the
/// sink is called under a lock, one entry at a time.
class Logger
{
public:
    using Sink = std::function<void(const LogEntry&)>;

    virtual ~Logger() = default;
    virtual void log(LogLevel level, std::string_view room, std::string message) = 0;
};

/// Hands each entry at or above `threshold` to `sink`, stamped by `clock`.
class SinkLogger final : public Logger
{
public:
    SinkLogger(const Clock& clock, LogLevel threshold, Sink sink);
    ~SinkLogger() override;
    void log(LogLevel level, std::string_view room, std::string message) override;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// Says nothing; for tests and short commands.
class NullLogger final : public Logger
{
public:
    void log(LogLevel, std::string_view, std::string) override {}
};

std::string_view toString(LogLevel level);

} // namespace nocturne
