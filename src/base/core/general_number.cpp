// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/core/general_number.h"

#include <array>
#include <charconv>
#include <cmath>

#include "base/core/number.h"

namespace nocturne {

std::string formatGeneral(double value)
{
    if (!std::isfinite(value) || value == 0)
        return std::signbit(value) && value == 0 ? "-0" : formatNumber(value);
    const double magnitude = std::abs(value);
    const bool scientific = magnitude < 1e-4 || magnitude >= 1e6;
    std::array<char, 64> buffer; // NOLINT: filled by to_chars
    const auto* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          scientific ? std::chars_format::scientific : std::chars_format::fixed)
                                .ptr;
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

} // namespace nocturne
