// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/query/local_query_service.h"

#include <QtTest>

#include <future>

#include "engine/tsdb/head.h"
#include "support/manual_clock.h"

using namespace nocturne;
using namespace std::chrono_literals;
using model::LabelSet;
using query::LocalQueryOptions;
using query::LocalQueryService;
using query::SeriesQuery;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;

/// A store that lost what it had of one moment.
class Lossy final : public storage::Queryable
{
public:
    explicit Lossy(const storage::Queryable& store)
        : m_store(store)
    {}
    Result<std::unique_ptr<storage::Querier>> querier(Timestamp minTime, Timestamp maxTime) const override
    {
        return m_store.querier(minTime, maxTime);
    }
    std::vector<std::string> losses(Timestamp minTime, Timestamp maxTime) const override
    {
        const bool isWithin = minTime < kStart && kStart <= maxTime;
        return isWithin ? std::vector<std::string>{"samples may be missing"} : std::vector<std::string>();
    }

private:
    const storage::Queryable& m_store;
};

/// Two counters of two jobs, an hour at 15 s.
class Fixture
{
public:
    explicit Fixture(LocalQueryOptions options = {})
        : service(head, pool, clock, options)
    {
        const auto appender = head.appender();
        appender->describe("requests_total", {model::MetricType::Counter, "Requests.", ""});
        for (int i = 0; i <= 240; ++i) {
            for (const char* job : {"api", "db"})
                appender->append(0, {{"__name__", "requests_total"}, {"job", job}}, {kStart + i * 15'000, i * 30.0})
                    .value();
        }
        appender->append(0, {{"__name__", "up"}, {"job", "api"}}, {kStart, 1}).value();
        appender->commit().value();
    }

    template <typename T, typename Call>
    Result<T> ask(Call call)
    {
        std::promise<Result<T>> answer;
        call([&](Result<T> result) { answer.set_value(std::move(result)); });
        return answer.get_future().get();
    }
    auto instant(const std::string& expression, Timestamp time = kStart + 3'600'000, std::stop_token stop = {})
    {
        return ask<query::QueryService::ResultPtr>([&](auto done) {
            service.instant({expression, time}, stop, std::move(done));
        });
    }
    auto range(const query::RangeQuery& query)
    {
        return ask<query::QueryService::ResultPtr>([&](auto done) { service.range(query, {}, std::move(done)); });
    }

    support::ManualClock clock{kStart + 3'600'000};
    tsdb::Head head{{}, clock};
    WorkerPool pool{2};
    LocalQueryService service;
};

} // namespace

class LocalQueryServiceTest : public QObject
{
    Q_OBJECT

private slots:
    void aResultWarnsOfWhatIsMissingInTheRangeItRead()
    {
        Fixture fixture;
        const Lossy store(fixture.head);
        LocalQueryService service(store, fixture.pool, fixture.clock);
        const auto warningsOf = [&](const char* expression, Timestamp time) {
            const auto result = fixture.ask<query::QueryService::ResultPtr>([&](auto done) {
                service.instant({expression, time}, {}, std::move(done));
            });
            return (*result)->warnings;
        };
        const std::vector<std::string> lost{"samples may be missing"};

        QCOMPARE(warningsOf("count_over_time(up[1h])", kStart + 3'599'999), lost);
        QCOMPARE(warningsOf("count_over_time(up[1h])", kStart + 3'600'000), std::vector<std::string>());
        QCOMPARE(warningsOf("sum(up) + sum(up offset 1h)", kStart + 3'600'000), lost);         // once
        QCOMPARE(warningsOf("count_over_time(requests_total[2h])", kStart + 3'600'000), lost); // as from roll-ups
        QCOMPARE(warningsOf("vector(1)", kStart), std::vector<std::string>());
    }

