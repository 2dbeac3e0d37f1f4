// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/health_monitor.h"

#include <algorithm>
#include <utility>

#include "base/core/text.h"
#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "base/net/url.h"
#include "sources/health/health_recorder.h"
#include "sources/health/probe.h"

namespace nocturne::health {

using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLongestFirstWait{2'000};
constexpr milliseconds kLongestRetryInterval{5'000};

/// FNV-1a: the same spread in every run.
std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
}

} // namespace

struct HealthMonitor::State
{
    net::EventLoop& loop;
    net::HttpClient& http;
    storage::Appendable& store;
    const Clock& clock;
    Logger& logger;
    HealthOptions options;
    std::vector<std::unique_ptr<Check>> checks;
    std::function<void()> changed;
    bool running = false;
};

/// One check with its beat.
class HealthMonitor::Check
{
public:
    Check(State& monitor, CheckOptions options)
        : m_monitor(monitor)
        , m_options(std::move(options))
        , m_recorder(monitor.store, m_options)
    {
        m_options.interval = std::max(m_options.interval, milliseconds(1));
        m_status.type = m_options.type;
        m_status.name = m_options.name;
        m_status.address = net::redactedUrl(m_options.target);
        m_status.labels = m_recorder.labels();
        m_status.interval = m_options.interval;
        m_status.stateSince = monitor.clock.now();
    }
    ~Check() { halt(); }
    Check(const Check&) = delete;
    Check& operator=(const Check&) = delete;

    const CheckOptions& options() const { return m_options; }
    const HealthStatus& status() const { return m_status; }

    void start()
    {
        const auto spread = std::min(m_options.interval, kLongestFirstWait).count();
        wait(milliseconds(hashOf(m_options.name) % static_cast<std::uint64_t>(spread)));
    }

    void attemptNow()
    {
        if (m_probe == nullptr)
            attempt();
    }

    void end()
    {
        halt();
        store(m_recorder.end(m_monitor.clock.now()));
    }

private:
    void halt()
    {
        m_monitor.loop.cancel(std::exchange(m_timer, 0));
        m_probe.reset();
    }

    void wait(milliseconds delay)
    {
        m_monitor.loop.cancel(m_timer);
        m_status.nextAttempt = m_monitor.clock.now() + delay.count();
        m_timer = m_monitor.loop.after(delay, [this] { attempt(); });
    }

    void attempt()
    {
        m_monitor.loop.cancel(std::exchange(m_timer, 0));
        m_began = m_monitor.clock.monotonic();
        m_status.lastAttempt = m_monitor.clock.now();
        m_status.nextAttempt = 0;
        m_probe = startProbe(m_options, m_monitor.loop, m_monitor.http, m_monitor.clock,
                             [this](const ProbeResult& result) { finish(result); });
    }

    void finish(const ProbeResult& result)
    {
        m_finished = std::move(m_probe); // it is the caller: freed at the next attempt
        store(m_recorder.record(result, m_status.lastAttempt));
        note(result);
        schedule(result.state == HealthState::Down);
        if (m_monitor.changed)
            m_monitor.changed();
    }

    void note(const ProbeResult& result)
    {
        ++m_status.attempts;
        m_status.lastSeconds = result.phases.total;
        m_status.phases = result.phases;
        m_status.httpStatus = result.httpStatus;
        m_status.readings = result.readings;
        const bool failed = result.state == HealthState::Down;
        m_status.failures += failed ? 1 : 0;
        if (!failed && result.state != HealthState::Disabled)
            m_status.lastSuccess = m_status.lastAttempt;
        m_status.softFailures = failed ? m_status.softFailures + 1 : 0;
        m_status.reason = result.reason;
        m_status.lastError = printable(result.error, 500);
        if (!result.body.empty()) {
            m_status.lastBody = result.body;
            m_status.lastBodyTime = m_status.lastAttempt;
        }
        noteParts(result);
        const bool isSoft = failed && m_status.state != HealthState::Down && m_status.softFailures <= m_options.retries;
        if (isSoft || m_status.state == result.state)
            return;
        if (failed || m_status.state == HealthState::Down)
            m_monitor.logger.log(LogLevel::Warning, "health",
                                 m_options.name + " is " + std::string(toString(result.state)) +
                                     (result.error.empty() ? "" : ": " + m_status.lastError));
        m_status.state = result.state;
        m_status.stateSince = m_status.lastAttempt;
    }

