// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "base/core/clock.h"
#include "sources/streams/aegis_message.h"
#include "watch/alerts/alert_board.h"

namespace nocturne::streams {

/// Brings the alerts of one stream to the board, under the source `stream:NAME`.
///
/// The server tells when an alert is triggered and again after its cooldown, and not when it ends. So an alert resolves
/// when the server says another status than active, or when it was not told again for `forgetAfter`; the time of a lost
/// connection does not count, and a `forgetAfter` of 0 is never. An alert without a rule's id is known by its name and
/// labels. What the board has from before a restart goes on, unverified until it is told again. Used
/// on one thread.
class AlertRelay
{
public:
    AlertRelay(alerts::AlertBoard& board, const Clock& clock, const std::string& stream, model::LabelSet labels,
               std::chrono::milliseconds forgetAfter);

    void receive(const StreamAlert& alert);
    /// The connection is gone: what is active stays so and is marked unverified until it is told again.
    void disconnected();
    void connected();
    /// Resolves what was not told again for too long. Called now and then.
    void expire();

    std::size_t activeCount() const { return m_active.size(); }

private:
    struct Active
    {
        alerts::AlertInstance instance;
        Timestamp heard = 0;
    };

    std::string keyOf(const model::LabelSet& labels) const;
    model::LabelSet labelsOf(const StreamAlert& alert) const;
    void report();

    alerts::AlertBoard& m_board;
    const Clock& m_clock;
    std::string m_source;
    model::LabelSet m_labels;
    std::chrono::milliseconds m_forgetAfter;
    std::map<std::string, Active> m_active; // by keyOf()
    bool m_connected = false;
};

} // namespace nocturne::streams
