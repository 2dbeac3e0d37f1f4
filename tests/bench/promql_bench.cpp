// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Evaluation alone, over a store that decodes nothing: node_exporter's CPU counters of 40 hosts with 16 cores, 5120
// series every 15 s, asked for 6 h in steps of 60 s. `bench_promql --benchmark_filter=rate`
#include <benchmark/benchmark.h>

#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "support/memory_store.h"

using namespace nocturne;

namespace {

constexpr Timestamp kHour = 3'600'000;

const support::MemoryStore& cpuStore()
{
    static const auto store = [] {
        auto filled = std::make_unique<support::MemoryStore>();
        for (int series = 0; series < 40 * 16 * 8; ++series) {
            std::vector<model::Sample> samples;
            double v = 0;
            for (Timestamp t = -2 * kHour; t <= 6 * kHour; t += 15'000) {
                v += 0.1 * static_cast<double>((series * 7 + t / 15'000 + 13 * 480) % 13);
                samples.push_back({t, v});
            }
            const auto host = "host" + std::to_string(series / 128);
            const auto cpu = std::to_string(series / 8 % 16);
            const auto mode = "mode" + std::to_string(series % 8);
            filled->add(
                model::LabelSet{
                    {"__name__", "node_cpu_seconds_total"}, {"instance", host}, {"cpu", cpu}, {"mode", mode}},
                samples);
        }
        return filled;
    }();
    return *store;
}

void evaluateRange(benchmark::State& state, const std::string& query)
{
    const auto& store = cpuStore();
    const auto expr = promql::parse(query);
    if (!expr) {
        state.SkipWithError(expr.error().text().c_str());
        return;
    }
    promql::EvalStats stats;
    for (auto _ : state) {
        const auto result = promql::evaluate(**expr, store, promql::EvalOptions::range(0, 6 * kHour, 60'000));
        if (!result) {
            state.SkipWithError(result.error().text().c_str());
            return;
        }
        stats = result->stats;
    }
    state.counters["samples"] = static_cast<double>(stats.samples);
    state.counters["peak"] = static_cast<double>(stats.peakSamples);
}

} // namespace

int main(int argc, char** argv)
{
    const std::pair<const char*, const char*> queries[] = {
        {"select", R"(node_cpu_seconds_total{mode="mode1"})"},
        {"count", "count(node_cpu_seconds_total)"},
        {"rate_sum", "sum by (mode) (rate(node_cpu_seconds_total[5m]))"},
        {"increase_1h", "sum(increase(node_cpu_seconds_total[1h]))"},
        {"topk", "topk(5, rate(node_cpu_seconds_total[5m]))"},
        {"max_1h", R"(max_over_time(node_cpu_seconds_total{instance=~"host1."}[1h]))"},
        {"avg_1h", R"(avg_over_time(node_cpu_seconds_total{instance="host1"}[1h]))"},
        {"quantile_1h", R"(quantile_over_time(0.9, node_cpu_seconds_total{instance="host1"}[1h]))"},
        {"deriv_1h", R"(deriv(node_cpu_seconds_total{instance="host1"}[1h]))"},
        {"subquery", "max_over_time(sum by (mode) (rate(node_cpu_seconds_total[5m]))[30m:1m])"},
        {"join", R"(sum by (instance, cpu) (rate(node_cpu_seconds_total{mode="mode1"}[5m])) / on(instance) group_left)"
                 " sum by (instance) (rate(node_cpu_seconds_total[5m]))"},
    };
    for (const auto& [name, query] : queries) {
        benchmark::RegisterBenchmark(name, [text = std::string(query)](benchmark::State& state) {
            evaluateRange(state, text);
        })->Unit(benchmark::kMillisecond);
    }
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
