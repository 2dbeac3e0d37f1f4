// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <thread>
#include <vector>

#include <QTest>
#include <unistd.h>

#include "base/net/poll_loop.h"

using namespace nocturne;
using namespace std::chrono_literals;

class PollLoopTest : public QObject
{
    Q_OBJECT

private slots:
    void timersFireInTheOrderOfTheirTimes()
    {
        net::PollLoop loop;
        std::vector<int> fired;
        loop.after(20ms, [&] { fired.push_back(3); });
        loop.after(0ms, [&] { fired.push_back(1); });
        loop.after(5ms, [&] { fired.push_back(2); });
        const auto cancelled = loop.after(1ms, [&] { fired.push_back(9); });
        loop.cancel(cancelled);

        QVERIFY(loop.runUntil([&] { return fired.size() == 3; }, 5s));

        QCOMPARE(fired, (std::vector<int>{1, 2, 3}));
    }

    void descriptorIsReportedUntilUnwatched()
    {
        net::PollLoop loop;
        int ends[2] = {-1, -1};
        QCOMPARE(::pipe(ends), 0);
        int calls = 0;
        net::WatchId id = 0;
        id = loop.watch(ends[0], {.readable = true}, [&](net::Readiness ready) {
            QVERIFY(ready.readable);
            if (++calls == 2)
                loop.unwatch(id);
        });
        QCOMPARE(::write(ends[1], "x", 1), 1);

        bool isLater = false;
        QVERIFY(loop.runUntil([&] { return calls == 2; }, 5s));
        loop.after(5ms, [&] { isLater = true; });
        QVERIFY(loop.runUntil([&] { return isLater; }, 5s));

        QCOMPARE(calls, 2);
        ::close(ends[0]);
        ::close(ends[1]);
    }

    void postedJobsRunOnTheLoopsThread()
    {
        net::PollLoop loop;
        std::thread::id seen;
        std::thread other([&] {
            loop.post([&] { seen = std::this_thread::get_id(); });
            loop.stop();
        });

        loop.run();
        other.join();
        static_cast<void>(loop.runUntil([&] { return seen != std::thread::id(); }, 5s));

        QCOMPARE(seen == std::this_thread::get_id(), true);
    }

    void conditionThatNeverHoldsEndsAtItsLimit()
    {
        net::PollLoop loop;
        QVERIFY(!loop.runUntil([] { return false; }, 20ms));
    }
};

QTEST_APPLESS_MAIN(PollLoopTest)
#include "poll_loop_test.moc"
