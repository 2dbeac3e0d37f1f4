// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/storage/appender.h"
#include "sources/system/process_table.h"
#include "sources/system/series_writer.h"

namespace nocturne::system {

struct Options
{
    bool enabled = true;
    std::chrono::milliseconds interval{5000};
    std::size_t topProcesses = 10; ///< of the busiest, and as many of the largest; 0 is none
    std::string instance;          ///< the label; the host name when empty
    std::filesystem::path procRoot = "/proc";

    bool operator==(const Options&) const = default;
};

/// What became of the last reading, for the Targets page.
struct Status
{
    std::string instance;
    Timestamp lastAttempt = 0;
    Timestamp lastSuccess = 0;
    double seconds = 0;
    std::size_t samples = 0;
    std::uint64_t failures = 0;
    std::string lastError;
};

/// Reads this computer into a store under node_exporter's names, with the labels job="system" and instance.
///
/// Lives on one thread; its owner calls collect() once an interval.
class SystemSource
{
public:
    SystemSource(storage::Appendable& store, const Clock& clock, Options options);

    /// Takes one reading; the number of samples. Fails only when the store refuses.
    Result<std::size_t> collect();
    const Options& options() const { return m_options; }
    const Status& status() const { return m_status; }

private:
    std::string read(const std::filesystem::path& file) const;
    Result<std::size_t> write();

    const Clock& m_clock;
    Options m_options;
    SeriesWriter m_writer;
    ProcessTable m_processes;
    Status m_status;
};

/// The name of this host, as the kernel knows it.
std::string hostName();

} // namespace nocturne::system
