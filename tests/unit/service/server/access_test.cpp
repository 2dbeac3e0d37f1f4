// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/server/access.h"
#include "service/server/server.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

const std::string kToken = "0123456789abcdef";

HttpRequest with(Headers headers)
{
    HttpRequest request;
    request.headers = std::move(headers);
    return request;
}

int statusOf(Access& access, Headers headers)
{
    const auto refusal = access.refuse(with(std::move(headers)), "127.0.0.1");
    return refusal ? refusal->status : 200;
}

} // namespace

class AccessTest : public QObject
{
    Q_OBJECT

private slots:
    void host_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("status");
        const auto row = [](const char* host, int status) {
            QTest::newRow(host) << QString::fromLatin1(host) << status;
        };
        row("localhost", 200);
        row("LOCALHOST:9099", 200);
        row("127.0.0.1", 200);
        row("127.0.0.1:9099", 200);
        row("127.1.2.3:80", 200);
        row("[::1]:9099", 200);
        row("nocturne.example.org", 200);
        row("nocturne.example.org:443", 200);
        row("evil.example", 421);
        row("localhost.evil.example", 421);
        row("127.0.0.1.evil", 421);
        row("127.0.0.1.", 421);
        row("128.0.0.1", 421);
        row("0127.0.0.1.5", 421);
        row("127.0.0", 421);
        row("2130706433", 421);
        row("[::2]", 421);
        row("", 400);
        row(":9099", 400);
        row("[::1%25x]", 400);
        row("[::1", 400);
        row("[]", 400);
        row("[::1]x", 400);
        row("localhost:99999", 400);
        row("localhost:a", 400);
        row("user@localhost", 400);
        row("localhost/..", 400);
        row("local host", 400);
        row("localhost:80:80", 400);
    }

    void host()
    {
        QFETCH(QString, host);
        QFETCH(int, status);
        const support::ManualClock clock;
        Access access({.hosts = {"Nocturne.example.org"}}, HttpLimits(), clock);

        QCOMPARE(statusOf(access, {{"host", host.toStdString()}}), status);
    }

    void oneHostIsNeeded()
    {
        const support::ManualClock clock;
        Access access({}, HttpLimits(), clock);

        QCOMPARE(statusOf(access, {}), 400);
        QCOMPARE(statusOf(access, {{"host", "localhost"}, {"host", "localhost"}}), 400);
    }

    void origin_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const char* value, int status) {
            QTest::newRow(value) << QString::fromLatin1(name) << QString::fromLatin1(value) << status;
        };
        row("origin", "http://localhost:9099", 200);
        row("origin", "http://evil.example", 403);
        row("origin", "http://localhost:8080", 403);
        row("origin", "null", 403);
        row("origin", "file://", 403);
        row("sec-fetch-site", "cross-site", 403);
        row("sec-fetch-site", "same-origin", 200);
        row("sec-fetch-site", "none", 200);
    }

    void origin()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(int, status);
        const support::ManualClock clock;
        Access access({}, HttpLimits(), clock);

        QCOMPARE(statusOf(access, {{"host", "localhost:9099"}, {name.toStdString(), value.toStdString()}}), status);
    }

    void token_data()
    {
        QTest::addColumn<QString>("authorization");
        QTest::addColumn<int>("status");
        QTest::newRow("right") << QStringLiteral("Bearer 0123456789abcdef") << 200;
        QTest::newRow("scheme in lower case") << QStringLiteral("bearer 0123456789abcdef") << 200;
        QTest::newRow("none") << QString() << 401;
        QTest::newRow("wrong") << QStringLiteral("Bearer 0123456789abcdee") << 401;
        QTest::newRow("longer") << QStringLiteral("Bearer 0123456789abcdef0") << 401;
        QTest::newRow("a part") << QStringLiteral("Bearer 0123") << 401;
        QTest::newRow("empty") << QStringLiteral("Bearer ") << 401;
        QTest::newRow("other scheme") << QStringLiteral("Basic 0123456789abcdef") << 401;
    }

    void token()
    {
        QFETCH(QString, authorization);
        QFETCH(int, status);
        const support::ManualClock clock;
        Access access({.token = kToken}, HttpLimits(), clock);

        QCOMPARE(statusOf(access, {{"host", "localhost"}, {"authorization", authorization.toStdString()}}), status);
    }

    void guessersAreToldNothingForAMinute()
    {
        support::ManualClock clock;
        Access access({.token = kToken}, HttpLimits(), clock);
        const Headers wrong = {{"host", "localhost"}, {"authorization", "Bearer no"}};
        const Headers right = {{"host", "localhost"}, {"authorization", "Bearer " + kToken}};
        for (int i = 0; i < 10; ++i)
            QCOMPARE(statusOf(access, wrong), 401);

        QCOMPARE(statusOf(access, wrong), 429);
        QCOMPARE(access.refuse(with(wrong), "10.0.0.9")->status, 401); // another address is not punished
        clock.advance(std::chrono::minutes(1));
        QCOMPARE(statusOf(access, wrong), 401);
        QCOMPARE(statusOf(access, right), 200);
    }

    void guessersBehindTheSameProxyDoNotLockTheRightTokenOut()
    {
        support::ManualClock clock;
        Access access({.token = kToken}, HttpLimits(), clock);
        const Headers wrong = {{"host", "localhost"}, {"authorization", "Bearer no"}};
        const Headers right = {{"host", "localhost"}, {"authorization", "Bearer " + kToken}};
        for (int i = 0; i < 1000; ++i)
            (void)statusOf(access, wrong);

        QCOMPARE(statusOf(access, right), 200);
        QCOMPARE(statusOf(access, wrong), 429); // and the right one pardons nobody
        QCOMPARE(statusOf(access, right), 200);
    }

    void listenAddresses()
    {
        QCOMPARE(parseListenAddress("127.0.0.1:9099").value(), (std::pair<std::string, int>("127.0.0.1", 9099)));
        QCOMPARE(parseListenAddress("localhost:0").value(), (std::pair<std::string, int>("127.0.0.1", 0)));
        QCOMPARE(parseListenAddress("[::1]:9").value(), (std::pair<std::string, int>("::1", 9)));
        QCOMPARE(parseListenAddress(":9099").value(), (std::pair<std::string, int>("0.0.0.0", 9099)));
        for (const auto* text : {"", "9099", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "::1:80",
                                 "example.org:80", "127.0.0.1:-1"})
            QVERIFY2(!parseListenAddress(text), text);
    }
};

QTEST_APPLESS_MAIN(AccessTest)
#include "access_test.moc"
