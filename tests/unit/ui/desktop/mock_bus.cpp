// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mock_bus.h"

#include <utility>

#include <QDBusArgument>
#include <QDBusMessage>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace nocturne::tests {

namespace {

const auto kService = u"org.freedesktop.Notifications"_s;
const auto kPath = u"/org/freedesktop/Notifications"_s;
const auto kMock = u"org.freedesktop.DBus.Mock"_s;
constexpr int kStartMs = 20'000;

QString python() { return u"/usr/bin/python3"_s; } // the one that Debian's packages are for

QString addressOf(QProcess& daemon)
{
    while (!daemon.canReadLine() && daemon.waitForReadyRead(kStartMs)) {
    }
    return QString::fromUtf8(daemon.readLine()).trimmed();
}

QDBusMessage callOf(const QString& method) { return QDBusMessage::createMethodCall(kService, kPath, kMock, method); }

} // namespace

MockBus::MockBus()
{
    m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
    m_address = addressOf(m_daemon);
}

MockBus::~MockBus()
{
    for (const auto& name : m_names)
        QDBusConnection::disconnectFromBus(name);
    m_daemon.terminate();
    m_daemon.waitForFinished();
}

QString MockBus::missing()
{
    if (QStandardPaths::findExecutable(u"dbus-daemon"_s).isEmpty())
        return u"dbus-daemon is not installed"_s;
    return QProcess::execute(python(), {u"-c"_s, u"import dbusmock"_s}) == 0 ? QString()
                                                                             : u"python3-dbusmock is not installed"_s;
}

QDBusConnection MockBus::connection()
{
    static int number = 0;
    m_names.append(u"test%1"_s.arg(++number));
    return QDBusConnection::connectToBus(m_address, m_names.back());
}

MockNotifications::MockNotifications(MockBus& bus, const QStringList& capabilities)
    : m_connection(bus.connection())
{
    // The name is taken when all methods are there: who waits for the service finds it whole.
    const auto script = uR"(
import sys, dbus, dbus.bus, dbus.mainloop.glib, dbusmock
from gi.repository import GLib
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(sys.argv[1])
name = dbus.service.BusName("org.freedesktop.Notifications", bus, allow_replacement=True, replace_existing=True, do_not_queue=True)
mock = dbusmock.DBusMockObject(name, "/org/freedesktop/Notifications", "org.freedesktop.Notifications", {})
mock.next_id = int(sys.argv[3])
mock.AddMethods("org.freedesktop.Notifications", [
    ("GetCapabilities", "", "as", "ret = " + repr(sys.argv[2].split())),
    ("GetServerInformation", "", "ssss", 'ret = ("mock", "test", "1.0", "1.2")'),
    ("CloseNotification", "u", "", 'self.EmitSignal("", "NotificationClosed", "uu", [args[0], 3])'),
    ("Notify", "susssasa{sv}i", "u", "ret = args[1]\nif not ret:\n    ret = self.next_id\n    self.next_id += 1\n"),
])
print("ready", flush=True)
GLib.MainLoop().run()
)"_s;
    static uint next = 1;
    m_firstId = std::exchange(next, next + 100);
    m_mock.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_mock.start(python(), {u"-c"_s, script, bus.address(), capabilities.join(u' '), QString::number(m_firstId)});
    while (!m_mock.canReadLine() && m_mock.waitForReadyRead(kStartMs)) {
    }
}

MockNotifications::~MockNotifications()
{
    m_mock.kill();
    m_mock.waitForFinished();
}

QList<QVariantList> MockNotifications::calls(const QString& method)
{
    auto call = callOf(u"GetMethodCalls"_s);
    call << method;
    const auto reply = m_connection.call(call);
    QList<QVariantList> out;
    if (reply.type() != QDBusMessage::ReplyMessage)
        return out;
    const auto list = reply.arguments().constFirst().value<QDBusArgument>();
    list.beginArray();
    while (!list.atEnd()) {
        qulonglong time = 0;
        QVariantList arguments;
        list.beginStructure();
        list >> time >> arguments;
        list.endStructure();
        out.append(arguments);
    }
    list.endArray();
    return out;
}

QList<MockNotifications::Shown> MockNotifications::shown()
{
    QList<Shown> out;
    const auto all = calls(u"Notify"_s);
    for (const auto& arguments : all)
        out.append({arguments[1].toUInt(), arguments[3].toString(), arguments[4].toString(),
                    qdbus_cast<QStringList>(arguments[5]), qdbus_cast<QVariantMap>(arguments[6]),
                    arguments[7].toInt()});
    return out;
}

QList<uint> MockNotifications::closed()
{
    QList<uint> out;
    const auto all = calls(u"CloseNotification"_s);
    for (const auto& arguments : all)
        out.append(arguments.constFirst().toUInt());
    return out;
}

void MockNotifications::emitSignal(const QString& name, const QString& signature, const QVariantList& arguments)
{
    auto call = callOf(u"EmitSignal"_s);
    call << kService << name << signature << QVariant(arguments);
    m_connection.call(call);
}

void MockNotifications::invoke(uint id, const QString& action)
{
    emitSignal(u"ActionInvoked"_s, u"us"_s, {id, action});
}

void MockNotifications::dismiss(uint id) { emitSignal(u"NotificationClosed"_s, u"uu"_s, {id, uint(2)}); }

} // namespace nocturne::tests
