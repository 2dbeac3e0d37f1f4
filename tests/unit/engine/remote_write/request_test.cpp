// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/remote_write/request_reader.h"
#include "engine/remote_write/request_writer.h"
#include "engine/remote_write/snappy_block.h"
#include "support/protobuf_exposition.h"

using namespace nocturne;
using namespace nocturne::remote_write;
using model::LabelSet;
using test::Message;

namespace {

Message label(std::string_view name, std::string_view value) { return Message().text(1, name).text(2, value); }

Message sample(double value, std::int64_t time)
{
    return Message().number(1, value).varint(2, static_cast<std::uint64_t>(time));
}

/// A time series of 1.0 with one label, the metric name.
Message named(std::string_view name) { return Message().message(1, label("__name__", name)); }

std::string request(const Message& series) { return Message().message(1, series).bytes(); }

std::string labelsOf(RequestReader& reader)
{
    const auto labels = reader.labels();
    return labels ? LabelSet::fromSorted(*labels).toString() : labels.error().message;
}

/// Integers as schema 0, `{count:6, sum:7, ...}`.
model::FloatHistogram histogram()
{
    model::FloatHistogram histogram;
    histogram.schema = 0;
    histogram.zeroThreshold = 0.001;
    histogram.zeroCount = 1;
    histogram.count = 8;
    histogram.sum = 12.5;
    histogram.positive = {{{0, 2}, {1, 1}}, {2, 1, 3}};
    histogram.negative = {{{-1, 1}}, {1}};
    return histogram;
}

model::HistogramPtr shared(model::FloatHistogram histogram)
{
    return std::make_shared<const model::FloatHistogram>(std::move(histogram));
}

} // namespace

class RequestTest : public QObject
{
    Q_OBJECT

private slots:
    void readsTheFieldsOfVersionOne()
    {
        const auto message = Message()
                                 .message(1, named("up").message(1, label("job", "a")).message(2, sample(1.5, 1000)))
                                 .message(3, Message().varint(1, 1).text(2, "up").text(4, "help").text(5, "unit"))
                                 .bytes();
        RequestReader reader(Version::V1, message);

        QVERIFY(reader.next().value_or(false));
        QCOMPARE(labelsOf(reader), std::string("up{job=\"a\"}"));
        QCOMPARE(reader.samples().size(), 1U);
        QCOMPARE(reader.samples()[0].sample, (model::Sample{1000, 1.5}));
        QVERIFY(!reader.next().value_or(true));
        QCOMPARE(reader.families().size(), 1U);
        QCOMPARE(reader.families()[0].first, std::string("up"));
        QVERIFY((reader.families()[0].second == model::Metadata{model::MetricType::Counter, "help", "unit"}));
    }

    void readsTheFieldsOfVersionTwo()
    {
        // Series stand before the symbols, which is allowed though nobody writes it.
        std::string refs;
        for (const char ref : {1, 2, 3, 4})
            refs += ref;
        const auto message = Message()
                                 .message(5, Message()
                                                 .text(1, refs)
                                                 .message(2, Message().number(1, 2).varint(2, 5000).varint(3, 4000))
                                                 .message(5, Message().varint(1, 2).varint(3, 5)))
                                 .text(4, "")
                                 .text(4, "__name__")
                                 .text(4, "up")
                                 .text(4, "job")
                                 .text(4, "a")
                                 .text(4, "a help")
                                 .bytes();
        RequestReader reader(Version::V2, message);

        QVERIFY(reader.next().value_or(false));
        QCOMPARE(labelsOf(reader), std::string("up{job=\"a\"}"));
        QCOMPARE(reader.samples()[0].sample, (model::Sample{5000, 2}));
        QCOMPARE(reader.samples()[0].start, std::optional<Timestamp>(4000));
        QVERIFY((reader.metadata() == model::Metadata{model::MetricType::Gauge, "a help", ""}));
        QVERIFY(!reader.next().value_or(true));
    }

    void createdTimestampOfDraftsIsAStart()
    {
        std::string refs;
        for (const char ref : {1, 2})
            refs += ref;
        const auto message = Message()
                                 .text(4, "")
                                 .text(4, "__name__")
                                 .text(4, "up")
                                 .message(5, Message().text(1, refs).message(2, sample(1, 9)).varint(6, 7))
                                 .bytes();
        RequestReader reader(Version::V2, message);

        QVERIFY(reader.next().value_or(false));
        QCOMPARE(reader.samples()[0].start, std::optional<Timestamp>(7));
    }

