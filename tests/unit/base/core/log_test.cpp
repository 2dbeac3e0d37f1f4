// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/log.h"

#include <QtTest>

#include <thread>
#include <vector>

#include "support/manual_clock.h"

using namespace nocturne;

class LogTest : public QObject
{
    Q_OBJECT

private slots:
    void entriesAreStampedByTheClock()
    {
        support::ManualClock clock(1000);
        std::vector<LogEntry> entries;
        SinkLogger logger(clock, LogLevel::Info, [&](const LogEntry& entry) { entries.push_back(entry); });

        logger.log(LogLevel::Warning, "scrape", "target is slow");
        clock.advance(std::chrono::seconds(1));
        logger.log(LogLevel::Info, "rules", "loaded");

        QCOMPARE(entries.size(), std::size_t{2});
        QCOMPARE(entries[0].time, Timestamp{1000});
        QVERIFY(entries[0].level == LogLevel::Warning);
        QCOMPARE(QString::fromStdString(entries[0].room), QStringLiteral("scrape"));
        QCOMPARE(QString::fromStdString(entries[0].message), QStringLiteral("target is slow"));
        QCOMPARE(entries[1].time, Timestamp{2000});
    }
    void entriesBelowTheThresholdAreDropped()
    {
        const support::ManualClock clock;
        int count = 0;
        SinkLogger logger(clock, LogLevel::Warning, [&](const LogEntry&) { ++count; });

        logger.log(LogLevel::Debug, "a", "no");
        logger.log(LogLevel::Info, "a", "no");
        logger.log(LogLevel::Warning, "a", "yes");
        logger.log(LogLevel::Error, "a", "yes");

        QCOMPARE(count, 2);
    }
    void theSinkIsCalledByOneThreadAtATime()
    {
        const support::ManualClock clock;
        int count = 0; // not atomic: the logger's lock guards it, and ThreadSanitizer watches
        SinkLogger logger(clock, LogLevel::Debug, [&](const LogEntry&) { ++count; });
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&] {
                    for (int k = 0; k < 250; ++k)
                        logger.log(LogLevel::Info, "test", "line");
                });
            }
        }
        QCOMPARE(count, 1000);
    }
    void levelsHaveWords()
    {
        QCOMPARE(QByteArray::fromStdString(std::string(toString(LogLevel::Error))), QByteArray("error"));
    }
};

QTEST_APPLESS_MAIN(LogTest)
#include "log_test.moc"
