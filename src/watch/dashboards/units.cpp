// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/dashboards/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>

namespace nocturne::dashboards {
namespace {

enum class Family { Plain, Si, Iec, Time };

struct UnitEntry
{
    std::string_view id;
    Family family;
    std::string_view word; ///< behind the prefix
    double factor = 1;     ///< to the family's base: seconds, bytes, or for Plain what is shown
    bool prefixFromMilli = false;
};

constexpr std::array kUnits = {
    UnitEntry{"short", Family::Si, ""},
    UnitEntry{"none", Family::Plain, ""},
    UnitEntry{"percent", Family::Plain, "%"},
    UnitEntry{"percentunit", Family::Plain, "%", 100},
    UnitEntry{"bytes", Family::Iec, "B"},
    UnitEntry{"decbytes", Family::Si, "B"},
    UnitEntry{"bits", Family::Iec, "b"},
    UnitEntry{"decbits", Family::Si, "b"},
    UnitEntry{"Bps", Family::Si, "B/s"},
    UnitEntry{"binBps", Family::Iec, "B/s"},
    UnitEntry{"bps", Family::Si, "b/s"},
    UnitEntry{"binbps", Family::Iec, "b/s"},
    UnitEntry{"ns", Family::Time, "", 1e-9},
    UnitEntry{"µs", Family::Time, "", 1e-6},
    UnitEntry{"us", Family::Time, "", 1e-6},
    UnitEntry{"ms", Family::Time, "", 1e-3},
    UnitEntry{"s", Family::Time, "", 1},
    UnitEntry{"m", Family::Time, "", 60},
    UnitEntry{"h", Family::Time, "", 3600},
    UnitEntry{"d", Family::Time, "", 86400},
    UnitEntry{"ops", Family::Si, "ops/s"},
    UnitEntry{"reqps", Family::Si, "req/s"},
    UnitEntry{"rps", Family::Si, "reads/s"},
    UnitEntry{"wps", Family::Si, "writes/s"},
    UnitEntry{"iops", Family::Si, "io/s"},
    UnitEntry{"cps", Family::Si, "/s"},
    UnitEntry{"eps", Family::Si, "ev/s"},
    UnitEntry{"mps", Family::Si, "msg/s"},
    UnitEntry{"opm", Family::Si, "ops/min"},
    UnitEntry{"cpm", Family::Si, "/min"},
    UnitEntry{"hertz", Family::Si, "Hz", 1, true},
    UnitEntry{"health", Family::Plain, ""},      // tables say up, degraded, down
    UnitEntry{"bool_yes_no", Family::Plain, ""}, // and yes or no
    UnitEntry{"celsius", Family::Plain, "°C"},
    UnitEntry{"fahrenheit", Family::Plain, "°F"},
    UnitEntry{"humidity", Family::Plain, "%H"},
    UnitEntry{"volt", Family::Si, "V", 1, true},
    UnitEntry{"amp", Family::Si, "A", 1, true},
    UnitEntry{"watt", Family::Si, "W", 1, true},
    UnitEntry{"joule", Family::Si, "J", 1, true},
    UnitEntry{"rotrpm", Family::Plain, "rpm"},
};

struct Prefix
{
    double divisor;
    std::string_view word;
};

constexpr std::array kSi = {Prefix{1, ""},    Prefix{1e3, "k"},  Prefix{1e6, "M"},
                            Prefix{1e9, "G"}, Prefix{1e12, "T"}, Prefix{1e15, "P"}};
constexpr std::array kSiMilli = {Prefix{1e-6, "µ"}, Prefix{1e-3, "m"}, Prefix{1, ""},    Prefix{1e3, "k"},
                                 Prefix{1e6, "M"},  Prefix{1e9, "G"},  Prefix{1e12, "T"}};
constexpr std::array kIec = {Prefix{1, ""},        Prefix{0x1p10, "Ki"}, Prefix{0x1p20, "Mi"},
                             Prefix{0x1p30, "Gi"}, Prefix{0x1p40, "Ti"}, Prefix{0x1p50, "Pi"}};
constexpr std::array kTime = {Prefix{1e-9, "ns"}, Prefix{1e-6, "µs"},   Prefix{1e-3, "ms"},
                              Prefix{1, "s"},     Prefix{60, "min"},    Prefix{3600, "h"},
                              Prefix{86400, "d"}, Prefix{604800, "wk"}, Prefix{31557600, "yr"}};

UnitEntry entryOf(std::string_view unit)
{
    for (const auto& entry : kUnits) {
        if (entry.id == unit)
            return entry;
    }
    return unit.empty() ? kUnits.front() : UnitEntry{unit, Family::Plain, unit};
}

std::span<const Prefix> prefixes(const UnitEntry& entry)
{
    static constexpr std::array kNone = {Prefix{1, ""}};
    switch (entry.family) {
    case Family::Plain:
        return kNone;
    case Family::Si:
        return entry.prefixFromMilli ? std::span<const Prefix>(kSiMilli) : std::span<const Prefix>(kSi);
    case Family::Iec:
        return kIec;
    case Family::Time:
        return kTime;
    }
    return kNone;
}

/// The scale of `prefix`, in the unit's own numbers.
UnitScale scaleOf(const UnitEntry& entry, const Prefix& prefix)
{
    return {prefix.divisor / entry.factor, std::string(prefix.word) + std::string(entry.word)};
}

const Prefix& zeroPrefix(const UnitEntry& entry)
{
    const auto all = prefixes(entry);
    const auto natural = entry.family == Family::Time ? entry.factor : 1.0;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Prefix& p) { return p.divisor == natural; });
    return found != all.end() ? *found : all.front();
}

