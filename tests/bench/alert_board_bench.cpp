// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <benchmark/benchmark.h>

#include "support/manual_clock.h"
#include "watch/alerts/alert_board.h"

using namespace nocturne;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;

std::vector<alerts::AlertInstance> firing(std::int64_t count)
{
    std::vector<alerts::AlertInstance> all;
    for (std::int64_t i = 0; i < count; ++i) {
        alerts::AlertInstance alert;
        alert.labels = model::LabelSet{{"alertname", "DiskFull"}, {"instance", "host-" + std::to_string(i)}};
        alert.state = alerts::AlertState::Firing;
        alert.activeAt = kStart;
        alert.firedAt = kStart;
        all.push_back(std::move(alert));
    }
    return all;
}

/// One report of alerts that all are on the board already, with new values.
void reportKnown(benchmark::State& state)
{
    const support::ManualClock clock(kStart);
    alerts::AlertBoard board(clock);
    auto active = firing(state.range(0));
    board.report("rules", active);
    for (auto _ : state) {
        for (auto& alert : active)
            alert.value += 1;
        board.report("rules", active);
    }
    state.SetComplexityN(state.range(0));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// A board over files.
struct OnDisk
{
    OnDisk()
    {
        std::string name = "/var/tmp/nocturne-bench-XXXXXX";
        folder = mkdtemp(name.data());
        (void)board.open(folder, log);
    }
    ~OnDisk() { std::filesystem::remove_all(folder); }

    const support::ManualClock clock{kStart};
    NullLogger log;
    std::string folder;
    alerts::AlertBoard board{clock};
};

/// So many alerts begin to fire at once: told apart, stored in one transaction, and listed.
void reportNew(benchmark::State& state)
{
    const auto active = firing(state.range(0));
    for (auto _ : state) {
        state.PauseTiming();
        OnDisk disk;
        auto given = active;
        state.ResumeTiming();
        disk.board.report("rules", std::move(given));
        benchmark::DoNotOptimize(disk.board.snapshot());
        state.PauseTiming();
        if (disk.board.snapshot()->size() != active.size() || disk.board.stateFault())
            state.SkipWithError("not all is stored");
        state.ResumeTiming();
    }
}

/// One acknowledgement, until it is durable, with so many alerts on the board.
void acknowledgeOne(benchmark::State& state)
{
    OnDisk disk;
    disk.board.report("rules", firing(state.range(0)));
    const auto alerts = disk.board.snapshot();
    std::vector<double> times;
    std::size_t next = 0;
    for (auto _ : state) {
        const auto begun = std::chrono::steady_clock::now();
        if (!disk.board.acknowledge({alerts->at(next % alerts->size()).id}, {"ann"}, {.comment = std::to_string(next)}))
            state.SkipWithError("refused");
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
        ++next;
    }
    std::ranges::sort(times);
    state.counters["p50_ms"] = times[times.size() / 2];
    state.counters["p99_ms"] = times[times.size() * 99 / 100];
    state.counters["max_ms"] = times.back();
}

/// A thousand at once, as one verb.
void acknowledgeMany(benchmark::State& state)
{
    OnDisk disk;
    disk.board.report("rules", firing(state.range(0)));
    std::vector<std::string> ids;
    for (const auto& alert : *disk.board.snapshot())
        ids.push_back(alert.id);
    int round = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(disk.board.acknowledge(ids, {"ann"}, {.comment = std::to_string(++round)}));
}

} // namespace

BENCHMARK(reportNew)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond)->Iterations(5);
BENCHMARK(acknowledgeOne)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond)->Iterations(1'000);
BENCHMARK(acknowledgeMany)->Arg(1'000)->Unit(benchmark::kMillisecond);
BENCHMARK(reportKnown)->RangeMultiplier(10)->Range(100, 100'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK_MAIN();
