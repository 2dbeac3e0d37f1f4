// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/prometheus/engine.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <utility>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::prometheus {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kLanes = 6; // requests at a time: what people's browsers grant one server
constexpr std::size_t kMostWaiting = 1000;
constexpr milliseconds kCheckTimeout{10'000};
constexpr std::chrono::seconds kRateLimitPause{5}; // where a 429 names no time
constexpr std::size_t kLongestCheckBody = std::size_t{1} << 20U;

/// What an answer holds, for the health of the engine.
template <typename T>
std::pair<std::size_t, bool> sizeOf(const T&)
{
    return {0, false};
}

std::pair<std::size_t, bool> sizeOf(const query::QueryService::ResultPtr& result)
{
    const auto isPartial = std::ranges::any_of(
        result->warnings, [](const std::string& warning) { return warning.find("partial") != std::string::npos; });
    return {result->stats.samples, isPartial};
}

Form formOf(const query::SeriesQuery& query)
{
    Form form;
    for (const auto& selector : query.selectors)
        form.emplace_back("match[]", selector);
    if (query.start != 0 || query.end != 0) {
        form.emplace_back("start", seconds(query.start));
        form.emplace_back("end", seconds(query.end));
    }
    if (query.limit > 0)
        form.emplace_back("limit", std::to_string(query.limit));
    return form;
}

void addLookback(Form& form, const std::optional<milliseconds>& lookback)
{
    if (lookback)
        form.emplace_back("lookback_delta", seconds(lookback->count()));
}

} // namespace

/// One question, from the call to its answer.
struct Engine::Call
{
    std::string path;
    Form form;
    bool byGet = false;
    Clock::Monotonic deadline;
    std::atomic<bool> isAnswered = false;
    std::function<void(Error)> fail;                    ///< answers
    std::function<void(net::HttpResponse, Call&)> read; ///< on the pool; answers
    std::optional<std::stop_callback<std::function<void()>>> onStop;

    /// True once: for who may answer.
    bool claim() { return !isAnswered.exchange(true); }
    void failWith(Error error)
    {
        if (claim())
            fail(std::move(error));
    }
};

/// What callers of any thread and jobs on the pool meet the engine by.
struct Engine::Shared
{
    std::mutex mutex;
    std::set<CallPtr> open;   ///< neither answered nor given up
    Engine* engine = nullptr; ///< the loop's thread alone looks at it; null once it is gone

    void close(const CallPtr& call)
    {
        const std::lock_guard lock(mutex);
        open.erase(call);
    }
};

Engine::Engine(Surroundings around, EngineOptions options)
    : m_around(std::move(around))
    , m_options(std::move(options))
    , m_base(baseUrl(m_options))
    , m_context("data source \"" + printable(m_options.name, 60) + '"')
    , m_shared(std::make_shared<Shared>())
    , m_check(std::make_unique<scrape::AuthorizedFetch>(m_around.http, m_around.tokens, m_around.loop))
    , m_kind(m_options.kind)
{
    m_shared->engine = this;
    for (std::size_t i = 0; i < kLanes; ++i)
        m_lanes.push_back(
            {std::make_unique<scrape::AuthorizedFetch>(m_around.http, m_around.tokens, m_around.loop), nullptr, {}});
    m_status.name = m_options.name;
    m_status.address = net::redactedUrl(m_base);
    m_status.interval = m_options.checkInterval;
    m_nextCheck = m_around.clock.monotonic();
    if (m_kind)
        m_status.kind = toString(*m_kind);
}

Engine::~Engine()
{
    m_shared->engine = nullptr;
    m_lanes.clear();
    std::set<CallPtr> open;
    {
        const std::lock_guard lock(m_shared->mutex);
        open.swap(m_shared->open);
    }
    for (const auto& call : open)
        call->failWith(Error{Error::Kind::Cancelled, m_context + " was removed"});
}

EngineStatus Engine::status() const
{
    auto status = m_status;
    if (m_notBefore && *m_notBefore > m_around.clock.now())
        status.nextAttempt = *m_notBefore;
    return status;
}

void Engine::refresh() { m_nextCheck = m_around.clock.monotonic(); }

void Engine::tick()
{
    const auto now = m_around.clock.monotonic();
    if (now >= m_nextCheck && !m_check->isActive() && !heldBack())
        check();
    const auto tooLate = [&](const CallPtr& call) { return call->deadline <= now; };
    std::vector<CallPtr> late;
    std::ranges::copy_if(m_waiting, std::back_inserter(late), tooLate);
    std::erase_if(m_waiting, tooLate);
    for (const auto& call : late) {
        m_shared->close(call);
        call->failWith(Error{Error::Kind::Timeout, m_context + ": its turn did not come in time"});
    }
}

// ---- from any thread

