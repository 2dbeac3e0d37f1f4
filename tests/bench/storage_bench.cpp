// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What samples take in a store, and how long they take to come back; storage_figures.py puts it beside other stores.
//
//     bench_storage DIR workload INSTANCES SCRAPES
//     bench_storage DIR expositions FOLDER
//
// Loads the generated workload, or a folder of expositions (one file a scrape, in the order of their names, taken as
// 15 s apart), into a new store in DIR, and prints one JSON line:
//
//   samples, fresh_bytes       of chunks of 120 samples, as a head seals them
//   decode_ns, gorilla_ns      a sample, from those chunks, and from the same values as XOR columns alone
//   read_ns                    of processor time a sample, by count_over_time() of all series over all time; with
//   read_decoded, read_samples how many the engine decoded for it, and how many the answers counted
//   block_bytes                of the files once all is settled, before and after windows are closed
//   directory_bytes            of everything after an orderly end
//   restart_seconds            by the wall, until the store answers
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>

#include "base/core/number.h"
#include "engine/promql/evaluator.h"
#include "engine/promql/parser.h"
#include "engine/tsdb/chunk_codec.h"
#include "engine/tsdb/store.h"
#include "engine/tsdb/xor_column.h"
#include "support/manual_clock.h"
#include "workload/workload.h"

using namespace nocturne;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kChunkSamples = 120;
constexpr std::int64_t kIntervalMs = 15'000;
constexpr Timestamp kStart = 1'700'006'400'000;

struct Series
{
    model::LabelSet labels;
    std::vector<model::Sample> samples;
};
using AllSeries = std::vector<Series>;

AllSeries generated(std::size_t instances, std::size_t scrapes)
{
    const bench::Workload workload({.instances = instances, .scrapes = scrapes});
    AllSeries all;
    for (const auto& series : workload.series())
        all.push_back({series.labels, workload.samples(series)});
    return all;
}

/// Empty for what is no series.
model::LabelSet labelsOf(const std::string& text)
{
    const auto matchers = promql::parseSelector(text);
    if (!matchers)
        return {};
    model::LabelSetBuilder labels;
    for (const auto& matcher : *matchers)
        labels.set(matcher.name(), matcher.value());
    labels.set("instance", "localhost:9100");
    labels.set("job", "node");
    return labels.build();
}

AllSeries scraped(const fs::path& folder)
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files.push_back(entry.path());
    std::ranges::sort(files);
    std::map<std::string, std::vector<model::Sample>> byText;
    auto t = kStart;
    for (const auto& file : files) {
        std::ifstream in(file);
        t += kIntervalMs;
        for (std::string line; std::getline(in, line);) {
            const auto blank = line.rfind(' ');
            if (line.starts_with('#') || blank == std::string::npos)
                continue;
            if (const auto value = parseNumber(std::string_view(line).substr(blank + 1)))
                byText[line.substr(0, blank)].push_back({t, *value});
        }
    }
    AllSeries all;
    for (auto& [text, samples] : byText) {
        if (auto labels = labelsOf(text); !labels.empty())
            all.push_back({std::move(labels), std::move(samples)});
    }
    return all;
}

double secondsOf(const std::function<void()>& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

/// The best of a few rounds, of processor time: what else runs on the machine only adds.
double bestNanoseconds(std::size_t samples, const std::function<void()>& work)
{
    double best = HUGE_VAL;
    for (int round = 0; round < 7; ++round) {
        const auto begin = std::clock();
        work();
        best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return best * 1e9 / static_cast<double>(samples);
}

struct ChunkFigures
{
    std::size_t samples = 0;
    std::size_t bytes = 0;
    double decodeNs = 0;
    double gorillaNs = 0;
};

ChunkFigures measureChunks(const AllSeries& all)
{
    constexpr std::size_t kMost = 4'000'000; // samples decoded
    ChunkFigures figures;
    std::vector<tsdb::Bytes> chunks;
    std::vector<tsdb::Bytes> columns;
    std::vector<std::size_t> counts;
    std::size_t decoded = 0;
    for (const auto& series : all) {
        for (std::size_t start = 0; start < series.samples.size(); start += kChunkSamples) {
            const auto piece =
                std::span(series.samples).subspan(start, std::min(kChunkSamples, series.samples.size() - start));
            auto chunk = tsdb::encodeChunk(piece);
            figures.samples += piece.size();
            figures.bytes += chunk.size();
            if (decoded >= kMost)
                continue;
            decoded += piece.size();
            chunks.push_back(std::move(chunk));
            std::array<double, kChunkSamples> values{};
            std::ranges::transform(piece, values.begin(), &model::Sample::v);
            tsdb::encodeXor(std::span(values).first(piece.size()), columns.emplace_back());
            counts.push_back(piece.size());
        }
    }
    std::array<Timestamp, tsdb::kMaxColumnValues> times{};
    std::array<double, tsdb::kMaxColumnValues> values{};
    double sink = 0;
    figures.decodeNs = bestNanoseconds(decoded, [&] {
        for (const auto& chunk : chunks) {
            (void)tsdb::decodeChunk(chunk, times, values);
            sink += values.front();
        }
    });
    figures.gorillaNs = bestNanoseconds(decoded, [&] {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            tsdb::ByteReader in(columns[i]);
            (void)tsdb::decodeXor(in, std::span(values).first(counts[i]));
            sink += values.front();
        }
    });
    if (sink == 0.5)
        std::fputs("\n", stderr); // so that nothing is left out
    return figures;
}

std::uint64_t bytesIn(const fs::path& folder)
{
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    return bytes;
}

void load(tsdb::Store& store, support::ManualClock& clock, const AllSeries& all)
{
    std::size_t longest = 0;
    for (const auto& series : all)
        longest = std::max(longest, series.samples.size());
    std::vector<storage::SeriesRef> refs(all.size());
    for (std::size_t scrape = 0; scrape < longest; ++scrape) {
        const auto appender = store.appender();
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (scrape >= all[i].samples.size())
                continue;
            const auto& sample = all[i].samples[scrape];
            clock.setNow(std::max(clock.now(), sample.t));
            refs[i] = appender->append(refs[i], refs[i] == 0 ? all[i].labels : model::LabelSet(), sample).value_or(0);
        }
        (void)appender->commit();
        (void)store.write();
        if (scrape % 20 == 0)
            store.keep();
    }
}

