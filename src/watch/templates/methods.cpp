// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Layouts are read as in Go, time/format.go: the longest known piece of the reference time at each place.
#include "watch/templates/methods.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <map>
#include <utility>

#include "watch/templates/alert_methods.h"

namespace nocturne::templates {

namespace {

using namespace std::chrono;

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};

/// A time taken apart.
struct Parts
{
    year_month_day date;
    hh_mm_ss<nanoseconds> clock;
    int weekDay;
    int yearDay;
};

Parts partsOf(Time time)
{
    const sys_time<nanoseconds> point{nanoseconds(time.nanoseconds)};
    const auto day = floor<days>(point);
    const year_month_day date{day};
    const auto newYear = sys_days(date.year() / January / 1);
    return {date, hh_mm_ss<nanoseconds>(point - day), static_cast<int>(weekday(day).c_encoding()),
            static_cast<int>((day - newYear).count()) + 1};
}

std::string padded(long long number, std::size_t width, char fill = '0')
{
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), fill) + text : text;
}

std::string nameOf(unsigned index, const auto& names) { return std::string(names.at(index)); }

std::string fraction(std::int64_t nanoseconds, std::size_t digits, bool trims, char mark)
{
    auto text = padded(nanoseconds, 9).substr(0, digits);
    while (trims && text.ends_with('0'))
        text.pop_back();
    return text.empty() ? "" : mark + text;
}

using Piece = std::string (*)(const Parts&);

/// Pieces of a layout, a longer one before its own beginning.
constexpr std::array<std::pair<std::string_view, Piece>, 34> kPieces = {{
    {"January", [](const Parts& p) { return nameOf(unsigned{p.date.month()} - 1, kMonths); }},
    {"Jan", [](const Parts& p) { return nameOf(unsigned{p.date.month()} - 1, kMonths).substr(0, 3); }},
    {"Monday", [](const Parts& p) { return nameOf(static_cast<unsigned>(p.weekDay), kDays); }},
    {"Mon", [](const Parts& p) { return nameOf(static_cast<unsigned>(p.weekDay), kDays).substr(0, 3); }},
    {"MST", [](const Parts&) { return std::string("UTC"); }},
    {"2006", [](const Parts& p) { return padded(int{p.date.year()}, 4); }},
    {"-07:00:00", [](const Parts&) { return std::string("+00:00:00"); }},
    {"-070000", [](const Parts&) { return std::string("+000000"); }},
    {"-07:00", [](const Parts&) { return std::string("+00:00"); }},
    {"-0700", [](const Parts&) { return std::string("+0000"); }},
    {"-07", [](const Parts&) { return std::string("+00"); }},
    {"Z07:00:00", [](const Parts&) { return std::string("Z"); }},
    {"Z070000", [](const Parts&) { return std::string("Z"); }},
    {"Z07:00", [](const Parts&) { return std::string("Z"); }},
    {"Z0700", [](const Parts&) { return std::string("Z"); }},
    {"Z07", [](const Parts&) { return std::string("Z"); }},
    {"002", [](const Parts& p) { return padded(p.yearDay, 3); }},
    {"__2", [](const Parts& p) { return padded(p.yearDay, 3, ' '); }},
    {"_2006", [](const Parts& p) { return "_" + padded(int{p.date.year()}, 4); }},
    {"_2", [](const Parts& p) { return padded(unsigned{p.date.day()}, 2, ' '); }},
    {"01", [](const Parts& p) { return padded(unsigned{p.date.month()}, 2); }},
    {"02", [](const Parts& p) { return padded(unsigned{p.date.day()}, 2); }},
    {"03", [](const Parts& p) { return padded((p.clock.hours().count() + 11) % 12 + 1, 2); }},
    {"04", [](const Parts& p) { return padded(p.clock.minutes().count(), 2); }},
    {"05", [](const Parts& p) { return padded(p.clock.seconds().count(), 2); }},
    {"06", [](const Parts& p) { return padded(int{p.date.year()} % 100, 2); }},
    {"15", [](const Parts& p) { return padded(p.clock.hours().count(), 2); }},
    {"PM", [](const Parts& p) { return std::string(p.clock.hours().count() >= 12 ? "PM" : "AM"); }},
    {"pm", [](const Parts& p) { return std::string(p.clock.hours().count() >= 12 ? "pm" : "am"); }},
    {"1", [](const Parts& p) { return std::to_string(unsigned{p.date.month()}); }},
    {"2", [](const Parts& p) { return std::to_string(unsigned{p.date.day()}); }},
    {"3", [](const Parts& p) { return std::to_string((p.clock.hours().count() + 11) % 12 + 1); }},
    {"4", [](const Parts& p) { return std::to_string(p.clock.minutes().count()); }},
    {"5", [](const Parts& p) { return std::to_string(p.clock.seconds().count()); }},
}};

