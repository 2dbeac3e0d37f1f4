// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/duration.h"

#include <QtTest>

using namespace nocturne;
using namespace std::chrono_literals;

class DurationTest : public QObject
{
    Q_OBJECT

private slots:
    void parse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("milliseconds");
        QTest::newRow("compound") << QByteArray("1h30m") << qint64{5'400'000};
        QTest::newRow("zero alone needs no unit") << QByteArray("0") << qint64{0};
        QTest::newRow("zero with unit") << QByteArray("0s") << qint64{0};
        QTest::newRow("m is not ms") << QByteArray("1m1ms") << qint64{60'001};
        QTest::newRow("all units") << QByteArray("1y2w3d4h5m6s7ms") << qint64{33'019'506'007};
        QTest::newRow("more than the next unit") << QByteArray("90m") << qint64{5'400'000};
        QTest::newRow("leading zeros") << QByteArray("007s") << qint64{7000};
        QTest::newRow("largest: 2^63 ns") << QByteArray("9223372036854ms") << qint64{9'223'372'036'854};
    }
    void parse()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, milliseconds);

        const auto duration = parseDuration(text.toStdString());

        QVERIFY(duration);
        QCOMPARE(duration->count(), milliseconds);
    }

    void refuse_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("column");
        QTest::newRow("empty") << QByteArray("") << 1;
        QTest::newRow("no unit") << QByteArray("15") << 3;
        QTest::newRow("no number") << QByteArray("s") << 1;
        QTest::newRow("unknown unit") << QByteArray("5y3q") << 4;
        QTest::newRow("wrong order") << QByteArray("1s1m") << 4;
        QTest::newRow("unit twice") << QByteArray("1h2h") << 4;
        QTest::newRow("blank") << QByteArray("1h 2m") << 2;
        QTest::newRow("negative") << QByteArray("-1h") << 1;
        QTest::newRow("fraction") << QByteArray("1.5h") << 2;
        QTest::newRow("over 2^63 ns") << QByteArray("9223372036855ms") << 13;
        QTest::newRow("sum over 2^63 ns") << QByteArray("292y100w") << 8;
        QTest::newRow("digits without end") << QByteArray(400, '9') << 13;
    }
    void refuse()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, column);

        const auto duration = parseDuration(text.toStdString());

        QVERIFY(!duration);
        QVERIFY(duration.error().kind == Error::Kind::InvalidInput);
        QVERIFY(duration.error().where.has_value());
        QCOMPARE(duration.error().where->column, column);
    }

    void format_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("zero") << qint64{0} << QByteArray("0s");
        QTest::newRow("compound") << qint64{5'400'000} << QByteArray("1h30m");
        QTest::newRow("milliseconds") << qint64{1500} << QByteArray("1s500ms");
        QTest::newRow("days take a rest") << qint64{36 * 3'600'000LL} << QByteArray("1d12h");
        QTest::newRow("weeks take none") << qint64{90 * 86'400'000LL} << QByteArray("90d");
        QTest::newRow("whole weeks") << qint64{14 * 86'400'000LL} << QByteArray("2w");
        QTest::newRow("whole years") << qint64{730 * 86'400'000LL} << QByteArray("2y");
        QTest::newRow("negative") << qint64{-90'000} << QByteArray("-1m30s");
    }
    void format()
    {
        QFETCH(qint64, milliseconds);
        QFETCH(QByteArray, text);

        QCOMPARE(QByteArray::fromStdString(formatDuration(std::chrono::milliseconds(milliseconds))), text);
    }
};

QTEST_APPLESS_MAIN(DurationTest)
#include "duration_test.moc"
