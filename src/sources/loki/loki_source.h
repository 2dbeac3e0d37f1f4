// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/log.h"
#include "base/core/worker_pool.h"
#include "base/net/http_client.h"
#include "sources/scrape/oauth2_tokens.h"
#include "watch/logs/log_view.h"

namespace nocturne::loki {

/// A Loki, and how it is asked.
struct Options
{
    std::string name;
    std::string url; ///< what `/loki/api/v1` is put behind, the way through a Grafana included
    int grafanaOrganisation = 0;
    std::string tenant; ///< header X-Scope-OrgID
    scrape::HttpOptions http;
    std::chrono::milliseconds timeout{30'000};
    std::chrono::milliseconds checkInterval{30'000};
    std::string query;                                  ///< before people write one
    std::size_t limit = 1000;                           ///< entries asked for at once
    std::chrono::milliseconds lookBack{60 * 60 * 1000}; ///< how old they may be
    std::chrono::milliseconds reconnectBase{500};       ///< of the waits between two connections

    bool operator==(const Options&) const = default;
};

enum class State { Waiting, Up, Down };

/// How a Loki is doing. Outside text stands in lastError: show as plain text.
struct Status
{
    std::string name;
    std::string address;
    State state = State::Waiting;
    std::string reason; ///< "refused", "unauthorized", "protocol"; empty while it is up
    std::string lastError;
    Timestamp lastAttempt = 0;
    Timestamp lastSuccess = 0;
    Timestamp nextAttempt = 0;
    Timestamp stateSince = 0;
    std::chrono::milliseconds interval{0};
    double lastSeconds = 0;
    std::size_t labels = 0; ///< names of labels it knows
    std::size_t views = 0;  ///< that are open
    std::uint64_t failures = 0;
    std::uint64_t connections = 0; ///< of tails
    std::uint64_t entries = 0;
    std::uint64_t dropped = 0; ///< entries that it says it left out
};

/// What a Loki borrows; all outlives it.
struct Surroundings
{
    net::EventLoop& loop;
    net::HttpClient& http;
    scrape::OAuth2Tokens& tokens;
    WorkerPool& pool;
    const Clock& clock;
    Logger& log;
    /// Runs a job on the loop's thread, later; may drop it once the Loki is gone. From any thread.
    std::function<void(std::function<void()>)> post;
};

class Follower;
class View;

/// Brings logs of a Loki to those who look at them: LogQL goes there as it is written.
///
/// A view asks `query_range` for the newest entries and then follows `tail`. When that connection ends, as it does
/// every hour, it is made anew after a wait with jitter, from the last entry on; what comes twice is left out.
/// Lives on the loop's thread, a Qt one; view() may be called from any. The health is asked for by `labels`.
class Loki
{
public:
    Loki(Surroundings around, Options options);
    /// Views that are still held get nothing more.
    ~Loki();
    Loki(const Loki&) = delete;
    Loki& operator=(const Loki&) = delete;

    const Options& options() const { return m_options; }
    Status status() const;
    /// Asks for its health where that is due, connects anew, lets go of views that nobody holds. Called a few times a
    /// second.
    void tick();
    void refresh() { m_nextCheck = {}; }
    /// From any thread.
    std::shared_ptr<logs::LogView> view(const std::string& query);

private:
    struct Shared;

    void follow(const std::weak_ptr<View>& weak, const std::string& query);
    void check();
    void takeCheck(const net::HttpResult& result);
    void setState(State state, std::string reason, std::string error);

    Surroundings m_around;
    const Options m_options;
    std::shared_ptr<Shared> m_shared;
    std::vector<std::unique_ptr<Follower>> m_followers;
    std::unique_ptr<scrape::AuthorizedFetch> m_check;
    Clock::Monotonic m_nextCheck;
    Clock::Monotonic m_checkStarted;
    Status m_status;
};

} // namespace nocturne::loki