/// Digits of a fraction of a second at the front of `layout`: ".000", ",999"; 0 where there is none.
std::size_t fractionDigits(std::string_view layout)
{
    if (layout.size() < 2 || (layout[0] != '.' && layout[0] != ',') || (layout[1] != '0' && layout[1] != '9'))
        return 0;
    const auto end = std::min(layout.find_first_not_of(layout[1], 1), layout.size());
    const bool isNumber = end < layout.size() && layout[end] >= '0' && layout[end] <= '9';
    return isNumber ? 0 : end - 1;
}

std::int64_t saturated(double nanoseconds)
{
    if (nanoseconds >= 9.2e18 || nanoseconds <= -9.2e18)
        return nanoseconds > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(nanoseconds);
}

/// Wraps around, as Go's arithmetic does.
std::int64_t sum(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

std::int64_t truncated(std::int64_t value, std::int64_t unit) { return unit <= 0 ? value : value - value % unit; }

std::int64_t rounded(std::int64_t value, std::int64_t unit)
{
    if (unit <= 0)
        return value;
    const auto rest = value % unit;
    const auto half = unit - unit / 2;
    if (rest >= half)
        return sum(value, unit - rest);
    return rest <= -half ? sum(value, -unit - rest) : value - rest;
}

using Arguments = std::span<const Value>;

Result<std::int64_t> spanOf(Arguments arguments)
{
    if (arguments.size() != 1 || arguments[0].kind() != Value::Kind::Span)
        return fail(Error::Kind::InvalidInput, "want one duration, as toDuration makes it");
    return arguments[0].asSpan().nanoseconds;
}

Result<Value> timeWithSpan(Time time, std::string_view name, Arguments arguments)
{
    const auto span = spanOf(arguments);
    if (!span)
        return tl::unexpected(span.error());
    if (name == "Add")
        return Value::time({sum(time.nanoseconds, *span)});
    return Value::time({name == "Truncate" ? truncated(time.nanoseconds, *span) : rounded(time.nanoseconds, *span)});
}

Result<Value> timeWithTime(Time time, std::string_view name, Arguments arguments)
{
    if (arguments.size() != 1 || arguments[0].kind() != Value::Kind::Time)
        return fail(Error::Kind::InvalidInput, "want one time, as toTime makes it");
    const auto other = arguments[0].asTime().nanoseconds;
    if (name == "Sub")
        return Value::span({sum(time.nanoseconds, static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(other)))});
    return Value::boolean(name == "Before"  ? time.nanoseconds < other
                          : name == "After" ? time.nanoseconds > other
                                            : time.nanoseconds == other);
}

