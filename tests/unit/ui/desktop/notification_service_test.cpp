// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Against a notification service on a session bus of its own, played by python-dbusmock.
#include <memory>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "mock_bus.h"
#include "support/ui_fixture/ui_fixture.h"
#include "ui/desktop/desktop.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;
using nocturne::tests::MockBus;
using nocturne::tests::MockNotifications;
using nocturne::tests::UiFixture;

namespace {

const QStringList kFull{u"actions"_s, u"body"_s, u"body-markup"_s, u"persistence"_s};

/// A player that makes no sound.
class SilentPlayer final : public SoundPlayer
{
public:
    void play(const QString&, double) override { emit finished({}); }
};

alerts::AlertInstance firing(const std::string& name, const std::string& instance, alerts::Severity severity)
{
    alerts::AlertInstance alert;
    alert.labels = model::LabelSet{{"alertname", name}, {"instance", instance}};
    alert.state = alerts::AlertState::Firing;
    alert.severity = severity;
    alert.annotations = {{"summary", "<b>" + instance + "</b> & more"}};
    alert.activeAt = alert.firedAt = 1;
    return alert;
}

/// Board, list and desktop of one person.
struct Desk
{
    QTemporaryDir folder;
    UiFixture fixture;
    AlertListModel list{fixture.board, fixture.clock};
    std::unique_ptr<Desktop> desktop;
    collector::DesktopFacts facts;

    explicit Desk(const QDBusConnection& bus)
    {
        list.setUser(u"Mara"_s);
        desktop =
            std::make_unique<Desktop>(list, folder.filePath(u"interface.ini"_s), std::make_unique<SilentPlayer>());
        desktop->settings()->setTray(false);
        desktop->start(bus, [this](const auto& now) { facts = now; });
    }
    void report(std::vector<alerts::AlertInstance> alerts) { fixture.board.report("rules", std::move(alerts)); }
    alerts::AlertInstance alert(std::size_t index) const { return fixture.board.snapshot()->at(index); }
};

} // namespace

class NotificationServiceTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (const auto missing = MockBus::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
    }

    void aGroupIsOneNotificationThatChangesInPlace()
    {
        MockBus bus;
        MockNotifications service(bus, kFull);
        Desk desk(bus.connection());

        desk.report({firing("DiskFull", "db1", alerts::Severity::Critical)});
        QTRY_COMPARE(service.shown().size(), 1);
        const auto first = service.shown().constFirst();
        QCOMPARE(first.title, u"Critical: DiskFull"_s);
        QCOMPARE(first.body, u"db1: &lt;b&gt;db1&lt;/b&gt; &amp; more"_s);
        QCOMPARE(first.hints.value(u"urgency"_s).toInt(), 2);
        QCOMPARE(first.timeout, 0);
        QVERIFY(first.actions.contains(u"acknowledge"_s) && first.actions.contains(u"snooze"_s));
        QTRY_VERIFY(desk.facts.hasNotifications && desk.facts.shown == 1);

        desk.fixture.clock.advance(6s);
        desk.report({firing("DiskFull", "db1", alerts::Severity::Critical),
                     firing("DiskFull", "db2", alerts::Severity::Critical)});
        QTRY_COMPARE(service.shown().size(), 2);
        QVERIFY(service.shown().at(1).replaces != 0);
        QCOMPARE(service.shown().at(1).title, u"Critical: DiskFull (2 alert(s))"_s);

        desk.report({});
        QTRY_COMPARE(service.closed().size(), 1);
        QCOMPARE(service.closed().constFirst(), service.shown().at(1).replaces);
    }

    void acknowledgeTakesTheAlertsThatWereShown()
    {
        MockBus bus;
        MockNotifications service(bus, kFull);
        Desk desk(bus.connection());
        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});
        QTRY_COMPARE(desk.facts.shown, quint64{1});
        desk.fixture.clock.advance(6s);
        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});

        service.invoke(service.firstId(), u"acknowledge"_s);

        QTRY_VERIFY(desk.alert(0).acknowledgement.has_value());
        QCOMPARE(desk.alert(0).acknowledgement->owner, std::string("Mara"));
        QTRY_COMPARE(service.closed().size(), 1);
    }

    void putOffIsForThePersonAlone()
    {
        MockBus bus;
        MockNotifications service(bus, kFull);
        Desk desk(bus.connection());
        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});
        QTRY_COMPARE(desk.facts.shown, quint64{1});

        service.invoke(service.firstId(), u"snooze"_s);

        QTRY_VERIFY(desk.alert(0).isSnoozedFor("Mara"));
        QVERIFY(!desk.alert(0).isSnoozedFor("Ann"));
    }

    void openNamesTheAlert()
    {
        MockBus bus;
        MockNotifications service(bus, kFull);
        Desk desk(bus.connection());
        QSignalSpy opened(desk.desktop.get(), &Desktop::openRequested);
        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});
        QTRY_COMPARE(desk.facts.shown, quint64{1});

        service.invoke(service.firstId(), u"default"_s);

        QTRY_COMPARE(opened.count(), 1);
        QCOMPARE(opened.at(0).at(0).toString().toStdString(), desk.alert(0).id);
    }

    void foreignIdsAndActionsThatWereNotOfferedDoNothing()
    {
        MockBus bus;
        MockNotifications service(bus, kFull);
        Desk desk(bus.connection());
        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});
        QTRY_COMPARE(desk.facts.shown, quint64{1});
        const auto id = service.firstId();

        for (uint other = 0; other < 50; ++other)
            service.invoke(id + 1 + other, u"acknowledge"_s);
        service.invoke(id, u"silence everything"_s);
        // Another program on the bus that says it was this one.
        auto stranger = QDBusMessage::createSignal(u"/org/freedesktop/Notifications"_s,
                                                   u"org.freedesktop.Notifications"_s, u"ActionInvoked"_s);
        stranger << id << u"acknowledge"_s;
        QVERIFY(bus.connection().send(stranger));
        QSignalSpy opened(desk.desktop.get(), &Desktop::openRequested);
        service.invoke(id, u"open"_s); // comes after all of them

        QTRY_COMPARE(opened.count(), 1);
        QVERIFY(!desk.alert(0).acknowledgement);
    }

    void aServiceWithoutButtonsAndMarkupGetsNone()
    {
        MockBus bus;
        MockNotifications service(bus, {u"body"_s});
        Desk desk(bus.connection());

        desk.report({firing("DiskFull", "db1", alerts::Severity::Warning)});

        QTRY_COMPARE(service.shown().size(), 1);
        QVERIFY(service.shown().constFirst().actions.isEmpty());
        QCOMPARE(service.shown().constFirst().body, u"db1: <b>db1</b> & more"_s);
        QCOMPARE(service.shown().constFirst().timeout, -1);
    }

    void whatAPersonDismissedStaysAwayUntilItGetsWorse()
    {
        MockBus bus;
        MockNotifications service(bus, kFull);
        Desk desk(bus.connection());
        desk.report({firing("DiskFull", "db1", alerts::Severity::Warning)});
        QTRY_COMPARE(desk.facts.shown, quint64{1});
        service.dismiss(service.firstId());
        desk.fixture.clock.advance(6s);

        auto worse = firing("DiskFull", "db1", alerts::Severity::Critical);
        desk.report({worse});

        QTRY_COMPARE(service.shown().size(), 2);
        QCOMPARE(service.shown().at(1).title, u"Critical: DiskFull"_s);
    }

    void aServiceThatComesBackIsShownWhatIsOpen()
    {
        MockBus bus;
        auto service = std::make_unique<MockNotifications>(bus, kFull);
        Desk desk(bus.connection());
        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});
        QTRY_COMPARE(desk.facts.shown, quint64{1});

        service.reset();
        QTRY_VERIFY(!desk.facts.hasNotifications);
        QVERIFY(!desk.facts.notificationFault.empty());
        QCOMPARE(desk.desktop->notificationStatus(), int(status::Warning));
        service = std::make_unique<MockNotifications>(bus, kFull);

        QTRY_VERIFY(desk.facts.hasNotifications);
        QTRY_COMPARE(service->shown().size(), 1);
        QCOMPARE(service->shown().constFirst().replaces, uint{0});
        service->invoke(service->firstId(), u"acknowledge"_s);
        QTRY_VERIFY(desk.alert(0).acknowledgement.has_value());
    }

    void withoutAServiceTheWindowSaysIt()
    {
        MockBus bus;
        Desk desk(bus.connection());
        QSignalSpy said(desk.desktop.get(), &Desktop::newsInWindow);
        QTRY_VERIFY(!desk.facts.notificationFault.empty());

        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});

        QTRY_COMPARE(said.count(), 1);
        QCOMPARE(said.at(0).at(0).toString(), u"Error: DiskFull"_s);
        QCOMPARE(said.at(0).at(1).toInt(), int(status::Error));
    }

    void withoutABusNothingBreaks()
    {
        Desk desk(QDBusConnection(u"there is none"_s));

        desk.report({firing("DiskFull", "db1", alerts::Severity::Error)});
        QTRY_COMPARE(desk.list.rowCount(), 1);

        QCOMPARE(desk.desktop->notificationStatus(), int(status::Warning));
        QVERIFY(!desk.desktop->notificationText().isEmpty());
    }
};

QTEST_MAIN(NotificationServiceTest)
#include "notification_service_test.moc"
