// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QTest>

#include "watch/notify/time_interval.h"

using namespace nocturne;
using namespace nocturne::notify;

namespace {

Timestamp at(const char* utc) { return QDateTime::fromString(QLatin1String(utc), Qt::ISODate).toMSecsSinceEpoch(); }

} // namespace

class TimeIntervalTest : public QObject
{
    Q_OBJECT

private slots:
    void allConditionsHaveToHold()
    {
        TimeInterval office;
        office.times = {{9 * 60, 17 * 60}};
        office.weekdays = {{1, 5}};

        QVERIFY(office.contains(at("2026-11-20T09:00:00Z")));  // a Friday
        QVERIFY(!office.contains(at("2026-11-20T17:00:00Z"))); // the end is not part of it
        QVERIFY(!office.contains(at("2026-11-21T12:00:00Z"))); // a Saturday
    }

    void daysOfMonthCountFromTheEndToo()
    {
        TimeInterval last;
        last.daysOfMonth = {{-2, -1}};

        QVERIFY(last.contains(at("2028-02-28T12:00:00Z"))); // a leap year
        QVERIFY(last.contains(at("2028-02-29T12:00:00Z")));
        QVERIFY(!last.contains(at("2028-02-27T12:00:00Z")));
    }

    void timesAreThoseOfTheZoneAlsoInSummer()
    {
        TimeInterval night;
        night.times = {{0, 6 * 60}};
        night.location = "Europe/Berlin";

        QVERIFY(night.contains(at("2026-01-10T04:30:00Z")));  // 05:30
        QVERIFY(!night.contains(at("2026-07-10T04:30:00Z"))); // 06:30
    }

    void wordsAndNumbersRead()
    {
        QCOMPARE(*parseMinute("24:00"), 1440);
        QCOMPARE(*parseWeekdays("monday:Friday"), (NumberRange{1, 5}));
        QCOMPARE(*parseMonths("january:3"), (NumberRange{1, 3}));
        QCOMPARE(*parseDaysOfMonth("1:-1"), (NumberRange{1, -1}));
        QCOMPARE(*parseYears("2026"), (NumberRange{2026, 2026}));
    }

    void nonsenseIsRefusedWithTheCure()
    {
        QVERIFY(parseMinute("9:00").error().message.find("write 09:00") != std::string::npos);
        QVERIFY(parseMinute("24:01").error().kind == Error::Kind::InvalidInput);
        QVERIFY(parseWeekdays("friday:monday").error().message.find("write it as two ranges") != std::string::npos);
        QVERIFY(!parseDaysOfMonth("0").has_value());
        QVERIFY(!parseMonths("13").has_value());
        QVERIFY(!isLocation("Europe/Atlantis"));
        QVERIFY(isLocation("Europe/Berlin") && isLocation("Local") && isLocation(""));
    }
};

QTEST_GUILESS_MAIN(TimeIntervalTest)
#include "time_interval_test.moc"
