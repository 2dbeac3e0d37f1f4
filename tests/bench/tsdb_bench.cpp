// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// What the head costs, on a generated workload with the shapes of a fleet: constants, counters with resets, gauges in
// pages, hundredths and full mantissa (6 % of the series), histogram buckets. NOCTURNE_BENCH_EXPOSITIONS may name a
// folder of expositions, one a file, sorted by name, scraped from one target: the codecs then also run over those
// series.
#include <benchmark/benchmark.h>
#include <malloc.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>

#include "base/core/number.h"
#include "bench/workload.h"
#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/head.h"
#include "engine/tsdb/xor_column.h"
#include "support/manual_clock.h"

using namespace nocturne;
using bench::generate;
using bench::kStart;
using bench::Series;
using model::LabelSet;
using model::Sample;

namespace {

constexpr std::size_t kChunkSamples = 120;

std::vector<Series> generatedWorkload()
{
    std::mt19937_64 random(1);
    std::vector<Series> all;
    for (unsigned kind = 0; kind < 517; ++kind)
        all.push_back(generate(kind, 1440, random));
    return all;
}

std::vector<Series> scrapedWorkload()
{
    const char* folder = std::getenv("NOCTURNE_BENCH_EXPOSITIONS");
    if (folder == nullptr)
        return {};
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    std::map<std::string, Series> byName;
    Timestamp t = kStart;
    for (const auto& file : files) {
        std::ifstream in(file);
        for (std::string line; std::getline(in, line);) {
            const auto blank = line.rfind(' ');
            if (line.starts_with('#') || blank == std::string::npos)
                continue;
            if (const auto value = parseNumber(std::string_view(line).substr(blank + 1)))
                byName[line.substr(0, blank)].push_back({t, *value});
        }
        t += 15'000;
    }
    std::vector<Series> all;
    for (auto& [name, series] : byName)
        all.push_back(std::move(series));
    return all;
}

const std::vector<Series>& workload(bool scraped)
{
    static const auto kGenerated = generatedWorkload();
    static const auto kScraped = scrapedWorkload();
    return scraped ? kScraped : kGenerated;
}

template <typename Visit>
void forEachChunk(const std::vector<Series>& all, Visit visit)
{
    for (const auto& series : all) {
        for (std::size_t start = 0; start < series.size(); start += kChunkSamples)
            visit(std::span(series).subspan(start, std::min(kChunkSamples, series.size() - start)));
    }
}

/// Bytes of the same samples in Prometheus' XOR chunks (tsdb/chunkenc/xor.go): 2 bytes count, then the bit stream.
std::size_t prometheusBytes(std::span<const Sample> samples)
{
    std::size_t bits = 0;
    std::int64_t delta = 0;
    std::array<double, kChunkSamples> values{};
    for (std::size_t i = 0; i < samples.size(); ++i) {
        values[i] = samples[i].v;
        if (i == 0) {
            bits += 8 * tsdb::varintSize(tsdb::zigzag(static_cast<std::uint64_t>(samples[0].t)));
            continue;
        }
        const auto next = samples[i].t - samples[i - 1].t;
        const auto change = next - delta;
        delta = next;
        const auto fits = [change](int width) {
            return change > -(std::int64_t{1} << (width - 1)) && change <= (std::int64_t{1} << (width - 1));
        };
        if (i == 1)
            bits += 8 * tsdb::varintSize(static_cast<std::uint64_t>(next));
        else if (change == 0)
            bits += 1;
        else
            bits += fits(14) ? 16 : fits(17) ? 20 : fits(20) ? 24 : 68;
    }
    tsdb::Bytes column;
    tsdb::encodeXor(std::span(values).first(samples.size()), column);
    return 2 + (bits + 7) / 8 + column.size();
}

void encode(benchmark::State& state, bool scraped)
{
    const auto& all = workload(scraped);
    std::size_t samples = 0;
    std::size_t bytes = 0;
    std::size_t reference = 0;
    forEachChunk(all, [&](auto chunk) {
        samples += chunk.size();
        bytes += tsdb::encodeChunk(chunk).size();
        reference += prometheusBytes(chunk);
    });
    if (samples == 0)
        return state.SkipWithError("NOCTURNE_BENCH_EXPOSITIONS names no folder");
    for (auto _ : state)
        forEachChunk(all, [](auto chunk) { benchmark::DoNotOptimize(tsdb::encodeChunk(chunk)); });
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(samples));
    state.counters["bytesPerSample"] = static_cast<double>(bytes) / static_cast<double>(samples);
    state.counters["ofPrometheus"] = static_cast<double>(bytes) / static_cast<double>(reference);
}

void decode(benchmark::State& state, bool scraped)
{
    std::vector<tsdb::Bytes> chunks;
    std::size_t samples = 0;
    forEachChunk(workload(scraped), [&](auto chunk) {
        chunks.push_back(tsdb::encodeChunk(chunk));
        samples += chunk.size();
    });
    if (samples == 0)
        return state.SkipWithError("NOCTURNE_BENCH_EXPOSITIONS names no folder");
    std::array<Timestamp, tsdb::kMaxColumnValues> times{};
    std::array<double, tsdb::kMaxColumnValues> values{};
    for (auto _ : state) {
        for (const auto& chunk : chunks)
            benchmark::DoNotOptimize(tsdb::decodeChunk(chunk, times, values));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(samples));
}

