// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/panels_fixture/scripted_service.h"

namespace nocturne::tests {

/// Answers every expression of the built-in dashboards with made-up series that look like the real thing, for looking
/// at panels. Expressions that hold `silent` have no samples after `silentSince`; those that hold `failing` fail.
void drawData(ScriptedService& service, std::string silent, Timestamp silentSince, std::string failing = "?");

} // namespace nocturne::tests
