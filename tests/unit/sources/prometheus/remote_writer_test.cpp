// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sender against servers that answer as told.
#include <mutex>

#include <QTest>

#include "base/net/poll_loop.h"
#include "engine/remote_write/request_reader.h"
#include "engine/remote_write/snappy_block.h"
#include "sources/prometheus/remote_write.h"
#include "support/crash_disk.h"
#include "support/fault_server.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::prometheus;
using namespace std::chrono_literals;
using model::LabelSet;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

/// Answers one status after the other, the last one for ever, and keeps the requests.
class Receiver
{
public:
    explicit Receiver(std::vector<std::string> answers)
        : m_answers(std::move(answers))
        , m_server([this](test::FaultConnection& connection) { serve(connection); })
    {}

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_server.port()) + "/api/v1/write"; }
    std::vector<std::string> requests() const
    {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

private:
    void serve(test::FaultConnection& connection)
    {
        for (;;) {
            auto request = connection.readRequest();
            if (request.empty())
                return;
            std::string answer;
            {
                const std::lock_guard lock(m_mutex);
                answer = m_answers[std::min(m_requests.size(), m_answers.size() - 1)];
                m_requests.push_back(std::move(request));
            }
            if (!connection.send("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\n\r\n"))
                return;
        }
    }

    std::vector<std::string> m_answers;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    test::FaultServer m_server; // last: its threads use the others
};

using Texts = std::vector<std::string>;

/// The samples of a request, "name{labels} value" each.
Texts samplesOf(const std::string& request, remote_write::Version version = remote_write::Version::V1)
{
    Texts texts;
    std::string message;
    const auto body = request.substr(request.find("\r\n\r\n") + 4);
    if (!remote_write::decompressBlock(body, 1 << 20, message))
        return {"no snappy"};
    remote_write::RequestReader reader(version, message);
    while (reader.next().value_or(false)) {
        const auto labels = reader.labels();
        const auto name = LabelSet::fromSorted(*labels).toString() + " ";
        for (const auto& sample : reader.samples())
            texts.push_back(name + QString::number(sample.sample.v).toStdString());
        for (const auto& histogram : reader.histograms())
            texts.push_back(name + histogram.sample.histogram->toString());
        for (const auto& exemplar : reader.exemplars())
            texts.push_back("  # " + exemplar.labels.toString() + " " + QString::number(exemplar.value).toStdString() +
                            " " + std::to_string(exemplar.t - kNow));
    }
    return texts;
}

struct Fixture
{
    net::PollLoop loop;
    net::HttpClient http{loop};
    support::ManualClock clock{kNow};
    NullLogger log;
    support::CrashDisk disk;
    RemoteWrite remoteWrite{{loop, http, clock, log, [] { return RemoteWriter::Metadata(); }}, disk, "/out"};

    RemoteWriteOptions options(const std::string& url) const
    {
        RemoteWriteOptions options;
        options.name = "test";
        options.url = url;
        options.minBackoff = 1ms;
        options.maxBackoff = 5ms;
        options.sendMetadata = false;
        return options;
    }
    void feed(std::uint64_t series, double value, const char* job = "a")
    {
        const LabelSet labels{{"__name__", "up"}, {"job", job}};
        const storage::StoredSample sample{series, &labels, {kNow + static_cast<Timestamp>(value), value}, nullptr, {}};
        remoteWrite.feed().onCommit({&sample, 1}, {});
    }
    /// One commit of two series, the second with two exemplars, and one of a series without a sample.
    void feedExemplars()
    {
        const LabelSet first{{"__name__", "up"}};
        const LabelSet second{{"__name__", "requests_total"}};
        const std::vector<storage::StoredSample> samples = {{1, &first, {kNow, 1}, nullptr, {}},
                                                            {2, &second, {kNow, 2}, nullptr, {}}};
        const std::vector<model::Exemplar> told = {{{{"trace_id", "a"}}, 0.5, kNow - 7, true},
                                                   {{{"trace_id", "b"}}, 1.5, kNow - 3, true},
                                                   {{}, 9, kNow, true}};
        const std::vector<storage::StoredExemplar> exemplars = {{2, &told[0]}, {2, &told[1]}, {3, &told[2]}};
        remoteWrite.feed().onCommit(samples, exemplars);
    }
    /// Until as many requests came, or five seconds passed.
    bool sends(const Receiver& receiver, std::size_t requests)
    {
        remoteWrite.poll();
        clock.advance(10s); // longer than samples wait for others
        remoteWrite.poll();
        return loop.runUntil([&] { return receiver.requests().size() >= requests; }, 5s) &&
               loop.runUntil([&] { return remoteWrite.stats().front().waiting == 0; }, 5s);
    }
};

} // namespace

