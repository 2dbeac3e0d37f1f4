// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/heap.h"

#include <cstdlib>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace nocturne::ui {

void keepHeapCompact()
{
#ifdef __GLIBC__
    constexpr int kBlockOfItsOwn = 128 * 1024; // bytes; where glibc starts from
    mallopt(M_MMAP_THRESHOLD, kBlockOfItsOwn);
    mallopt(M_TRIM_THRESHOLD, kBlockOfItsOwn);
#endif
}

} // namespace nocturne::ui