template <typename T>
void Engine::ask(std::string path, Form form, bool byGet, std::optional<milliseconds> timeout,
                 const std::stop_token& stop, Done<T> done, std::function<Result<T>(std::string)> read)
{
    const auto call = std::make_shared<Call>();
    const auto time = std::min(timeout.value_or(m_options.timeout), m_options.timeout);
    call->path = std::move(path);
    call->form = std::move(form);
    call->byGet = byGet || m_options.asksByGet;
    call->deadline = m_around.clock.monotonic() + time;
    call->fail = [done](Error error) { done(tl::unexpected(std::move(error))); };
    call->read = [done, read = std::move(read), shared = m_shared, post = m_around.post,
                  context = m_context](net::HttpResponse response, Call& self) {
        const auto status = response.status;
        auto result = status / 100 == 2 ? read(std::move(response.body))
                                        : tl::unexpected(readRefusal(std::move(response.body), status));
        const auto [samples, isPartial] = result ? sizeOf(*result) : std::pair(std::size_t{0}, false);
        const auto error = result ? std::nullopt : std::optional(result.error());
        if (status / 100 == 2)
            post([shared, error, samples = samples, isPartial = isPartial] {
                if (shared->engine != nullptr)
                    shared->engine->noteRead(error, samples, isPartial);
            });
        if (!self.claim())
            return;
        if (error)
            result = tl::unexpected(error->within(context));
        done(std::move(result));
    };
    submit(call, stop);
}

void Engine::submit(const CallPtr& call, const std::stop_token& stop)
{
    {
        const std::lock_guard lock(m_shared->mutex);
        m_shared->open.insert(call);
    }
    const auto onLoop = [shared = m_shared, weak = std::weak_ptr(call)](void (Engine::*action)(const CallPtr&)) {
        return [shared, weak, action] {
            const auto there = weak.lock();
            if (there && shared->engine != nullptr)
                (shared->engine->*action)(there);
        };
    };
    m_around.post(onLoop(&Engine::take));
    call->onStop.emplace(stop, [post = m_around.post, dropped = onLoop(&Engine::drop)] { post(dropped); });
}

void Engine::instant(query::InstantQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    Form form{{"query", query.expression}, {"time", seconds(query.time)}};
    addLookback(form, query.lookbackDelta);
    const AnswerAxis axis{query.time, query.time, {}};
    ask<ResultPtr>("/api/v1/query", std::move(form), false, query.timeout, stop, std::move(done),
                   [axis, limits = m_options.limits](std::string body) -> Result<ResultPtr> {
                       return readQueryAnswer(std::move(body), axis, limits).map([](query::QueryResult&& result) {
                           return std::make_shared<const query::QueryResult>(std::move(result));
                       });
                   });
}

void Engine::range(query::RangeQuery query, std::stop_token stop, Done<ResultPtr> done)
{
    Form form{{"query", query.expression},
              {"start", seconds(query.start)},
              {"end", seconds(query.end)},
              {"step", seconds(query.step.count())}};
    addLookback(form, query.lookbackDelta);
    const AnswerAxis axis{query.start, query.end, query.step};
    ask<ResultPtr>("/api/v1/query_range", std::move(form), false, query.timeout, stop, std::move(done),
                   [axis, limits = m_options.limits](std::string body) -> Result<ResultPtr> {
                       return readQueryAnswer(std::move(body), axis, limits).map([](query::QueryResult&& result) {
                           return std::make_shared<const query::QueryResult>(std::move(result));
                       });
                   });
}

void Engine::labelNames(query::SeriesQuery query, std::stop_token stop, Done<std::vector<std::string>> done)
{
    ask<std::vector<std::string>>(
        "/api/v1/labels", formOf(query), false, {}, stop, std::move(done),
        [limits = m_options.limits](std::string body) { return readTexts(std::move(body), limits); });
}

void Engine::labelValues(std::string label, query::SeriesQuery query, std::stop_token stop,
                         Done<std::vector<std::string>> done)
{
    ask<std::vector<std::string>>(
        "/api/v1/label/" + net::urlEncoded(label) + "/values", formOf(query), true, {}, stop, std::move(done),
        [limits = m_options.limits](std::string body) { return readTexts(std::move(body), limits); });
}

void Engine::series(query::SeriesQuery query, std::stop_token stop, Done<std::vector<model::LabelSet>> done)
{
    auto form = formOf(query);
    if (query.selectors.empty())
        form.emplace_back("match[]", "{__name__!=\"\"}"); // one at least is demanded
    ask<std::vector<model::LabelSet>>(
        "/api/v1/series", std::move(form), false, {}, stop, std::move(done),
        [limits = m_options.limits](std::string body) { return readSeries(std::move(body), limits); });
}