class RemoteWriterTest : public QObject
{
    Q_OBJECT

private slots:
    void sendsWhatIsCommitted()
    {
        Receiver receiver({"204 No Content"});
        Fixture fixture;
        auto options = fixture.options(receiver.url());
        options.headers = {{"X-Scope-OrgID", "me"}};
        options.basicAuth = net::BasicAuth{"user", "secret"};
        QVERIFY(fixture.remoteWrite.setReceivers({options}));
        fixture.feed(1, 1);
        fixture.feed(2, 2, "b");
        fixture.feed(1, 3);

        QVERIFY(fixture.sends(receiver, 1));

        const auto request = receiver.requests().at(0);
        QCOMPARE(samplesOf(request), (Texts{"up{job=\"a\"} 1", "up{job=\"b\"} 2", "up{job=\"a\"} 3"}));
        for (const auto* header :
             {"POST /api/v1/write HTTP/1.1\r\n", "\r\nContent-Encoding: snappy\r\n",
              "\r\nContent-Type: application/x-protobuf\r\n", "\r\nX-Prometheus-Remote-Write-Version: 0.1.0\r\n",
              "\r\nX-Scope-OrgID: me\r\n", "\r\nAuthorization: Basic dXNlcjpzZWNyZXQ=\r\n"})
            QVERIFY2(request.find(header) != std::string::npos, header);
        QCOMPARE(fixture.remoteWrite.stats().front().samples, 3U);
        QCOMPARE(fixture.remoteWrite.stats().front().newestSent, kNow + 3);
    }

    void exemplarsGoWithTheirSample_data()
    {
        QTest::addColumn<bool>("second");
        QTest::addColumn<bool>("restarts");
        QTest::newRow("1.0") << false << false;
        QTest::newRow("1.0, over a restart") << false << true;
        QTest::newRow("2.0") << true << false;
    }
    void exemplarsGoWithTheirSample()
    {
        QFETCH(bool, second);
        QFETCH(bool, restarts);
        Receiver receiver({"204 No Content"});
        Fixture fixture;
        auto options = fixture.options(receiver.url());
        options.version = second ? remote_write::Version::V2 : remote_write::Version::V1;
        options.sendExemplars = true;
        QVERIFY(fixture.remoteWrite.setReceivers({options}));
        fixture.feedExemplars();
        if (restarts) {
            QVERIFY(fixture.remoteWrite.setReceivers({}));
            QVERIFY(fixture.remoteWrite.setReceivers({options}));
        }

        QVERIFY(fixture.sends(receiver, 1));

        QCOMPARE(samplesOf(receiver.requests().at(0), options.version),
                 (Texts{"up 1", "requests_total 2", "  # {trace_id=\"a\"} 0.5 -7", "  # {trace_id=\"b\"} 1.5 -3"}));
        if (!second) // this receiver does not say what it has written
            QCOMPARE(fixture.remoteWrite.stats().front().exemplars, 2U);
    }

    void exemplarsAreNotSentUnlessTheyAreAskedFor()
    {
        Receiver receiver({"204 No Content"});
        Fixture fixture;
        QVERIFY(fixture.remoteWrite.setReceivers({fixture.options(receiver.url())}));
        fixture.feedExemplars();

        QVERIFY(fixture.sends(receiver, 1));

        QCOMPARE(samplesOf(receiver.requests().at(0)), (Texts{"up 1", "requests_total 2"}));
    }

