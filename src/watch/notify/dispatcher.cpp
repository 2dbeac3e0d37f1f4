// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/dispatcher.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

#include "base/core/text.h"
#include "watch/alerts/matcher_text.h"
#include "watch/notify/dispatch_group.h"

namespace nocturne::notify {

namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Outgoing = NoticeStore::Batch::Outgoing;

constexpr auto kFloodWindow = 60s;
constexpr auto kLongestTry = 7 * 24h;  // after that nobody wants to know
constexpr auto kLongestTryOfEnd = 24h; // the news that something is over
constexpr std::string_view kDigestGroup = "digest";

std::string groupKey(const Route& route, const model::LabelSet& labels) { return route.key + ':' + labels.toString(); }

/// Whether `time` lies in one of the intervals `names`.
bool isWithin(const std::vector<NamedInterval>& intervals, const std::vector<std::string>& names, Timestamp time)
{
    return std::ranges::any_of(names, [&](const std::string& name) {
        const auto found = std::ranges::find(intervals, name, &NamedInterval::name);
        return found != intervals.end() && found->contains(time);
    });
}

} // namespace

class Dispatcher::Impl
{
public:
    Impl(const Clock& clock, Logger& log, DispatchPlan plan, NoticeStore& store)
        : m_clock(clock)
        , m_log(log)
        , m_plan(std::move(plan))
        , m_store(store)
        , m_began(clock.monotonic())
    {}

    void begin(const std::map<NoticeKey, NoticeEntry>& entries);
    void update(const alerts::AlertList& instances);
    void escalate(const alerts::AlertInstance& instance, const std::string& policy, int step,
                  const std::vector<std::string>& receivers);
    std::vector<Outgoing> flush(std::optional<std::uint64_t> lastChange);
    std::optional<milliseconds> untilNext() const;
    std::size_t groupCount() const { return m_groups.size(); }
    std::size_t alertCount() const { return m_alerts.size(); }

private:
    using Alerts = std::unordered_map<model::LabelSet, std::unique_ptr<TrackedAlert>, model::LabelSetHash>;

    void takeUp(const alerts::AlertInstance& instance);
    void ageMissing();
    void put(TrackedAlert& tracked);
    void putInto(const Route& route, TrackedAlert& tracked);
    void hurry(const TrackedAlert& tracked);
    TrackedAlert& track(NotifiedAlert alert);
    Group& escalationGroup(const std::string& escalation, const std::string& receiver, const model::LabelSet& labels);
    bool isTimeMuted(const Group& group) const;
    bool isQuiet(const Decision& decision) const;
    std::vector<Decision> decideAll();
    void limitFlood(std::vector<Decision>& decisions, NoticeStore::Batch& batch);
    void addMessage(NoticeStore::Batch& batch, const Decision& decision);
    void addDigest(NoticeStore::Batch& batch, const std::vector<const Decision*>& decisions);
    void add(NoticeStore::Batch& batch, const Integration& integration, Message message);
    void note(NoticeStore::Batch& batch, const Decision& decision, const std::string& key);
    void tidy();
    NoticeEntry entryOf(const Memory& memory) const;
    Memory& memoryOf(const Decision& decision);

    const Clock& m_clock;
    Logger& m_log;
    DispatchPlan m_plan;
    NoticeStore& m_store;
    Monotonic m_began;
    Alerts m_alerts;
    std::map<std::string, Group> m_groups; // by the id of the route and the key
    std::map<NoticeKey, Memory> m_memory;
    std::map<std::string, std::deque<Monotonic>> m_recent; // messages of the last minute, by integration
    std::uint64_t m_update = 0;
    std::uint64_t m_messages = 0;
};

