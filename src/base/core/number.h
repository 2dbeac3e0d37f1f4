// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace nocturne {

/// Reads a floating point number as Prometheus' text formats do: decimal with exponent, an optional sign,
/// and `NaN` (without sign), `Inf`, `Infinity` in any case. Hexadecimal, digit separators and blanks are refused, and
/// so is a number too large for a double; one too small becomes zero. NaN is always the normal NaN 0x7ff8000000000001.
/// Locale-free. std::nullopt when `text` as a whole is no number.
std::optional<double> parseNumber(std::string_view text);

/// Appends the shortest text that reads back to the same double, as Go's strconv 'f'/'e' choice in the HTTP API of
/// Prometheus prints it: `1e-07`, `1e+21`, `123456789.123`, `NaN`, `+Inf`, `-Inf`.
void appendNumber(std::string& out, double value);
std::string formatNumber(double value);

/// Room that writeNumber() needs at most.
inline constexpr std::size_t kMaxNumberBytes = 40;
/// appendNumber() for those who write millions: puts the text at `out` and returns its end.
char* writeNumber(char* out, double value);

} // namespace nocturne
