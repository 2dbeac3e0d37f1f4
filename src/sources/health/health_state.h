// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace nocturne::health {

/// Waiting: not asked yet. Disabled: the service says itself that it gives nothing (404). Unreachable: it fails while
/// something that it depends on is down. Maintenance: planned work, whatever the attempts find. Unknown: there is
/// nothing to judge by.
enum class HealthState { Waiting, Up, Degraded, Down, Disabled, Unreachable, Maintenance, Unknown };

/// "up"
std::string_view toString(HealthState state);

/// The value of `health_component_up` and `health_up`: 1 up, 0.5 degraded, 0 down. The other states have none and
/// count as 0 here.
double valueOf(HealthState state);

/// Up, Degraded and Down: a state that counts in groups and for the time that a check was up.
bool isMeasured(HealthState state);

/// The worse of two measured states: down before degraded before up.
HealthState worse(HealthState a, HealthState b);

/// What a status word means: up, pass, ok, healthy, ... are Up; degraded, warn, ... are Degraded; down, fail,
/// out_of_service, ... are Down; case does not matter. A word that is none of them is Degraded: it cannot be judged.
HealthState stateFromWord(std::string_view word);

} // namespace nocturne::health
