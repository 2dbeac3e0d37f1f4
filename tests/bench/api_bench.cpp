// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What it costs to write a result as JSON: 640 series of 361 steps, the largest answer of the comparison of engines.
#include <cmath>
#include <random>

#include <benchmark/benchmark.h>

#include "service/server/envelope.h"
#include "service/server/result_json.h"

using namespace nocturne;
using namespace nocturne::server;

namespace {

enum Values { Whole, Decimals, Rates };

query::QueryResult matrix(Values kind)
{
    std::mt19937_64 random(1); // NOLINT: the same each time
    std::uniform_real_distribution<double> unit(0, 1);
    query::QueryResult result;
    result.type = query::ValueType::Matrix;
    for (int step = 0; step < 361; ++step)
        result.times.push_back(1'700'000'000'123 + 60'000 * step);
    for (int i = 0; i < 640; ++i) {
        query::ResultSeries series;
        const auto instance = "host-" + std::to_string(i) + ":9100";
        series.labels =
            model::LabelSet{{"__name__", "node_cpu_seconds_total"}, {"instance", instance}, {"mode", "idle"}};
        for (std::size_t step = 0; step < result.times.size(); ++step) {
            const double value = unit(random) * 1e6;
            series.values.push_back(kind == Whole      ? std::floor(value)
                                    : kind == Decimals ? std::round(value * 100) / 100
                                                       : value / 15e3);
        }
        result.series.push_back(std::move(series));
    }
    return result;
}

void writeMatrix(benchmark::State& state)
{
    const auto result = matrix(static_cast<Values>(state.range(0)));
    const bool gzip = state.range(1) != 0;
    std::size_t bytes = 0;
    for (auto _ : state) {
        Envelope envelope(gzip);
        envelope.data().beginObject();
        writeResult(envelope.data(), envelope.body(), result, {}, {});
        envelope.data().endObject();
        bytes = envelope.finish().body.size();
        benchmark::DoNotOptimize(bytes);
    }
    const auto points = static_cast<double>(result.times.size() * result.series.size());
    state.counters["bytes"] = static_cast<double>(bytes);
    state.counters["points/s"] =
        benchmark::Counter(points * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

} // namespace

BENCHMARK(writeMatrix)
    ->ArgNames({"values", "gzip"})
    ->ArgsProduct({{Whole, Decimals, Rates}, {0, 1}})
    ->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
