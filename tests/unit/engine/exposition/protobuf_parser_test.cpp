// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <string>

#include <QStringList>
#include <QTest>

#include "base/core/number.h"
#include "engine/exposition/protobuf_parser.h"
#include "engine/exposition/series_cache.h"
#include "support/protobuf_exposition.h"

using namespace nocturne;
using namespace nocturne::exposition;
using nocturne::test::Family;
using nocturne::test::family;
using nocturne::test::Message;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

QString shownLabels(std::span<const model::Label> labels)
{
    return QString::fromStdString(model::LabelSet::fromSorted(labels).toString());
}

QString shownExemplar(const ProtobufParser& parser, std::size_t index)
{
    LabelBuffer buffer;
    const auto exemplar = parser.exemplar(index, buffer);
    if (!exemplar)
        return QStringLiteral(" # none");
    auto text = QStringLiteral(" # ") + shownLabels(exemplar->labels) + QLatin1Char(' ') +
                QString::fromStdString(formatNumber(exemplar->value));
    return exemplar->timestamp ? text + QLatin1Char('@') + QString::number(*exemplar->timestamp) : text;
}

/// All entries as lines; the last one is the error, if there is one.
QStringList entriesOf(std::string_view body, ProtobufOptions options = {})
{
    QStringList lines;
    ProtobufParser parser(body, options);
    LabelBuffer buffer;
    for (;;) {
        const auto entry = parser.next();
        if (!entry)
            return lines << QString::fromStdString(entry.error().text());
        const auto name = QString::fromUtf8(parser.family().data(), static_cast<qsizetype>(parser.family().size()));
        const auto text = QString::fromUtf8(parser.text().data(), static_cast<qsizetype>(parser.text().size()));
        if (*entry == Entry::End)
            return lines;
        if (*entry == Entry::Type)
            lines << QStringLiteral("type %1 %2").arg(name, QString::fromUtf8(toString(parser.type()).data()));
        if (*entry == Entry::Help)
            lines << QStringLiteral("help %1 %2").arg(name, text);
        if (*entry == Entry::Unit)
            lines << QStringLiteral("unit %1 %2").arg(name, text);
        if (*entry != Entry::Series)
            continue;
        const auto labels = parser.labels(buffer);
        if (!labels)
            return lines << QString::fromStdString(labels.error().text());
        auto line = shownLabels(*labels) + QLatin1Char(' ') +
                    QString::fromStdString(parser.histogram() ? parser.histogram()->toString()
                                                              : formatNumber(parser.series().value));
        if (parser.series().timestamp)
            line += QStringLiteral(" @%1").arg(*parser.series().timestamp);
        if (parser.startTimestamp())
            line += QStringLiteral(" since %1").arg(*parser.startTimestamp());
        for (std::size_t i = 0; i < parser.exemplarCount(); ++i)
            line += shownExemplar(parser, i);
        lines << line;
    }
}

Message bucket(double upperBound, std::uint64_t count) { return Message().varint(1, count).number(2, upperBound); }

Message span(std::int64_t offset, std::uint64_t length) { return Message().zigzag(1, offset).varint(2, length); }

/// A histogram with three positive and two negative buckets and observations of zero.
Message nativeHistogram()
{
    return Message()
        .varint(1, 9)
        .number(2, 1.5)
        .zigzag(5, 1)
        .number(6, 0.001)
        .varint(7, 1)
        .message(9, span(0, 2))
        .zigzags(10, {1, 1})
        .message(12, span(0, 1))
        .message(12, span(1, 2))
        .zigzags(13, {2, -1, 1});
}

std::string nativeFamily(Family type, const Message& histogram)
{
    return family("rpc", type).message(4, Message().label("a", "b").message(7, histogram)).delimited();
}

} // namespace

