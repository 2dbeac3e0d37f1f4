// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/core/log.h"
#include "sources/alertmanager/api.h"
#include "sources/alertmanager/peer_view.h"
#include "sources/alertmanager/write_plan.h"
#include "sources/scrape/relabel.h"
#include "watch/alerts/alert_board.h"

namespace nocturne::alertmanager {

/// What is to be done with one Alertmanager, or with peers that are one.
struct SourceOptions
{
    std::string name; ///< its alerts come from "alertmanager:NAME"
    std::chrono::milliseconds interval{15'000};
    std::chrono::milliseconds lease{10 * 60 * 1000}; ///< how long an acknowledgement outlives Nocturne
    std::string severityLabel = "severity";
    bool writes = true;                       ///< else nothing that people do here is told there
    std::string whose = {};                   ///< names this Nocturne in marks, so that it knows what is its own
    std::string ackPrefix = "Acknowledged: "; ///< of the comment of a lease
    /// As our rules' alerts were rewritten on their way there; so they are known again.
    std::vector<scrape::RelabelRule> relabelRules = {};
};

/// How it is doing. Outside text stands in the errors: show as plain text.
struct SourceHealth
{
    struct Peer
    {
        std::string address;
        bool isAlive = false;
        std::string lastError;
        PeerStatus status;

        bool operator==(const Peer&) const = default;
    };

    std::string name;
    std::vector<Peer> peers;
    Timestamp lastAttempt = 0;
    Timestamp lastSuccess = 0;
    Timestamp nextAttempt = 0;
    std::chrono::milliseconds interval{0};
    double lastSeconds = 0;
    std::size_t alerts = 0;
    std::size_t silences = 0;
    // Since the start.
    std::uint64_t polls = 0;
    std::uint64_t failures = 0; ///< polls in which no peer answered
    std::uint64_t peerFailures = 0;
    std::uint64_t written = 0;   ///< silences made, changed and ended
    std::uint64_t renewed = 0;   ///< of these leases
    std::uint64_t refused = 0;   ///< writes that failed
    std::size_t undelivered = 0; ///< what people did and is not there, now
};

/// Brings the alerts and silences of an Alertmanager to the board, and what people do about them back to it.
///
/// - An alert of our own rules that the Alertmanager was told of is not listed a second time; what keeps it quiet there
///   keeps it quiet here.
/// - An acknowledgement of an alert that lives there becomes a lease (write_plan.h); a silence of this board that
///   matches one is written there; a change of a silence of its own (AlertBoard::silenceOrders()) is made there. What
///   fails is tried again with each poll, and the board is told how it fares.
/// - Where no peer answers all alerts stay, unverified.
///
/// Lives on the loop's thread.
class AlertmanagerSource
{
public:
    using Peers = std::vector<std::unique_ptr<Api>>;

    /// All but `peers` is borrowed. Precondition: there is a peer.
    AlertmanagerSource(alerts::AlertBoard& board, const Clock& clock, Logger& log, SourceOptions options, Peers peers);

    /// Asks when it is time, and when people did something. Called a few times a second.
    void tick();
    /// Asks now.
    void refresh() { m_nextPoll = Clock::Monotonic(); }

    const SourceOptions& options() const { return m_options; }
    /// "alertmanager:NAME"
    const std::string& source() const { return m_source; }
    SourceHealth health() const { return m_health; }

private:
    struct Answers;
    struct Step
    {
        WriteStep write;
        std::optional<alerts::SilenceOrder> order; ///< that it fulfils
    };
    /// Where an alert of the board lives there: its labels there, its id here.
    using Residents =
        std::unordered_map<model::LabelSet, std::vector<const alerts::AlertInstance*>, model::LabelSetHash>;

    void poll();
    void take(std::size_t peer, Answers& answers);
    void finishPoll();
    void report();
    std::vector<alerts::Mute> mutesOf(const RemoteAlert& alert) const;
    Residents residents(const alerts::AlertList& list, bool alsoOver) const;
    std::optional<model::LabelSet> labelsThere(const alerts::AlertInstance& alert) const;

    std::vector<WantedSilence> wanted() const;
    std::vector<HeldSilence> held() const;
    void act();
    void planOrders();
    void runNext();
    void put(Step step, std::size_t peer);
    void expire(Step step, std::size_t peer);
    std::optional<std::size_t> nextPeer(std::size_t from) const;
    void finishStep(const Step& step, Result<std::string> id);
    void finishActing();
    void tellDeliveries();
    void note(LogLevel level, const std::string& what);

    alerts::AlertBoard& m_board;
    const Clock& m_clock;
    Logger& m_log;
    const SourceOptions m_options;
    const std::string m_source;
    Peers m_peers;

    PeerView m_view;
    PeerView::Alerts m_alerts;
    std::vector<alerts::Silence> m_silences;
    std::unordered_map<std::string, std::string> m_names; ///< of alerts, by fingerprint

    bool m_isBusy = false;
    bool m_isDown = false;         ///< no peer answered the last time
    std::size_t m_outstanding = 0; ///< peers that have not answered yet
    Clock::Monotonic m_nextPoll;
    Clock::Monotonic m_asked;
    alerts::AlertBoard::Snapshot m_seenAlerts; ///< as the board was when it was looked at last
    alerts::AlertBoard::Silences m_seenSilences;
    std::vector<WantedSilence> m_lastWanted;
    std::vector<alerts::SilenceOrder> m_lastOrders;

    /// What was written lately, as long as a peer may not know it yet.
    struct Recent
    {
        alerts::Silence silence;
        Clock::Monotonic at;
        bool isExpired = false;
    };
    std::map<std::string, std::pair<std::string, Recent>> m_recent; ///< key and what became of it, by id
    std::vector<Step> m_steps;                                      ///< still to be done, the last one first
    bool m_hasWritten = false;
    std::map<std::string, alerts::Delivery> m_fates; ///< by key
    std::map<std::string, std::string> m_faults;     ///< why a key or order could not be written, last
    SourceHealth m_health;
    std::string m_lastNoted;
};

} // namespace nocturne::alertmanager
