// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/promql/parser.h"
#include "engine/promql/printer.h"

namespace nocturne::promql {

class PrinterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void printsTheCanonicalForm_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(expected);
        };
        row("parentheses stay", "(a+b)*c", "(a + b) * c");
        row("sign before a power", "-1^2", "-1 ^ 2");
        row("signs fold into numbers", "- -+1", "1");
        row("matchers are sorted", "a{z='1',b!~\"2\"}", "a{b!~\"2\",z=\"1\"}");
        row("name in quotes", "{\"my.metric\"}", "{__name__=\"my.metric\"}");
        row("label in quotes", "a{\"b.c\"=\"d\"}", "a{\"b.c\"=\"d\"}");
        row("durations are normalised", "a[90m] offset 3600", "a[1h30m] offset 1h");
        row("duration as a number", "a > 5m", "a > 5m");
        row("time to the millisecond", "a @ -1.5", "a @ -1.500");
        row("grouping comes first", "sum(a) by (b)", "sum by (b) (a)");
        row("fills of both sides", "a + fill_left(1) fill_right(1) b", "a + fill (1) b");
        row("grouping side needs its labels", "a * ignoring() group_left b", "a * ignoring () group_left () b");
        row("keywords as names", "sum + offset offset 1m", "sum + offset offset 1m");
        row("trim operators", "h </3 >/ 4", "h </ 3 >/ 4");
        row("infinity", "a > -inf", "a > -Inf");
    }

    void printsTheCanonicalForm()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);

        const auto expr = parse(text.toStdString(), ParserOptions::all());
        QVERIFY2(expr.has_value(), expr ? "" : expr.error().message.c_str());

        QCOMPARE(QByteArray::fromStdString(print(**expr)), expected);
        QCOMPARE(print(**parse(print(**expr), ParserOptions::all())), print(**expr));
    }

    void prettyKeepsWhatFits()
    {
        const auto expr = parse("sum by (job) (rate(http_requests_total[5m]))");

        QCOMPARE(prettyPrint(**expr), std::string("sum by (job) (rate(http_requests_total[5m]))"));
        QCOMPARE(prettyPrint(**expr, 40), std::string("sum by (job) (\n  rate(http_requests_total[5m])\n)"));
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::PrinterTest)
#include "printer_test.moc"