    void writesWhatItReads_data()
    {
        QTest::addColumn<bool>("second");
        QTest::addColumn<QString>("kind");
        for (const bool second : {false, true}) {
            for (const auto* kind : {"integer", "float", "gauge"})
                QTest::addRow("%s in %s", kind, second ? "2.0" : "1.0") << second << QString::fromLatin1(kind);
        }
        QTest::newRow("custom buckets in 2.0") << true << QStringLiteral("custom");
    }
    void writesWhatItReads()
    {
        QFETCH(bool, second);
        QFETCH(QString, kind);
        const auto version = second ? Version::V2 : Version::V1;
        auto native = histogram();
        if (kind == QLatin1String("float"))
            native.scale(0.3);
        if (kind == QLatin1String("gauge"))
            native.hint = model::ResetHint::Gauge;
        if (kind == QLatin1String("custom")) {
            native = {};
            native.schema = model::FloatHistogram::kCustomSchema;
            native.customValues = {1, 2.5};
            native.positive = {{{0, 3}}, {1, 0, 4}};
            native.count = 5;
            native.sum = 21;
        }
        const LabelSet labels{{"__name__", "latency"}, {"job", "a b"}};
        RequestWriter writer(version);

        writer.series(LabelSet{{"__name__", "n"}});
        writer.sample({{1, model::kStaleMarker}});
        writer.sample({{2, 0.1}, 1});
        writer.series(labels);
        writer.histogram({{3, shared(native)}, 2});
        writer.exemplar({LabelSet{{"trace", "x"}}, 0.5, 3});
        if (second)
            writer.metadata("latency", {model::MetricType::Histogram, "h", "s"});
        else
            writer.metadata("latency", {model::MetricType::Histogram, "h", "s"});

        std::string message;
        QVERIFY(decompressBlock(writer.finish(), 1'000'000, message));
        QVERIFY(writer.empty());
        RequestReader reader(version, message);
        QVERIFY(reader.next().value_or(false));
        QCOMPARE(labelsOf(reader), std::string("n"));
        QCOMPARE(reader.samples().size(), 2U);
        QCOMPARE(reader.samples()[0].sample, (model::Sample{1, model::kStaleMarker}));
        QCOMPARE(reader.samples()[1].sample, (model::Sample{2, 0.1}));
        QCOMPARE(reader.samples()[1].start, second ? std::optional<Timestamp>(1) : std::nullopt);
        QVERIFY(reader.next().value_or(false));
        QCOMPARE(labelsOf(reader), labels.toString());
        QVERIFY(reader.samples().empty());
        QCOMPARE(reader.histograms().size(), 1U);
        QVERIFY(*reader.histograms()[0].sample.histogram == native);
        QVERIFY(reader.histograms()[0].sample.histogram->hint == native.hint);
        QCOMPARE(reader.histograms()[0].sample.t, Timestamp(3));
        QCOMPARE(reader.histograms()[0].start, second ? std::optional<Timestamp>(2) : std::nullopt);
        QCOMPARE(reader.exemplarCount(), 1U);
        QCOMPARE(reader.exemplars()[0].labels.toString(), std::string("{trace=\"x\"}"));
        QCOMPARE(reader.exemplars()[0].value, 0.5);
        if (second)
            QVERIFY((reader.metadata() == model::Metadata{model::MetricType::Histogram, "h", "s"}));
        QVERIFY(!reader.next().value_or(true));
        QCOMPARE(reader.families().size(), second ? 0U : 1U);
    }

    void keysTellSeriesApart()
    {
        const auto message = Message()
                                 .message(1, named("a").message(2, sample(1, 1)))
                                 .message(1, named("b").message(2, sample(1, 1)))
                                 .message(1, named("a").message(2, sample(2, 2)))
                                 .bytes();
        RequestReader reader(Version::V1, message);
        QVERIFY(reader.next().value_or(false));
        const auto first = reader.key();
        QVERIFY(reader.next().value_or(false));
        const auto second = reader.key();
        QVERIFY(reader.next().value_or(false));

        QVERIFY(first != second);
        QVERIFY(first == reader.key());
    }

