// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/command_check.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/core/number.h"
#include "base/core/text.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kMaxOutput = std::size_t{64} << 10U;
constexpr std::size_t kMaxReadings = 100;
constexpr std::size_t kMaxLabelBytes = 128;
constexpr int kLookMilliseconds = 20;
constexpr int kNotExecuted = 126;
constexpr auto kLongest = std::chrono::seconds(30);
constexpr mode_t kOthersWrite = S_IWGRP | S_IWOTH;

struct Limit
{
    decltype(RLIMIT_CPU) what;
    rlim_t most;
};
constexpr std::array<Limit, 5> kLimits = {{{RLIMIT_CPU, 30},
                                           {RLIMIT_AS, rlim_t{2} << 30U},
                                           {RLIMIT_FSIZE, rlim_t{16} << 20U},
                                           {RLIMIT_NOFILE, 256},
                                           {RLIMIT_CORE, 0}}};

ProbeResult failed(std::string_view reason, const std::string& error)
{
    ProbeResult result;
    result.reason = reason;
    result.error = printable(error, 300);
    return result;
}

/// Why the program must not be run; empty where it may.
std::string objection(const std::string& folder, const std::string& name)
{
    if (folder.empty())
        return "commands are off: set allow_exec and exec_directory";
    if (name.empty() || name.find('/') != std::string::npos || name.starts_with('.'))
        return "\"" + name + "\" is no file of exec_directory";
    struct stat place = {};
    if (::lstat(folder.c_str(), &place) != 0 || !S_ISDIR(place.st_mode))
        return folder + " is no folder";
    if (place.st_uid != ::geteuid() || (place.st_mode & kOthersWrite) != 0)
        return folder + " must be yours and writable for nobody else";
    struct stat file = {};
    if (::lstat((folder + '/' + name).c_str(), &file) != 0 || !S_ISREG(file.st_mode))
        return name + " is no file of " + folder;
    if ((file.st_uid != ::geteuid() && file.st_uid != 0) || (file.st_mode & kOthersWrite) != 0)
        return name + " must be yours and writable for nobody else";
    return (file.st_mode & S_IXUSR) == 0 ? name + " is not executable" : std::string();
}

