// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::dashboards {

/// How digits are written where the reader lives.
struct NumberStyle
{
    std::string decimalPoint = ".";
    std::string group = ","; ///< between thousands; empty for none

    bool operator==(const NumberStyle&) const = default;
};

/// A number and its unit, apart because they are drawn in different sizes.
struct WordedNumber
{
    std::string number;
    std::string unit;

    std::string text() const { return unit.empty() ? number : number + " " + unit; }
    bool operator==(const WordedNumber&) const = default;
};

/// One prefix for all numbers of an axis or a column: what they are divided by, and its word.
struct UnitScale
{
    double divisor = 1;
    std::string unit;

    bool operator==(const UnitScale&) const = default;
};

/// The steps that look round in a unit.
enum class StepFamily { Decimal, Binary, Time };

/// Words values of one unit: SI prefixes for counts and rates, IEC (1024) for bytes, climbing units for time.
///
/// Identifiers are Grafana's: `short none percent percentunit bytes decbytes bits Bps binBps bps ns µs ms s m h d ops
/// reqps
/// ...`; an unknown one is shown behind the number as it stands. Values have three significant digits, or `decimals`
/// digits after the point, and never an exponent. A value type; cheap to make.
class UnitFormat
{
public:
    explicit UnitFormat(std::string_view unit, std::optional<int> decimals = {}, NumberStyle style = {});

    /// `value` with the prefix that suits it. NaN is "NaN", infinities are "∞" and "−∞".
    WordedNumber format(double value) const;
    /// The prefix for values up to `maxAbs` that are `step` apart (0 for a column, which has no step).
    UnitScale scale(double maxAbs, double step) const;
    /// `value` under a prefix chosen by scale(), with as many digits as steps of `step` need (0: three significant).
    WordedNumber format(double value, const UnitScale& scale, double step) const;
    StepFamily stepFamily() const;
    /// Of a time unit: how many seconds one is; 1 for all others.
    double secondsPerUnit() const;

private:
    std::string digits(double value, int decimals) const;

    std::string m_unit;
    std::optional<int> m_decimals;
    NumberStyle m_style;
};

bool isKnownUnit(std::string_view unit);
const std::vector<std::string_view>& knownUnits();

} // namespace nocturne::dashboards