void Engine::metadata(std::string metric, std::stop_token stop, Done<std::map<std::string, model::Metadata>> done)
{
    Form form;
    if (!metric.empty())
        form.emplace_back("metric", std::move(metric));
    ask<std::map<std::string, model::Metadata>>(
        "/api/v1/metadata", std::move(form), true, {}, stop, std::move(done),
        [limits = m_options.limits](std::string body) { return readMetadata(std::move(body), limits); });
}

// ---- on the loop's thread

void Engine::take(const CallPtr& call)
{
    auto refused = heldBack();
    if (!refused && m_waiting.size() >= kMostWaiting)
        refused = Error{Error::Kind::Unavailable, m_context + ": too many queries wait for it"};
    if (refused) {
        m_shared->close(call);
        return call->failWith(std::move(*refused));
    }
    m_waiting.push_back(call);
    pump();
}

void Engine::drop(const CallPtr& call)
{
    m_shared->close(call);
    std::erase(m_waiting, call);
    for (auto& lane : m_lanes) {
        if (lane.call == call) {
            lane.fetch->cancel();
            lane.call = nullptr;
        }
    }
    call->failWith(Error{Error::Kind::Cancelled, "the query was cancelled"});
    pump();
}

/// Sends what waits as long as a lane is free.
void Engine::pump()
{
    if (!m_kind && !m_isChecked)
        return;
    for (auto& lane : m_lanes) {
        if (m_waiting.empty())
            return;
        if (lane.call)
            continue;
        const auto call = m_waiting.front();
        m_waiting.pop_front();
        if (auto refused = heldBack()) {
            m_shared->close(call);
            call->failWith(std::move(*refused));
        } else {
            send(lane, call);
        }
    }
}

void Engine::shape(net::HttpRequest& request) const
{
    request.headers.push_back({"Accept", "application/json"});
    if (!m_options.tenant.empty())
        request.headers.push_back({"X-Scope-OrgID", m_options.tenant});
    if (m_options.grafanaOrganisation != 0)
        request.headers.push_back({"X-Grafana-Org-Id", std::to_string(m_options.grafanaOrganisation)});
}

void Engine::send(Lane& lane, const CallPtr& call)
{
    const auto now = m_around.clock.monotonic();
    const auto left = std::chrono::duration_cast<milliseconds>(call->deadline - now);
    auto form = call->form;
    std::ranges::move(dialectForm(m_options, m_kind.value_or(EngineKind::Prometheus)), std::back_inserter(form));
    const auto body = encoded(form);
    const auto adjust = [&](net::HttpRequest& request) {
        shape(request);
        request.timeout = std::max(left, milliseconds(1));
        request.maxBodyBytes = m_options.maxBodyBytes;
        if (call->byGet) {
            request.url += body.empty() ? "" : '?' + body;
        } else {
            request.method = "POST";
            request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
            request.body = body;
        }
    };
    lane.call = call;
    lane.started = now;
    ++m_status.queries;
    lane.fetch->send(m_options.http, m_base + call->path, adjust,
                     [this, &lane](net::HttpResult result) { takeAnswer(lane, std::move(result)); });
}

void Engine::takeAnswer(Lane& lane, net::HttpResult result)
{
    const auto call = std::exchange(lane.call, nullptr);
    const auto seconds = std::chrono::duration<double>(m_around.clock.monotonic() - lane.started).count();
    m_status.querySeconds += seconds;
    note(result, seconds);
    if (!result) {
        m_shared->close(call);
        call->failWith(result.error().error.within(m_context));
    } else {
        m_around.pool.submit([call, shared = m_shared, response = std::move(*result)](const std::stop_token&) mutable {
            call->read(std::move(response), *call);
            shared->close(call);
        });
    }
    pump();
}

std::optional<Error> Engine::heldBack() const
{
    const auto now = m_around.clock.now();
    if (!m_notBefore || *m_notBefore <= now)
        return std::nullopt;
    const auto left = (*m_notBefore - now + 999) / 1000;
    return Error{Error::Kind::Unavailable,
                 m_context + ": the server asked to be left alone for another " + std::to_string(left) + " s"};
}

