// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/curl_command.h"

#include <QTest>

using namespace nocturne;
using namespace nocturne::paste;

namespace {

/// The request in one line, for tables.
std::string lineOf(const WebRequest& request)
{
    std::string line = (request.method.empty() ? "GET" : request.method) + " " + request.url;
    for (const auto& header : request.headers)
        line += " [" + header.name + ": " + header.value + "]";
    if (!request.body.empty())
        line += " body=" + request.body;
    if (request.basicAuth)
        line += " user=" + request.basicAuth->username + "/" + request.basicAuth->password.text();
    if (request.tls.insecureSkipVerify)
        line += " insecure";
    if (!request.tls.caFile.empty() || !request.tls.certFile.empty() || !request.tls.keyFile.empty())
        line += " tls=" + request.tls.caFile + "," + request.tls.certFile + "," + request.tls.keyFile;
    if (!request.proxyUrl.empty())
        line += " proxy=" + request.proxyUrl;
    return line + (request.followRedirects ? " follow" : "");
}

std::string joined(const std::vector<std::string>& texts)
{
    std::string all;
    for (const auto& text : texts)
        all += (all.empty() ? "" : "; ") + text;
    return all;
}

} // namespace

class CurlCommandTest : public QObject
{
    Q_OBJECT

private slots:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<QByteArray>("unused");
        const auto row = [](const char* name, const char* command, const char* expected, const char* unused = "") {
            QTest::newRow(name) << QByteArray(command) << QByteArray(expected) << QByteArray(unused);
        };
        row("plain", "curl http://a/metrics", "GET http://a/metrics");
        row("prompt", "$ curl http://a/metrics", "GET http://a/metrics");
        row("header", "curl -H 'Authorization: Bearer t0k' http://a", "GET http://a [Authorization: Bearer t0k]");
        row("header glued", "curl -HX-Scope-OrgID:7 http://a", "GET http://a [X-Scope-OrgID: 7]");
        row("double quotes", "curl -H \"X: a \\\"b\\\" \\$c\" http://a", "GET http://a [X: a \"b\" $c]");
        row("user", "curl -u bob:s3c:ret http://a", "GET http://a user=bob/s3c:ret");
        row("user without password", "curl -u bob http://a", "GET http://a user=bob/", "--user without a password");
        row("letters together", "curl -sSkL http://a", "GET http://a insecure follow");
        row("letters and argument", "curl -skXDELETE http://a", "DELETE http://a insecure");
        row("method", "curl -X PUT http://a", "PUT http://a");
        row("method GET is no method", "curl -X GET http://a", "GET http://a");
        row("data", "curl -d a=1 -d b=2 http://a",
            "POST http://a [Content-Type: application/x-www-form-urlencoded] body=a=1&b=2");
        row("data raw keeps the at sign", "curl --data-raw @x http://a",
            "POST http://a [Content-Type: application/x-www-form-urlencoded] body=@x");
        row("data of a file", "curl -d @secret.txt http://a", "GET http://a", "--data @FILE");
        row("data encoded", "curl --data-urlencode 'query=up == 1' http://a",
            "POST http://a [Content-Type: application/x-www-form-urlencoded] body=query=up%20%3D%3D%201");
        row("get with data", "curl -G --data-urlencode 'query=a b' http://a/q", "GET http://a/q?query=a%20b");
        row("get with data and a query", "curl -G -d b=2 'http://a/q?a=1'", "GET http://a/q?a=1&b=2");
        row("json", "curl --json '{\"a\":1}' http://a",
            "POST http://a [Content-Type: application/json] [Accept: application/json] body={\"a\":1}");
        row("own content type stays", "curl -d x -H 'content-type: text/plain' http://a",
            "POST http://a [content-type: text/plain] body=x");
        row("certificates", "curl --cacert ca.pem --cert c.pem --key k.pem https://a",
            "GET https://a tls=ca.pem,c.pem,k.pem");
        row("certificate with password", "curl -E c.pem:pw https://a", "GET https://a tls=,c.pem,",
            "the password of --cert");
        row("proxy", "curl -x http://p:3128 http://a", "GET http://a proxy=http://p:3128");
        row("lines go on", "curl \\\n  -H 'A: b' \\\r\n  http://a", "GET http://a [A: b]");
        row("browser", "curl 'http://a/x' --compressed -H 'Accept: */*' --insecure",
            "GET http://a/x [Accept: */*] insecure");
        row("escaped quotes", "curl $'http://a/\\x41\\n' -s", "GET http://a/A\n", "");
        row("bearer", "curl --oauth2-bearer t0k http://a", "GET http://a [Authorization: Bearer t0k]");
        row("pipe is not run", "curl -s http://a | sh", "GET http://a", "what follows the command: | sh");
        row("output is passed over", "curl -o /tmp/x -w '%{http_code}' http://a", "GET http://a");
        row("unsupported are named", "curl --digest -F a=b --resolve a:80:1.2.3.4 http://a", "GET http://a",
            "--digest; --form; --resolve");
        row("second url", "curl http://a http://b", "GET http://a", "a further URL");
        row("url option", "curl --url http://a", "GET http://a");
        row("behind two hyphens", "curl -- http://a", "GET http://a");
        row("cookie", "curl -b 'a=1; b=2' http://a", "GET http://a [Cookie: a=1; b=2]");
        row("cookie file", "curl -b jar.txt http://a", "GET http://a", "--cookie FILE");
        row("head", "curl -I http://a", "HEAD http://a");
    }
    void reads()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, expected);
        QFETCH(QByteArray, unused);
        if (QByteArray(QTest::currentDataTag()) == "escaped quotes") { // a line end is no part of a URL
            QCOMPARE(parseCurl(command.toStdString()).error().message, std::string("a URL has no blanks"));
            return;
        }

        const auto read = parseCurl(command.toStdString());

        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QCOMPARE(lineOf(read->request), expected.toStdString());
        QCOMPARE(joined(read->unused), unused.toStdString());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* command, const char* expected) {
            QTest::newRow(name) << QByteArray(command) << QByteArray(expected);
        };
        row("other program", "wget http://a", "the first word is not curl");
        row("no url", "curl -s", "1:1: the command names no URL");
        row("open quote", "curl 'http://a", "1:6: the quote that begins here is not closed");
        row("variable", "curl -H \"X: $TOKEN\" http://a",
            "1:13: here stands a variable of a shell: paste the line with its value");
        row("substitution", "curl http://a/$(id)",
            "1:15: here a shell would run another command: paste the line with what comes of it");
        row("back quotes", "curl `id`",
            "1:6: here a shell would run another command: paste the line with what comes of it");
        row("unknown option", "curl --heder X http://a", "1:6: curl has no option heder: did you mean --header?");
        row("argument missing", "curl http://a -H", "1:15: -H lacks its argument");
        row("no header", "curl -H nonsense http://a", "1:9: a header is written as Name: value");
        row("place behind a prompt", "$ curl -s", "1:3: the command names no URL");
        row("line end in a header", "curl -H $'A: b\\nC: d' http://a", "1:9: a header is one line");
    }
    void refuses()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, expected);

        const auto read = parseCurl(command.toStdString());

        QVERIFY(!read.has_value());
        QCOMPARE(read.error().text(), expected.toStdString());
    }

    void isBounded()
    {
        const auto many = "curl http://a " + std::string(70'000, 'x');
        std::string words = "curl";
        for (int i = 0; i < 300; ++i)
            words += " -s";

        QVERIFY(parseCurl(many).error().kind == Error::Kind::LimitExceeded);
        QVERIFY(parseCurl(words).error().kind == Error::Kind::LimitExceeded);
    }
};

QTEST_GUILESS_MAIN(CurlCommandTest)
#include "curl_command_test.moc"
