// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// bench_exposition [FILE [SECONDS]]: the figures of `nocturnectl bench parse`, one line of JSON for FILE (default: the
// conformance body with all types), then the writer under Google Benchmark.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <benchmark/benchmark.h>

#include "cli/bench_parse.h"
#include "engine/exposition/parser.h"
#include "engine/exposition/writer.h"

namespace {

void writeCounters(benchmark::State& state)
{
    using namespace nocturne;
    std::string body;
    for (auto _ : state) {
        body.clear();
        exposition::Writer writer(body, exposition::Format::OpenMetrics);
        (void)writer.family("nocturne_scrapes_total", {model::MetricType::Counter, "Scrapes done.", ""});
        for (int i = 0; i < 100; ++i)
            (void)writer.series("nocturne_scrapes_total", {{"job", "node"}, {"state", "up"}}, i);
        writer.finish();
        benchmark::DoNotOptimize(body.data());
    }
    state.SetItemsProcessed(state.iterations() * 100);
}
BENCHMARK(writeCounters);

} // namespace

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    const char* const path =
        argc > 1 ? argv[1] : NOCTURNE_CONFORMANCE_DIR "/exposition/prometheus-text/alltypes.237mfs.txt";
    std::ifstream file(path, std::ios::binary);
    const std::string body{std::istreambuf_iterator<char>(file), {}};
    nocturne::cli::BenchParseOptions options;
    options.time = std::chrono::duration<double>(argc > 2 ? std::strtod(argv[2], nullptr) : 3);
    const auto json = nocturne::cli::benchParse(body, options);
    if (!json) {
        std::fprintf(stderr, "%s: %s\n", path, json.error().text().c_str());
        return 1;
    }
    std::printf("%s\n", json->c_str());
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
