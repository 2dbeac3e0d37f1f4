// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/model/sample.h"
#include "engine/promql/series_notation.h"

namespace nocturne::promql {

namespace {

/// Values as text: "_" for none, "stale" for the marker.
QByteArray valuesOf(std::string_view text)
{
    const auto values = parseSeriesValues(text);
    if (!values)
        return "error " + QByteArray::fromStdString(values.error().text());
    QByteArrayList words;
    for (const auto& value : *values) {
        if (value.omitted)
            words << "_";
        else
            words << (model::isStaleMarker(value.value) ? QByteArray("stale") : QByteArray::number(value.value));
    }
    return words.join(' ');
}

} // namespace

class SeriesNotationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valuesAreExpanded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("a pattern has one value more than its count") << QByteArray("1+1x3") << QByteArray("1 2 3 4");
        QTest::newRow("falling") << QByteArray("3-10x2") << QByteArray("3 -7 -17");
        QTest::newRow("repeated") << QByteArray("0x3") << QByteArray("0 0 0 0");
        QTest::newRow("hexadecimal") << QByteArray("0x1f") << QByteArray("31");
        QTest::newRow("leading zero is decimal") << QByteArray("010") << QByteArray("10");
        QTest::newRow("blanks decide") << QByteArray("1 -1 +2") << QByteArray("1 -1 2");
        QTest::newRow("none") << QByteArray("_ _x2 stale") << QByteArray("_ _ _ stale");
        QTest::newRow("special numbers") << QByteArray("Inf -Inf NaNx1") << QByteArray("inf -inf nan nan");
        QTest::newRow("exponents") << QByteArray("1e3+1e-1x1") << QByteArray("1000 1000.1");
        QTest::newRow("sum without a count")
            << QByteArray("1+1") << QByteArray("error 1:4: unexpected end of series values");
        QTest::newRow("count is no number")
            << QByteArray("1xa") << QByteArray("error 1:3: unexpected \"a\" in series values");
        QTest::newRow("too many") << QByteArray("1x99999999")
                                  << QByteArray("error 1:3: series has more than 1000000 values");
    }

    void valuesAreExpanded()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);

        QCOMPARE(valuesOf(text.toStdString()), expected);
    }

    void labelsMayBeQuoted()
    {
        const auto labels = parseSeriesLabels("{\"my.metric\", \"a.b\"=\"c\", d='e',}");

        QCOMPARE(labels.value(), (model::LabelSet{{"__name__", "my.metric"}, {"a.b", "c"}, {"d", "e"}}));
    }

    void labelsTakeOnlyEquality() { QVERIFY(!parseSeriesLabels("a{b=~\"c\"}")); }

    void histogramsAddUpInTheirResolution()
    {
        const auto values = parseSeriesValues("{{schema:0 sum:1 count:3 buckets:[3] offset:1}}"
                                              "+{{schema:1 sum:2 count:3 buckets:[1 1 1] offset:0}}x1");

        const auto& sum = *values.value().at(1).histogram;
        QCOMPARE(sum.sum, 3.0);
        QCOMPARE(sum.count, 6.0);
        QCOMPARE(sum.positive.offset, 0);
        QCOMPARE(sum.positive.counts, (std::vector<double>{1, 5}));
    }

    void aMisspeltFieldIsNamed()
    {
        const auto error = parseSeries("a {{shema:1}}").error();

        QCOMPARE(QByteArray::fromStdString(error.text()),
                 QByteArray("1:5: bad histogram descriptor found: \"shema\": did you mean \"schema\"?"));
    }
};

} // namespace nocturne::promql

QTEST_APPLESS_MAIN(nocturne::promql::SeriesNotationTest)
#include "series_notation_test.moc"
