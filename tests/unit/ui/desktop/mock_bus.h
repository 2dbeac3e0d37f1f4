// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QVariantList>

namespace nocturne::tests {

/// A session bus of its own, and services on it that python-dbusmock plays.
class MockBus
{
public:
    MockBus();
    ~MockBus();

    /// What is missing on this computer; empty where all is there.
    static QString missing();
    /// Another connection to the bus each time.
    QDBusConnection connection();
    QString address() const { return m_address; }

private:
    QProcess m_daemon;
    QString m_address;
    QStringList m_names;
};

/// `org.freedesktop.Notifications` as dbusmock plays it; goes with this object.
class MockNotifications
{
public:
    MockNotifications(MockBus& bus, const QStringList& capabilities);
    ~MockNotifications();

    struct Shown
    {
        uint replaces = 0;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
        int timeout = 0;
    };
    /// All calls of Notify so far.
    QList<Shown> shown();
    /// Ids that CloseNotification was called with.
    QList<uint> closed();
    /// Of the first notification since it began.
    uint firstId() const { return m_firstId; }
    void invoke(uint id, const QString& action);
    /// As if a person had closed it.
    void dismiss(uint id);

private:
    QList<QVariantList> calls(const QString& method);
    void emitSignal(const QString& name, const QString& signature, const QVariantList& arguments);

    QDBusConnection m_connection;
    QProcess m_mock;
    uint m_firstId = 0;
};

} // namespace nocturne::tests
