// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

#include "base/core/clock.h"

namespace nocturne::ui {

/// A time as people type it, in local time: "17:30" is the next one after `after`, "2026-03-14 17:30" that one.
std::optional<Timestamp> typedTime(const QString& text, Timestamp after);
/// The same time as it could have been typed: "2026-03-14 17:30".
QString timeToType(Timestamp at);

} // namespace nocturne::ui
