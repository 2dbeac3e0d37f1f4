// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/log.h"
#include "base/core/worker_pool.h"
#include "base/net/http_client.h"
#include "engine/query/query_service.h"
#include "sources/prometheus/engine_options.h"
#include "sources/scrape/oauth2_tokens.h"

namespace nocturne::prometheus {

enum class EngineState { Waiting, Up, Degraded, Down };

/// How a remote engine is doing. Outside text stands in the errors: show as plain text.
struct EngineStatus
{
    std::string name;
    std::string address; ///< without secrets
    std::string kind;    ///< what it is, with its version; empty until it was recognised
    EngineState state = EngineState::Waiting;
    std::string reason; ///< stable word: "refused", "unauthorized", "rate_limited", "incomplete"; empty while it is up
    std::string lastError;
    Timestamp lastAttempt = 0;
    Timestamp lastSuccess = 0; ///< 0: never
    Timestamp nextAttempt = 0;
    Timestamp stateSince = 0;
    std::chrono::milliseconds interval{0};
    double lastSeconds = 0;
    std::size_t samples = 0; ///< of the last answer
    // Since the start.
    std::uint64_t queries = 0;
    double querySeconds = 0;    ///< from sending each to the end of its answer
    std::uint64_t failures = 0; ///< answers that did not come, or said that the server cannot; not those to bad queries
};

/// A remote Prometheus, Thanos, Mimir or VictoriaMetrics as a QueryService, straight or through a Grafana.
///
/// Made, ended and driven on the loop's thread; queries come from any thread and are sent from that one, a few at a
/// time, the others wait in their order. Answers are read on `pool`, where `done` is called. Until it is known what
/// kind of server it is, queries wait for the first check. A server that asks to be left alone (429, or Retry-After) is
/// left alone: queries fail until then and say so. Errors carry the engine's name; those of an expression its place.
class Engine final : public query::QueryService
{
public:
    struct Surroundings
    {
        net::EventLoop& loop;
        net::HttpClient& http;
        scrape::OAuth2Tokens& tokens;
        WorkerPool& pool;
        const Clock& clock;
        Logger& log;
        /// Runs a job on the loop's thread, later; may drop it once the engine is gone. From any thread.
        std::function<void(std::function<void()>)> post;
    };

    Engine(Surroundings around, EngineOptions options);
    /// Fails what is under way with Cancelled. Nobody queries any more.
    ~Engine() override;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    const EngineOptions& options() const { return m_options; }
    /// On the loop's thread, as is all that follows.
    EngineStatus status() const;
    /// Asks for its health where that is due. Called a few times a second.
    void tick();
    /// Asks for its health now.
    void refresh();

    void instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void range(query::RangeQuery query, std::stop_token stop, Done<ResultPtr> done) override;
    void labelNames(query::SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done) override;
    void labelValues(std::string label, query::SeriesQuery query, std::stop_token stop,
                     Done<std::vector<std::string>> done) override;
    void series(query::SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done) override;
    void metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done) override;

private:
    struct Call;
    struct Shared;
    using CallPtr = std::shared_ptr<Call>;
    /// One request at a time to the server.
    struct Lane
    {
        std::unique_ptr<scrape::AuthorizedFetch> fetch;
        CallPtr call;
        Clock::Monotonic started;
    };

    template <typename T>
    void ask(std::string path, Form form, bool byGet, std::optional<std::chrono::milliseconds> timeout,
             const std::stop_token& stop, Done<T> done, std::function<Result<T>(std::string)> read);
    void submit(const CallPtr& call, const std::stop_token& stop);
    void take(const CallPtr& call);
    void drop(const CallPtr& call);
    void pump();
    void send(Lane& lane, const CallPtr& call);
    void takeAnswer(Lane& lane, net::HttpResult result);
    void shape(net::HttpRequest& request) const;
    std::optional<Error> heldBack() const;
    void note(const net::HttpResult& result, double seconds);
    void noteRead(const std::optional<Error>& error, std::size_t samples, bool isPartial);
    void setState(EngineState state, std::string reason, std::string error);

    void check();
    void takeBuildInfo(net::HttpResult result);
    void askPlainly();
    void endCheck(const net::HttpResult& result);

    Surroundings m_around;
    const EngineOptions m_options;
    const std::string m_base;
    const std::string m_context; ///< before each error
    std::shared_ptr<Shared> m_shared;
    std::deque<CallPtr> m_waiting;
    std::vector<Lane> m_lanes;
    std::unique_ptr<scrape::AuthorizedFetch> m_check;
    std::optional<EngineKind> m_kind;
    bool m_isChecked = false; ///< once at least
    Clock::Monotonic m_nextCheck;
    Clock::Monotonic m_checkStarted;
    std::optional<Timestamp> m_notBefore; ///< the server asked to be left alone until then
    EngineStatus m_status;
};

} // namespace nocturne::prometheus
