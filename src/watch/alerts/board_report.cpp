// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "watch/alerts/board_state.h"

namespace nocturne::alerts {

namespace {

using Kind = AlertChange::Kind;

/// Which occurrence it is: what it is about, since when, and who says so.
std::string occurrenceId(const AlertInstance& alert)
{
    const auto source = fingerprint(model::LabelSet{{"source", alert.source}});
    return fingerprint(alert.labels) + "-" + std::to_string(alert.activeAt) + "-" + source.substr(0, 8);
}

} // namespace

/// One report of one source, as a change of the board.
class AlertBoard::Reporting
{
public:
    Reporting(State& state, Work& work, std::string source)
        : m_state(state)
        , m_work(work)
        , m_source(std::move(source))
    {}

    void take(AlertInstance alert)
    {
        alert.source = m_source;
        alert.sourceSeverity = alert.severity;
        const auto index = m_state.current.find(m_source);
        std::string known; // of two with the same labels the later one counts
        if (const auto twin = m_begun.find(alert.labels); twin != m_begun.end())
            known = twin->second;
        else if (index != m_state.current.end() && index->second.contains(alert.labels))
            known = index->second.at(alert.labels);
        if (!known.empty())
            goOn(known, std::move(alert));
        else
            begin(std::move(alert));
    }

    /// Ends what is listed and not in `active`.
    void endMissing(const std::vector<AlertInstance>& active)
    {
        const auto index = m_state.current.find(m_source);
        if (index == m_state.current.end())
            return;
        std::unordered_set<model::LabelSet, model::LabelSetHash> there;
        for (const auto& alert : active)
            there.insert(alert.labels);
        for (const auto& [labels, id] : index->second) {
            if (there.contains(labels))
                continue;
            const bool isAwaited = m_state.restored.contains(id) && m_work.now() < m_state.graceEnds;
            if (isAwaited || isBlind(labels))
                doubt(id);
            else
                end(id, {});
        }
    }

    void endAll(const std::string& reason)
    {
        const auto index = m_state.current.find(m_source);
        if (index == m_state.current.end())
            return;
        for (const auto& [labels, id] : index->second)
            end(id, reason);
    }

    void doubtAll()
    {
        const auto index = m_state.current.find(m_source);
        if (index == m_state.current.end())
            return;
        for (const auto& [labels, id] : index->second)
            doubt(id);
    }

private:
    bool isBlind(const model::LabelSet& labels) const
    {
        static const std::array<std::string, 2> kTarget = {"instance", "job"};
        return !m_state.blind.empty() && m_state.blind.contains(labels.only(kTarget));
    }

    void begin(AlertInstance alert)
    {
        alert.id = occurrenceId(alert);
        const auto* former = m_work.find(alert.id); // resolved, and its source takes that back
        if (former != nullptr)
            alert.seenAt = former->alert.seenAt;
        const auto id = alert.id;
        m_begun[alert.labels] = id;
        const bool isFiring = alert.state == AlertState::Firing;
        m_work.note(isFiring ? Kind::Fired : Kind::Pending, id).detail = former != nullptr ? "again" : "";
        if (isFiring)
            noteEdge(alert);
        m_work.add({std::move(alert), {}});
    }

    void goOn(const std::string& id, AlertInstance next)
    {
        const auto* known = m_work.find(id);
        const auto& before = known->alert;
        keepOwn(before, next);
        const bool fires = before.state == AlertState::Pending && next.state == AlertState::Firing;
        if (before.state == AlertState::Firing) {
            if (next.state ==
                AlertState::Pending) // it fired when it was heard of last, and has to show again that it does
                next.unverifiedSince = before.unverifiedSince == 0 ? m_work.now() : before.unverifiedSince;
            next.state = AlertState::Firing;
            next.activeAt = before.activeAt;
            next.firedAt = before.firedAt;
        }
        const bool wasDoubted = before.unverifiedSince != 0;
        const bool isDoubted = next.unverifiedSince != 0;
        if (next == before)
            return settled(id, isDoubted);
        const bool matters = fires || wasDoubted != isDoubted || next.sourceSeverity != before.sourceSeverity ||
                             next.activeAt != before.activeAt;
        m_work.edit(id).alert = std::move(next);
        if (fires) {
            m_work.note(Kind::Fired, id);
            noteEdge(m_work.edit(id).alert);
        }
        if (wasDoubted != isDoubted)
            m_work.note(isDoubted ? Kind::Unverified : Kind::Verified, id);
        if (matters)
            m_work.store(id);
        settled(id, isDoubted);
    }

    /// What the board gave an alert stays with it.
    static void keepOwn(const AlertInstance& before, AlertInstance& next)
    {
        next.id = before.id;
        next.severity = before.severity; // until it is settled
        next.acknowledgement = before.acknowledgement;
        next.snoozes = before.snoozes;
        next.mutedBy = before.mutedBy;
        next.seenAt = before.seenAt;
        next.isFlapping = before.isFlapping;
        next.escalationStep = before.escalationStep;
        next.delivery = before.delivery;
        next.endReason = before.endReason;
    }

