// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/work_probe.h"

#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace nocturne::health {

namespace {

constexpr std::chrono::milliseconds kEarlier{100};

/// What the thread leaves behind; kept alive by both sides, as a hanging thread may outlive its probe.
struct Outcome
{
    std::mutex mutex;
    std::optional<ProbeResult> result;
    int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

    Outcome() = default;
    ~Outcome() { ::close(wake); }
    Outcome(const Outcome&) = delete;
    Outcome& operator=(const Outcome&) = delete;

    void set(ProbeResult found)
    {
        {
            const std::lock_guard lock(mutex);
            result = std::move(found);
        }
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto written = ::write(wake, &one, sizeof one);
    }
};

class WorkProbe final : public Probe
{
public:
    WorkProbe(const CheckOptions& check, net::EventLoop& loop, const Clock& clock, Work work, Done done)
        : m_loop(loop)
        , m_clock(clock)
        , m_done(std::move(done))
        , m_started(clock.monotonic())
    {
        const auto timeout = std::min(check.timeout, check.interval);
        m_deadline = loop.after(timeout, [this] {
            m_deadline = 0;
            ProbeResult late;
            late.reason = "timeout";
            late.error = "no result in time";
            finish(std::move(late));
        });
        m_watch = loop.watch(m_outcome->wake, {true, false}, [this](net::Readiness) { onOutcome(); });
        try {
            // Work that ends by itself a little earlier tells what it waited for.
            std::thread([outcome = m_outcome, stop = m_stop.get_token(), work = std::move(work),
                         deadline = m_started + timeout - std::min(timeout / 20, kEarlier)] {
                outcome->set(work(stop, deadline));
            }).detach();
        } catch (const std::system_error&) {
            ProbeResult none;
            none.reason = "internal";
            none.error = "no thread is left for the check";
            m_outcome->set(std::move(none));
        }
    }
    ~WorkProbe() override { release(); }

private:
    void onOutcome()
    {
        std::optional<ProbeResult> result;
        {
            const std::lock_guard lock(m_outcome->mutex);
            result = std::exchange(m_outcome->result, std::nullopt);
        }
        if (result)
            finish(std::move(*result));
    }

    void finish(ProbeResult result)
    {
        result.phases.total = std::chrono::duration<double>(m_clock.monotonic() - m_started).count();
        release();
        const auto done = std::move(m_done); // the probe may be destroyed by the call
        done(std::move(result));
    }

    void release()
    {
        m_stop.request_stop();
        m_loop.cancel(std::exchange(m_deadline, 0));
        m_loop.unwatch(std::exchange(m_watch, 0));
    }

    net::EventLoop& m_loop;
    const Clock& m_clock;
    Done m_done;
    std::shared_ptr<Outcome> m_outcome = std::make_shared<Outcome>();
    std::stop_source m_stop;
    Clock::Monotonic m_started;
    net::TimerId m_deadline = 0;
    net::WatchId m_watch = 0;
};

} // namespace

std::unique_ptr<Probe> startWork(const CheckOptions& check, net::EventLoop& loop, const Clock& clock, Work work,
                                 Probe::Done done)
{
    return std::make_unique<WorkProbe>(check, loop, clock, std::move(work), std::move(done));
}

} // namespace nocturne::health
