// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// RFC 5424, section 6:
//   message = "<" PRI ">" VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP SD [SP MSG]
//   SD      = "-" | 1*( "[" ID *( SP NAME "=" '"' VALUE '"' ) "]" )     with \" \\ \] escaped in VALUE
// RFC 3164, section 4.1:
//   message = "<" PRI ">" "Mmm dd hh:mm:ss" SP HOSTNAME SP TAG [ "[" PID "]" ] [ ":" ] MSG
#include "watch/logs/syslog_message.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <optional>

#include "base/core/text.h"
#include "watch/logs/line_parser.h"
#include "watch/logs/trace_context.h"

namespace nocturne::logs {

namespace {

constexpr int kMaxPriority = 191;
constexpr int kUserNotice = 13; // RFC 3164, 4.3.3: where there is none
constexpr std::size_t kMaxText = std::size_t{64} << 10U;
constexpr std::size_t kMaxWord = 255;
constexpr std::size_t kMaxTag = 64; // 32 by the standard; unit names are longer
constexpr std::size_t kMaxFields = 64;

constexpr std::array<std::string_view, 8> kSeverities = {"emerg",   "alert",  "crit", "err",
                                                         "warning", "notice", "info", "debug"};
constexpr std::array<std::string_view, 24> kFacilities = {"kern",   "user",   "mail",   "daemon", "auth",     "syslog",
                                                          "lpr",    "news",   "uucp",   "cron",   "authpriv", "ftp",
                                                          "ntp",    "audit",  "alert",  "clock",  "local0",   "local1",
                                                          "local2", "local3", "local4", "local5", "local6",   "local7"};

std::string safe(std::string_view text, std::size_t most)
{
    text = text.substr(0, most);
    return isValidUtf8(text) ? std::string(text) : printable(text, most);
}

void keep(LogRecord& record, std::string_view name, std::string_view value, std::size_t most = kMaxWord)
{
    if (!value.empty() && value != "-" && record.fields.size() < kMaxFields)
        record.fields[safe(name, kMaxWord)] = safe(value, most);
}

std::string_view takeWord(std::string_view& rest)
{
    const auto end = std::min(rest.find(' '), rest.size());
    const auto word = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return word;
}

/// `<34>` off the front.
std::optional<int> takePriority(std::string_view& rest)
{
    int priority = 0;
    const auto end = rest.find('>');
    if (!rest.starts_with('<') || end == std::string_view::npos || end < 2 || end > 4)
        return std::nullopt;
    const auto [stop, error] = std::from_chars(rest.data() + 1, rest.data() + end, priority);
    if (error != std::errc() || stop != rest.data() + end || priority < 0 || priority > kMaxPriority)
        return std::nullopt;
    rest.remove_prefix(end + 1);
    return priority;
}

/// The text up to an unescaped quote; nothing where there is none.
std::optional<std::string> takeValue(std::string_view& rest)
{
    std::string value;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest[i] == '"') {
            rest.remove_prefix(i + 1);
            return value;
        }
        const bool isEscaped =
            rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\\' || rest[i + 1] == ']');
        i += isEscaped ? 1 : 0;
        value += rest[i];
    }
    return std::nullopt;
}

/// One element `[id name="value" …]`; false, with `rest` somewhere within, where it is none.
bool takeElement(LogRecord& record, std::string_view& rest)
{
    rest.remove_prefix(1);
    const auto idEnd = rest.find_first_of(" ]");
    if (idEnd == std::string_view::npos || idEnd == 0)
        return false;
    const auto id = rest.substr(0, idEnd);
    rest.remove_prefix(idEnd);
    while (rest.starts_with(' ')) {
        rest.remove_prefix(1);
        const auto equals = rest.find("=\"");
        if (equals == std::string_view::npos || equals == 0)
            return false;
        const auto name = std::string(id.substr(0, kMaxWord)) + '.' + std::string(rest.substr(0, equals));
        rest.remove_prefix(equals + 2);
        const auto value = takeValue(rest);
        if (!value)
            return false;
        keep(record, name, *value, kMaxText);
    }
    if (!rest.starts_with(']'))
        return false;
    rest.remove_prefix(1);
    return true;
}

/// What is left of a malformed element is part of the message.
void takeStructuredData(LogRecord& record, std::string_view& rest)
{
    if (rest.starts_with('-')) {
        rest.remove_prefix(1);
    } else {
        while (rest.starts_with('[')) {
            const auto whole = rest;
            if (!takeElement(record, rest)) {
                rest = whole;
                return;
            }
        }
    }
    if (rest.starts_with(' '))
        rest.remove_prefix(1);
}

void setMessage(LogRecord& record, std::string_view text)
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == '\0'))
        text.remove_suffix(1);
    record.message = safe(text, kMaxText);
    const auto json = record.message.find_first_not_of(' ');
    if (json == std::string::npos || record.message[json] != '{')
        return;
    auto said = parseLine(record.message, LineFormat::Json, record.time);
    if (said.fields.empty() && said.message == record.message)
        return;
    record.message = std::move(said.message);
    for (auto& [name, value] : said.fields)
        keep(record, name, value, kMaxText);
}

