// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <cstdint>

#include <QTest>

#include "engine/exposition/numbers.h"
#include "engine/exposition/parser.h"

using namespace nocturne;
using namespace nocturne::exposition;

namespace {

/// The labels of the last series, or the error, of a body.
Result<std::string> lastSeries(std::string_view body, ParserOptions options = {})
{
    Parser parser(body, options);
    LabelBuffer buffer;
    std::string shown;
    for (;;) {
        const auto entry = parser.next();
        if (!entry)
            return tl::unexpected(entry.error());
        if (*entry == Entry::End)
            return shown;
        if (*entry != Entry::Series)
            continue;
        const auto labels = parser.labels(buffer);
        if (!labels)
            return tl::unexpected(labels.error());
        shown = model::LabelSet::fromSorted(*labels).toString();
    }
}

QString text(const Result<std::string>& result)
{
    return QString::fromStdString(result ? *result : result.error().text());
}

} // namespace

class ParserTest : public QObject
{
    Q_OBJECT

private slots:
    void values_data()
    {
        QTest::addColumn<QByteArray>("number");
        QTest::addColumn<quint64>("bits");
        const auto row = [](const char* number, std::uint64_t bits) {
            QTest::newRow(number) << QByteArray(number) << quint64(bits);
        };
        row("0", 0);
        row("-0", 0x8000000000000000);
        row("-0.0", 0x8000000000000000);
        row("1", 0x3ff0000000000000);
        row("+1", 0x3ff0000000000000);
        row(".5", 0x3fe0000000000000);
        row("5.", 0x4014000000000000);
        row("1e3", 0x408f400000000000);
        row("1E+3", 0x408f400000000000);
        row("0.1", 0x3fb999999999999a);
        row("0.3", 0x3fd3333333333333);
        row("1e22", 0x4480f0cf064dd592);
        row("1e23", 0x44b52d02c7e14af6);
        row("4.4046288803e+10", 0x422482ba0f460000);
        row("7.424100000000001e-05", 0x3f13763aab07e73c);
        row("9007199254740993", 0x4340000000000000);
        row("123456789012345678", 0x437b69b4ba630f35);
        row("1e308", 0x7fe1ccf385ebc8a0);
        row("1.7976931348623157e308", 0x7fefffffffffffff);
        row("4.9e-324", 1);
        row("1e-400", 0);
        row("-1e-400", 0x8000000000000000);
        row("NaN", 0x7ff8000000000001);
        row("nan", 0x7ff8000000000001);
        row("Inf", 0x7ff0000000000000);
        row("+Inf", 0x7ff0000000000000);
        row("-inf", 0xfff0000000000000);
        row("Infinity", 0x7ff0000000000000);
        row("-INFINITY", 0xfff0000000000000);
    }
    void values()
    {
        QFETCH(QByteArray, number);
        QFETCH(quint64, bits);
        const auto body = "a " + number.toStdString() + "\n";

        Parser parser(body);

        QVERIFY(parser.next() == Entry::Series);
        QCOMPARE(quint64(std::bit_cast<std::uint64_t>(parser.series().value)), bits);
    }

    void rejectedValues_data()
    {
        QTest::addColumn<QByteArray>("number");
        for (const char* number : {"1e400", "-1e400", "0x1p3", "0x10", "1_000", "1,5", "--1", "+-1", "1e", "e5", ".",
                                   "-", "nan(1)", "infinit", "1.2.3", "0b1", "1f", "\xd9\xa1"})
            QTest::newRow(number) << QByteArray(number);
    }
    void rejectedValues()
    {
        QFETCH(QByteArray, number);
        const auto result = lastSeries("a " + number.toStdString() + "\n");
        QVERIFY(!result);
        QCOMPARE(result.error().where->line, 1);
        QCOMPARE(result.error().where->column, 3);
    }

