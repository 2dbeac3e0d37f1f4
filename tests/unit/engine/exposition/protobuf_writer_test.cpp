// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/exposition/protobuf_writer.h"

#include <limits>

#include <QTest>

#include "engine/exposition/protobuf_parser.h"

using namespace nocturne;
using namespace nocturne::exposition;
using model::FloatHistogram;
using model::MetricType;

namespace {

constexpr Timestamp kTime = 1'700'000'000'123;

/// The samples of a body, each as its labels, value or histogram, and time.
QStringList samplesOf(const std::string& body)
{
    QStringList samples;
    ProtobufParser parser(body, {.classicBesideNative = false});
    LabelBuffer buffer;
    for (;;) {
        const auto entry = parser.next();
        if (!entry)
            return samples << QString::fromStdString(entry.error().text());
        if (*entry == Entry::End)
            return samples;
        if (*entry != Entry::Series)
            continue;
        auto line = QString::fromStdString(model::LabelSet::fromSorted(*parser.labels(buffer)).toString());
        line += QLatin1Char(' ') + (parser.histogram() ? QString::fromStdString(parser.histogram()->toString())
                                                       : QString::number(parser.series().value));
        if (parser.series().timestamp)
            line += QStringLiteral(" @%1").arg(*parser.series().timestamp);
        samples << line;
    }
}

FloatHistogram native()
{
    FloatHistogram histogram;
    histogram.schema = 1;
    histogram.zeroThreshold = 0.001;
    histogram.zeroCount = 2;
    histogram.count = 15;
    histogram.sum = -3.5;
    histogram.positive = {{{-1, 2}, {3, 1}}, {5, 1, 4}};
    histogram.negative = {{{0, 1}}, {3}};
    return histogram;
}

class ProtobufWriterTest : public QObject
{
    Q_OBJECT

private slots:
    void numbersAreReadBack()
    {
        std::string body;
        ProtobufWriter writer(body);
        const std::vector<model::Label> labels = {{"a", "b"}, {"quote", "\"\n\xc3\xa4"}};

        QVERIFY(writer.family("up", MetricType::Gauge));
        QVERIFY(writer.series(labels, 1.5, kTime));
        QVERIFY(writer.series({}, std::numeric_limits<double>::infinity()));
        QVERIFY(writer.family("calls_total", MetricType::Counter));
        QVERIFY(writer.series(labels, 7));
        QVERIFY(writer.family("odd", MetricType::Unknown));
        QVERIFY(writer.series({}, -0.25, -1));
        writer.finish();

        QCOMPARE(
            samplesOf(body),
            (QStringList{QStringLiteral("up{a=\"b\", quote=\"\\\"\\n\u00e4\"} 1.5 @1700000000123"),
                         QStringLiteral("up inf"), QStringLiteral("calls_total{a=\"b\", quote=\"\\\"\\n\u00e4\"} 7"),
                         QStringLiteral("odd -0.25 @-1")}));
    }

    void nativeHistogramsAreReadBack_data()
    {
        QTest::addColumn<FloatHistogram>("histogram");
        auto histogram = native();
        QTest::newRow("whole counts") << histogram;
        histogram.zeroCount = 2.5;
        histogram.count = 15.5;
        QTest::newRow("a count that is not whole") << histogram;
        histogram.zeroCount = 1e17;
        histogram.count = 1e17 + 13;
        QTest::newRow("a count that whole numbers cannot tell") << histogram;
        FloatHistogram empty;
        empty.schema = 3;
        QTest::newRow("nothing in it, and no zero bucket") << empty;
        empty.zeroThreshold = 1e-128;
        empty.zeroCount = 4;
        empty.count = 4;
        QTest::newRow("zeros alone") << empty;
    }

    void nativeHistogramsAreReadBack()
    {
        QFETCH(FloatHistogram, histogram);
        std::string body;
        ProtobufWriter writer(body);

        QVERIFY(writer.family("rpc", MetricType::Histogram));
        QVERIFY(writer.histogram({}, histogram, kTime));
        writer.finish();

        QCOMPARE(
            samplesOf(body),
            (QStringList{QStringLiteral("rpc %1 @1700000000123").arg(QString::fromStdString(histogram.toString()))}));
    }

    void aGaugeStaysAGauge()
    {
        std::string body;
        ProtobufWriter writer(body);
        QVERIFY(writer.family("rpc", MetricType::GaugeHistogram));
        QVERIFY(writer.histogram({}, native()));
        writer.finish();

        ProtobufParser parser(body);
        while (*parser.next() != Entry::Series) {
        }

        QCOMPARE(parser.histogram()->hint, model::ResetHint::Gauge);
    }

    void customBucketsBecomeClassicOnes()
    {
        FloatHistogram histogram;
        histogram.schema = FloatHistogram::kCustomSchema;
        histogram.customValues = {0.5, 1, 2};
        histogram.positive = {{{0, 1}, {1, 2}}, {3, 1, 4}}; // none in (0.5, 1]
        histogram.count = 8;
        histogram.sum = 20;
        std::string body;
        ProtobufWriter writer(body);

        QVERIFY(writer.family("took", MetricType::Histogram));
        QVERIFY(writer.histogram(std::vector<model::Label>{{"a", "b"}}, histogram));
        writer.finish();

        QCOMPARE(samplesOf(body),
                 (QStringList{QStringLiteral("took_count{a=\"b\"} 8"), QStringLiteral("took_sum{a=\"b\"} 20"),
                              QStringLiteral("took_bucket{a=\"b\", le=\"0.5\"} 3"),
                              QStringLiteral("took_bucket{a=\"b\", le=\"1.0\"} 3"),
                              QStringLiteral("took_bucket{a=\"b\", le=\"2.0\"} 4"),
                              QStringLiteral("took_bucket{a=\"b\", le=\"+Inf\"} 8")}));
    }

    void whatIsNoTextIsRefused()
    {
        std::string body;
        ProtobufWriter writer(body);

        QVERIFY(!writer.family("", MetricType::Gauge));
        QVERIFY(!writer.family("\xff", MetricType::Gauge));
        QVERIFY(writer.family("up", MetricType::Gauge));
        QVERIFY(!writer.series(std::vector<model::Label>{{"a", "\xff"}}, 1));
        QVERIFY(!writer.series(std::vector<model::Label>{{"", "b"}}, 1));
        QVERIFY(!writer.histogram(std::vector<model::Label>{{"a", "\xff"}}, native()));
        QVERIFY(writer.series({}, 1));
        writer.finish();

        QCOMPARE(samplesOf(body), QStringList{QStringLiteral("up 1")});
    }
};

} // namespace

QTEST_GUILESS_MAIN(ProtobufWriterTest)
#include "protobuf_writer_test.moc"
