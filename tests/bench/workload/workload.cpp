// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "workload/workload.h"

#include <array>
#include <cassert>
#include <cmath>
#include <limits>
#include <string_view>

#include "base/core/number.h"
#include "support/remote_write.h"

namespace nocturne::bench {

using model::Label;
using model::LabelSet;
using model::Sample;
using Shape = Workload::Shape;

namespace {

/// SplitMix64, after Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {}

    std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15U;
        auto z = m_state;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }
    double below(std::uint64_t n) { return static_cast<double>(next() % n); }
    bool oneIn(std::uint64_t n) { return next() % n == 0; }

private:
    std::uint64_t m_state;
};

std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return Random(a * 0x9e3779b97f4a7c15U + b).next(); }

/// Adds the series of one instance.
class Host
{
public:
    Host(std::size_t instance, std::vector<Workload::Series>& series)
        : m_instance(instance)
        , m_address("host-" + std::string(instance < 10 ? "0" : "") + std::to_string(instance) + ".example.net:9100")
        , m_series(series)
    {}

    void describe()
    {
        processors();
        memory();
        filesystems();
        network();
        disks();
        requests();
        kernel();
        rest();
    }

private:
    void add(std::string_view name, std::vector<Label> labels, Shape shape, double level = 0)
    {
        labels.push_back({model::kMetricName, name});
        labels.push_back({"instance", m_address});
        labels.push_back({"job", "node"});
        const auto number = m_series.size();
        m_series.push_back({LabelSet(std::move(labels)), shape, mix(m_instance, number), 1, level, m_instance});
    }

