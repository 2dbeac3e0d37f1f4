// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/board_state.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <iterator>

namespace nocturne::alerts {

namespace {

using Kind = AlertChange::Kind;

bool isQuiet(const AlertInstance& alert) { return alert.isMuted() || alert.isSnoozedForAll(); }

/// `all` with those of `changed` in their places, or at the end.
template <typename Value>
std::vector<Value> merged(std::vector<Value> all, const std::map<std::string, Value>& changed)
{
    for (const auto& [id, value] : changed) {
        if (const auto known = std::ranges::find(all, id, &Value::id); known != all.end())
            *known = value;
        else
            all.push_back(value);
    }
    return all;
}

/// A mute in words for the journal: "silence 3f2a".
std::string wordsOf(const Mute& mute) { return std::string(toString(mute.by)) + ' ' + mute.id; }

} // namespace

AlertBoard::Work::Work(State& state)
    : m_state(state)
    , m_now(state.clock.now())
{}

const BoardEntry* AlertBoard::Work::find(const std::string& id) const
{
    if (const auto edited = m_edited.find(id); edited != m_edited.end())
        return &edited->second;
    const auto known = m_state.entries.find(id);
    return known == m_state.entries.end() || m_removed.contains(id) ? nullptr : &known->second;
}

BoardEntry& AlertBoard::Work::edit(const std::string& id)
{
    if (const auto edited = m_edited.find(id); edited != m_edited.end())
        return edited->second;
    const auto known = m_state.entries.find(id);
    assert(known != m_state.entries.end() && "only what is there can be changed");
    return m_edited.emplace(id, known->second).first->second;
}

void AlertBoard::Work::add(BoardEntry entry)
{
    const auto id = entry.alert.id;
    m_removed.erase(id);
    m_edited.insert_or_assign(id, std::move(entry));
    store(id);
}

void AlertBoard::Work::remove(const std::string& id, bool everywhere)
{
    m_edited.erase(id);
    m_stored.erase(id);
    m_removed.insert(id);
    if (everywhere)
        m_erased.insert(id);
}

AlertChange& AlertBoard::Work::note(Kind kind, const std::string& id)
{
    AlertChange change;
    change.at = m_now;
    change.kind = kind;
    change.alert = id;
    m_changes.push_back(std::move(change));
    return m_changes.back();
}

void AlertBoard::Work::audit(const Actor& who, std::string action, std::string subject, std::string before,
                             std::string after)
{
    AuditEntry entry;
    entry.at = m_now;
    entry.who = who.name;
    entry.origin = who.origin;
    entry.action = std::move(action);
    entry.subject = std::move(subject);
    entry.before = std::move(before);
    entry.after = std::move(after);
    m_audit.push_back(std::move(entry));
}

void AlertBoard::Work::put(Silence silence)
{
    silence.source.clear(); // as displays saw it
    silence.delivery = {};
    const auto id = silence.id;
    m_silences.insert_or_assign(id, std::move(silence));
    m_settleAll = true;
}

void AlertBoard::Work::put(Downtime downtime)
{
    const auto id = downtime.id;
    m_downtimes.insert_or_assign(id, std::move(downtime));
    m_settleAll = true;
}

void AlertBoard::Work::endAcknowledgement(const std::string& id, const std::string& why)
{
    auto& alert = edit(id).alert;
    auto& change = note(Kind::AcknowledgementEnded, id);
    change.who = alert.acknowledgement->owner;
    change.detail = why;
    alert.acknowledgement.reset();
    store(id);
}

void AlertBoard::Work::endSnoozes(const std::string& id, const std::function<bool(const Snooze&)>& isOver,
                                  const std::string& why)
{
    const auto* known = find(id);
    if (known == nullptr || std::ranges::none_of(known->alert.snoozes, isOver))
        return;
    auto& snoozes = edit(id).alert.snoozes;
    for (const auto& snooze : snoozes) {
        if (!isOver(snooze))
            continue;
        auto& change = note(Kind::SnoozeEnded, id);
        change.who = snooze.by;
        change.detail = why;
    }
    std::erase_if(snoozes, isOver);
    store(id);
}

bool AlertBoard::Work::isEmpty() const
{
    return m_edited.empty() && m_removed.empty() && m_changes.empty() && m_audit.empty() && m_silences.empty() &&
           m_downtimes.empty() && m_orders.empty() && m_closedOrders.empty() && !m_settleAll && !m_publish;
}

std::vector<const AlertInstance*> AlertBoard::Work::inhibitors() const
{
    std::vector<const AlertInstance*> all;
    if (m_state.options.inhibitRules.empty())
        return all;
    const auto isSource = [&](const AlertInstance& alert) {
        return alert.state == AlertState::Firing &&
               std::ranges::any_of(m_state.options.inhibitRules, [&](const InhibitRule& rule) {
                   return model::matchesAll(rule.source, alert.labels);
               });
    };
    for (const auto& [id, entry] : m_state.entries) {
        const auto* alert = find(id);
        if (alert != nullptr && isSource(alert->alert))
            all.push_back(&alert->alert);
    }
    for (const auto& [id, entry] : m_edited) {
        if (!m_state.entries.contains(id) && isSource(entry.alert))
            all.push_back(&entry.alert);
    }
    std::ranges::sort(all, {}, &AlertInstance::id);
    return all;
}

std::vector<Mute> AlertBoard::Work::mutesOf(const AlertInstance& alert,
                                            const std::vector<const AlertInstance*>& inhibitors) const
{
    std::vector<Mute> mutes;
    if (!alert.isActive())
        return mutes;
    for (const auto& silence : m_activeSilences) {
        if (silence.matches(alert.labels))
            mutes.push_back({Mute::By::Silence, silence.id, silence.comment, silence.createdBy, silence.endsAt});
    }
    for (const auto& downtime : m_activeDowntimes) {
        if (downtime.matches(alert.labels))
            mutes.push_back(
                {Mute::By::Downtime, downtime.id, downtime.comment, downtime.createdBy, endOfEffect(downtime, m_now)});
    }
    if (!m_state.maintained.empty()) {
        static const std::array<std::string, 2> kTarget = {"instance", "job"};
        if (const auto target = alert.labels.only(kTarget); m_state.maintained.contains(target))
            mutes.push_back({Mute::By::Downtime, "maintenance:" + std::string(target.get("instance")), "maintenance"});
    }
    for (const auto& [source, remote] : m_state.remotes) {
        // Our own rules' alerts live there too where it was told of them; those of others do not.
        const auto found = alert.source == source || alert.source.starts_with("rules:")
                               ? remote.mutes.find(alert.labels)
                               : remote.mutes.end();
        if (found != remote.mutes.end())
            mutes.insert(mutes.end(), found->second.begin(), found->second.end());
    }
    for (const auto& rule : m_state.options.inhibitRules) {
        if (!model::matchesAll(rule.target, alert.labels))
            continue;
        const bool isBoth = model::matchesAll(rule.source, alert.labels);
        const auto inhibits = [&](const AlertInstance* source) {
            return source->id != alert.id && model::matchesAll(rule.source, source->labels) &&
                   !(isBoth && model::matchesAll(rule.target, source->labels)) &&
                   std::ranges::all_of(rule.equal, [&](const std::string& name) {
                       return source->labels.get(name) == alert.labels.get(name);
                   });
        };
        const auto source = std::ranges::find_if(inhibitors, inhibits);
        if (source != inhibitors.end())
            mutes.push_back({Mute::By::Inhibition, (*source)->id, (*source)->name()});
    }
    return mutes;
}

void AlertBoard::Work::settleSeverity(const std::string& id)
{
    const auto* entry = find(id);
    const auto base = mappedSeverity(m_state.options.severityMaps, entry->alert);
    const auto shown = entry->escalation.isRaised ? raised(base) : base;
    const auto before = m_state.entries.find(id);
    if (shown != entry->alert.severity)
        edit(id).alert.severity = shown;
    if (before == m_state.entries.end() || !entry->alert.isActive() || before->second.alert.severity == shown)
        return;
    const bool isWorse = shown > before->second.alert.severity;
    auto& change = note(isWorse ? Kind::SeverityRose : Kind::SeverityFell, id);
    if (isWorse && entry->escalation.isRaised && !before->second.escalation.isRaised)
        change.detail = "escalation";
    store(id);
    const auto& ack = find(id)->alert.acknowledgement;
    if (ack && !ack->sticky && shown > ack->severity)
        endAcknowledgement(id, "severity rose");
    endSnoozes(
        id, [&](const Snooze& snooze) { return shown > snooze.severity; }, "severity rose");
}

void AlertBoard::Work::settleMutes(const std::string& id, const std::vector<const AlertInstance*>& inhibitors)
{
    auto mutes = mutesOf(find(id)->alert, inhibitors);
    const auto& before = find(id)->alert.mutedBy;
    if (mutes == before)
        return;
    const bool isKnown = m_state.entries.contains(id) && find(id)->alert.isActive();
    if (isKnown && before.empty())
        note(Kind::Muted, id).detail = wordsOf(mutes.front());
    else if (isKnown && mutes.empty())
        note(Kind::Unmuted, id).detail = wordsOf(before.front());
    edit(id).alert.mutedBy = std::move(mutes);
}

void AlertBoard::Work::settleEscalation(const std::string& id)
{
    const auto* entry = find(id);
    const bool runs = entry->alert.needsSomebody() && !entry->alert.isHeartbeat() &&
                      policyFor(m_state.options.escalations, entry->alert.labels) != nullptr;
    const bool ran = entry->escalation.runningSince != 0;
    if (runs == ran)
        return;
    auto& clock = edit(id).escalation;
    clock.elapsed = clock.at(m_now);
    clock.runningSince = runs ? m_now : 0;
    store(id);
}

void AlertBoard::Work::settle(const std::string& id, const std::vector<const AlertInstance*>& inhibitors)
{
    if (find(id) == nullptr)
        return;
    settleSeverity(id);
    settleMutes(id, inhibitors);
    settleEscalation(id);
}

void AlertBoard::Work::gatherActive()
{
    m_allSilences = merged(m_state.silences, m_silences);
    m_allDowntimes = merged(m_state.downtimes, m_downtimes);
    std::ranges::copy_if(m_allSilences, std::back_inserter(m_activeSilences),
                         [&](const Silence& silence) { return silence.stateAt(m_now) == SilenceState::Active; });
    std::ranges::copy_if(m_allDowntimes, std::back_inserter(m_activeDowntimes),
                         [&](const Downtime& downtime) { return isInEffect(downtime, m_now); });
}

void AlertBoard::Work::settle()
{
    gatherActive();
    m_settleAll = m_settleAll || m_state.effectsAt(m_now) != m_state.inEffect;
    std::vector<std::string> ids;
    ids.reserve(m_edited.size());
    for (const auto& [id, entry] : m_edited)
        ids.push_back(id);
    if (m_settleAll || !m_state.options.inhibitRules.empty()) {
        for (const auto& [id, entry] : m_state.entries) {
            if (!m_edited.contains(id))
                ids.push_back(id);
        }
    }
    const auto sources = inhibitors();
    std::vector<AlertInstance> copies; // settling edits entries, which would move what the pointers show
    copies.reserve(sources.size());
    std::vector<const AlertInstance*> stable;
    stable.reserve(sources.size());
    for (const auto* source : sources)
        stable.push_back(&copies.emplace_back(*source));
    for (const auto& id : ids)
        settle(id, stable);
    completeChanges();
}

void AlertBoard::Work::completeChanges()
{
    for (auto& change : m_changes) {
        const auto* entry = find(change.alert);
        if (entry == nullptr)
            continue;
        change.severity = entry->alert.severity;
        change.firing = entry->alert.state == AlertState::Firing;
        change.acknowledged = entry->alert.acknowledgement.has_value();
        change.muted = isQuiet(entry->alert);
        change.value = entry->alert.value;
    }
}

StateStore::Batch AlertBoard::Work::batch() const
{
    StateStore::Batch batch;
    for (const auto& id : m_stored) {
        if (const auto* entry = find(id))
            batch.entries.push_back(*entry);
    }
    for (const auto& id : m_state.unsaved) {
        const auto* entry = m_stored.contains(id) ? nullptr : find(id);
        if (entry != nullptr)
            batch.entries.push_back(*entry);
    }
    batch.removed.assign(m_erased.begin(), m_erased.end());
    batch.changes = m_state.unsavedChanges;
    batch.changes.insert(batch.changes.end(), m_changes.begin(), m_changes.end());
    for (const auto& [id, silence] : m_silences)
        batch.silences.push_back(silence);
    for (const auto& [id, downtime] : m_downtimes)
        batch.downtimes.push_back(downtime);
    batch.audit = m_audit;
    batch.orders = m_orders;
    batch.closedOrders = m_closedOrders;
    return batch;
}

void AlertBoard::Work::apply()
{
    for (auto& [id, entry] : m_edited) {
        auto& alert = entry.alert;
        auto& index = m_state.current[alert.source];
        if (alert.isActive())
            index.insert_or_assign(alert.labels, id);
        else if (const auto at = index.find(alert.labels); at != index.end() && at->second == id)
            index.erase(at);
        m_state.entries.insert_or_assign(id, std::move(entry));
    }
    for (const auto& id : m_removed) {
        const auto known = m_state.entries.find(id);
        if (known == m_state.entries.end())
            continue;
        auto& index = m_state.current[known->second.alert.source];
        if (const auto at = index.find(known->second.alert.labels); at != index.end() && at->second == id)
            index.erase(at);
        m_state.entries.erase(known);
        m_state.restored.erase(id);
    }
    m_state.silences = std::move(m_allSilences);
    m_state.downtimes = std::move(m_allDowntimes);
    applyOrders();
    m_state.inEffect = m_state.effectsAt(m_now);
}

Result<void> AlertBoard::Work::finish(bool mustBeDurable)
{
    settle();
    auto number = m_state.lastChange;
    for (auto& change : m_changes)
        change.number = ++number;
    const bool hasRows = !m_stored.empty() || !m_erased.empty() || !m_changes.empty() || !m_silences.empty() ||
                         !m_downtimes.empty() || !m_audit.empty() || !m_orders.empty() || !m_closedOrders.empty() ||
                         !m_state.unsaved.empty() || !m_state.unsavedChanges.empty();
    const auto written = hasRows ? m_state.store->write(batch()) : Result<void>();
    if (!written && mustBeDurable)
        return tl::unexpected(written.error().within("nothing was changed, since it cannot be written"));
    if (hasRows)
        m_state.noteWritten(written, m_stored, m_changes);
    m_state.lastChange = number;
    std::set<std::string> changed;
    for (const auto& [id, entry] : m_edited)
        changed.insert(changed.end(), id);
    apply();
    m_state.publish(changed, m_removed);
    return {};
}

} // namespace nocturne::alerts
