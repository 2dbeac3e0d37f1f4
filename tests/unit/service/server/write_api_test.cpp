// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <future>

#include <QTest>

#include "engine/remote_write/request_writer.h"
#include "engine/tsdb/head.h"
#include "service/server/request_reader.h"
#include "service/server/write_api.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::server;
using remote_write::RequestWriter;
using remote_write::Version;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

std::string body(Version version, std::size_t series, double value = 1)
{
    RequestWriter writer(version);
    for (std::size_t i = 0; i < series; ++i) {
        writer.series(model::LabelSet{{"__name__", "m"}, {"i", std::to_string(i * 7919)}});
        writer.sample({{kNow, value}});
    }
    return writer.finish();
}

struct Fixture
{
    support::ManualClock clock{kNow};
    tsdb::Head head{{}, clock};
    remote_write::Receiver receiver{head, clock};
    WorkerPool pool{1};
    WriteApi api{receiver, pool};

    HttpResponse post(std::string content, const std::string& type, const std::string& encoding = "snappy") const
    {
        HttpRequest request{.method = "POST", .path = std::string(WriteApi::kPath), .body = std::move(content)};
        if (!type.empty())
            request.headers.emplace_back("content-type", type);
        if (!encoding.empty())
            request.headers.emplace_back("content-encoding", encoding);
        std::promise<HttpResponse> promise;
        api.handle(std::move(request), [&](HttpResponse response) { promise.set_value(std::move(response)); });
        return promise.get_future().get();
    }
};

QString headersOf(const HttpResponse& response)
{
    QString text;
    for (const auto& [name, value] : response.headers)
        text += QString::fromStdString(name + "=" + value + "\n");
    return text;
}

constexpr auto kTypeTwo = "application/x-protobuf;proto=io.prometheus.write.v2.Request";

} // namespace

class WriteApiTest : public QObject
{
    Q_OBJECT

private slots:
    void contentTypesAreNegotiated_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<int>("status");
        const auto row = [](const char* type, const char* encoding, int status) {
            QTest::addRow("%s, %s", type, encoding)
                << QString::fromLatin1(type) << QString::fromLatin1(encoding) << status;
        };
        row("application/x-protobuf", "snappy", 204);
        row("application/x-protobuf", "", 204);
        row("", "snappy", 204);
        row("Application/X-Protobuf", "snappy", 204);
        row("application/x-protobuf; proto=prometheus.WriteRequest", "snappy", 204);
        row("application/x-protobuf;charset=x ;proto=prometheus.WriteRequest", "snappy", 204);
        row("application/x-protobuf;proto=prometheus.Other", "snappy", 415);
        row("application/json", "snappy", 415);
        row("application/x-protobuf", "gzip", 415);
        row("application/x-protobuf", "zstd", 415);
    }
    void contentTypesAreNegotiated()
    {
        QFETCH(QString, type);
        QFETCH(QString, encoding);
        QFETCH(int, status);
        const Fixture fixture;

        const auto response = fixture.post(body(Version::V1, 2), type.toStdString(), encoding.toStdString());

        QCOMPARE(response.status, status);
        QCOMPARE(fixture.head.stats().samples, status == 204 ? 2U : 0U);
        QCOMPARE(response.body.empty(), status == 204);
    }

    void versionTwoIsToldWhatWasWritten()
    {
        const Fixture fixture;
        const auto written = [](int samples) {
            return QStringLiteral("X-Prometheus-Remote-Write-Samples-Written=%1\n"
                                  "X-Prometheus-Remote-Write-Histograms-Written=0\n"
                                  "X-Prometheus-Remote-Write-Exemplars-Written=0\n")
                .arg(samples);
        };

        const auto stored = fixture.post(body(Version::V2, 3), kTypeTwo);
        const auto partly = fixture.post(body(Version::V2, 4, 2), kTypeTwo);
        const auto broken = fixture.post("no snappy", kTypeTwo);

        QCOMPARE(stored.status, 204);
        QCOMPARE(headersOf(stored), written(3));
        QCOMPARE(partly.status, 400);
        QCOMPARE(headersOf(partly), written(1));
        QCOMPARE(partly.body, std::string("3 of 4 samples were dropped: 3 duplicate sample for timestamp with another "
                                          "value\n"));
        QCOMPARE(broken.status, 400);
        QCOMPARE(headersOf(broken), written(0));
    }

    void versionOneIsToldNothingOfHeaders()
    {
        const Fixture fixture;

        QVERIFY(fixture.post(body(Version::V1, 1), "application/x-protobuf").headers.empty());
    }

    void onlyPostIsTaken()
    {
        const Fixture fixture;
        HttpResponse response;

        fixture.api.handle({.method = "GET", .path = std::string(WriteApi::kPath)},
                           [&](HttpResponse given) { response = std::move(given); });

        QCOMPARE(response.status, 405);
        QCOMPARE(headersOf(response), QStringLiteral("Allow=POST\n"));
    }

    void largeRequestsAreStoredByThePool()
    {
        const Fixture fixture;
        auto content = body(Version::V1, 60'000);
        QVERIFY(content.size() > 200'000);

        const auto response = fixture.post(std::move(content), "application/x-protobuf");

        QCOMPARE(response.status, 204);
        QCOMPARE(fixture.head.stats().samples, 60'000U);
    }

    void bombsAreRefused()
    {
        const Fixture fixture;

        const auto response = fixture.post("\xff\xff\xff\xff\x0f", "application/x-protobuf");

        QCOMPARE(response.status, 413);
    }

    void onlyThisPathMaySendLargeBodies()
    {
        HttpLimits limits;
        limits.bodyBytes = 10;
        limits.largePath = WriteApi::kPath;
        limits.largeBodyBytes = 100;
        const auto refusalOf = [&](const std::string& target, int length) {
            RequestReader reader(limits);
            (void)reader.feed("POST " + target +
                              " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n");
            return reader.refusalStatus();
        };

        QCOMPARE(refusalOf("/api/v1/write", 100), 0);
        QCOMPARE(refusalOf("/api/v1/write?x=1", 100), 0);
        QCOMPARE(refusalOf("/api/v1/write", 101), 413);
        QCOMPARE(refusalOf("/api/v1/writes", 11), 413);
        QCOMPARE(refusalOf("/api/v1/query", 11), 413);
    }
};

QTEST_APPLESS_MAIN(WriteApiTest)
#include "write_api_test.moc"