Result<Value> addDate(Time time, Arguments arguments)
{
    for (const auto& argument : arguments) {
        if (argument.kind() != Value::Kind::Int || std::abs(argument.asInt()) > 10'000)
            return fail(Error::Kind::InvalidInput, "want years, months and days as whole numbers");
    }
    if (arguments.size() != 3)
        return fail(Error::Kind::InvalidInput, "want years, months and days");
    const auto parts = partsOf(time);
    const auto monthsAhead =
        year_month(parts.date.year(), parts.date.month()) + years(arguments[0].asInt()) + months(arguments[1].asInt());
    const auto first = sys_days(monthsAhead / 1);
    const auto ahead = first - floor<days>(sys_time<nanoseconds>(nanoseconds(time.nanoseconds))) +
                       days(unsigned{parts.date.day()} - 1) + days(arguments[2].asInt());
    return Value::time({sum(time.nanoseconds, saturated(static_cast<double>(ahead.count()) * 86400e9))});
}

using Property = Value (*)(std::int64_t nanoseconds);

const std::map<std::string_view, Property>& timeProperties()
{
    static const auto number = [](auto n) { return Value::integer(static_cast<std::int64_t>(n)); };
    static const std::map<std::string_view, Property> kAll = {
        {"String", [](std::int64_t ns) { return Value::text(timeText({ns})); }},
        {"GoString", [](std::int64_t ns) { return Value::text(timeText({ns})); }},
        {"UTC", [](std::int64_t ns) { return Value::time({ns}); }},
        {"Local", [](std::int64_t ns) { return Value::time({ns}); }},
        {"Unix", [](std::int64_t ns) { return number(floor<seconds>(nanoseconds(ns)).count()); }},
        {"UnixMilli", [](std::int64_t ns) { return number(floor<milliseconds>(nanoseconds(ns)).count()); }},
        {"UnixMicro", [](std::int64_t ns) { return number(floor<microseconds>(nanoseconds(ns)).count()); }},
        {"UnixNano", [](std::int64_t ns) { return number(ns); }},
        {"Year", [](std::int64_t ns) { return number(int{partsOf({ns}).date.year()}); }},
        {"Month",
         [](std::int64_t ns) { return Value::text(nameOf(unsigned{partsOf({ns}).date.month()} - 1, kMonths)); }},
        {"Day", [](std::int64_t ns) { return number(unsigned{partsOf({ns}).date.day()}); }},
        {"Weekday",
         [](std::int64_t ns) { return Value::text(nameOf(static_cast<unsigned>(partsOf({ns}).weekDay), kDays)); }},
        {"YearDay", [](std::int64_t ns) { return number(partsOf({ns}).yearDay); }},
        {"Hour", [](std::int64_t ns) { return number(partsOf({ns}).clock.hours().count()); }},
        {"Minute", [](std::int64_t ns) { return number(partsOf({ns}).clock.minutes().count()); }},
        {"Second", [](std::int64_t ns) { return number(partsOf({ns}).clock.seconds().count()); }},
        {"Nanosecond", [](std::int64_t ns) { return number(partsOf({ns}).clock.subseconds().count()); }},
        {"IsZero", [](std::int64_t) { return Value::boolean(false); }},
    };
    return kAll;
}

const std::map<std::string_view, Property>& spanProperties()
{
    static const auto number = [](auto n) { return Value::integer(static_cast<std::int64_t>(n)); };
    static const auto share = [](std::int64_t ns, double unit) {
        return Value::number(static_cast<double>(ns) / unit);
    };
    static const std::map<std::string_view, Property> kAll = {
        {"String", [](std::int64_t ns) { return Value::text(spanText({ns})); }},
        {"Hours", [](std::int64_t ns) { return share(ns, 3600e9); }},
        {"Minutes", [](std::int64_t ns) { return share(ns, 60e9); }},
        {"Seconds", [](std::int64_t ns) { return share(ns, 1e9); }},
        {"Milliseconds", [](std::int64_t ns) { return number(ns / 1'000'000); }},
        {"Microseconds", [](std::int64_t ns) { return number(ns / 1000); }},
        {"Nanoseconds", [](std::int64_t ns) { return number(ns); }},
        {"Abs",
         [](std::int64_t ns) {
             return Value::span({ns == std::numeric_limits<std::int64_t>::min()
                                     ? std::numeric_limits<std::int64_t>::max()
                                     : std::abs(ns)});
         }},
    };
    return kAll;
}

std::optional<Result<Value>> property(const std::map<std::string_view, Property>& all, std::string_view name,
                                      std::int64_t nanoseconds, Arguments arguments)
{
    const auto found = all.find(name);
    if (found == all.end())
        return std::nullopt;
    if (!arguments.empty())
        return Result<Value>(fail(Error::Kind::InvalidInput, "takes no arguments"));
    return Result<Value>(found->second(nanoseconds));
}

std::optional<Result<Value>> callTimeMethod(Time time, std::string_view name, Arguments arguments)
{
    if (name == "Add" || name == "Truncate" || name == "Round")
        return timeWithSpan(time, name, arguments);
    if (name == "Sub" || name == "Before" || name == "After" || name == "Equal")
        return timeWithTime(time, name, arguments);
    if (name == "AddDate")
        return addDate(time, arguments);
    if (name != "Format")
        return property(timeProperties(), name, time.nanoseconds, arguments);
    if (arguments.size() != 1 || !arguments[0].isText())
        return Result<Value>(fail(Error::Kind::InvalidInput, "want a layout such as \"2006-01-02\""));
    return Result<Value>(Value::text(formatTime(time, arguments[0].asText())));
}

std::optional<Result<Value>> callSpanMethod(Span span, std::string_view name, Arguments arguments)
{
    if (name != "Round" && name != "Truncate")
        return property(spanProperties(), name, span.nanoseconds, arguments);
    const auto unit = spanOf(arguments);
    if (!unit)
        return Result<Value>(tl::unexpected(unit.error()));
    return Result<Value>(
        Value::span({name == "Round" ? rounded(span.nanoseconds, *unit) : truncated(span.nanoseconds, *unit)}));
}

} // namespace

