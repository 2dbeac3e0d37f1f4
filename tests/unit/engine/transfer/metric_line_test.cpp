// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/transfer/metric_line.h"

#include <cmath>
#include <limits>

#include <QTest>

#include "engine/transfer/histogram_text.h"

using namespace nocturne;
using model::LabelSet;
using transfer::LineKind;
using transfer::MetricLineReader;
using transfer::MetricLineWriter;

namespace {

class MetricLineTest : public QObject
{
    Q_OBJECT

private slots:
    void everyNumberComesBackToTheBit_data()
    {
        QTest::addColumn<quint64>("bits");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, double value, const char* text) {
            QTest::newRow(name) << quint64{std::bit_cast<std::uint64_t>(value)} << QString::fromLatin1(text);
        };
        row("zero", 0.0, "0");
        row("zero below", -0.0, "-0");
        row("no short decimal", 0.1 + 0.2, "0.30000000000000004");
        row("smallest", std::numeric_limits<double>::denorm_min(), "5e-324");
        row("largest", std::numeric_limits<double>::max(), "1.7976931348623157e+308");
        row("infinite", -std::numeric_limits<double>::infinity(), "-Inf");
        row("normal NaN", model::kNormalNan, "NaN");
        row("staleness marker", model::kStaleMarker, "NaN(0x7ff0000000000002)");
        row("NaN of the processor", std::bit_cast<double>(std::uint64_t{0xfff8000000000000}),
            "NaN(0xfff8000000000000)");
    }
    void everyNumberComesBackToTheBit()
    {
        QFETCH(quint64, bits);
        QFETCH(QString, text);

        std::string written;
        transfer::appendBits(written, std::bit_cast<double>(std::uint64_t{bits}));
        const auto read = transfer::readBits(written);

        QCOMPARE(QString::fromStdString(written), text);
        QVERIFY(read);
        QCOMPARE(quint64{std::bit_cast<std::uint64_t>(*read)}, bits);
    }

    void aSampleIsWrittenAndReadBack()
    {
        const LabelSet labels{{"__name__", "a.b"}, {"path", "x\"\\\ny"}, {"ü", "1"}};
        std::string out;
        MetricLineWriter writer(out);
        QVERIFY(writer.series(labels));
        writer.sample({-1500, 2.5}, 7);
        QCOMPARE(QString::fromStdString(out),
                 QStringLiteral("{\"a.b\",path=\"x\\\"\\\\\\ny\",\"ü\"=\"1\"} 2.5 -1.500 st@0.007\n"));

        MetricLineReader reader;
        const auto line = reader.read(std::string_view(out).substr(0, out.size() - 1));

        QVERIFY2(line, line ? "" : line.error().text().c_str());
        QCOMPARE(line->sample, (model::Sample{-1500, 2.5}));
        QCOMPARE(line->start, std::optional<Timestamp>(7));
        QCOMPARE(*reader.labels(), labels);
    }

    void labelsLeAndQuantileStayAsTheyAreWritten()
    {
        MetricLineReader reader;
        QVERIFY(reader.read("# TYPE a histogram"));
        QVERIFY(reader.read(R"(a_bucket{le="1"} 3 5)"));
        QCOMPARE(*reader.labels(), (LabelSet{{"__name__", "a_bucket"}, {"le", "1"}}));
    }

    void aHistogramIsWrittenAndReadBack()
    {
        model::FloatHistogram histogram;
        histogram.schema = 3;
        histogram.zeroThreshold = 1e-128;
        histogram.zeroCount = 0.5;
        histogram.count = 10.5;
        histogram.sum = std::bit_cast<double>(std::uint64_t{0x7ff8000000000abc});
        histogram.positive = {{{-2, 1}, {3, 2}}, {1, 2, 3}};
        histogram.negative = {{{0, 2}}, {4, 0}};
        histogram.hint = model::ResetHint::NotReset;
        std::string text;
        transfer::appendHistogram(text, histogram);
        QCOMPARE(QString::fromStdString(text),
                 QStringLiteral("{count:10.5,sum:NaN(0x7ff8000000000abc),schema:3,zero_threshold:1e-128,zero_count:0.5,"
                                "negative_spans:[0:1],negative_buckets:[4],"
                                "positive_spans:[-2:1,3:2],positive_buckets:[1,2,3],reset_hint:not_reset}"));

        const auto read = transfer::readHistogram(text);

        QVERIFY2(read, read ? "" : read.error().text().c_str());
        QVERIFY(*read == histogram.compact());
        QVERIFY(read->hint == model::ResetHint::NotReset);
    }