    void settled(const std::string& id, bool isDoubted)
    {
        if (!isDoubted)
            m_state.restored.erase(id);
    }

    void end(const std::string& id, const std::string& reason)
    {
        if (m_work.find(id)->alert.state == AlertState::Pending) {
            m_work.note(Kind::Forgotten, id);
            m_work.remove(id, true);
            return;
        }
        auto& alert = m_work.edit(id).alert;
        alert.state = AlertState::Resolved;
        alert.resolvedAt = m_work.now();
        alert.unverifiedSince = 0;
        alert.endReason = reason;
        alert.snoozes.clear();
        m_work.note(Kind::Resolved, id).detail = reason;
        m_work.store(id);
        m_state.restored.erase(id);
    }

    void doubt(const std::string& id)
    {
        if (m_work.find(id)->alert.unverifiedSince != 0)
            return;
        m_work.edit(id).alert.unverifiedSince = m_work.now();
        m_work.note(Kind::Unverified, id);
        m_work.store(id);
    }

    void noteEdge(AlertInstance& alert)
    {
        auto& times = m_state.edges[{alert.source, fingerprint(alert.labels)}];
        times.push_back(m_work.now());
        std::erase_if(times,
                      [&](Timestamp time) { return time <= m_work.now() - m_state.options.flapping.within.count(); });
        if (times.size() < m_state.options.flapping.count || alert.isFlapping)
            return;
        alert.isFlapping = true;
        m_work.note(Kind::FlappingBegan, alert.id);
    }

    State& m_state;
    Work& m_work;
    std::string m_source;
    std::unordered_map<model::LabelSet, std::string, model::LabelSetHash> m_begun; // with this report
};

void AlertBoard::report(const std::string& source, std::vector<AlertInstance> active)
{
    change([&](Work& work) {
        Reporting reporting(*m_state, work, source);
        reporting.endMissing(active);
        for (auto& alert : active)
            reporting.take(std::move(alert));
    });
}

void AlertBoard::reportRemote(const std::string& source, RemoteView view)
{
    change([&](Work& work) {
        work.take(source, std::move(view.mutes), std::move(view.silences));
        Reporting reporting(*m_state, work, source);
        reporting.endMissing(view.active);
        for (auto& alert : view.active)
            reporting.take(std::move(alert));
    });
}

void AlertBoard::markUnverified(const std::string& source)
{
    change([&](Work& work) { Reporting(*m_state, work, source).doubtAll(); });
}

void AlertBoard::endSource(const std::string& source, const std::string& reason)
{
    change([&](Work& work) { Reporting(*m_state, work, source).endAll(reason); });
}

void AlertBoard::endOtherSources(std::string_view prefix, const std::vector<std::string>& present,
                                 const std::string& reason)
{
    change([&](Work& work) {
        for (const auto& [source, index] : m_state->current) {
            if (source.starts_with(prefix) && std::ranges::find(present, source) == present.end())
                Reporting(*m_state, work, source).endAll(reason);
        }
        work.forgetRemotes(prefix, present);
    });
}

void AlertBoard::setBlind(std::vector<model::LabelSet> targets)
{
    const std::lock_guard lock(m_state->writing);
    m_state->blind.clear();
    m_state->blind.insert(targets.begin(), targets.end());
}

void AlertBoard::setMaintained(std::vector<model::LabelSet> targets)
{
    std::unordered_set<model::LabelSet, model::LabelSetHash> maintained(targets.begin(), targets.end());
    {
        const std::lock_guard lock(m_state->writing);
        if (maintained == m_state->maintained)
            return;
        m_state->maintained = std::move(maintained);
    }
    change([](Work& work) { work.settleAll(); });
}

void AlertBoard::setPolicies(Policies policies)
{
    change([&](Work& work) {
        auto& options = m_state->options;
        options.inhibitRules = std::move(policies.inhibitRules);
        options.severityMaps = std::move(policies.severityMaps);
        options.escalations = std::move(policies.escalations);
        work.settleAll();
    });
}

void AlertBoard::change(const std::function<void(Work&)>& make)
{
    {
        const std::lock_guard lock(m_state->writing);
        Work work(*m_state);
        make(work);
        if (work.isEmpty())
            return;
        (void)work.finish(false);
    }
    m_state->tellListeners(false);
}

Result<Receipt> AlertBoard::tryChange(const std::function<Result<Receipt>(Work&)>& make)
{
    Result<Receipt> receipt;
    {
        const std::lock_guard lock(m_state->writing);
        Work work(*m_state);
        receipt = make(work);
        if (!receipt || work.isEmpty())
            return receipt;
        if (auto finished = work.finish(true); !finished) {
            std::erase_if(m_state->undos, [&](const Undo& undo) { return undo.number == receipt->undo; });
            return tl::unexpected(finished.error());
        }
    }
    m_state->tellListeners(true);
    return receipt;
}

} // namespace nocturne::alerts
