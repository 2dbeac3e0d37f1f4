// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/tsdb/disk_guard.h"

#include <algorithm>

namespace nocturne::tsdb {

namespace {

constexpr std::uint64_t kReserveShare = 16; // of the disk at most

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20U) + " MB"; }

} // namespace

DiskGuard::DiskGuard(DiskGuardOptions options, IoLayer& io, std::string folder)
    : m_options(options)
    , m_io(io)
    , m_folder(std::move(folder))
{}

std::uint64_t DiskGuard::reserveFor(const DiskSpace& space) const
{
    return std::min(m_options.reserveBytes, space.total / kReserveShare);
}

void DiskGuard::release()
{
    if (m_io.remove(reservePath()))
        m_owed = m_held;
    m_held = 0;
}

void DiskGuard::end()
{
    if (m_held != 0)
        release();
}

void DiskGuard::forget()
{
    m_held = 0;
    m_owed = 0;
    m_known = false;
}

void DiskGuard::refill(std::uint64_t bytes)
{
    const auto file = m_io.open(reservePath(), IoLayer::Open::CreateNew);
    if (!file)
        return;
    const bool given = m_io.allocate(*file, bytes).has_value();
    m_io.close(*file);
    if (!given) {
        (void)m_io.remove(reservePath());
        return;
    }
    m_held = bytes;
    m_owed = 0;
}

Result<DiskGuard::Finding> DiskGuard::look(bool isRefused)
{
    if (!m_known)
        m_held = m_io.size(reservePath()).value_or(0);
    m_known = true;
    const auto space = m_io.space(m_folder);
    if (!space)
        return tl::unexpected(ioError("look at", m_folder, space.error()));

    const auto free = space->free - std::min(space->free, m_owed);
    const auto low = std::max(m_options.lowFreeBytes,
                              static_cast<std::uint64_t>(m_options.lowFreeShare * static_cast<double>(space->total)));
    bool isFull = free < m_options.stopFreeBytes || (m_owed != 0 && free == 0);
    if ((isFull || isRefused) && m_held != 0) {
        release();
        isFull = true; // what was released is for others
    }
    const auto reserve = reserveFor(*space);
    if (!isFull && !isRefused && m_held == 0 && reserve != 0 && space->free >= low + reserve)
        refill(reserve);

    if (isFull)
        return Finding{StoreHealth::State::DiskFull,
                       "only " + megabytes(free) + " are free at " + m_folder +
                           ": new samples stay in memory until there is room",
                       free};
    if (free < low)
        return Finding{StoreHealth::State::LowSpace,
                       "only " + megabytes(free) + " are free at " + m_folder +
                           ": the oldest samples are dropped before their time",
                       free};
    return Finding{StoreHealth::State::Good, {}, free};
}

} // namespace nocturne::tsdb
