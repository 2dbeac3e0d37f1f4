// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "engine/exposition/format.h"

using namespace nocturne;
using namespace nocturne::exposition;

class FormatTest : public QObject
{
    Q_OBJECT

private slots:
    void contentTypes_data()
    {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("expected");
        QTest::newRow("text 0.0.4") << QByteArray("text/plain; version=0.0.4; charset=utf-8")
                                    << QStringLiteral("prometheus");
        QTest::newRow("text 1.0.0") << QByteArray("text/plain;version=1.0.0;escaping=allow-utf-8")
                                    << QStringLiteral("prometheus");
        QTest::newRow("bare, in capitals") << QByteArray("TEXT/Plain") << QStringLiteral("prometheus");
        QTest::newRow("OpenMetrics") << QByteArray("application/openmetrics-text; version=1.0.0")
                                     << QStringLiteral("openmetrics");
        QTest::newRow("login page")
            << QByteArray("text/html; charset=utf-8")
            << QStringLiteral(
                   "content type \"text/html\" is no exposition: check the path, or set fallback_scrape_protocol");
        QTest::newRow("none")
            << QByteArray("")
            << QStringLiteral("the reply names no content type: set fallback_scrape_protocol if it is an exposition");
        QTest::newRow("control characters")
            << QByteArray("a/\x1b[1m")
            << QStringLiteral(
                   "content type \"a/\\x1b[1m\" is no exposition: check the path, or set fallback_scrape_protocol");
    }
    void contentTypes()
    {
        QFETCH(QByteArray, type);
        QFETCH(QString, expected);
        const auto format = formatFromContentType(type.toStdString());
        QCOMPARE(format ? QString::fromUtf8(exposition::toString(*format).data())
                        : QString::fromStdString(format.error().message),
                 expected);
    }

    void fallbackStandsInForUnknownTypes()
    {
        QVERIFY(formatFromContentType("text/html", Format::OpenMetrics) == Format::OpenMetrics);
        QVERIFY(formatFromContentType("text/plain", Format::OpenMetrics) == Format::PrometheusText);
    }

    void ownAcceptHeaderAsksForOpenMetrics()
    {
        QVERIFY(formatForAccept(acceptHeader(kTextProtocols)) == Format::OpenMetrics);
        QVERIFY(formatForAccept("text/plain;version=0.0.4") == Format::PrometheusText);
        QVERIFY(formatForAccept("application/openmetrics-text;q=0.2, text/plain;q=0.9") == Format::PrometheusText);
        QVERIFY(formatForAccept("") == Format::PrometheusText);
    }

    void protobufIsGivenWhereItIsAskedForAsItIsWritten()
    {
        const std::string delimited = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; "
                                      "encoding=delimited";

        QVERIFY(formatForAcceptWithProtobuf(acceptHeader(kNativeProtocols)) == Format::Protobuf);
        QVERIFY(formatForAcceptWithProtobuf(acceptHeader(kTextProtocols)) == Format::OpenMetrics);
        QVERIFY(formatForAcceptWithProtobuf(delimited + ";q=0.3,text/plain;q=0.5") == Format::PrometheusText);
        QVERIFY(formatForAcceptWithProtobuf("application/vnd.google.protobuf,text/plain;q=0.5") ==
                Format::PrometheusText);
        QVERIFY(formatForAccept(acceptHeader(kNativeProtocols)) == Format::OpenMetrics); // texts alone
        QVERIFY(*formatFromContentType(contentType(Format::Protobuf)) == Format::Protobuf);
    }
};

QTEST_APPLESS_MAIN(FormatTest)
#include "format_test.moc"
