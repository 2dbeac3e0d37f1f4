// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query/query_scheduler.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/core/duration.h"

namespace nocturne::query {

namespace {

/// How long the watcher sleeps at most while there are queries: bounds the delay where a clock is not the system's.
constexpr std::chrono::milliseconds kLongestSleep{50};
/// And without queries. One that has more time than that need not wake the watcher, which costs it a change of threads.
constexpr std::chrono::milliseconds kIdleSleep{1000};

} // namespace

struct QueryScheduler::Job final : Ticket
{
    enum class Phase { Queued, Running, Ended };
    using CallerStop = std::stop_callback<std::function<void()>>;

    Work work;
    Refuse refuse;
    std::stop_source source;
    Clock::Monotonic queuedAt;
    Clock::Monotonic deadline;
    std::chrono::milliseconds timeLimit{};
    double waited = 0;
    std::optional<Error> refusal; // set when the watcher is to refuse
    std::atomic<bool> timedOut = false;
    Phase phase = Phase::Queued; // under the state's mutex
    std::optional<CallerStop> callerStop;

    std::stop_token stop() const override { return source.get_token(); }
    double queueSeconds() const override { return waited; }
    Error explain(Error error) const override
    {
        return error.kind == Error::Kind::Cancelled && timedOut ? timeoutError() : error;
    }
    Error timeoutError() const
    {
        return {Error::Kind::Timeout, "the query took longer than " + formatDuration(timeLimit) +
                                          ": narrow the range or the selectors, or raise limits.query_time"};
    }
};

struct QueryScheduler::State
{
    using JobPtr = std::shared_ptr<Job>;

    const Clock& clock;
    const std::size_t maxQueued;

    mutable std::mutex mutex;
    std::condition_variable_any wake;    // for the watcher
    std::condition_variable_any drained; // for the destructor
    std::list<JobPtr> jobs;              // queued and running
    bool changed = false;
    SchedulerStats stats;
    std::jthread watcher;

    State(const Clock& stateClock, std::size_t most)
        : clock(stateClock)
        , maxQueued(most)
    {}

    void notify()
    {
        {
            const std::lock_guard lock(mutex);
            changed = true;
        }
        wake.notify_one();
    }

