// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "cli/bench_parse.h"
#include "cli/check_metrics.h"

using namespace nocturne;
using namespace nocturne::cli;
using exposition::Format;

class CheckMetricsTest : public QObject
{
    Q_OBJECT

private slots:
    void allErrorsOfABodyAreFound()
    {
        const auto report = checkMetrics("a 1\nb{ 2\nc 3\nd{x=\"1\",x=\"2\"} 4\ne 5z\n", Format::PrometheusText, false);

        QCOMPARE(report.samples, std::size_t{2});
        QCOMPARE(report.findings.size(), std::size_t{3});
        QCOMPARE(report.findings[0].where, SourcePosition(2, 4));
        QCOMPARE(report.findings[1].where, SourcePosition(4, 9));
        QCOMPARE(report.findings[2].where, SourcePosition(5, 3));
        QVERIFY(toText(report).ends_with("2 samples in 0 families, 3 findings\n"));
    }

    void strictReading_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("finding");
        const auto row = [](const char* why, const char* body, const char* finding) {
            QTest::newRow(why) << QByteArray(body) << QString::fromUtf8(finding);
        };
        row("clean", "# HELP a_total x\n# TYPE a_total counter\na_total 1\n", "");
        row("no line feed at the end", "a 1", "last line is not ended");
        row("family apart", "# TYPE a gauge\na{x=\"1\"} 1\nb 1\na{x=\"2\"} 1\n", "keep a family together");
        row("type after samples", "a 1\n# TYPE a gauge\n", "after its samples");
        row("second type", "# TYPE a gauge\n# TYPE a gauge\n", "second TYPE");
        row("series twice", "a 1\na 1\n", "occurs twice");
        row("no +Inf", "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n", "no bucket le=\"+Inf\"");
        row("not cumulative", "# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\n", "cumulative");
        row("negative counter", "# TYPE a counter\na -1\n", "cannot be negative");
        row("quantile", "# TYPE s summary\ns{quantile=\"2\"} 1\n", "between 0 and 1");
    }
    void strictReading()
    {
        QFETCH(QByteArray, body);
        QFETCH(QString, finding);

        const auto lenient = checkMetrics(body.toStdString(), Format::PrometheusText, false);
        const auto strict = checkMetrics(body.toStdString(), Format::PrometheusText, true);

        QVERIFY(lenient.isClean());
        QCOMPARE(strict.isClean(), finding.isEmpty());
        if (!finding.isEmpty()) {
            QVERIFY2(strict.findings[0].message.find(finding.toStdString()) != std::string::npos,
                     strict.findings[0].text().c_str());
            QVERIFY(strict.findings[0].where.has_value());
        }
    }

    void findingsAreBounded()
    {
        std::string body;
        for (int i = 0; i < 1000; ++i)
            body += "a z\n";
        const auto report = checkMetrics(body, Format::PrometheusText, false);
        QCOMPARE(report.findings.size(), CheckReport::kMostFindings);
        QVERIFY(report.truncated);
    }

    void benchReportsOneLineOfJson()
    {
        BenchParseOptions options;
        options.time = std::chrono::milliseconds(10);
        const auto json = benchParse("# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 2\n", options);
        QVERIFY(json);
        const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(*json)).object();
        QCOMPARE(object[QStringLiteral("bytes")].toInt(), 37);
        QCOMPARE(object[QStringLiteral("samples")].toInt(), 2);
        QVERIFY(object[QStringLiteral("iters")].toInt() > 0);
        QVERIFY(object[QStringLiteral("seconds")].toDouble() > 0);
        QVERIFY(object[QStringLiteral("cold_to_baseline")].toDouble() > 0);
        QVERIFY(!benchParse("a z\n", options));
    }
};

QTEST_APPLESS_MAIN(CheckMetricsTest)
#include "check_metrics_test.moc"
