// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <optional>

#include <QObject>
#include <QStringList>
#include <QTimer>

#include "base/core/clock.h"
#include "ui/desktop/notice_sink.h"
#include "ui/desktop/told_groups.h"

namespace nocturne::ui {

/// Decides what of the alerts is on the desktop as notifications: one for each group that asks for somebody, changed in
/// place, taken away when it asks for nobody any more.
///
/// More than four new groups within half a minute become one digest; no notification changes more often than every five
/// seconds. One that a person closed comes back when its group gets worse or larger; one that was closed by an action
/// comes back when the action did not help within ten seconds. GUI thread.
class DesktopNotifier : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    DesktopNotifier(const Clock& clock, NoticeSink& sink, QObject* parent = nullptr);

    /// Holds what should be told against what is. `isOn` false takes everything away.
    void update(const alerts::AlertList& alerts, const TellingRules& rules, bool isOn);

    /// A person chose `action` of the notification `key`; unknown ones are ignored.
    void invoke(const QString& key, const QString& action);
    /// The notification is off the screen, by a person or by itself.
    void noteClosed(const QString& key);
    /// Words changed: what is shown is worded anew with the next update().
    void retranslate() { m_reword = true; }

signals:
    void acknowledgeRequested(const QStringList& ids);
    void snoozeRequested(const QStringList& ids);
    /// To see the first of these; empty: the list.
    void openRequested(const QString& id);
    /// A group asks that did not ask before, or one got worse.
    void newsCame(const QString& title, int status);
    /// update() is to be called, since time went by.
    void lookRequested();

private:
    struct Entry
    {
        ToldGroup shown;
        bool isInDigest = false;
        bool isOnScreen = false;
        std::optional<Clock::Monotonic> shownAt;
        std::optional<Clock::Monotonic> actedAt;
    };

    void follow(ToldGroup& group, Entry& entry);
    void showSeparate(const ToldGroup& group, Entry& entry);
    void showDigest(std::vector<ToldGroup> members);
    bool isPaced(const std::optional<Clock::Monotonic>& last);
    void lookAfter(std::chrono::milliseconds time);
    std::size_t popupsLately();

    const Clock& m_clock;
    NoticeSink& m_sink;
    std::map<QString, Entry> m_entries;
    Entry m_digest;
    bool m_digestHasNews = false; ///< not shown yet
    std::deque<Clock::Monotonic> m_popups;
    QTimer m_look;
    bool m_reword = false;
};

} // namespace nocturne::ui
