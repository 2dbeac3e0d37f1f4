// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>

#include <QDBusConnection>
#include <QDBusPendingCall>
#include <QDBusServiceWatcher>
#include <QElapsedTimer>
#include <QObject>
#include <QStringList>

#include "ui/desktop/notice_sink.h"

class QDBusMessage;

namespace nocturne::ui {

/// The desktop's notifications, `org.freedesktop.Notifications` of the session bus.
/// Source: Desktop Notifications Specification 1.2.
///
/// Every call is asynchronous, so that a service that hangs holds nothing up. A service that goes and comes back is
/// shown again what was on the screen; one that is not there is asked again when there is something to show, at most
/// every half minute. Only what came from the service itself, about notifications of ours and with actions that were
/// offered, is passed on. GUI thread.
class NotificationService final : public QObject, public NoticeSink
{
    Q_OBJECT

public:
    struct Counts
    {
        quint64 shown = 0;
        quint64 failed = 0; ///< calls that were refused or not answered

        bool operator==(const Counts&) const = default;
    };

    explicit NotificationService(const QDBusConnection& bus, QObject* parent = nullptr);
    /// Takes everything off the screen.
    ~NotificationService() override;

    /// Asks whether there is a service, and what it can do.
    void start();
    void show(const QString& key, const Notice& notice) override;
    void withdraw(const QString& key) override;

    bool isAvailable() const { return m_state == State::Present; }
    /// Nothing is known yet.
    bool isAsking() const { return m_state == State::Asking; }
    bool hasActions() const { return m_capabilities.contains(QStringLiteral("actions")); }
    /// Why there are no notifications; empty where there are. In the words of the bus.
    QString fault() const { return m_fault; }
    Counts counts() const { return m_counts; }

signals:
    /// A person chose `action`.
    void invoked(const QString& key, const QString& action);
    /// It is off the screen: dismissed, expired, or closed with an action.
    void closed(const QString& key);
    /// isAvailable(), fault() or counts().
    void changed();

private slots:
    void onActionInvoked(uint id, const QString& action, const QDBusMessage& message);
    void onClosed(uint id, uint reason, const QDBusMessage& message);
    void onActivationToken(uint id, const QString& token, const QDBusMessage& message);

private:
    enum class State { Unasked, Asking, Present, Absent };
    struct Shown
    {
        Notice notice;
        uint id = 0;            ///< 0: the service has not said
        bool isCalling = false; ///< Notify is under way
        bool isStale = false;   ///< and what it says is not `notice` any more
        bool isWanted = true;
    };

    void ask();
    void send(const QString& key, Shown& shown);
    void onShown(const QString& key, quint64 life, const QDBusPendingCall& call);
    void close(uint id);
    void onOwnerChanged(const QString& owner);
    void lose(const QString& fault);
    QString keyOf(uint id, const QDBusMessage& message) const;

    QDBusConnection m_bus;
    QDBusServiceWatcher m_watcher;
    State m_state = State::Unasked;
    QString m_owner; ///< unique name
    QStringList m_capabilities;
    QString m_fault;
    std::map<QString, Shown> m_shown;
    quint64 m_life = 0; ///< of the service: answers of one before are not for this one
    QElapsedTimer m_asked;
    Counts m_counts;
};

} // namespace nocturne::ui
