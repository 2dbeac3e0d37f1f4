// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// bench_append DIR [SERIES [SCRAPES [INTERVAL_S]]]: appends by reference to a store in DIR with the log on, as
// `promtool tsdb bench write` does to a Prometheus: counters that grow by 1000, all series at one time. Prints one JSON
// line: samples a CPU second without upkeep, which promtool switches off, and with blocks, checkpoints and merges; and
// the memory of the process at the end and at most. With 1000000 series it shows what those take.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include <malloc.h>
#include <sys/resource.h>

#include "base/core/heap.h"
#include "engine/tsdb/store.h"
#include "support/manual_clock.h"

using namespace nocturne;

namespace {

constexpr Timestamp kStart = 1'700'000'000'000;
constexpr std::size_t kSeriesPerCommit = 1000;

double cpuSeconds()
{
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// A field of /proc/self/status in MB.
double megabytes(const std::string& field)
{
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line)) {
        if (line.starts_with(field + ":"))
            return std::strtod(line.c_str() + field.size() + 1, nullptr) * 1024 / 1e6;
    }
    return 0;
}

/// Labels as node_exporter's: a name, two labels of the target and two of its own.
model::LabelSet labelsOf(std::size_t series)
{
    const auto kind = series % 517;
    return model::LabelSet{{"__name__", "node_metric_number_" + std::to_string(kind / 8) + "_total"},
                           {"instance", "host-" + std::to_string(series / 517) + ".example.net:9100"},
                           {"job", "node"},
                           {"device", "device" + std::to_string(kind % 8)},
                           {"mode", kind % 2 == 0 ? "read" : "write"}};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const auto number = [&](int i, std::size_t otherwise) {
        return argc > i ? std::strtoul(argv[i], nullptr, 10) : otherwise;
    };
    const auto seriesCount = number(2, 10'000);
    const auto scrapes = number(3, 400);
    const auto interval = std::chrono::seconds(number(4, 15));
    keepHeapInOneArena();
    support::ManualClock clock(kStart);
    NullLogger log;
    PosixIo io;
    tsdb::StoreOptions options;
    options.folder = argv[1];
    options.threads = false;
    const auto before = megabytes("VmRSS");
    auto store = *tsdb::Store::open(options, clock, log, io);
    std::vector<storage::SeriesRef> refs(seriesCount);
    double upkeep = 0;
    double trimming = 0;
    const auto step = [&](std::size_t scrape) {
        for (std::size_t start = 0; start < refs.size(); start += kSeriesPerCommit) {
            const auto appender = store->appender();
            for (auto i = start; i < std::min(refs.size(), start + kSeriesPerCommit); ++i) {
                const model::Sample sample{clock.now(), 123'456'789 + 1000 * static_cast<double>(scrape)};
                refs[i] = appender->append(refs[i], refs[i] == 0 ? labelsOf(i) : model::LabelSet(), sample).value_or(0);
            }
            (void)appender->commit();
        }
        (void)store->write();
        const auto beforeUpkeep = cpuSeconds();
        store->keep();
        const auto beforeTrimming = cpuSeconds();
        upkeep += beforeTrimming - beforeUpkeep;
        giveBackFreeHeap(); // not counted: nocturned does it each five seconds of the wall
        trimming += cpuSeconds() - beforeTrimming;
        clock.advance(interval);
    };
    const auto beforeSeries = cpuSeconds();
    step(0);
    const auto begin = cpuSeconds();
    upkeep = 0;
    trimming = 0;
    double longest = 0;
    for (std::size_t scrape = 1; scrape < scrapes; ++scrape) {
        const auto stepBegin = cpuSeconds();
        step(scrape);
        longest = std::max(longest, cpuSeconds() - stepBegin);
    }
    const auto seconds = cpuSeconds() - begin - trimming;
    const auto appended = static_cast<double>(seriesCount * (scrapes - 1));
    std::printf("{\"series\": %zu, \"samples\": %zu, \"series_seconds\": %.2f, \"samples_per_cpu_second\": %.0f, "
                "\"with_upkeep\": %.0f, "
                "\"longest_step_cpu_seconds\": %.2f, \"rss_mb\": %.1f, \"peak_rss_mb\": %.1f, \"before_mb\": %.1f, "
                "\"sample_mb\": %.1f, "
                "\"chunks\": %zu, \"checkpoints\": %llu, \"in_use_mb\": %.1f}\n",
                seriesCount, seriesCount * scrapes, begin - beforeSeries, appended / (seconds - upkeep),
                appended / seconds, longest, megabytes("VmRSS"), megabytes("VmHWM"), before,
                static_cast<double>(store->headStats().sampleBytes) / 1e6, store->headStats().chunks,
                static_cast<unsigned long long>(store->stats().checkpoints),
                static_cast<double>(mallinfo2().uordblks + mallinfo2().hblkhd) / 1e6); // NOLINT
    return 0;
}
