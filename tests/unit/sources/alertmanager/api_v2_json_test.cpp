// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Answers as Alertmanager 0.25 gives them, and those that are none.
#include <QTest>

#include "answers.h"
#include "sources/alertmanager/api_v2_json.h"
#include "watch/alerts/alert_instance.h"

using namespace nocturne;
using namespace nocturne::alertmanager;

namespace {

std::string listOf(const std::string& item) { return "[" + item + "]"; }

std::string with(std::string text, const std::string& from, const std::string& to)
{
    text.replace(text.find(from), from.size(), to);
    return text;
}

} // namespace

class ApiV2JsonTest : public QObject
{
    Q_OBJECT

private slots:
    void anAlertHasItsLabelsTimesAndWhatKeepsItQuiet()
    {
        const auto read = readAlerts(listOf(kAlert));

        QVERIFY(read);
        QCOMPARE(read->items.size(), std::size_t(1));
        const auto& alert = read->items.front();
        QCOMPARE(alerts::fingerprint(alert.labels), std::string("b915815a9d04c3be")); // as Alertmanager says
        QCOMPARE(alert.startsAt, Timestamp(1795268503782));
        QCOMPARE(alert.annotations.at("summary"), std::string("s"));
        QCOMPARE(alert.generatorUrl, std::string("http://p/g"));
        QCOMPARE(alert.silencedBy, std::vector<std::string>{"3bf28c8a"});
        QCOMPARE(alert.inhibitedBy, std::vector<std::string>{"00ff"});
        QVERIFY(alert.mutedBy.empty());
    }

    void whatMakesNoSenseIsLeftOutAndCounted_data()
    {
        QTest::addColumn<QString>("item");
        QTest::newRow("no object") << QStringLiteral("3");
        QTest::newRow("no labels") << QStringLiteral("{\"startsAt\":\"2026-11-21T13:41:43Z\"}");
        QTest::newRow("labels are no texts") << QString::fromStdString(with(kAlert, "\"i\":\"1\"", "\"i\":1"));
        QTest::newRow("labels are a list")
            << QString::fromStdString(with(kAlert, "{\"alertname\":\"X\",\"i\":\"1\"}", "[]"));
        QTest::newRow("no time") << QString::fromStdString(
            with(kAlert, "2026-11-21T13:41:43.782Z\",\"status", "soon\",\"status"));
    }
    void whatMakesNoSenseIsLeftOutAndCounted()
    {
        QFETCH(const QString, item);

        const auto read = readAlerts("[" + item.toStdString() + "," + kAlert + "]");

        QVERIFY(read);
        QCOMPARE(read->items.size(), std::size_t(1));
        QCOMPARE(read->unreadable, std::size_t(1));
    }

    void answersThatAreNoneAreRefused_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::newRow("empty") << QString();
        QTest::newRow("a web page") << QStringLiteral("<html></html>");
        QTest::newRow("cut off") << QString::fromLatin1(kAlert).prepend(QLatin1Char('['));
        QTest::newRow("an object") << QStringLiteral("{\"status\":\"success\"}");
        QTest::newRow("too deep") << QString(40, QLatin1Char('[')) + QString(40, QLatin1Char(']'));
    }
    void answersThatAreNoneAreRefused()
    {
        QFETCH(const QString, answer);

        QVERIFY(readAlerts(answer.toStdString()).error().kind == Error::Kind::Corrupt);
        QVERIFY(readSilences(answer.toStdString()).error().kind == Error::Kind::Corrupt);
    }

    void moreThanAnybodyCanLookAtIsRefused()
    {
        std::string text = "[0";
        for (std::size_t i = 0; i < kMostItems; ++i)
            text += ",0";

        QVERIFY(readAlerts(text + "]").error().kind == Error::Kind::LimitExceeded);
    }

    void aSilenceHasItsMatchersOfAllKinds()
    {
        const auto read = readSilences(listOf(kSilence));

        QVERIFY(read);
        QCOMPARE(read->items.size(), std::size_t(1));
        const auto& silence = read->items.front();
        QCOMPARE(alerts::matcherText(silence.matchers), std::string("{a=\"x\",b!~\"y|z\",c=~\".+\"}"));
        QCOMPARE(silence.endsAt - silence.startsAt, Timestamp(31533495750));
        QCOMPARE(silence.createdBy, std::string("ann"));
    }

    void aSilenceThatIsWrittenReadsTheSame()
    {
        auto silence = readSilences(listOf(kSilence))->items.front();
        silence.comment = "quotes \" and \\ and \n lines";

        const auto again = readSilences(listOf(writeSilence(silence)));

        QVERIFY(again);
        silence.updatedAt = 0;
        QVERIFY(again->items.front() == silence);
    }

    void alertsThatAreWrittenReadTheSame()
    {
        OutgoingAlert alert;
        alert.labels = model::LabelSet{{"alertname", "a\"b"}, {"x", "\xc3\xa9"}};
        alert.annotations = {{"summary", "line\nline"}};
        alert.startsAt = 1795268503782;
        alert.endsAt = alert.startsAt + 1;
        alert.generatorUrl = "http://n/graph";

        const auto read = readAlerts(writeAlerts({alert, alert}));

        QVERIFY(read);
        QCOMPARE(read->items.size(), std::size_t(2));
        QVERIFY(read->items.front().labels == alert.labels);
        QVERIFY(read->items.front().annotations == alert.annotations);
        QCOMPARE(read->items.front().startsAt, alert.startsAt);
    }

    void aRefusalIsToldInItsWords()
    {
        QCOMPARE(readRefusal("\"silence not found\"\n"), std::string("silence not found"));
        QCOMPARE(readRefusal("{\"code\":601,\"message\":\"must be uuid\"}"), std::string("must be uuid"));
        QCOMPARE(readRefusal("404 page not found\n"), std::string("404 page not found"));
    }

    void theStatusTellsVersionAndCluster()
    {
        const auto status = readStatus(kStatus);

        QVERIFY(status);
        QCOMPARE(status->version, std::string("0.25.0"));
        QCOMPARE(status->cluster, std::string("ready"));
        QCOMPARE(status->peers, std::size_t(2));
        QVERIFY(!readStatus("{}"));
        QCOMPARE(readSilenceId("{\"silenceID\":\"a-b\"}").value_or(""), std::string("a-b"));
        QVERIFY(!readSilenceId("{}"));
    }
};

QTEST_APPLESS_MAIN(ApiV2JsonTest)
#include "api_v2_json_test.moc"
