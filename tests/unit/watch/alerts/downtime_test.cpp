// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QTest>

#include "watch/alerts/downtime.h"

using namespace nocturne;
using namespace nocturne::alerts;
using namespace std::chrono_literals;

namespace {

Timestamp at(const QString& utc) { return QDateTime::fromString(utc, Qt::ISODate).toMSecsSinceEpoch(); }

QString textOf(Timestamp time) { return QDateTime::fromMSecsSinceEpoch(time, Qt::UTC).toString(Qt::ISODate); }

Downtime plan(const QString& start, const QString& end, Recurrence recurrence = {}, std::string zone = {})
{
    Downtime downtime;
    downtime.id = "d";
    downtime.matchers = *parseMatchers("host=\"a\"");
    downtime.first = {at(start), at(end)};
    downtime.recurrence = std::move(recurrence);
    downtime.zone = std::move(zone);
    downtime.createdBy = "ann";
    return downtime;
}

} // namespace

class DowntimeTest : public QObject
{
    Q_OBJECT

private slots:
    void momentsByTheClockOfAZone_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QString>("utc"); // empty: refused
        QTest::newRow("UTC") << QByteArray("2026-03-14 22:00") << QByteArray()
                             << QStringLiteral("2026-03-14T22:00:00Z");
        QTest::newRow("summer") << QByteArray("2026-07-01 02:30") << QByteArray("Europe/Berlin")
                                << QStringLiteral("2026-07-01T00:30:00Z");
        QTest::newRow("left out: the change")
            << QByteArray("2026-03-29 02:30") << QByteArray("Europe/Berlin") << QStringLiteral("2026-03-29T01:00:00Z");
        QTest::newRow("there twice: the first")
            << QByteArray("2026-10-25 02:30") << QByteArray("Europe/Berlin") << QStringLiteral("2026-10-25T00:30:00Z");
        for (const char* text : {"2026-02-30 10:00", "2026-03-14 24:00", "2026-03-14 10:60", "2026-03-14", "22:00",
                                 "2026-03-14 22:00:00", "2026-03-1x 22:00", ""})
            QTest::newRow(text) << QByteArray(text) << QByteArray() << QString();
        QTest::newRow("no zone") << QByteArray("2026-03-14 22:00") << QByteArray("Mars/Base") << QString();
    }
    void momentsByTheClockOfAZone()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, zone);
        QFETCH(QString, utc);

        const auto moment = momentByClock(text.toStdString(), zone.toStdString());

        QCOMPARE(moment.has_value(), !utc.isEmpty());
        if (!moment)
            return;
        QCOMPARE(*moment, at(utc));
        QVERIFY(*momentByClock(clockText(*moment, zone.toStdString()), zone.toStdString()) == *moment);
    }

    void theNextWindowGoesByTheWallClock_data()
    {
        QTest::addColumn<QString>("start");
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("every");
        QTest::addColumn<QString>("zone");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("windowStart");
        QTest::addColumn<QString>("windowEnd");
        const auto row = [](const char* name, const char* start, const char* end, const char* every, const char* zone,
                            const char* from, const char* windowStart, const char* windowEnd) {
            QTest::newRow(name) << QString::fromLatin1(start) << QString::fromLatin1(end) << QString::fromLatin1(every)
                                << QString::fromLatin1(zone) << QString::fromLatin1(from)
                                << QString::fromLatin1(windowStart) << QString::fromLatin1(windowEnd);
        };
        row("once, before", "2024-01-10T02:00:00Z", "2024-01-10T04:00:00Z", "once", "", "2024-01-01T00:00:00Z",
            "2024-01-10T02:00:00Z", "2024-01-10T04:00:00Z");
        row("each day, later the same day", "2024-01-10T02:00:00Z", "2024-01-10T04:00:00Z", "day", "",
            "2024-02-01T04:00:00Z", "2024-02-02T02:00:00Z", "2024-02-02T04:00:00Z");
        row("within the window", "2024-01-10T02:00:00Z", "2024-01-10T04:00:00Z", "day", "", "2024-02-01T03:00:00Z",
            "2024-02-01T02:00:00Z", "2024-02-01T04:00:00Z");
        row("over midnight", "2024-01-10T23:00:00Z", "2024-01-11T01:00:00Z", "day", "", "2024-02-02T00:30:00Z",
            "2024-02-01T23:00:00Z", "2024-02-02T01:00:00Z");
        // 04:30 in Berlin is 03:30 UTC in winter and 02:30 UTC in summer.
        row("summer", "2024-01-10T03:30:00Z", "2024-01-10T04:30:00Z", "day", "Europe/Berlin", "2024-07-01T00:00:00Z",
            "2024-07-01T02:30:00Z", "2024-07-01T03:30:00Z");
        // On 31 March 02:00 becomes 03:00 in Berlin: 02:30 is not there, and the change is at 01:00 UTC.
        row("the hour that is left out", "2024-01-10T01:30:00Z", "2024-01-10T03:00:00Z", "day", "Europe/Berlin",
            "2024-03-31T00:00:00Z", "2024-03-31T01:00:00Z", "2024-03-31T02:00:00Z");
        // On 27 October 03:00 becomes 02:00 again: of two 02:30 the first counts, at 00:30 UTC.
        row("the hour that is there twice", "2024-01-10T01:30:00Z", "2024-01-10T03:00:00Z", "day", "Europe/Berlin",
            "2024-10-27T00:00:00Z", "2024-10-27T00:30:00Z", "2024-10-27T03:00:00Z");
        row("each week", "2024-01-10T02:00:00Z", "2024-01-10T04:00:00Z", "week", "", "2024-01-11T00:00:00Z",
            "2024-01-17T02:00:00Z", "2024-01-17T04:00:00Z");
        row("the 31st where there is one", "2024-01-31T02:00:00Z", "2024-01-31T04:00:00Z", "month", "",
            "2024-02-01T00:00:00Z", "2024-03-31T02:00:00Z", "2024-03-31T04:00:00Z");
        row("years later", "2024-01-10T02:00:00Z", "2024-01-10T04:00:00Z", "day", "America/New_York",
            "2031-07-10T03:30:00Z", "2031-07-11T01:00:00Z", "2031-07-11T03:00:00Z");
    }

    void theNextWindowGoesByTheWallClock()
    {
        QFETCH(QString, start);
        QFETCH(QString, end);
        QFETCH(QString, every);
        QFETCH(QString, zone);
        QFETCH(QString, from);
        QFETCH(QString, windowStart);
        QFETCH(QString, windowEnd);
        const auto downtime = plan(start, end, {.every = *recurrenceFrom(every.toStdString())}, zone.toStdString());

        const auto window = windowFrom(downtime, at(from));

        QVERIFY(window);
        QCOMPARE(textOf(window->start), windowStart);
        QCOMPARE(textOf(window->end), windowEnd);
    }

    void someWeekdays()
    {
        // 2024-01-10 is a Wednesday.
        auto downtime = plan(QStringLiteral("2024-01-10T02:00:00Z"), QStringLiteral("2024-01-10T04:00:00Z"),
                             {.every = Recurrence::Every::Week, .weekdays = {1, 3}});

        QCOMPARE(textOf(windowFrom(downtime, at(QStringLiteral("2024-01-10T05:00:00Z")))->start),
                 QStringLiteral("2024-01-15T02:00:00Z"));
        downtime.recurrence.until = at(QStringLiteral("2024-01-14T00:00:00Z"));
        QVERIFY(!windowFrom(downtime, at(QStringLiteral("2024-01-10T05:00:00Z"))));
    }

    void flexibleRunsFromItsProblemOn()
    {
        auto downtime = plan(QStringLiteral("2024-01-10T02:00:00Z"), QStringLiteral("2024-01-10T04:00:00Z"));
        downtime.duration = 3h;
        const auto problem = at(QStringLiteral("2024-01-10T03:30:00Z"));

        QVERIFY(!awaitsProblem(downtime, downtime.first.start - 1));
        QVERIFY(awaitsProblem(downtime, problem));
        QVERIFY(!isInEffect(downtime, problem));
        downtime.triggeredAt = problem;
        QVERIFY(!awaitsProblem(downtime, problem + 1));
        QCOMPARE(textOf(*endOfEffect(downtime, problem)), QStringLiteral("2024-01-10T06:30:00Z"));
        QVERIFY(!isInEffect(downtime, at(QStringLiteral("2024-01-10T06:30:00Z"))));
    }

    void cancelledIsOver()
    {
        auto downtime = plan(QStringLiteral("2024-01-10T02:00:00Z"), QStringLiteral("2024-01-10T04:00:00Z"),
                             {.every = Recurrence::Every::Day});
        downtime.cancelledAt = at(QStringLiteral("2024-01-12T03:00:00Z"));

        QVERIFY(isInEffect(downtime, at(QStringLiteral("2024-01-12T02:59:59Z"))));
        QVERIFY(!isInEffect(downtime, at(QStringLiteral("2024-01-12T03:00:00Z"))));
        QVERIFY(!windowFrom(downtime, at(QStringLiteral("2024-01-12T05:00:00Z"))));
    }

    void impossibleOnesAreRefused()
    {
        const auto now = at(QStringLiteral("2024-01-01T00:00:00Z"));
        const auto good = plan(QStringLiteral("2024-01-10T02:00:00Z"), QStringLiteral("2024-01-10T04:00:00Z"));
        QVERIFY(checkDowntime(good, now));

        auto wrong = good;
        wrong.zone = "Mars/Olympus";
        QVERIFY(checkDowntime(wrong, now).error().message.find("Mars/Olympus") != std::string::npos);
        wrong = plan(QStringLiteral("2024-01-10T02:00:00Z"), QStringLiteral("2024-01-11T04:00:00Z"),
                     {.every = Recurrence::Every::Day});
        QVERIFY(!checkDowntime(wrong, now));
        wrong = good;
        wrong.recurrence = {.every = Recurrence::Every::Week, .weekdays = {7}};
        QVERIFY(!checkDowntime(wrong, now));
        wrong = good;
        wrong.first.end = wrong.first.start;
        QVERIFY(checkDowntime(wrong, now).error().message.find("downtime") != std::string::npos);
        QVERIFY(!checkDowntime(good, good.first.end));
    }
};

QTEST_APPLESS_MAIN(DowntimeTest)
#include "downtime_test.moc"
