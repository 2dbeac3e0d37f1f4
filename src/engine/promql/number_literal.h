// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nocturne::promql {

/// Reads a number as PromQL writes it, without a sign: `1_000`, `.5`, `3.`, `1e-9`, `0x1F`, `0755` (octal), `Inf`,
/// `NaN`. std::nullopt for anything else, and for what is too large for a double.
std::optional<double> parseNumberLiteral(std::string_view text);

/// The shortest text that parseNumberLiteral() (with its sign) gives back, with an exponent below 1e-4 and from 1e6
/// upwards, as Go's %v and so Prometheus print it: `0.5`, `1e+06`, `+Inf`.
std::string printNumber(double value);

} // namespace nocturne::promql