/// What an answer, of whatever status, tells of the server's health.
void Engine::note(const net::HttpResult& result, double seconds)
{
    const auto now = m_around.clock.now();
    m_status.lastAttempt = now;
    m_status.lastSeconds = seconds;
    m_nextCheck = m_around.clock.monotonic() + m_options.checkInterval;
    m_status.nextAttempt = now + m_options.checkInterval.count();
    if (!result) {
        ++m_status.failures;
        return setState(EngineState::Down, std::string(net::toString(result.error().state)),
                        result.error().error.message);
    }
    const auto status = result->status;
    const auto isOwnAnswer = result->body.starts_with('{'); // of the engine, not of a gateway before it
    const auto pause = net::retryAfter(*result, now);
    if (status == 429 || (status == 503 && pause)) {
        ++m_status.failures;
        m_notBefore = now + std::chrono::milliseconds(pause.value_or(kRateLimitPause)).count();
        return setState(EngineState::Degraded, "rate_limited", readRefusal(result->body, status).message);
    }
    if (status == 401 || status == 403 || (status >= 500 && !isOwnAnswer) || status / 100 == 3) {
        ++m_status.failures;
        return setState(EngineState::Down, std::string(net::toString(net::stateOfStatus(status))),
                        readRefusal(result->body, status).message);
    }
    if (status / 100 != 2 && !isOwnAnswer) {
        ++m_status.failures;
        return setState(EngineState::Down, "protocol", readRefusal(result->body, status).message);
    }
    m_notBefore.reset();
    m_status.lastSuccess = now;
    if (m_status.reason != "incomplete" &&
        m_status.reason != "parse_error") // the content of an answer says when that ends
        setState(EngineState::Up, {}, {});
}

void Engine::noteRead(const std::optional<Error>& error, std::size_t samples, bool isPartial)
{
    m_status.samples = samples;
    if (error && error->kind == Error::Kind::Corrupt) {
        ++m_status.failures;
        setState(EngineState::Degraded, "parse_error", error->message);
    } else if (isPartial) {
        setState(EngineState::Degraded, "incomplete",
                 "its answers are partial: some of the stores behind it do not answer");
    } else if (!error && (m_status.reason == "incomplete" || m_status.reason == "parse_error")) {
        setState(EngineState::Up, {}, {});
    }
}

void Engine::setState(EngineState state, std::string reason, std::string error)
{
    const auto changed = m_status.state != state || m_status.reason != reason;
    m_status.reason = std::move(reason);
    m_status.lastError = std::move(error);
    if (!changed)
        return;
    const auto wasWaiting = m_status.state == EngineState::Waiting;
    m_status.state = state;
    m_status.stateSince = m_around.clock.now();
    if (state == EngineState::Up && !wasWaiting)
        m_around.log.log(LogLevel::Info, "prometheus", m_context + " answers again");
    else if (state != EngineState::Up)
        m_around.log.log(LogLevel::Warning, "prometheus", m_context + ": " + m_status.lastError);
}

// ---- health and kind

void Engine::check()
{
    m_nextCheck = m_around.clock.monotonic() + m_options.checkInterval;
    m_checkStarted = m_around.clock.monotonic();
    const auto adjust = [this](net::HttpRequest& request) {
        shape(request);
        request.timeout = std::min(kCheckTimeout, m_options.timeout);
        request.maxBodyBytes = kLongestCheckBody;
    };
    m_check->send(m_options.http, m_base + "/api/v1/status/buildinfo", adjust,
                  [this](net::HttpResult result) { takeBuildInfo(std::move(result)); });
}

void Engine::takeBuildInfo(net::HttpResult result)
{
    if (!result || result->status / 100 != 2) {
        const auto isUnknown = result && (result->status == 404 || result->status == 405);
        return isUnknown ? askPlainly() : endCheck(result);
    }
    const auto info = readBuildInfo(result->body);
    if (!info) {
        note(result, 0);
        m_isChecked = true;
        ++m_status.failures;
        setState(EngineState::Down, "protocol", info.error().message);
        return pump();
    }
    if (!m_options.kind)
        m_kind = recognised(*info);
    m_status.kind = std::string(toString(*m_kind)) + (info->version.empty() ? "" : ' ' + info->version);
    endCheck(result);
}

/// For servers and gateways that know nothing of buildinfo.
void Engine::askPlainly()
{
    const auto adjust = [this](net::HttpRequest& request) {
        shape(request);
        request.url += "?query=1";
        request.timeout = std::min(kCheckTimeout, m_options.timeout);
        request.maxBodyBytes = kLongestCheckBody;
    };
    m_check->send(m_options.http, m_base + "/api/v1/query", adjust, [this](const net::HttpResult& result) {
        if (!m_kind && result && result->status / 100 == 2)
            m_kind = EngineKind::Prometheus;
        endCheck(result);
        if (result && result->status == 404 && m_options.grafanaUid.empty() &&
            result->body.find("\"message\"") != std::string::npos)
            setState(EngineState::Down, "protocol",
                     "it answered 404 as a Grafana does: set kind: grafana and the uid of the data source behind it");
    });
}

void Engine::endCheck(const net::HttpResult& result)
{
    note(result, std::chrono::duration<double>(m_around.clock.monotonic() - m_checkStarted).count());
    if (result && result->status == 404)
        setState(EngineState::Down, "not_found", readRefusal(result->body, 404).message);
    m_isChecked = true;
    pump();
}

} // namespace nocturne::prometheus
