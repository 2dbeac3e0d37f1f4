// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What shared/conformance/alerting asks of states and notices, from a rule to a real receiver, on a turned clock:
// every message's time and content.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "support/faults.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "watch/notify/http_senders.h"
#include "watch/notify/notifier.h"
#include "watch/notify/times.h"
#include "watch/rules/rule_engine.h"

using namespace nocturne;
using namespace nocturne::notify;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view kRules = R"(groups:
  - name: g
    interval: 30s
    rules:
      - alert: AtOnce
        expr: errors > 10
        labels: {severity: critical, team: db}
        annotations: {summary: "{{ $labels.host }} has {{ $value }} errors"}
      - alert: Later
        expr: slow > 5
        for: 90s
        labels: {severity: warning, team: web}
)";

Timestamp alignedStart()
{
    rules::RuleGroup group;
    group.file = "x.yml";
    group.name = "g";
    return rules::evaluationTime(group, 30s, 1'700'000'000'000);
}

/// Rules, board, notifier and a receiver, with hands on the clock.
class House
{
public:
    House()
        : engine(store, store, board, clock, log, [](const auto& job) { job(); }, {.threads = 0})
    {
        engine.setGroups(rules::readRuleFile(kRules, "x.yml").groups, {});
        NotifierPlan plan;
        plan.dispatch.externalUrl = "http://nocturne:9099";
        RouteConfig root;
        root.receiver = "team";
        root.groupBy = {"team"};
        root.groupWait = 60s;
        plan.dispatch.root = makeRoute(root);
        plan.dispatch.integrations = {{"team/webhook[0]", "team", true}};
        WebhookOptions options;
        options.way.url = sink.url("/hook");
        Courier::Senders senders;
        senders.emplace("team/webhook[0]", std::make_unique<WebhookSender>(http, clock, options));
        notifier = std::make_unique<Notifier>(
            loop, clock, log, board, [this](std::function<void()> job) { loop.post(std::move(job)); }, plan,
            std::move(senders));
        if (!notifier->start())
            qFatal("the notifier does not start");
    }

    /// The next evaluation, with these values; then what is due is sent.
    void step(double errors, double slow)
    {
        clock.advance(30s);
        store.add(model::LabelSet{{"__name__", "errors"}, {"host", "a"}}, {{clock.now(), errors}});
        store.add(model::LabelSet{{"__name__", "slow"}, {"host", "a"}}, {{clock.now(), slow}});
        engine.evaluateDue();
        board.expire();
        notifier->look();
        loop.runUntil([&] { return notifier->isIdle(); }, 10s);
    }
    /// "120s firing AtOnce" for each message since the last call.
    QStringList told()
    {
        QStringList lines;
        const auto all = sink.requests();
        for (; m_seen < all.size(); ++m_seen) {
            const auto body = bodyOf(all[m_seen]);
            QString line = QStringLiteral("%1s %2")
                               .arg((clock.now() - alignedStart()) / 1000)
                               .arg(body[QLatin1String("status")].toString());
            for (const auto& alert : body[QLatin1String("alerts")].toArray())
                line += QLatin1Char(' ') + alert[QLatin1String("labels")][QLatin1String("alertname")].toString();
            lines << line;
            last = body;
        }
        return lines;
    }

    support::ManualClock clock{alignedStart()};
    support::MemoryStore store;
    alerts::AlertBoard board{clock};
    NullLogger log;
    net::PollLoop loop;
    net::HttpClient http{loop};
    test::FaultServer sink{test::faults::respond(200, {}, "ok")};
    rules::RuleEngine engine;
    std::unique_ptr<Notifier> notifier;
    QJsonObject last;

private:
    static QJsonObject bodyOf(const std::string& request)
    {
        return QJsonDocument::fromJson(QByteArray::fromStdString(request.substr(request.find("\r\n\r\n") + 4)))
            .object();
    }

    std::size_t m_seen = 0;
};

QString at(std::int64_t seconds) { return QString::fromStdString(rfc3339(alignedStart() + seconds * 1000)); }

} // namespace

