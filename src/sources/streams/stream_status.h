// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "sources/streams/recorder.h"

namespace nocturne::streams {

/// Waiting: the first attempt is under way. Degraded: connected, but silent or incomplete. Down: not connected.
enum class StreamState { Waiting, Up, Degraded, Down };

/// A topic of a stream.
struct TopicStatus
{
    std::string name; ///< "overview"
    StreamState state = StreamState::Waiting;
    std::string details; ///< "not provided by server"

    bool operator==(const TopicStatus&) const = default;
};

/// How a stream is doing. Outside text stands in lastError and details: show as plain text.
struct StreamStatus
{
    std::string type = "aegis";
    std::string name;
    std::string address; ///< URL without secrets
    StreamState state = StreamState::Waiting;
    /// Why not up: "refused", "timeout", "closed", "handshake", "unauthorized", "too_many_connections", "tls", "dns",
    /// "dead" (no answer to pings), "stale" (no data), "protocol" (too many bad messages), "incomplete", "stopped".
    std::string reason;
    std::string lastError;
    model::LabelSet labels;
    Timestamp lastAttempt = 0; ///< of a connection
    Timestamp lastSuccess = 0; ///< last good message
    Timestamp nextAttempt = 0; ///< 0 while connected
    Timestamp stateSince = 0;
    std::chrono::milliseconds interval{0}; ///< the server's update interval
    double lastSeconds = 0;                ///< time the last handshake took
    double roundTripSeconds = 0;           ///< of the last ping; 0: none yet
    std::size_t samples = 0;               ///< of the last message
    std::size_t seriesAdded = 0;
    std::uint64_t failures = 0; ///< connections lost or not made since the start
    std::vector<TopicStatus> parts;

    bool operator==(const StreamStatus&) const = default;
};

/// Spans of time, counted by their length.
struct TimeHistogram
{
    /// Upper bounds of all buckets but the last, in seconds.
    static constexpr std::array<double, 11> kBounds = {0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};

    std::array<std::uint64_t, kBounds.size() + 1> counts{};
    std::uint64_t count = 0;
    double sum = 0;
    double last = 0;

    void observe(double seconds)
    {
        ++counts[static_cast<std::size_t>(std::ranges::lower_bound(kBounds, seconds) - kBounds.begin())];
        ++count;
        sum += seconds;
        last = seconds;
    }
    bool operator==(const TimeHistogram&) const = default;
};

/// Counts since the start, for Nocturne's own metrics.
struct StreamStats
{
    std::uint64_t metricsMessages = 0; ///< that were understood, of a mapping too
    std::uint64_t subscribedMessages = 0;
    std::uint64_t alertMessages = 0;
    std::uint64_t unknownMessages = 0;
    std::uint64_t badMessages = 0;
    std::uint64_t badFields = 0;
    std::uint64_t bytes = 0;
    std::uint64_t connections = 0; ///< handshakes that succeeded
    std::uint64_t attempts = 0;
    std::uint64_t storeErrors = 0;
    std::uint64_t restErrors = 0;
    std::uint64_t losses = 0;             ///< connections lost after they had been made
    std::uint64_t logRecords = 0;         ///< handed to the log store
    std::uint64_t droppedRows = 0;        ///< values, records and alerts of the wrong kind
    std::uint64_t droppedLate = 0;        ///< samples not newer than their series
    std::uint64_t droppedReplaced = 0;    ///< samples that gave way to a newer one of the same millisecond
    std::uint64_t droppedSeriesLimit = 0; ///< samples of series over the limit
    std::uint64_t droppedBinary = 0;      ///< attachments
    std::uint64_t series = 0;             ///< made of the messages, now
    TimeHistogram roundTrip;              ///< of our own pings
    TimeHistogram lag; ///< of messages that tell their time: how much older than their arrival, 0 at least
    RecorderStats recorded;

    bool operator==(const StreamStats&) const = default;
};

std::string_view toString(StreamState state);

} // namespace nocturne::streams
