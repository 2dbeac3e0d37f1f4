// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "support/ui_fixture/ui_fixture.h"
#include "ui/desktop/receiver_desk.h"

using namespace Qt::StringLiterals;
using namespace nocturne;
using namespace nocturne::ui;
using namespace std::chrono_literals;
using nocturne::tests::UiFixture;

namespace {

notify::Delivery delivery(std::int64_t id, notify::DeliveryState state, int attempts, const std::string& words = {})
{
    notify::Delivery out;
    out.id = id;
    out.integration = "team/email[0]";
    out.receiver = "team";
    out.title = "1 firing: DiskFull";
    out.state = state;
    out.attempts = attempts;
    out.createdAt = 1'773'482'400'000;
    out.dueAt = 1'773'482'410'000;
    out.finishedAt = state == notify::DeliveryState::Sent || state == notify::DeliveryState::Failed ? out.createdAt : 0;
    out.words = words;
    return out;
}

struct Fixture
{
    UiFixture board;
    AlertListModel list{board.board, board.clock};
    tests::StatedReceivers& monitor = board.receivers;

    Fixture() { list.setUser(u"Mara"_s); }
};

QString textOf(const QAbstractItemModel& model, int row, const char* role)
{
    return model.data(model.index(row, 0), model.roleNames().key(role)).toString();
}
int numberOf(const QAbstractItemModel& model, int row, const char* role)
{
    return model.data(model.index(row, 0), model.roleNames().key(role)).toInt();
}

} // namespace

class ReceiverDeskTest : public QObject
{
    Q_OBJECT

private slots:
    void waysTellHowTheyGo()
    {
        Fixture fixture;
        collector::WayStatus good{"team/slack[0]", "slack", {.sent = 3}, fixture.board.clock.now() - 180'000, 0};
        collector::WayStatus bad{
            "team/email[1]", "email", {.attemptsFailed = 4, .waiting = 2, .lastError = "421 later"}};
        collector::WayStatus fresh{"pager/webhook[0]", "webhook"};
        fixture.monitor.stated = {true, {{"nobody", {}}, {"pager", {fresh}}, {"team", {good, bad}}}, {}};
        ReceiverDesk desk(&fixture.monitor, fixture.list);
        const QAbstractItemModelTester tester(desk.ways());

        QVERIFY(desk.isOn());
        QCOMPARE(desk.ways()->rowCount(), 4);
        QCOMPARE(textOf(*desk.ways(), 0, "stateText"), u"nobody is told"_s);
        QCOMPARE(textOf(*desk.ways(), 1, "stateText"), u"nothing sent yet"_s);
        QCOMPARE(textOf(*desk.ways(), 2, "kind"), u"Slack"_s);
        QCOMPARE(numberOf(*desk.ways(), 2, "status"), int(status::Ok));
        QCOMPARE(textOf(*desk.ways(), 2, "time"), u"sent 3 min ago"_s);
        QCOMPARE(textOf(*desk.ways(), 3, "kind"), u"E-mail 2"_s);
        QCOMPARE(textOf(*desk.ways(), 3, "stateText"), u"2 waiting, trying again"_s);
        QCOMPARE(textOf(*desk.ways(), 3, "words"), u"421 later"_s);
        QCOMPARE(numberOf(*desk.ways(), 3, "status"), int(status::Warning));
    }

    void messagesTellWhatBecameOfThem()
    {
        using State = notify::DeliveryState;
        Fixture fixture;
        fixture.monitor.stated = {true,
                                  {},
                                  {delivery(5, State::Due, 0), delivery(4, State::Due, 2, "connection refused"),
                                   delivery(3, State::Failed, 1, "550 no such user"), delivery(2, State::Sent, 3),
                                   delivery(1, State::Superseded, 1)}};
        ReceiverDesk desk(&fixture.monitor, fixture.list);
        auto& messages = *desk.deliveries();
        const QAbstractItemModelTester tester(&messages);

        QStringList states;
        for (int row = 0; row < messages.rowCount(); ++row)
            states.append(textOf(messages, row, "stateText"));
        QCOMPARE(states, (QStringList{u"waiting"_s, u"attempt 3 in 8 s"_s, u"failed"_s, u"sent, at attempt 3"_s,
                                      u"a newer one took its place"_s}));
        QCOMPARE(textOf(messages, 2, "words"), u"550 no such user"_s);
        QCOMPARE(numberOf(messages, 2, "status"), int(status::Error));
        QCOMPARE(messages.troubleCount(), 2);
        messages.setOnlyTrouble(true);
        QCOMPARE(messages.rowCount(), 2);
    }

    void whatIsPublishedIsFollowed()
    {
        Fixture fixture;
        ReceiverDesk desk(&fixture.monitor, fixture.list);
        QVERIFY(!desk.isOn());

        fixture.monitor.stated = {true, {{"team", {}}}, {}};
        fixture.monitor.changed();

        QTRY_COMPARE(desk.receivers(), QStringList{u"team"_s});
    }

    void aTestSaysWhatTheServerSaid()
    {
        Fixture fixture;
        ReceiverDesk desk(&fixture.monitor, fixture.list);
        desk.test(u"team"_s);
        QVERIFY(desk.isBusy());
        QCOMPARE(fixture.monitor.asked, std::string("team by Mara"));

        fixture.monitor.testing({{"team/email[0]", {notify::SendResult::Kind::Refused, "550 no such user"}}});

        QTRY_VERIFY(!desk.isBusy());
        QCOMPARE(desk.resultStatus(), int(status::Error));
        QCOMPARE(desk.resultText(), u"team/email[0]: failed - 550 no such user"_s);
    }

    void anAnswerThatNobodyWaitsForIsDropped()
    {
        Fixture fixture;
        auto desk = std::make_unique<ReceiverDesk>(&fixture.monitor, fixture.list);
        desk->test(u"team"_s);
        desk->clearResult();
        fixture.monitor.testing({});
        QCoreApplication::processEvents();
        QCOMPARE(desk->resultTitle(), QString());

        desk->test(u"team"_s);
        const auto late = fixture.monitor.testing;
        desk.reset();
        late({});
        QCoreApplication::processEvents();
    }

    void aDryRunAndATraceTakeLabels()
    {
        Fixture fixture;
        ReceiverDesk desk(&fixture.monitor, fixture.list);

        desk.preview(u"team"_s, u"alertname=\"Disk Full\", severity=critical"_s);
        QTRY_VERIFY(desk.resultText().contains(u"alertname=\"Disk Full\""_s));
        desk.explain(u"alertname=DiskFull"_s);
        QTRY_VERIFY(desk.resultText().contains(u"every alert - yes"_s));
        desk.explain(u"alertname=~\"a|b\""_s);
        QCOMPARE(desk.resultStatus(), int(status::Error));
        desk.explain(u"{{{"_s);
        QCOMPARE(desk.resultStatus(), int(status::Error));
    }

    void withoutReceiversNothingIsAsked()
    {
        const Fixture fixture;
        ReceiverDesk desk(nullptr, fixture.list);
        desk.test(u"team"_s);
        desk.explain(u"a=b"_s);
        QVERIFY(!desk.isOn() && !desk.isBusy());
    }
};

QTEST_MAIN(ReceiverDeskTest)
#include "receiver_desk_test.moc"
