// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/core/clock.h"

namespace nocturne::alerts {

/// How what people did here about an alert or a silence fares at the place where that lives, where it lives elsewhere
/// too. Whatever becomes of it, it holds here.
struct Delivery
{
    /// In the order of what matters most.
    enum class State { None, Accepted, Pending, Failed };

    State state = State::None; ///< None: it lives here alone
    std::string source = {};   ///< "alertmanager:main"
    std::string reason = {};   ///< why it failed, outside text in it; it is tried again
    Timestamp since = 0;       ///< of this state

    bool operator==(const Delivery&) const = default;
};

/// "none", "accepted", "pending", "failed"
std::string_view toString(Delivery::State state);

} // namespace nocturne::alerts
