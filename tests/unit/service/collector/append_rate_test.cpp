// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "service/collector/append_rate.h"

using namespace nocturne;
using namespace nocturne::collector;
using namespace std::chrono_literals;

class AppendRateTest : public QObject
{
    Q_OBJECT

private slots:
    void firstSecondIsNoRate()
    {
        AppendRate rate;

        QCOMPARE(rate.note(1000, Clock::Monotonic(5s)), 0.0);
        QCOMPARE(rate.note(2000, Clock::Monotonic(5500ms)), 0.0);
        QCOMPARE(rate.note(2000, Clock::Monotonic(7s)), 500.0);
    }

    void burstsAreSpreadOverAMinute()
    {
        AppendRate rate;
        double last = 0;
        for (int second = 0; second <= 300; ++second)
            last = rate.note(static_cast<std::uint64_t>(second / 15) * 150,
                             Clock::Monotonic(std::chrono::seconds(second)));

        QCOMPARE(last, 10.0); // 150 each 15 s
    }

    void stoppingIsSeenAfterAMinute()
    {
        AppendRate rate;
        for (int second = 0; second <= 60; ++second)
            (void)rate.note(static_cast<std::uint64_t>(second) * 100, Clock::Monotonic(std::chrono::seconds(second)));
        double last = 1;
        for (int second = 61; second <= 122; ++second)
            last = rate.note(6000, Clock::Monotonic(std::chrono::seconds(second)));

        QCOMPARE(last, 0.0);
    }
};

QTEST_APPLESS_MAIN(AppendRateTest)
#include "append_rate_test.moc"
