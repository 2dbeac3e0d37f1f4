// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "sources/streams/stream_status.h"
#include "sources/streams/topics.h"

namespace nocturne::streams {

/// What the client of a stream does for its dialect.
class DialectHost
{
public:
    virtual ~DialectHost() = default;

    virtual bool isOpen() const = 0;
    virtual void send(const std::string& text) = 0;
    virtual void warn(const std::string& what) = 0;
    /// Counts what the store refused, and tells of the first time.
    virtual void check(const Result<void>& stored) = 0;
    virtual StreamStatus& status() = 0;
    virtual StreamStats& stats() = 0;
    /// Sets a part of the status, in its place or behind all others.
    virtual void setPart(const std::string& name, StreamState state, const std::string& details) = 0;
    virtual void notify() = 0;
};

/// What the messages of a stream mean: AEGIS, or JSON by a mapping. The client keeps the connection and judges silence;
/// its dialect reads, records and says what to subscribe to. Used on the client's thread.
class Dialect
{
public:
    /// What became of a message that is well-formed.
    struct Heard
    {
        bool isUnderstood = true;
        std::string type = {}; ///< of one that is not: what it calls itself, bounded
    };

    virtual ~Dialect() = default;

    virtual void start() {}
    /// The connection is open: subscribes.
    virtual void opened() = 0;
    /// Reads a message. Fails with InvalidInput for one that is bad.
    virtual Result<Heard> take(std::string_view text) = 0;
    /// The connection is gone: marks the gap.
    virtual void lost() = 0;
    /// Now and then, while the connection is open.
    virtual void watch() {}
    /// All series end.
    virtual void stop() = 0;
    virtual void setWanted(const TopicSet& /*before*/) {}
    /// Adds what it counted.
    virtual void addTo(StreamStats& stats) const = 0;
};

} // namespace nocturne::streams
