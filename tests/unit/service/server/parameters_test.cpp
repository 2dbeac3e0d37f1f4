// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/server/parameters.h"

using namespace nocturne;
using namespace nocturne::server;

class ParametersTest : public QObject
{
    Q_OBJECT

private slots:
    void time_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms");
        const auto row = [](const char* name, const char* text, qint64 ms) {
            QTest::newRow(name) << QString::fromLatin1(text) << ms;
        };
        row("seconds", "1435781430", 1435781430000);
        row("milliseconds", "1435781430.781", 1435781430781);
        row("rounded", "1.0009999", 1001);
        row("negative", "-1.5", -1500);
        row("exponent", "1.5e9", 1500000000000);
        row("RFC 3339", "2015-07-01T20:10:51.781Z", 1435781451781);
        row("with zone", "2015-07-01T22:10:51+02:00", 1435781451000);
        row("west", "2015-07-01T16:40:51-03:30", 1435781451000);
        row("nanoseconds", "2015-07-01T20:10:51.781999999Z", 1435781451781);
        row("leap day", "2024-02-29T00:00:00Z", 1709164800000);
        row("1970", "1970-01-01T00:00:00Z", 0);
    }

    void time()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ms);

        QCOMPARE(parseTime(text.toStdString()).value(), ms);
    }

    void noTime_data()
    {
        QTest::addColumn<QString>("text");
        for (const auto* text :
             {"", "now", "NaN", "Inf", "1e30", "2015-07-01", "2015-13-01T00:00:00Z", "2015-02-29T00:00:00Z",
              "2015-07-01T24:00:00Z", "2015-07-01T20:10:51", "2015-07-01T20:10:51.Z", "2015-07-01T20:10:51Zx", "0x10",
              "1 ", "2015-07-01T20:1-:51Z"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }

    void noTime()
    {
        QFETCH(QString, text);

        const auto result = parseTime(text.toStdString());

        QVERIFY(!result);
        QVERIFY(result.error().message.starts_with("cannot parse \""));
    }

    void span_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("seconds") << QStringLiteral("15") << qint64{15'000};
        QTest::newRow("fraction") << QStringLiteral("0.5") << qint64{500};
        QTest::newRow("duration") << QStringLiteral("1h30m") << qint64{5'400'000};
        QTest::newRow("milliseconds") << QStringLiteral("100ms") << qint64{100};
        QTest::newRow("negative") << QStringLiteral("-1") << qint64{-1000};
    }

    void span()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ms);

        QCOMPARE(qint64{parseSpan(text.toStdString())->count()}, ms);
    }

    void noSpan()
    {
        QCOMPARE(parseSpan("abc").error().message, std::string("cannot parse \"abc\" to a valid duration"));
        QCOMPARE(parseSpan("1e20").error().message,
                 std::string("cannot parse \"1e20\" to a valid duration. It overflows int64"));
        QVERIFY(!parseSpan(""));
        QVERIFY(!parseSpan("NaN"));
        QVERIFY(!parseSpan("1ns"));
    }

    void formIsDecoded()
    {
        Form form;

        QVERIFY(form.add("query=a%2Bb+c&match[]=x&match%5B%5D=y&empty=&flag&&=z"));

        QCOMPARE(form.get("query"), std::string_view("a+b c"));
        QCOMPARE(form.all("match[]"), (std::vector<std::string>{"x", "y"}));
        QVERIFY(form.has("empty"));
        QVERIFY(form.has("flag"));
        QVERIFY(!form.has("other"));
        QCOMPARE(form.get("flag"), std::string_view());
    }

    void formIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("cut escape") << QStringLiteral("a=%4");
        QTest::newRow("no hex") << QStringLiteral("a=%zz");
        QTest::newRow("percent alone") << QStringLiteral("%=1");
        QTest::newRow("semicolon") << QStringLiteral("a=1;b=2");
    }

    void formIsRefused()
    {
        QFETCH(QString, text);
        Form form;

        QVERIFY(form.add(text.toStdString()).error().kind == Error::Kind::InvalidInput);
    }

    void formHasALimit()
    {
        std::string many;
        for (int i = 0; i < 1001; ++i)
            many += "a=1&";
        Form form;

        QVERIFY(form.add(many).error().kind == Error::Kind::LimitExceeded);
    }

    void limitsAndFlags()
    {
        Form form;
        QVERIFY(form.add("limit=5&bad=x&negative=-1&yes=true&no=0&maybe=2"));

        QCOMPARE(limitParameter(form, "limit").value(), std::size_t{5});
        QCOMPARE(limitParameter(form, "missing").value(), std::size_t{0});
        QVERIFY(!limitParameter(form, "bad"));
        QCOMPARE(limitParameter(form, "negative").error().message,
                 std::string("invalid parameter \"negative\": limit must be non-negative"));
        QCOMPARE(flagParameter(form, "yes").value(), true);
        QCOMPARE(flagParameter(form, "no").value(), false);
        QCOMPARE(flagParameter(form, "missing").value(), false);
        QVERIFY(!flagParameter(form, "maybe"));
    }

    void labelNames_data()
    {
        QTest::addColumn<QString>("segment");
        QTest::addColumn<QString>("name");
        const auto row = [](const char* segment, const char* name) {
            QTest::newRow(segment) << QString::fromLatin1(segment) << QString::fromUtf8(name);
        };
        row("job", "job");
        row("a%2Eb", "a.b");
        row("U__a_2e_b", "a.b");
        row("U__http_2e_status__code", "http.status_code");
        row("U___e4_", "ä");
        row("U___1d11e_", "𝄞");
        row("U__broken_zz", "U__broken_zz");
        row("U__a_d800_", "U__a_d800_");
    }

    void labelNames()
    {
        QFETCH(QString, segment);
        QFETCH(QString, name);

        QCOMPARE(QString::fromStdString(labelNameFromPath(segment.toStdString()).value()), name);
    }

    void noLabelNames()
    {
        QVERIFY(!labelNameFromPath("%00"));
        QVERIFY(!labelNameFromPath("%ff"));
        QVERIFY(!labelNameFromPath("%4"));
        QVERIFY(!labelNameFromPath(""));
    }
};

QTEST_APPLESS_MAIN(ParametersTest)
#include "parameters_test.moc"