void Dispatcher::Impl::begin(const std::map<NoticeKey, NoticeEntry>& entries)
{
    const auto wall = m_clock.now();
    const auto now = m_clock.monotonic();
    const auto ago = [&](Timestamp time) { return now - milliseconds(std::max<Timestamp>(0, wall - time)); };
    for (const auto& [key, entry] : entries) {
        auto& memory = m_memory[key];
        memory.at = ago(entry.at);
        for (const auto& [fingerprint, time] : entry.notices)
            memory.notices.emplace(fingerprint, ago(time));
        memory.entry = entry;
    }
    for (const auto& [key, memory] : m_memory) {
        for (const auto& [fingerprint, told] : memory.entry.told) {
            if (m_alerts.contains(told.alert.labels))
                continue;
            auto& tracked = track(told.alert);
            tracked.isGhost = true;
            put(tracked);
        }
        for (const auto& [fingerprint, told] : memory.entry.told) {
            if (memory.entry.escalation.empty())
                break;
            auto& group = escalationGroup(memory.entry.escalation, memory.entry.receiver, told.alert.labels);
            auto& tracked = *m_alerts.at(told.alert.labels);
            tracked.isGrouped = true;
            group.alerts[fingerprint] = &tracked;
        }
    }
}

TrackedAlert& Dispatcher::Impl::track(NotifiedAlert alert)
{
    auto& place = m_alerts[alert.labels];
    if (!place) {
        place = std::make_unique<TrackedAlert>();
        if (m_plan.root)
            place->routes = matchingRoutes(*m_plan.root, alert.labels);
    }
    place->alert = std::move(alert);
    return *place;
}

void Dispatcher::Impl::put(TrackedAlert& tracked)
{
    if (tracked.isRouted)
        return;
    tracked.isRouted = tracked.isGrouped = true;
    for (const auto* route : tracked.routes)
        putInto(*route, tracked);
}

void Dispatcher::Impl::putInto(const Route& route, TrackedAlert& tracked)
{
    const auto labels = route.groupLabels(tracked.alert.labels);
    const auto now = m_clock.monotonic();
    const bool hasWaited = m_clock.now() - tracked.alert.startsAt >= route.groupWait.count();
    const auto [place, isNew] = m_groups.try_emplace(route.id + '|' + groupKey(route, labels));
    auto& group = place->second;
    if (isNew) {
        group.route = &route;
        group.labels = labels;
        group.key = groupKey(route, labels);
        group.next = hasWaited ? now : now + route.groupWait;
    } else if (!group.hasFlushed && hasWaited) {
        group.next = std::min(group.next, now);
    }
    group.alerts[tracked.alert.fingerprint] = &tracked;
}

/// Groups that were told once look again at once.
void Dispatcher::Impl::hurry(const TrackedAlert& tracked)
{
    for (auto& [id, group] : m_groups) {
        if (group.hasFlushed && group.alerts.contains(tracked.alert.fingerprint))
            group.next = std::min(group.next, m_clock.monotonic());
    }
}

void Dispatcher::Impl::update(const alerts::AlertList& instances)
{
    ++m_update;
    for (const auto& instance : instances) {
        if (instance.state == alerts::AlertState::Firing || instance.state == alerts::AlertState::Resolved)
            takeUp(instance);
    }
    ageMissing();
}

void Dispatcher::Impl::takeUp(const alerts::AlertInstance& instance)
{
    const bool isFiring = instance.state == alerts::AlertState::Firing;
    const auto known = m_alerts.find(instance.labels);
    if (known == m_alerts.end() && !isFiring)
        return; // was never told, or its end was
    const bool isFirstSight = known == m_alerts.end();
    auto* tracked = isFirstSight ? &track(notified(instance, m_plan.externalUrl)) : known->second.get();
    const bool isHeld = isFiring && !instance.needsSomebody();
    if (tracked->seenIn == m_update) { // another source, or an older occurrence: what fires counts, and what is open
        if (isFiring && (!tracked->alert.isFiring || (tracked->isHeld && !isHeld))) {
            tracked->alert = notified(instance, m_plan.externalUrl);
            tracked->isHeld = isHeld;
            tracked->isMuted = instance.isMuted();
        }
        put(*tracked);
        return;
    }
    const auto before = *tracked;
    if (!isFirstSight)
        tracked->alert = notified(instance, m_plan.externalUrl);
    tracked->isHeld = isHeld;
    tracked->isMuted = instance.isMuted();
    tracked->isGhost = false;
    tracked->isGone = false;
    tracked->seenIn = m_update;
    if (!isFiring && (before.alert.isFiring || isFirstSight))
        tracked->resolvedSince = m_clock.monotonic();
    if (isFiring)
        put(*tracked);
    const bool isWorse = isFiring && before.alert.isFiring && before.alert.severity < tracked->alert.severity;
    if (!isFirstSight && isFiring && !isHeld && (before.isHeld || isWorse))
        hurry(*tracked);
}

