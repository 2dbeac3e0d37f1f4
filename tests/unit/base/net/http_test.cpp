// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "fetching.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A SOCKS5 proxy (RFC 1928) for one connection, which answers the HTTP request itself instead of passing it on.
class SocksProxy
{
public:
    SocksProxy()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* general = reinterpret_cast<sockaddr*>(&address); // NOLINT: the sockets interface wants it
        if (::bind(m_listener, general, size) != 0 || ::listen(m_listener, 1) != 0 ||
            ::getsockname(m_listener, general, &size) != 0)
            qFatal("no loopback port");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~SocksProxy()
    {
        ::shutdown(m_listener, SHUT_RDWR); // ends accept() where nobody came
        m_thread.join();
        ::close(m_listener);
    }
    SocksProxy(const SocksProxy&) = delete;
    SocksProxy& operator=(const SocksProxy&) = delete;

    std::string url() const { return "socks5h://127.0.0.1:" + std::to_string(m_port); }
    /// The name that was asked for; to be read when the fetch is over.
    const std::string& host() const { return m_host; }

private:
    void serve()
    {
        using namespace std::string_view_literals;
        const int fd = ::accept(m_listener, nullptr, nullptr);
        std::array<char, 2048> buffer{};
        const auto read = [&] { return ::read(fd, buffer.data(), buffer.size()); };
        const auto write = [&](std::string_view bytes) {
            return ::write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
        };
        // Greeting, "no authentication"; request with a name of buffer[4] bytes, "connected"; HTTP.
        if (read() > 0 && write("\x05\x00"sv) && read() > 5) {
            m_host.assign(buffer.data() + 5, static_cast<unsigned char>(buffer[4]));
            if (write("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"sv) && read() > 0)
                static_cast<void>(write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nsocks"));
        }
        ::close(fd);
    }

    int m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
    int m_port = 0;
    std::string m_host;
    std::thread m_thread;
};

bool contains(const std::string& text, std::string_view piece) { return text.find(piece) != std::string::npos; }

} // namespace

