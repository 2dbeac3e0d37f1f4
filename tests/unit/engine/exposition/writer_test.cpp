// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/exposition/writer.h"

using namespace nocturne;
using namespace nocturne::exposition;
using model::MetricType;

class WriterTest : public QObject
{
    Q_OBJECT

private slots:
    void familyReadsTheSameInBothFormats()
    {
        const auto written = [](Format format) {
            std::string body;
            Writer writer(body, format);
            (void)writer.family("reads_total", {MetricType::Counter, "Reads \"done\"\nso far.", ""});
            (void)writer.series("reads_total", {{"path", "C:\\"}}, 42);
            (void)writer.family("wait_seconds", {MetricType::Gauge, "", "seconds"});
            (void)writer.series(model::LabelSet{{"__name__", "wait_seconds"}}, 0.25, 1500);
            writer.finish();
            return body;
        };

        QCOMPARE(
            QString::fromStdString(written(Format::PrometheusText)),
            QString::fromUtf8("# TYPE reads_total counter\n# HELP reads_total Reads \"done\"\\nso far.\n"
                              "reads_total{path=\"C:\\\\\"} 42\n# TYPE wait_seconds gauge\nwait_seconds 0.25 1500\n"));
        QCOMPARE(QString::fromStdString(written(Format::OpenMetrics)),
                 QString::fromUtf8(
                     "# TYPE reads counter\n# HELP reads Reads \\\"done\\\"\\nso far.\n"
                     "reads_total{path=\"C:\\\\\"} 42\n# TYPE wait_seconds gauge\n# UNIT wait_seconds seconds\n"
                     "wait_seconds 0.25 1.500\n# EOF\n"));
    }

    void whatIsWrittenPassesTheStrictReader_data()
    {
        QTest::addColumn<int>("format");
        QTest::newRow("prometheus") << static_cast<int>(Format::PrometheusText);
        QTest::newRow("openmetrics") << static_cast<int>(Format::OpenMetrics);
    }
    void whatIsWrittenPassesTheStrictReader()
    {
        QFETCH(int, format);
        std::string body;
        Writer writer(body, static_cast<Format>(format));
        (void)writer.family("h_seconds", {MetricType::Histogram, "Time.", "seconds"});
        for (const auto* bound : {"0.1", "1.0", "+Inf"})
            (void)writer.series("h_seconds_bucket", {{"le", bound}}, 3);
        (void)writer.series("h_seconds_sum", {}, 1.5);
        (void)writer.series("h_seconds_count", {}, 3);
        (void)writer.family("my.metric", {MetricType::Counter, "", ""}); // no _total: not a counter in OpenMetrics
        (void)writer.series("my.metric", {{"a.b", "\xc3\xa9"}}, 1);
        writer.finish();

        Parser parser(body, {.format = static_cast<Format>(format), .strict = true});
        int samples = 0;
        for (auto entry = parser.next();; entry = parser.next()) {
            QVERIFY2(entry, entry ? "" : entry.error().text().c_str());
            if (*entry == Entry::End)
                break;
            samples += *entry == Entry::Series ? 1 : 0;
        }
        QCOMPARE(samples, 6);
    }

    void brokenTextIsRefusedWhole()
    {
        std::string body;
        Writer writer(body, Format::OpenMetrics);
        QVERIFY(!writer.series("a", {{"x", "\xff"}}, 1));
        QVERIFY(!writer.series("a", {{"", "1"}}, 1));
        QVERIFY(!writer.series("", {}, 1));
        QVERIFY(!writer.family("a", {MetricType::Gauge, "\xff", ""}));
        QVERIFY(body.empty());
    }
};

QTEST_APPLESS_MAIN(WriterTest)
#include "writer_test.moc"
