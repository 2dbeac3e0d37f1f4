// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace nocturne::cli {

/// "1.2 M", "930"; "12.3 MB", "930 B".
std::string shortCount(double number);
std::string shortBytes(double bytes);

/// How far a long command is, on one line of the terminal; silent where standard error is none. Used by one thread.
class ProgressLine
{
public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    /// Shows `done` of `total` (0: not known) bytes, or of things called `unit`, and `samples` so far; a few times a
    /// second at most.
    void show(std::uint64_t done, std::uint64_t total, std::uint64_t samples, const char* unit = nullptr);
    /// Takes the line away.
    void clear();

private:
    using Clock = std::chrono::steady_clock;

    const bool m_isTerminal;
    const Clock::time_point m_start = Clock::now();
    Clock::time_point m_shown;
    std::uint64_t m_firstDone = 0; // of a command that goes on where another stopped
    std::uint64_t m_firstSamples = 0;
    bool m_begun = false;
};

} // namespace nocturne::cli
