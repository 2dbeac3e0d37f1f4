// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/alert_board.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace nocturne::alerts {

struct AlertBoard::State
{
    const Clock& clock;
    Options options;
    mutable std::mutex mutex;
    std::vector<AlertInstance> alerts;
    Snapshot published = std::make_shared<std::vector<AlertInstance>>();
    std::map<std::uint64_t, Listener> listeners;
    std::uint64_t nextListener = 1;

    AlertInstance* find(const std::string& id)
    {
        const auto at = std::ranges::find(alerts, id, &AlertInstance::id);
        return at == alerts.end() ? nullptr : &*at;
    }

    /// Places in `alerts` by labels.
    using Index = std::unordered_map<model::LabelSet, std::size_t, model::LabelSetHash>;

    /// What `source` reported and has not resolved.
    Index currentOf(const std::string& source) const
    {
        Index index;
        for (std::size_t i = 0; i < alerts.size(); ++i) {
            if (alerts[i].state != AlertState::Resolved && alerts[i].source == source)
                index.emplace(alerts[i].labels, i);
        }
        return index;
    }

    /// Takes over one alert that is active now. Of two with the same labels the later one counts.
    void take(const std::string& source, AlertInstance alert, Index& current)
    {
        alert.source = source;
        const auto [place, isNew] = current.try_emplace(alert.labels, alerts.size());
        if (isNew) {
            alert.id = fingerprint(alert.labels) + "-" + std::to_string(alert.activeAt);
            alerts.push_back(std::move(alert));
            return;
        }
        auto& known = alerts[place->second];
        alert.id = known.id;
        alert.acknowledgement = known.acknowledgement;
        known = std::move(alert);
    }

    /// Ends what is in the list of `source` and not in `active`.
    void resolveMissing(const std::string& source, const std::vector<AlertInstance>& active)
    {
        std::unordered_set<model::LabelSet, model::LabelSetHash> there;
        for (const auto& alert : active)
            there.insert(alert.labels);
        for (auto& alert : alerts) {
            if (alert.source != source || alert.state == AlertState::Resolved || there.contains(alert.labels))
                continue;
            alert.resolvedAt = clock.now();
            alert.unverifiedSince = 0;
            alert.state = alert.state == AlertState::Firing ? AlertState::Resolved : AlertState::Inactive;
        }
        std::erase_if(alerts, [](const auto& alert) { return alert.state == AlertState::Inactive; });
    }

    void publish()
    {
        const auto rank = [](const AlertInstance& alert) {
            const int state = alert.state == AlertState::Firing ? 0 : alert.state == AlertState::Pending ? 1 : 2;
            return std::tuple(state, -static_cast<int>(alert.severity), -alert.activeAt);
        };
        std::ranges::stable_sort(alerts, [&](const auto& a, const auto& b) {
            return rank(a) != rank(b) ? rank(a) < rank(b) : a.labels < b.labels;
        });
        published = std::make_shared<const std::vector<AlertInstance>>(alerts);
    }

    void forgetOld()
    {
        const auto oldest = clock.now() - options.keepResolved.count();
        std::erase_if(alerts, [&](const AlertInstance& alert) {
            return alert.state == AlertState::Resolved && alert.resolvedAt < oldest;
        });
    }

    /// Runs `change` under the lock and, where it says that something changed, tells the listeners afterwards.
    template <typename Change>
    void apply(Change change)
    {
        std::vector<Listener> told;
        {
            const std::lock_guard lock(mutex);
            if (!change())
                return;
            publish();
            for (const auto& [id, listener] : listeners)
                told.push_back(listener);
        }
        for (const auto& listener : told)
            listener();
    }
};

AlertBoard::AlertBoard(const Clock& clock, Options options)
    : m_state(new State{clock, options, {}, {}, std::make_shared<std::vector<AlertInstance>>(), {}, 1})
{}

AlertBoard::~AlertBoard() = default;

AlertBoard::Snapshot AlertBoard::snapshot() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->published;
}

void AlertBoard::report(const std::string& source, std::vector<AlertInstance> active)
{
    m_state->apply([&] {
        const auto before = m_state->alerts;
        m_state->resolveMissing(source, active);
        auto current = m_state->currentOf(source);
        for (auto& alert : active)
            m_state->take(source, std::move(alert), current);
        m_state->forgetOld();
        return m_state->alerts != before;
    });
}

void AlertBoard::markUnverified(const std::string& source)
{
    m_state->apply([&] {
        bool changed = false;
        for (auto& alert : m_state->alerts) {
            if (alert.source != source || alert.state == AlertState::Resolved || alert.unverifiedSince != 0)
                continue;
            alert.unverifiedSince = m_state->clock.now();
            changed = true;
        }
        return changed;
    });
}

Result<void> AlertBoard::acknowledge(const std::string& id, std::string owner, std::string comment,
                                     std::optional<Timestamp> until)
{
    if (owner.empty())
        return fail(Error::Kind::InvalidInput, "an acknowledgement needs a name: say who took the alert");
    Result<void> result;
    m_state->apply([&] {
        auto* alert = m_state->find(id);
        if (alert == nullptr) {
            result = fail(Error::Kind::NotFound, "no alert has the id \"" + id + "\"");
            return false;
        }
        if (alert->state == AlertState::Resolved) {
            result = fail(Error::Kind::InvalidInput, "alert \"" + alert->name() + "\" has resolved already");
            return false;
        }
        alert->acknowledgement = {std::move(owner), std::move(comment), m_state->clock.now(), until};
        return true;
    });
    return result;
}

Result<void> AlertBoard::unacknowledge(const std::string& id)
{
    Result<void> result;
    m_state->apply([&] {
        auto* alert = m_state->find(id);
        if (alert == nullptr) {
            result = fail(Error::Kind::NotFound, "no alert has the id \"" + id + "\"");
            return false;
        }
        const bool changed = alert->acknowledgement.has_value();
        alert->acknowledgement.reset();
        return changed;
    });
    return result;
}

void AlertBoard::expire()
{
    m_state->apply([&] {
        const auto sizeBefore = m_state->alerts.size();
        m_state->forgetOld();
        bool changed = m_state->alerts.size() != sizeBefore;
        for (auto& alert : m_state->alerts) {
            const auto& acknowledgement = alert.acknowledgement;
            if (acknowledgement && acknowledgement->until && *acknowledgement->until <= m_state->clock.now()) {
                alert.acknowledgement.reset();
                changed = true;
            }
        }
        return changed;
    });
}

std::uint64_t AlertBoard::subscribe(Listener listener)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->listeners.emplace(m_state->nextListener, std::move(listener));
    return m_state->nextListener++;
}

void AlertBoard::unsubscribe(std::uint64_t subscription)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->listeners.erase(subscription);
}

} // namespace nocturne::alerts
