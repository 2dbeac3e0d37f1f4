// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "watch/alerts/alert_board.h"
#include "watch/notify/courier.h"
#include "watch/notify/dispatcher.h"
#include "watch/notify/explain.h"

namespace nocturne::notify {

/// All of notifications but the senders.
struct NotifierPlan
{
    DispatchPlan dispatch;
    Courier::Options courier = {};
    std::vector<alerts::EscalationPolicy> escalations = {};
    std::chrono::hours keepDeliveries{24 * 7};
};

/// How telling people goes, for metrics and displays.
struct NotifierStats
{
    std::size_t groups = 0;
    std::size_t alerts = 0;
    std::uint64_t decided = 0; ///< messages since the start
    std::map<std::string, CourierStats> integrations;

    bool operator==(const NotifierStats&) const = default;
};

/// How one way out took a test message.
struct TestResult
{
    std::string integration;
    SendResult result;
};

/// Tells people what the board knows: follows it, decides (Dispatcher), and delivers (Courier).
///
/// Lives on the thread of `loop`; the board calls from any thread, and that is handed over by `post`, which runs a job
/// on that thread and may drop it when the program ends. Board, loop, clock, log and what senders use outlive it.
class Notifier
{
public:
    using Post = std::function<void(std::function<void()>)>;

    Notifier(net::EventLoop& loop, const Clock& clock, Logger& log, alerts::AlertBoard& board, Post post,
             NotifierPlan plan, Courier::Senders senders);
    /// What is under way may arrive, and is sent again after the next start.
    ~Notifier();
    Notifier(const Notifier&) = delete;
    Notifier& operator=(const Notifier&) = delete;

    /// Takes up what was told and what is still to be sent. Fails as the state of the board does.
    Result<void> start();
    /// Looks at the board and the clock now; it does so by itself when one of them asks for it.
    void look();

    NotifierStats stats() const;
    /// The newest messages and what became of them, newest first; of one receiver or way out where it is named.
    /// Any thread.
    Result<std::vector<Delivery>> deliveries(std::size_t limit, const std::string& of = {}) const;
    /// Who would be told of an alert with these labels.
    AlertExplanation explain(const model::LabelSet& labels) const;
    /// Sends a test message to each way out of `receiver`, at once and once. `done` is called with all results when
    /// the last one is there; at once and empty when there is none of that name.
    void test(const std::string& receiver, const std::string& who,
              const std::function<void(std::vector<TestResult>)>& done);
    /// The message that an alert with `labels`, or a test where there are none, would be each way of `receiver`: way
    /// and text, without secrets.
    std::vector<std::pair<std::string, std::string>>
    previews(const std::string& receiver, const model::LabelSet& labels, const std::string& who) const;
    /// Names of all receivers that routes, escalations and ways out know, sorted.
    std::vector<std::string> receivers() const;
    const std::vector<Integration>& integrations() const { return m_plan.dispatch.integrations; }
    /// Tries what waits now.
    void retryNow() { m_courier.retryNow({}); }
    bool isIdle() const { return m_courier.isIdle(); }

private:
    struct Calls;
    void followEscalations();
    void wake();

    net::EventLoop& m_loop;
    const Clock& m_clock;
    Logger& m_log;
    alerts::AlertBoard& m_board;
    NotifierPlan m_plan;
    NoticeStore m_store;
    Dispatcher m_dispatcher;
    Courier m_courier;
    std::shared_ptr<Calls> m_calls; // from the board, which may come when this is gone
    std::uint64_t m_subscription = 0;
    std::uint64_t m_lastChange = 0;
    std::uint64_t m_decided = 0;
    net::TimerId m_timer = 0;
    Clock::Monotonic m_tidyAt{};
};

} // namespace nocturne::notify
