// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <limits>

#include "watch/dashboards/axis_ticks.h"
#include "watch/dashboards/units.h"

using namespace nocturne::dashboards;

class UnitsTest : public QObject
{
    Q_OBJECT

private slots:
    void valuesAreWorded_data()
    {
        QTest::addColumn<QString>("unit");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* unit, double value, const char* expected) {
            QTest::addRow("%s %g", unit, value) << QString::fromUtf8(unit) << value << QString::fromUtf8(expected);
        };
        row("short", 2.84, "2.84");
        row("short", 1240, "1.24 k");
        row("short", 999.6, "1.00 k");
        row("short", 7, "7");
        row("short", 1.5e6, "1.50 M");
        row("short", -2500, "−2.50 k");
        row("none", 1204, "1,204");
        row("percent", 37.24, "37.2 %");
        row("percent", 0, "0.0 %");
        row("percentunit", 0.714, "71.4 %");
        row("bytes", 1024, "1 KiB");
        row("bytes", 12.46e9, "11.6 GiB");
        row("decbytes", 1500, "1.50 kB");
        row("Bps", 42e6, "42 MB/s");
        row("s", 0.0123, "12.3 ms");
        row("s", 90, "1.50 min");
        row("s", 7200, "2 h");
        row("s", 2e-7, "200 ns");
        row("ms", 472, "472 ms");
        row("ms", 1500, "1.50 s");
        row("reqps", 1240, "1.24 kreq/s");
        row("celsius", 21.53, "21.5 °C");
        row("apples", 3, "3 apples");
        row("short", std::numeric_limits<double>::infinity(), "∞");
        row("short", std::numeric_limits<double>::quiet_NaN(), "NaN");
    }

    void valuesAreWorded()
    {
        QFETCH(QString, unit);
        QFETCH(double, value);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(UnitFormat(unit.toStdString()).format(value).text()), expected);
    }

    void anAxisHasOnePrefix()
    {
        const UnitFormat format("ms");
        const auto scale = format.scale(1000, 250);
        QCOMPARE(format.format(250, scale, 250).text(), std::string("250 ms"));
        QCOMPARE(format.format(1000, scale, 250).text(), std::string("1,000 ms"));
    }

    void axesAreRound()
    {
        QCOMPARE(planAxis(3, 97, 4, StepFamily::Decimal).ticks, (std::vector<double>{0, 25, 50, 75, 100}));
        QCOMPARE(planAxis(0, 13e9, 4, StepFamily::Binary).step, 0x1p32);
        QCOMPARE(planAxis(0, 3000, 4, StepFamily::Time).step, 900.0);
        QCOMPARE(planAxis(1000, 1010, 4, StepFamily::Decimal).min, 1000.0);
        const auto empty = planAxis(std::numeric_limits<double>::quiet_NaN(), 0, 4, StepFamily::Decimal);
        QCOMPARE(empty.min, 0.0);
        QCOMPARE(empty.max, 1.0);
    }

    void fixedBoundsAreKept()
    {
        const auto plan = planAxis(20, 30, 4, StepFamily::Decimal, 1, {0, 100, true, true});
        QCOMPARE(plan.min, 0.0);
        QCOMPARE(plan.max, 100.0);
    }

    void timeMarksAreOnRoundLocalTimes()
    {
        const auto plan = planTimeAxis(1'773'482'402'000, 1'773'486'002'000, 7);
        QCOMPARE(plan.step, std::chrono::milliseconds(600'000));
        QCOMPARE(plan.ticks.size(), std::size_t{6});
        QCOMPARE(plan.ticks.front(), nocturne::Timestamp{1'773'483'000'000});
    }
};

QTEST_APPLESS_MAIN(UnitsTest)
#include "units_test.moc"
