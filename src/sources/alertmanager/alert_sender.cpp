// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/alertmanager/alert_sender.h"

#include <algorithm>
#include <iterator>

#include "base/net/url.h"

namespace nocturne::alertmanager {

AlertSender::AlertSender(const Clock& clock, Logger& log, SenderOptions options, std::vector<Target> targets)
    : m_clock(clock)
    , m_log(log)
    , m_options(std::move(options))
    , m_heartbeatSince(clock.now())
{
    for (auto& target : targets) {
        auto queue = std::make_unique<Queue>();
        queue->stats.address = target.api->address();
        queue->stats.capacity = m_options.queueAlerts;
        queue->target = std::move(target);
        m_queues.push_back(std::move(queue));
    }
}

OutgoingAlert AlertSender::outgoing(const rules::AlertNotice& notice) const
{
    OutgoingAlert alert;
    alert.labels = notice.alert.labels;
    alert.annotations = notice.alert.annotations;
    alert.startsAt = notice.alert.firedAt;
    alert.endsAt = notice.endsAt;
    if (!m_options.externalUrl.empty())
        alert.generatorUrl =
            m_options.externalUrl + "/graph?g0.expr=" + net::urlEncoded(notice.alert.expression) + "&g0.tab=1";
    return alert;
}

void AlertSender::send(const std::vector<rules::AlertNotice>& notices)
{
    for (const auto& notice : notices)
        enqueue(outgoing(notice));
    for (const auto& queue : m_queues)
        sendNext(*queue);
}

void AlertSender::tick()
{
    if (m_options.heartbeat.count() == 0 || m_clock.monotonic() < m_nextHeartbeat)
        return;
    m_nextHeartbeat = m_clock.monotonic() + m_options.heartbeat;
    model::LabelSetBuilder labels(m_options.externalLabels);
    labels.set("alertname", "Watchdog").set("severity", "none");
    OutgoingAlert alert;
    alert.labels = labels.build();
    alert.annotations = {
        {"summary", "Nocturne watches: this alert fires always, and its end says that Nocturne fell silent."}};
    alert.startsAt = m_heartbeatSince;
    alert.endsAt = m_clock.now() + 3 * m_options.heartbeat.count();
    enqueue(alert);
    for (const auto& queue : m_queues)
        sendNext(*queue);
}

void AlertSender::enqueue(const OutgoingAlert& alert)
{
    const auto common = scrape::relabel(alert.labels, m_options.relabelRules);
    if (!common)
        return;
    for (const auto& queue : m_queues) {
        auto labels = scrape::relabel(*common, queue->target.relabelRules);
        if (!labels || labels->empty())
            continue;
        queue->alerts.push_back(alert);
        queue->alerts.back().labels = std::move(*labels);
        if (queue->alerts.size() > m_options.queueAlerts) {
            queue->alerts.pop_front();
            ++queue->stats.dropped;
        }
    }
}

void AlertSender::sendNext(Queue& queue)
{
    if (queue.isSending || queue.alerts.empty())
        return;
    queue.isSending = true;
    const auto count = std::min(queue.alerts.size(), m_options.batchAlerts);
    const auto end = queue.alerts.begin() + static_cast<std::ptrdiff_t>(count);
    const std::vector<OutgoingAlert> batch(std::make_move_iterator(queue.alerts.begin()), std::make_move_iterator(end));
    queue.alerts.erase(queue.alerts.begin(), end);
    queue.target.api->send(batch, [this, &queue, count, begun = m_clock.monotonic()](const Result<void>& done) {
        finish(queue, count, begun, done);
    });
}

void AlertSender::finish(Queue& queue, std::size_t count, Clock::Monotonic begun, const Result<void>& done)
{
    queue.isSending = false;
    auto& stats = queue.stats;
    ++stats.requests;
    stats.seconds += std::chrono::duration<double>(m_clock.monotonic() - begun).count();
    stats.sent += count;
    if (!done) {
        stats.errors += count;
        stats.dropped += count;
        if (stats.lastError.empty())
            m_log.log(LogLevel::Warning, "alertmanager",
                      stats.address + " does not take alerts: " + done.error().message);
        stats.lastError = done.error().message;
    } else if (!std::exchange(stats.lastError, {}).empty()) {
        m_log.log(LogLevel::Info, "alertmanager", stats.address + " takes alerts again");
    }
    sendNext(queue);
}

std::vector<SenderStats> AlertSender::stats() const
{
    std::vector<SenderStats> all;
    all.reserve(m_queues.size());
    for (const auto& queue : m_queues) {
        all.push_back(queue->stats);
        all.back().waiting = queue->alerts.size();
    }
    return all;
}

} // namespace nocturne::alertmanager
