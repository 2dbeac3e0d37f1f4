// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne::logs {

/// Cuts a stream of syslog into messages, each framed in its own way: by a count of octets before it (`83 <34>1 …`), or
/// by a line feed or a NUL behind it. Source: RFC 6587, section 3.4.
///
/// Holds at most one message of `maxBytes`; the rest of a longer line is left out. Lives on one thread.
class SyslogFrames
{
public:
    using Take = std::function<void(std::string_view)>;

    explicit SyslogFrames(std::size_t maxBytes = std::size_t{64} << 10U)
        : m_maxBytes(maxBytes)
    {}

    /// Calls `take` with each message that `bytes` end. Fails with LimitExceeded for a count above the limit, with
    /// InvalidInput for a count that is none; the stream cannot be read any further then.
    Result<void> add(std::string_view bytes, const Take& take);
    /// What came without an end, where the stream ended.
    void finish(const Take& take);

private:
    enum class Part { Start, Count, Counted, Line };

    Result<void> takeCount(char c);
    void end(const Take& take);

    std::size_t m_maxBytes;
    Part m_part = Part::Start;
    std::size_t m_wanted = 0;
    std::string m_message;
};

} // namespace nocturne::logs
