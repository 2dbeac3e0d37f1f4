// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "base/core/result.h"

namespace nocturne::logs {

/// Which lines of a log belong together: a stack trace with the line that tells of it.
struct JoinOptions
{
    std::string start;          ///< RE2, matched at the start of a line: it begins a record. Empty: see `indented`
    bool indented = false;      ///< a line that begins with a blank or a tab continues the one before it
    std::size_t maxLines = 500; ///< then a new record begins
    std::size_t maxBytes = std::size_t{64} << 10U;
    std::chrono::milliseconds timeout{1000}; ///< so long after its last line a record is taken as it is

    bool isActive() const { return indented || !start.empty(); }
    bool operator==(const JoinOptions&) const = default;
};

/// Joins lines to records. Lives on one thread.
class LineJoiner
{
public:
    using Take = std::function<void(std::string_view)>;

    /// Fails with InvalidInput for a pattern that RE2 does not read.
    static Result<LineJoiner> make(JoinOptions options);
    LineJoiner(LineJoiner&&) noexcept;
    LineJoiner& operator=(LineJoiner&&) noexcept;
    ~LineJoiner();

    /// Calls `take` with each record that `line` ends; without options that join, with `line` itself. True where
    /// `line` begins the record that waits now.
    bool add(std::string_view line, Clock::Monotonic now, const Take& take);
    /// The record that waits, where nothing came for the timeout.
    void expire(Clock::Monotonic now, const Take& take);
    /// The record that waits.
    void flush(const Take& take);
    bool isWaiting() const;

private:
    struct State;
    explicit LineJoiner(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::logs