std::optional<Result<Value>> callMethod(const Value& owner, std::string_view name, Arguments arguments)
{
    if (auto result = callAlertMethod(owner, name, arguments))
        return result;
    if (owner.kind() == Value::Kind::Time)
        return callTimeMethod(owner.asTime(), name, arguments);
    if (owner.kind() == Value::Kind::Span)
        return callSpanMethod(owner.asSpan(), name, arguments);
    if (owner.kind() == Value::Kind::Map && name == "String" && !owner.asMap().text.empty())
        return Result<Value>(Value::text(owner.asMap().text));
    return std::nullopt;
}

std::string timeText(Time time) { return formatTime(time, "2006-01-02 15:04:05.999999999 -0700 MST"); }

std::string formatTime(Time time, std::string_view layout)
{
    const auto parts = partsOf(time);
    std::string out;
    while (!layout.empty()) {
        if (const auto digits = fractionDigits(layout); digits != 0) {
            out += fraction(parts.clock.subseconds().count(), std::min<std::size_t>(digits, 9), layout[1] == '9',
                            layout[0]);
            layout.remove_prefix(digits + 1);
            continue;
        }
        const auto* const piece =
            std::ranges::find_if(kPieces, [&](const auto& p) { return layout.starts_with(p.first); });
        if (piece == kPieces.end()) {
            out += layout.front();
            layout.remove_prefix(1);
        } else {
            out += piece->second(parts);
            layout.remove_prefix(piece->first.size());
        }
    }
    return out;
}

std::string spanText(Span span)
{
    if (span.nanoseconds == 0)
        return "0s";
    const bool isNegative = span.nanoseconds < 0;
    const auto ns =
        isNegative ? 0 - static_cast<std::uint64_t>(span.nanoseconds) : static_cast<std::uint64_t>(span.nanoseconds);
    const auto decimal = [](std::uint64_t value, std::uint64_t unit, std::size_t digits) {
        auto rest = padded(static_cast<long long>(value % unit), digits);
        while (rest.ends_with('0'))
            rest.pop_back();
        return std::to_string(value / unit) + (rest.empty() ? "" : "." + rest);
    };
    std::string text = isNegative ? "-" : "";
    if (ns < 1000)
        return text + std::to_string(ns) + "ns";
    if (ns < 1'000'000)
        return text + decimal(ns, 1000, 3) + "\xc2\xb5s";
    if (ns < static_cast<std::uint64_t>(kSecond))
        return text + decimal(ns, 1'000'000, 6) + "ms";
    const auto minutes = ns / (60 * static_cast<std::uint64_t>(kSecond));
    if (minutes >= 60)
        text += std::to_string(minutes / 60) + "h";
    if (minutes >= 1)
        text += std::to_string(minutes % 60) + "m";
    return text + decimal(ns % (60 * static_cast<std::uint64_t>(kSecond)), static_cast<std::uint64_t>(kSecond), 9) +
           "s";
}

} // namespace nocturne::templates