class NotifyConformanceTest : public QObject
{
    Q_OBJECT

private slots:
    void rulesWithoutForFireAtOnceAndAreToldWithContent()
    {
        House house;
        house.step(1, 0);
        house.step(12, 0); // fires at 60 s
        QCOMPARE(house.told(), QStringList());
        house.step(13, 0);
        QCOMPARE(house.told(), QStringList());
        house.step(14, 0); // group_wait is over

        QCOMPARE(house.told(), QStringList{QStringLiteral("120s firing AtOnce")});
        const auto alert = house.last[QLatin1String("alerts")].toArray().at(0).toObject();
        QCOMPARE(house.last[QLatin1String("groupKey")].toString(), QStringLiteral("{}:{team=\"db\"}"));
        QCOMPARE(house.last[QLatin1String("receiver")].toString(), QStringLiteral("team"));
        QCOMPARE(alert[QLatin1String("startsAt")].toString(), at(60));
        QCOMPARE(alert[QLatin1String("endsAt")].toString(), QStringLiteral("0001-01-01T00:00:00Z"));
        QCOMPARE(alert[QLatin1String("annotations")][QLatin1String("summary")].toString(),
                 QStringLiteral("a has 14 errors")); // annotations follow the newest result
        QCOMPARE(alert[QLatin1String("labels")][QLatin1String("severity")].toString(), QStringLiteral("critical"));
        QCOMPARE(alert[QLatin1String("generatorURL")].toString(),
                 QStringLiteral("http://nocturne:9099/graph?g0.expr=errors%20%3E%2010&g0.tab=1"));
        QVERIFY(!alert[QLatin1String("labels")].toObject().contains(QLatin1String("__name__")));
    }

    void pendingAlertsAreNeverToldUnlessTheyFire()
    {
        House house;
        house.step(0, 9); // pending from 30 s
        house.step(0, 9);
        house.step(0, 1); // and gone
        for (int i = 0; i < 20; ++i)
            house.step(0, 1);

        QCOMPARE(house.told(), QStringList());
    }

    void pendingBecomesFiringAtTheEvaluationAfterForAndResolves()
    {
        House house;
        house.step(0, 9); // active at 30 s, fires at 120 s, told at 180 s
        for (int i = 0; i < 4; ++i) {
            house.step(0, 9);
            QCOMPARE(house.told(), QStringList());
        }
        house.step(0, 9);
        QCOMPARE(house.told(), QStringList{QStringLiteral("180s firing Later")});
        QCOMPARE(house.last[QLatin1String("alerts")][0][QLatin1String("startsAt")].toString(), at(120));

        house.step(0, 1); // resolved at 210 s
        for (int i = 0; i < 8; ++i) {
            house.step(0, 1);
            QCOMPARE(house.told(), QStringList());
        }
        house.step(0, 1); // 300 s after the last message
        QCOMPARE(house.told(), QStringList{QStringLiteral("480s resolved Later")});
        const auto alert = house.last[QLatin1String("alerts")][0];
        QCOMPARE(alert[QLatin1String("startsAt")].toString(), at(120));
        QCOMPARE(alert[QLatin1String("endsAt")].toString(), at(210));

        for (int i = 0; i < 40; ++i)
            house.step(0, 1);
        QCOMPARE(house.told(), QStringList()); // once
    }

    void groupsAreToldApartAndRepeatAfterFourHours()
    {
        House house;
        for (int i = 0; i < 8; ++i)
            house.step(20, 9);
        auto told = house.told();
        told.sort();
        QCOMPARE(told.size(), 2);
        QVERIFY(told[0].endsWith(QStringLiteral("firing AtOnce")) && told[1].endsWith(QStringLiteral("firing Later")));

        for (int i = 0; i < 4 * 120 - 10; ++i)
            house.step(20, 9);
        QCOMPARE(house.told(), QStringList());
        for (int i = 0; i < 10; ++i)
            house.step(20, 9);
        QCOMPARE(house.told().size(), 2);
    }

    void acknowledgedAlertsRepeatNoMoreAndTheirEndIsTold()
    {
        House house;
        for (int i = 0; i < 4; ++i)
            house.step(20, 0);
        QCOMPARE(house.told().size(), 1);
        const auto list = house.board.snapshot();
        QVERIFY(house.board.acknowledge(list->front().id, "ann", "mine").has_value());
        for (int i = 0; i < 5 * 120; ++i)
            house.step(20, 0);
        QCOMPARE(house.told(), QStringList());

        for (int i = 0; i < 12; ++i)
            house.step(0, 0);
        const auto told = house.told();
        QCOMPARE(told.size(), 1);
        QVERIFY(told[0].endsWith(QStringLiteral("resolved AtOnce")));
    }

    void silencedAlertsAreNotTold()
    {
        House house;
        alerts::Silence silence;
        silence.matchers = *alerts::parseMatchers("team=\"db\"");
        silence.endsAt = house.clock.now() + 3'600'000;
        silence.comment = "planned";
        QVERIFY(house.board.addSilence(silence, {"ann"}, true).has_value());

        for (int i = 0; i < 60; ++i)
            house.step(20, 0);
        QCOMPARE(house.told(), QStringList());
        for (int i = 0; i < 80; ++i) // the silence ends after an hour
            house.step(20, 0);

        QCOMPARE(house.told().size(), 1);
    }
};

QTEST_GUILESS_MAIN(NotifyConformanceTest)
#include "notify_conformance_test.moc"