void Dispatcher::Impl::ageMissing()
{
    const bool isGraceOver = m_clock.monotonic() >= m_began + m_plan.restartGrace;
    for (auto& [labels, tracked] : m_alerts) {
        if (tracked->seenIn == m_update || (tracked->isGhost && !isGraceOver))
            continue;
        if (tracked->alert.isFiring) {
            tracked->alert.isFiring = false;
            tracked->alert.endsAt = m_clock.now();
            tracked->resolvedSince = m_clock.monotonic();
        }
        tracked->isGhost = false;
        tracked->isHeld = false;
        tracked->isGone = true;
    }
    std::erase_if(m_alerts, [](const auto& alert) { return alert.second->isGone && !alert.second->isGrouped; });
}

Group& Dispatcher::Impl::escalationGroup(const std::string& escalation, const std::string& receiver,
                                         const model::LabelSet& labels)
{
    auto route = std::make_shared<Route>();
    route->id = "escalation/" + escalation + '/' + receiver;
    route->key = "{}/escalation/" + escalation;
    route->receiver = receiver;
    route->groupWait = 0ms;
    const auto [place, isNew] = m_groups.try_emplace(route->id + '|' + groupKey(*route, labels));
    auto& group = place->second;
    if (isNew) {
        group.ownRoute = route;
        group.route = route.get();
        group.escalation = escalation;
        group.labels = labels;
        group.key = groupKey(*route, labels);
    }
    group.next = m_clock.monotonic();
    return group;
}

void Dispatcher::Impl::escalate(const alerts::AlertInstance& instance, const std::string& policy, int step,
                                const std::vector<std::string>& receivers)
{
    takeUp(instance);
    const auto found = m_alerts.find(instance.labels);
    if (found == m_alerts.end() || !found->second->isTellable())
        return;
    for (const auto& receiver : receivers) {
        auto& group = escalationGroup(policy + '/' + std::to_string(step), receiver, instance.labels);
        group.alerts[found->second->alert.fingerprint] = found->second.get();
        found->second->isGrouped = true;
    }
}

bool Dispatcher::Impl::isTimeMuted(const Group& group) const
{
    const auto now = m_clock.now();
    const auto& route = *group.route;
    return isWithin(m_plan.intervals, route.muteTimes, now) ||
           (!route.activeTimes.empty() && !isWithin(m_plan.intervals, route.activeTimes, now));
}

bool Dispatcher::Impl::isQuiet(const Decision& decision) const
{
    auto worst = alerts::Severity::Info;
    for (const auto* alerts : {&decision.firing, &decision.resolved}) {
        for (const auto& alert : *alerts)
            worst = std::max(worst, alert.severity);
    }
    return worst < m_plan.quietHours.exceptFrom &&
           isWithin(m_plan.intervals, m_plan.quietHours.intervals, m_clock.now());
}

Memory& Dispatcher::Impl::memoryOf(const Decision& decision)
{
    return m_memory[{decision.integration->id, decision.group->key}];
}

std::vector<Decision> Dispatcher::Impl::decideAll()
{
    std::vector<Decision> decisions;
    const auto now = m_clock.monotonic();
    for (auto& [id, group] : m_groups) {
        if (group.next > now)
            continue;
        group.hasFlushed = true;
        group.next = now + group.route->groupInterval;
        if (isTimeMuted(group))
            continue;
        const auto cooldown = group.escalation.empty() ? m_plan.cooldown : milliseconds(0);
        for (const auto& integration : m_plan.integrations) {
            if (integration.receiver != group.route->receiver)
                continue;
            auto decision =
                decide(integration, group, m_memory[{integration.id, group.key}], now, {cooldown, m_plan.resolveDelay});
            if (decision.lookAgain)
                group.next = std::min(group.next, *decision.lookAgain);
            if (decision.isMessage && isQuiet(decision))
                decision.isMessage = decision.isChanged = false;
            if (decision.isChanged)
                decisions.push_back(std::move(decision));
        }
    }
    return decisions;
}

