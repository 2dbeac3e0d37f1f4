// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/local_senders.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/core/duration.h"
#include "base/core/text.h"

namespace nocturne::notify {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostOutput = std::size_t{64} << 10U;
constexpr int kTemporaryFailure = 75; // EX_TEMPFAIL of sysexits.h

tl::unexpected<Error> refuse(std::string why) { return fail(Error::Kind::InvalidInput, std::move(why)); }

/// Whether only its owner, who is this user or root, may change `path`.
Result<void> checkOwner(const std::string& path, const struct stat& status)
{
    if (status.st_uid != ::geteuid() && status.st_uid != 0)
        return refuse('"' + printable(path, 100) + "\" belongs to somebody else: it has to be yours");
    if ((status.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return refuse("others may change \"" + printable(path, 100) + "\": run chmod go-w on it");
    return {};
}

/// Both ends closed on exec, and with the object.
struct Pipe
{
    int read = -1;
    int write = -1;

    Pipe()
    {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
            read = ends[0];
            write = ends[1];
        }
    }
    ~Pipe()
    {
        closeEnd(read);
        closeEnd(write);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    bool isOpen() const { return read >= 0 && write >= 0; }
    static void closeEnd(int& fd)
    {
        if (fd >= 0)
            ::close(fd);
        fd = -1;
    }
};

void limit(int resource, rlim_t value)
{
    const rlimit both{value, value};
    ::setrlimit(static_cast<__rlimit_resource_t>(resource), &both);
}

/// In the child, where only system calls are allowed; does not return.
[[noreturn]] void become(const char* program, char* const* arguments, char* const* environment, int in, int out)
{
    ::setpgid(0, 0);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::close_range(3, ~0U, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, 60);
    limit(RLIMIT_AS, rlim_t{1} << 30U);
    limit(RLIMIT_FSIZE, rlim_t{64} << 20U);
    limit(RLIMIT_NOFILE, 64);
    ::signal(SIGPIPE, SIG_DFL); // NOLINT
    ::execve(program, arguments, environment);
    ::_exit(127);
}

std::vector<char*> pointersOf(std::vector<std::string>& texts)
{
    std::vector<char*> all;
    all.reserve(texts.size() + 1);
    for (auto& text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

} // namespace

void LogSender::send(const Message& message, Done done)
{
    const bool isBad = message.isFiring() && message.severity() >= alerts::Severity::Unknown;
    const auto level = !message.isFiring() ? LogLevel::Info : isBad ? LogLevel::Error : LogLevel::Warning;
    m_log.log(level, "notify", printable(preview(message), 4000));
    done({SendResult::Kind::Sent, "written to the log"});
}

std::string LogSender::preview(const Message& message) const
{
    auto text = defaultSubject(message);
    for (const auto& alert : message.alerts) {
        if (text.size() > 2000)
            break;
        text += "; " + lineOf(alert);
    }
    return m_text.expandOr(message, text);
}

Result<std::string> checkCommand(const CommandOptions& options)
{
    if (options.command.empty() || options.directory.empty())
        return refuse("a command needs a program and the directory that it lies in");
    std::error_code error;
    const auto directory = fs::canonical(options.directory, error);
    if (error)
        return refuse("there is no directory \"" + printable(options.directory, 100) + '"');
    const fs::path name(options.command.front());
    const auto program = fs::canonical(name.is_absolute() ? name : directory / name, error);
    if (error)
        return refuse("there is no program \"" + printable(options.command.front(), 100) + "\" in " +
                      printable(directory.string(), 100));
    if (program.parent_path() != directory)
        return refuse('"' + printable(program.string(), 100) + "\" does not lie in " +
                      printable(directory.string(), 100) + ": only what does is run");
    for (const auto& path : {directory, program}) {
        struct stat status = {};
        if (::stat(path.c_str(), &status) != 0)
            return refuse("cannot look at \"" + printable(path.string(), 100) + '"');
        if (auto owned = checkOwner(path.string(), status); !owned)
            return tl::unexpected(owned.error());
    }
    if (::access(program.c_str(), X_OK) != 0 || !fs::is_regular_file(program))
        return refuse('"' + printable(program.string(), 100) + "\" cannot be run: chmod u+x");
    return program.string();
}

/// One process, from its start to its end.
struct CommandSender::Run
{
    net::EventLoop& loop;
    Done done;
    std::string input;
    std::size_t written = 0;
    std::string output;
    pid_t process = -1;
    int processFd = -1;
    Pipe in = {};
    Pipe out = {};
    net::WatchId inWatch = 0;
    net::WatchId outWatch = 0;
    net::WatchId endWatch = 0;
    net::TimerId deadline = 0;
    bool isLate = false;

    Run(net::EventLoop& itsLoop, Done whenDone, std::string text)
        : loop(itsLoop)
        , done(std::move(whenDone))
        , input(std::move(text))
    {}
    ~Run()
    {
        unwatch();
        if (process > 0) {
            ::kill(-process, SIGKILL);
            ::waitpid(process, nullptr, 0);
        }
        Pipe::closeEnd(processFd);
    }
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;

    void unwatch()
    {
        loop.unwatch(inWatch);
        loop.unwatch(outWatch);
        loop.unwatch(endWatch);
        loop.cancel(deadline);
    }

    void writeMore()
    {
        const auto bytes = ::write(in.write, input.data() + written, input.size() - written);
        if (bytes < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        written += bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
        if (bytes >= 0 && written < input.size())
            return;
        loop.unwatch(inWatch); // all of it, or it does not want to read
        Pipe::closeEnd(in.write);
    }

    /// False at the end of the output.
    bool readMore()
    {
        std::array<char, 4096> piece{};
        const auto bytes = ::read(out.read, piece.data(), piece.size());
        if (bytes < 0)
            return errno == EAGAIN || errno == EINTR;
        if (bytes > 0 && output.size() < kMostOutput)
            output.append(piece.data(), static_cast<std::size_t>(bytes));
        return bytes > 0;
    }

    SendResult result(int status, std::chrono::milliseconds timeout) const
    {
        using Kind = SendResult::Kind;
        const auto said = printable(trimmed(output, " \t\r\n"), 200);
        if (isLate)
            return {Kind::Retry, "the command did not end within " + formatDuration(timeout)};
        if (WIFSIGNALED(status))
            return {Kind::Refused, "the command was ended by signal " + std::to_string(WTERMSIG(status))};
        const int code = WEXITSTATUS(status);
        if (code == 0)
            return {Kind::Sent, said};
        const auto words = "the command ended with code " + std::to_string(code) + (said.empty() ? "" : ": " + said);
        return {code == kTemporaryFailure ? Kind::Retry : Kind::Refused, words};
    }
};

CommandSender::CommandSender(net::EventLoop& loop, CommandOptions options)
    : m_loop(loop)
    , m_options(std::move(options))
{}

CommandSender::~CommandSender() = default;

void CommandSender::send(const Message& message, Done done)
{
    const auto program = checkCommand(m_options); // each time: somebody may have changed it
    if (!program)
        return done({SendResult::Kind::Refused, program.error().text()});
    const auto run = std::make_shared<Run>(m_loop, std::move(done), webhookBody(message, 0));
    if (!run->in.isOpen() || !run->out.isOpen())
        return run->done({SendResult::Kind::Retry, "there are no pipes left"});
    std::vector<std::string> words = m_options.command;
    std::vector<std::string> variables = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", "NOCTURNE_KEY=" + message.key};
    const auto arguments = pointersOf(words);
    const auto environment = pointersOf(variables);
    run->process = ::fork();
    if (run->process == 0)
        become(program->c_str(), arguments.data(), environment.data(), run->in.read, run->out.write);
    if (run->process < 0)
        return run->done({SendResult::Kind::Retry, "no process can be started"});
    Pipe::closeEnd(run->in.read);
    Pipe::closeEnd(run->out.write);
    ::fcntl(run->in.write, F_SETFL, O_NONBLOCK);
    ::fcntl(run->out.read, F_SETFL, O_NONBLOCK);
    run->processFd = static_cast<int>(::syscall(SYS_pidfd_open, run->process, 0));
    if (run->processFd < 0)
        return run->done({SendResult::Kind::Retry, "the process cannot be watched"});
    m_runs.insert(run);
    auto* self = run.get();
    run->inWatch = m_loop.watch(self->in.write, {.writable = true}, [self](net::Readiness) { self->writeMore(); });
    run->outWatch = m_loop.watch(self->out.read, {.readable = true}, [self](net::Readiness) {
        if (!self->readMore())
            self->loop.unwatch(self->outWatch);
    });
    run->deadline = m_loop.after(m_options.timeout, [self] {
        self->isLate = true;
        ::kill(-self->process, SIGKILL);
    });
    run->endWatch = m_loop.watch(self->processFd, {.readable = true}, [this, self](net::Readiness) {
        const auto place = std::ranges::find(m_runs, self, [](const auto& one) { return one.get(); });
        const auto kept = *place; // NOLINT: it lives until the end of this function
        m_runs.erase(place);
        int status = 0;
        ::kill(-self->process, SIGKILL); // what it may have left behind
        ::waitpid(self->process, &status, 0);
        self->process = -1;
        while (self->out.read >= 0 && self->output.size() < kMostOutput) {
            const auto before = self->output.size();
            if (!self->readMore() || self->output.size() == before)
                break;
        }
        self->unwatch();
        self->done(self->result(status, m_options.timeout));
    });
}

std::string CommandSender::preview(const Message& message) const
{
    std::string text;
    for (const auto& word : m_options.command)
        text += (text.empty() ? "" : " ") + printable(word, 200);
    return text + "\n\n" + webhookBody(message, 0);
}

} // namespace nocturne::notify