    void processors()
    {
        for (int cpu = 0; cpu < 16; ++cpu) {
            const auto number = std::to_string(cpu);
            for (const auto* mode : {"idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"}) {
                const bool isStill = std::string_view(mode) == "irq" || std::string_view(mode) == "steal";
                add("node_cpu_seconds_total", {{"cpu", number}, {"mode", mode}},
                    isStill ? Shape::Constant : Shape::Seconds, isStill ? 0 : 10'000);
            }
            add("node_softnet_processed_total", {{"cpu", number}}, Shape::Counter, 50'000);
            add("node_softnet_dropped_total", {{"cpu", number}}, Shape::Constant);
            add("node_cpu_scaling_frequency_hertz", {{"cpu", number}}, Shape::Constant, 2'500'000'000);
        }
    }

    void memory()
    {
        static constexpr std::array kMoving = {
            "MemAvailable", "MemFree", "Buffers", "Cached",    "Active",       "Inactive",   "AnonPages",  "Mapped",
            "Shmem",        "Slab",    "Dirty",   "Writeback", "Committed_AS", "PageTables", "KernelStack"};
        static constexpr std::array kStill = {
            "MemTotal",          "SwapTotal",      "SwapFree",      "HugePages_Total", "HugePages_Free", "Hugepagesize",
            "HugePages_Rsvd",    "HugePages_Surp", "VmallocTotal",  "VmallocChunk",    "VmallocUsed",    "CommitLimit",
            "Unevictable",       "Mlocked",        "Bounce",        "NFS_Unstable",    "WritebackTmp",   "SwapCached",
            "HardwareCorrupted", "CmaTotal",       "CmaFree",       "DirectMap1G",     "DirectMap2M",    "DirectMap4k",
            "ShmemHugePages",    "ShmemPmdMapped", "FileHugePages", "FilePmdMapped",   "AnonHugePages",  "Percpu",
            "Hugetlb",           "Zswap",          "Zswapped"};
        for (const std::string name : kMoving)
            add("node_memory_" + name + "_bytes", {}, Shape::Pages, 1 << 20);
        for (const std::string name : kStill)
            add("node_memory_" + name + "_bytes", {}, Shape::Constant, 34'359'738'368);
    }

    void filesystems()
    {
        static constexpr std::array<std::array<const char*, 3>, 8> kMounts = {{{"/dev/sda1", "ext4", "/"},
                                                                               {"/dev/sda2", "ext4", "/boot"},
                                                                               {"/dev/sda15", "vfat", "/boot/efi"},
                                                                               {"/dev/sdb1", "xfs", "/var/lib/data"},
                                                                               {"/dev/sdc1", "xfs", "/srv"},
                                                                               {"/dev/sdd1", "btrfs", "/home"},
                                                                               {"tmpfs", "tmpfs", "/run"},
                                                                               {"tmpfs", "tmpfs", "/tmp"}}};
        for (const auto& [device, type, mount] : kMounts) {
            const std::vector<Label> labels{{"device", device}, {"fstype", type}, {"mountpoint", mount}};
            add("node_filesystem_size_bytes", labels, Shape::Constant, 107'374'182'400);
            add("node_filesystem_avail_bytes", labels, Shape::Pages, 10 << 20);
            add("node_filesystem_free_bytes", labels, Shape::Pages, 12 << 20);
            add("node_filesystem_files", labels, Shape::Constant, 6'553'600);
            add("node_filesystem_files_free", labels, Shape::Constant, 6'000'000);
            add("node_filesystem_readonly", labels, Shape::Constant);
        }
    }

    void network()
    {
        for (const auto* device : {"eth0", "eth1", "bond0", "docker0", "wg0", "lo"}) {
            for (const std::string side : {"receive", "transmit"}) {
                add("node_network_" + side + "_bytes_total", {{"device", device}}, Shape::Counter, 1e9);
                add("node_network_" + side + "_packets_total", {{"device", device}}, Shape::Counter, 1e6);
                add("node_network_" + side + "_errs_total", {{"device", device}}, Shape::Constant);
                add("node_network_" + side + "_drop_total", {{"device", device}}, Shape::Constant, 17);
                add("node_network_" + side + "_fifo_total", {{"device", device}}, Shape::Constant);
            }
        }
    }

    void disks()
    {
        for (const auto* device : {"sda", "sdb", "sdc", "sdd"}) {
            for (const auto* name : {"reads_completed", "writes_completed", "read_bytes", "written_bytes"})
                add("node_disk_" + std::string(name) + "_total", {{"device", device}}, Shape::Counter, 1e6);
            for (const auto* name : {"read_time_seconds", "write_time_seconds", "io_time_seconds"})
                add("node_disk_" + std::string(name) + "_total", {{"device", device}}, Shape::Seconds, 1000);
            for (const auto* name :
                 {"discards_completed_total", "discarded_sectors_total", "io_now", "flush_requests_total"})
                add("node_disk_" + std::string(name), {{"device", device}}, Shape::Constant, 3);
        }
    }

    /// Five handlers with eleven bounds and +Inf: the buckets of one handler count the same observations.
    void requests()
    {
        static constexpr std::array kBounds = {"0.005", "0.01", "0.025", "0.05", "0.1", "0.25",
                                               "0.5",   "1",    "2.5",   "5",    "10",  "+Inf"};
        static constexpr std::array kShares = {0.02, 0.08, 0.21, 0.38, 0.55, 0.71, 0.83, 0.91, 0.96, 0.985, 0.995, 1.0};
        for (const auto* handler : {"/", "/api/query", "/api/series", "/login", "/static"}) {
            const auto seed = mix(m_instance * 64 + 7, std::string_view(handler).size());
            for (std::size_t i = 0; i < kBounds.size(); ++i) {
                add("http_request_duration_seconds_bucket", {{"handler", handler}, {"le", kBounds[i]}}, Shape::Bucket,
                    5e6);
                m_series.back().seed = seed;
                m_series.back().share = kShares[i];
            }
            add("http_request_duration_seconds_count", {{"handler", handler}}, Shape::Bucket, 5e6);
            m_series.back().seed = seed;
            add("http_request_duration_seconds_sum", {{"handler", handler}}, Shape::Seconds, 1e6);
        }
    }

    void kernel()
    {
        for (const auto* name :
             {"pgfault", "pgmajfault", "pgpgin", "pgpgout", "pswpin", "pswpout", "oom_kill", "pgalloc"}) {
            const bool isStill = std::string_view(name).starts_with("ps") || name[0] == 'o';
            add("node_vmstat_" + std::string(name), {}, isStill ? Shape::Constant : Shape::Counter, 12);
        }
        for (const std::string name :
             {"TCP_alloc", "TCP_inuse", "TCP_mem", "TCP_orphan", "TCP_tw", "UDP_inuse", "UDP_mem", "FRAG_inuse",
              "FRAG_memory", "RAW_inuse", "sockets_used", "UDPLITE_inuse"})
            add("node_sockstat_" + name, {}, name.starts_with("TCP") ? Shape::Hundredths : Shape::Constant, 40);
        for (const std::string name :
             {"Tcp_ActiveOpens", "Tcp_CurrEstab",    "Tcp_InErrs",      "Tcp_InSegs",         "Tcp_OutRsts",
              "Tcp_OutSegs",     "Tcp_PassiveOpens", "Tcp_RetransSegs", "Udp_InDatagrams",    "Udp_InErrors",
              "Udp_NoPorts",     "Udp_OutDatagrams", "Icmp_InErrors",   "Icmp_InMsgs",        "Icmp_OutMsgs",
              "Ip_Forwarding",   "IpExt_InOctets",   "IpExt_OutOctets", "TcpExt_ListenDrops", "TcpExt_SyncookiesSent"})
            add("node_netstat_" + name, {}, name.starts_with("Tcp_") ? Shape::Counter : Shape::Constant, 100);
        for (const std::string name : {"context_switches_total", "forks_total", "intr_total", "procs_running",
                                       "procs_blocked", "entropy_available_bits", "filefd_allocated", "filefd_maximum"})
            add("node_" + name, {}, name.ends_with("_total") ? Shape::Counter : Shape::Hundredths, 256);
    }

    void rest()
    {
        for (const auto* name : {"node_load1", "node_load5", "node_load15"})
            add(name, {}, Shape::Hundredths, 150);
        for (const auto* chip : {"package", "core0", "core1", "board"})
            add("node_hwmon_temp_celsius", {{"sensor", chip}}, Shape::Wave, 50);
        for (const auto* clock : {"offset", "maxerror", "esterror", "frequency"})
            add("node_timex_seconds", {{"kind", clock}}, Shape::Wave, 1);
        add("up", {}, Shape::Constant, 1);
        add("node_boot_time_seconds", {}, Shape::Constant, 1'690'000'000);
        add("node_uname_info", {{"nodename", m_address.substr(0, m_address.find('.'))}, {"release", "6.1.0-18-amd64"}},
            Shape::Constant, 1);
        add("node_os_info", {{"id", "debian"}, {"version_id", "12"}}, Shape::Constant, 1);
        for (std::size_t i = m_series.size() % Workload::kSeriesPerInstance; i < Workload::kSeriesPerInstance && i != 0;
             ++i)
            add("node_systemd_unit_state", {{"name", "unit" + std::to_string(i) + ".service"}, {"state", "active"}},
                Shape::Constant, 1);
    }

    std::size_t m_instance;
    std::string m_address;
    std::vector<Workload::Series>& m_series;
};

} // namespace

Workload::Workload(WorkloadOptions options)
    : m_options(options)
{
    m_series.reserve(options.instances * kSeriesPerInstance);
    for (std::size_t instance = 0; instance < options.instances; ++instance)
        Host(instance, m_series).describe();
    assert(m_series.size() == options.instances * kSeriesPerInstance && "every host has as many series");
}

std::span<const Workload::Series> Workload::ofInstance(std::size_t instance) const
{
    return std::span(m_series).subspan(instance * kSeriesPerInstance, kSeriesPerInstance);
}

Timestamp Workload::end() const
{
    return m_options.start + static_cast<Timestamp>(m_options.scrapes - 1) * kIntervalMs;
}

std::vector<Sample> Workload::samples(const Series& series) const
{
    Random random(series.seed);
    std::vector<Sample> samples(m_options.scrapes);
    double level = series.level;
    double step = 1 + random.below(100);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const auto scrape = mix(series.instance + 1, i);
        const auto late = scrape % 50 == 0 && i + 1 < samples.size() ? static_cast<Timestamp>(scrape / 50 % 400) : 0;
        double value = level;
        switch (series.shape) {
        case Shape::Constant:
            break;
        case Shape::Counter:
            value = level = random.oneIn(2000) ? 0 : level + std::floor(step * random.below(20));
            break;
        case Shape::Seconds: // kept in hundredths, so that no rounding adds up
            level = random.oneIn(2000) ? 0 : level + random.below(15 * 100) * step / 100;
            value = std::floor(level) / 100;
            break;
        case Shape::Pages:
            level = std::fabs(level + (random.below(65) - 32) * step);
            value = 4096 * std::floor(level);
            break;
        case Shape::Hundredths:
            level = std::fabs(level + random.below(41) - 20);
            value = level / 100;
            break;
        case Shape::Wave:
            value = level + std::ldexp(random.below(std::uint64_t{1} << 50U), -50);
            break;
        case Shape::Bucket:
            level += random.below(200);
            value = std::floor(level * series.share);
            break;
        }
        samples[i] = {m_options.start + static_cast<Timestamp>(i) * kIntervalMs + late, value};
    }
    return samples;
}

Result<storage::CommitStats> load(const Workload& workload, storage::Appendable& store)
{
    storage::CommitStats all;
    for (std::size_t instance = 0; instance < workload.options().instances; ++instance) {
        const auto appender = store.appender();
        for (const auto& series : workload.ofInstance(instance)) {
            storage::SeriesRef ref = 0;
            for (const auto& sample : workload.samples(series)) {
                const auto appended = appender->append(ref, series.labels, sample);
                if (!appended)
                    return tl::unexpected(appended.error());
                ref = *appended;
            }
        }
        const auto stats = appender->commit();
        if (!stats)
            return stats;
        all.stored += stats->stored;
        all.seriesAdded += stats->seriesAdded;
        all.outOfBounds += stats->outOfBounds;
        all.outOfOrder += stats->outOfOrder;
        all.duplicates += stats->duplicates;
    }
    return all;
}

void appendOpenMetrics(std::string& text, const LabelSet& labels, std::span<const Sample> samples)
{
    std::string prefix(labels.metricName());
    char separator = '{';
    for (const auto label : labels) {
        if (label.name == model::kMetricName)
            continue;
        prefix += separator;
        prefix += label.name;
        prefix += '=';
        model::appendQuoted(prefix, label.value);
        separator = ',';
    }
    prefix += separator == '{' ? " " : "} ";
    for (const auto& [t, v] : samples) {
        text += prefix;
        appendNumber(text, v);
        text += ' ';
        const auto fraction = std::to_string(1000 + t % 1000);
        text += std::to_string(t / 1000);
        text += '.';
        text.append(fraction, 1);
        text += '\n';
    }
}

RequestMaker::RequestMaker(const Workload& workload)
    : m_workload(workload)
{
    for (const auto& series : workload.series())
        m_samples.push_back(workload.samples(series));
}

std::string RequestMaker::make(std::size_t firstInstance, std::size_t lastInstance, std::size_t firstScrape,
                               std::size_t lastScrape) const
{
    std::vector<support::WrittenSeries> written;
    for (auto i = firstInstance * Workload::kSeriesPerInstance; i < lastInstance * Workload::kSeriesPerInstance; ++i) {
        const std::span<const Sample> samples = m_samples[i];
        written.push_back({m_workload.series()[i].labels, samples.subspan(firstScrape, lastScrape - firstScrape)});
    }
    return support::remoteWriteRequest(written);
}

} // namespace nocturne::bench