    void metadataAreReadWithoutEscapes()
    {
        std::string out;
        transfer::appendMetadata(out, "load_seconds", {model::MetricType::Gauge, "a \"b\"\nc\\", "seconds"});
        QCOMPARE(QString::fromStdString(out), QStringLiteral("# TYPE load_seconds gauge\n# UNIT load_seconds seconds\n"
                                                             "# HELP load_seconds a \\\"b\\\"\\nc\\\\\n"));

        MetricLineReader reader;
        const auto help = reader.read(R"(# HELP load_seconds a \"b\"\nc\\)");

        QVERIFY(help && help->kind == LineKind::Help);
        QCOMPARE(std::string(help->text), std::string("a \"b\"\nc\\"));
    }

    void whatIsWrongIsNamedWithItsColumn_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("blank") << QByteArray("") << 1 << QByteArray("blank line");
        QTest::newRow("no time") << QByteArray("up 1") << 5 << QByteArray("write seconds since 1970");
        QTest::newRow("no time before an exemplar")
            << QByteArray("up 1 # {a=\"b\"} 1") << 5 << QByteArray("without a time");
        QTest::newRow("no value") << QByteArray("up") << 3 << QByteArray("expected a space and a value");
        QTest::newRow("no number") << QByteArray("up 1x 2") << 4 << QByteArray("is no number");
        QTest::newRow("short NaN") << QByteArray("up NaN(0x7ff) 2") << 4 << QByteArray("is no number");
        QTest::newRow("NaN that is none") << QByteArray("up NaN(0x3ff0000000000000) 2") << 4 << QByteArray("no number");
        QTest::newRow("no seconds") << QByteArray("up 1 soon") << 6 << QByteArray("no finite number of seconds");
        QTest::newRow("more") << QByteArray("up 1 2 3") << 7 << QByteArray("text after the timestamp");
        QTest::newRow("carriage return") << QByteArray("up 1 2\r") << 6 << QByteArray("no finite number");
        QTest::newRow("label twice") << QByteArray("up{a=\"1\",a=\"2\"} 1 2") << 10 << QByteArray("twice");
        QTest::newRow("histogram open") << QByteArray("up {count:1 2") << 14 << QByteArray("expected \"}\"");
        QTest::newRow("histogram without sum")
            << QByteArray("up {count:1,schema:0} 2") << 22 << QByteArray("needs count, sum and schema");
        QTest::newRow("histogram with a strange key")
            << QByteArray("up {count:1,mean:2} 2") << 13 << QByteArray("unknown key \"mean\"");
        QTest::newRow("buckets without spans") << QByteArray("up {count:1,sum:2,schema:0,positive_buckets:[1]} 2") << 49
                                               << QByteArray("as many buckets as there are counts");
        QTest::newRow("spans beyond all bounds")
            << QByteArray("up {count:1,sum:2,schema:0,positive_spans:[2147483647:1,2147483647:1],"
                          "positive_buckets:[1,1]} 2")
            << 94 << QByteArray("");
        QTest::newRow("comment") << QByteArray("# hello") << 1 << QByteArray("comments are");
        QTest::newRow("unknown type") << QByteArray("# TYPE up meter") << 11 << QByteArray("unknown type");
    }
    void whatIsWrongIsNamedWithItsColumn()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, column);
        QFETCH(QByteArray, message);
        MetricLineReader reader;

        const auto read = reader.read(line.toStdString());

        QVERIFY(!read);
        QVERIFY2(read.error().message.find(message.toStdString()) != std::string::npos, read.error().message.c_str());
        QVERIFY(read.error().where);
        QCOMPARE(read.error().where->column, column);
    }
};

} // namespace

QTEST_APPLESS_MAIN(MetricLineTest)
#include "metric_line_test.moc"