    void keysOfVersionTwoDoNotDependOnTheNumbersOfSymbols()
    {
        const auto keyOf = [](bool moved) {
            Message message;
            message.text(4, "");
            if (moved)
                message.text(4, "something else");
            message.text(4, "__name__").text(4, "up");
            std::string refs;
            refs += moved ? '\2' : '\1';
            refs += moved ? '\3' : '\2';
            message.message(5, Message().text(1, refs));
            RequestReader reader(Version::V2, message.bytes());
            return reader.next().value_or(false) ? reader.key() : SeriesKey();
        };

        QVERIFY(keyOf(false) == keyOf(true));
        QVERIFY(keyOf(false) != SeriesKey());
    }

    void badLabelsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QString>("expected");
        const auto add = [](const char* row, const Message& series, const char* expected) {
            QTest::newRow(row) << QByteArray::fromStdString(request(series)) << QString::fromLatin1(expected);
        };
        add("none", Message(), "series {}: it has no metric name");
        add("no metric name", Message().message(1, label("job", "a")), "series {job=\"a\"}: it has no metric name");
        add("empty metric name", named(""), "series {}: it has no metric name");
        add("twice", named("up").message(1, label("a", "1")).message(1, label("a", "2")),
            "series {__name__=\"up\", a=\"1\", a=\"2\"}: label \"a\" is there twice");
        add("no name", named("up").message(1, label("", "1")), "series {=\"1\", __name__=\"up\"}: a label has no name");
        add("no UTF-8", named("\xff"), "series {__name__=\"\\xff\"}: label \"__name__\" is no UTF-8");
        add("too long", named(std::string(5000, 'x')),
            "a label is longer than limits.label_name_bytes or label_value_bytes");
    }
    void badLabelsAreNamed()
    {
        QFETCH(QByteArray, message);
        QFETCH(QString, expected);
        const auto bytes = message.toStdString();
        RequestReader reader(Version::V1, bytes);

        QVERIFY(reader.next().value_or(false));

        const auto text = QString::fromStdString(labelsOf(reader));
        QVERIFY2(text.endsWith(expected), qPrintable(text));
    }

    void emptyValuesAreNoLabels()
    {
        const auto bytes = request(named("up").message(1, label("a", "")));
        RequestReader reader(Version::V1, bytes);

        QVERIFY(reader.next().value_or(false));

        QCOMPARE(labelsOf(reader), std::string("up"));
    }

    void cutMessagesAreRefused()
    {
        const auto whole = request(named("up").message(2, sample(1, 1)));
        for (std::size_t length = 1; length < whole.size(); ++length) {
            const auto cut = whole.substr(0, length);
            RequestReader reader(Version::V1, cut);
            const auto more = reader.next();
            QVERIFY2(!more, std::to_string(length).c_str());
            QVERIFY(!reader.next()); // and stays so
        }
    }

    void symbolsOutOfRangeAreRefused()
    {
        std::string refs;
        refs += '\1';
        refs += '\7';
        const auto message = Message().text(4, "").text(4, "__name__").message(5, Message().text(1, refs)).bytes();
        RequestReader reader(Version::V2, message);

        const auto more = reader.next();

        QVERIFY(!more);
        QCOMPARE(more.error().message, std::string("a series refers to a symbol that is not in the request"));
    }

    void blocksThatLieAboutTheirSizeAreRefused_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<QString>("expected");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("begins with no length");
        QTest::newRow("4 GiB promised") << QByteArray("\xff\xff\xff\xff\x0f\x00", 6)
                                        << QStringLiteral("of 1000 at most");
        QTest::newRow("just within the limit") << QByteArray("\xe8\x07\x00", 3) << QStringLiteral("too short");
        QTest::newRow("cut") << QByteArray("\x05\x10"
                                           "ab",
                                           4)
                             << QStringLiteral("no whole snappy block");
    }
    void blocksThatLieAboutTheirSizeAreRefused()
    {
        QFETCH(QByteArray, block);
        QFETCH(QString, expected);
        std::string out;

        const auto decompressed = decompressBlock(block.toStdString(), 1000, out);

        QVERIFY(!decompressed);
        QVERIFY2(QString::fromStdString(decompressed.error().message).contains(expected),
                 decompressed.error().message.c_str());
    }
};

QTEST_APPLESS_MAIN(RequestTest)
#include "request_test.moc"
