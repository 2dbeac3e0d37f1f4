// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/check.h"

#include <algorithm>
#include <utility>

#include "base/core/text.h"
#include "base/net/url.h"

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

Check::Check(MemberContext& context, CheckOptions options)
    : m_context(context)
    , m_options(std::move(options))
    , m_recorder(context.store, m_options)
{
    m_options.interval = std::max(m_options.interval, milliseconds(1));
    m_status.type = m_options.type;
    m_status.name = m_options.name;
    m_status.address = net::redactedUrl(m_options.target);
    m_status.labels = m_recorder.labels();
    m_status.interval = m_options.interval;
    m_status.stateSince = context.clock.now();
}

void Check::setParents(std::vector<Member*> parents)
{
    m_parents = std::move(parents);
    if (m_held)
        onParent();
}

void Check::start()
{
    const auto spread = std::min(m_options.interval, kLongestFirstWait).count();
    wait(milliseconds(hashOf(m_options.name) % static_cast<std::uint64_t>(spread)));
    lookAtMaintenance();
}

void Check::attemptNow()
{
    if (m_probe == nullptr && !m_held)
        attempt();
}

void Check::end()
{
    halt();
    keep(m_recorder.end(m_context.clock.now()));
}

void Check::verifySince(Clock::Monotonic time)
{
    if (!isVerifiedSince(time))
        attemptNow();
}

bool Check::isVerifiedSince(Clock::Monotonic time) const
{
    return m_hasBegun && m_probe == nullptr && !m_held && m_began >= time;
}

void Check::halt()
{
    m_context.loop.cancel(std::exchange(m_timer, 0));
    m_probe.reset();
    m_held.reset();
}

void Check::wait(milliseconds delay)
{
    m_context.loop.cancel(m_timer);
    m_status.nextAttempt = m_context.clock.now() + delay.count();
    m_timer = m_context.loop.after(delay, [this] { attempt(); });
}

void Check::attempt()
{
    m_context.loop.cancel(std::exchange(m_timer, 0));
    m_began = m_context.clock.monotonic();
    m_hasBegun = true;
    m_status.lastAttempt = m_context.clock.now();
    m_status.nextAttempt = 0;
    m_probe = startProbe(
        m_options, m_context.loop, m_context.http, m_context.clock,
        [this](ProbeResult result) { finish(std::move(result)); }, m_context.queries);
}

void Check::finish(ProbeResult result)
{
    m_finished = std::move(m_probe); // it is the caller: freed at the next attempt
    m_held = m_options.invert ? inverted(std::move(result)) : std::move(result);
    if (m_held->state != HealthState::Down || parentThat(&Member::isOut) != nullptr || !isNews() ||
        areParentsVerified())
        judge();
}

/// Whether a failure is the first of its row, or the one that makes the check down: those have the parents asked.
bool Check::isNews() const
{
    return !m_lastFailed || (m_measured != HealthState::Down && m_status.softFailures >= m_options.retries);
}

bool Check::areParentsVerified()
{
    bool areVerified = true;
    for (auto* parent : m_parents) {
        parent->verifySince(m_began);
        areVerified = areVerified && parent->isVerifiedSince(m_began);
    }
    return areVerified;
}

Member* Check::parentThat(bool (Member::*is)() const) const
{
    const auto found = std::ranges::find_if(m_parents, [&](const Member* parent) { return (parent->*is)(); });
    return found == m_parents.end() ? nullptr : *found;
}

void Check::judge()
{
    const auto result = std::move(*m_held);
    m_held.reset();
    m_lastFailed = result.state == HealthState::Down;
    m_isShaky = m_lastFailed && parentThat(&Member::isFailing) != nullptr;
    note(result);
    lookAtMaintenance();
    keep(m_recorder.record(result, m_status.lastAttempt, recorded()));
    schedule(m_lastFailed);
    m_context.settled();
}

void Check::onParent()
{
    auto* const parent = parentThat(&Member::isOut);
    if (m_held) {
        if (parent != nullptr || areParentsVerified())
            judge();
    } else if (parent != nullptr && m_lastFailed && m_measured != HealthState::Unreachable) {
        becomeUnreachable(*parent);
        keep(m_recorder.recordState(m_context.clock.now(), recorded()));
        m_context.settled();
    } else if (parent == nullptr && m_measured == HealthState::Unreachable &&
               !std::exchange(m_isTriedAgain, true)) { // what follows goes by the beat
        attemptNow();
    }
}

void Check::becomeUnreachable(const Member& parent)
{
    m_status.softFailures = 0; // once the parent is back, failures are forgiven anew
    m_isShaky = false;
    m_isTriedAgain = false;
    m_status.parent = parent.cause();
    m_status.reason = "parent_down";
    const auto own = std::exchange(m_status.lastError, {});
    m_status.lastError = printable('"' + m_status.parent + "\" is down" + (own.empty() ? "" : "; here: " + own), 500);
    setMeasured(HealthState::Unreachable);
}