LabelSet fleetLabels(std::size_t instance, std::size_t index)
{
    const auto metric = "node_metric_" + std::to_string(index % 130) + "_total";
    const auto host = "host-" + std::to_string(instance) + ".example.net:9100";
    const auto cpu = std::to_string(index / 130);
    return {{"__name__", metric}, {"instance", host}, {"job", "node"}, {"cpu", cpu}, {"mode", "user"}};
}

/// Scrapes of 40 instances by reference, as a warm scrape loop does.
void append(benchmark::State& state)
{
    constexpr std::size_t kInstances = 40;
    constexpr std::size_t kPerInstance = 517;
    support::ManualClock clock(kStart);
    tsdb::Head head({.retention = std::chrono::hours(1), .retentionBytes = 0}, clock);
    std::vector<storage::SeriesRef> refs(kInstances * kPerInstance);
    std::size_t scrape = 0;
    for (auto _ : state) {
        clock.advance(std::chrono::seconds(15));
        ++scrape;
        for (std::size_t instance = 0; instance < kInstances; ++instance) {
            const auto appender = head.appender();
            for (std::size_t i = 0; i < kPerInstance; ++i) {
                auto& ref = refs[instance * kPerInstance + i];
                const LabelSet labels = ref == 0 ? fleetLabels(instance, i) : LabelSet();
                const double value = i % 9 < 4 ? 1.0 : static_cast<double>(scrape * (i + 1) + (scrape * 7919 + i) % 13);
                ref = appender->append(ref, labels, {clock.now(), value}).value();
            }
            benchmark::DoNotOptimize(appender->commit().value());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kInstances * kPerInstance));
    const auto stats = head.stats();
    state.counters["headBytesPerSample"] =
        static_cast<double>(stats.sampleBytes) / static_cast<double>(std::max<std::size_t>(stats.samples, 1));
}

/// What one series keeps in memory beside its labels, with one sample and after an hour.
void memoryPerSeries(benchmark::State& state)
{
    constexpr std::size_t kInstances = 200;
    constexpr std::size_t kPerInstance = 500;
    for (auto _ : state) {
        std::vector<LabelSet> labels; // held here, so that they do not count
        for (std::size_t instance = 0; instance < kInstances; ++instance) {
            for (std::size_t i = 0; i < kPerInstance; ++i)
                labels.push_back(fleetLabels(instance, i));
        }
        support::ManualClock clock(kStart);
        const auto before = mallinfo2().uordblks + mallinfo2().hblkhd;
        tsdb::Head head({}, clock);
        const auto scrapes = static_cast<std::size_t>(state.range(0));
        for (std::size_t scrape = 0; scrape < scrapes; ++scrape) {
            clock.advance(std::chrono::seconds(15));
            const auto appender = head.appender();
            for (const auto& set : labels)
                appender->append(0, set, {clock.now(), static_cast<double>(scrape)}).value();
            appender->commit().value();
        }
        const auto after = mallinfo2().uordblks + mallinfo2().hblkhd;
        state.counters["bytesPerSeries"] = static_cast<double>(after - before) / static_cast<double>(labels.size());
    }
}

struct LoadedHead
{
    support::ManualClock clock{kStart};
    tsdb::Head head{{}, clock};

    LoadedHead()
    {
        const auto& all = workload(false);
        for (std::size_t instance = 0; instance < 10; ++instance) {
            const auto appender = head.appender();
            for (std::size_t i = 0; i < all.size(); ++i) {
                const auto labels = fleetLabels(instance, i);
                storage::SeriesRef ref = 0;
                for (const auto& sample : all[i])
                    ref = appender->append(ref, labels, sample).value();
            }
            clock.setNow(kStart + 1440 * 15'000);
            appender->commit().value();
        }
    }
};

/// Finds series and reads six hours of each.
void select(benchmark::State& state, const std::vector<model::Matcher>& matchers)
{
    static const LoadedHead kLoaded;
    std::vector<Timestamp> times(1440);
    std::vector<double> values(1440);
    std::size_t samples = 0;
    std::size_t series = 0;
    for (auto _ : state) {
        const auto querier = kLoaded.head.querier(kStart - 1, kStart + 1440 * 15'000).value();
        const auto cursors = querier->select(matchers, {}).value();
        series = cursors.size();
        for (const auto& cursor : cursors) {
            while (const auto count = cursor->read(times, values).value())
                samples += count;
        }
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(samples));
    state.counters["series"] = static_cast<double>(series);
}

std::vector<model::Matcher> oneMetric() { return {model::Matcher::equal("__name__", "node_metric_7_total")}; }

std::vector<model::Matcher> byExpression()
{
    return {model::Matcher::make(model::Matcher::Op::Regex, "__name__", "node_metric_[12].*").value(),
            model::Matcher::make(model::Matcher::Op::NotEqual, "cpu", "0").value()};
}

BENCHMARK_CAPTURE(encode, generated, false);
BENCHMARK_CAPTURE(encode, scraped, true);
BENCHMARK_CAPTURE(decode, generated, false);
BENCHMARK_CAPTURE(decode, scraped, true);
BENCHMARK(append)->Unit(benchmark::kMillisecond)->MinTime(3);
BENCHMARK(memoryPerSeries)->Arg(1)->Arg(240)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(select, one_metric, oneMetric())->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(select, by_expression, byExpression())->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
