// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "engine/tsdb/store.h"

namespace nocturne::cli {

/// The folder of samples in a data directory: "metrics" in it, or itself where it has the blocks.
std::string storeFolder(const std::string& dataDirectory);

/// A store opened for one command. Nothing is dropped for its age or for want of room.
class OpenedStore
{
public:
    /// Looks on without a lock, also while another process writes. Fails with NotFound when there is no store.
    Result<void> openToRead(const std::string& dataDirectory);
    /// The same, for samples alone, without what roll-ups remember of those that were dropped.
    Result<void> openSamplesToRead(const std::string& dataDirectory);
    /// Takes the lock. Fails when a running Nocturne has it, and with NotFound when there is no store.
    Result<void> openToWrite(const std::string& dataDirectory);
    /// The same, and makes the directory when it is not there.
    Result<void> openOrMake(const std::string& dataDirectory);

    tsdb::Store& store() { return *m_store; }
    const std::string& folder() const { return m_folder; }
    /// The data directory that folder() lies in; the folder itself where that was named.
    std::string dataDirectory() const;
    IoLayer& io() { return m_io; }
    const Clock& clock() const { return m_clock; }

private:
    Result<void> open(bool readOnly, bool tellsDropped = true);

    std::string m_folder;
    SystemClock m_clock;
    NullLogger m_log;
    PosixIo m_io;
    std::unique_ptr<tsdb::Store> m_store;
};

} // namespace nocturne::cli