/// Digits after the point for three significant ones.
int significantDecimals(double value)
{
    const double magnitude = std::abs(value);
    if (magnitude >= 99.95)
        return 0;
    if (magnitude >= 9.995)
        return 1;
    if (magnitude >= 0.0995 || magnitude == 0)
        return 2;
    return std::clamp(2 - static_cast<int>(std::floor(std::log10(magnitude))), 2, 9);
}

/// Digits after the point that tell multiples of `step` apart.
int stepDecimals(double step)
{
    int decimals = 0;
    while (decimals < 9 && std::abs(step - std::round(step)) > 1e-6 * std::abs(step)) {
        step *= 10;
        ++decimals;
    }
    return decimals;
}

} // namespace

UnitFormat::UnitFormat(std::string_view unit, std::optional<int> decimals, NumberStyle style)
    : m_unit(unit)
    , m_decimals(decimals)
    , m_style(std::move(style))
{}

WordedNumber UnitFormat::format(double value) const { return format(value, scale(std::abs(value), 0), 0); }

UnitScale UnitFormat::scale(double maxAbs, double step) const
{
    const auto entry = entryOf(m_unit);
    const auto all = prefixes(entry);
    const double largest = std::abs(maxAbs) * entry.factor;
    if (!(largest > 0) || !std::isfinite(largest))
        return scaleOf(entry, zeroPrefix(entry));
    const double smallest = std::abs(step) * entry.factor;
    const Prefix* best = all.data();
    for (const auto& prefix : all) {
        // The rounding of three digits carries 999.6 to the next prefix.
        const bool reached = largest >= prefix.divisor * (entry.family == Family::Iec ? 1.0 : 0.9995);
        const bool axisNeeds = step == 0 || smallest >= prefix.divisor * 0.999 || largest >= prefix.divisor * 9999;
        if (reached && axisNeeds)
            best = &prefix;
    }
    if (entry.family == Family::Si && !entry.prefixFromMilli && best->divisor < 1)
        best = &zeroPrefix(entry);
    return scaleOf(entry, *best);
}

WordedNumber UnitFormat::format(double value, const UnitScale& scale, double step) const
{
    if (std::isnan(value))
        return {"NaN", {}};
    if (std::isinf(value))
        return {value > 0 ? "∞" : "−∞", {}};
    const double shown = value / scale.divisor;
    int decimals = significantDecimals(shown);
    if (m_decimals)
        decimals = *m_decimals;
    else if (step != 0)
        decimals = stepDecimals(std::abs(step) / scale.divisor);
    else if (scale.unit == "%")
        decimals = std::abs(shown) < 99.95 ? 1 : 0;
    else if (shown == std::floor(shown) && std::abs(shown) < 1e6)
        decimals = 0;
    return {digits(shown, decimals), scale.unit};
}

StepFamily UnitFormat::stepFamily() const
{
    switch (entryOf(m_unit).family) {
    case Family::Iec:
        return StepFamily::Binary;
    case Family::Time:
        return StepFamily::Time;
    default:
        return StepFamily::Decimal;
    }
}

double UnitFormat::secondsPerUnit() const
{
    const auto entry = entryOf(m_unit);
    return entry.family == Family::Time ? entry.factor : 1;
}

std::string UnitFormat::digits(double value, int decimals) const
{
    std::array<char, 400> buffer{}; // the longest double in fixed notation has 309 digits before the point
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value),
                                   std::chars_format::fixed, std::clamp(decimals, 0, 9));
    const std::string_view plain(buffer.data(), static_cast<std::size_t>(end.ptr - buffer.data()));
    const auto point = std::min(plain.find('.'), plain.size());
    const bool isZero = plain.find_first_not_of("0.") == std::string_view::npos;
    std::string out = value < 0 && !isZero ? "−" : "";
    for (std::size_t i = 0; i < point; ++i) {
        out.push_back(plain[i]);
        if (point - i > 1 && (point - i - 1) % 3 == 0)
            out += m_style.group;
    }
    if (point < plain.size())
        out += m_style.decimalPoint + std::string(plain.substr(point + 1));
    return out;
}

bool isKnownUnit(std::string_view unit)
{
    const auto& units = knownUnits();
    return std::find(units.begin(), units.end(), unit) != units.end();
}

const std::vector<std::string_view>& knownUnits()
{
    static const auto kIds = [] {
        std::vector<std::string_view> ids;
        ids.reserve(kUnits.size());
        for (const auto& entry : kUnits)
            ids.push_back(entry.id);
        return ids;
    }();
    return kIds;
}

} // namespace nocturne::dashboards
