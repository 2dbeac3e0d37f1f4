// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/clock.h"
#include "sources/system/series_writer.h"

namespace nocturne::system {

/// The kernel's view of this computer, under node_exporter's metric names and meanings.
///
/// Each function takes the text of one file below /proc and writes its samples; lines it does not understand are
/// left out. Source of formats: proc(5) and the kernel's Documentation/admin-guide/iostats, accounting/psi.
void writeStat(SeriesWriter& out, std::string_view procStat, double ticksPerSecond);
void writeLoad(SeriesWriter& out, std::string_view procLoadavg);
void writeMemory(SeriesWriter& out, std::string_view procMeminfo);
void writeDisks(SeriesWriter& out, std::string_view procDiskstats);
void writeNetwork(SeriesWriter& out, std::string_view procNetDev);
void writeFileDescriptors(SeriesWriter& out, std::string_view procFileNr);
/// `resource` is cpu, io or memory.
void writePressure(SeriesWriter& out, std::string_view resource, std::string_view procPressure);
void writeVmstat(SeriesWriter& out, std::string_view procVmstat);
void writeSockets(SeriesWriter& out, std::string_view procSockstat);

/// One line of /proc/self/mounts that stands for a real, local file system.
struct Mount
{
    std::string device;
    std::string mountPoint;
    std::string type;
    bool readOnly = false;

    bool operator==(const Mount&) const = default;
};

/// Without pseudo and network file systems (asking a network file system can hang), each device once.
std::vector<Mount> readMounts(std::string_view procMounts);
/// Asks the kernel how full each is.
void writeFilesystems(SeriesWriter& out, const std::vector<Mount>& mounts);
void writeUname(SeriesWriter& out);

} // namespace nocturne::system
