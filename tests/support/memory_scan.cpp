// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/memory_scan.h"

#include <charconv>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>
#include <vector>

#include <sys/resource.h>

namespace nocturne::test {

namespace {

struct Region
{
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;
    bool isGuarded = false;
};

/// The regions of private memory that may be read and written. Source: proc(5), "/proc/[pid]/smaps".
std::vector<Region> regions()
{
    rlimit lockable{};
    ::getrlimit(RLIMIT_MEMLOCK, &lockable);
    const bool mustBeLocked = lockable.rlim_cur >= (1U << 20U);
    std::vector<Region> all;
    std::ifstream smaps("/proc/self/smaps");
    bool isWanted = false;
    for (std::string line; std::getline(smaps, line);) {
        const auto dash = line.find('-');
        if (line.starts_with("VmFlags:") && isWanted) {
            const bool isLocked = line.find(" lo") != std::string::npos;
            all.back().isGuarded = line.find(" dd") != std::string::npos && (isLocked || !mustBeLocked);
        } else if (dash != std::string::npos && dash < line.find(' ')) {
            Region region;
            const auto* const text = line.data();
            const auto blank = line.find(' ');
            std::from_chars(text, text + dash, region.begin, 16);
            std::from_chars(text + dash + 1, text + blank, region.end, 16);
            isWanted = line.substr(blank + 1, 2) == "rw";
            if (isWanted)
                all.push_back(region);
        }
    }
    return all;
}

bool standsAt(const char* at, std::span<const char> masked)
{
    for (std::size_t i = 0; i < masked.size(); ++i) {
        if (static_cast<char>(at[i] ^ kMask) != masked[i])
            return false;
    }
    return true;
}

std::size_t countIn(const Region& region, std::span<const char> masked)
{
    // In place: a copy of the memory would be found in its turn.
    const auto* at = reinterpret_cast<const char*>(region.begin); // NOLINT: an address of /proc
    const auto* const last = reinterpret_cast<const char*>(region.end) - masked.size() + 1; // NOLINT: likewise
    std::size_t count = 0;
    const int first = static_cast<unsigned char>(masked.front() ^ kMask);
    while (at < last && (at = static_cast<const char*>(std::memchr(at, first, std::size_t(last - at)))) != nullptr) {
        count += standsAt(at, masked) ? 1 : 0;
        ++at;
    }
    return count;
}

} // namespace

MemoryHits findInMemory(std::span<const char> masked)
{
    MemoryHits hits;
    for (const auto& region : regions())
        (region.isGuarded ? hits.guarded : hits.elsewhere) += countIn(region, masked);
    return hits;
}

} // namespace nocturne::test