/// What it took to read samples by queries.
struct ReadFigures
{
    double nanoseconds = 0; ///< of processor time
    std::size_t decoded = 0;
    double counted = 0; ///< as the answers say
};

/// `sum(count_over_time(NAME[window]))`, one name after the other, at a time that is no border of roll-ups.
ReadFigures readAll(const tsdb::Store& store, const std::vector<std::string>& names, const std::string& window,
                    Timestamp end)
{
    ReadFigures figures;
    const auto begin = std::clock();
    for (const auto& name : names) {
        const auto text = std::string("sum(count_over_time(").append(name).append("[").append(window).append("]))");
        const auto expr = promql::parse(text);
        if (!expr)
            continue;
        const auto result = promql::evaluate(**expr, store, promql::EvalOptions::instant(end));
        if (!result || result->series.empty())
            continue;
        figures.decoded += result->stats.samples;
        figures.counted += result->series.front().values.front();
    }
    figures.nanoseconds = static_cast<double>(std::clock() - begin) * 1e9 / CLOCKS_PER_SEC;
    return figures;
}

/// A sample more, as the window grows from one scrape to all of them; the best of a few rounds.
ReadFigures measureReading(const tsdb::Store& store, Timestamp end)
{
    const auto querier = store.querier(0, end);
    const auto names = (*querier)->labelValues("__name__", {});
    ReadFigures best{HUGE_VAL};
    for (int round = 0; round < 7; ++round) {
        const auto all = readAll(store, *names, "100d", end);
        const auto one = readAll(store, *names, "15s", end);
        const auto more = std::max(all.counted - one.counted, 1.0);
        best.nanoseconds = std::min(best.nanoseconds, (all.nanoseconds - one.nanoseconds) / more);
        best.decoded = all.decoded;
        best.counted = all.counted;
    }
    return best;
}

std::size_t number(const char* text)
{
    std::size_t value = 0;
    std::from_chars(text, text + std::strlen(text), value);
    return value;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc > 2 ? argv[2] : "";
    const bool isWorkload = what == "workload" && argc == 5;
    if (!isWorkload && !(what == "expositions" && argc == 4)) {
        std::fputs("usage: bench_storage DIR workload INSTANCES SCRAPES | bench_storage DIR expositions FOLDER\n",
                   stderr);
        return 2;
    }
    auto all = isWorkload ? generated(number(argv[3]), number(argv[4])) : scraped(argv[3]);
    const auto chunks = measureChunks(all);

    support::ManualClock clock(all.front().samples.front().t);
    NullLogger log;
    PosixIo io;
    tsdb::StoreOptions options;
    options.folder = argv[1];
    options.threads = false;
    options.clockJump = {};
    options.retention = {};
    auto store = *tsdb::Store::open(options, clock, log, io);
    load(*store, clock, all);
    all = {};
    store.reset();
    const auto directory = bytesIn(argv[1]);
    const auto restart = secondsOf([&] { store = *tsdb::Store::open(options, clock, log, io); });

    const auto reading = measureReading(*store, clock.now() + 5'000);

    clock.advance(std::chrono::hours(25)); // everything is idle and all windows are closed
    auto appender = store->appender();
    (void)appender->append(0, model::LabelSet{{"__name__", "last"}}, {clock.now(), 1});
    (void)appender->commit();
    clock.advance(std::chrono::hours(2));
    (void)store->persist();
    const auto freshBlocks = store->stats().blockBytes;
    for (int i = 0; i < 10; ++i)
        store->keep();
    const auto stats = store->stats();
    std::printf(
        R"({"samples":%zu,"fresh_bytes":%zu,"decode_ns":%.2f,"gorilla_ns":%.2f,"read_ns":%.2f,"read_decoded":%zu,"read_samples":%.0f,"unmerged_block_bytes":%llu,)"
        R"("block_bytes":%llu,"roll_up_bytes":%llu,"directory_bytes":%llu,"restart_seconds":%.4f})"
        "\n",
        chunks.samples, chunks.bytes, chunks.decodeNs, chunks.gorillaNs, reading.nanoseconds, reading.decoded,
        reading.counted, static_cast<unsigned long long>(freshBlocks),
        static_cast<unsigned long long>(stats.blockBytes), static_cast<unsigned long long>(stats.rollUpBytes),
        static_cast<unsigned long long>(directory),
        restart); // NOLINT: the C way of printing
    return 0;
}
