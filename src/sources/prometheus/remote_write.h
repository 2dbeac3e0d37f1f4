// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sources/prometheus/remote_writer.h"

namespace nocturne::prometheus {

/// All receivers of remote write, each with a queue of its own, fed by what a store commits.
///
/// All functions belong to the thread of the event loop; the feed may be told by any.
class RemoteWrite
{
public:
    static constexpr std::uint64_t kMemoryBytes = std::uint64_t{64} << 20U; ///< of a queue in memory at most

    /// Queues lie in folders of `folder`, which is made when there is a receiver; empty: in memory.
    RemoteWrite(RemoteWriter::Surroundings surroundings, IoLayer& io, std::string folder);
    ~RemoteWrite();
    RemoteWrite(const RemoteWrite&) = delete;
    RemoteWrite& operator=(const RemoteWrite&) = delete;

    /// What the store shall tell of its commits, while there are receivers.
    WriteFeed& feed() { return m_feed; }

    /// Sends to these receivers and no others. Those that stay as they are go on undisturbed; the queue of one that is
    /// known by its name, or else its URL, is taken up again. Fails as files do; then the
    /// receivers of before may be gone.
    Result<void> setReceivers(std::vector<RemoteWriteOptions> receivers);
    bool empty() const { return m_writers.empty(); }

    /// Moves what was committed into the queues, and sends what is due. Called twice a second.
    void poll();
    std::vector<RemoteWriteStats> stats() const;

private:
    Result<std::unique_ptr<RemoteWriter>> makeWriter(const RemoteWriteOptions& options);
    void drain();

    RemoteWriter::Surroundings m_around;
    IoLayer& m_io;
    std::string m_folder;
    WriteFeed m_feed;
    std::vector<std::unique_ptr<RemoteWriter>> m_writers;
};

} // namespace nocturne::prometheus