    void aQueueInMemoryIsBounded()
    {
        Fixture fixture;
        RemoteWrite inMemory(
            {fixture.loop, fixture.http, fixture.clock, fixture.log, [] { return RemoteWriter::Metadata(); }},
            fixture.disk, {});
        QVERIFY(inMemory.setReceivers({fixture.options("http://127.0.0.1:1/")}));
        const std::string filler(100'000, 'x');
        constexpr std::uint64_t kSeries = 1000; // 100 MB of labels
        for (std::uint64_t i = 0; i < kSeries; ++i) {
            const LabelSet labels{{"__name__", "up"}, {"filler", filler + std::to_string(i)}};
            const storage::StoredSample sample{i + 1, &labels, {kNow, 1}, nullptr, {}};
            inMemory.feed().onCommit({&sample, 1}, {});
            inMemory.poll();
        }

        const auto stats = inMemory.stats().front();

        QVERIFY(stats.queueBytes <= RemoteWrite::kMemoryBytes);
        QVERIFY(stats.queueBytes > RemoteWrite::kMemoryBytes / 2);
        QCOMPARE(stats.waiting + stats.samplesDropped.at("queue_full"), kSeries);
    }

    void failuresAreTriedAgainAndLoseNothing_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::newRow("500") << QStringLiteral("500 Internal Server Error");
        QTest::newRow("503") << QStringLiteral("503 Service Unavailable");
        QTest::newRow("429") << QStringLiteral("429 Too Many Requests");
    }
    void failuresAreTriedAgainAndLoseNothing()
    {
        QFETCH(QString, answer);
        Receiver receiver({answer.toStdString(), answer.toStdString(), "200 OK"});
        Fixture fixture;
        QVERIFY(fixture.remoteWrite.setReceivers({fixture.options(receiver.url())}));
        fixture.feed(1, 1);

        QVERIFY(fixture.sends(receiver, 3));

        const auto requests = receiver.requests();
        QCOMPARE(requests.size(), 3U);
        QVERIFY(requests[0].find("Retry-Attempt") == std::string::npos);
        QVERIFY(requests[2].find("\r\nRetry-Attempt: 2\r\n") != std::string::npos);
        QCOMPARE(samplesOf(requests[2]), samplesOf(requests[0]));
        const auto stats = fixture.remoteWrite.stats().front();
        QCOMPARE(stats.samples, 1U);
        QCOMPARE(stats.samplesRetried, 2U);
        QCOMPARE(stats.samplesFailed, 0U);
    }

