// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "sources/burstlet/answer.h"
#include "watch/alerts/alert_board.h"

namespace nocturne::burstlet {

/// One acknowledgement to be told to the server.
struct AcknowledgeOrder
{
    std::string eventId;
    std::string user;
    std::string comment;

    bool operator==(const AcknowledgeOrder&) const = default;
};

/// Brings the alert events of one Burstlet to the board, under the source `burstlet:NAME`, and what people take there
/// back to it.
///
/// An alert with events that are not resolved is one alert of the board, however many there are: acknowledging it
/// acknowledges all of them. One that somebody acknowledged there is muted here. Giving an alert back is not told:
/// the server has no endpoint for it. Used on one thread.
class EventRelay
{
public:
    EventRelay(alerts::AlertBoard& board, const Clock& clock, std::string source, model::LabelSet labels);

    /// All events that the server has now.
    void receive(std::vector<AlertEvent> events);
    /// The server cannot be asked.
    void lose();

    /// Whether people did something since the last call.
    bool hasNews();
    /// What is to be told now and is not under way; with `again` also what was refused.
    std::vector<AcknowledgeOrder> orders(bool again);
    /// What became of an order.
    void done(const std::string& eventId, const Result<void>& result);
    /// Tells the board how it fares; `fault` is why nothing can be told at all, empty where it can.
    void tellDeliveries(const std::string& fault);

    std::size_t active() const { return m_events.size(); }
    std::size_t undelivered() const { return m_undelivered; }
    /// `burstlet_alerts_active` by severity.
    std::vector<Reading> counts() const;

private:
    void report();
    alerts::AlertInstance instanceOf(const std::string& alertId, const std::vector<const AlertEvent*>& events) const;
    /// Alerts of the board that live there and that a person has.
    std::vector<const alerts::AlertInstance*> taken(const alerts::AlertList& list) const;

    alerts::AlertBoard& m_board;
    const Clock& m_clock;
    std::string m_source;
    model::LabelSet m_labels;
    std::map<std::string, AlertEvent> m_events; ///< not over, by id
    std::set<std::string> m_underWay;           ///< ids of events
    std::map<std::string, std::string> m_faults;
    std::map<std::string, alerts::Delivery> m_fates; ///< by alert of the board
    alerts::AlertBoard::Snapshot m_seen;
    std::size_t m_undelivered = 0;
};

} // namespace nocturne::burstlet