    void run(const JobPtr& job, const std::stop_token& poolStop);
    void watch(const std::stop_token& stop);
    std::vector<JobPtr> takeDoomed(Clock::Monotonic now);
    void end(const JobPtr& job);
};

void QueryScheduler::State::run(const JobPtr& job, const std::stop_token& poolStop)
{
    {
        const std::lock_guard lock(mutex);
        if (job->phase != Job::Phase::Queued)
            return;
        if (job->refusal || job->source.stop_requested())
            return; // the watcher has it in hand
        job->phase = Job::Phase::Running;
        job->waited = std::chrono::duration<double>(clock.monotonic() - job->queuedAt).count();
        --stats.queued;
        ++stats.running;
    }
    {
        const std::stop_callback onShutdown(poolStop, [&] { job->source.request_stop(); });
        job->work(*job);
    }
    {
        const std::lock_guard lock(mutex);
        --stats.running;
        ++stats.finished;
        if (job->timedOut)
            ++stats.timedOut;
        else if (job->source.stop_requested())
            ++stats.cancelled;
        end(job);
    }
    drained.notify_all();
}

/// Forgets a job. The caller holds a reference, so that it does not die under the lock.
void QueryScheduler::State::end(const JobPtr& job)
{
    job->phase = Job::Phase::Ended;
    jobs.remove(job);
}

/// Marks what must stop; returns waiting jobs to refuse.
std::vector<QueryScheduler::State::JobPtr> QueryScheduler::State::takeDoomed(Clock::Monotonic now)
{
    std::vector<JobPtr> doomed;
    for (const auto& job : jobs) {
        const bool late = now >= job->deadline;
        const bool stopped = job->source.stop_requested();
        const bool waiting = job->phase == Job::Phase::Queued;
        if (waiting ? late || stopped || job->refusal.has_value() : late && !stopped && !job->timedOut)
            doomed.push_back(job);
    }
    for (const auto& job : doomed) {
        if (job->phase == Job::Phase::Running) {
            job->timedOut = true;
            continue;
        }
        if (job->refusal) {
            ++stats.refused;
        } else if (job->source.stop_requested()) {
            job->refusal = Error{Error::Kind::Cancelled, "the query was cancelled"};
            ++stats.cancelled;
        } else {
            job->refusal = job->timeoutError();
            ++stats.timedOut;
        }
        --stats.queued;
        end(job);
    }
    return doomed;
}

void QueryScheduler::State::watch(const std::stop_token& stop)
{
    std::unique_lock lock(mutex);
    while (!stop.stop_requested()) {
        wake.wait_for(lock, stop, jobs.empty() ? kIdleSleep : kLongestSleep, [this] { return changed; });
        changed = false;
        auto doomed = takeDoomed(clock.monotonic());
        lock.unlock();
        for (const auto& job : doomed) {
            job->source.request_stop();
            if (job->refusal)
                job->refuse(*job->refusal);
        }
        doomed.clear(); // not under the lock: a job's end waits for a stop callback, which takes it
        lock.lock();
    }
}

QueryScheduler::QueryScheduler(WorkerPool& pool, const Clock& clock, std::size_t maxQueued)
    : m_state(std::make_shared<State>(clock, maxQueued))
    , m_pool(pool)
{
    m_state->watcher = std::jthread([state = m_state.get()](const std::stop_token& stop) { state->watch(stop); });
}

QueryScheduler::~QueryScheduler()
{
    m_state->watcher.request_stop();
    m_state->watcher.join();
    std::vector<State::JobPtr> left;
    {
        const std::lock_guard lock(m_state->mutex);
        left.assign(m_state->jobs.begin(), m_state->jobs.end());
    }
    for (const auto& job : left)
        job->source.request_stop();
    for (const auto& job : left) {
        {
            const std::lock_guard lock(m_state->mutex);
            if (job->phase != Job::Phase::Queued)
                continue;
            --m_state->stats.queued;
            m_state->end(job);
        }
        job->refuse(job->refusal.value_or(Error{Error::Kind::Cancelled, "the query was cancelled"}));
    }
    std::unique_lock lock(m_state->mutex);
    m_state->drained.wait(lock, [this] { return m_state->jobs.empty(); });
}

void QueryScheduler::schedule(std::stop_token stop, std::chrono::milliseconds timeLimit, Work work, Refuse refuse)
{
    auto job = std::make_shared<Job>();
    job->work = std::move(work);
    job->refuse = std::move(refuse);
    job->queuedAt = m_state->clock.monotonic();
    job->timeLimit = timeLimit;
    job->deadline = job->queuedAt + timeLimit;
    // The callback goes with its job, so it finds both alive; the state ends after its last job.
    job->callerStop.emplace(std::move(stop), [source = job->source, state = std::weak_ptr(m_state)]() mutable {
        source.request_stop();
        if (const auto alive = state.lock())
            alive->notify();
    });
    bool accepted = false;
    {
        const std::lock_guard lock(m_state->mutex);
        accepted = m_state->stats.queued < m_state->maxQueued;
        if (!accepted) {
            job->refusal = Error{Error::Kind::Unavailable,
                                 "too many queries wait: " + std::to_string(m_state->maxQueued) + " already do"};
        }
        m_state->jobs.push_back(job);
        ++m_state->stats.queued;
    }
    if (!accepted || timeLimit <= kIdleSleep || job->source.stop_requested())
        m_state->notify();
    if (accepted)
        m_pool.submit(
            [state = m_state, job = std::move(job)](const std::stop_token& poolStop) { state->run(job, poolStop); });
}

SchedulerStats QueryScheduler::stats() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->stats;
}

} // namespace nocturne::query
