// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <QtGlobal>

#include "engine/model/float_histogram.h"
#include "engine/tsdb/store.h"
#include "support/crash_disk.h"
#include "support/manual_clock.h"
#include "support/store_scenario.h"

/// What the tests of failing and of damaged disks share: a fleet that runs through a store.
namespace nocturne::test {

using support::CrashDisk;
using support::Fleet;
using support::ManualClock;
using tsdb::Store;
using tsdb::StoreOptions;

inline constexpr std::uint64_t kCommits = 700; // 3 hours: windows close and are merged

inline StoreOptions options()
{
    StoreOptions options;
    options.folder = "/data";
    options.threads = false;
    options.persistInterval = std::chrono::seconds(25 * 60);
    options.logBytes = 20'000;
    options.windows = {std::chrono::minutes(30), std::chrono::hours(1)};
    options.rollUpWindows = {std::chrono::hours(480), std::chrono::hours(960)}; // none: this is about samples
    return options;
}

/// All that happens in three hours happens in half an hour.
inline StoreOptions hurriedOptions()
{
    auto hurried = options();
    hurried.lateWindow = std::chrono::minutes(1);
    hurried.logBytes = 5'000;
    hurried.persistInterval = std::chrono::seconds(15); // the log alone would have to outgrow a checkpoint
    hurried.windows = {std::chrono::minutes(5), std::chrono::minutes(10)};
    return hurried;
}

/// One for all tests, since it remembers its commits.
inline const Fleet& fleet()
{
    static const Fleet fleet;
    return fleet;
}

inline const model::LabelSet kLatency{{"__name__", "latency"}};

/// A native histogram that follows from its time alone, as all of the fleet does.
inline model::HistogramPtr histogramAt(Timestamp time)
{
    const auto number = (time - Fleet::kStart) / Fleet::kInterval;
    auto histogram = std::make_shared<model::FloatHistogram>();
    histogram->positive.spans = {{0, 2}};
    histogram->positive.counts = {static_cast<double>(number + 1), static_cast<double>(2 * number + 2)};
    histogram->count = static_cast<double>(3 * number + 3);
    histogram->sum = 0.5 * static_cast<double>(number);
    return histogram;
}

/// What is wrong with the histograms of a store, of which there must be `least` and can be `most`.
inline std::string checkHistograms(const Store& store, std::size_t least, std::size_t most)
{
    const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto cursors = querier->select({model::Matcher::equal("__name__", "latency")}, {});
    std::vector<model::HistogramSample> found;
    for (const auto& cursor : *cursors) {
        if (!cursor->readHistograms(found))
            return "histograms cannot be read";
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (i > 0 && found[i].t <= found[i - 1].t)
            return "histograms out of order or twice";
        const auto expected = histogramAt(found[i].t);
        if (found[i].histogram->positive.counts != expected->positive.counts ||
            found[i].histogram->count != expected->count || found[i].histogram->sum != expected->sum)
            return "a wrong histogram at " + std::to_string(found[i].t);
    }
    return found.size() >= least && found.size() <= most ? "" : std::to_string(found.size()) + " histograms";
}

/// Runs the fleet through a store on a disk, one commit a second, with the store's own rhythm of writes and syncs.
class Run
{
public:
    explicit Run(IoLayer& io, StoreOptions storeOptions = options())
        : m_options(std::move(storeOptions))
        , m_io(io)
    {}
    void addHistograms() { m_hasHistograms = true; }

    /// False when the store does not open.
    bool open()
    {
        auto store = Store::open(m_options, m_clock, m_log, m_io);
        if (store)
            m_store = std::move(*store);
        return store.has_value();
    }

    void step()
    {
        m_clock.setNow(Fleet::timeOf(committed)); // sample time goes 15 times as fast as the rhythm
        m_clock.advance(std::chrono::seconds(1));
        if (m_hasHistograms) {
            const auto appender = m_store->appender();
            const auto time = Fleet::timeOf(committed);
            if (!appender->appendHistogram(0, kLatency, {time, histogramAt(time)}) || !appender->commit())
                qFatal("a histogram is refused");
        }
        fleet().append(*m_store, committed++);
        if (m_store->write() && !m_store->stats().writeFailures)
            written = committed;
        if (committed % 3 == 0 && m_store->flush())
            synced = committed;
        if (committed % 5 == 0)
            m_store->keep();
    }

    /// The process dies.
    void crash()
    {
        if (m_store)
            m_store->abandon();
        m_store.reset();
    }
    void end() { m_store.reset(); }
    Store* store() { return m_store.get(); }

    std::uint64_t committed = 0;
    std::uint64_t written = 0; // survive the process
    std::uint64_t synced = 0;  // survive the power

private:
    StoreOptions m_options;
    IoLayer& m_io;
    bool m_hasHistograms = false;
    ManualClock m_clock{Fleet::kStart};
    NullLogger m_log;
    std::unique_ptr<Store> m_store;
};

/// Opens what is on a disk and compares it with the fleet.
inline std::string checkDisk(CrashDisk& disk, std::uint64_t must, std::uint64_t may)
{
    const ManualClock clock(Fleet::timeOf(may));
    NullLogger log;
    const auto store = Store::open(options(), clock, log, disk);
    if (!store)
        return "does not open: " + store.error().message;
    auto wrong = fleet().check(**store, must, may);
    return wrong.empty() ? fleet().checkExemplars(**store, must, may) : wrong;
}

} // namespace nocturne::test
