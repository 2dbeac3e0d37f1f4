// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <cmath>

#include "engine/promql/duration_expression.h"
#include "engine/promql/parser.h"

namespace nocturne::promql {

using namespace std::chrono_literals;

class DurationExpressionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isComputedWithStepAndRange_data()
    {
        QTest::addColumn<QByteArray>("duration");
        QTest::addColumn<qint64>("expected");
        QTest::newRow("a sum") << QByteArray("1m+30s") << qint64{90'000};
        QTest::newRow("numbers are seconds") << QByteArray("1m+30") << qint64{90'000};
        QTest::newRow("product before sum") << QByteArray("1s+2*3s") << qint64{7'000};
        QTest::newRow("power to the right") << QByteArray("2^3^2") << qint64{512'000};
        QTest::newRow("sign after power") << QByteArray("600+-2^2") << qint64{596'000};
        QTest::newRow("modulo") << QByteArray("7s%4s") << qint64{3'000};
        QTest::newRow("step") << QByteArray("2*step()") << qint64{30'000};
        QTest::newRow("range") << QByteArray("range()/2") << qint64{1'800'000};
        QTest::newRow("smaller") << QByteArray("min_of(step(), 10s)") << qint64{10'000};
        QTest::newRow("larger") << QByteArray("max_of(step(), 10s)") << qint64{15'000};
        QTest::newRow("parentheses") << QByteArray("(1s+2s)*3") << qint64{9'000};
        QTest::newRow("to the millisecond") << QByteArray("1s/3") << qint64{333};
    }

    void isComputedWithStepAndRange()
    {
        QFETCH(QByteArray, duration);
        QFETCH(qint64, expected);

        const auto expr = parse("foo[" + duration.toStdString() + "]");
        QVERIFY2(expr.has_value(), duration.constData());
        const auto window = windowOf(as<MatrixSelector>(**expr), {.step = 15s, .range = 1h});

        QCOMPARE(window.value().count(), expected);
    }

    void offsetsMayBeNegative()
    {
        const auto expr = parse("foo offset -(step() + 1)");

        QCOMPARE(offsetOf(as<VectorSelector>(**expr).shift, {.step = 15s, .range = 0s}).value(), -16s);
    }

    void aWindowMustBeOverZero()
    {
        const auto expr = parse("foo[5s - step()]");

        const auto window = windowOf(as<MatrixSelector>(**expr), {.step = 15s, .range = 0s});

        QCOMPARE(window.error().message, std::string("duration must be greater than 0"));
    }

    void divisionByAStepOfZeroFails()
    {
        const auto expr = parse("foo[5s / step()]");

        QCOMPARE(windowOf(as<MatrixSelector>(**expr), {}).error().message, std::string("division by zero"));
    }

    void anOverflowFails()
    {
        const auto expr = parse("foo[10^30]");

        QCOMPARE(windowOf(as<MatrixSelector>(**expr), {}).error().message, std::string("duration out of range"));
    }

    void literalsNeedNoContext()
    {
        const auto expr = parse("foo[1h:5m] offset 1m");
        const auto& subquery = as<SubqueryExpr>(**expr);

        QCOMPARE(windowOf(subquery, {}).value(), std::chrono::milliseconds(1h));
        QCOMPARE(stepOf(subquery, {}).value(), std::chrono::milliseconds(5min));
        QCOMPARE(offsetOf(subquery.shift, {}).value(), std::chrono::milliseconds(1min));
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::DurationExpressionTest)
#include "duration_expression_test.moc"
