// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/system/process_table.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <unistd.h>

#include "base/core/io_files.h"

namespace nocturne::system {

namespace fs = std::filesystem;

namespace {

template <typename Number>
Number numberOf(std::string_view word)
{
    Number value = 0;
    std::from_chars(word.data(), word.data() + word.size(), value);
    return value;
}

} // namespace

Result<ProcessReading> parseProcessStat(std::string_view stat, double ticksPerSecond, double pageBytes)
{
    const auto open = stat.find('(');
    const auto close = stat.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return fail(Error::Kind::InvalidInput, "no process name in parentheses");

    std::vector<std::string_view> words; // from field 3 of proc(5), the state
    const auto rest = stat.substr(close + 1);
    for (std::size_t at = rest.find_first_not_of(' '); at != std::string_view::npos;) {
        const auto end = std::min(rest.find(' ', at), rest.size());
        words.push_back(rest.substr(at, end - at));
        at = rest.find_first_not_of(' ', end);
    }
    if (words.size() < 22)
        return fail(Error::Kind::InvalidInput, "too few fields for a process");

    ProcessReading reading;
    reading.pid = numberOf<int>(stat.substr(0, stat.find(' ')));
    reading.name = stat.substr(open + 1, close - open - 1);
    reading.cpuSeconds = (numberOf<double>(words[11]) + numberOf<double>(words[12])) / ticksPerSecond;
    reading.threads = numberOf<double>(words[17]);
    reading.startTicks = numberOf<std::uint64_t>(words[19]);
    reading.residentBytes = numberOf<double>(words[21]) * pageBytes;
    return reading;
}

ProcessTable::ProcessTable(fs::path procRoot, std::size_t top)
    : m_root(std::move(procRoot))
    , m_top(top)
{}

std::vector<ProcessReading> ProcessTable::readAll() const
{
    const auto ticks = static_cast<double>(sysconf(_SC_CLK_TCK));
    const auto page = static_cast<double>(sysconf(_SC_PAGESIZE));
    std::vector<ProcessReading> readings;
    std::error_code ignored; // processes come and go while we read
    for (const auto& entry : fs::directory_iterator(m_root, ignored)) {
        const auto name = entry.path().filename().string();
        if (!std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; }))
            continue;
        const auto text = wholeText((entry.path() / "stat").string()); // gone meanwhile, perhaps
        if (!text)
            continue;
        if (auto reading = parseProcessStat(*text, ticks, page))
            readings.push_back(std::move(*reading));
    }
    return readings;
}

double ProcessTable::openFiles(int pid) const
{
    std::error_code denied;
    const fs::directory_iterator files(m_root / std::to_string(pid) / "fd", denied);
    if (denied)
        return -1;
    return static_cast<double>(std::distance(fs::begin(files), fs::end(files)));
}

void ProcessTable::collect(SeriesWriter& out)
{
    auto readings = readAll();
    const auto key = [](const ProcessReading& reading) { return std::pair(reading.pid, reading.startTicks); };
    std::map<std::pair<int, std::uint64_t>, double> used;
    const auto busy = [&](const ProcessReading& reading) {
        const auto before = m_cpuBefore.find(key(reading));
        return reading.cpuSeconds - (before == m_cpuBefore.end() ? 0 : before->second);
    };

    std::set<int> chosen;
    const auto choose = [&](auto rank) {
        const auto count = std::min(m_top, readings.size());
        std::ranges::partial_sort(readings, readings.begin() + static_cast<std::ptrdiff_t>(count),
                                  [&](const auto& a, const auto& b) { return rank(a) > rank(b); });
        for (std::size_t i = 0; i < count; ++i)
            chosen.insert(readings[i].pid);
    };
    choose(busy);
    choose([](const ProcessReading& reading) { return reading.residentBytes; });

    using model::MetricType;
    out.describe("nocturne_process_cpu_seconds_total", MetricType::Counter, "CPU time of a process since its start.");
    out.describe("nocturne_process_resident_memory_bytes", MetricType::Gauge, "Resident memory of a process.");
    out.describe("nocturne_process_threads", MetricType::Gauge, "Threads of a process.");
    out.describe("nocturne_process_open_fds", MetricType::Gauge, "Open file descriptors of a process, where readable.");
    for (const auto& reading : readings) {
        used[key(reading)] = reading.cpuSeconds;
        if (!chosen.contains(reading.pid))
            continue;
        const auto pid = std::to_string(reading.pid);
        const auto write = [&](std::string_view metric, double value) {
            out.write(metric, {{"pid", pid}, {"name", reading.name}}, value);
        };
        write("nocturne_process_cpu_seconds_total", reading.cpuSeconds);
        write("nocturne_process_resident_memory_bytes", reading.residentBytes);
        write("nocturne_process_threads", reading.threads);
        if (const double files = openFiles(reading.pid); files >= 0)
            write("nocturne_process_open_fds", files);
    }
    m_cpuBefore = std::move(used);
    out.describe("nocturne_processes", MetricType::Gauge, "Processes on this computer.");
    out.write("nocturne_processes", {}, static_cast<double>(readings.size()));
}

} // namespace nocturne::system
