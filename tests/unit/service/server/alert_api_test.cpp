// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/alert_api.h"

#include <algorithm>
#include <future>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "support/manual_clock.h"
#include "watch/alerts/audit_log.h"
#include "watch/alerts/state_store.h"

using namespace nocturne;
using namespace nocturne::server;
using alerts::AlertState;
using alerts::Severity;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000; // 2023-11-14T22:13:20Z

/// The API over a board with a critical and a warning that fire, and one that is pending.
struct Fixture
{
    support::ManualClock clock{kNow};
    alerts::AlertBoard board;
    WorkerPool pool{1};
    std::shared_ptr<alerts::PushedAlerts> pushed;
    AlertApi api;

    explicit Fixture(AlertApi::Options options = {}, alerts::AlertBoard::Options boardOptions = {})
        : board(clock, std::move(boardOptions))
        , pushed(std::make_shared<alerts::PushedAlerts>(board, clock))
        , api(std::move(options), {board, pushed, pool, clock})
    {
        board.report("rules:a.yml;g",
                     {alert("Down", "db1", Severity::Critical), alert("Slow", "web1", Severity::Warning),
                      alert("Soon", "web1", Severity::Warning, AlertState::Pending)});
    }

    alerts::AlertInstance alert(const char* name, const char* instance, Severity severity,
                                AlertState state = AlertState::Firing) const
    {
        alerts::AlertInstance made;
        made.labels = model::LabelSet{{"alertname", name}, {"instance", instance}, {"severity", toString(severity)}};
        made.annotations["summary"] = "<b>it is</b>";
        made.severity = severity;
        made.state = state;
        made.activeAt = kNow - 60'000;
        made.firedAt = state == AlertState::Firing ? kNow - 30'000 : 0;
        made.value = 7;
        return made;
    }
    std::string idOf(const std::string& name) const
    {
        const auto all = board.snapshot();
        for (const auto& one : *all) {
            if (one.name() == name)
                return one.id;
        }
        return {};
    }
    const alerts::AlertInstance find(const std::string& name) const
    {
        const auto all = board.snapshot();
        for (const auto& one : *all) {
            if (one.name() == name)
                return one;
        }
        return {};
    }

    /// The body may have ' where JSON wants ".
    HttpResponse ask(HttpRequest request) const
    {
        std::ranges::replace(request.body, '\'', '"');
        if (request.headerCount("host") == 0)
            request.headers.emplace_back("host", "127.0.0.1:9099");
        request.address = "127.0.0.1";
        std::promise<HttpResponse> promise;
        api.handle(std::move(request), [&](HttpResponse response) { promise.set_value(std::move(response)); });
        return promise.get_future().get();
    }
    HttpResponse get(const std::string& path, const std::string& query = {}) const
    {
        return ask({.method = "GET", .path = path, .query = query});
    }
    HttpResponse post(const std::string& path, const std::string& body) const
    {
        return ask({.method = "POST", .path = path, .body = body, .headers = {{"content-type", "application/json"}}});
    }
};

QJsonDocument jsonOf(const HttpResponse& response)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(response.body));
}

QStringList namesIn(const HttpResponse& response)
{
    QStringList names;
    const auto all = jsonOf(response).array();
    for (const auto& alert : all)
        names
            << alert.toObject().value(QLatin1String("labels")).toObject().value(QLatin1String("alertname")).toString();
    names.sort();
    return names;
}

std::string nowPlus(Timestamp span) { return std::to_string((kNow + span) / 1000); }

} // namespace

