// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/transfer/import_session.h"
#include "engine/transfer/line_source.h"

namespace nocturne::transfer {

/// Takes a text of samples (metric_line.h) into a store, from `from` on, where an earlier run came to.
///
/// Fails with InvalidInput, line and column at the first line that is wrong, with Cancelled when the session was
/// stopped, or as the source or the store fail. What stands before the failure is in the store then, and another run
/// goes on there.
Result<void> importText(LineSource& source, ImportSession& session, const ImportPosition& from);

} // namespace nocturne::transfer