class HttpTest : public QObject
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        qunsetenv("http_proxy");
        qunsetenv("no_proxy");
    }

    void answerIsWhole()
    {
        FaultServer server(faults::respond(200, {"Content-Type: text/plain", "X-Twice: a", "X-Twice: b"}, "up 1\n"));
        Fetching web;

        const auto result = web.fetch(server.url("/metrics?a=b"));

        QVERIFY2(result, qPrintable(described(result)));
        QCOMPARE(result->status, 200);
        QCOMPARE(result->body, std::string("up 1\n"));
        QVERIFY(result->header("content-type") == "text/plain");
        QCOMPARE(result->effectiveUrl, server.url("/metrics?a=b"));
        QCOMPARE(result->httpVersion, std::string("1.1"));
        QVERIFY(!result->certificate);
        QVERIFY(result->phases.total > 0);
        QVERIFY(result->phases.total + 1e-3 >=
                result->phases.connect + result->phases.firstByte + result->phases.transfer);
        QVERIFY(server.requests().at(0).starts_with("GET /metrics?a=b HTTP/1.1\r\n"));
        QVERIFY(contains(server.requests().at(0), "\r\nAccept-Encoding: gzip\r\n"));
        QVERIFY(contains(server.requests().at(0), "\r\nUser-Agent: Nocturne/"));
    }

    void statusHasItsClass_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("state");
        QTest::newRow("200") << 200 << u"ok"_s;
        QTest::newRow("204, no body") << 204 << u"ok"_s;
        QTest::newRow("301 without location") << 301 << u"redirected"_s;
        QTest::newRow("401") << 401 << u"unauthorized"_s;
        QTest::newRow("403") << 403 << u"unauthorized"_s;
        QTest::newRow("404") << 404 << u"not_found"_s;
        QTest::newRow("418") << 418 << u"client_error"_s;
        QTest::newRow("429") << 429 << u"rate_limited"_s;
        QTest::newRow("500") << 500 << u"server_error"_s;
        QTest::newRow("503") << 503 << u"server_error"_s;
        QTest::newRow("999") << 999 << u"protocol"_s;
    }

    void statusHasItsClass()
    {
        QFETCH(int, status);
        const std::string body = status == 204 ? "" : "details";
        FaultServer server(faults::respond(status, {"Retry-After: 7"}, body));
        Fetching web;

        const auto result = web.fetch(server.url());

        QVERIFY2(result, qPrintable(described(result)));
        QCOMPARE(result->status, status);
        QCOMPARE(result->body, body); // an error's body is what people need to read
        QTEST(stateOf(result), "state");
        QCOMPARE(net::retryAfter(*result, 0)->count(), 7);
    }

    void credentialsAreSent_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("expected");
        QTest::newRow("basic") << u"basic"_s << u"\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"_s;
        QTest::newRow("bearer") << u"bearer"_s << u"\r\nAuthorization: Bearer abc\r\n"_s;
        QTest::newRow("in the URL") << u"url"_s << u"\r\nAuthorization: Basic dTpw\r\n"_s;
    }

    void credentialsAreSent()
    {
        QFETCH(QString, how);
        QFETCH(QString, expected);
        FaultServer server(faults::respond(200, {}, "x"));
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        if (how == u"basic"_s)
            request.basicAuth = {"Aladdin", "open sesame"};
        else if (how == u"bearer"_s)
            request.authorization = net::Authorization{.credentials = "abc"};
        else
            request.url.replace(0, 7, "http://u:p@");

        const auto result = web.fetch(request);

        QVERIFY2(result, qPrintable(described(result)));
        QVERIFY2(contains(server.requests().at(0), expected.toStdString()), server.requests().at(0).c_str());
        QCOMPARE(result->effectiveUrl, server.url());
    }

    void postSendsItsBody()
    {
        FaultServer server(faults::respond(200, {}, "x"));
        Fetching web;
        net::HttpRequest request;
        request.url = server.url("/write");
        request.method = "POST";
        request.headers = {{"Content-Type", "application/json"}};
        request.body = "{\"a\":1}";

        QVERIFY(web.fetch(request));

        const auto sent = server.requests().at(0);
        QVERIFY(sent.starts_with("POST /write HTTP/1.1\r\n"));
        QVERIFY(contains(sent, "\r\nContent-Type: application/json\r\n"));
        QVERIFY(sent.ends_with("\r\n\r\n{\"a\":1}"));
    }

    void headReadsNoBody()
    {
        FaultServer server(faults::respond(200, {}, "body that is not sent"));
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        request.method = "HEAD";
        request.maxBodyBytes = 3; // counts no announcement of what never comes

        const auto result = web.fetch(request);

        QCOMPARE(described(result), u"200 "_s);
    }

    void unusableRequestIsNeverSent_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("expected");
        QTest::newRow("header name") << u"name"_s << u"invalid_request: not a header name: \"X Y\""_s;
        QTest::newRow("header value")
            << u"value"_s << u"invalid_request: the value of header \"X\" holds a line break or control character"_s;
        QTest::newRow("method") << u"method"_s << u"invalid_request: not a request method: \"GET /\""_s;
        QTest::newRow("token") << u"token"_s
                               << u"invalid_request: the credentials hold a line break or control character"_s;
    }

    void unusableRequestIsNeverSent()
    {
        QFETCH(QString, what);
        FaultServer server(faults::respond(200, {}, "x"));
        Fetching web;
        net::HttpRequest request;
        request.url = server.url();
        if (what == u"name"_s)
            request.headers = {{"X Y", "v"}};
        else if (what == u"value"_s)
            request.headers = {{"X", "v\r\nEvil: 1"}};
        else if (what == u"method"_s)
            request.method = "GET /";
        else
            request.authorization = net::Authorization{.credentials = "a\nb"};

        QTEST(described(web.fetch(request)), "expected");
        QCOMPARE(server.connections(), 0);
    }

    void connectionIsUsedAgain()
    {
        FaultServer server(faults::respond(200, {}, "x"));
        Fetching web;

        for (int i = 0; i < 5; ++i)
            QCOMPARE(described(web.fetch(server.url())), u"200 x"_s);

        QCOMPARE(server.connections(), 1);
    }

    void idleConnectionsAreBounded()
    {
        net::HttpClient::Options options;
        options.idleConnections = 2;
        Fetching web(options);
        std::vector<std::unique_ptr<FaultServer>> servers;
        for (int i = 0; i < 6; ++i) {
            servers.push_back(std::make_unique<FaultServer>(faults::respond(200, {}, "x")));
            QCOMPARE(described(web.fetch(servers.back()->url())), u"200 x"_s);
        }
        const auto open = [&] {
            int sum = 0;
            for (const auto& server : servers)
                sum += server->openConnections();
            return sum;
        };
        QVERIFY2(web.loop.runUntil([&] { return open() <= 2; }, 5s), "idle connections are kept without bound");
    }

    void manyAreAskedAtOnce()
    {
        FaultServer server([](FaultConnection& connection) {
            connection.readRequest();
            connection.wait(100ms);
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        });
        Fetching web;
        int answers = 0;
        const auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < 50; ++i)
            web.client.get(server.url(), [&](const net::HttpResult& result) { answers += result ? 1 : 0; });

        QVERIFY(web.loop.runUntil([&] { return web.client.active() == 0; }, 10s));

        QCOMPARE(answers, 50);
        QVERIFY(std::chrono::steady_clock::now() - start < 2s); // one after the other would be five
    }

    void cancelledRequestIsNotHeardOfAgain()
    {
        FaultServer server(faults::hang());
        Fetching web;
        bool wasCalled = false;
        const auto id = web.client.get(server.url(), [&](const net::HttpResult&) { wasCalled = true; });
        QVERIFY(web.loop.runUntil([&] { return !server.requests().empty(); }, 5s));

        web.client.cancel(id);

        QVERIFY(web.loop.runUntil([&] { return server.openConnections() == 0; }, 5s));
        QCOMPARE(web.client.active(), 0U);
        QVERIFY(!wasCalled);
    }

    void oneAnswerMayCancelTheOther()
    {
        FaultServer server(faults::respond(200, {}, "x"));
        Fetching web;
        int calls = 0;
        net::RequestId first = 0;
        net::RequestId second = 0;
        first = web.client.get(server.url(), [&](const net::HttpResult&) { ++calls, web.client.cancel(second); });
        second = web.client.get(server.url(), [&](const net::HttpResult&) { ++calls, web.client.cancel(first); });

        QVERIFY(web.loop.runUntil([&] { return web.client.active() == 0; }, 5s));

        QCOMPARE(calls, 1);
    }

    void destructionDropsWhatIsUnderWay()
    {
        FaultServer server(faults::hang());
        net::PollLoop loop;
        bool wasCalled = false;
        {
            net::HttpClient client(loop);
            client.get(server.url(), [&](const net::HttpResult&) { wasCalled = true; });
            QVERIFY(loop.runUntil([&] { return !server.requests().empty(); }, 5s));
        }
        QVERIFY(loop.runUntil([&] { return server.openConnections() == 0; }, 5s));
        QVERIFY(!wasCalled);
    }

    void proxyOfTheEnvironmentIsNeverUsedForLoopback()
    {
        FaultServer target(faults::respond(200, {}, "direct"));
        FaultServer proxy(faults::respond(200, {}, "by proxy"));
        qputenv("http_proxy", QByteArray::fromStdString(proxy.url()));
        Fetching web;

        QCOMPARE(described(web.fetch(target.url())), u"200 direct"_s);
        QCOMPARE(proxy.connections(), 0);
    }

    void proxyIsUsedAsAsked_data()
    {
        QTest::addColumn<QString>("environment");
        QTest::addColumn<QString>("exception");
        QTest::addColumn<QString>("request");
        QTest::addColumn<bool>("expected");
        QTest::newRow("environment") << u"PROXY"_s << QString() << QString() << true;
        QTest::newRow("no_proxy") << u"PROXY"_s << u"invalid"_s << QString() << false;
        QTest::newRow("direct") << u"PROXY"_s << QString() << u"direct"_s << false;
        QTest::newRow("given") << QString() << QString() << u"PROXY"_s << true;
    }

    void proxyIsUsedAsAsked()
    {
        QFETCH(QString, environment);
        QFETCH(QString, exception);
        QFETCH(QString, request);
        FaultServer proxy(faults::respond(200, {}, "by proxy"));
        const auto url = QString::fromStdString(proxy.url());
        qputenv("http_proxy", environment.replace(u"PROXY"_s, url).toUtf8());
        qputenv("no_proxy", exception.toUtf8());
        Fetching web;
        net::HttpRequest wanted;
        wanted.url = "http://" + unresolvableName() + "/";
        wanted.proxyUrl = request.replace(u"PROXY"_s, url).toStdString();
        wanted.timeout = 2s;

        const auto result = web.fetch(wanted);

        QTEST(proxy.connections() > 0, "expected");
        QCOMPARE(result.has_value(), proxy.connections() > 0);
    }

    void socksProxyIsAskedByName()
    {
        SocksProxy proxy;
        Fetching web;
        net::HttpRequest request;
        request.url = "http://behind.invalid:9100/metrics";
        request.proxyUrl = proxy.url();

        const auto result = web.fetch(request);

        QCOMPARE(described(result), u"200 socks"_s);
        QCOMPARE(proxy.host(), std::string("behind.invalid")); // the proxy resolves, not we
    }

    void deadSocksProxyIsAFailure()
    {
        const RefusedPort nobody;
        Fetching web;
        net::HttpRequest request;
        request.url = "http://behind.invalid:9100/metrics";
        request.proxyUrl = "socks5h://127.0.0.1:" + std::to_string(nobody.port());

        const auto result = web.fetch(request);

        QVERIFY(!result);
        QCOMPARE(QString::fromStdString(std::string(net::toString(result.error().state))), u"proxy"_s);
    }

    void unixSocketIsConnectedTo()
    {
        QTemporaryDir folder;
        const auto path = folder.filePath(u"s"_s).toStdString();
        const int listener = ::socket(AF_UNIX, SOCK_STREAM, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        QCOMPARE(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
        QCOMPARE(::listen(listener, 1), 0);
        std::thread server([listener] {
            const int fd = ::accept(listener, nullptr, nullptr);
            char buffer[1024];
            static constexpr std::string_view kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlocal";
            if (::read(fd, buffer, sizeof buffer) > 0)
                static_cast<void>(::write(fd, kAnswer.data(), kAnswer.size()) > 0);
            ::close(fd);
        });
        Fetching web;
        net::HttpRequest request;
        request.url = "http://docker/info";
        request.unixSocket = path;

        const auto result = web.fetch(request);

        server.join();
        ::close(listener);
        QCOMPARE(described(result), u"200 local"_s);
    }
};

QTEST_GUILESS_MAIN(HttpTest)
#include "http_test.moc"