void parse5424(LogRecord& record, std::string_view rest)
{
    if (const auto time = parseRfc3339(takeWord(rest)))
        record.time = *time;
    keep(record, "host", takeWord(rest));
    const auto app = takeWord(rest);
    record.service = app == "-" ? "" : safe(app, kMaxWord);
    keep(record, "pid", takeWord(rest));
    keep(record, "msgid", takeWord(rest));
    takeStructuredData(record, rest);
    setMessage(record, rest);
}

/// `Mmm dd hh:mm:ss` at the front, as local time nearest to `now`.
std::optional<Timestamp> localTime(std::string_view text, Timestamp now)
{
    const std::string stamp(text.substr(0, 15));
    if (stamp.size() < 15 || stamp[3] != ' ' || stamp[6] != ' ' || stamp[9] != ':' || stamp[12] != ':')
        return std::nullopt;
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto month = kMonths.find(std::string_view(stamp).substr(0, 3));
    const auto number = [&](std::size_t at) {
        int value = -1;
        const auto first = stamp[at] == ' ' ? at + 1 : at;
        const auto [stop, error] = std::from_chars(stamp.data() + first, stamp.data() + at + 2, value);
        return error == std::errc() && stop == stamp.data() + at + 2 ? value : -1;
    };
    std::tm parts = {};
    parts.tm_mon = static_cast<int>(month / 3);
    parts.tm_mday = number(4);
    parts.tm_hour = number(7);
    parts.tm_min = number(10);
    parts.tm_sec = number(13);
    if (month == std::string_view::npos || month % 3 != 0 || parts.tm_mday < 1 || parts.tm_mday > 31 ||
        parts.tm_hour < 0 || parts.tm_hour > 23 || parts.tm_min < 0 || parts.tm_min > 59 || parts.tm_sec < 0 ||
        parts.tm_sec > 60)
        return std::nullopt;
    const std::time_t seconds = now / 1000;
    std::tm today = {};
    localtime_r(&seconds, &today);
    std::optional<Timestamp> nearest;
    for (int year = today.tm_year - 1; year <= today.tm_year + 1; ++year) {
        std::tm candidate = parts;
        candidate.tm_year = year;
        candidate.tm_isdst = -1;
        const auto time = static_cast<Timestamp>(std::mktime(&candidate)) * 1000;
        if (!nearest || std::abs(time - now) < std::abs(*nearest - now))
            nearest = time;
    }
    return nearest;
}

/// The time at the front, as RFC 3164 has it, or RFC 3339, which many send; both with what follows taken off.
bool takeTime(LogRecord& record, std::string_view& rest, Timestamp now)
{
    if (const auto time = localTime(rest, now)) {
        record.time = *time;
        rest.remove_prefix(15);
    } else if (const auto exact = parseRfc3339(rest)) {
        record.time = *exact;
        rest.remove_prefix(std::min(rest.find(' '), rest.size()));
    } else {
        return false;
    }
    if (rest.starts_with(' '))
        rest.remove_prefix(1);
    return true;
}

/// `su[123]: ` or `su: ` off the front; false where there is no tag.
bool takeTag(LogRecord& record, std::string_view& rest)
{
    const auto end = rest.find_first_of("[: ");
    if (end == std::string_view::npos || end == 0 || end > kMaxTag || rest[end] == ' ')
        return false;
    const auto tag = rest.substr(0, end);
    auto behind = rest.substr(end);
    if (behind.front() == '[') {
        const auto close = behind.find(']');
        if (close == std::string_view::npos || close > kMaxTag)
            return false;
        keep(record, "pid", behind.substr(1, close - 1));
        behind.remove_prefix(close + 1);
    }
    if (behind.starts_with(':'))
        behind.remove_prefix(1);
    if (behind.starts_with(' '))
        behind.remove_prefix(1);
    record.service = safe(tag, kMaxTag);
    rest = behind;
    return true;
}

void parse3164(LogRecord& record, std::string_view rest, Timestamp now)
{
    if (takeTime(record, rest, now)) {
        auto behindHost = rest;
        const auto host = takeWord(behindHost);
        const bool isTag = host.ends_with(':') || host.ends_with(']'); // senders leave the host out
        if (!isTag && host.size() <= kMaxWord && !behindHost.empty()) {
            keep(record, "host", host);
            rest = behindHost;
        }
    }
    (void)takeTag(record, rest);
    setMessage(record, rest);
}

} // namespace

LogLevel levelOfSeverity(int severity)
{
    return severity <= 3   ? LogLevel::Error
           : severity == 4 ? LogLevel::Warning
           : severity <= 6 ? LogLevel::Info
                           : LogLevel::Debug;
}

LogRecord parseSyslog(std::string_view message, Timestamp now)
{
    LogRecord record;
    record.time = now;
    auto rest = message;
    const auto priority = takePriority(rest);
    const auto known = static_cast<std::size_t>(priority.value_or(kUserNotice));
    record.level = levelOfSeverity(static_cast<int>(known % 8));
    record.fields["facility"] = kFacilities[known / 8];
    record.fields["severity"] = kSeverities[known % 8];
    if (!priority)
        setMessage(record, message);
    else if (rest.starts_with("1 "))
        parse5424(record, rest.substr(2));
    else
        parse3164(record, rest, now);
    findTrace(record);
    return record;
}

} // namespace nocturne::logs
