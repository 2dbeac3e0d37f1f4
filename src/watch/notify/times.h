// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/core/clock.h"

namespace nocturne::notify {

/// "2026-11-21T10:18:40.123Z"
std::string rfc3339(Timestamp time);
/// "Sat, 21 Nov 2026 10:18:40 +0000", of RFC 5322.
std::string mailDate(Timestamp time);
/// "2026-11-21 10:18:40 UTC", for people.
std::string readableTime(Timestamp time);

} // namespace nocturne::notify
