// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/heap.h"

#include <cstddef>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace nocturne {

void keepHeapCompact()
{
#ifdef __GLIBC__
    constexpr int kBlockOfItsOwn = 128 * 1024; // bytes; where glibc starts from
    mallopt(M_MMAP_THRESHOLD, kBlockOfItsOwn);
    mallopt(M_TRIM_THRESHOLD, kBlockOfItsOwn);
#endif
}

void keepHeapInOneArena()
{
#ifdef __GLIBC__
    mallopt(M_ARENA_MAX, 1);
#endif
}

bool giveBackFreeHeap()
{
#ifdef __GLIBC__
    constexpr std::size_t kWorthIt = std::size_t{16} << 20U;
    const auto heap = mallinfo2();
    if (heap.fordblks < kWorthIt || heap.fordblks < heap.arena / 8)
        return false;
    return malloc_trim(0) == 1;
#else
    return false;
#endif
}

} // namespace nocturne
