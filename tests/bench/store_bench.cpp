// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// bench_store DIR [INSTANCES [HOURS [OPENMETRICS]]]: loads the generated workload, 517 series an instance every 15 s,
// into a store in DIR with the log on, and prints one JSON line: samples a CPU second, bytes, memory, time of a restart
// and of decoding. OPENMETRICS is a file that the same samples are written to, for `promtool tsdb create-blocks-from`.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>

#include <sys/resource.h>
#include <unistd.h>

#include "base/core/number.h"
#include "bench/workload.h"
#include "engine/tsdb/store.h"
#include "support/manual_clock.h"

using namespace nocturne;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kSeriesPerInstance = 517;
constexpr std::size_t kSeriesPerMetric = 8;

double cpuSeconds()
{
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double megabytesResident()
{
    std::ifstream statm("/proc/self/statm");
    double pages = 0;
    double resident = 0;
    statm >> pages >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

std::uint64_t bytesIn(const fs::path& folder)
{
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        bytes += entry.is_regular_file() ? entry.file_size() : 0;
    return bytes;
}

struct Workload
{
    std::vector<model::LabelSet> labels;
    std::vector<bench::Series> kinds;
    std::size_t steps = 0;

    Workload(std::size_t instances, std::size_t hours)
        : steps(hours * 240)
    {
        std::mt19937_64 random(1);
        for (unsigned kind = 0; kind < kSeriesPerInstance; ++kind)
            kinds.push_back(bench::generate(kind, steps, random));
        // One target is scraped at one time for all its series.
        for (auto& series : kinds) {
            for (std::size_t i = 0; i < steps; ++i)
                series[i].t = kinds.front()[i].t;
        }
        for (std::size_t instance = 0; instance < instances; ++instance) {
            for (std::size_t kind = 0; kind < kSeriesPerInstance; ++kind) {
                labels.push_back(model::LabelSet{{"__name__", "metric_" + std::to_string(kind / kSeriesPerMetric)},
                                                 {"instance", "host-" + std::to_string(instance) + ":9100"},
                                                 {"job", "node"},
                                                 {"device", "device" + std::to_string(kind % kSeriesPerMetric)}});
            }
        }
    }
    /// Instances differ by a shift in time of the values.
    model::Sample at(std::size_t series, std::size_t step) const
    {
        const auto& kind = kinds[series % kSeriesPerInstance];
        const auto shift = series / kSeriesPerInstance * 7;
        return {kind[step].t, kind[(step + shift) % steps].v};
    }
};

void writeOpenMetrics(const Workload& workload, const char* path)
{
    std::ofstream out(path);
    for (std::size_t series = 0; series < workload.labels.size(); ++series) {
        auto name = workload.labels[series].toString();
        std::erase(name, ' '); // OpenMetrics has none between labels
        for (std::size_t step = 0; step < workload.steps; ++step) {
            const auto sample = workload.at(series, step);
            char time[32];
            std::snprintf(time, sizeof time, "%.3f", static_cast<double>(sample.t) / 1000); // NOLINT
            out << name << ' ' << formatNumber(sample.v) << ' ' << time << '\n';
        }
    }
    out << "# EOF\n";
}

/// Seconds of CPU for commits and log alone, and with checkpoints and merges.
struct LoadTimes
{
    double appending = 0;
    double all = 0;
};

LoadTimes load(tsdb::Store& store, support::ManualClock& clock, const Workload& workload)
{
    LoadTimes times;
    const auto begin = cpuSeconds();
    std::vector<storage::SeriesRef> refs(workload.labels.size());
    for (std::size_t step = 0; step < workload.steps; ++step) {
        clock.setNow(workload.at(0, step).t);
        for (std::size_t start = 0; start < refs.size(); start += kSeriesPerInstance) {
            const auto appender = store.appender();
            for (auto series = start; series < start + kSeriesPerInstance; ++series)
                refs[series] =
                    appender
                        ->append(refs[series], refs[series] == 0 ? workload.labels[series] : model::LabelSet(),
                                 workload.at(series, step))
                        .value_or(0);
            (void)appender->commit();
        }
        (void)store.write();
        if (step % 20 != 0)
            continue;
        const auto beforeKeep = cpuSeconds();
        store.keep();
        times.appending -= cpuSeconds() - beforeKeep;
    }
    times.all = cpuSeconds() - begin;
    times.appending += times.all;
    return times;
}

/// Nanoseconds of CPU a sample, reading all of it.
double decode(const tsdb::Store& store)
{
    std::vector<Timestamp> times(4096);
    std::vector<double> values(4096);
    const auto querier = *store.querier(0, std::numeric_limits<Timestamp>::max());
    const auto cursors = querier->select({}, {});
    std::uint64_t samples = 0;
    const auto begin = cpuSeconds();
    for (const auto& cursor : *cursors) {
        while (const auto count = cursor->read(times, values).value_or(0))
            samples += count;
    }
    return (cpuSeconds() - begin) * 1e9 / static_cast<double>(samples);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const std::string folder = argv[1];
    const Workload workload(argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 4,
                            argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 6);
    if (argc > 4)
        writeOpenMetrics(workload, argv[4]);
    const auto samples = static_cast<double>(workload.labels.size() * workload.steps);
    support::ManualClock clock(bench::kStart);
    NullLogger log;
    PosixIo io;
    tsdb::StoreOptions options;
    options.folder = folder;
    options.threads = false;
    options.clockJump = {};
    const auto before = megabytesResident();
    auto store = *tsdb::Store::open(options, clock, log, io);
    const auto loadTimes = load(*store, clock, workload);
    const auto afterLoad = megabytesResident() - before;
    store.reset();
    const auto directory = bytesIn(folder);

    const auto restartBegin = cpuSeconds();
    store = *tsdb::Store::open(options, clock, log, io);
    const auto restart = cpuSeconds() - restartBegin;
    (void)decode(*store); // checks the indexes, which the first query does
    const auto decodeNs = decode(*store);

    clock.advance(std::chrono::hours(25)); // everything is idle and all windows are closed
    auto appender = store->appender();
    (void)appender->append(0, model::LabelSet{{"__name__", "last"}}, {clock.now(), 1});
    (void)appender->commit();
    clock.advance(std::chrono::hours(2));
    (void)store->persist();
    const auto mergeBegin = cpuSeconds();
    store->keep();
    const auto mergeSeconds = cpuSeconds() - mergeBegin;
    const auto stats = store->stats();
    std::printf("{\"samples\": %.0f, \"appended_per_cpu_second\": %.0f, \"with_upkeep\": %.0f, \"memory_mb\": %.1f, "
                "\"directory_bytes\": %llu, "
                "\"restart_cpu_seconds\": %.3f, \"decode_ns\": %.2f, \"merge_seconds\": %.2f, \"blocks\": %zu, "
                "\"block_bytes_per_sample\": %.3f, \"directory_bytes_per_sample\": %.3f}\n",
                samples, samples / loadTimes.appending, samples / loadTimes.all, afterLoad,
                static_cast<unsigned long long>(directory), restart, decodeNs, mergeSeconds, stats.blocks,
                static_cast<double>(stats.blockBytes) / samples,
                static_cast<double>(directory) / samples); // NOLINT
    return 0;
}
