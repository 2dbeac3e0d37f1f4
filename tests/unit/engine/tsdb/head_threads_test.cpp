// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Writers, readers and retention at once; the sanitizers watch.
#include "engine/tsdb/head.h"

#include <QtTest>

#include <array>
#include <atomic>
#include <limits>
#include <thread>

#include "support/manual_clock.h"

using namespace nocturne;
using namespace std::chrono_literals;
using model::LabelSet;
using model::Matcher;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;
constexpr int kSeries = 20;
constexpr int kCommits = 400;

LabelSet labelsOf(int writer, int series)
{
    const auto w = std::to_string(writer);
    const auto s = std::to_string(series);
    return {{"__name__", "m"}, {"w", w}, {"s", s}};
}

/// Commits value i for every series of `writer` at time i, again and again.
void write(tsdb::Head& head, int writer)
{
    std::array<storage::SeriesRef, kSeries> refs{};
    for (int i = 1; i <= kCommits; ++i) {
        const auto appender = head.appender();
        for (int s = 0; s < kSeries; ++s) {
            auto& ref = refs[static_cast<std::size_t>(s)];
            ref = appender->append(ref, labelsOf(writer, s), {kStart + i, static_cast<double>(i)}).value();
        }
        if (i % 50 == 7) {
            const auto abandoned = head.appender();
            const auto name = std::to_string(i);
            abandoned->append(0, {{"__name__", "gone"}, {"n", name}}, {kStart + i, 1}).value();
        }
        appender->commit().value();
    }
}

/// The newest sample of each series of one writer; a mistake when they differ, since a commit holds all of them.
bool seesWholeCommits(const tsdb::Head& head, int writer)
{
    const auto querier = head.querier(std::numeric_limits<Timestamp>::min(), kStart + 2 * kCommits).value();
    const auto cursors = querier->select({Matcher::equal("w", std::to_string(writer))}, {}).value();
    std::size_t expected = 0;
    for (const auto& cursor : cursors) {
        std::array<Timestamp, 64> times{};
        std::array<double, 64> values{};
        std::size_t total = 0;
        while (const auto count = cursor->read(times, values).value()) {
            for (std::size_t i = 0; i < count; ++i) {
                if (values[i] != static_cast<double>(++total) || times[i] != kStart + static_cast<Timestamp>(total))
                    return false;
            }
        }
        if (expected == 0)
            expected = total;
        if (total != expected)
            return false;
    }
    return cursors.empty() || cursors.size() == kSeries;
}

} // namespace

class HeadThreadsTest : public QObject
{
    Q_OBJECT

private slots:
    void readersSeeWholeCommitsWhileWritersGoOn()
    {
        const support::ManualClock clock(kStart);
        tsdb::Head head({.maintenanceInterval = 0ms, .maxSeriesId = 100}, clock); // maintenance with every commit
        std::atomic<bool> torn = false;
        std::atomic<bool> writing = true;
        {
            std::vector<std::jthread> readers;
            for (int reader = 0; reader < 2; ++reader) {
                readers.emplace_back([&, reader] {
                    while (writing) {
                        if (!seesWholeCommits(head, reader) || head.stats().samplesOutOfOrder != 0)
                            torn = true;
                        const auto querier = head.querier(kStart, kStart + kCommits).value();
                        if (querier->labelValues("w", {}).value().size() > 3)
                            torn = true;
                    }
                });
            }
            {
                std::vector<std::jthread> writers;
                for (int writer = 0; writer < 3; ++writer)
                    writers.emplace_back([&head, writer] { write(head, writer); });
            }
            writing = false;
        }
        head.maintain();

        QVERIFY(!torn);
        for (int writer = 0; writer < 3; ++writer)
            QVERIFY(seesWholeCommits(head, writer));
        const auto stats = head.stats();
        QCOMPARE(stats.samples, std::size_t{3 * kSeries * kCommits});
        QCOMPARE(stats.series, std::size_t{3 * kSeries});
        QCOMPARE(stats.seriesCreated - stats.seriesRemoved, std::uint64_t{3 * kSeries});
    }
    void racingCreatorsMakeOneSeries()
    {
        const support::ManualClock clock(kStart);
        tsdb::Head head({}, clock);
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 4; ++thread) {
                threads.emplace_back([&head, thread] {
                    for (int s = 0; s < 200; ++s) {
                        const auto appender = head.appender();
                        appender->append(0, labelsOf(0, s), {kStart + thread, 1}).value();
                        appender->commit().value();
                    }
                });
            }
        }
        QCOMPARE(head.stats().series, std::size_t{200});
        QCOMPARE(head.stats().seriesCreated, std::uint64_t{200});
    }
    void retentionRunsBesideReaders()
    {
        support::ManualClock clock(kStart);
        tsdb::Head head({.retention = 1min}, clock);
        std::atomic<bool> writing = true;
        std::jthread reader([&] {
            while (writing) {
                const auto querier = head.querier(kStart, std::numeric_limits<Timestamp>::max()).value();
                const auto cursors = querier->select({}, {}).value();
                for (const auto& cursor : cursors) {
                    std::array<Timestamp, 300> times{};
                    std::array<double, 300> values{};
                    const auto count = cursor->read(times, values).value();
                    if (!std::is_sorted(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(count)))
                        qFatal("times out of order");
                }
            }
        });
        for (int i = 0; i < 2000; ++i) {
            clock.advance(1s);
            const auto appender = head.appender();
            appender->append(0, labelsOf(i / 100, 0), {clock.now(), 1}).value();
            appender->commit().value();
            head.maintain();
        }
        writing = false;
        reader.join();

        QVERIFY(head.stats().seriesRemoved >= 17);
    }
};

QTEST_APPLESS_MAIN(HeadThreadsTest)
#include "head_threads_test.moc"
