// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdlib>

#include "watch/alerts/board_state.h"

namespace nocturne::alerts {

namespace {

using Kind = AlertChange::Kind;
using std::chrono::milliseconds;

constexpr Timestamp kJump = 5'000; // of the wall clock against the other
constexpr milliseconds kForgetEvery{60 * 60 * 1000};

} // namespace

/// What is due at one moment.
class AlertBoard::Ticking
{
public:
    Ticking(State& state, Work& work)
        : m_state(state)
        , m_work(work)
    {}

    void run()
    {
        followJump();
        std::erase_if(m_state.undos, [&](const Undo& undo) { return undo.deadline < m_state.clock.monotonic(); });
        for (const auto& [id, entry] : m_state.entries)
            look(id, entry);
        triggerDowntimes();
        noteWhatIsInEffect();
    }

private:
    /// Somebody set the wall clock: acknowledgements, snoozes and escalations, which last for a time, last as long as
    /// they would have. Silences and downtimes, which are planned by the calendar, stay where they are.
    void followJump()
    {
        const auto monotonic = m_state.clock.monotonic();
        const auto passed = std::chrono::duration_cast<milliseconds>(monotonic - m_state.lastMonotonic).count();
        const auto drift = m_work.now() - m_state.lastWall - passed;
        m_state.lastWall = m_work.now();
        m_state.lastMonotonic = monotonic;
        if (std::abs(drift) < kJump)
            return;
        m_state.log->log(LogLevel::Warning, "alerts",
                         "the clock was set by " + std::to_string(drift / 1000) +
                             " s: what people put off or took for a time lasts as long as it would have");
        for (const auto& [id, entry] : m_state.entries)
            shift(id, entry, drift);
    }

    void shift(const std::string& id, const BoardEntry& entry, Timestamp drift)
    {
        const auto& ack = entry.alert.acknowledgement;
        if (!(ack && ack->until) && entry.alert.snoozes.empty() && entry.escalation.runningSince == 0)
            return;
        auto& next = m_work.edit(id);
        if (auto& taken = next.alert.acknowledgement; taken && taken->until)
            *taken->until += drift;
        for (auto& snooze : next.alert.snoozes)
            snooze.until += drift;
        if (next.escalation.runningSince != 0)
            next.escalation.runningSince += drift;
        m_work.store(id);
    }

    void look(const std::string& id, const BoardEntry& known)
    {
        const auto& alert = m_work.find(id)->alert;
        const auto now = m_work.now();
        if (alert.state == AlertState::Resolved) {
            if (alert.resolvedAt < now - m_state.options.keepResolved.count())
                m_work.remove(id, false);
            return;
        }
        if (const auto& ack = alert.acknowledgement; ack && ack->until && *ack->until <= now)
            m_work.endAcknowledgement(id, "time over");
        m_work.endSnoozes(
            id, [&](const Snooze& snooze) { return snooze.until <= now; }, "time over");
        if (known.alert.isFlapping)
            calmDown(id, known.alert);
        if (known.escalation.runningSince != 0)
            escalate(id);
    }

    void calmDown(const std::string& id, const AlertInstance& alert)
    {
        auto& times = m_state.edges[{alert.source, fingerprint(alert.labels)}];
        std::erase_if(times,
                      [&](Timestamp time) { return time <= m_work.now() - m_state.options.flapping.within.count(); });
        if (times.size() >= m_state.options.flapping.count)
            return;
        m_work.edit(id).alert.isFlapping = false;
        m_work.note(Kind::FlappingEnded, id);
    }

    void escalate(const std::string& id)
    {
        const auto* policy = policyFor(m_state.options.escalations, m_work.find(id)->alert.labels);
        if (policy == nullptr)
            return;
        const auto elapsed = milliseconds(m_work.find(id)->escalation.at(m_work.now()));
        while (true) {
            const auto step = static_cast<std::size_t>(m_work.find(id)->escalation.step);
            if (step >= policy->steps.size() || elapsed < policy->steps[step].after)
                break;
            auto& entry = m_work.edit(id);
            entry.escalation.step = static_cast<int>(step) + 1;
            entry.alert.escalationStep = entry.escalation.step;
            m_work.store(id);
            if (entry.alert.severity < policy->steps[step].atLeast)
                continue;
            auto& change = m_work.note(Kind::Escalated, id);
            change.detail = policy->name;
            change.step = entry.escalation.step;
        }
        if (policy->raise && elapsed >= *policy->raise && !m_work.find(id)->escalation.isRaised) {
            m_work.edit(id).escalation.isRaised = true;
            m_work.store(id);
        }
    }

    void triggerDowntimes()
    {
        for (const auto& downtime : m_state.downtimes) {
            if (!awaitsProblem(downtime, m_work.now()))
                continue;
            const bool hasProblem = std::ranges::any_of(m_state.entries, [&](const auto& known) {
                return known.second.alert.state == AlertState::Firing && downtime.matches(known.second.alert.labels);
            });
            if (!hasProblem)
                continue;
            auto begun = downtime;
            begun.triggeredAt = m_work.now();
            m_work.put(std::move(begun));
        }
    }

    /// Where a silence or a downtime began or ended since the last look, all alerts are looked at again.
    void noteWhatIsInEffect()
    {
        if (m_state.effectsAt(m_work.now()) != m_state.inEffect)
            m_work.settleAll();
    }

    State& m_state;
    Work& m_work;
};

void AlertBoard::expire()
{
    change([this](Work& work) { Ticking(*m_state, work).run(); });
    forgetHistory();
}

void AlertBoard::forgetHistory()
{
    const auto now = m_state->clock.now();
    {
        const std::lock_guard lock(m_state->writing);
        if (std::abs(now - m_state->lastForgetting) < kForgetEvery.count())
            return;
        const auto oldest = now - milliseconds(m_state->options.history).count();
        const auto more = m_state->store->forgetBefore(oldest);
        if (!more || !*more)
            m_state->lastForgetting = now;
        std::erase_if(m_state->silences, [&](const Silence& silence) { return silence.endsAt < oldest; });
        std::erase_if(m_state->edges, [&](const auto& edge) {
            return edge.second.empty() || edge.second.back() <= now - m_state->options.flapping.within.count();
        });
    }
}

} // namespace nocturne::alerts
