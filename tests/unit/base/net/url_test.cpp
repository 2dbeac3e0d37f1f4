// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "base/net/http.h"
#include "base/net/url.h"

using namespace nocturne;
using namespace Qt::StringLiterals;

class UrlTest : public QObject
{
    Q_OBJECT

private slots:
    void urlIsTakenApart_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << QByteArray("http://Host/metrics") << u"http host 80 /metrics  "_s;
        QTest::newRow("no path") << QByteArray("https://host") << u"https host 443 /  "_s;
        QTest::newRow("query") << QByteArray("http://h:9100/a?b=c&d=%20") << u"http h 9100 /a?b=c&d=%20  "_s;
        QTest::newRow("credentials") << QByteArray("http://us%40er:p%3Aw@h/") << u"http h 80 / us@er p:w"_s;
        QTest::newRow("IPv6") << QByteArray("http://[::1]:9090/") << u"http [::1] 9090 /  "_s;
        QTest::newRow("fragment is not sent") << QByteArray("http://h/a#b") << u"http h 80 /a  "_s;
    }

    void urlIsTakenApart()
    {
        QFETCH(QByteArray, text);
        const auto url = net::parseUrl(text.toStdString());
        QVERIFY2(url, url ? "" : url.error().message.c_str());
        const auto parts = url->scheme + ' ' + url->host + ' ' + std::to_string(url->port) + ' ' + url->target + ' ' +
                           url->user + ' ' + url->password;
        QTEST(QString::fromStdString(parts), "expected");
    }

    void unusableUrlIsRefusedWithoutItsSecrets_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const QByteArray& text, const char* expected) {
            QTest::newRow(name) << text << QString::fromUtf8(expected);
        };
        row("empty", "", "not a usable URL: \"\" (write it with its scheme, as in http://host:9100/metrics)");
        row("no scheme", "localhost:9100",
            "not a usable URL: \"localhost:9100\" (write it with its scheme, as in http://host:9100/metrics)");
        row("file", "file:///etc/passwd",
            "not a usable URL: \"file:///etc/passwd\" (only http:// and https:// are supported)");
        row("gopher with password", "gopher://u:canary@h/",
            "not a usable URL: \"gopher://***@h/\" (only http:// and https:// are supported)");
        row("line break", "http://h/\r\nX: y",
            "not a usable URL: \"http://h/\\x0d\\x0aX: y\" (it holds blanks or control characters)");
        row("port", "http://u:canary@h:99999/",
            "not a usable URL: \"http://***@h:99999/\" (port number was not a decimal "
            "number between 0 and 65535)");
        row("port 0", "http://h:0/", "not a usable URL: \"http://h:0/\" (port 0 cannot be connected to)");
    }

    void unusableUrlIsRefusedWithoutItsSecrets()
    {
        QFETCH(QByteArray, text);
        const auto url = net::parseUrl(text.toStdString());
        QVERIFY(!url);
        QTEST(QString::fromStdString(url.error().message), "expected");
    }

    void longUrlIsRefused() { QVERIFY(!net::parseUrl("http://h/" + std::string(9000, 'a'))); }

    void secretsAreHidden_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const QByteArray& text, const QByteArray& expected) {
            QTest::addRow("%s", text.data()) << text << expected;
        };
        row("http://h/metrics", "http://h/metrics");
        row("http://u:p@h/", "http://***@h/");
        row("http://u:p@x@h/a@b", "http://***@h/a@b");
        row("http://h/?token=abc&a=b", "http://h/?token=***&a=b");
        row("http://h/?a=b&API_KEY=abc", "http://h/?a=b&API_KEY=***");
        row("http://h/?a=b", "http://h/?a=b");
        row("http://h/?", "http://h/?");
        row("http://h/?pw=x&inside=y&X-SID=z&pass=q", "http://h/?pw=***&inside=y&X-SID=***&pass=***");
        row("http://h/?jwt=x&sessionId=y&spin=z", "http://h/?jwt=***&sessionId=***&spin=z");
        row("not a url", "not a url");
        row("http://u:p@h?password=x&&y=z", "http://***@h?password=***&&y=z");
    }

    void secretsAreHidden()
    {
        QFETCH(QByteArray, text);
        QTEST(QByteArray::fromStdString(net::redactedUrl(text.toStdString())), "expected");
    }

    void loopbackIsKnown_data()
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("expected");
        QTest::newRow("localhost") << QByteArray("localhost") << true;
        QTest::newRow("localhost.") << QByteArray("localhost.") << true;
        QTest::newRow("below localhost") << QByteArray("a.localhost") << true;
        QTest::newRow("127.0.0.1") << QByteArray("127.0.0.1") << true;
        QTest::newRow("127.9.9.9") << QByteArray("127.9.9.9") << true;
        QTest::newRow("short form") << QByteArray("127.1") << true;
        QTest::newRow("::1") << QByteArray("[::1]") << true;
        QTest::newRow("mapped") << QByteArray("[::ffff:127.0.0.1]") << true;
        QTest::newRow("other") << QByteArray("10.0.0.1") << false;
        QTest::newRow("name that looks alike") << QByteArray("127.0.0.1.example.com") << false;
        QTest::newRow("localhost.example.com") << QByteArray("localhost.example.com") << false;
    }

    void loopbackIsKnown()
    {
        QFETCH(QByteArray, host);
        const auto url = net::parseUrl("http://" + host.toStdString() + "/");
        QVERIFY(url);
        QTEST(url->isLoopback(), "expected");
    }

    void relativeLocationsAreResolved()
    {
        const auto base = net::parseUrl("http://h:1/a/b?c");
        QCOMPARE(net::resolveUrl(*base, "/x")->text(), std::string("http://h:1/x"));
        QCOMPARE(net::resolveUrl(*base, "y?z")->text(), std::string("http://h:1/a/y?z"));
        QCOMPARE(net::resolveUrl(*base, "//other/p")->text(), std::string("http://other/p"));
        QVERIFY(!net::resolveUrl(*base, "file:///etc/passwd"));
        QVERIFY(!net::resolveUrl(*base, "javascript:alert(1)"));
    }

    void retryAfterIsReadAndBounded_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<int>("expected");
        QTest::newRow("absent") << QByteArray() << -1;
        QTest::newRow("seconds") << QByteArray("17") << 17;
        QTest::newRow("an hour is cut") << QByteArray("3600") << 300;
        QTest::newRow("beyond all numbers") << QByteArray("99999999999999999999") << 300;
        QTest::newRow("date") << QByteArray("Thu, 01 Jan 1970 00:01:30 GMT") << 30;
        QTest::newRow("date gone by") << QByteArray("Thu, 01 Jan 1970 00:00:30 GMT") << 0;
        QTest::newRow("nonsense") << QByteArray("soon") << -1;
    }

    void retryAfterIsReadAndBounded()
    {
        QFETCH(QByteArray, value);
        net::HttpResponse response;
        if (!value.isEmpty())
            response.headers = {{"retry-after", value.toStdString()}};
        const auto wait = net::retryAfter(response, 60'000);
        QTEST(wait ? static_cast<int>(wait->count()) : -1, "expected");
    }
};

QTEST_APPLESS_MAIN(UrlTest)
#include "url_test.moc"