    void refusedSamplesAreGivenUpAndCounted_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::newRow("400") << QStringLiteral("400 Bad Request");
        QTest::newRow("404") << QStringLiteral("404 Not Found");
        QTest::newRow("415") << QStringLiteral("415 Unsupported Media Type");
    }
    void refusedSamplesAreGivenUpAndCounted()
    {
        QFETCH(QString, answer);
        Receiver receiver({answer.toStdString(), "204 No Content"});
        Fixture fixture;
        QVERIFY(fixture.remoteWrite.setReceivers({fixture.options(receiver.url())}));
        fixture.feed(1, 1);
        QVERIFY(fixture.sends(receiver, 1));
        fixture.feed(1, 2);
        QVERIFY(fixture.sends(receiver, 2));

        const auto stats = fixture.remoteWrite.stats().front();
        QCOMPARE(stats.samplesFailed, 1U);
        QCOMPARE(stats.samples, 1U);
        QCOMPARE(samplesOf(receiver.requests().at(1)), Texts{"up{job=\"a\"} 2"});
    }

    void aReceiverThatAsksForTimeGetsIt()
    {
        Receiver receiver({"503 Service Unavailable\r\nRetry-After: 1", "204 No Content"});
        Fixture fixture;
        QVERIFY(fixture.remoteWrite.setReceivers({fixture.options(receiver.url())}));
        fixture.feed(1, 1);
        const auto begun = std::chrono::steady_clock::now();

        QVERIFY(fixture.sends(receiver, 2));

        QVERIFY(std::chrono::steady_clock::now() - begun >= 900ms);
    }

    void labelsAreRewritten()
    {
        Receiver receiver({"204 No Content"});
        Fixture fixture;
        auto options = fixture.options(receiver.url());
        options.externalLabels = {{"site", "home"}, {"job", "not this"}};
        options.relabelRules.push_back(*scrape::RelabelRule::make(
            {.sourceLabels = {"job"}, .regex = "b", .action = scrape::RelabelRule::Action::Drop}));
        options.relabelRules.push_back(
            *scrape::RelabelRule::make({.sourceLabels = {"job"}, .targetLabel = "team", .replacement = "team-$1"}));
        QVERIFY(fixture.remoteWrite.setReceivers({options}));
        fixture.feed(1, 1);
        fixture.feed(2, 2, "b");

        QVERIFY(fixture.sends(receiver, 1));

        QCOMPARE(samplesOf(receiver.requests().at(0)), Texts{"up{job=\"a\", site=\"home\", team=\"team-a\"} 1"});
        QCOMPARE(fixture.remoteWrite.stats().front().samplesDropped.at("dropped_series"), 1U);
    }

    void versionTwoNeedsAReceiverThatSaysSo()
    {
        Receiver deaf({"204 No Content"});
        Receiver able({"204 No Content\r\nX-Prometheus-Remote-Write-Samples-Written: 1"});
        Fixture fixture;
        auto options = fixture.options(deaf.url());
        options.version = remote_write::Version::V2;
        QVERIFY(fixture.remoteWrite.setReceivers({options}));
        fixture.feed(1, 1);
        QVERIFY(fixture.sends(deaf, 1));
        QCOMPARE(fixture.remoteWrite.stats().front().samplesFailed, 1U);

        options.url = able.url();
        QVERIFY(fixture.remoteWrite.setReceivers({options}));
        fixture.feed(1, 2);
        QVERIFY(fixture.sends(able, 1));

        QCOMPARE(fixture.remoteWrite.stats().front().samples, 1U);
        QCOMPARE(samplesOf(able.requests().at(0), remote_write::Version::V2), Texts{"up{job=\"a\"} 2"});
        QVERIFY(able.requests()[0].find("Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request") !=
                std::string::npos);
    }

    void receiversThatStayAreNotDisturbed()
    {
        Receiver receiver({"204 No Content"});
        Fixture fixture;
        const auto options = fixture.options(receiver.url());
        QVERIFY(fixture.remoteWrite.setReceivers({options}));
        fixture.feed(1, 1);
        QVERIFY(fixture.sends(receiver, 1));
        auto other = options;
        other.name = "other";

        QVERIFY(fixture.remoteWrite.setReceivers({other, options}));

        const auto stats = fixture.remoteWrite.stats();
        QCOMPARE(stats.size(), 2U);
        QCOMPARE(stats[1].samples, 1U); // it still knows what it did
        QVERIFY(fixture.remoteWrite.setReceivers({}));
        QVERIFY(fixture.remoteWrite.stats().empty());
    }

    void aNewAddressTakesTheQueueOver()
    {
        Receiver receiver({"204 No Content"});
        Fixture fixture;
        auto options = fixture.options("http://127.0.0.1:1/api/v1/write"); // nobody is there
        QVERIFY(fixture.remoteWrite.setReceivers({options}));
        fixture.feed(1, 1);
        fixture.remoteWrite.poll();
        options.url = receiver.url();

        QVERIFY(fixture.remoteWrite.setReceivers({options}));

        QVERIFY(fixture.sends(receiver, 1));
        QCOMPARE(samplesOf(receiver.requests().at(0)), Texts{"up{job=\"a\"} 1"});
    }
};

QTEST_APPLESS_MAIN(RemoteWriterTest)
#include "remote_writer_test.moc"
