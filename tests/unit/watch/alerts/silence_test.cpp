// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "watch/alerts/silence.h"

using namespace nocturne;
using namespace nocturne::alerts;

namespace {

constexpr Timestamp kNow = 1'700'000'000'000;

Silence silenceOf(std::string_view text, Timestamp lengthMs)
{
    return {.matchers = *parseMatchers(text), .startsAt = kNow, .endsAt = kNow + lengthMs, .createdBy = "ann"};
}

} // namespace

class SilenceTest : public QObject
{
    Q_OBJECT

private slots:
    void impossibleSilencesAreRefused_data()
    {
        QTest::addColumn<QString>("matchers");
        QTest::addColumn<qint64>("length");
        QTest::addColumn<bool>("fits");
        constexpr qint64 kHour = 3'600'000;
        QTest::newRow("an hour") << QStringLiteral("a=\"b\"") << kHour << true;
        QTest::newRow("nothing") << QStringLiteral("a=\"b\"") << qint64(0) << false;
        QTest::newRow("less than nothing") << QStringLiteral("a=\"b\"") << -kHour << false;
        QTest::newRow("ten years") << QStringLiteral("a=\"b\"") << 24 * 3650 * kHour << false;
        QTest::newRow("a year") << QStringLiteral("a=\"b\"") << 24 * 365 * kHour << true;
        QTest::newRow("no matcher") << QString() << kHour << false;
        QTest::newRow("matches alerts without the label") << QStringLiteral("a!=\"b\",c=~\".*\"") << kHour << false;
        QTest::newRow("one of two asks for a label") << QStringLiteral("a!=\"b\",c=\"d\"") << kHour << true;
    }

    void impossibleSilencesAreRefused()
    {
        QFETCH(QString, matchers);
        QFETCH(qint64, length);
        QFETCH(bool, fits);

        QCOMPARE(checkSilence(silenceOf(matchers.toStdString(), length), kNow).has_value(), fits);
    }

    void aSilenceNeedsAName()
    {
        auto silence = silenceOf("a=\"b\"", 1000);
        silence.createdBy.clear();

        QVERIFY(!checkSilence(silence, kNow));
    }

    void itIsActiveFromStartToEnd()
    {
        const auto silence = silenceOf("a=\"b\"", 1000);

        QVERIFY(silence.stateAt(kNow - 1) == SilenceState::Pending);
        QVERIFY(silence.stateAt(kNow) == SilenceState::Active);
        QVERIFY(silence.stateAt(kNow + 999) == SilenceState::Active);
        QVERIFY(silence.stateAt(kNow + 1000) == SilenceState::Expired);
    }

    void labelsThatChangeWithEachRestartAreLeftOut()
    {
        const auto suggested = suggestMatchers(model::LabelSet{
            {"alertname", "Slow"}, {"instance", "10.1.2.3:8080"}, {"pod", "api-7d9f"}, {"service", "api"}});

        std::vector<std::string> taken;
        for (const auto& one : suggested) {
            if (one.taken)
                taken.push_back(one.matcher.name());
            else
                QVERIFY(!one.reason.empty());
        }
        QCOMPARE(taken, (std::vector<std::string>{"alertname", "service"}));
        QVERIFY(suggestMatchers(model::LabelSet{{"instance", "10.1.2.3:9100"}}).front().taken);
    }
};

QTEST_APPLESS_MAIN(SilenceTest)
#include "silence_test.moc"
