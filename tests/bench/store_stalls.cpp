// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// bench_store_stalls DIR [INSTANCES [MINUTES]]: the generated workload, 517 series an instance every 15 s, is appended
// and queried on two threads while a third seals, makes checkpoints, merges and drops without a pause. Prints one JSON
// line: how long an append of one scrape and a query of one metric had to wait for upkeep, in milliseconds.
//
// A call waits for upkeep no longer than both: the time in which it did not run, and what the thread of upkeep ran
// meanwhile. So a machine that is busy with others does not count.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <thread>

#include <pthread.h>
#include <time.h>

#include "bench/workload.h"
#include "engine/tsdb/store.h"
#include "support/manual_clock.h"

using namespace nocturne;

namespace {

constexpr std::size_t kSeriesPerInstance = 517;
constexpr std::size_t kSeriesPerMetric = 8;

double secondsOf(clockid_t clock)
{
    timespec time = {};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// Waits of many calls of one kind, each in milliseconds.
class Waits
{
public:
    explicit Waits(clockid_t upkeep)
        : m_upkeep(upkeep)
    {}
    void measure(const std::function<void()>& call)
    {
        const double wall = secondsOf(CLOCK_MONOTONIC);
        const double own = secondsOf(CLOCK_THREAD_CPUTIME_ID);
        const double upkeep = secondsOf(m_upkeep);
        call();
        const double meanwhile = secondsOf(m_upkeep) - upkeep;
        const double idle = secondsOf(CLOCK_MONOTONIC) - wall - (secondsOf(CLOCK_THREAD_CPUTIME_ID) - own);
        m_waits.push_back(std::max(0.0, std::min(idle, meanwhile)) * 1000);
    }
    void print(const char* name)
    {
        std::ranges::sort(m_waits);
        const auto at = [&](double share) {
            return m_waits[static_cast<std::size_t>(share * static_cast<double>(m_waits.size() - 1))];
        };
        std::printf("\"%s\": {\"calls\": %zu, \"median_ms\": %.3f, \"p99_ms\": %.3f, \"longest_ms\": %.3f}", // NOLINT
                    name, m_waits.size(), at(0.5), at(0.99), m_waits.back());
    }

private:
    clockid_t m_upkeep;
    std::vector<double> m_waits;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const auto instances = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 40;
    const auto steps = (argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 60) * 4;
    std::mt19937_64 random(1);
    std::vector<bench::Series> kinds;
    for (unsigned kind = 0; kind < kSeriesPerInstance; ++kind)
        kinds.push_back(bench::generate(kind, steps, random));
    support::ManualClock clock(bench::kStart);
    NullLogger log;
    PosixIo io;
    tsdb::StoreOptions options;
    options.folder = argv[1];
    options.threads = false;
    options.clockJump = {};
    options.lateWindow = std::chrono::minutes(1);
    options.windows = {std::chrono::minutes(10), std::chrono::minutes(30)};
    options.retention = std::chrono::minutes(45);
    const auto store = *tsdb::Store::open(options, clock, log, io);

    std::atomic<bool> done = false;
    std::thread upkeep([&] {
        while (!done) {
            (void)store->write();
            (void)store->persist();
            store->keep();
        }
    });
    clockid_t upkeepClock = 0;
    pthread_getcpuclockid(upkeep.native_handle(), &upkeepClock);

    Waits queries(upkeepClock);
    std::atomic<std::size_t> found = 0;
    std::thread reader([&] {
        for (std::size_t i = 0; !done; ++i) {
            const auto metric = "metric_" + std::to_string(i % (kSeriesPerInstance / kSeriesPerMetric));
            queries.measure([&] {
                const auto querier = *store->querier(clock.now() - 300'000, clock.now());
                const auto cursors = querier->select({model::Matcher::equal("__name__", metric)}, {});
                found += cursors ? cursors->size() : 0;
            });
        }
    });

    Waits appends(upkeepClock);
    std::vector<storage::SeriesRef> refs(instances * kSeriesPerInstance);
    for (std::size_t step = 0; step < steps; ++step) {
        clock.advance(std::chrono::seconds(15));
        for (std::size_t instance = 0; instance < instances; ++instance) {
            const auto name = "host-" + std::to_string(instance);
            appends.measure([&] {
                const auto appender = store->appender();
                for (std::size_t kind = 0; kind < kSeriesPerInstance; ++kind) {
                    auto& ref = refs[instance * kSeriesPerInstance + kind];
                    const model::LabelSet labels =
                        ref != 0 ? model::LabelSet()
                                 : model::LabelSet{{"__name__", "metric_" + std::to_string(kind / kSeriesPerMetric)},
                                                   {"instance", name},
                                                   {"device", std::to_string(kind % kSeriesPerMetric)}};
                    ref = appender->append(ref, labels, {clock.now(), kinds[kind][step].v}).value_or(0);
                }
                (void)appender->commit();
            });
        }
    }
    done = true;
    upkeep.join();
    reader.join();
    const auto stats = store->stats();
    std::printf(
        "{\"series\": %zu, \"checkpoints\": %llu, \"merges\": %llu, \"dropped\": %llu, \"found\": %zu, ", // NOLINT
        refs.size(), static_cast<unsigned long long>(stats.checkpoints), static_cast<unsigned long long>(stats.merges),
        static_cast<unsigned long long>(stats.blocksDropped), found.load());
    appends.print("append");
    std::printf(", "); // NOLINT
    queries.print("query");
    std::printf("}\n"); // NOLINT
    return 0;
}
