// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nocturne::ui {

/// Lets the C library give the memory of pictures back to the system as soon as they are freed.
///
/// glibc moves its border between blocks of their own and the common heap up to the largest block ever freed (man 3
/// mallopt, M_MMAP_THRESHOLD). After the first second pictures of charts would lie in the heap, made anew each second
/// between small objects that stay, and leave holes that nothing fills. Does nothing with other C libraries. Called
/// before other threads run.
void keepHeapCompact();

} // namespace nocturne::ui
