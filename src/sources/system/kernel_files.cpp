// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/system/kernel_files.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <set>

#include <sys/statvfs.h>
#include <sys/utsname.h>

namespace nocturne::system {

namespace {

using model::MetricType;

/// Calls `use(line)` for each line of `text`.
template <typename Use>
void forEachLine(std::string_view text, Use use)
{
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        use(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Words of a line, parted by blanks.
std::vector<std::string_view> wordsOf(std::string_view line)
{
    std::vector<std::string_view> words;
    for (std::size_t at = line.find_first_not_of(" \t"); at != std::string_view::npos;) {
        const auto end = std::min(line.find_first_of(" \t", at), line.size());
        words.push_back(line.substr(at, end - at));
        at = line.find_first_not_of(" \t", end);
    }
    return words;
}

double numberOf(std::string_view word)
{
    double value = 0;
    std::from_chars(word.data(), word.data() + word.size(), value);
    return value;
}

void writeCounter(SeriesWriter& out, std::string_view metric, std::string_view help,
                  std::initializer_list<model::Label> labels, double value)
{
    out.describe(metric, MetricType::Counter, help);
    out.write(metric, labels, value);
}

void writeGauge(SeriesWriter& out, std::string_view metric, std::string_view help,
                std::initializer_list<model::Label> labels, double value)
{
    out.describe(metric, MetricType::Gauge, help);
    out.write(metric, labels, value);
}

/// Partitions and memory disks are left out, as node_exporter does by default.
bool isWholeDisk(std::string_view name)
{
    if (name.starts_with("ram") || name.starts_with("zram") || name.starts_with("loop") || name.starts_with("fd"))
        return false;
    const bool endsInDigit = !name.empty() && std::isdigit(static_cast<unsigned char>(name.back())) != 0;
    if (name.starts_with("nvme") || name.starts_with("mmcblk"))
        return name.find('p') == std::string_view::npos || !endsInDigit;
    const bool classic =
        name.starts_with("sd") || name.starts_with("hd") || name.starts_with("vd") || name.starts_with("xvd");
    return !classic || !endsInDigit;
}

/// Octal escapes of mounts(5): \040 is a blank.
std::string unescapeMount(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 3 < text.size()) {
            int code = 0;
            const auto* first = text.data() + i + 1;
            if (std::from_chars(first, first + 3, code, 8).ptr == first + 3) {
                out += static_cast<char>(code);
                i += 3;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

} // namespace

void writeStat(SeriesWriter& out, std::string_view procStat, double ticksPerSecond)
{
    static constexpr std::array<std::string_view, 8> kModes = {"user",   "nice", "system",  "idle",
                                                               "iowait", "irq",  "softirq", "steal"};
    static constexpr std::array<std::string_view, 2> kGuestModes = {"user", "nice"};
    forEachLine(procStat, [&](std::string_view line) {
        const auto words = wordsOf(line);
        if (words.size() < 2)
            return;
        const auto name = words[0];
        if (name.starts_with("cpu") && name.size() > 3) {
            const auto cpu = name.substr(3);
            for (std::size_t i = 0; i < kModes.size() && i + 1 < words.size(); ++i) {
                writeCounter(out, "node_cpu_seconds_total", "Seconds the CPUs spent in each mode.",
                             {{"cpu", cpu}, {"mode", kModes[i]}}, numberOf(words[i + 1]) / ticksPerSecond);
            }
            for (std::size_t i = 0; i < kGuestModes.size() && i + 9 < words.size(); ++i) {
                writeCounter(out, "node_cpu_guest_seconds_total", "Seconds the CPUs spent in guests for each mode.",
                             {{"cpu", cpu}, {"mode", kGuestModes[i]}}, numberOf(words[i + 9]) / ticksPerSecond);
            }
        } else if (name == "btime") {
            writeGauge(out, "node_boot_time_seconds", "Node boot time, in unixtime.", {}, numberOf(words[1]));
        } else if (name == "ctxt") {
            writeCounter(out, "node_context_switches_total", "Total number of context switches.", {},
                         numberOf(words[1]));
        } else if (name == "intr") {
            writeCounter(out, "node_intr_total", "Total number of interrupts serviced.", {}, numberOf(words[1]));
        } else if (name == "processes") {
            writeCounter(out, "node_forks_total", "Total number of forks.", {}, numberOf(words[1]));
        } else if (name == "procs_running") {
            writeGauge(out, "node_procs_running", "Number of processes in runnable state.", {}, numberOf(words[1]));
        } else if (name == "procs_blocked") {
            writeGauge(out, "node_procs_blocked", "Number of processes blocked waiting for I/O.", {},
                       numberOf(words[1]));
        }
    });
}

void writeLoad(SeriesWriter& out, std::string_view procLoadavg)
{
    const auto words = wordsOf(procLoadavg);
    if (words.size() < 3)
        return;
    writeGauge(out, "node_load1", "1m load average.", {}, numberOf(words[0]));
    writeGauge(out, "node_load5", "5m load average.", {}, numberOf(words[1]));
    writeGauge(out, "node_load15", "15m load average.", {}, numberOf(words[2]));
}

void writeMemory(SeriesWriter& out, std::string_view procMeminfo)
{
    forEachLine(procMeminfo, [&](std::string_view line) {
        const auto words = wordsOf(line);
        if (words.size() < 2 || !words[0].ends_with(':'))
            return;
        std::string metric = "node_memory_";
        for (const char c : words[0].substr(0, words[0].size() - 1)) {
            if (c == '(')
                metric += '_';
            else if (c != ')')
                metric += c;
        }
        const bool isKilobytes = words.size() > 2 && words[2] == "kB";
        metric += isKilobytes ? "_bytes" : "";
        writeGauge(out, metric, "Memory information field of /proc/meminfo.", {},
                   numberOf(words[1]) * (isKilobytes ? 1024 : 1));
    });
}

void writeDisks(SeriesWriter& out, std::string_view procDiskstats)
{
    constexpr double kSectorBytes = 512;
    constexpr double kMs = 0.001;
    struct Field
    {
        std::string_view metric;
        std::string_view help;
        double scale;
    };
    static constexpr std::array<Field, 11> kFields = {{
        {"node_disk_reads_completed_total", "The total number of reads completed successfully.", 1},
        {"node_disk_reads_merged_total", "The total number of reads merged.", 1},
        {"node_disk_read_bytes_total", "The total number of bytes read successfully.", kSectorBytes},
        {"node_disk_read_time_seconds_total", "The total number of seconds spent by all reads.", kMs},
        {"node_disk_writes_completed_total", "The total number of writes completed successfully.", 1},
        {"node_disk_writes_merged_total", "The number of writes merged.", 1},
        {"node_disk_written_bytes_total", "The total number of bytes written successfully.", kSectorBytes},
        {"node_disk_write_time_seconds_total", "The total number of seconds spent by all writes.", kMs},
        {"node_disk_io_now", "The number of I/Os currently in progress.", 1},
        {"node_disk_io_time_seconds_total", "Total seconds spent doing I/Os.", kMs},
        {"node_disk_io_time_weighted_seconds_total", "The weighted number of seconds spent doing I/Os.", kMs},
    }};
    forEachLine(procDiskstats, [&](std::string_view line) {
        const auto words = wordsOf(line);
        if (words.size() < 3 + kFields.size() || !isWholeDisk(words[2]))
            return;
        for (std::size_t i = 0; i < kFields.size(); ++i) {
            const auto& field = kFields[i];
            const auto type = field.metric.ends_with("_total") ? MetricType::Counter : MetricType::Gauge;
            out.describe(field.metric, type, field.help);
            out.write(field.metric, {{"device", words[2]}}, numberOf(words[i + 3]) * field.scale);
        }
    });
}

void writeNetwork(SeriesWriter& out, std::string_view procNetDev)
{
    static constexpr std::array<std::string_view, 16> kColumns = {
        "receive_bytes",  "receive_packets",  "receive_errs",       "receive_drop",
        "receive_fifo",   "receive_frame",    "receive_compressed", "receive_multicast",
        "transmit_bytes", "transmit_packets", "transmit_errs",      "transmit_drop",
        "transmit_fifo",  "transmit_colls",   "transmit_carrier",   "transmit_compressed"};
    forEachLine(procNetDev, [&](std::string_view line) {
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            return; // the two lines of headings
        const auto name = wordsOf(line.substr(0, colon));
        const auto words = wordsOf(line.substr(colon + 1));
        if (name.size() != 1 || words.size() < kColumns.size())
            return;
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            const auto metric = "node_network_" + std::string(kColumns[i]) + "_total";
            writeCounter(out, metric, "Network device statistic.", {{"device", name[0]}}, numberOf(words[i]));
        }
    });
}

void writeFileDescriptors(SeriesWriter& out, std::string_view procFileNr)
{
    const auto words = wordsOf(procFileNr.substr(0, procFileNr.find('\n')));
    if (words.size() < 3)
        return;
    writeGauge(out, "node_filefd_allocated", "File descriptor statistics: allocated.", {}, numberOf(words[0]));
    writeGauge(out, "node_filefd_maximum", "File descriptor statistics: maximum.", {}, numberOf(words[2]));
}

void writePressure(SeriesWriter& out, std::string_view resource, std::string_view procPressure)
{
    forEachLine(procPressure, [&](std::string_view line) {
        const auto words = wordsOf(line);
        const auto total = words.empty() ? std::string_view() : words.back();
        if (!total.starts_with("total="))
            return;
        const bool isFull = words[0] == "full";
        if (isFull && resource == "cpu")
            return; // undefined for the whole system
        const auto metric =
            "node_pressure_" + std::string(resource) + (isFull ? "_stalled" : "_waiting") + "_seconds_total";
        writeCounter(out, metric, "Total time in seconds that processes waited for, or were stalled by, the resource.",
                     {}, numberOf(total.substr(6)) / 1e6);
    });
}

void writeVmstat(SeriesWriter& out, std::string_view procVmstat)
{
    static const std::set<std::string_view> kWanted = {"oom_kill", "pgfault", "pgmajfault", "pgpgin",
                                                       "pgpgout",  "pswpin",  "pswpout"};
    forEachLine(procVmstat, [&](std::string_view line) {
        const auto words = wordsOf(line);
        if (words.size() != 2 || !kWanted.contains(words[0]))
            return;
        const auto metric = "node_vmstat_" + std::string(words[0]);
        out.describe(metric, MetricType::Unknown, "Information field of /proc/vmstat.");
        out.write(metric, {}, numberOf(words[1]));
    });
}

void writeSockets(SeriesWriter& out, std::string_view procSockstat)
{
    forEachLine(procSockstat, [&](std::string_view line) {
        const auto words = wordsOf(line);
        if (words.empty() || !words[0].ends_with(':'))
            return;
        const auto protocol = words[0].substr(0, words[0].size() - 1);
        for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
            const auto metric = "node_sockstat_" + std::string(protocol) + "_" + std::string(words[i]);
            writeGauge(out, metric, "Number of sockets, or pages they use, by state.", {}, numberOf(words[i + 1]));
        }
    });
}

std::vector<Mount> readMounts(std::string_view procMounts)
{
    static const std::set<std::string_view> kReal = {
        "ext2", "ext3",     "ext4",    "xfs",   "btrfs",    "zfs",    "f2fs",    "vfat",    "exfat",  "ntfs3",
        "jfs",  "bcachefs", "overlay", "tmpfs", "reiserfs", "nilfs2", "fuseblk", "hfsplus", "iso9660"};
    std::vector<Mount> mounts;
    std::set<std::string> seen;
    forEachLine(procMounts, [&](std::string_view line) {
        const auto words = wordsOf(line);
        if (words.size() < 4 || !kReal.contains(words[2]))
            return;
        const auto point = unescapeMount(words[1]);
        const bool hidden = point.starts_with("/proc") || point.starts_with("/sys") || point.starts_with("/dev") ||
                            point.starts_with("/var/lib/docker/") || point.starts_with("/run/credentials");
        const auto device = unescapeMount(words[0]);
        const bool isShared = words[2] == "tmpfs" || words[2] == "overlay"; // one name stands for many
        if (hidden || !seen.insert(isShared ? point : device).second)
            return;
        const auto options = words[3];
        mounts.push_back({device, point, std::string(words[2]), options == "ro" || options.starts_with("ro,")});
    });
    return mounts;
}

void writeFilesystems(SeriesWriter& out, const std::vector<Mount>& mounts)
{
    for (const auto& mount : mounts) {
        struct statvfs facts = {};
        if (statvfs(mount.mountPoint.c_str(), &facts) != 0 || facts.f_blocks == 0)
            continue;
        const auto unit = static_cast<double>(facts.f_frsize);
        const auto write = [&](std::string_view metric, std::string_view help, double value) {
            writeGauge(out, metric, help,
                       {{"device", mount.device}, {"fstype", mount.type}, {"mountpoint", mount.mountPoint}}, value);
        };
        write("node_filesystem_size_bytes", "Filesystem size in bytes.", unit * static_cast<double>(facts.f_blocks));
        write("node_filesystem_free_bytes", "Filesystem free space in bytes.",
              unit * static_cast<double>(facts.f_bfree));
        write("node_filesystem_avail_bytes", "Filesystem space available to non-root users in bytes.",
              unit * static_cast<double>(facts.f_bavail));
        write("node_filesystem_files", "Filesystem total file nodes.", static_cast<double>(facts.f_files));
        write("node_filesystem_files_free", "Filesystem total free file nodes.", static_cast<double>(facts.f_ffree));
        write("node_filesystem_readonly", "Filesystem read-only status.", mount.readOnly ? 1 : 0);
    }
}

void writeUname(SeriesWriter& out)
{
    utsname facts = {};
    if (uname(&facts) != 0)
        return;
    writeGauge(out, "node_uname_info", "Labeled system information as provided by the uname system call.",
               {{"sysname", facts.sysname},
                {"release", facts.release},
                {"version", facts.version},
                {"machine", facts.machine},
                {"nodename", facts.nodename},
                {"domainname", facts.domainname}},
               1);
}

} // namespace nocturne::system