    void instantQueriesAnswerAVector()
    {
        Fixture fixture;

        const auto result = fixture.instant("sum by (job) (rate(requests_total[5m]))");

        QVERIFY(result);
        const auto& vector = **result;
        QCOMPARE(vector.type, query::ValueType::Vector);
        QCOMPARE(vector.times, std::vector<Timestamp>{kStart + 3'600'000});
        QCOMPARE(vector.series.size(), std::size_t{2});
        QVERIFY((vector.series[0].labels == LabelSet{{"job", "api"}}));
        QCOMPARE(vector.series[0].values.size(), std::size_t{1});
        QCOMPARE(vector.series[0].values[0], 2.0); // 30 each 15 s; to 12 digits
        QCOMPARE(vector.stats.series, std::size_t{2});
    }
    void rangeQueriesAnswerColumns()
    {
        Fixture fixture;

        const auto result = fixture.range({"requests_total{job=\"db\"}", kStart, kStart + 60'000, 30s});

        QVERIFY(result);
        QCOMPARE((*result)->type, query::ValueType::Matrix);
        QCOMPARE((*result)->times, (std::vector<Timestamp>{kStart, kStart + 30'000, kStart + 60'000}));
        QCOMPARE((*result)->series.at(0).values, (std::vector<double>{0, 60, 120}));
    }
    void absentStepsAreAbsent()
    {
        Fixture fixture;

        const auto result = fixture.range({"up", kStart, kStart + 600'000, 300s});

        QVERIFY(result);
        const auto& values = (*result)->series.at(0).values;
        QCOMPARE(values.at(0), 1.0);
        QVERIFY(query::isAbsent(values.at(2))); // beyond the lookback delta
    }

    void failures_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("column");
        const auto kind = [](Error::Kind value) { return static_cast<int>(value); };
        QTest::newRow("unknown function") << "1 + rat(up[5m])" << kind(Error::Kind::InvalidInput) << 5;
        QTest::newRow("unfinished") << "sum(" << kind(Error::Kind::InvalidInput) << 5;
        QTest::newRow("empty") << "" << kind(Error::Kind::InvalidInput) << 1;
        QTest::newRow("text too long") << QString(100, QLatin1Char(' ')) << kind(Error::Kind::LimitExceeded) << 0;
        QTest::newRow("too many series") << "{job=~\".+\"}" << kind(Error::Kind::LimitExceeded) << 0;
    }
    void failures()
    {
        QFETCH(QString, expression);
        QFETCH(int, kind);
        QFETCH(int, column);
        LocalQueryOptions options;
        options.maxTextBytes = 80;
        options.maxSeries = 1;
        Fixture fixture(options);

        const auto result = fixture.instant(expression.toStdString());

        QVERIFY(!result);
        QCOMPARE(static_cast<int>(result.error().kind), kind);
        if (column != 0)
            QCOMPARE(result.error().where.value().column, column);
    }
    void manyToManyIsTheQuerysFault()
    {
        Fixture fixture;

        const auto result = fixture.instant("requests_total * on () requests_total");

        QVERIFY(!result);
        QVERIFY(result.error().kind == Error::Kind::InvalidInput);
    }
    void tooManyStepsAreRefused()
    {
        Fixture fixture;

        const auto result = fixture.range({"up", kStart, kStart + 11'001'000, 1s});

        QVERIFY(!result);
        QVERIFY(result.error().kind == Error::Kind::LimitExceeded);
    }
    void senselessRangesAreRefused()
    {
        Fixture fixture;

        QVERIFY(fixture.range({"up", kStart, kStart - 1, 1s}).error().kind == Error::Kind::InvalidInput);
        QVERIFY(fixture.range({"up", kStart, kStart, 0s}).error().kind == Error::Kind::InvalidInput);
    }
    void aStopRequestCancels()
    {
        Fixture fixture;
        std::stop_source stop;
        stop.request_stop();

        const auto result = fixture.instant("up", kStart, stop.get_token());

        QVERIFY(!result);
        QVERIFY(result.error().kind == Error::Kind::Cancelled);
    }
    void aTimeoutOfZeroIsATimeout()
    {
        Fixture fixture;

        const auto result = fixture.range({"up", kStart, kStart, 1s, 0ms});

        // A worker may be faster than the watcher; what cannot be is another failure.
        QVERIFY(result || result.error().kind == Error::Kind::Timeout);
    }

    void labelQueriesJoinTheirSelectors()
    {
        Fixture fixture;
        using Texts = std::vector<std::string>;
        const auto names = [&](SeriesQuery query) {
            return fixture.ask<Texts>([&](auto done) { fixture.service.labelNames(query, {}, std::move(done)); });
        };
        const auto values = [&](const char* label, SeriesQuery query) {
            return fixture.ask<Texts>(
                [&](auto done) { fixture.service.labelValues(label, query, {}, std::move(done)); });
        };

        QCOMPARE(names({}).value(), (Texts{"__name__", "job"}));
        QCOMPARE(values("job", {}).value(), (Texts{"api", "db"}));
        QCOMPARE(values("job", {{"up"}}).value(), (Texts{"api"}));
        QCOMPARE(values("__name__", {{"up", "requests_total{job=\"db\"}"}}).value(), (Texts{"requests_total", "up"}));
        QCOMPARE(values("job", {{}, 0, 0, 1}).value(), (Texts{"api"}));
        QCOMPARE(values("__name__", {{}, kStart, kStart}).value(), (Texts{"requests_total", "up"})); // both ends count
        QCOMPARE(values("__name__", {{}, kStart + 1, kStart + 15'000}).value(), (Texts{"requests_total"}));
    }
    void seriesAreSortedAndNoneTwice()
    {
        Fixture fixture;
        using Sets = std::vector<LabelSet>;

        const auto sets = fixture.ask<Sets>([&](auto done) {
            fixture.service.series({{"{job=\"api\"}", "up", "requests_total"}}, {}, std::move(done));
        });

        QVERIFY((sets.value() == Sets{{{"__name__", "requests_total"}, {"job", "api"}},
                                      {{"__name__", "requests_total"}, {"job", "db"}},
                                      {{"__name__", "up"}, {"job", "api"}}}));
    }
    void aBrokenSelectorIsReportedAtItsPlace()
    {
        Fixture fixture;

        const auto sets = fixture.ask<std::vector<LabelSet>>(
            [&](auto done) { fixture.service.series({{"up{job=}"}}, {}, std::move(done)); });

        QVERIFY(!sets);
        QVERIFY(sets.error().kind == Error::Kind::InvalidInput);
        QCOMPARE(sets.error().where.value().column, 8);
    }
    void metadataIsPassedOn()
    {
        Fixture fixture;
        using Families = std::map<std::string, model::Metadata>;

        const auto families =
            fixture.ask<Families>([&](auto done) { fixture.service.metadata("requests_total", {}, std::move(done)); });

        QCOMPARE(families.value().at("requests_total").help, std::string("Requests."));
    }
    void destructionAnswersWhatIsUnderWay()
    {
        std::atomic<int> answers = 0;
        {
            Fixture fixture;
            for (int i = 0; i < 200; ++i) {
                fixture.service.range({"sum(rate(requests_total[5m]))", kStart, kStart + 3'600'000, 1s}, {},
                                      [&](const auto&) { ++answers; });
            }
        }
        QCOMPARE(answers.load(), 200);
    }
};

QTEST_GUILESS_MAIN(LocalQueryServiceTest)
#include "local_query_service_test.moc"
