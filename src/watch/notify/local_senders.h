// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/core/log.h"
#include "base/net/event_loop.h"
#include "watch/notify/sender.h"
#include "watch/notify/texts.h"

namespace nocturne::notify {

/// A line in Nocturne's own log, as bad as the alerts are.
class LogSender final : public Sender
{
public:
    LogSender(Logger& log, MessageText text)
        : m_log(log)
        , m_text(std::move(text))
    {}

    void send(const Message& message, Done done) override;
    std::string preview(const Message& message) const override;

private:
    Logger& m_log;
    MessageText m_text;
};

struct CommandOptions
{
    std::vector<std::string> command; ///< program and arguments
    std::string directory;            ///< the program lies in it; it and the program are their owner's alone
    std::chrono::milliseconds timeout{30'000};
};

/// What speaks against running a command: the program is not in `directory`, or others than its owner (this user, or
/// root) may write to one of them. Fails with InvalidInput and the cure. The path of the program where nothing does.
Result<std::string> checkCommand(const CommandOptions& options);

/// Runs a program with Alertmanager's webhook body on its standard input: no shell, nothing of the message in its
/// arguments, an environment of PATH, LANG and NOCTURNE_KEY alone, a process group of its own, limits on what it may
/// use; ended after a time. Exit code 0 is sent, 75 (EX_TEMPFAIL) and a timeout are tried again, all else is refused.
class CommandSender final : public Sender
{
public:
    CommandSender(net::EventLoop& loop, CommandOptions options);
    ~CommandSender() override;
    CommandSender(const CommandSender&) = delete;
    CommandSender& operator=(const CommandSender&) = delete;

    void send(const Message& message, Done done) override;
    std::string preview(const Message& message) const override;

private:
    struct Run;
    net::EventLoop& m_loop;
    CommandOptions m_options;
    std::set<std::shared_ptr<Run>> m_runs;
};

} // namespace nocturne::notify
