// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
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

} // namespace

BENCHMARK(reportKnown)->RangeMultiplier(10)->Range(100, 100'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK_MAIN();