/// A program under way. Killed with all that it started at the end.
class Child
{
public:
    Child(const std::string& folder, const std::vector<std::string>& command)
    {
        const auto path = folder + '/' + command.front();
        std::vector<char*> arguments; // all is made before the fork: the child may not allocate
        arguments.reserve(command.size() + 1);
        for (const auto& argument : command)
            arguments.push_back(const_cast<char*>(argument.c_str())); // NOLINT: execve's signature; it is not written
        arguments.push_back(nullptr);
        if (::pipe2(m_pipe.data(), O_CLOEXEC) != 0)
            return;
        m_pid = ::fork();
        if (m_pid == 0)
            become(path.c_str(), folder.c_str(), arguments.data());
        ::close(std::exchange(m_pipe[1], -1));
        if (m_pid > 0)
            ::setpgid(m_pid, m_pid); // the child does it, too: whoever comes first
    }
    ~Child()
    {
        kill();
        if (m_pid > 0 && !m_status)
            while (::waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {
            }
        if (m_pipe[0] >= 0)
            ::close(m_pipe[0]);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    bool started() const { return m_pid > 0; }
    int output() const { return m_pipe[0]; }
    void kill() const
    {
        if (m_pid > 0)
            ::kill(-m_pid, SIGKILL);
    }
    /// What waitpid tells, once the program has ended.
    std::optional<int> status()
    {
        int status = 0;
        if (!m_status && ::waitpid(m_pid, &status, WNOHANG) == m_pid)
            m_status = status;
        return m_status;
    }

private:
    [[noreturn]] void become(const char* path, const char* folder, char* const* arguments) const
    {
        ::setpgid(0, 0);
        for (const auto& limit : kLimits) {
            const rlimit both = {limit.most, limit.most};
            ::setrlimit(limit.what, &both);
        }
        sigset_t none;
        ::sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        ::signal(SIGPIPE, SIG_DFL);
        const int nothing = ::open("/dev/null", O_RDWR); // NOLINT: not left open, see close_range
        ::dup2(nothing, STDIN_FILENO);
        ::dup2(m_pipe[1], STDOUT_FILENO);
        ::dup2(nothing, STDERR_FILENO);
        ::close_range(STDERR_FILENO + 1, ~0U, 0);
        std::array<char, 64> searched = {"PATH=/usr/local/bin:/usr/bin:/bin"};
        std::array<char, 16> language = {"LANG=C.UTF-8"};
        const std::array<char*, 3> environment = {searched.data(), language.data(), nullptr};
        if (::chdir(folder) == 0)
            ::execve(path, arguments, environment.data());
        ::_exit(kNotExecuted);
    }

    std::array<int, 2> m_pipe = {-1, -1};
    pid_t m_pid = -1;
    std::optional<int> m_status;
};

enum class End { Exited, TooLate, TooMuch, Stopped };

/// Reads until the program has ended and nothing is left to read.
End follow(Child& child, std::string& output, const std::stop_token& stop, Clock::Monotonic deadline)
{
    bool isOpen = true;
    while (!stop.stop_requested()) {
        if (std::chrono::steady_clock::now() >= deadline)
            return End::TooLate;
        const auto status = child.status();
        pollfd wait = {child.output(), POLLIN, 0};
        const bool isReady = isOpen && ::poll(&wait, 1, status ? 0 : kLookMilliseconds) > 0;
        if (isReady) {
            std::array<char, 4096> piece{};
            const auto size = ::read(child.output(), piece.data(), piece.size());
            isOpen = size > 0;
            output.append(piece.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
            if (output.size() > kMaxOutput)
                return End::TooMuch;
        } else if (status) {
            return End::Exited; // a grandchild may hold the pipe open: it does not count
        } else if (!isOpen) {
            ::poll(nullptr, 0, kLookMilliseconds);
        }
    }
    return End::Stopped;
}

HealthState stateOfExit(int code)
{
    return code == 0 ? HealthState::Up : code == 1 ? HealthState::Degraded : HealthState::Down;
}

ProbeResult readPlugin(int status, const std::string& output)
{
    if (!WIFEXITED(status))
        return failed("unknown", "the command ended by signal " + std::to_string(WTERMSIG(status)));
    const int code = WEXITSTATUS(status);
    const auto line = std::string_view(output).substr(0, output.find('\n'));
    const auto bar = std::min(line.find('|'), line.size());
    ProbeResult result;
    result.state = stateOfExit(code);
    result.reason = code == 0 ? "" : code == 1 ? "warning" : code == 2 ? "critical" : "unknown";
    if (code != 0)
        result.error = "exit code " + std::to_string(code) + ": " + printable(trimmed(line.substr(0, bar)), 300);
    result.readings = readPerformanceData(line.substr(std::min(bar + 1, line.size())));
    result.readings.push_back({"probe_exit_code", {}, {}, static_cast<double>(code)});
    return result;
}

double factorOf(std::string_view unit)
{
    constexpr std::array<std::pair<std::string_view, double>, 8> kUnits = {{{"us", 1e-6},
                                                                            {"ms", 1e-3},
                                                                            {"KB", 1024},
                                                                            {"MB", 1024.0 * 1024},
                                                                            {"GB", 1024.0 * 1024 * 1024},
                                                                            {"TB", 1024.0 * 1024 * 1024 * 1024},
                                                                            {"s", 1},
                                                                            {"B", 1}}};
    const auto known = std::ranges::find(kUnits, unit, &std::pair<std::string_view, double>::first);
    return known == kUnits.end() ? 1 : known->second;
}

/// Takes `label` or `'a label'`, and the sign behind it.
std::string takeLabel(std::string_view& text)
{
    std::string label;
    if (text.starts_with('\'')) {
        text.remove_prefix(1);
        while (!text.empty() && (text[0] != '\'' || text.substr(0, 2) == "''")) {
            label += text[0];
            text.remove_prefix(text[0] == '\'' ? 2 : 1);
        }
        text.remove_prefix(std::min<std::size_t>(1, text.size()));
    } else {
        const auto end = std::min(text.find_first_of("= "), text.size());
        label = text.substr(0, end);
        text.remove_prefix(end);
    }
    return label;
}

} // namespace

std::vector<Reading> readPerformanceData(std::string_view text)
{
    std::vector<Reading> readings;
    for (text = trimmed(text); !text.empty() && readings.size() < kMaxReadings; text = trimmed(text)) {
        const auto label = takeLabel(text);
        const bool isSet = text.starts_with('=');
        auto word = text.substr(0, std::min(text.find(' '), text.size()));
        text.remove_prefix(word.size());
        word = word.substr(0, word.find(';'));
        if (!isSet || label.empty())
            continue;
        word.remove_prefix(1);
        const auto digits = std::min(word.find_first_not_of("0123456789.+-"), word.size());
        const auto value = parseNumber(word.substr(0, digits));
        if (value)
            readings.push_back(
                {"probe_perfdata", "label", printable(label, kMaxLabelBytes), *value * factorOf(word.substr(digits))});
    }
    return readings;
}

ProbeResult runCommand(const CheckOptions& check, const std::stop_token& stop, Clock::Monotonic deadline)
{
    const auto name = check.command.empty() ? std::string() : check.command.front();
    if (const auto reason = objection(check.commandFolder, name); !reason.empty())
        return failed("refused_command", reason);
    Child child(check.commandFolder, check.command);
    if (!child.started())
        return failed("internal", "no process is left for the command");
    std::string output;
    switch (follow(child, output, stop,
                   std::min<Clock::Monotonic>(deadline, std::chrono::steady_clock::now() + kLongest))) {
    case End::Exited:
        return readPlugin(*child.status(), output);
    case End::TooLate:
        return failed("timeout", "the command did not end in time and was killed");
    case End::TooMuch:
        return failed("body_too_large", "the command wrote more than 64 KiB and was killed");
    case End::Stopped:
        break;
    }
    return failed("internal", "the check was stopped");
}

} // namespace nocturne::health
