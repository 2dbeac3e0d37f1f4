// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/core/result.h"

namespace nocturne {

/// Reads a duration in Prometheus' notation: `1h30m`, `15s`, `500ms`; units y w d h m s ms, each at most once
/// and in that order; `0` alone needs no unit.
///
/// Fails with InvalidInput and the column of the offending unit or digit; also when the sum exceeds 2^63 ns.
/// Source: prometheus/common, model.ParseDuration.
Result<std::chrono::milliseconds> parseDuration(std::string_view text);

/// The notation that parseDuration() reads back: `1h30m`, `0s`. Years and weeks are used only where they divide
/// without rest, as Prometheus prints them: `90d`, not `12w6d`.
std::string formatDuration(std::chrono::milliseconds duration);

} // namespace nocturne