class ProtobufParserTest : public QObject
{
    Q_OBJECT

private slots:
    void simpleFamilies()
    {
        const auto body =
            family("temp", Family::Gauge)
                .text(2, "how warm")
                .text(5, "celsius")
                .message(4, Message()
                                .label("room", "a")
                                .label("empty", "")
                                .message(2, Message().number(1, 21.5))
                                .varint(6, 1234))
                .message(4, Message().message(2, Message().number(1, kInfinity)))
                .delimited() +
            family("hits_total", Family::Counter)
                .message(4, Message().message(
                                3, Message()
                                       .number(1, 7)
                                       .message(2, Message()
                                                       .label("trace", "x")
                                                       .number(2, 0.5)
                                                       .message(3, Message().varint(1, 3).varint(2, 500'000'000)))
                                       .message(3, Message().varint(1, 2))))
                .delimited() +
            family("odd", Family::Untyped).message(4, Message().message(5, Message().number(1, -1))).delimited();
        QCOMPARE(entriesOf(body),
                 QStringList({QStringLiteral("help temp how warm"), QStringLiteral("type temp gauge"),
                              QStringLiteral("unit temp celsius"), QStringLiteral("temp{room=\"a\"} 21.5 @1234"),
                              QStringLiteral("temp +Inf"), QStringLiteral("type hits_total counter"),
                              QStringLiteral("hits_total 7 since 2000 # {trace=\"x\"} 0.5@3500"),
                              QStringLiteral("type odd unknown"), QStringLiteral("odd -1")}));
    }

    void summary()
    {
        const auto quantile = [](double q, double v) { return Message().number(1, q).number(2, v); };
        const auto body =
            family("size", Family::Summary)
                .message(
                    4,
                    Message().label("z", "1").message(
                        4,
                        Message().varint(1, 3).number(2, 12).message(3, quantile(0.5, 4)).message(3, quantile(1, 6))))
                .delimited();
        QCOMPARE(
            entriesOf(body),
            QStringList({QStringLiteral("type size summary"), QStringLiteral("size_count{z=\"1\"} 3"),
                         QStringLiteral("size_sum{z=\"1\"} 12"), QStringLiteral("size{quantile=\"0.5\", z=\"1\"} 4"),
                         QStringLiteral("size{quantile=\"1.0\", z=\"1\"} 6")}));
    }

    void classicHistogramGetsItsLastBucket()
    {
        const auto body =
            family("took", Family::Histogram)
                .message(
                    4,
                    Message().message(
                        7, Message().varint(1, 5).number(2, 2.5).message(3, bucket(0.1, 1)).message(3, bucket(1, 4))))
                .delimited();
        QCOMPARE(
            entriesOf(body),
            QStringList({QStringLiteral("type took histogram"), QStringLiteral("took_count 5"),
                         QStringLiteral("took_sum 2.5"), QStringLiteral("took_bucket{le=\"0.1\"} 1"),
                         QStringLiteral("took_bucket{le=\"1.0\"} 4"), QStringLiteral("took_bucket{le=\"+Inf\"} 5")}));
    }