class AlertApiTest : public QObject
{
    Q_OBJECT

private slots:
    void alertsAreListedAsAlertmanagerDoes_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("names");
        const auto row = [](const char* name, const char* query, const char* names) {
            QTest::newRow(name) << QString::fromLatin1(query) << QString::fromLatin1(names);
        };
        row("all that fire", "", "Down Mute Slow");
        row("active alone", "silenced=false", "Down Slow");
        row("silenced alone", "active=false", "Mute");
        row("none", "active=false&silenced=false", "");
        row("inhibited ones are left out, there are none", "inhibited=false&unprocessed=true", "Down Mute Slow");
        row("matcher", "filter=severity%3D%22critical%22", "Down");
        row("two matchers", "filter=instance%3D~%22web.*%22&filter=alertname!%3D%22Mute%22", "Slow");
        row("receiver", "receiver=op.", "Down");
        row("other receiver", "receiver=night", "Mute Slow");
        row("no receiver", "receiver=nobody", "");
    }

    void alertsAreListedAsAlertmanagerDoes()
    {
        QFETCH(QString, query);
        QFETCH(QString, names);
        Fixture f(routed());
        f.board.report("other", {f.alert("Mute", "web2", Severity::Warning)});
        QVERIFY(f.board.addSilence({.matchers = *alerts::parseMatchers("alertname=\"Mute\""), .endsAt = kNow + 60'000},
                                   {"ann"}));

        const auto response = f.get("/api/v2/alerts", query.toStdString());

        QCOMPARE(response.status, 200);
        QCOMPARE(namesIn(response).join(u' '), names);
    }

    void anAlertHasAllThatItsSchemaWants()
    {
        Fixture f(routed());
        const auto id =
            f.board
                .addSilence({.matchers = *alerts::parseMatchers("alertname=\"Down\""), .endsAt = kNow + 60'000},
                            {"ann"})
                ->id;

        const auto response = f.get("/api/v2/alerts", "filter=alertname%3DDown");

        const QJsonArray receivers{QJsonObject{{QStringLiteral("name"), QStringLiteral("ops")}}};
        const QJsonObject status{{QStringLiteral("state"), QStringLiteral("suppressed")},
                                 {QStringLiteral("silencedBy"), QJsonArray{QString::fromStdString(id)}},
                                 {QStringLiteral("inhibitedBy"), QJsonArray()},
                                 {QStringLiteral("mutedBy"), QJsonArray()}};
        const QJsonObject labels{{QStringLiteral("alertname"), QStringLiteral("Down")},
                                 {QStringLiteral("instance"), QStringLiteral("db1")},
                                 {QStringLiteral("severity"), QStringLiteral("critical")}};
        const QJsonObject annotations{{QStringLiteral("summary"), QStringLiteral("<b>it is</b>")}};
        const QJsonObject expected{
            {QStringLiteral("annotations"), annotations},
            {QStringLiteral("endsAt"), QStringLiteral("2023-11-14T22:18:20Z")},
            {QStringLiteral("fingerprint"), QString::fromStdString(alerts::fingerprint(f.find("Down").labels))},
            {QStringLiteral("labels"), labels},
            {QStringLiteral("receivers"), receivers},
            {QStringLiteral("startsAt"), QStringLiteral("2023-11-14T22:12:50Z")},
            {QStringLiteral("status"), status},
            {QStringLiteral("updatedAt"), QStringLiteral("2023-11-14T22:13:20Z")}};
        QCOMPARE(response.contentType, std::string("application/json"));
        QVERIFY2(jsonOf(response).array() == QJsonArray{expected}, response.body.c_str());
    }

    void inhibitedOnesNameTheFingerprintOfWhatInhibits()
    {
        alerts::AlertBoard::Options options;
        options.inhibitRules = {
            {*alerts::parseMatchers("severity=\"critical\""), *alerts::parseMatchers("severity=\"warning\""), {}}};
        Fixture f({}, options);

        const auto response = f.get("/api/v2/alerts", "filter=alertname%3DSlow");

        const auto status = jsonOf(response)[0][QLatin1String("status")];
        QCOMPARE(status[QLatin1String("inhibitedBy")][0].toString().toStdString(),
                 alerts::fingerprint(f.find("Down").labels));
        QCOMPARE(namesIn(f.get("/api/v2/alerts", "inhibited=false")), QStringList{QStringLiteral("Down")});
    }

    void groupsFollowTheRoutes()
    {
        Fixture f(routed());

        const auto groups = jsonOf(f.get("/api/v2/alerts/groups")).array();

        QCOMPARE(groups.size(), 2);
        QCOMPARE(groups[0][QLatin1String("receiver")][QLatin1String("name")].toString(), QStringLiteral("night"));
        QCOMPARE(groups[0][QLatin1String("labels")][QLatin1String("alertname")].toString(), QStringLiteral("Slow"));
        QCOMPARE(groups[1][QLatin1String("receiver")][QLatin1String("name")].toString(), QStringLiteral("ops"));
        QCOMPARE(groups[1][QLatin1String("alerts")].toArray().size(), 1);
    }

    void whatIsPushedFiresAndEnds()
    {
        Fixture f;

        const auto pushed =
            f.post("/api/v2/alerts", "[{'labels':{'alertname':'P','severity':'critical'},'annotations':{'summary':'s'},"
                                     "'generatorURL':'http://prometheus/graph','endsAt':'0001-01-01T00:00:00Z'}]");

        QCOMPARE(pushed.status, 200);
        QVERIFY(f.find("P").state == AlertState::Firing);
        const auto listed = jsonOf(f.get("/api/v2/alerts", "filter=alertname%3DP"))[0];
        QCOMPARE(listed[QLatin1String("generatorURL")].toString(), QStringLiteral("http://prometheus/graph"));
        QCOMPARE(listed[QLatin1String("endsAt")].toString(), QStringLiteral("2023-11-14T22:18:20Z"));
        f.post("/api/v2/alerts",
               "[{'labels':{'alertname':'P','severity':'critical'},'endsAt':'2023-11-14T22:13:20Z'}]");
        QVERIFY(f.find("P").state == AlertState::Resolved);
    }

    void ofPushedAlertsTheRightOnesAreTaken()
    {
        Fixture f;

        const auto pushed = f.post("/api/v2/alerts", "[{'labels':{}},{'labels':{'alertname':'P'}},{'labels':7},8]");

        QCOMPARE(pushed.status, 400);
        QVERIFY(f.find("P").state == AlertState::Firing);
        QCOMPARE(f.post("/api/v2/alerts", "{}").status, 400);
        QCOMPARE(f.post("/api/v2/alerts", "[").status, 400);
    }

    void aSilenceIsMadeChangedReadAndEnded()
    {
        Fixture f;
        const auto body = [](const std::string& id, const std::string& end, const std::string& comment) {
            return "{'id':'" + id + "','matchers':[{'name':'alertname','value':'Down','isRegex':false}]," +
                   "'startsAt':'2023-11-14T22:13:20Z','endsAt':'" + end + "','createdBy':'ann','comment':'" + comment +
                   "'}";
        };
        const auto made = jsonOf(f.post("/api/v2/silences", body("", "2023-11-14T23:13:20Z", "one")));
        const auto id = made[QLatin1String("silenceID")].toString().toStdString();
        QVERIFY(!id.empty());
        QVERIFY(f.find("Down").isMuted());

        const auto again = jsonOf(f.post("/api/v2/silences", body(id, "2023-11-15T00:13:20Z", "two")));
        QCOMPARE(again[QLatin1String("silenceID")].toString().toStdString(), id); // in place
        const auto told = jsonOf(f.get("/api/v2/silence/" + id));
        QCOMPARE(told[QLatin1String("comment")].toString(), QStringLiteral("two"));
        QCOMPARE(told[QLatin1String("endsAt")].toString(), QStringLiteral("2023-11-15T00:13:20Z"));
        QCOMPARE(told[QLatin1String("status")][QLatin1String("state")].toString(), QStringLiteral("active"));
        QCOMPARE(told[QLatin1String("matchers")][0][QLatin1String("isEqual")].toBool(), true);

        QCOMPARE(f.ask({.method = "DELETE", .path = "/api/v2/silence/" + id}).status, 200);
        QVERIFY(!f.find("Down").isMuted());
        const auto anew = jsonOf(f.post("/api/v2/silences", body(id, "2023-11-15T00:13:20Z", "three")));
        QVERIFY(anew[QLatin1String("silenceID")].toString().toStdString() != id);
        QCOMPARE(jsonOf(f.get("/api/v2/silences")).array().size(), 2);
        QCOMPARE(jsonOf(f.get("/api/v2/silences", "filter=alertname%3DOther")).array().size(), 0);
        QCOMPARE(jsonOf(f.get("/api/v2/silences"))[0][QLatin1String("comment")].toString(), QStringLiteral("three"));
        QCOMPARE(f.get("/api/v2/silence/nobody").status, 404);
        QCOMPARE(f.ask({.method = "DELETE", .path = "/api/v2/silence/nobody"}).status, 404);
        const auto refused = f.post("/api/v2/silences", body("", "2020-01-01T00:00:00Z", "past"));
        QCOMPARE(refused.status, 400);
        QVERIFY(refused.body.starts_with('"')); // a bare text, as Alertmanager's
    }

    void theVerbsAreDoneAndDoneTwiceIsDoneOnce()
    {
        Fixture f;
        const auto ids = "{'ids':['" + f.idOf("Down") + "'],'owner':'ann',";
        const auto changed = [&](const std::string& verb, const std::string& rest) {
            const auto response = f.post("/api/v1/nocturne/alerts/" + verb, ids + rest + "}");
            return response.status == 200 ? jsonOf(response)[QLatin1String("data")][QLatin1String("changed")].toInt()
                                          : -1;
        };

        QCOMPARE(changed("acknowledge", "'comment':'mine','until':" + nowPlus(3'600'000)), 1);
        QCOMPARE(changed("acknowledge", "'comment':'mine','until':" + nowPlus(3'600'000)), 0);
        QCOMPARE(f.find("Down").acknowledgement->owner, std::string("ann"));
        QCOMPARE(*f.find("Down").acknowledgement->until, kNow + 3'600'000);
        QCOMPARE(changed("unacknowledge", "'x':1"), 1);
        QCOMPARE(changed("unacknowledge", "'x':1"), 0);
        QCOMPARE(changed("snooze", "'shared':true,'until':" + nowPlus(60'000)), 1);
        QCOMPARE(changed("snooze", "'shared':true,'until':" + nowPlus(60'000)), 0);
        QVERIFY(f.find("Down").isSnoozedForAll());
        QCOMPARE(changed("unsnooze", "'x':1"), 1);
        QCOMPARE(changed("unsnooze", "'x':1"), 0);
        QCOMPARE(changed("acknowledge", "'sticky':true,'for':'30m'"), 1);
        QCOMPARE(*f.find("Down").acknowledgement->until, kNow + 1'800'000);
        QVERIFY(f.find("Down").acknowledgement->sticky);
    }

    void whatWasDoneIsTakenBackByItsReceipt()
    {
        Fixture f;
        const auto done = f.post("/api/v1/nocturne/alerts/acknowledge", "{'filter':'severity=critical','owner':'ann'}");
        const auto receipt = jsonOf(done)[QLatin1String("data")][QLatin1String("undo")].toInt();
        QVERIFY(receipt > 0);
        QCOMPARE(jsonOf(done)[QLatin1String("data")][QLatin1String("alerts")][0][QLatin1String("name")].toString(),
                 QStringLiteral("Down"));

        QCOMPARE(f.post("/api/v1/nocturne/undo", "{'owner':'ann','undo':" + std::to_string(receipt) + "}").status, 200);
        QVERIFY(!f.find("Down").acknowledgement);
        QCOMPARE(f.post("/api/v1/nocturne/undo", "{'owner':'ann','undo':" + std::to_string(receipt) + "}").status, 404);
    }

    void whatIsDoneIsAuditedWithWhoAndWhence()
    {
        Fixture f;
        f.post("/api/v1/nocturne/alerts/acknowledge", "{'filter':'alertname=Down','owner':'ann','comment':'c'}");

        std::vector<alerts::AuditEntry> rows;
        QVERIFY(f.board.store().read([&](sqlite::Database& database) -> Result<void> {
            rows = *alerts::readAudit(database, 0, 10);
            return {};
        }));
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(rows[0].who, std::string("ann"));
        QCOMPARE(rows[0].origin, std::string("api 127.0.0.1"));
        QCOMPARE(rows[0].action, std::string("acknowledge"));
    }

    void wrongBodiesChangeNothing_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const char* path, const char* body, int status) {
            QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(body) << status;
        };
        row("no JSON", "alerts/acknowledge", "owner=ann", 400);
        row("a list", "alerts/acknowledge", "[]", 400);
        row("nobody", "alerts/acknowledge", "{'filter':'alertname=Down'}", 400);
        row("which?", "alerts/acknowledge", "{'owner':'ann'}", 400);
        row("both", "alerts/acknowledge", "{'owner':'ann','ids':['x'],'filter':'alertname=Down'}", 400);
        row("unknown id", "alerts/acknowledge", "{'owner':'ann','ids':['x']}", 404);
        row("no match", "alerts/acknowledge", "{'owner':'ann','filter':'alertname=X'}", 404);
        row("all of them", "alerts/acknowledge", "{'owner':'ann','filter':'{}'}", 400);
        row("past", "alerts/acknowledge", "{'owner':'ann','filter':'alertname=Down','until':5}", 400);
        row("until what?", "alerts/acknowledge", "{'owner':'ann','filter':'alertname=Down','until':'soon'}", 400);
        row("until when?", "alerts/acknowledge", "{'owner':'ann','filter':'alertname=Down','until':1e300}", 400);
        row("wrong type", "alerts/acknowledge", "{'owner':5,'filter':'alertname=Down'}", 400);
        row("wrong flag", "alerts/acknowledge", "{'owner':'ann','filter':'alertname=Down','sticky':'yes'}", 400);
        row("how long?", "alerts/snooze", "{'owner':'ann','filter':'alertname=Down'}", 400);
        row("said nothing", "alerts/comment", "{'owner':'ann','filter':'alertname=Down'}", 400);
        row("no matcher", "silences", "{'owner':'ann','matchers':'','for':'1h'}", 400);
        row("not confirmed", "silences", "{'owner':'ann','matchers':'alertname=~.+','for':'1h'}", 400);
        row("unknown silence", "silences/expire", "{'owner':'ann','ids':['x']}", 404);
    }

    void wrongBodiesChangeNothing()
    {
        QFETCH(QString, path);
        QFETCH(QString, body);
        QFETCH(int, status);
        Fixture f;
        const auto before = f.board.lastChange();

        const auto response = f.post("/api/v1/nocturne/" + path.toStdString(), body.toStdString());

        QVERIFY2(response.status == status, response.body.c_str());
        QCOMPARE(jsonOf(response)[QLatin1String("status")].toString(), QStringLiteral("error"));
        QVERIFY(!jsonOf(response)[QLatin1String("error")].toString().isEmpty());
        QCOMPARE(f.board.lastChange(), before);
        QVERIFY(f.board.silences()->empty());
    }

    void pagesOfOthersChangeNothing_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("status");
        QTest::newRow("form") << "POST"
                              << "application/x-www-form-urlencoded" << 415;
        QTest::newRow("JSON as text") << "POST"
                                      << "text/plain" << 415;
        QTest::newRow("parts") << "POST"
                               << "multipart/form-data; boundary=x" << 415;
        QTest::newRow("no type") << "POST"
                                 << "" << 415;
        QTest::newRow("GET") << "GET"
                             << "application/json" << 405;
        QTest::newRow("PUT") << "PUT"
                             << "application/json" << 405;
        QTest::newRow("JSON") << "POST"
                              << "Application/JSON; charset=utf-8" << 200;
    }

    void pagesOfOthersChangeNothing()
    {
        QFETCH(QString, method);
        QFETCH(QString, type);
        QFETCH(int, status);
        Fixture f;

        const auto response = f.ask({.method = method.toStdString(),
                                     .path = "/api/v1/nocturne/alerts/acknowledge",
                                     .body = "{'filter':'alertname=Down','owner':'evil'}",
                                     .headers = {{"content-type", type.toStdString()}}});

        QCOMPARE(response.status, status);
        QCOMPARE(f.find("Down").acknowledgement.has_value(), status == 200);
    }

    void withoutATokenOnlyThisComputerChangesAnything()
    {
        const HttpRequest request{.method = "POST",
                                  .path = "/api/v1/nocturne/alerts/acknowledge",
                                  .body = "{'filter':'alertname=Down','owner':'ann'}",
                                  .headers = {{"host", "nocturne.example.org"}, {"content-type", "application/json"}}};
        Fixture open;
        Fixture guarded({.hasToken = true});

        QCOMPARE(open.ask(request).status, 403);
        QVERIFY(!open.find("Down").acknowledgement);
        QCOMPARE(guarded.ask(request).status, 200); // Access has seen the token
        QCOMPARE(
            open.ask({.method = "GET", .path = "/api/v2/alerts", .headers = {{"host", "nocturne.example.org"}}}).status,
            200);
    }

    void whoOnlyLooksOnChangesNothing()
    {
        Fixture f({.readOnly = true});

        QCOMPARE(f.post("/api/v1/nocturne/alerts/acknowledge", "{'filter':'alertname=Down','owner':'ann'}").status,
                 403);
        QCOMPARE(f.post("/api/v2/silences", "{}").status, 403);
        QCOMPARE(f.get("/api/v2/alerts").status, 200);
    }

    void whatCannotBeWrittenIsUnavailable()
    {
        Fixture f;
        QVERIFY(f.board.store().transact([](sqlite::Database& database) {
            return database.execute(
                "CREATE TEMP TRIGGER full BEFORE INSERT ON changes BEGIN SELECT RAISE(FAIL, 'full'); END");
        }));

        const auto response =
            f.post("/api/v1/nocturne/alerts/acknowledge", "{'filter':'alertname=Down','owner':'ann'}");

        QVERIFY(response.status >= 400);
        QVERIFY2(response.body.find("nothing was changed") != std::string::npos, response.body.c_str());
        QVERIFY(!f.find("Down").acknowledgement);
    }

    void occurrencesAreListedByStateAndMatchers()
    {
        Fixture f;
        f.post("/api/v1/nocturne/alerts/acknowledge", "{'filter':'alertname=Down','owner':'ann'}");
        const auto count = [&](const char* query) {
            return jsonOf(f.get("/api/v1/nocturne/alerts", query))[QLatin1String("data")][QLatin1String("alerts")]
                .toArray()
                .size();
        };

        QCOMPARE(count(""), 3);
        QCOMPARE(count("state=firing"), 2);
        QCOMPARE(count("state=pending"), 1);
        QCOMPARE(count("state=open"), 1);
        QCOMPARE(count("state=acknowledged"), 1);
        QCOMPARE(count("state=acknowledged&filter=alertname%3DSlow"), 0);
        QCOMPARE(f.get("/api/v1/nocturne/alerts", "state=odd").status, 400);
        const auto history = jsonOf(f.get("/api/v1/nocturne/alerts/history", "name=Down"))[QLatin1String("data")];
        QCOMPARE(
            history[QLatin1String("alerts")][0][QLatin1String("acknowledgement")][QLatin1String("owner")].toString(),
            QStringLiteral("ann"));
        QCOMPARE(f.get("/api/v1/nocturne/alerts/history", "start=x").status, 400);
    }

    void otherPathsAreNotFound()
    {
        Fixture f;
        QCOMPARE(f.get("/api/v2/other").status, 404);
        QCOMPARE(f.get("/api/v2/silence/").status, 404);
        QCOMPARE(f.get("/api/v2/silence/a/b").status, 404);
        QCOMPARE(f.post("/api/v2/status", "{}").status, 405);
        QVERIFY(AlertApi::takes("/api/v2/x") && AlertApi::takes("/api/v1/nocturne/x") &&
                !AlertApi::takes("/api/v1/alerts"));
    }

private:
    static AlertApi::Options routed()
    {
        notify::RouteConfig root;
        root.receiver = "night";
        root.groupBy = std::vector<std::string>{"alertname"};
        notify::RouteConfig critical;
        critical.receiver = "ops";
        critical.matchers = *alerts::parseMatchers("severity=\"critical\"");
        root.routes = {critical};
        return {.route = notify::makeRoute(root), .receivers = {"night", "ops"}};
    }
};

QTEST_GUILESS_MAIN(AlertApiTest)
#include "alert_api_test.moc"
