// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/net/event_loop.h"
#include "watch/notify/notice_store.h"
#include "watch/notify/sender.h"

namespace nocturne::notify {

/// What a courier did since it was made, by integration.
struct CourierStats
{
    std::uint64_t sent = 0;
    std::uint64_t attemptsFailed = 0;
    std::uint64_t refused = 0;   ///< for good, or given up
    std::size_t waiting = 0;     ///< now
    Timestamp oldestWaiting = 0; ///< 0: none waits
    std::string lastError;       ///< empty after a success

    bool operator==(const CourierStats&) const = default;
};

/// Brings what the outbox holds to where it belongs: at least once, in the order of each group, the same key each time.
///
/// An integration has one message under way at a time, so that a slow one delays no other. What fails is tried again
/// after 1 s, 2 s, 4 s up to 5 min, give or take a fifth, or when the server says, until it is too old. While a message
/// waits for its next attempt a newer one of the same group takes its place. Lives on the thread of its loop.
class Courier
{
public:
    struct Options
    {
        std::chrono::milliseconds firstPause{1'000};
        std::chrono::milliseconds longestPause{5 * 60'000};
        std::string fallbackReceiver = {}; ///< told of what others refuse
    };
    using Senders = std::map<std::string, std::unique_ptr<Sender>>; ///< by integration
    using Outgoing = NoticeStore::Batch::Outgoing;

    Courier(net::EventLoop& loop, const Clock& clock, Logger& log, NoticeStore& store, Senders senders,
            Options options);
    ~Courier();
    Courier(const Courier&) = delete;
    Courier& operator=(const Courier&) = delete;

    /// Takes up what was pending when the program ended.
    void begin(std::vector<Delivery> pending);
    /// Takes messages that were written to the store, or could not be (ids below 0).
    void take(std::vector<Outgoing> messages);
    /// Starts what is due; the courier looks by itself when it becomes so by the clock of the system.
    void look();
    /// Tries now what waits for an integration; "" stands for all.
    void retryNow(const std::string& integration);

    std::map<std::string, CourierStats> stats() const;
    /// Nothing waits and nothing is under way.
    bool isIdle() const;
    const Senders& senders() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nocturne::notify
