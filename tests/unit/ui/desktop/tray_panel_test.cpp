// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The icon in a real panel's place: the test starts itself anew on an X server and a session bus of their own, where
// python-dbusmock plays the watcher of StatusNotifierItems.
#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QImage>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

#include "mock_bus.h"
#include "ui/desktop/tray.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using nocturne::tests::MockBus;

namespace {

constexpr auto kInPanel = "NOCTURNE_TRAY_TEST_IN_PANEL";
const auto kWatcher = u"org.kde.StatusNotifierWatcher"_s;
const auto kWatcherPath = u"/StatusNotifierWatcher"_s;

const auto kScript = uR"(
import sys, dbus, dbus.bus, dbus.mainloop.glib, dbusmock
from gi.repository import GLib
dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
bus = dbus.bus.BusConnection(sys.argv[1])
name = dbus.service.BusName("org.kde.StatusNotifierWatcher", bus)
mock = dbusmock.DBusMockObject(name, "/StatusNotifierWatcher", "org.kde.StatusNotifierWatcher",
    {"IsStatusNotifierHostRegistered": True, "ProtocolVersion": dbus.Int32(0)})
mock.AddMethods("org.kde.StatusNotifierWatcher", [("RegisterStatusNotifierItem", "s", "", ""), ("RegisterStatusNotifierHost", "s", "", "")])
print("ready", flush=True)
GLib.MainLoop().run()
)"_s;

/// A property of the icon, as a panel reads it.
QVariant propertyOf(const QString& item, const QString& name)
{
    auto call =
        QDBusMessage::createMethodCall(item, u"/StatusNotifierItem"_s, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    call << u"org.kde.StatusNotifierItem"_s << name;
    const QDBusPendingReply<QDBusVariant> reply = QDBusConnection::sessionBus().asyncCall(call);
    (void)QTest::qWaitFor([&] { return reply.isFinished(); }); // the icon answers from this very thread
    return reply.isError() ? QVariant() : reply.value().variant();
}

/// The name of the icon, once it is registered.
QString registeredItem()
{
    auto call =
        QDBusMessage::createMethodCall(kWatcher, kWatcherPath, u"org.freedesktop.DBus.Mock"_s, u"GetMethodCalls"_s);
    call << u"RegisterStatusNotifierItem"_s;
    const auto reply = QDBusConnection::sessionBus().call(call);
    if (reply.type() != QDBusMessage::ReplyMessage)
        return {};
    const auto list = reply.arguments().constFirst().value<QDBusArgument>();
    QString item;
    list.beginArray();
    while (!list.atEnd()) {
        qulonglong time = 0;
        QVariantList arguments;
        list.beginStructure();
        list >> time >> arguments;
        list.endStructure();
        item = arguments.constFirst().toString();
    }
    list.endArray();
    return item;
}

QList<QSize> pictureSizes(const QVariant& pixmaps)
{
    QList<QSize> sizes;
    const auto list = pixmaps.value<QDBusArgument>();
    list.beginArray();
    while (!list.atEnd()) {
        int width = 0;
        int height = 0;
        QByteArray bytes;
        list.beginStructure();
        list >> width >> height >> bytes;
        list.endStructure();
        sizes.append({width, height});
    }
    list.endArray();
    return sizes;
}

} // namespace

class TrayPanelTest : public QObject
{
    Q_OBJECT

private slots:
    void theIconIsInThePanel()
    {
        if (!qEnvironmentVariableIsSet(kInPanel)) {
            if (const auto missing = MockBus::missing(); !missing.isEmpty())
                QSKIP(qPrintable(missing));
            if (QStandardPaths::findExecutable(u"xvfb-run"_s).isEmpty())
                QSKIP("xvfb is not installed");
            runInPanel();
            return;
        }
        Tray tray;
        tray.setShown(true);
        Tally tally;
        tally.bySeverity[static_cast<int>(alerts::Severity::Critical)] = 3;
        tray.setTally(tally);

        QTRY_VERIFY(tray.isShown());
        QTRY_VERIFY(!registeredItem().isEmpty());
        const auto item = registeredItem();
        const auto sizes = pictureSizes(propertyOf(item, u"IconPixmap"_s));
        QVERIFY2(sizes.contains(QSize(22, 22)), qPrintable(QString::number(sizes.size())));
        const auto tip = propertyOf(item, u"ToolTip"_s).value<QDBusArgument>();
        tip.beginStructure();
        QString icon;
        tip >> icon;
        tip.beginArray();
        while (!tip.atEnd()) {
            int width = 0;
            int height = 0;
            QByteArray bytes;
            tip.beginStructure();
            tip >> width >> height >> bytes;
            tip.endStructure();
        }
        tip.endArray();
        QString text;
        tip >> text;
        QCOMPARE(text, u"Nocturne: 3 critical"_s);

        QSignalSpy opened(&tray, &Tray::openRequested);
        auto click = QDBusMessage::createMethodCall(item, u"/StatusNotifierItem"_s, u"org.kde.StatusNotifierItem"_s,
                                                    u"Activate"_s);
        click << 1 << 1;
        QDBusConnection::sessionBus().asyncCall(click);
        QTRY_VERIFY(opened.count() > 0);
    }

private:
    static void runInPanel()
    {
        const MockBus bus;
        QProcess watcher;
        watcher.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        watcher.start(u"/usr/bin/python3"_s, {u"-c"_s, kScript, bus.address()});
        while (!watcher.canReadLine() && watcher.waitForReadyRead(20'000)) {
        }
        QProcess panel;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QLatin1String(kInPanel), u"1"_s);
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, bus.address());
        environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
        environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"X-Generic"_s);
        panel.setProcessEnvironment(environment);
        panel.setProcessChannelMode(QProcess::MergedChannels);
        panel.start(u"xvfb-run"_s, {u"-a"_s, QCoreApplication::applicationFilePath()});
        const bool hasEnded = panel.waitForFinished(60'000);
        watcher.kill();
        watcher.waitForFinished();
        QVERIFY2(hasEnded && panel.exitCode() == 0, panel.readAll());
    }
};

QTEST_MAIN(TrayPanelTest)
#include "tray_panel_test.moc"
