// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/alertmanager/alertmanager_source.h"

#include <algorithm>
#include <utility>

#include "base/core/text.h"

namespace nocturne::alertmanager {

namespace {

using alerts::AlertState;
using alerts::Delivery;
using alerts::Silence;
using alerts::SilenceState;
using Kind = WriteStep::Kind;

constexpr std::string_view kRules = "rules:";
constexpr std::chrono::seconds kGossip{30};      // until what one peer was told is known to all
constexpr std::chrono::seconds kConfirmAfter{1}; // what was written is looked for so soon
constexpr Timestamp kShowOver = Timestamp{24} * 3600 * 1000;
constexpr Timestamp kSame = 1000;

bool mayAnotherPeer(const Error& error)
{
    return error.kind == Error::Kind::Unavailable || error.kind == Error::Kind::Timeout;
}

/// Whether `there` is as ordered.
bool isDone(const alerts::SilenceOrder& order, const Silence& there, Timestamp now)
{
    if (order.expire)
        return there.stateAt(now) == SilenceState::Expired;
    return there.matchers == order.silence.matchers && there.comment == order.silence.comment &&
           std::abs(there.endsAt - order.silence.endsAt) < kSame;
}

} // namespace

/// Of one peer, in the making.
struct AlertmanagerSource::Answers
{
    std::optional<std::vector<RemoteAlert>> alerts;
    std::optional<std::vector<Silence>> silences;
    PeerStatus status;
    std::optional<Error> error;
    int missing = 3;
};

AlertmanagerSource::AlertmanagerSource(alerts::AlertBoard& board, const Clock& clock, Logger& log,
                                       SourceOptions options, Peers peers)
    : m_board(board)
    , m_clock(clock)
    , m_log(log)
    , m_options(std::move(options))
    , m_source("alertmanager:" + m_options.name)
    , m_peers(std::move(peers))
    , m_view(m_peers.size())
{
    m_health.name = m_options.name;
    m_health.interval = m_options.interval;
    for (const auto& peer : m_peers)
        m_health.peers.push_back({peer->address(), false, {}, {}});
}

void AlertmanagerSource::note(LogLevel level, const std::string& what)
{
    if (what == m_lastNoted)
        return;
    m_lastNoted = what;
    m_log.log(level, "alertmanager", m_options.name + ": " + what);
}

void AlertmanagerSource::tick()
{
    if (m_isBusy)
        return;
    if (m_clock.monotonic() >= m_nextPoll)
        return poll();
    auto alerts = m_board.snapshot();
    auto silences = m_board.silences();
    if (alerts == m_seenAlerts && silences == m_seenSilences)
        return;
    m_seenAlerts = std::move(alerts);
    m_seenSilences = std::move(silences);
    if (wanted() != m_lastWanted || m_board.silenceOrders(m_source) != m_lastOrders)
        poll(); // writes are planned on what is there now
}

void AlertmanagerSource::poll()
{
    m_isBusy = true;
    m_asked = m_clock.monotonic();
    m_nextPoll = m_asked + m_options.interval;
    m_health.lastAttempt = m_clock.now();
    m_health.nextAttempt = m_health.lastAttempt + m_options.interval.count();
    ++m_health.polls;
    m_outstanding = m_peers.size();
    for (std::size_t i = 0; i < m_peers.size(); ++i) {
        const auto answers = std::make_shared<Answers>();
        const auto noting = [this, i, answers](const auto& answer) {
            if (!answer && !answers->error)
                answers->error = answer.error();
            if (--answers->missing == 0)
                take(i, *answers);
        };
        m_peers[i]->alerts([answers, noting](Result<std::vector<RemoteAlert>> alerts) {
            if (alerts)
                answers->alerts = std::move(*alerts);
            noting(alerts);
        });
        m_peers[i]->silences([answers, noting](Result<std::vector<Silence>> silences) {
            if (silences)
                answers->silences = std::move(*silences);
            noting(silences);
        });
        m_peers[i]->status([answers, noting](Result<PeerStatus> status) {
            if (status)
                answers->status = std::move(*status);
            noting(status);
        });
    }
}

void AlertmanagerSource::take(std::size_t peer, Answers& answers)
{
    auto& health = m_health.peers[peer];
    health.isAlive = answers.alerts && answers.silences;
    health.lastError = answers.error ? answers.error->message : std::string();
    health.status = std::move(answers.status);
    if (health.isAlive) {
        m_view.take(peer, std::move(*answers.alerts), std::move(*answers.silences));
    } else {
        ++m_health.peerFailures;
        m_view.lose(peer, m_clock.now());
    }
    if (--m_outstanding == 0)
        finishPoll();
}

void AlertmanagerSource::finishPoll()
{
    m_health.lastSeconds = std::chrono::duration<double>(m_clock.monotonic() - m_asked).count();
    if (!m_view.isAlive()) {
        ++m_health.failures;
        m_isDown = true;
        note(LogLevel::Warning, "no answer (" + m_health.peers.front().lastError + "); its alerts stay as they were");
        m_board.markUnverified(m_source);
        m_lastWanted = wanted();
        m_lastOrders = m_board.silenceOrders(m_source);
        for (const auto& one : m_lastWanted)
            m_faults[one.key] = m_health.peers.front().lastError;
        for (const auto& order : m_lastOrders)
            m_faults[order.silence.id] = m_health.peers.front().lastError;
        finishActing();
        return;
    }
    if (std::exchange(m_isDown, false))
        note(LogLevel::Info, "answers again");
    m_health.lastSuccess = m_clock.now();
    m_alerts = m_view.alerts();
    m_silences = m_view.silences();
    m_health.alerts = m_alerts.size();
    m_health.silences = m_silences.size();
    report();
    act();
}

std::optional<model::LabelSet> AlertmanagerSource::labelsThere(const alerts::AlertInstance& alert) const
{
    if (alert.source == m_source)
        return alert.labels;
    if (alert.source.starts_with(kRules))
        return m_options.relabelRules.empty() ? alert.labels : scrape::relabel(alert.labels, m_options.relabelRules);
    return std::nullopt;
}

AlertmanagerSource::Residents AlertmanagerSource::residents(const alerts::AlertList& list, bool alsoOver) const
{
    Residents all;
    for (const auto& alert : list) {
        if (!alsoOver && !alert.isActive())
            continue;
        auto labels = labelsThere(alert);
        if (labels && m_alerts.contains(*labels))
            all[std::move(*labels)].push_back(&alert);
    }
    return all;
}

std::vector<alerts::Mute> AlertmanagerSource::mutesOf(const RemoteAlert& alert) const
{
    using By = alerts::Mute::By;
    std::vector<alerts::Mute> mutes;
    for (const auto& id : alert.silencedBy) {
        const auto silence = std::ranges::find(m_silences, id, &Silence::id);
        if (silence == m_silences.end())
            mutes.push_back({By::Silence, id, {}, {}, {}, m_source});
        else if (!keyInComment(silence->comment, m_options.whose)) { // what is known here is not told twice
            const auto taken = foreignAcknowledgement(silence->comment, m_options.ackPrefix);
            mutes.push_back({taken ? By::Acknowledgement : By::Silence, id, taken.value_or(silence->comment),
                             silence->createdBy, silence->endsAt, m_source});
        }
    }
    for (const auto& print : alert.inhibitedBy) {
        const auto name = m_names.find(print);
        mutes.push_back({By::Inhibition, print, name == m_names.end() ? print : name->second, {}, {}, m_source});
    }
    for (const auto& interval : alert.mutedBy)
        mutes.push_back({By::Inhibition, interval, interval, {}, {}, m_source});
    return mutes;
}

void AlertmanagerSource::report()
{
    m_names.clear();
    for (const auto& [labels, known] : m_alerts)
        m_names.emplace(alerts::fingerprint(labels), std::string(labels.get("alertname")));
    const auto snapshot = m_board.snapshot();
    const auto here = residents(*snapshot, true);
    alerts::RemoteView view;
    for (const auto& [labels, known] : m_alerts) {
        auto mutes = mutesOf(known.alert);
        const auto found = here.find(labels);
        bool isOurs = false;
        if (found != here.end()) {
            for (const auto* alert : found->second) {
                isOurs = isOurs || alert->source != m_source;
                if (!mutes.empty())
                    view.mutes[alert->labels] = mutes;
            }
        }
        if (isOurs)
            continue;
        alerts::AlertInstance alert;
        alert.labels = labels;
        alert.annotations = known.alert.annotations;
        alert.state = AlertState::Firing;
        alert.severityText = labels.get(m_options.severityLabel);
        alert.severity = alerts::severityFromText(alert.severityText);
        alert.activeAt = std::min(known.alert.startsAt, m_clock.now());
        alert.firedAt = alert.activeAt;
        alert.unverifiedSince = known.unverifiedSince;
        view.active.push_back(std::move(alert));
        if (!mutes.empty())
            view.mutes[labels] = std::move(mutes);
    }
    const auto now = m_clock.now();
    for (const auto& silence : m_silences) {
        const bool isOld = silence.endsAt < now - kShowOver;
        if (!isOld && !keyInComment(silence.comment, m_options.whose))
            view.silences.push_back(silence);
    }
    m_board.reportRemote(m_source, std::move(view));
}

std::vector<WantedSilence> AlertmanagerSource::wanted() const
{
    const auto now = m_clock.now();
    const auto snapshot = m_board.snapshot();
    const auto silences = m_board.silences();
    const auto here = residents(*snapshot, false);
    std::map<std::string, WantedSilence> all; // in an order that stays
    for (const auto& [labels, members] : here) {
        for (const auto* alert : members) {
            const auto& ack = alert->acknowledgement;
            if (!ack || (ack->until && *ack->until <= now))
                continue;
            WantedSilence lease{"ack:" + alert->id, {}, true};
            lease.silence.matchers = leaseMatchers(labels);
            lease.silence.endsAt = ack->until.value_or(0);
            lease.silence.createdBy = ack->owner;
            lease.silence.comment = markedComment(m_options.ackPrefix + ack->comment, m_options.whose, lease.key);
            all[lease.key] = std::move(lease);
        }
    }
    for (const auto& silence : *silences) {
        if (!silence.source.empty() || silence.stateAt(now) == SilenceState::Expired)
            continue;
        const auto key = "silence:" + silence.id;
        const bool isAbout = std::ranges::any_of(here, [&](const auto& one) { return silence.matches(one.first); });
        const bool wasAbout = std::ranges::any_of(m_silences, [&](const Silence& there) {
            return keyInComment(there.comment, m_options.whose) == key && there.stateAt(now) != SilenceState::Expired;
        });
        if (!isAbout && !wasAbout)
            continue;
        WantedSilence mirror{key, {}, false};
        mirror.silence.matchers = silence.matchers;
        mirror.silence.startsAt = silence.startsAt;
        mirror.silence.endsAt = silence.endsAt;
        mirror.silence.createdBy = silence.createdBy;
        mirror.silence.comment = markedComment(silence.comment, m_options.whose, key);
        all[key] = std::move(mirror);
    }
    std::vector<WantedSilence> list;
    list.reserve(all.size());
    for (auto& [key, one] : all)
        list.push_back(std::move(one));
    return list;
}

std::vector<HeldSilence> AlertmanagerSource::held() const
{
    const auto now = m_clock.now();
    std::map<std::string, HeldSilence> all; // by id
    for (const auto& silence : m_silences) {
        auto key = keyInComment(silence.comment, m_options.whose);
        if (key && silence.stateAt(now) != SilenceState::Expired)
            all[silence.id] = {std::move(*key), silence};
    }
    for (const auto& [id, recent] : m_recent) {
        if (recent.second.isExpired)
            all.erase(id);
        else
            all[id] = {recent.first, recent.second.silence};
    }
    std::vector<HeldSilence> list;
    list.reserve(all.size());
    for (auto& [id, one] : all)
        list.push_back(std::move(one));
    return list;
}

void AlertmanagerSource::act()
{
    m_lastWanted = wanted();
    std::erase_if(m_recent, [&](const auto& one) { return m_clock.monotonic() - one.second.second.at > kGossip; });
    m_steps.clear();
    m_hasWritten = false;
    if (m_options.writes) {
        for (auto& step : planWrites(m_lastWanted, held(), m_clock.now(), m_options.lease))
            m_steps.push_back({std::move(step), {}});
    } else {
        for (const auto& one : m_lastWanted)
            m_faults[one.key] = "only here: writing to this Alertmanager is switched off";
    }
    planOrders();
    std::ranges::reverse(m_steps);
    tellDeliveries();
    runNext();
}

void AlertmanagerSource::planOrders()
{
    for (const auto& order : m_board.silenceOrders(m_source)) {
        const auto there = std::ranges::find(m_silences, order.silence.id, &Silence::id);
        const bool isGone = there == m_silences.end() && order.expire;
        if (isGone || (there != m_silences.end() && isDone(order, *there, m_clock.now())))
            m_board.closeOrder(order);
        else if (m_options.writes)
            m_steps.push_back({{order.expire ? Kind::Expire : Kind::Put, {}, order.silence}, order});
        else
            m_faults[order.silence.id] = "writing to this Alertmanager is switched off";
    }
    m_lastOrders = m_board.silenceOrders(m_source);
}

std::optional<std::size_t> AlertmanagerSource::nextPeer(std::size_t from) const
{
    for (auto i = from; i < m_peers.size(); ++i) {
        if (m_view.isAlive(i))
            return i;
    }
    return std::nullopt;
}

void AlertmanagerSource::runNext()
{
    const auto peer = nextPeer(0);
    if (m_steps.empty() || !peer) {
        finishActing();
        return;
    }
    auto step = std::move(m_steps.back());
    m_steps.pop_back();
    if (step.write.kind == Kind::Put)
        put(std::move(step), *peer);
    else
        expire(std::move(step), *peer);
}

void AlertmanagerSource::put(Step step, std::size_t peer)
{
    const auto silence = step.write.silence;
    m_peers[peer]->putSilence(silence, [this, step = std::move(step), peer](Result<std::string> id) {
        const auto next = !id && mayAnotherPeer(id.error()) ? nextPeer(peer + 1) : std::nullopt;
        if (next)
            put(step, *next);
        else
            finishStep(step, std::move(id));
    });
}

void AlertmanagerSource::expire(Step step, std::size_t peer)
{
    const auto id = step.write.silence.id;
    m_peers[peer]->expireSilence(id, [this, step = std::move(step), peer](Result<void> done) {
        const auto next = !done && mayAnotherPeer(done.error()) ? nextPeer(peer + 1) : std::nullopt;
        if (next)
            return expire(step, *next);
        const bool isGone = !done && done.error().kind == Error::Kind::NotFound;
        finishStep(step, done || isGone ? Result<std::string>(step.write.silence.id) : tl::unexpected(done.error()));
    });
}

void AlertmanagerSource::finishStep(const Step& step, Result<std::string> id)
{
    const auto& [kind, key, silence] = step.write;
    const auto subject = step.order ? step.order->silence.id : key;
    if (!id) {
        ++m_health.refused;
        m_faults[subject] = id.error().message;
        note(LogLevel::Warning, "cannot write a silence: " + id.error().message);
    } else {
        m_hasWritten = true;
        m_faults.erase(subject);
        ++m_health.written;
        m_health.renewed += kind == Kind::Put && key.starts_with("ack:") && !silence.id.empty() ? 1 : 0;
        if (step.order && kind == Kind::Put && *id != silence.id)
            m_board.closeOrder(*step.order); // it ended, and a new one took its place
        if (!step.order) {
            auto now = silence;
            now.id = *id;
            m_recent[*id] = {key, Recent{std::move(now), m_clock.monotonic(), kind == Kind::Expire}};
        }
    }
    runNext();
}

void AlertmanagerSource::finishActing()
{
    m_isBusy = false;
    if (m_hasWritten)
        m_nextPoll = std::min(m_nextPoll, m_clock.monotonic() + kConfirmAfter);
    m_hasWritten = false;
    m_steps.clear();
    tellDeliveries();
}

void AlertmanagerSource::tellDeliveries()
{
    const auto now = m_clock.now();
    std::map<std::string, Delivery::State> states;
    for (const auto& one : m_lastWanted)
        states[one.key] = Delivery::State::Pending;
    for (const auto& order : m_lastOrders)
        states[order.silence.id] = Delivery::State::Pending;
    for (const auto& one : held()) {
        if (const auto known = states.find(one.key); known != states.end() && one.silence.endsAt > now)
            known->second = Delivery::State::Accepted;
    }
    std::erase_if(m_faults, [&](const auto& fault) { return !states.contains(fault.first); });
    m_health.undelivered = 0;
    std::map<std::string, Delivery> fates;
    for (auto& [key, state] : states) {
        const auto fault = m_faults.find(key);
        if (fault != m_faults.end() && state != Delivery::State::Accepted)
            state = Delivery::State::Failed;
        m_health.undelivered += state == Delivery::State::Accepted ? 0 : 1;
        const auto reason = state == Delivery::State::Failed ? printable(fault->second, 300) : std::string();
        const auto before = m_fates.find(key);
        const bool isSame = before != m_fates.end() && before->second.state == state;
        fates[key] = {state, m_source, reason, isSame ? before->second.since : now};
    }
    m_fates = std::move(fates);
    alerts::Deliveries ofAlerts;
    alerts::Deliveries ofSilences;
    for (const auto& [key, fate] : m_fates) {
        if (key.starts_with("ack:"))
            ofAlerts[key.substr(4)] = fate;
        else
            ofSilences[key.starts_with("silence:") ? key.substr(8) : key] = fate;
    }
    m_board.noteDeliveries(m_source, std::move(ofAlerts), std::move(ofSilences));
}

} // namespace nocturne::alertmanager
