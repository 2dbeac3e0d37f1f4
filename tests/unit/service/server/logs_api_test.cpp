// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <future>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "service/server/logs_api.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

constexpr Timestamp kNow = 1'700'000'040'000; // on a whole minute

struct Fixture
{
    support::ManualClock clock{kNow};
    logs::LogStore store;
    WorkerPool pool{1};
    LogsApi api{store, pool, clock};

    Fixture()
    {
        add("started", LogLevel::Info, "web", kNow - 90'000);
        add("disk full", LogLevel::Error, "db", kNow - 30'000);
        add("slow", LogLevel::Warning, "db", kNow - 20'000);
    }
    void add(const char* message, LogLevel level, const char* service, Timestamp time)
    {
        logs::LogRecord record;
        record.message = message;
        record.level = level;
        record.service = service;
        record.time = time;
        record.fields["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736";
        store.add(std::move(record));
    }
    HttpResponse get(std::string_view path, const char* query) const
    {
        std::promise<HttpResponse> promise;
        HttpRequest request{.method = "GET", .path = std::string(path)};
        request.query = query;
        api.handle(request, [&](HttpResponse response) { promise.set_value(std::move(response)); });
        return promise.get_future().get();
    }
    QJsonObject data(std::string_view path, const char* query) const
    {
        return QJsonDocument::fromJson(QByteArray::fromStdString(get(path, query).body))
            .object()
            .value(QLatin1String("data"))
            .toObject();
    }
    QStringList messages(const char* query) const
    {
        QStringList all;
        const auto records = data(LogsApi::kPath, query).value(QLatin1String("records")).toArray();
        for (const auto& record : records)
            all << record.toObject().value(QLatin1String("message")).toString();
        return all;
    }
};

} // namespace

class LogsApiTest : public QObject
{
    Q_OBJECT

private slots:
    void recordsAreFound()
    {
        const Fixture fixture;

        QCOMPARE(fixture.messages("").join(u','), QStringLiteral("started,disk full,slow"));
        QCOMPARE(fixture.messages("level=warning,error&service=db").join(u','), QStringLiteral("disk full,slow"));
        QCOMPARE(fixture.messages("q=%2F%5Edisk%2F").join(u','), QStringLiteral("disk full"));
        QCOMPARE(fixture.messages("from=1700000015").join(u','), QStringLiteral("slow"));
        QCOMPARE(fixture.messages("limit=1").join(u','), QStringLiteral("slow"));
        QCOMPARE(fixture.messages("after=2").join(u','), QStringLiteral("slow"));
        const auto data = fixture.data(LogsApi::kBurstletPath, "limit=1");
        QCOMPARE(data.value(QLatin1String("last")).toInt(), 3);
        const auto record = data.value(QLatin1String("records")).toArray().at(0).toObject();
        QCOMPARE(record.value(QLatin1String("level")).toString(), QStringLiteral("warning"));
        QCOMPARE(record.value(QLatin1String("trace")).toString(), QStringLiteral("4bf92f3577b34da6a3ce929d0e0e4736"));
        QCOMPARE(record.value(QLatin1String("timestamp")).toString(), QStringLiteral("2023-11-14T22:13:40Z"));
    }

    void countsAreByLevel()
    {
        const Fixture fixture;

        const auto data = fixture.data(LogsApi::kCountsPath, "start=1699999920&end=1700000040&parts=2");

        QCOMPARE(data.value(QLatin1String("step")).toInt(), 60);
        const auto counts = data.value(QLatin1String("counts")).toObject();
        QCOMPARE(counts.value(QLatin1String("info")).toArray(), (QJsonArray{1, 0}));
        QCOMPARE(counts.value(QLatin1String("error")).toArray(), (QJsonArray{0, 1}));
    }

    void wrongParametersAreSaid()
    {
        const Fixture fixture;

        QCOMPARE(fixture.get(LogsApi::kPath, "level=loud").status, 400);
        QCOMPARE(fixture.get(LogsApi::kPath, "q=%2F(%2F").status, 400);
        QCOMPARE(fixture.get(LogsApi::kPath, "start=never").status, 400);
        QCOMPARE(fixture.get(LogsApi::kCountsPath, "start=2000000000").status, 400);
    }
};

QTEST_APPLESS_MAIN(LogsApiTest)
#include "logs_api_test.moc"
