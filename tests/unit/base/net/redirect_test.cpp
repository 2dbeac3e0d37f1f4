// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "fetching.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

net::HttpRequest secretRequest(const std::string& url)
{
    net::HttpRequest request;
    request.url = url;
    request.headers = {{"X-Api-Key", "canary"}, {"Cookie", "id=canary"}, {"Accept", "text/plain"}};
    request.authorization = net::Authorization{.credentials = "canary"};
    return request;
}

bool contains(const std::string& text, std::string_view piece) { return text.find(piece) != std::string::npos; }

} // namespace

class RedirectTest : public QObject
{
    Q_OBJECT

private slots:
    void sameHostKeepsCredentials()
    {
        FaultServer server(faults::respondByPath({
            {"/old", faults::redirectTo(301, "/new")},
            {"/new", faults::respond(200, {}, "here")},
        }));
        Fetching web;

        const auto result = web.fetch(secretRequest(server.url("/old")));

        QCOMPARE(described(result), u"200 here"_s);
        QCOMPARE(result->effectiveUrl, server.url("/new"));
        QVERIFY(contains(server.requests().at(1), "X-Api-Key: canary"));
        QVERIFY(contains(server.requests().at(1), "Authorization: Bearer canary"));
    }

    void otherHostSeesNoSecret()
    {
        FaultServer other(faults::respond(200, {}, "there"));
        FaultServer server(faults::redirectTo(302, other.url("/x")));
        Fetching web;

        const auto result = web.fetch(secretRequest(server.url()));

        QCOMPARE(described(result), u"200 there"_s);
        const auto seen = other.requests().at(0);
        QVERIFY2(!contains(seen, "canary"), seen.c_str());
        QVERIFY2(!contains(seen, "Authorization"), seen.c_str());
        QVERIFY(contains(seen, "Accept: text/plain"));
    }

    void wayBackDoesNotBringSecretsAgain()
    {
        FaultServer* first = nullptr;
        FaultServer other(
            [&](FaultConnection& connection) { faults::redirectTo(302, first->url("/back"))(connection); });
        FaultServer server(faults::respondByPath({
            {"/", faults::redirectTo(302, other.url())},
            {"/back", faults::respond(200, {}, "back")},
        }));
        first = &server;
        Fetching web;

        QCOMPARE(described(web.fetch(secretRequest(server.url()))), u"200 back"_s);
        QVERIFY(!contains(server.requests().at(1), "canary"));
    }

    void redirectIsNotFollowedBlindly_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("location");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* location, const char* expected) {
            QTest::newRow(name) << 302 << QString::fromUtf8(location) << QString::fromUtf8(expected);
        };
        row("loop", "/", "redirect: more than 5 redirects: correct the URL");
        row("file", "file:///etc/passwd",
            "redirect: redirect: not a usable URL: \"file:///etc/passwd\" (only http:// and "
            "https:// are supported)");
        row("gopher", "gopher://h/",
            "redirect: redirect: not a usable URL: \"gopher://h/\" (only http:// and https:// are "
            "supported)");
        constexpr auto kLocal = "redirect: redirect to an address of this link alone is not followed: write that "
                                "address where it is meant";
        row("metadata of a cloud", "http://169.254.169.254/latest/meta-data/", kLocal);
        row("the same as a number", "http://2852039166/", kLocal);
        row("the same in hex", "http://0xa9fea9fe/", kLocal);
        row("the same in octal", "http://0251.0376.0251.0376/", kLocal);
        row("the same as IPv6", "http://[::ffff:169.254.169.254]/", kLocal);
        row("link of IPv6", "http://[fe80::1]/", kLocal);
        row("nothing", "", "302 elsewhere\n");
    }

    void redirectIsNotFollowedBlindly()
    {
        QFETCH(int, status);
        QFETCH(QString, location);
        FaultServer server(faults::redirectTo(status, location.toStdString()));
        Fetching web;

        QTEST(described(web.fetch(server.url())), "expected");
        QVERIFY(server.requests().size() <= 6);
    }

    void httpsToHttpIsRefused()
    {
        FaultServer plain(faults::respond(200, {}, "plain"));
        FaultServer secure(faults::redirectTo(302, plain.url()), {.certificate = makeCertificate()});
        Fetching web;
        net::HttpRequest request;
        request.url = secure.url();
        request.tls.insecureSkipVerify = true;

        QCOMPARE(described(web.fetch(request)),
                 u"redirect: redirect from https to http is not followed: correct the URL"_s);
        QCOMPARE(plain.connections(), 0);
    }

    void skippedVerificationDoesNotTravel()
    {
        FaultServer other(faults::respond(200, {}, "x"), {.certificate = makeCertificate()});
        FaultServer server(faults::redirectTo(302, other.url()), {.certificate = makeCertificate()});
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.tls.insecureSkipVerify = true;

        QCOMPARE(stateOf(web.fetch(request)), u"tls"_s);
    }

    void bodyIsNotSentElsewhere()
    {
        FaultServer other(faults::respond(200, {}, "x"));
        FaultServer server(faults::redirectTo(307, other.url()));
        Fetching web;
        auto request = secretRequest(server.url());
        request.method = "POST";
        request.body = "canary";

        QCOMPARE(stateOf(web.fetch(request)), u"redirect"_s);
        QCOMPARE(other.connections(), 0);
    }

    void postBecomesGetAsBrowsersDo()
    {
        FaultServer server(faults::respondByPath({
            {"/form", faults::redirectTo(303, "/done")},
            {"/done", faults::respond(200, {}, "done")},
        }));
        Fetching web;
        net::HttpRequest request;
        request.url = server.url("/form");
        request.method = "POST";
        request.body = "a=b";

        QCOMPARE(described(web.fetch(request)), u"200 done"_s);
        QVERIFY(server.requests().at(1).starts_with("GET /done "));
    }

    void noRedirectsMeansTheAnswerItself()
    {
        FaultServer server(faults::redirectLoop());
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.maxRedirects = 0;

        QCOMPARE(described(web.fetch(request)), u"302 elsewhere\n"_s);
    }

    void allHopsShareOneDeadline()
    {
        FaultServer server([](FaultConnection& connection) {
            while (!connection.readRequest().empty()) {
                if (!connection.wait(150ms) ||
                    !connection.send("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"))
                    return;
            }
        });
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.timeout = 400ms;

        const auto result = web.fetch(request);

        QCOMPARE(stateOf(result), u"timeout"_s);
        QVERIFY(result.error().phases.total >= 0.39 && result.error().phases.total < 0.7);
    }
};

QTEST_GUILESS_MAIN(RedirectTest)
#include "redirect_test.moc"
