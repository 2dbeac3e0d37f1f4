// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/burstlet/event_relay.h"

#include <algorithm>
#include <utility>

#include "base/core/text.h"

namespace nocturne::burstlet {

namespace {

using alerts::Delivery;

constexpr std::size_t kReasonBytes = 300;

/// What makes events those of one alert.
const std::string& alertOf(const AlertEvent& event)
{
    return !event.alertId.empty() ? event.alertId : !event.name.empty() ? event.name : event.id;
}

} // namespace

EventRelay::EventRelay(alerts::AlertBoard& board, const Clock& clock, std::string source, model::LabelSet labels)
    : m_board(board)
    , m_clock(clock)
    , m_source(std::move(source))
    , m_labels(std::move(labels))
{}

void EventRelay::receive(std::vector<AlertEvent> events)
{
    m_events.clear();
    for (auto& event : events) {
        if (!event.isOver())
            m_events.emplace(event.id, std::move(event)); // the first one told counts
    }
    std::erase_if(m_faults, [&](const auto& fault) { return !m_events.contains(fault.first); });
    report();
}

void EventRelay::lose() { m_board.markUnverified(m_source); }

alerts::AlertInstance EventRelay::instanceOf(const std::string& alertId,
                                             const std::vector<const AlertEvent*>& events) const
{
    const auto now = m_clock.now();
    const auto time = [&](const AlertEvent* event) { return std::min(event->triggeredAt.value_or(now), now); };
    const auto& first = **std::ranges::min_element(events, {}, time);
    const auto& last = **std::ranges::max_element(events, {}, time);
    alerts::AlertInstance alert;
    model::LabelSetBuilder labels(m_labels);
    labels.set("alertname", last.name.empty() ? alertId : last.name);
    labels.set("alert_id", alertId);
    labels.set("severity", last.severity);
    alert.labels = labels.build();
    alert.annotations = {{"summary", last.message.empty() ? last.name : last.message}, {"event_id", last.id}};
    alert.state = alerts::AlertState::Firing;
    alert.severity = alerts::severityFromText(last.severity);
    alert.severityText = last.severity;
    alert.value = last.value.value_or(0);
    alert.threshold = last.threshold;
    alert.activeAt = time(&first);
    alert.firedAt = alert.activeAt;
    return alert;
}

void EventRelay::report()
{
    std::map<std::string, std::vector<const AlertEvent*>> byAlert;
    for (const auto& [id, event] : m_events)
        byAlert[alertOf(event)].push_back(&event);
    const auto snapshot = m_board.snapshot();
    std::set<model::LabelSet> ours;
    for (const auto* alert : taken(*snapshot))
        ours.insert(alert->labels);
    alerts::RemoteView view;
    for (const auto& [alertId, events] : byAlert) {
        auto alert = instanceOf(alertId, events);
        const bool isTaken = std::ranges::all_of(events, &AlertEvent::isAcknowledged);
        if (isTaken && !ours.contains(alert.labels)) {
            const auto& who = events.back()->acknowledgedBy;
            view.mutes[alert.labels] = {{alerts::Mute::By::Acknowledgement, events.back()->id, {}, who, {}, m_source}};
        }
        view.active.push_back(std::move(alert));
    }
    m_board.reportRemote(m_source, std::move(view));
}

std::vector<const alerts::AlertInstance*> EventRelay::taken(const alerts::AlertList& list) const
{
    std::vector<const alerts::AlertInstance*> all;
    const auto now = m_clock.now();
    for (const auto& alert : list) {
        const auto& ack = alert.acknowledgement;
        if (alert.source == m_source && alert.isActive() && ack && (!ack->until || *ack->until > now))
            all.push_back(&alert);
    }
    return all;
}

bool EventRelay::hasNews()
{
    auto now = m_board.snapshot();
    const bool isNew = now != m_seen;
    m_seen = std::move(now);
    return isNew;
}

std::vector<AcknowledgeOrder> EventRelay::orders(bool again)
{
    std::vector<AcknowledgeOrder> orders;
    const auto snapshot = m_board.snapshot();
    const auto all = taken(*snapshot);
    for (const auto& [id, event] : m_events) {
        if (event.isAcknowledged() || m_underWay.contains(id) || (!again && m_faults.contains(id)))
            continue;
        const auto alert =
            std::ranges::find(all, alertOf(event), [](const auto* one) { return one->labels.get("alert_id"); });
        if (alert == all.end())
            continue;
        m_underWay.insert(id);
        orders.push_back({id, (*alert)->acknowledgement->owner, (*alert)->acknowledgement->comment});
    }
    return orders;
}

void EventRelay::done(const std::string& eventId, const Result<void>& result)
{
    m_underWay.erase(eventId);
    m_faults.erase(eventId);
    const auto event = m_events.find(eventId);
    if (event == m_events.end())
        return;
    if (result)
        event->second.status = "acknowledged";
    else
        m_faults[eventId] = result.error().message;
}

void EventRelay::tellDeliveries(const std::string& fault)
{
    const auto now = m_clock.now();
    const auto snapshot = m_board.snapshot();
    alerts::Deliveries fates;
    m_undelivered = 0;
    for (const auto* alert : taken(*snapshot)) {
        Delivery fate{Delivery::State::Accepted, m_source, {}, now};
        for (const auto& [id, event] : m_events) {
            if (alertOf(event) != alert->labels.get("alert_id") || event.isAcknowledged())
                continue;
            const auto refused = m_faults.find(id);
            const auto& why = refused == m_faults.end() ? fault : refused->second;
            fate.state = why.empty() ? Delivery::State::Pending : Delivery::State::Failed;
            fate.reason = printable(why, kReasonBytes);
        }
        if (const auto before = m_fates.find(alert->id); before != m_fates.end() && before->second.state == fate.state)
            fate.since = before->second.since;
        m_undelivered += fate.state == Delivery::State::Accepted ? 0 : 1;
        fates[alert->id] = std::move(fate);
    }
    if (m_fates == fates)
        return;
    m_fates = fates;
    m_board.noteDeliveries(m_source, std::move(fates), {});
}

std::vector<Reading> EventRelay::counts() const
{
    std::map<std::string, double> bySeverity = {{"info", 0}, {"warning", 0}, {"error", 0}, {"critical", 0}};
    for (const auto& [id, event] : m_events)
        ++bySeverity[event.severity];
    std::vector<Reading> readings;
    for (const auto& [severity, count] : bySeverity)
        readings.push_back({"burstlet_alerts_active", {{"severity", severity}}, count});
    return readings;
}

} // namespace nocturne::burstlet
