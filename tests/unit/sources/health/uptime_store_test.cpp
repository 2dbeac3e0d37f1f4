// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Shares of time up, asked of a real store that was started anew and has roll-ups alone of the older half.
#include <array>

#include <QTest>

#include "base/core/worker_pool.h"
#include "base/net/poll_loop.h"
#include "engine/query/local_query_service.h"
#include "engine/tsdb/store.h"
#include "sources/health/uptime.h"
#include "support/crash_disk.h"
#include "support/manual_clock.h"
#include "support/store_scenario.h"

using namespace nocturne;
using namespace nocturne::health;
using namespace std::chrono_literals;
using model::LabelSet;
using tsdb::Store;

namespace {

constexpr Timestamp kMinute = 60'000;
constexpr Timestamp kHour = 60 * kMinute;
constexpr Timestamp kDay = 24 * kHour;
constexpr Timestamp kStart = 1'700'006'400'000; // a multiple of 2 hours
constexpr Timestamp kEnd = kStart + 60 * kDay;
constexpr Timestamp kRestart = kStart + 50 * kDay; // two hours without Nocturne follow
const LabelSet kShop{{"__name__", "health_check_available"}, {"instance", "shop"}, {"job", "health"}};

} // namespace

class UptimeStoreTest : public QObject
{
    Q_OBJECT

private slots:
    void theTimeUpOutlivesARestartAndTheSamples()
    {
        open();
        run(kStart, kRestart);
        m_store.reset();
        open();
        run(kRestart + 2 * kHour, kEnd);

        const auto uptimes = askAll();

        // Down on the second day, of which there are roll-ups alone, and for the last half an hour.
        QVERIFY(m_store->stats().blocksDropped > 0);
        const std::array<double, 4> counted{24, 168, 718, 1438}; // hours
        const std::array<double, 4> up{23.5, 167.5, 717.5, 1413.5};
        QCOMPARE(uptimes.size(), counted.size());
        for (std::size_t i = 0; i < counted.size(); ++i) {
            const auto hours = std::chrono::duration<double, std::ratio<3600>>(uptimes[i].counted).count();
            QVERIFY2(qAbs(hours - counted[i]) < 1, qPrintable(QString::number(hours)));
            QVERIFY2(qAbs(uptimes[i].ratio - up[i] / counted[i]) < 1e-3, qPrintable(QString::number(uptimes[i].ratio)));
        }
    }

    void withoutRollUpsTheOldHalfWouldBeUnknown()
    {
        QVERIFY(m_store != nullptr);
        m_store.reset();
        open(false);

        QVERIFY(support::readAll(*m_store, kShop, kStart, kStart + 20 * kDay).empty());
        QVERIFY(!support::readAll(*m_store, kShop, kStart + 40 * kDay, kEnd).empty());

        m_store.reset();
        open();
    }

    void theSameIsToldAfterAnotherRestart()
    {
        QVERIFY(m_store != nullptr);
        const auto before = askAll();
        m_store.reset();
        open();

        QCOMPARE(before.size(), std::size_t{4});
        QVERIFY(askAll() == before);
    }

private:
    void open(bool tellsDropped = true)
    {
        tsdb::StoreOptions options;
        options.folder = "/data";
        options.threads = false;
        options.clockJump = {};
        options.tellsDropped = tellsDropped;
        auto store = Store::open(options, m_clock, m_log, m_disk);
        if (!store)
            qFatal("%s", store.error().message.c_str());
        m_store = std::move(*store);
    }

    /// A sample a minute in (from, to], and what the store does beside that.
    void run(Timestamp from, Timestamp to)
    {
        constexpr Timestamp kStep = 12 * kHour;
        for (auto begin = from; begin < to; begin += kStep) {
            const auto end = std::min(begin + kStep, to);
            std::vector<model::Sample> samples;
            for (auto time = begin + kMinute; time <= end; time += kMinute) {
                const bool isDown = (time > kStart + kDay && time <= kStart + 2 * kDay) || time > kEnd - kHour / 2;
                samples.push_back({time, isDown ? 0.0 : 1.0});
            }
            m_clock.setNow(end);
            support::appendAll(*m_store, kShop, samples);
            if (!m_store->persist())
                qFatal("no checkpoint");
            for (int i = 0; i < 10; ++i)
                m_store->keep();
        }
    }

    std::vector<Uptime> askAll()
    {
        query::LocalQueryService queries(*m_store, m_pool, m_clock);
        UptimeReader reader(queries, m_clock, [this](std::function<void()> job) { m_loop.post(std::move(job)); });
        for (std::size_t i = 1; i <= 4; ++i) {
            reader.tick({{"shop", 1min}});
            const auto isThere = [&] {
                const auto all = reader.uptimes();
                return all.contains("shop") && all.at("shop").size() == i;
            };
            if (!m_loop.runUntil(isThere, 20s))
                qFatal("no uptime");
        }
        return reader.uptimes().at("shop");
    }

    support::CrashDisk m_disk;
    support::ManualClock m_clock{kStart};
    NullLogger m_log;
    WorkerPool m_pool{1};
    net::PollLoop m_loop;
    std::unique_ptr<Store> m_store;
};

QTEST_GUILESS_MAIN(UptimeStoreTest)
#include "uptime_store_test.moc"