    /// Without a document the components are not known: they keep their names and wait.
    void noteParts(const ProbeResult& result)
    {
        if (!result.components) {
            for (auto& part : m_status.parts)
                part = {part.name, HealthState::Waiting, "unreachable", 0};
            return;
        }
        m_status.parts.clear();
        for (const auto& component : *result.components)
            m_status.parts.push_back(
                {component.name, component.state, component.details, component.seconds.value_or(0)});
    }

    void schedule(bool failed)
    {
        auto beat = m_options.interval;
        if (failed && m_status.state != HealthState::Down)
            beat = m_options.retryInterval.count() > 0 ? std::min(m_options.retryInterval, beat)
                                                       : std::min(kLongestRetryInterval, beat);
        const auto passed = std::chrono::duration_cast<milliseconds>(m_monitor.clock.monotonic() - m_began);
        wait(beat - passed % beat);
    }

    void store(const Result<storage::CommitStats>& stored)
    {
        if (!stored) {
            m_monitor.logger.log(LogLevel::Error, "health", m_options.name + ": " + stored.error().message);
            return;
        }
        m_status.samples = stored->stored;
        m_status.seriesAdded = stored->seriesAdded;
    }

    State& m_monitor;
    CheckOptions m_options;
    HealthRecorder m_recorder;
    HealthStatus m_status;
    std::unique_ptr<Probe> m_probe;
    std::unique_ptr<Probe> m_finished;
    Clock::Monotonic m_began;
    net::TimerId m_timer = 0;
};

HealthMonitor::HealthMonitor(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store,
                             const Clock& clock, Logger& logger, HealthOptions options)
    : m_state(new State{loop, http, store, clock, logger, {}, {}, {}, false})
{
    apply(std::move(options));
}

HealthMonitor::~HealthMonitor() { stop(); }

void HealthMonitor::start()
{
    if (std::exchange(m_state->running, true))
        return;
    for (const auto& check : m_state->checks)
        check->start();
}

void HealthMonitor::stop()
{
    if (!std::exchange(m_state->running, false))
        return;
    for (const auto& check : m_state->checks)
        check->end();
}

void HealthMonitor::apply(HealthOptions options)
{
    auto before = std::move(m_state->checks);
    m_state->checks.clear();
    for (auto& check : options.checks) {
        const auto same = std::ranges::find_if(
            before, [&](const auto& known) { return known != nullptr && known->options() == check; });
        if (same != before.end()) {
            m_state->checks.push_back(std::move(*same));
            continue;
        }
        m_state->checks.push_back(std::make_unique<Check>(*m_state, check));
    }
    for (const auto& gone : before) {
        if (gone != nullptr)
            gone->end();
    }
    for (const auto& check : m_state->checks) {
        const bool isNew = check->status().lastAttempt == 0 && check->status().nextAttempt == 0;
        if (m_state->running && isNew)
            check->start();
    }
    m_state->options = std::move(options);
}

void HealthMonitor::checkNow(const std::string& name)
{
    for (const auto& check : m_state->checks) {
        if (m_state->running && check->options().name == name)
            check->attemptNow();
    }
}

std::vector<HealthStatus> HealthMonitor::statuses() const
{
    std::vector<HealthStatus> statuses;
    for (const auto& check : m_state->checks)
        statuses.push_back(check->status());
    return statuses;
}

void HealthMonitor::onChange(std::function<void()> callback) { m_state->changed = std::move(callback); }

} // namespace nocturne::health
