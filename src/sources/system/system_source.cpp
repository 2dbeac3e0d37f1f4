// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/system/system_source.h"

#include <sys/utsname.h>
#include <unistd.h>

#include "base/core/io_files.h"
#include "sources/system/kernel_files.h"

namespace nocturne::system {

namespace {

Options withInstance(Options options)
{
    if (options.instance.empty())
        options.instance = hostName();
    return options;
}

} // namespace

std::string hostName()
{
    utsname facts = {};
    return uname(&facts) == 0 ? facts.nodename : "localhost";
}

SystemSource::SystemSource(storage::Appendable& store, const Clock& clock, Options options)
    : m_clock(clock)
    , m_options(withInstance(std::move(options)))
    , m_writer(store, model::LabelSet{{"job", "system"}, {"instance", m_options.instance}})
    , m_processes(m_options.procRoot, m_options.topProcesses)
{
    m_status.instance = m_options.instance;
}

std::string SystemSource::read(const std::filesystem::path& file) const
{
    return wholeText((m_options.procRoot / file).string()).value_or("");
}

Result<std::size_t> SystemSource::collect()
{
    const auto started = m_clock.monotonic();
    m_status.lastAttempt = m_clock.now();
    auto written = write();
    m_status.seconds = std::chrono::duration<double>(m_clock.monotonic() - started).count();
    if (written) {
        m_status.samples = *written;
        m_status.lastSuccess = m_status.lastAttempt;
        m_status.lastError.clear();
    } else {
        m_status.lastError = written.error().message;
        ++m_status.failures;
    }
    return written;
}

Result<std::size_t> SystemSource::write()
{
    m_writer.begin(m_status.lastAttempt);
    writeStat(m_writer, read("stat"), static_cast<double>(sysconf(_SC_CLK_TCK)));
    writeLoad(m_writer, read("loadavg"));
    writeMemory(m_writer, read("meminfo"));
    writeDisks(m_writer, read("diskstats"));
    writeNetwork(m_writer, read("net/dev"));
    writeFileDescriptors(m_writer, read("sys/fs/file-nr"));
    for (const auto* resource : {"cpu", "io", "memory"})
        writePressure(m_writer, resource, read(std::filesystem::path("pressure") / resource));
    writeVmstat(m_writer, read("vmstat"));
    writeSockets(m_writer, read("net/sockstat"));
    writeFilesystems(m_writer, readMounts(read("self/mounts")));
    writeUname(m_writer);
    m_writer.write("node_time_seconds", {}, static_cast<double>(m_status.lastAttempt) / 1000);
    m_writer.write("up", {}, 1);
    if (m_options.topProcesses > 0)
        m_processes.collect(m_writer);
    return m_writer.end();
}

} // namespace nocturne::system
