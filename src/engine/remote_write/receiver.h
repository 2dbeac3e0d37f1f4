// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/clock.h"
#include "base/core/limits.h"
#include "base/core/result.h"
#include "engine/remote_write/series_memo.h"
#include "engine/storage/appender.h"

namespace nocturne::remote_write {

struct ReceiverOptions
{
    std::size_t maxDecodedBytes = std::size_t{64} << 20U; ///< of one request
    Limits limits;                                        ///< of which those on labels and on series count

    bool operator==(const ReceiverOptions&) const = default;
};

/// What became of one request.
struct Received
{
    std::size_t samples = 0; ///< in the store now, those that it had already among them
    std::size_t histograms = 0;
    std::size_t exemplars = 0;
    std::size_t dropped = 0; ///< samples and histograms that are not
    std::string fault;       ///< what was dropped and why; empty when nothing was

    bool operator==(const Received&) const = default;
};

/// Numbers since the start, for Nocturne's own metrics.
struct ReceiverStats
{
    std::uint64_t requests = 0;
    std::uint64_t requestsMalformed = 0;
    std::uint64_t samples = 0;
    std::uint64_t histograms = 0;
    std::uint64_t exemplars = 0;
    std::uint64_t invalid = 0; ///< samples of series with bad labels, and malformed histograms
    std::uint64_t outOfOrder = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t outOfBounds = 0;
    std::uint64_t seriesRefused = 0;

    bool operator==(const ReceiverStats&) const = default;
};

/// Puts requests of remote write into a store. What is good of a request is stored whatever the rest is like, all of
/// it at once; the rest is counted and named. May be used from any thread: one request is taken after the other.
class Receiver
{
public:
    /// `store` and `clock` outlive the receiver.
    Receiver(storage::Appendable& store, const Clock& clock, ReceiverOptions options = {});
    ~Receiver();

    /// Takes the body of a request. Fails with InvalidInput or LimitExceeded, and nothing is stored, when it cannot be
    /// read to its end.
    Result<Received> receive(Version version, std::string_view body);
    /// The same, when no other request is being taken; else nothing, at once. For threads that must not wait.
    std::optional<Result<Received>> receiveNow(Version version, std::string_view body);
    /// Of the requests that were taken to their end. Waits for none.
    ReceiverStats stats() const;

private:
    class Transaction;

    storage::Appendable& m_store;
    const Clock& m_clock;
    const ReceiverOptions m_options;
    Result<Received> take(Version version, std::string_view body);

    std::mutex m_mutex;
    SeriesMemo m_memo;
    Clock::Monotonic m_aged;
    std::string m_message; // its memory is used again
    ReceiverStats m_stats;
    mutable std::mutex m_toldMutex;
    ReceiverStats m_told; // m_stats after the last request
};

} // namespace nocturne::remote_write