/// Too many messages of one integration in a minute become one; where even that is too much they wait.
void Dispatcher::Impl::limitFlood(std::vector<Decision>& decisions, NoticeStore::Batch& batch)
{
    const auto now = m_clock.monotonic();
    std::map<std::string, std::vector<Decision*>> due;
    for (auto& decision : decisions) {
        if (decision.isMessage)
            due[decision.integration->id].push_back(&decision);
        else
            note(batch, decision, {});
    }
    for (auto& [id, all] : due) {
        auto& recent = m_recent[id];
        while (!recent.empty() && recent.front() + kFloodWindow <= now)
            recent.pop_front();
        const auto limit = m_plan.floodLimit;
        if (limit == 0 || recent.size() + all.size() <= limit) {
            for (const auto* decision : all)
                addMessage(batch, *decision);
        } else if (recent.size() < limit) {
            addDigest(batch, {all.begin(), all.end()});
            recent.resize(limit, now); // the minute is spent
        } else {
            for (auto* decision : all)
                decision->group->next = std::min(decision->group->next, recent.front() + kFloodWindow);
        }
    }
}

void Dispatcher::Impl::addMessage(NoticeStore::Batch& batch, const Decision& decision)
{
    Message message;
    const auto& group = *decision.group;
    message.kind = group.escalation.empty() ? Message::Kind::Group : Message::Kind::Escalation;
    message.groupKey = group.key;
    message.groupLabels = textsOf(group.labels);
    if (!group.escalation.empty() && !decision.firing.empty())
        message.note = "nobody has taken this alert: step " + group.escalation.substr(group.escalation.rfind('/') + 1) +
                       " of the escalation " + group.escalation.substr(0, group.escalation.rfind('/'));
    auto alerts = decision.firing;
    alerts.insert(alerts.end(), decision.resolved.begin(), decision.resolved.end());
    setAlerts(message, std::move(alerts));
    const auto& memory = memoryOf(decision);
    message.thread = memory.entry.told.empty() ? std::string() : memory.entry.thread;
    add(batch, *decision.integration, std::move(message));
    note(batch, decision, batch.messages.back().delivery.key);
}

void Dispatcher::Impl::addDigest(NoticeStore::Batch& batch, const std::vector<const Decision*>& decisions)
{
    Message message;
    message.kind = Message::Kind::Digest;
    message.groupKey = kDigestGroup;
    std::map<std::string, NotifiedAlert> all;
    for (const auto* decision : decisions) {
        for (const auto& alert : decision->resolved)
            all.emplace(alert.fingerprint, alert);
        for (const auto& alert : decision->firing)
            all.insert_or_assign(alert.fingerprint, alert);
    }
    std::vector<NotifiedAlert> alerts;
    alerts.reserve(all.size());
    for (auto& [fingerprint, alert] : all)
        alerts.push_back(std::move(alert));
    setAlerts(message, std::move(alerts));
    message.note = "too many messages at once: this one stands for " + std::to_string(decisions.size()) + " groups";
    add(batch, *decisions.front()->integration, std::move(message));
    const auto key = batch.messages.back().delivery.key;
    for (const auto* decision : decisions)
        note(batch, *decision, key);
}

void Dispatcher::Impl::add(NoticeStore::Batch& batch, const Integration& integration, Message message)
{
    message.receiver = integration.receiver;
    message.externalUrl = m_plan.externalUrl;
    message.at = m_clock.now();
    message.key = messageKey(integration.id, message, ++m_messages);
    m_recent[integration.id].push_back(m_clock.monotonic());
    Delivery delivery;
    delivery.integration = integration.id;
    delivery.receiver = integration.receiver;
    delivery.groupKey = message.groupKey;
    delivery.key = message.key;
    delivery.title = titleOf(message);
    delivery.createdAt = delivery.dueAt = message.at;
    delivery.expiresAt = message.at + milliseconds(message.isFiring() ? kLongestTry : kLongestTryOfEnd).count();
    batch.messages.push_back({std::move(delivery), std::move(message)});
}

