// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop/desktop_notifier.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "ui/models/alert_list_model.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

using namespace std::chrono_literals;

constexpr auto kPace = 5s;
constexpr auto kPopupTime = 30s;
constexpr std::size_t kMostPopups = 4; // in that time
constexpr auto kActionTime = 10s;      // a verb that works shows by then
const auto kDigest = u"digest"_s;

/// Somebody who saw `before` would want to know of `after`.
bool isNews(const ToldGroup& after, const ToldGroup& before)
{
    const std::unordered_set<std::string_view> known(before.ids.begin(), before.ids.end());
    return after.worst > before.worst ||
           std::ranges::any_of(after.ids, [&](const auto& id) { return !known.contains(id); });
}

QStringList toList(const std::vector<std::string>& ids)
{
    QStringList out;
    for (const auto& id : ids)
        out.append(QString::fromStdString(id));
    return out;
}

} // namespace

DesktopNotifier::DesktopNotifier(const Clock& clock, NoticeSink& sink, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_sink(sink)
{
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &DesktopNotifier::lookRequested);
}

std::size_t DesktopNotifier::popupsLately()
{
    while (!m_popups.empty() && m_clock.monotonic() - m_popups.front() > kPopupTime)
        m_popups.pop_front();
    return m_popups.size();
}

void DesktopNotifier::lookAfter(std::chrono::milliseconds time)
{
    if (!m_look.isActive() || m_look.remainingTimeAsDuration() > time)
        m_look.start(time);
}

/// It changed too lately to change again; looks again when it may.
bool DesktopNotifier::isPaced(const std::optional<Clock::Monotonic>& last)
{
    if (!last || m_clock.monotonic() - *last >= kPace)
        return false;
    lookAfter(std::chrono::ceil<std::chrono::milliseconds>(*last + kPace - m_clock.monotonic()));
    return true;
}

void DesktopNotifier::update(const alerts::AlertList& alerts, const TellingRules& rules, bool isOn)
{
    auto groups = isOn ? toldGroups(alerts, rules) : std::vector<ToldGroup>();
    std::set<QString> keys;
    std::size_t fresh = 0;
    for (const auto& group : groups) {
        keys.insert(group.key);
        fresh += m_entries.contains(group.key) ? 0 : 1;
    }
    for (auto entry = m_entries.begin(); entry != m_entries.end();) {
        if (keys.contains(entry->first)) {
            ++entry;
            continue;
        }
        m_sink.withdraw(entry->first);
        entry = m_entries.erase(entry);
    }
    const bool isFlood = popupsLately() + fresh > kMostPopups;
    std::vector<ToldGroup> digest;
    for (auto& group : groups) {
        const auto [at, isNew] = m_entries.try_emplace(group.key);
        auto& entry = at->second;
        if (isNew)
            entry.isInDigest = isFlood;
        if (!entry.isInDigest) {
            follow(group, entry);
            continue;
        }
        m_digestHasNews = m_digestHasNews || isNew || isNews(group, entry.shown);
        entry.shown = group;
        entry.shown.first.clear(); // they go with this list
        digest.push_back(std::move(group));
    }
    showDigest(std::move(digest));
    m_reword = false;
}

void DesktopNotifier::follow(ToldGroup& group, Entry& entry)
{
    group.reword();
    const bool isNew = !entry.shownAt;
    const bool hasNews = isNew || isNews(group, entry.shown);
    const bool didNotHelp = entry.actedAt && m_clock.monotonic() - *entry.actedAt >= kActionTime;
    const bool hasChanged = entry.isOnScreen && (!group.saysSameAs(entry.shown) || m_reword);
    if ((!hasNews && !didNotHelp && !hasChanged) || isPaced(entry.shownAt))
        return;
    if (isNew)
        m_popups.push_back(m_clock.monotonic());
    showSeparate(group, entry);
    if (hasNews)
        emit newsCame(group.title, toStatus(group.worst));
}

void DesktopNotifier::showSeparate(const ToldGroup& group, Entry& entry)
{
    entry.shown = group;
    entry.shown.first.clear();
    entry.isOnScreen = true;
    entry.shownAt = m_clock.monotonic();
    entry.actedAt.reset();
    m_sink.show(group.key, {group.title,
                            group.body,
                            group.worst,
                            {{u"default"_s, tr("Open")},
                             {u"acknowledge"_s, tr("Acknowledge")},
                             {u"snooze"_s, tr("Put off 1 h")},
                             {u"open"_s, tr("Open")}}});
}

void DesktopNotifier::showDigest(std::vector<ToldGroup> members)
{
    if (members.empty()) {
        if (m_digest.shownAt)
            m_sink.withdraw(kDigest);
        m_digest = {};
        m_digestHasNews = false;
        return;
    }
    auto digest = digestOf(std::move(members));
    const bool hasChanged = m_digest.isOnScreen && (!digest.saysSameAs(m_digest.shown) || m_reword);
    if ((!m_digestHasNews && !hasChanged) || isPaced(m_digest.shownAt))
        return;
    m_sink.show(kDigest,
                {digest.title, digest.body, digest.worst, {{u"default"_s, tr("Open")}, {u"open"_s, tr("Open")}}});
    m_digest.isOnScreen = true;
    m_digest.shownAt = m_clock.monotonic();
    m_digest.shown = std::move(digest);
    if (std::exchange(m_digestHasNews, false))
        emit newsCame(m_digest.shown.title, toStatus(m_digest.shown.worst));
}

void DesktopNotifier::invoke(const QString& key, const QString& action)
{
    const auto found = m_entries.find(key);
    const bool isSeparate = found != m_entries.end() && !found->second.isInDigest;
    if (!isSeparate && key != kDigest)
        return;
    if (action == u"default"_s || action == u"open"_s)
        return emit openRequested(isSeparate ? toList(found->second.shown.ids).value(0) : QString());
    if (!isSeparate)
        return;
    auto& entry = found->second;
    const auto ids = toList(entry.shown.ids); // those that were on the screen, not those that came since
    entry.actedAt = m_clock.monotonic();
    lookAfter(kActionTime);
    if (action == u"acknowledge"_s)
        emit acknowledgeRequested(ids);
    else if (action == u"snooze"_s)
        emit snoozeRequested(ids);
}

void DesktopNotifier::noteClosed(const QString& key)
{
    if (key == kDigest)
        m_digest.isOnScreen = false;
    else if (const auto found = m_entries.find(key); found != m_entries.end())
        found->second.isOnScreen = false;
}

} // namespace nocturne::ui