    void accepted_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("series");
        const auto row = [](const char* why, const QByteArray& body, const char* series) {
            QTest::newRow(why) << body << QString::fromUtf8(series);
        };
        row("no final newline", "a 1", "a");
        row("empty body", "", "");
        row("only line feeds", "\n\n", "");
        row("blanks before", " \ta 1\n", "a");
        row("blanks between", "a { x = \"1\" , y = \"2\" , } \t 1 \t 2 \n", "a{x=\"1\", y=\"2\"}");
        row("value glued to braces", "a{x=\"1\"}1\n", "a{x=\"1\"}");
        row("empty braces", "a{} 1\n", "a");
        row("forgotten comma", "a{x=\"1\" y=\"2\"} 1\n", "a{x=\"1\", y=\"2\"}");
        row("empty value is no label", "a{x=\"\",y=\"2\"} 1\n", "a{y=\"2\"}");
        row("unknown escape stays", "a{x=\"\\z\"} 1\n", "a{x=\"\\\\z\"}");
        row("escapes", "a{x=\"\\\\\\\"\\n\"} 1\n", "a{x=\"\\\\\\\"\\n\"}");
        row("line feed in quotes", "a{x=\"1\n2\"} 1\n", "a{x=\"1\\n2\"}");
        row("two-byte character", "a{x=\"\xc3\xa9\"} 1\n", "a{x=\"\xc3\xa9\"}");
        row("quoted name", "{\"my.metric\",x=\"1\"} 1\n", "{\"my.metric\", x=\"1\"}");
        row("quoted name last", "{x=\"1\",\"my.metric\"} 1\n", "{\"my.metric\", x=\"1\"}");
        row("quoted label", "a{\"x.y\"=\"1\"} 1\n", "a{\"x.y\"=\"1\"}");
        row("labels sorted", "a{b=\"1\",A=\"2\",_=\"3\"} 1\n", "a{A=\"2\", _=\"3\", b=\"1\"}");
        row("HELP without blank is a comment", "#HELP\n# HELPX\na 1\n", "a");
        row("bound of a histogram", "# TYPE h histogram\nh_bucket{le=\"1e3\"} 1\n", "h_bucket{le=\"1000.0\"}");
        row("large bound", "# TYPE h histogram\nh_bucket{le=\"10000000\"} 1\n", "h_bucket{le=\"1e+07\"}");
        row("six digits", "# TYPE h histogram\nh_bucket{le=\"123456\"} 1\n", "h_bucket{le=\"123456.0\"}");
        row("small bound", "# TYPE h histogram\nh_bucket{le=\"0.00001\"} 1\n", "h_bucket{le=\"1e-05\"}");
        row("needless zero", "# TYPE h histogram\nh_bucket{le=\"0.50\"} 1\n", "h_bucket{le=\"0.5\"}");
        row("infinite bound", "# TYPE h histogram\nh_bucket{le=\"inf\"} 1\n", "h_bucket{le=\"+Inf\"}");
        row("no number", "# TYPE h histogram\nh_bucket{le=\"abc\"} 1\n", "h_bucket{le=\"abc\"}");
        row("quantile of a summary", "# TYPE s summary\ns{quantile=\"0.90\"} 1\n", "s{quantile=\"0.9\"}");
        row("le elsewhere", "# TYPE h gauge\nh{le=\"1\"} 1\n", "h{le=\"1\"}");
        row("le of another family", "# TYPE h histogram\nother{le=\"1\"} 1\n", "other{le=\"1\"}");
        row("neighbour shares labels", "a{x=\"1\",y=\"2\",z=\"3\"} 1\na{x=\"1\",y=\"2\",z=\"33\"} 1\n",
            "a{x=\"1\", y=\"2\", z=\"33\"}");
        row("neighbour is a prefix", "a{x=\"1\",y=\"2\"} 1\na{x=\"1\"} 1\n", "a{x=\"1\"}");
        row("neighbour goes on", "a{x=\"1\"} 1\na{x=\"1\",y=\"2\"} 1\n", "a{x=\"1\", y=\"2\"}");
        row("neighbour without braces", "a{x=\"1\"} 1\na 1\n", "a");
        row("neighbour reorders", "a{x=\"1\",b=\"2\"} 1\na{x=\"1\",b=\"3\",c=\"4\"} 1\n",
            "a{b=\"3\", c=\"4\", x=\"1\"}");
        row("neighbour quoted", "{\"a\",x=\"1\"} 1\n{\"a\",x=\"2\"} 1\n", "a{x=\"2\"}");
    }
    void accepted()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, series);
        QCOMPARE(text(lastSeries(body.toStdString())), series);
    }

    /// Each message names the place, the thing and the line.
    void errors_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* why, const QByteArray& body, const char* message) {
            QTest::newRow(why) << body << QString::fromUtf8(message);
        };
        row("no value", "a 1\nb\n", "2:2: expected a value after the metric, in line \"b\"");
        row("byte order mark",
            "\xef\xbb\xbf"
            "a 1\n",
            "1:1: byte order mark: send UTF-8 without it, in line \"\xef\xbb\xbf"
            "a 1\"");
        row("carriage return", "a 1\r\n",
            "1:4: carriage return at the end of the line: end lines with a line feed alone, in line \"a 1\\x0d\"");
        row("NUL in front", QByteArray("\0a 1\n", 5),
            "1:1: expected a metric name, found \"\\x00\", in line \"\\x00a 1\"");
        row("invalid UTF-8 in a label", "a{x=\"\xff\"} 1\n",
            "1:5: invalid UTF-8 in \"\\xff\", in line \"a{x=\"\\xff\"} 1\"");
        row("overlong UTF-8", "a{x=\"\xc0\x80\"} 1\n",
            "1:5: invalid UTF-8 in \"\\xc0\\x80\", in line \"a{x=\"\\xc0\\x80\"} 1\"");
        row("surrogate", "a{x=\"\xed\xa0\x80\"} 1\n",
            "1:5: invalid UTF-8 in \"\\xed\\xa0\\x80\", in line \"a{x=\"\\xed\\xa0\\x80\"} 1\"");
        row("invalid UTF-8 in help", "# HELP a \xff\n",
            "1:10: invalid UTF-8 in the text for \"a\", in line \"# HELP a \\xff\"");
        row("invalid UTF-8 in a quoted name", "{\"\xff\"} 1\n",
            "1:2: invalid UTF-8 in \"\\xff\", in line \"{\"\\xff\"} 1\"");
        row("bare UTF-8 name", "\xc3\xa9 1\n", "1:1: expected a metric name, found \"\\xc3\", in line \"\xc3\xa9 1\"");
        row("label twice", "a{x=\"1\",x=\"1\"} 1\n", "1:9: label \"x\" occurs twice, in line \"a{x=\"1\",x=\"1\"} 1\"");
        row("label twice, apart", "a{x=\"1\",y=\"1\",x=\"1\"} 1\n",
            "1:15: label \"x\" occurs twice, in line \"a{x=\"1\",y=\"1\",x=\"1\"} 1\"");
        row("label twice behind an escape", "{\"a\",\"x\\n\"=\"1\",\"x\n\"=\"2\"} 1\n",
            "1:1: label \"x\\x0a\" occurs twice, in line \"{\"a\",\"x\\n\"=\"1\",\"x\"");
        row("metric name as label", "a{__name__=\"b\"} 1\n",
            "1:3: label \"__name__\" is the metric name, which stands before the braces, in line \"a{__name__=\"b\"} "
            "1\"");
        row("two metric names", "a{\"b\"} 1\n",
            "1:3: second metric name \"b\": a label needs =\"value\", in line \"a{\"b\"} 1\"");
        row("empty quoted name", "{\"\"} 1\n", "1:2: empty name in quotes, in line \"{\"\"} 1\"");
        row("name with a dash", "my-metric 1\n",
            "1:3: character \"-\" in a metric name: quote names of other characters, in line \"my-metric 1\"");
        row("unknown type", "# TYPE a gouge\n",
            "1:10: unknown type \"gouge\": write counter, gauge, histogram, summary or untyped, in line \"# TYPE a "
            "gouge\"");
        row("timestamp with fraction", "a 1 1.5\n",
            "1:5: timestamp is no whole number of milliseconds, in line \"a 1 1.5\"");
        row("timestamp out of range", "a 1 99999999999999999999\n",
            "1:5: timestamp is no whole number of milliseconds, in line \"a 1 99999999999999999999\"");
        row("unclosed quote", "a{x=\"1} 1\n",
            "1:5: quote is never closed: write line feeds as \\n, in line \"a{x=\"1} 1\"");
    }
    void errors()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, message);
        QCOMPARE(text(lastSeries({body.constData(), static_cast<std::size_t>(body.size())})), message);
    }

    void limitsNameTheLabel()
    {
        ParserOptions options;
        options.limits.labelsPerSeries = 2;
        options.limits.labelValueBytes = 8;
        options.limits.labelNameBytes = 6;
        options.limits.lineBytes = 40;
        const auto message = [&](std::string_view body) {
            const auto result = lastSeries(body, options);
            return result || result.error().kind != Error::Kind::LimitExceeded ? QString() : text(result);
        };

        QVERIFY(lastSeries("a{x=\"1\",y=\"2\"} 1\n", options));
        QVERIFY(message("a{x=\"1\",y=\"2\",zebra=\"3\"} 1\n").contains(QStringLiteral("\"zebra\"")));
        QVERIFY(message("a{zebra=\"123456789\"} 1\n").contains(QStringLiteral("\"zebra\" has 9 bytes")));
        QVERIFY(message("a{zebrano=\"1\"} 1\n").contains(QStringLiteral("\"zebrano\"")));
        QVERIFY(message("# " + std::string(50, 'x') + "\n").contains(QStringLiteral("line is longer than 40")));
    }

    void longLinesAreShownInPart()
    {
        const auto body = "a{x=\"" + std::string(3000, 'x') + "\"} 1z\n";
        const auto result = lastSeries(body);
        QVERIFY(!result);
        QCOMPARE(result.error().where->column, 3009);
        QVERIFY(result.error().message.size() < 400);
    }

    void failureRepeatsUntilResumed()
    {
        Parser parser("a 1\nb z\nc 3\n");
        QVERIFY(parser.next().has_value());

        const auto first = parser.next();
        const auto second = parser.next();
        parser.resume();
        const auto third = parser.next();

        QVERIFY(!first && !second);
        QCOMPARE(second.error(), first.error());
        QVERIFY(third == Entry::Series);
        QCOMPARE(parser.series().value, 3.0);
        QVERIFY(parser.next() == Entry::End);
        QVERIFY(parser.next() == Entry::End);
    }

    void expectedSeriesIsTakenOnlyWhenWhole_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<bool>("matches");
        QTest::newRow("same") << QByteArray("a{x=\"1\"} 7\n") << QByteArray("a{x=\"1\"}") << true;
        QTest::newRow("bare") << QByteArray("abc 7\n") << QByteArray("abc") << true;
        QTest::newRow("longer name") << QByteArray("abcd 7\n") << QByteArray("abc") << false;
        QTest::newRow("labels follow") << QByteArray("abc{x=\"1\"} 7\n") << QByteArray("abc") << false;
        QTest::newRow("labels follow a blank") << QByteArray("abc {x=\"1\"} 7\n") << QByteArray("abc") << false;
        QTest::newRow("body ends") << QByteArray("abc 7") << QByteArray("abc 7") << false;
        QTest::newRow("long") << QByteArray("abcdefghijklmnopqrstuvwxyz{x=\"1\"} 7\n")
                              << QByteArray("abcdefghijklmnopqrstuvwxyz{x=\"1\"}") << true;
        QTest::newRow("long, other") << QByteArray("abcdefghijklmnopqrstuvwxyz{x=\"1\"} 7\n")
                                     << QByteArray("abcdefghijklmnopqrstuvwxyz{x=\"2\"}") << false;
    }
    void expectedSeriesIsTakenOnlyWhenWhole()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, expected);
        QFETCH(bool, matches);
        const auto copy = body.toStdString();
        Parser parser(copy);
        LabelBuffer buffer;

        const auto entry = parser.next({.text = {expected.constData(), static_cast<std::size_t>(expected.size())}});

        QVERIFY(entry == Entry::Series);
        QCOMPARE(parser.series().matchesExpected, matches);
        QCOMPARE(parser.series().value, 7.0);
        QVERIFY(copy.starts_with(parser.labels(buffer)->front().value));
    }

    void startTimeIsFoundOnBothSides()
    {
        Parser parser(
            "# TYPE a counter\na_total{x=\"1\"} 1\na_created{x=\"1\"} 5.25\na_total{x=\"2\"} 1\na_total{x=\"1\"} 2\n"
            "# TYPE b histogram\nb_bucket{le=\"1\",y=\"2\"} 0\nb_bucket{y=\"2\",le=\"+Inf\"} 0\nb_created{y=\"2\"} "
            "9\n# EOF\n",
            {.format = Format::OpenMetrics});
        QStringList seen;
        while (const auto entry = parser.next()) {
            if (*entry == Entry::End)
                break;
            if (*entry == Entry::Series)
                seen << QString::number(parser.startTimestamp().value_or(-1));
        }
        QCOMPARE(seen, QStringList({QStringLiteral("5250"), QStringLiteral("-1"), QStringLiteral("5250"),
                                    QStringLiteral("9000"), QStringLiteral("9000")}));
    }

    void createdLinesAreSeriesOnDemand()
    {
        Parser parser("# TYPE a counter\na_total 1\na_created 5\n# EOF\n",
                      {.format = Format::OpenMetrics, .createdAsSeries = true});
        QVERIFY(parser.next() == Entry::Type);
        QVERIFY(parser.next() == Entry::Series);
        QVERIFY(!parser.startTimestamp());
        QVERIFY(parser.next() == Entry::Series);
        QVERIFY(parser.series().text == "a_created");
    }

    void secondsAreExactToTheMillisecond_data()
    {
        QTest::addColumn<QByteArray>("seconds");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("product of doubles falls short") << QByteArray("1.001") << qint64(1001);
        QTest::newRow("today") << QByteArray("1700215884.373") << qint64(1700215884373);
        QTest::newRow("negative") << QByteArray("-0.5") << qint64(-500);
        QTest::newRow("cut off") << QByteArray("1.9999") << qint64(1999);
        QTest::newRow("exponent") << QByteArray("1.5e3") << qint64(1500000);
        QTest::newRow("too large") << QByteArray("12345678901234567890.1") << qint64(9223372036854775807);
        QTest::newRow("no fraction") << QByteArray("5.") << qint64(5000);
    }
    void secondsAreExactToTheMillisecond()
    {
        QFETCH(QByteArray, seconds);
        QFETCH(qint64, ms);
        QCOMPARE(qint64(readSeconds(seconds.toStdString()).value()), ms);
    }

    void millionsOfCommentsAreQuick()
    {
        std::string body;
        for (int i = 0; i < 1'000'000; ++i)
            body += "#\n";
        QVERIFY(lastSeries(body)->empty());
    }
};

QTEST_APPLESS_MAIN(ParserTest)
#include "parser_test.moc"
