// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/crashrun/ledger.h"

#include <algorithm>
#include <chrono>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace nocturne::support {

Ledger* Ledger::map(const std::string& path)
{
    const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600); // NOLINT: the interface of POSIX
    if (file < 0 || ftruncate(file, sizeof(Ledger)) != 0)
        return nullptr;
    void* memory = mmap(nullptr, sizeof(Ledger), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    // A new file holds zeros, which is what an empty ledger is.
    return memory == MAP_FAILED ? nullptr : static_cast<Ledger*>(memory); // NOLINT: the interface of POSIX
}

std::uint64_t Ledger::committedBefore(std::int64_t time) const
{
    const auto end = std::min<std::uint64_t>(committed, kMostCommits);
    std::uint64_t count = 0;
    while (count < end && times[count] < time)
        ++count;
    return count;
}

std::int64_t Ledger::now() { return std::chrono::steady_clock::now().time_since_epoch().count(); }

} // namespace nocturne::support
