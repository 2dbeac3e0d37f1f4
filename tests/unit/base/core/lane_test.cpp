// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/lane.h"

#include <algorithm>
#include <future>
#include <thread>
#include <vector>

#include <QTest>

using nocturne::Lane;

class LaneTest : public QObject
{
    Q_OBJECT

private slots:
    void jobsAreDoneInTheirOrderOnOneThread()
    {
        std::vector<int> done;
        std::vector<std::thread::id> threads;
        {
            Lane lane;
            for (int i = 0; i < 1000; ++i)
                lane.submit([&, i] {
                    done.push_back(i);
                    threads.push_back(std::this_thread::get_id());
                });
        }

        QCOMPARE(done.size(), std::size_t(1000));
        for (int i = 0; i < 1000; ++i)
            QCOMPARE(done[static_cast<std::size_t>(i)], i);
        QVERIFY(std::all_of(threads.begin(), threads.end(), [&](auto id) { return id == threads.front(); }));
        QVERIFY(threads.front() != std::this_thread::get_id());
    }

    void submittingWaitsForNobody()
    {
        std::promise<void> gate;
        bool isDone = false;
        Lane lane;
        lane.submit([&] { gate.get_future().wait(); });

        lane.submit([&] { isDone = true; });
        QVERIFY(!isDone); // and this line is reached
        gate.set_value();
        lane.finish();

        QVERIFY(isDone);
    }

    void aJobMaySubmitAnother()
    {
        std::promise<void> second;
        Lane lane;
        lane.submit([&] { lane.submit([&] { second.set_value(); }); });

        QVERIFY(second.get_future().wait_for(std::chrono::seconds(10)) == std::future_status::ready);
    }

    void afterTheEndNothingIsTaken()
    {
        bool isDone = false;
        Lane lane;
        lane.finish();
        lane.submit([&] { isDone = true; });
        lane.finish();

        QVERIFY(!isDone);
    }
};

QTEST_APPLESS_MAIN(LaneTest)
#include "lane_test.moc"
