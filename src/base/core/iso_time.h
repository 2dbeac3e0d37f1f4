// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/core/clock.h"

namespace nocturne {

/// Reads a moment as JSON writers give it: `2026-03-01T12:00:00.123Z`, with an offset `+02:00`, with a blank for the T,
/// and without a zone, which is taken as UTC. Digits behind the millisecond are cut. Nothing where `text` as a whole is
/// no such moment, or lies outside the years 1970 to 2999.
std::optional<Timestamp> parseIsoTime(std::string_view text);

/// A moment as people read it, in UTC and to the second: `2026-03-01T12:00:00Z`. Of any year.
std::string isoTimeText(Timestamp time);

/// A number as a moment: milliseconds since the epoch from 10^11 on, seconds below.
std::optional<Timestamp> timeFromNumber(double number);

} // namespace nocturne
