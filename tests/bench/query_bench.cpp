// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The queries of queries.tsv over the generated workload in a head of this process: evaluation alone, without HTTP.
//
//     bench_queries QUERIES INSTANCES SCRAPES THREADS [NAME [SHAPE [ROUNDS]]]
//
// One line a query: name, then for each shape (instant, 1 h by 15 s, 6 h by 60 s) the lower quartile of the processor
// time in milliseconds and the number of values. For a look with perf at one query: give its name, a shape (0, 1, 2)
// and how often, and let perf wait until the data are loaded (-D).
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <future>
#include <iostream>
#include <memory>
#include <string>

#include "base/core/worker_pool.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/query/pool_parallel_for.h"
#include "engine/tsdb/head.h"
#include "support/manual_clock.h"
#include "workload/workload.h"

using namespace nocturne;

namespace {

constexpr Timestamp kHour = 3'600'000;
constexpr Timestamp kBetweenScrapes = 5000; // no sample on the edge of a window, where Prometheus 2 and 3 differ

constexpr std::size_t kRounds = 9;

struct Shape
{
    Timestamp length = 0;
    std::int64_t step = 0;
};
constexpr Shape kShapes[] = {{0, 0}, {kHour, 15'000}, {6 * kHour, 60'000}};

struct Measured
{
    double milliseconds = 0;
    std::size_t values = 0;
};

/// Milliseconds of all threads: other work on the machine counts less than on the clock of the wall.
double processorTime()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

class Bench
{
public:
    Bench(std::size_t instances, std::size_t scrapes, unsigned threads)
        : m_workload({.instances = instances, .scrapes = scrapes})
        , m_clock(m_workload.end())
        , m_head({.retention = std::chrono::hours(24), .retentionBytes = 0}, m_clock)
        , m_pool(threads)
    {
        const auto stats = bench::load(m_workload, m_head);
        m_head.maintain();
        std::fprintf(stderr, "%zu series, %zu samples, %.2f bytes a sample\n", stats->seriesAdded, stats->stored,
                     static_cast<double>(m_head.stats().sampleBytes) / static_cast<double>(stats->stored));
    }

    Measured measure(const std::string& query, const Shape& shape, std::size_t rounds)
    {
        std::size_t values = 0;
        std::vector<double> times;
        double total = 0;
        for (std::size_t round = 0; round < rounds; ++round) {
            if (rounds == kRounds && round >= 3 && total > 1500)
                break;
            const auto begun = processorTime();
            std::promise<std::size_t> found;
            m_pool.submit([&](const std::stop_token&) { found.set_value(evaluate(query, shape)); });
            values = found.get_future().get();
            const auto took = processorTime() - begun;
            times.push_back(took);
            total += took;
        }
        std::sort(times.begin(), times.end());
        return {times[times.size() / 4], values};
    }

private:
    std::size_t evaluate(const std::string& query, const Shape& shape)
    {
        const auto expr = promql::parse(query);
        if (!expr) {
            std::fprintf(stderr, "%s\n", expr.error().text().c_str());
            std::exit(1);
        }
        const auto end = m_workload.end() + kBetweenScrapes;
        auto options = promql::EvalOptions{.start = end - shape.length, .end = end, .stepMs = shape.step};
        options.source = query;
        query::PoolParallelFor parallel(m_pool);
        const auto result = promql::evaluate(**expr, m_head, options, {}, parallel.width() > 1 ? &parallel : nullptr);
        if (!result) {
            std::fprintf(stderr, "%s\n", result.error().text().c_str());
            std::exit(1);
        }
        std::size_t values = 0;
        for (const auto& series : result->series)
            values += static_cast<std::size_t>(std::count_if(series.values.begin(), series.values.end(),
                                                             [](double v) { return !promql::isAbsent(v); }));
        return values;
    }

    bench::Workload m_workload;
    support::ManualClock m_clock;
    tsdb::Head m_head;
    WorkerPool m_pool;
};

std::size_t number(const char* text)
{
    std::size_t value = 0;
    std::from_chars(text, text + std::strlen(text), value);
    return value;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 5) {
        std::fprintf(stderr, "usage: bench_queries QUERIES INSTANCES SCRAPES THREADS [NAME [SHAPE [ROUNDS]]]\n");
        return 2;
    }
    Bench bench(number(argv[2]), number(argv[3]), static_cast<unsigned>(number(argv[4])));
    const std::string only = argc > 5 ? argv[5] : "";
    const std::size_t rounds = argc > 7 ? number(argv[7]) : kRounds;
    double logs[std::size(kShapes)] = {};
    std::size_t queries = 0;
    std::ifstream file(argv[1]);
    for (std::string line; std::getline(file, line);) {
        const auto tab = line.find('\t');
        const auto name = line.substr(0, tab);
        if (tab == std::string::npos || (!only.empty() && only != name))
            continue;
        std::printf("%-14s", name.c_str());
        for (std::size_t i = 0; i < std::size(kShapes); ++i) {
            if (argc > 6 && number(argv[6]) != i)
                continue;
            const auto measured = bench.measure(line.substr(tab + 1), kShapes[i], rounds);
            std::printf(" %9.3f ms %7zu", measured.milliseconds, measured.values);
            logs[i] += std::log(measured.milliseconds);
        }
        std::printf("\n");
        std::fflush(stdout);
        ++queries;
    }
    std::printf("%-14s", "geometric mean");
    for (const double sum : logs)
        std::printf(" %9.3f ms        ", std::exp(sum / static_cast<double>(queries)));
    std::printf("\n");
    return 0;
}
