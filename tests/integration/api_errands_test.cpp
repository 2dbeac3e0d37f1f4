// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nobody can send the collector anywhere by its API: every path that stands in the sources of the server is asked by
// every method, with the address of a server that must never be called in all parameters and bodies.
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <QDir>
#include <QTest>

#include "base/net/http_client.h"
#include "base/net/poll_loop.h"
#include "base/net/url.h"
#include "service/collector/collector.h"
#include "service/config/read_configuration.h"
#include "support/fault_server.h"
#include "support/faults.h"

using namespace nocturne;
using namespace nocturne::test;
using namespace Qt::StringLiterals;

namespace {

const std::string kToken = "the-right-token-of-this-test";

/// Every text of the server's sources that is a path. One with a hole, or of a prefix, is filled.
std::set<std::string> pathsOfTheServer()
{
    std::set<std::string> paths;
    const QDir folder(QStringLiteral(NOCTURNE_SOURCE_DIR "/src/service/server"));
    for (const auto& name : folder.entryList({u"*.cpp"_s}, QDir::Files)) {
        std::stringstream text;
        text << std::ifstream(folder.filePath(name).toStdString()).rdbuf();
        static const std::regex kPath(R"re("(/[-a-z0-9_/<>]*)")re");
        const auto all = text.str();
        for (std::sregex_iterator found(all.begin(), all.end(), kPath); found != std::sregex_iterator(); ++found) {
            auto path = std::regex_replace((*found)[1].str(), std::regex("<[a-z]+>"), "job");
            paths.insert(path.ends_with('/') && path.size() > 1 ? path + "x" : path);
        }
    }
    return paths;
}

/// All a client could think of to name `url` by.
std::string formWith(const std::string& url)
{
    std::string form = "query=up&start=1&end=2&step=1";
    for (const auto* name :
         {"url", "uri", "target", "targets", "endpoint", "address", "host", "source", "proxy", "path", "match[]",
          "remote", "callback", "redirect", "webhook", "instance", "file", "config", "g0.expr"})
        form += '&' + std::string(name) + '=' + net::urlEncoded(url);
    return form;
}

std::string documentWith(const std::string& url)
{
    const auto quoted = '"' + url + '"';
    return R"({"labels": {"alertname": "x", "__address__": )" + quoted + R"(}, "generatorURL": )" + quoted +
           R"(, "url": )" + quoted + R"(, "target": )" + quoted + R"(, "webhook_url": )" + quoted +
           R"(, "matchers": [{"name": "a", "value": "b", "isRegex": false}], "createdBy": )" + quoted +
           R"(, "comment": )" + quoted +
           R"(, "scrape_configs": [{"job_name": "new", "static_configs": [{"targets": [)" + quoted +
           R"(]}]}], "metrics": [{"name": "a", "value": 1, "labels": {"url": )" + quoted + "}}]}";
}

struct Ask
{
    std::string method;
    std::string type;
    std::string body;
};

std::vector<Ask> asksWith(const std::string& url)
{
    const auto form = formWith(url);
    const auto document = documentWith(url);
    const std::string json = "application/json";
    return {{"GET", "", ""},          {"POST", "application/x-www-form-urlencoded", form},
            {"POST", json, document}, {"POST", json, '[' + document + ']'},
            {"PUT", json, document},  {"PATCH", json, document},
            {"DELETE", "", ""}};
}

} // namespace

class ApiErrandsTest : public QObject
{
    Q_OBJECT

    net::HttpResponse fetched(net::HttpRequest request)
    {
        std::optional<net::HttpResult> result;
        request.maxRedirects = 0;
        m_client.send(std::move(request), [&](net::HttpResult got) { result = std::move(got); });
        if (!m_loop.runUntil([&] { return result.has_value(); }, std::chrono::seconds(20)) || !*result)
            return {};
        return **result;
    }
    std::string sourcesOf(const std::string& server)
    {
        net::HttpRequest request;
        request.url = server + "/api/v1/scrape_pools";
        request.authorization = net::Authorization{.credentials = kToken};
        auto told = fetched(std::move(request));
        return std::to_string(told.status) + ' ' + told.body;
    }

private slots:
    void nobodySendsTheCollectorAnywhere_data()
    {
        QTest::addColumn<bool>("hasToken");
        QTest::addColumn<QByteArray>("given");
        QTest::newRow("no token wanted") << false << QByteArray();
        QTest::newRow("without the token") << true << QByteArray();
        QTest::newRow("a wrong token") << true << QByteArray("wrong");
        QTest::newRow("the right token") << true << QByteArray::fromStdString(kToken);
    }
    void nobodySendsTheCollectorAnywhere()
    {
        QFETCH(bool, hasToken);
        QFETCH(QByteArray, given);
        FaultServer trap(faults::respond(200, {"Content-Type: text/plain"}, "a 1\n"));
        FaultServer target(faults::respond(200, {"Content-Type: text/plain"}, "a 1\n"));
        auto reading = config::readConfiguration(
            "system: {enabled: false}\nlogs: {journal: false}\nscrape_configs: [{job_name: own, scrape_interval: 1s, "
            "scrape_timeout: 1s, static_configs: [{targets: ['127.0.0.1:" +
                std::to_string(target.port()) + "']}]}]\n",
            "/");
        QVERIFY(!reading.hasErrors());
        reading.configuration.server.listen = "127.0.0.1:0";
        if (hasToken)
            reading.configuration.server.token = {config::Secret::Source::Literal, kToken};
        SystemClock clock;
        collector::Collector collector({.configuration = std::move(reading.configuration)}, clock);
        QVERIFY(collector.start());
        const auto server = "http://127.0.0.1:" + std::to_string(collector.serverPort());
        QTRY_VERIFY(target.connections() > 0); // whom the file names is asked
        const auto before = sourcesOf(server);
        QVERIFY2(before.starts_with("200 ") && before.find("own") != std::string::npos, before.c_str());
        const auto paths = pathsOfTheServer();
        QVERIFY2(paths.size() > 45 && paths.contains("/api/v1/query") && paths.contains("/api/v2/silences"),
                 std::to_string(paths.size()).c_str());

        std::set<int> statuses;
        for (const auto& path : paths) {
            for (auto& ask : asksWith(trap.url())) {
                net::HttpRequest request;
                request.url = server + path + "?" + formWith(trap.url());
                request.method = ask.method;
                request.body = ask.body;
                if (!ask.type.empty())
                    request.headers.push_back({"Content-Type", ask.type});
                if (!given.isEmpty())
                    request.authorization = net::Authorization{.credentials = given.toStdString()};
                statuses.insert(fetched(std::move(request)).status);
            }
        }

        QVERIFY(!statuses.contains(0));
        QCOMPARE(statuses.contains(200), !hasToken || given == QByteArray::fromStdString(kToken));
        QCOMPARE(sourcesOf(server), before);
        QTest::qWait(1500); // longer than an interval: whoever had become a target would have been asked
        QCOMPARE(trap.connections(), 0);
    }

private:
    net::PollLoop m_loop;
    net::HttpClient m_client{m_loop};
};

QTEST_GUILESS_MAIN(ApiErrandsTest)
#include "api_errands_test.moc"
