// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "sources/system/series_writer.h"

namespace nocturne::system {

/// One process at one time.
struct ProcessReading
{
    int pid = 0;
    std::string name;      ///< the kernel's short name, up to 15 bytes
    double cpuSeconds = 0; ///< user and system, since its start
    double residentBytes = 0;
    double threads = 0;
    std::uint64_t startTicks = 0; ///< tells a reused process number from the old one

    bool operator==(const ProcessReading&) const = default;
};

/// Reads one /proc/PID/stat. Fails with InvalidInput when fields are missing.
/// The name stands in parentheses and may hold blanks and parentheses itself: it ends at the last one.
Result<ProcessReading> parseProcessStat(std::string_view stat, double ticksPerSecond, double pageBytes);

/// The busiest and the largest processes, as `nocturne_process_*` series labelled by pid and name.
///
/// A process that leaves the two lists leaves the store too, by staleness marker, so that their number stays bounded.
class ProcessTable
{
public:
    ProcessTable(std::filesystem::path procRoot, std::size_t top);

    void collect(SeriesWriter& out);

private:
    std::vector<ProcessReading> readAll() const;
    double openFiles(int pid) const;

    std::filesystem::path m_root;
    std::size_t m_top;
    std::map<std::pair<int, std::uint64_t>, double> m_cpuBefore;
};

} // namespace nocturne::system
