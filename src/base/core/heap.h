// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nocturne {

/// Lets the C library give the memory of pictures back to the system as soon as they are freed.
///
/// glibc moves its border between blocks of their own and the common heap up to the largest block ever freed (man 3
/// mallopt, M_MMAP_THRESHOLD). After the first second pictures of charts would lie in the heap, made anew each second
/// between small objects that stay, and leave holes that nothing fills. Does nothing with other C libraries. Called
/// before other threads run.
void keepHeapCompact();

/// Keeps the small objects of all threads in one arena (man 3 mallopt, M_ARENA_MAX), so that what one thread freed is
/// used by the next, and giveBackFreeHeap() finds whole pages. Does nothing with other C libraries. Called before
/// other threads run.
void keepHeapInOneArena();

/// Gives pages of the heap that hold nothing back to the system, where that is worth a walk over the heap: at least 16
/// MiB and an eighth of it lie free. True when it was. Any thread; others that allocate wait meanwhile, some
/// milliseconds for a heap of 100 MB. Does nothing with other C libraries.
bool giveBackFreeHeap();

} // namespace nocturne
