// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "watch/logs/file_tail.h"

namespace nocturne::logs {

/// Follows all files that a pattern names, those that come later too. Packed files are left alone, and so is a second
/// name of a file that is followed already.
///
/// Lives on one thread, whose owner calls poll() a few times a second.
class LogFiles
{
public:
    struct Options
    {
        std::string pattern;    ///< as of glob(3)
        FileTail::Options tail; ///< whose path is not looked at
        std::size_t maxFiles = 200;
        std::chrono::milliseconds rescan{5000}; ///< how late a new file is found

        bool operator==(const Options&) const = default;
    };
    struct State
    {
        std::string path; ///< the pattern where no file is there
        std::string service;
        std::optional<Error> error;
    };

    LogFiles(LogStore& store, const Clock& clock, Options options);

    void poll();
    const std::vector<State>& states() const { return m_states; }

private:
    bool isPattern() const { return m_options.pattern.find_first_of("*?[") != std::string::npos; }
    void rescan();
    void follow(const std::string& path);
    bool isFollowed(const std::string& path) const;

    LogStore& m_store;
    const Clock& m_clock;
    Options m_options;
    std::vector<std::unique_ptr<FileTail>> m_tails;
    std::vector<State> m_states;
    std::optional<Clock::Monotonic> m_scanned;
    std::size_t m_leftOut = 0; ///< files beyond the limit
};

} // namespace nocturne::logs
