// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// bench_store_start DIR [SAMPLES]: how long a store takes to start when it was killed with SAMPLES (5 million) in its
// log and no checkpoint. Prints one JSON line.
#include <cstdio>
#include <cstdlib>

#include <time.h>

#include "bench/workload.h"
#include "engine/tsdb/store.h"
#include "support/manual_clock.h"

using namespace nocturne;

namespace {

constexpr std::size_t kSeries = 20'680;

double secondsOf(clockid_t clock)
{
    timespec time = {};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const auto steps = (argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 5'000'000) / kSeries + 1;
    std::mt19937_64 random(1);
    std::vector<bench::Series> kinds;
    for (unsigned kind = 0; kind < 517; ++kind)
        kinds.push_back(bench::generate(kind, steps, random));
    support::ManualClock clock(bench::kStart);
    NullLogger log;
    PosixIo io;
    tsdb::StoreOptions options;
    options.folder = argv[1];
    options.threads = false;
    auto store = *tsdb::Store::open(options, clock, log, io);
    std::vector<storage::SeriesRef> refs(kSeries);
    for (std::size_t step = 0; step < steps; ++step) {
        clock.advance(std::chrono::seconds(15));
        const auto appender = store->appender();
        for (std::size_t i = 0; i < kSeries; ++i) {
            const model::LabelSet labels = refs[i] != 0
                                               ? model::LabelSet()
                                               : model::LabelSet{{"__name__", "metric"}, {"number", std::to_string(i)}};
            refs[i] = appender->append(refs[i], labels, {clock.now(), kinds[i % kinds.size()][step].v}).value_or(0);
        }
        (void)appender->commit();
        (void)store->write();
    }
    const auto logBytes = store->stats().logBytes;
    store->abandon();
    store.reset();

    const double wall = secondsOf(CLOCK_MONOTONIC);
    const double cpu = secondsOf(CLOCK_PROCESS_CPUTIME_ID);
    store = *tsdb::Store::open(options, clock, log, io);
    std::printf(
        "{\"samples\": %llu, \"log_bytes\": %llu, \"start_seconds\": %.3f, \"start_cpu_seconds\": %.3f}\n", // NOLINT
        static_cast<unsigned long long>(store->stats().replayedSamples), static_cast<unsigned long long>(logBytes),
        secondsOf(CLOCK_MONOTONIC) - wall, secondsOf(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    store->abandon();
    return 0;
}
