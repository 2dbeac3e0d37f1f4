// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sources/health/group_recorder.h"
#include "sources/health/group_state.h"
#include "sources/health/member.h"

namespace nocturne::health {

/// One group of a monitor. It makes no attempts of its own.
class Group final : public Member
{
public:
    Group(MemberContext& context, GroupOptions options);

    const GroupOptions& options() const { return m_options; }
    void setMembers(std::vector<Member*> members) { m_members = std::move(members); }
    const std::vector<Member*>& members() const { return m_members; }
    void setGroupWork(std::optional<PlannedWork> work) { m_groupWork = std::move(work); }
    /// Its own planned work, or that of a group it is a member of.
    std::optional<PlannedWork> work() const;

    /// Judges anew by the states of the members, and records what that gives where it is another or a sample is due.
    void look();
    void end();
    void setUptime(std::vector<Uptime> uptime) { m_status.uptime = std::move(uptime); }

    const std::string& name() const override { return m_options.name; }
    const HealthStatus& status() const override { return m_status; }
    bool isOut() const override;
    bool isFailing() const override;
    std::string cause() const override { return name(); }
    void verifySince(Clock::Monotonic time) override;
    bool isVerifiedSince(Clock::Monotonic time) const override;

private:
    std::vector<MemberState> states() const;
    /// The group as its members are, without their maintenance; `isStrict`: what fails and is forgiven is down.
    HealthState measured(bool isStrict) const;
    void keep(const Result<storage::CommitStats>& stored);

    MemberContext& m_context;
    GroupOptions m_options;
    GroupRecorder m_recorder;
    HealthStatus m_status;
    std::vector<Member*> m_members;
    std::optional<PlannedWork> m_groupWork;
    Timestamp m_recordedAt = 0;
};

} // namespace nocturne::health
