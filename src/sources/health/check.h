// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/net/event_loop.h"
#include "sources/health/health_recorder.h"
#include "sources/health/member.h"
#include "sources/health/probe.h"

namespace nocturne::health {

/// One check of a monitor with its beat.
///
/// What depends on others and fails has its parents asked first: a failure is judged, and recorded, once each of them
/// made an attempt that began after its own. So it is for the first failure of a row and for the one that makes it
/// down; those between and behind these ask nobody. While one of them is out the check is unreachable; while one fails
/// and is forgiven the check is forgiven, too.
class Check final : public Member
{
public:
    Check(MemberContext& context, CheckOptions options);
    ~Check() override { halt(); }
    Check(const Check&) = delete;
    Check& operator=(const Check&) = delete;

    const CheckOptions& options() const { return m_options; }
    /// Those that dependsOn names; called before the first attempt, and whenever they are others.
    void setParents(std::vector<Member*> parents);
    const std::vector<Member*>& parents() const { return m_parents; }
    /// Maintenance of a group that this is a member of; nothing when there is none.
    void setGroupWork(std::optional<PlannedWork> work) { m_groupWork = std::move(work); }

    void start();
    void attemptNow();
    /// Gives up and ends all series.
    void end();
    /// A parent made an attempt or changed: a failure that waits for that is judged, what was unreachable tried again.
    void onParent();
    /// Looks whether maintenance begins or ends now.
    void lookAtMaintenance();
    void setUptime(std::vector<Uptime> uptime) { m_status.uptime = std::move(uptime); }

    const std::string& name() const override { return m_options.name; }
    const HealthStatus& status() const override { return m_status; }
    bool isOut() const override { return m_measured == HealthState::Down || m_measured == HealthState::Unreachable; }
    bool isFailing() const override { return m_lastFailed; }
    std::string cause() const override { return m_measured == HealthState::Unreachable ? m_status.parent : name(); }
    void verifySince(Clock::Monotonic time) override;
    bool isVerifiedSince(Clock::Monotonic time) const override;

private:
    void halt();
    void wait(std::chrono::milliseconds delay);
    void attempt();
    void finish(ProbeResult result);
    bool isNews() const;
    std::chrono::milliseconds retryBeat() const;
    /// Whether all parents made an attempt since ours began; sees to it where not.
    bool areParentsVerified();
    Member* parentThat(bool (Member::*is)() const) const;
    void judge();
    void note(const ProbeResult& result);
    void noteFailure(const ProbeResult& result);
    void noteParts(const ProbeResult& result);
    void becomeUnreachable(const Member& parent);
    void setMeasured(HealthState state);
    void show();
    RecordedState recorded() const;
    void schedule(bool failed);
    void keep(const Result<storage::CommitStats>& stored);

    MemberContext& m_context;
    CheckOptions m_options;
    HealthRecorder m_recorder;
    HealthStatus m_status;
    HealthState m_measured = HealthState::Waiting; ///< hard, whatever maintenance there is
    std::vector<Member*> m_parents;
    std::optional<PlannedWork> m_work;
    std::optional<PlannedWork> m_groupWork;
    std::unique_ptr<Probe> m_probe;
    std::unique_ptr<Probe> m_finished;
    std::optional<ProbeResult> m_held; ///< a failure that waits for the parents
    Clock::Monotonic m_began;
    Clock::Monotonic m_lastCounted; ///< when the attempt began that failed and was counted last
    bool m_hasBegun = false;
    bool m_lastFailed = false;
    bool m_isShaky = false;      ///< the last failure may be that of a parent
    bool m_isTriedAgain = false; ///< since the parent is back
    net::TimerId m_timer = 0;
};

} // namespace nocturne::health
