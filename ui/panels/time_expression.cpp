// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//     time   := "now" (("+" | "-") number unit)* ("/" unit)? | digits | ISO 8601
//     unit   := "s" | "m" | "h" | "d" | "w" | "M" | "y"
#include "ui/panels/time_expression.h"

#include <QDateTime>
#include <charconv>

#include "base/core/text.h"

namespace nocturne::panels {
namespace {

constexpr std::string_view kUnits = "smhdwMy";

tl::unexpected<Error> failAt(std::string message, std::size_t offset)
{
    return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition{1, static_cast<int>(offset) + 1});
}

QDateTime shifted(const QDateTime& time, qint64 count, char unit)
{
    switch (unit) {
    case 's':
        return time.addSecs(count);
    case 'm':
        return time.addSecs(60 * count);
    case 'h':
        return time.addSecs(3600 * count);
    case 'd':
        return time.addDays(count);
    case 'w':
        return time.addDays(7 * count);
    case 'M':
        return time.addMonths(static_cast<int>(count));
    default:
        return time.addYears(static_cast<int>(count));
    }
}

QDateTime floored(const QDateTime& time, char unit)
{
    const auto date = time.date();
    const auto clock = time.time();
    switch (unit) {
    case 's':
        return {date, QTime(clock.hour(), clock.minute(), clock.second())};
    case 'm':
        return {date, QTime(clock.hour(), clock.minute())};
    case 'h':
        return {date, QTime(clock.hour(), 0)};
    case 'd':
        return date.startOfDay();
    case 'w':
        return date.addDays(1 - date.dayOfWeek()).startOfDay();
    case 'M':
        return QDate(date.year(), date.month(), 1).startOfDay();
    default:
        return QDate(date.year(), 1, 1).startOfDay();
    }
}

Result<Timestamp> parseRelative(std::string_view text, Timestamp now, bool roundUp)
{
    auto time = QDateTime::fromMSecsSinceEpoch(now);
    std::size_t at = 3;
    while (at < text.size() && (text[at] == '-' || text[at] == '+')) {
        const bool isBack = text[at] == '-';
        qint64 count = 0;
        const auto* first = text.data() + at + 1;
        const auto parsed = std::from_chars(first, text.data() + text.size(), count);
        if (parsed.ec != std::errc() || count < 0 || count > 1'000'000'000)
            return failAt("expected a number such as in now-1h", at + 1);
        at = static_cast<std::size_t>(parsed.ptr - text.data());
        if (at >= text.size() || kUnits.find(text[at]) == std::string_view::npos)
            return failAt("expected a unit: s, m, h, d, w, M or y", at);
        time = shifted(time, isBack ? -count : count, text[at]);
        ++at;
    }
    if (at < text.size() && text[at] == '/') {
        if (at + 1 >= text.size() || kUnits.find(text[at + 1]) == std::string_view::npos)
            return failAt("expected a unit: s, m, h, d, w, M or y", at + 1);
        time = floored(time, text[at + 1]);
        if (roundUp)
            time = shifted(time, 1, text[at + 1]);
        at += 2;
    }
    if (at != text.size())
        return failAt("unexpected \"" + printable(text.substr(at), 20) + "\"", at);
    return time.toMSecsSinceEpoch();
}

} // namespace

bool isRelativeTime(std::string_view text) { return text.starts_with("now"); }

Result<Timestamp> parseTime(std::string_view text, Timestamp now, bool roundUp)
{
    if (isRelativeTime(text))
        return parseRelative(text, now, roundUp);
    Timestamp number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && text.size() > 8)
        return number;
    auto words = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).trimmed();
    if (const auto date = QDate::fromString(words, Qt::ISODate); date.isValid())
        return (roundUp ? date.addDays(1) : date).startOfDay().toMSecsSinceEpoch();
    words.replace(QLatin1Char(' '), QLatin1Char('T'));
    const auto time = QDateTime::fromString(words, Qt::ISODateWithMs);
    if (!time.isValid())
        return failAt("\"" + printable(text, 40) + "\" is no time: write now-1h, 2026-08-01 or 2026-08-01 09:30", 0);
    return time.toMSecsSinceEpoch();
}

} // namespace nocturne::panels