    void nativeHistogramIsOneSeries()
    {
        const auto lines = entriesOf(nativeFamily(Family::Histogram, nativeHistogram()));
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[1], QStringLiteral("rpc{a=\"b\"} {count:9, sum:1.5, [-1.414213562373095,-1):2, "
                                          "[-1,-0.7071067811865475):1, [-0.001,0.001]:1, "
                                          "(0.7071067811865475,1]:2, (1.414213562373095,2]:1, "
                                          "(2,2.82842712474619]:2}"));
    }

    void floatHistogramAndGaugeHint()
    {
        const auto histogram =
            Message().number(4, 3.5).number(2, 7).zigzag(5, 0).message(12, span(2, 2)).numbers(14, {1.5, 2});
        const auto body = nativeFamily(Family::GaugeHistogram, histogram);
        QCOMPARE(entriesOf(body).last(), QStringLiteral("rpc{a=\"b\"} {count:3.5, sum:7, (2,4]:1.5, (4,8]:2}"));
        ProtobufParser parser(body);
        while (*parser.next() != Entry::Series) {
        }
        QVERIFY(parser.histogram()->hint == model::ResetHint::Gauge);
    }

    void classicBesideNative()
    {
        auto histogram = nativeHistogram();
        histogram.message(3, bucket(1, 4));
        const auto body = nativeFamily(Family::Histogram, histogram);
        QCOMPARE(entriesOf(body).size(), 2);
        QCOMPARE(entriesOf(body, {.classicBesideNative = true}).size(), 6);
        QCOMPARE(
            entriesOf(body, {.nativeHistograms = false}),
            QStringList({QStringLiteral("type rpc histogram"), QStringLiteral("rpc_count{a=\"b\"} 9"),
                         QStringLiteral("rpc_sum{a=\"b\"} 1.5"), QStringLiteral("rpc_bucket{a=\"b\", le=\"1.0\"} 4"),
                         QStringLiteral("rpc_bucket{a=\"b\", le=\"+Inf\"} 9")}));
    }

    void repeatedScrapeIsWarm()
    {
        const auto body = nativeFamily(Family::Histogram, nativeHistogram()) +
                          family("took", Family::Histogram)
                              .message(4, Message().message(7, Message().varint(1, 5).message(3, bucket(0.1, 1))))
                              .delimited();
        SeriesCache cache;
        const auto scrape = [&] {
            ProtobufParser parser(body);
            cache.beginScrape();
            for (;;) {
                const auto entry = parser.next(cache.expected());
                if (!entry || *entry == Entry::End)
                    break;
                if (*entry == Entry::Series && !cache.find(parser.series()).known)
                    cache.insert(parser.series(), 1);
            }
            cache.endScrape([](SeriesCache::Ref) {});
        };
        scrape();
        scrape();
        const SeriesCache::Stats expected{.followed = 5, .looked = 0, .inserted = 5};
        QCOMPARE(cache.liveCount(), std::size_t{5});
        QVERIFY(cache.stats() == expected);
    }

    void badInput_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const std::string& body, const char* message) {
            QTest::newRow(name) << QByteArray::fromStdString(body) << QString::fromUtf8(message);
        };
        const auto gauge = [](const Message& metric) {
            return family("g", Family::Gauge).message(4, metric).delimited();
        };
        const auto good = gauge(Message().message(2, Message().number(1, 1)));
        row("cut short", good.substr(0, good.size() - 1), "malformed protobuf");
        row("length of ten bytes and more", std::string(11, '\xff'), "malformed protobuf");
        row("second message", good + "\x05\x0a", "byte 19");
        row("no name", Message().varint(3, 1).message(4, Message().message(2, Message().number(1, 1))).delimited(),
            "metric name missing");
        row("name in no UTF-8", family("\xff", Family::Gauge).delimited(), "no UTF-8");
        row("label twice", gauge(Message().label("a", "1").label("a", "2").message(2, Message().number(1, 1))),
            "given twice");
        row("label value in no UTF-8", gauge(Message().label("a", "\xc3").message(2, Message().number(1, 1))),
            "no UTF-8");
        row("label without a name", gauge(Message().label("", "1").message(2, Message().number(1, 1))),
            "label name missing");
        row("name as a label", gauge(Message().label("__name__", "x").message(2, Message().number(1, 1))), "__name__");
        row("long label", gauge(Message().label("a", std::string(5000, 'x')).message(2, Message().number(1, 1))),
            "over the limit");
        row("spans without buckets", nativeFamily(Family::Histogram, Message().varint(1, 1).message(12, span(0, 4000))),
            "buckets");
        row("overlapping spans",
            nativeFamily(Family::Histogram,
                         Message().varint(1, 1).message(12, span(0, 1)).message(12, span(-3, 1)).zigzags(13, {1, 1})),
            "overlaps");
        row("count below zero",
            nativeFamily(Family::Histogram, Message().varint(1, 1).message(12, span(0, 1)).zigzags(13, {-1})),
            "below zero");
        row("unknown schema",
            nativeFamily(Family::Histogram,
                         Message().varint(1, 1).zigzag(5, 99).message(12, span(0, 1)).zigzags(13, {1})),
            "schema");
        row("index beyond 32 bits",
            nativeFamily(Family::Histogram,
                         Message().varint(1, 1).message(12, span(2147483647, 2)).zigzags(13, {1, 1})),
            "index");
    }

    void badInput()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, message);
        const auto lines = entriesOf({body.constData(), static_cast<std::size_t>(body.size())});
        QVERIFY(!lines.isEmpty());
        QVERIFY2(lines.last().contains(message), qPrintable(lines.last()));
        QVERIFY2(lines.last().contains(QStringLiteral("message at byte ")), qPrintable(lines.last()));
    }

    void fieldsOfAnotherKindAreUnknown()
    {
        // Field 1 of a gauge as text, field 7 of a metric as a number.
        const auto body = family("g", Family::Gauge)
                              .message(4, Message().varint(7, 1).message(2, Message().text(1, "x")))
                              .delimited();
        QCOMPARE(entriesOf(body), QStringList({QStringLiteral("type g gauge"), QStringLiteral("g 0")}));
    }
};

QTEST_APPLESS_MAIN(ProtobufParserTest)
#include "protobuf_parser_test.moc"
