// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/result.h"

namespace nocturne::alerts {
class StateStore;
}

namespace nocturne::alertmanager {

/// What this Nocturne is called in the marks of silences that it writes: random, made once and kept in the state.
/// Fails as the state does.
Result<std::string> identityIn(alerts::StateStore& state);

} // namespace nocturne::alertmanager