void Check::note(const ProbeResult& result)
{
    ++m_status.attempts;
    m_status.lastSeconds = result.phases.total;
    m_status.phases = result.phases;
    m_status.httpStatus = result.httpStatus;
    m_status.readings = result.readings;
    m_status.failures += m_lastFailed ? 1 : 0;
    if (m_status.beats.size() >= kKeptBeats)
        m_status.beats.erase(m_status.beats.begin());
    m_status.beats.push_back({m_status.lastAttempt, result.phases.total, result.state});
    if (result.state == HealthState::Up || result.state == HealthState::Degraded)
        m_status.lastSuccess = m_status.lastAttempt;
    m_status.reason = result.reason;
    m_status.lastError = printable(result.error, 500);
    if (!result.body.empty()) {
        m_status.lastBody = result.body;
        m_status.lastBodyTime = m_status.lastAttempt;
    }
    noteParts(result);
    if (m_lastFailed) {
        noteFailure(result);
        return;
    }
    m_status.softFailures = 0;
    setMeasured(result.state);
}

void Check::noteFailure(const ProbeResult& result)
{
    if (const auto* parent = parentThat(&Member::isOut)) {
        becomeUnreachable(*parent);
        return;
    }
    // Attempts that children ask for in between are no retries of its own.
    const bool isCounted = m_status.softFailures == 0 || m_began - m_lastCounted >= retryBeat();
    const auto failures = m_status.softFailures + (isCounted ? 1 : 0);
    if (isCounted)
        m_lastCounted = m_began;
    m_status.softFailures = m_isShaky ? std::min(failures, std::max(m_options.retries, 1)) : failures;
    if (m_measured != HealthState::Down && (m_isShaky || m_status.softFailures <= m_options.retries))
        return;
    setMeasured(result.state);
}

/// Without a document the components are not known: they keep their names and wait.
void Check::noteParts(const ProbeResult& result)
{
    if (!result.components) {
        for (auto& part : m_status.parts)
            part = {part.name, HealthState::Waiting, "unreachable", 0};
        return;
    }
    m_status.parts.clear();
    for (const auto& component : *result.components)
        m_status.parts.push_back({component.name, component.state, component.details, component.seconds.value_or(0)});
}

void Check::setMeasured(HealthState state)
{
    if (state != HealthState::Unreachable)
        m_status.parent.clear();
    const auto before = std::exchange(m_measured, state);
    if (before != state && (state == HealthState::Down || before == HealthState::Down ||
                            state == HealthState::Unreachable || before == HealthState::Unreachable))
        m_context.logger.log(LogLevel::Warning, "health",
                             m_options.name + " is " + std::string(toString(state)) +
                                 (m_status.lastError.empty() ? "" : ": " + m_status.lastError));
    show();
}

void Check::show()
{
    const auto shown = m_work ? HealthState::Maintenance : m_measured;
    m_status.maintenance = m_work ? m_work->reason : std::string();
    m_status.maintenanceEnd = m_work ? m_work->end : 0;
    if (m_status.state == shown)
        return;
    m_status.state = shown;
    m_status.stateSince = m_context.clock.now();
}

void Check::lookAtMaintenance()
{
    const auto now = m_context.clock.now();
    auto work = workAt(m_options.maintenance, now);
    if (!work)
        work = m_groupWork;
    if (!work && m_context.plannedWork)
        work = m_context.plannedWork(m_status.labels);
    if (work == m_work)
        return;
    const bool isOther = work.has_value() != m_work.has_value();
    m_work = std::move(work);
    show();
    if (!isOther)
        return;
    m_context.logger.log(LogLevel::Info, "health", m_options.name + (m_work ? " is in maintenance" : " is back"));
    if (m_hasBegun)
        keep(m_recorder.recordState(now, recorded()));
    m_context.settled();
}

RecordedState Check::recorded() const
{
    RecordedState state;
    if (isMeasured(m_measured) && !m_work)
        state.counted = m_measured;
    state.isUnreachable = m_measured == HealthState::Unreachable;
    state.mayBeUnreachable = !m_options.dependsOn.empty();
    state.isInMaintenance = m_work.has_value();
    state.isBlamedOnParent = state.isUnreachable || m_isShaky;
    return state;
}

milliseconds Check::retryBeat() const
{
    const auto wanted = m_options.retryInterval.count() > 0 ? m_options.retryInterval : kLongestRetryInterval;
    return std::min(wanted, m_options.interval);
}

void Check::schedule(bool failed)
{
    const bool isForgiven = failed && m_measured != HealthState::Down && m_status.softFailures > 0;
    const auto beat = isForgiven ? retryBeat() : m_options.interval;
    const auto passed = std::chrono::duration_cast<milliseconds>(m_context.clock.monotonic() - m_began);
    wait(beat - passed % beat);
}

void Check::keep(const Result<storage::CommitStats>& stored)
{
    if (!stored) {
        m_context.logger.log(LogLevel::Error, "health", m_options.name + ": " + stored.error().message);
        return;
    }
    m_status.samples = stored->stored;
    m_status.seriesAdded = stored->seriesAdded;
}

} // namespace nocturne::health