void Dispatcher::Impl::note(NoticeStore::Batch& batch, const Decision& decision, const std::string& key)
{
    auto& memory = memoryOf(decision);
    remember(memory, decision, key, m_clock.monotonic(), m_clock.now(), m_plan.cooldown);
    batch.entries[{decision.integration->id, decision.group->key}] = entryOf(memory);
}

NoticeEntry Dispatcher::Impl::entryOf(const Memory& memory) const
{
    auto entry = memory.entry;
    const auto now = m_clock.monotonic();
    entry.notices.clear();
    for (const auto& [fingerprint, time] : memory.notices)
        entry.notices[fingerprint] = m_clock.now() - std::chrono::duration_cast<milliseconds>(now - time).count();
    return entry;
}

std::vector<Outgoing> Dispatcher::Impl::flush(std::optional<std::uint64_t> lastChange)
{
    NoticeStore::Batch batch;
    auto decisions = decideAll();
    limitFlood(decisions, batch);
    tidy();
    if (batch.empty())
        return {};
    batch.lastChange = lastChange;
    if (const auto written = m_store.commit(batch); !written) {
        m_log.log(LogLevel::Error, "notify", "messages cannot be kept: " + written.error().text());
        std::int64_t id = 0;
        for (auto& outgoing : batch.messages)
            outgoing.delivery.id = --id;
    }
    return std::move(batch.messages);
}

/// Drops what is over and told from groups, groups that are empty, and alerts that no group has.
void Dispatcher::Impl::tidy()
{
    for (auto at = m_groups.begin(); at != m_groups.end();) {
        auto& group = at->second;
        const auto isOpen = [&](const std::string& fingerprint) {
            return std::ranges::any_of(m_plan.integrations, [&](const Integration& integration) {
                const auto memory = m_memory.find({integration.id, group.key});
                return integration.receiver == group.route->receiver && memory != m_memory.end() &&
                       memory->second.entry.told.contains(fingerprint);
            });
        };
        if (group.hasFlushed)
            std::erase_if(group.alerts, [&](const auto& a) { return !a.second->alert.isFiring && !isOpen(a.first); });
        at = group.alerts.empty() ? m_groups.erase(at) : std::next(at);
    }
    for (auto& [labels, tracked] : m_alerts)
        tracked->isGrouped = false;
    for (const auto& [id, group] : m_groups) {
        for (const auto& [fingerprint, tracked] : group.alerts)
            tracked->isGrouped = true;
    }
    for (auto& [labels, tracked] : m_alerts) // one that comes back is put into all groups again
        tracked->isRouted = tracked->isRouted && tracked->alert.isFiring;
    // What nobody is told of (a route without ways out, too) is not kept once it is over.
    std::erase_if(m_alerts, [](const auto& a) { return !a.second->isGrouped && !a.second->alert.isFiring; });
}

std::optional<milliseconds> Dispatcher::Impl::untilNext() const
{
    if (m_groups.empty())
        return std::nullopt;
    const auto first = std::ranges::min_element(m_groups, {}, [](const auto& group) { return group.second.next; });
    const auto wait = std::chrono::ceil<milliseconds>(first->second.next - m_clock.monotonic());
    return std::max(wait, milliseconds(0));
}

Dispatcher::Dispatcher(const Clock& clock, Logger& log, DispatchPlan plan, NoticeStore& store)
    : m_impl(std::make_unique<Impl>(clock, log, std::move(plan), store))
{}

Dispatcher::~Dispatcher() = default;

void Dispatcher::begin(const std::map<NoticeKey, NoticeEntry>& entries) { m_impl->begin(entries); }
void Dispatcher::update(const alerts::AlertList& alerts) { m_impl->update(alerts); }

void Dispatcher::escalate(const alerts::AlertInstance& alert, const std::string& policy, int step,
                          const std::vector<std::string>& receivers)
{
    m_impl->escalate(alert, policy, step, receivers);
}

std::vector<Outgoing> Dispatcher::flush(std::optional<std::uint64_t> lastChange) { return m_impl->flush(lastChange); }
std::optional<milliseconds> Dispatcher::untilNext() const { return m_impl->untilNext(); }
std::size_t Dispatcher::groupCount() const { return m_impl->groupCount(); }
std::size_t Dispatcher::alertCount() const { return m_impl->alertCount(); }

} // namespace nocturne::notify
