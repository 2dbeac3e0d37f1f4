// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/core/backoff.h"
#include "base/core/log.h"
#include "base/net/http_client.h"
#include "sources/burstlet/answer.h"
#include "sources/burstlet/event_relay.h"
#include "sources/burstlet/log_cursor.h"
#include "sources/burstlet/recorder.h"

namespace nocturne::burstlet {

/// What is to be done with one Burstlet.
struct SourceOptions
{
    std::string name;         ///< its alerts come from "burstlet:NAME"
    net::HttpRequest request; ///< to its base, "http://host:3001/api/v1/monitoring", with all that every request needs
    std::chrono::milliseconds interval{30'000};
    std::vector<std::pair<std::string, std::string>> labels; ///< on every series, beside job and instance
    bool writes = true; ///< else acknowledgements are not told there, and it is not asked to collect
    bool logs = true;   ///< its log is taken over
};

/// Waiting: not asked yet. Degraded: some endpoints fail, or it says itself that it is not well.
enum class State { Waiting, Up, Degraded, Down };

/// An endpoint or a health check.
struct PartStatus
{
    std::string name; ///< "metrics", "check api"
    State state = State::Waiting;
    std::string details;
    double seconds = 0;

    bool operator==(const PartStatus&) const = default;
};

/// How it is doing. Outside text stands in lastError and details: show as plain text.
struct Status
{
    std::string name;
    std::string address; ///< URL without secrets
    State state = State::Waiting;
    /// Why not up: a word of net::FetchState, "bad_answer", "unhealthy".
    std::string reason;
    std::string lastError;
    model::LabelSet labels;
    Timestamp lastAttempt = 0;
    Timestamp lastSuccess = 0;
    Timestamp nextAttempt = 0;
    Timestamp stateSince = 0;
    std::chrono::milliseconds interval{0};
    double lastSeconds = 0;
    std::size_t samples = 0; ///< of the last round
    std::size_t seriesAdded = 0;
    std::uint64_t failures = 0; ///< rounds that brought nothing, since the start
    std::vector<PartStatus> parts;

    bool operator==(const Status&) const = default;
};

/// Counts since the start, for Nocturne's own metrics.
struct Stats
{
    std::uint64_t rounds = 0;
    std::uint64_t requestFailures = 0;
    std::uint64_t acknowledged = 0; ///< told there
    std::uint64_t refused = 0;      ///< acknowledgements that could not be told
    std::size_t alerts = 0;         ///< events that are not resolved, now
    std::size_t undelivered = 0;    ///< alerts that people have and it does not know of, now

    bool operator==(const Stats&) const = default;
};

/// Watches a Burstlet monitoring module through its API: health, metrics, health checks, alerts, logs, dashboards and
/// overview become series `burstlet_*`, alerts of the board and records of the log store; what people acknowledge here
/// is acknowledged there.
///
/// Every sample has the labels job="burstlet", instance=NAME and those of the options. Each endpoint fails by itself:
/// its series end, the others go on; one that answers 404 is "not provided by server". After 429 and 503 the next round
/// waits as Retry-After says, else longer each time. Lives on the loop's thread.
class BurstletSource
{
public:
    /// All but the options is borrowed.
    BurstletSource(SourceOptions options, net::HttpClient& http, storage::Appendable& store, alerts::AlertBoard& board,
                   logs::LogStore& logs, const Clock& clock, Logger& log);
    /// Ends all series with staleness markers.
    ~BurstletSource();
    BurstletSource(const BurstletSource&) = delete;
    BurstletSource& operator=(const BurstletSource&) = delete;

    /// Asks when it is time, and tells what people did. Called a few times a second.
    void tick();
    /// Has it collect its metrics, and asks for everything, now.
    void refresh();

    const SourceOptions& options() const { return m_options; }
    const std::string& source() const { return m_source; }
    const Status& status() const { return m_status; }
    Stats stats() const;

private:
    enum Endpoint { kHealth, kMetrics, kChecks, kAlerts, kLogs, kDashboards, kOverview, kEndpoints };
    struct Outcome
    {
        State state = State::Waiting;
        std::string reason;
        std::string details;
        double seconds = 0;
    };

    void poll();
    void askAll();
    void ask(Endpoint endpoint, const std::string& query = {});
    net::HttpRequest request(const char* method, const std::string& path) const;
    void send(net::HttpRequest request, std::function<void(const net::HttpResult&)> done);
    void take(Endpoint endpoint, const net::HttpResult& result);
    Result<std::string> use(Endpoint endpoint, const std::string& body);
    Result<std::string> useHealth(const std::string& body);
    Result<std::string> useMetrics(const std::string& body);
    Result<std::string> useChecks(const std::string& body);
    Result<std::string> useAlerts(const std::string& body);
    Result<std::string> useLogs(const std::string& body);
    Result<std::string> useDashboards(const std::string& body);
    Result<std::string> useOverview(const std::string& body);
    void fail(Endpoint endpoint, Outcome outcome);
    void finish(Endpoint endpoint);
    void finishRound();
    void reportAlerts();
    void recordChecks();
    void judge();
    void setState(State state, const std::string& reason, const std::string& message);
    std::vector<PartStatus> parts() const;
    void tellAcknowledgements(bool again);
    std::string logQuery() const;
    void check(const Result<void>& stored);

    SourceOptions m_options;
    const std::string m_source;
    net::HttpClient& m_http;
    const Clock& m_clock;
    Logger& m_log;
    AnswerReader m_reader;
    Recorder m_recorder;
    EventRelay m_relay;
    LogCursor m_logs;
    Backoff m_backoff;
    std::set<net::RequestId> m_requests; ///< under way

    bool m_isBusy = false;
    bool m_collectFirst = false;
    std::size_t m_outstanding = 0;
    Clock::Monotonic m_nextPoll;
    Clock::Monotonic m_asked;
    std::chrono::milliseconds m_pause{0}; ///< that the server asks for, at least; 0: none
    bool m_isOverloaded = false;          ///< in this round
    RecorderStats m_before;
    std::array<Outcome, kEndpoints> m_outcomes;
    Timestamp m_skew = 0;
    Health m_health;
    std::optional<std::size_t> m_dashboards;
    std::vector<Check> m_checks; ///< as `health-checks` lists them
    std::vector<AlertEvent> m_events;
    std::vector<AlertEvent> m_overviewEvents;
    Status m_status;
    Stats m_stats;
};

} // namespace nocturne::burstlet
