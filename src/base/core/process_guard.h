// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace nocturne {

/// Secrets in the memory of this process stay there: it leaves no core when it crashes, and other processes of the
/// same user can neither trace it nor read its memory. Programs that it starts are not bound by the latter. To be
/// called first in main(). Does nothing in a build for debugging. Source: prctl(2), PR_SET_DUMPABLE; core(5).
void keepMemoryPrivate();

} // namespace nocturne
