// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "base/core/log.h"
#include "sources/alertmanager/api.h"
#include "sources/scrape/relabel.h"
#include "watch/rules/alerting_rule.h"

namespace nocturne::alertmanager {

/// What goes to all Alertmanagers. Defaults are those of Prometheus.
struct SenderOptions
{
    std::vector<scrape::RelabelRule> relabelRules; ///< `alert_relabel_configs` of all
    std::string externalUrl;                       ///< where links to our expressions lead; empty: alerts have none
    std::size_t queueAlerts = 10'000;              ///< that wait for one Alertmanager; beyond it the oldest go
    std::size_t batchAlerts = 256;
    /// An alert "Watchdog" that always fires goes out so often, and is over three of these after Nocturne fell silent;
    /// 0: none does.
    std::chrono::milliseconds heartbeat{0};
    model::LabelSet externalLabels; ///< of the heartbeat; the alerts of rules have them already
};

/// Numbers about one Alertmanager since the start, for Nocturne's own metrics.
struct SenderStats
{
    std::string address;
    std::uint64_t sent = 0;    ///< alerts, tried
    std::uint64_t errors = 0;  ///< alerts that were not taken
    std::uint64_t dropped = 0; ///< alerts that were not taken, or fell out of the queue
    std::uint64_t requests = 0;
    double seconds = 0; ///< of all requests together
    std::size_t waiting = 0;
    std::size_t capacity = 0;
    std::string lastError; ///< outside text in it
};

/// Tells Alertmanagers of our rules' alerts, as Prometheus does: a batch that is not taken is given up, since the rules
/// say again what goes on (each minute) and what is over (for a quarter of an hour).
///
/// Each has a queue of its own, so that one that hangs keeps nobody waiting. Lives on the loop's thread.
/// Source: Prometheus, notifier/manager.go.
class AlertSender
{
public:
    struct Target
    {
        std::unique_ptr<Api> api;
        std::vector<scrape::RelabelRule> relabelRules; ///< `alert_relabel_configs` of this one
    };

    /// `clock` and `log` are borrowed.
    AlertSender(const Clock& clock, Logger& log, SenderOptions options, std::vector<Target> targets);

    /// Takes what rules have to say.
    void send(const std::vector<rules::AlertNotice>& notices);
    /// Sends the heartbeat when it is due. Called now and then.
    void tick();
    std::vector<SenderStats> stats() const;

private:
    struct Queue
    {
        Target target;
        std::deque<OutgoingAlert> alerts;
        bool isSending = false;
        SenderStats stats;
    };

    OutgoingAlert outgoing(const rules::AlertNotice& notice) const;
    void enqueue(const OutgoingAlert& alert);
    void sendNext(Queue& queue);
    void finish(Queue& queue, std::size_t count, Clock::Monotonic begun, const Result<void>& done);

    const Clock& m_clock;
    Logger& m_log;
    const SenderOptions m_options;
    std::vector<std::unique_ptr<Queue>> m_queues;
    Timestamp m_heartbeatSince;
    Clock::Monotonic m_nextHeartbeat;
};

} // namespace nocturne::alertmanager
