// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <QUdpSocket>

#include "sources/custom/statsd_line.h"
#include "sources/custom/statsd_listener.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"

using namespace nocturne;
using namespace nocturne::custom;

namespace {

Measurement only(std::string_view line)
{
    const auto read = readStatsdLine(line);
    return read && read->size() == 1 ? read->front() : Measurement{};
}

} // namespace

class StatsdTest : public QObject
{
    Q_OBJECT

private slots:
    void eachTypeIsAKind()
    {
        QVERIFY(only("jobs.done:2|c") == (Measurement{Kind::Counter, "jobs_done", {}, 2}));
        QVERIFY(only("temperature:-4.5|h") == (Measurement{Kind::Histogram, "temperature", {}, -4.5}));
        QVERIFY(only("size:7|d") == (Measurement{Kind::Histogram, "size", {}, 7}));
        QCOMPARE(only("took:250|ms").value, 0.25);
        QCOMPARE(only("users:alice|s").member, std::string("alice"));
        QVERIFY(only("users:alice|s").kind == Kind::Set);
    }

    void signsChangeAGauge()
    {
        QVERIFY(!only("queue:5|g").relative);
        QVERIFY(only("queue:+5|g").relative);
        QVERIFY(only("queue:-5|g").relative);
        QCOMPARE(only("queue:-5|g|min:0").atLeast, std::optional<double>(0));
    }

    void tagsAreLabelsAndRatesAreWeights()
    {
        const auto read = only("1st hit:1|c|@0.25|#env:prod,urgent,route-id:/a:b|c:container");

        QCOMPARE(read.name, std::string("_1st_hit"));
        QCOMPARE(read.weight, 4.0);
        const std::vector<std::pair<std::string, std::string>> labels = {
            {"env", "prod"}, {"urgent", "true"}, {"route_id", "/a:b"}};
        QCOMPARE(read.labels, labels);
    }

    void severalValuesAreSeveralMeasurements()
    {
        const auto read = readStatsdLine("took:1:2:3|ms");

        QVERIFY(read.has_value());
        QCOMPARE(read->size(), std::size_t(3));
        QCOMPARE((*read)[2].value, 0.003);
    }

    void whatIsNoMetricIsRefusedWithItsPlace_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("column");
        QTest::newRow("no value") << QByteArray("jobs") << 1;
        QTest::newRow("no name") << QByteArray(":1|c") << 1;
        QTest::newRow("no type") << QByteArray("jobs:1") << 6;
        QTest::newRow("unknown type") << QByteArray("jobs:1|q") << 8;
        QTest::newRow("no number") << QByteArray("jobs:one|c") << 6;
        QTest::newRow("second is no number") << QByteArray("jobs:1:x|c") << 8;
        QTest::newRow("rate of nothing") << QByteArray("jobs:1|c|@0") << 10;
        QTest::newRow("a counter falls") << QByteArray("jobs:-1|c") << 9;
        QTest::newRow("not finite") << QByteArray("jobs:Inf|g") << 10;
        QTest::newRow("our own label") << QByteArray("jobs:1|c|#le:5") << 10;
        QTest::newRow("a label twice") << QByteArray("jobs:1|c|#a:5,a:6") << 10;
        QTest::newRow("not UTF-8") << QByteArray("jobs:1|c|#a:\xff") << 10;
        QTest::newRow("an event of DogStatsD") << QByteArray("_e{5,4}:title|text") << 15;
    }

    void whatIsNoMetricIsRefusedWithItsPlace()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, column);
        const auto read = readStatsdLine(line.toStdString());

        QVERIFY(!read.has_value());
        QVERIFY(read.error().where.has_value());
        QCOMPARE(read.error().where->column, column);
    }

    void datagramsAreTaken()
    {
        support::MemoryStore store;
        const support::ManualClock clock;
        CustomMetrics metrics(store, clock, {});
        StatsdListener listener(metrics);
        QVERIFY(listener.listen(QStringLiteral("127.0.0.1"), 0).has_value());

        QUdpSocket client;
        const auto send = [&](const QByteArray& datagram) {
            QCOMPARE(client.writeDatagram(datagram, QHostAddress::LocalHost, listener.port()), datagram.size());
        };
        for (int i = 0; i < 1200; ++i) {
            send("jobs:1|c\r\njobs:2|c|#queue:a\n\n");
            if (i % 100 == 99)
                QTRY_COMPARE(metrics.stats().taken, std::uint64_t(2 * (i + 1)));
        }
        send("nonsense");

        QTRY_COMPARE(metrics.stats().refused, std::uint64_t(1));
        QCOMPARE(metrics.stats().series, std::size_t(2));
        QVERIFY(!metrics.stats().lastError.empty());
    }

    void onlyThisComputerMayTell()
    {
        support::MemoryStore store;
        const support::ManualClock clock;
        CustomMetrics metrics(store, clock, {});
        StatsdListener listener(metrics);

        const auto afar = listener.listen(QStringLiteral("0.0.0.0"), 0);

        QVERIFY(!afar.has_value());
        QVERIFY(afar.error().kind == Error::Kind::InvalidInput);
    }

    void aPortThatIsTakenIsNamed()
    {
        support::MemoryStore store;
        const support::ManualClock clock;
        CustomMetrics metrics(store, clock, {});
        StatsdListener first(metrics);
        StatsdListener second(metrics);
        QVERIFY(first.listen(QStringLiteral("localhost"), 0).has_value());

        const auto taken = second.listen(QStringLiteral("localhost"), first.port());

        QVERIFY(!taken.has_value());
        QVERIFY(taken.error().kind == Error::Kind::Unavailable);
        QVERIFY(QString::fromStdString(taken.error().message).contains(QString::number(first.port())));
    }
};

QTEST_GUILESS_MAIN(StatsdTest)
#include "statsd_test.moc"
