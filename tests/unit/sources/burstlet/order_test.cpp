// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include "sources/burstlet/order.h"

using namespace nocturne;
using namespace nocturne::burstlet;

namespace {

net::HttpRequest base()
{
    net::HttpRequest request;
    request.url = "http://host:3001/api/v1/monitoring";
    return request;
}

net::HttpResult answered(int status, std::string body)
{
    net::HttpResponse response;
    response.status = status;
    response.body = body;
    response.words = std::move(body);
    return response;
}

} // namespace

/// What is sent for each of a person's orders, and what its answer means.
class OrderTest : public QObject
{
    Q_OBJECT

private slots:
    void endpointsAreThoseOfTheDocument_data()
    {
        QTest::addColumn<int>("deed");
        QTest::addColumn<int>("thing");
        QTest::addColumn<QString>("line"); // empty: there is none
        const auto row = [](const char* name, Deed deed, Thing thing, const char* line) {
            QTest::newRow(name) << static_cast<int>(deed) << static_cast<int>(thing) << QString::fromUtf8(line);
        };
        row("checks", Deed::List, Thing::HealthCheck, "GET /health-checks");
        row("a new check", Deed::Create, Thing::HealthCheck, "POST /health-checks");
        row("a check goes", Deed::Delete, Thing::HealthCheck, "DELETE /health-checks/a%2Fb");
        row("a check is not changed", Deed::Change, Thing::HealthCheck, "");
        row("alerts", Deed::List, Thing::Alert, "GET /alerts");
        row("a new alert", Deed::Create, Thing::Alert, "POST /alerts");
        row("an alert changes", Deed::Change, Thing::Alert, "PUT /alerts/a%2Fb");
        row("an alert goes", Deed::Delete, Thing::Alert, "DELETE /alerts/a%2Fb");
        row("dashboards", Deed::List, Thing::Dashboard, "GET /dashboards");
        row("a dashboard", Deed::Read, Thing::Dashboard, "GET /dashboards/a%2Fb");
        row("a new dashboard", Deed::Create, Thing::Dashboard, "POST /dashboards");
        row("a dashboard goes", Deed::Delete, Thing::Dashboard, "DELETE /dashboards/a%2Fb");
        row("a measurement", Deed::Create, Thing::CustomMetric, "POST /metrics/custom");
        row("measurements do not go", Deed::Delete, Thing::CustomMetric, "");
    }
    void endpointsAreThoseOfTheDocument()
    {
        QFETCH(int, deed);
        QFETCH(int, thing);
        QFETCH(QString, line);

        const auto request =
            requestOf(base(), {static_cast<Deed>(deed), static_cast<Thing>(thing), "a/b", R"({"name":"x"})"});

        QCOMPARE(request.has_value(), !line.isEmpty());
        if (request)
            QCOMPARE(QString::fromStdString(request->method + ' ' + request->url.substr(base().url.size())), line);
    }

    void aBodyIsAnObjectAndAnIdIsThere_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("why");
        QTest::newRow("no id") << QString() << QStringLiteral("{}") << QStringLiteral("name the alert by its id");
        QTest::newRow("a list") << QStringLiteral("c1") << QStringLiteral("[1]")
                                << QStringLiteral("it is no JSON object");
        QTest::newRow("no JSON") << QStringLiteral("c1") << QStringLiteral("{name: x}") << QStringLiteral("not JSON");
        QTest::newRow("too long") << QStringLiteral("c1") << QString(1 << 21, u' ')
                                  << QStringLiteral("larger than 1 MiB");
    }
    void aBodyIsAnObjectAndAnIdIsThere()
    {
        QFETCH(QString, id);
        QFETCH(QString, body);
        QFETCH(QString, why);

        const auto request = requestOf(base(), {Deed::Change, Thing::Alert, id.toStdString(), body.toStdString()});

        QVERIFY(!request);
        QVERIFY2(QString::fromStdString(request.error().message).contains(why), request.error().message.c_str());
    }

    void answersAreDataOrTheWordsOfARefusal()
    {
        AnswerReader reader;

        QCOMPARE(answerOf(reader, answered(201, R"({"success": true, "data": {"id": "c1"}})")).value(),
                 std::string(R"({"id":"c1"})"));
        QCOMPARE(answerOf(reader, answered(204, "")).value(), std::string());
        const auto gone = answerOf(
            reader,
            answered(404, R"({"success":false,"error":{"code":"NOT_FOUND","message":"alert c1 does not exist"}})"));
        QVERIFY(gone.error().kind == Error::Kind::NotFound);
        QCOMPARE(gone.error().message, std::string("the server answered 404: NOT_FOUND: alert c1 does not exist"));
        QVERIFY(answerOf(reader, answered(400, "<html>")).error().kind == Error::Kind::InvalidInput);
        QVERIFY(answerOf(reader, answered(503, "")).error().kind == Error::Kind::Unavailable);
        QVERIFY(!answerOf(reader, answered(200, R"({"success":false,"error":"no"})")));
    }

    void thingsHaveTheirWords()
    {
        QVERIFY(thingFrom("checks") == Thing::HealthCheck);
        QVERIFY(thingFrom("dashboard") == Thing::Dashboard);
        QVERIFY(!thingFrom(""));
        QVERIFY(!thingFrom("logs"));
    }
};

QTEST_GUILESS_MAIN(OrderTest)
#include "order_test.moc"
