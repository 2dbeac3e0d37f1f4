// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The grammar of logfmt, after the package that gave it its name, kr/logfmt:
//
//   line  = { blank | pair }
//   pair  = key [ "=" [ value ] ]            without "=" the value is "true"
//   key   = byte above " ", not "=" or '"', { the same }
//   value = word | '"' { byte | "\\" byte } '"'
#include "watch/logs/line_parser.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include <simdjson.h>

#include "base/core/number.h"
#include "base/core/text.h"
#include "watch/logs/access_line.h"
#include "watch/logs/trace_context.h"

namespace nocturne::logs {

namespace {

constexpr std::size_t kMaxFields = 64;
constexpr std::size_t kMaxText = std::size_t{64} << 10U;
constexpr int kMaxDepth = 8; // of nested JSON; what lies deeper is left out

constexpr std::array<std::pair<std::string_view, LogLevel>, 24> kLevels = {{
    {"debug", LogLevel::Debug},      {"trace", LogLevel::Debug},     {"dbg", LogLevel::Debug},
    {"d", LogLevel::Debug},          {"verbose", LogLevel::Debug},   {"info", LogLevel::Info},
    {"information", LogLevel::Info}, {"inf", LogLevel::Info},        {"notice", LogLevel::Info},
    {"i", LogLevel::Info},           {"warning", LogLevel::Warning}, {"warn", LogLevel::Warning},
    {"wrn", LogLevel::Warning},      {"w", LogLevel::Warning},       {"error", LogLevel::Error},
    {"err", LogLevel::Error},        {"e", LogLevel::Error},         {"fatal", LogLevel::Error},
    {"critical", LogLevel::Error},   {"crit", LogLevel::Error},      {"alert", LogLevel::Error},
    {"emerg", LogLevel::Error},      {"panic", LogLevel::Error},     {"severe", LogLevel::Error},
}};

std::string_view withoutBrackets(std::string_view word)
{
    constexpr std::string_view kAround = "[]()<>:|,-";
    const auto first = word.find_first_not_of(kAround);
    if (first == std::string_view::npos)
        return {};
    return word.substr(first, word.find_last_not_of(kAround) - first + 1);
}

std::string safe(std::string_view text)
{
    text = text.substr(0, kMaxText);
    return isValidUtf8(text) ? std::string(text) : printable(text, kMaxText);
}

/// Pino and Bunyan write levels as numbers: 30 is info, 40 warn, 50 error.
LogLevel levelFromNumber(double number)
{
    return number >= 50   ? LogLevel::Error
           : number >= 40 ? LogLevel::Warning
           : number >= 30 ? LogLevel::Info
                          : LogLevel::Debug;
}

/// Seconds, ms, us or ns since the epoch, told apart by size.
Timestamp timeFromNumber(double number)
{
    double ms = number * 1000;
    while (std::abs(ms) > 1e14)
        ms /= 1000;
    return static_cast<Timestamp>(ms);
}

bool isOneOf(std::string_view key, std::initializer_list<std::string_view> names)
{
    return std::ranges::find(names, key) != names.end();
}

void setField(LogRecord& record, std::string_view key, std::string value)
{
    if (record.fields.size() < kMaxFields)
        record.fields[safe(key)] = std::move(value);
}

bool isLevelKey(std::string_view key) { return isOneOf(key, {"level", "severity", "lvl"}); }
bool isTimeKey(std::string_view key) { return isOneOf(key, {"time", "timestamp", "ts", "@timestamp"}); }
bool isMessageKey(std::string_view key) { return isOneOf(key, {"msg", "message"}); }

void takeNumber(LogRecord& record, std::string_view key, double number)
{
    if (isLevelKey(key))
        record.level = levelFromNumber(number);
    else if (isTimeKey(key))
        record.time = timeFromNumber(number);
    else
        setField(record, key, formatNumber(number));
}

void takeText(LogRecord& record, std::string_view key, std::string_view text)
{
    if (isLevelKey(key))
        record.level = levelFromText(text).value_or(record.level);
    else if (isMessageKey(key))
        record.message = safe(text);
    else if (isTimeKey(key))
        record.time = parseRfc3339(text).value_or(record.time);
    else if (isOneOf(key, {"service", "logger"}))
        record.service = safe(text);
    else
        setField(record, key, safe(text));
}

void takeField(LogRecord& record, std::string_view key, simdjson::dom::element value, int depth = 0)
{
    std::string_view text;
    double number = 0;
    bool truth = false;
    simdjson::dom::object object;
    if (value.get_string().get(text) == simdjson::SUCCESS) {
        takeText(record, key, text);
    } else if (value.get_double().get(number) == simdjson::SUCCESS) {
        takeNumber(record, key, number);
    } else if (value.get_bool().get(truth) == simdjson::SUCCESS && !isLevelKey(key)) {
        setField(record, key, truth ? "true" : "false");
    } else if (value.get_object().get(object) == simdjson::SUCCESS) {
        for (const auto member : object) {
            if (depth < kMaxDepth && record.fields.size() < kMaxFields)
                takeField(record, std::string(key) + '.' + std::string(member.key), member.value, depth + 1);
        }
    } else if (value.is_array()) {
        setField(record, key, safe(simdjson::minify(value)));
    }
}

bool parseJson(std::string_view line, LogRecord& record)
{
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    if (parser.parse(line.data(), line.size()).get_object().get(object) != simdjson::SUCCESS)
        return false;
    for (const auto field : object)
        takeField(record, field.key, field.value);
    return true;
}

/// The text behind the opening quote at `at`, which moves behind the closing one or to the end of the line.
std::string readQuoted(std::string_view line, std::size_t& at)
{
    std::string text;
    for (++at; at < line.size() && line[at] != '"'; ++at) {
        if (line[at] != '\\' || at + 1 == line.size()) {
            text += line[at];
            continue;
        }
        const char escaped = line[++at];
        text += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped;
    }
    at += at < line.size() ? 1 : 0;
    return text;
}

void takePair(LogRecord& record, std::string_view key, std::string_view value)
{
    const bool mayBeNumber = isLevelKey(key) || isTimeKey(key);
    if (const auto number = mayBeNumber ? parseNumber(value) : std::nullopt; number && std::isfinite(*number))
        takeNumber(record, key, *number);
    else
        takeText(record, key, value);
}

/// Whether the line is logfmt and no prose: nothing but pairs, one of them the message.
bool parseLogfmt(std::string_view line, LogRecord& record)
{
    bool hasOnlyPairs = true;
    bool hasMessage = false;
    for (std::size_t at = 0; at < line.size();) {
        const auto start = at;
        while (at < line.size() && static_cast<unsigned char>(line[at]) > ' ' && line[at] != '=' && line[at] != '"')
            ++at;
        const auto key = line.substr(start, at - start);
        if (key.empty()) { // a blank, or what no key may start with
            hasOnlyPairs = hasOnlyPairs && static_cast<unsigned char>(line[at]) <= ' ';
            ++at;
            continue;
        }
        if (at == line.size() || line[at] != '=') {
            hasOnlyPairs = false;
            takePair(record, key, "true");
            continue;
        }
        ++at;
        if (at < line.size() && line[at] == '"') {
            takePair(record, key, readQuoted(line, at));
        } else {
            const auto end = std::min(line.find_first_of(" \t", at), line.size());
            takePair(record, key, line.substr(at, end - at));
            at = end;
        }
        hasMessage = hasMessage || isMessageKey(key);
    }
    return hasOnlyPairs && hasMessage;
}

void parsePlain(std::string_view line, LogRecord& record)
{
    constexpr int kWordsToTry = 6;
    record.message = safe(line);
    if (const auto time = parseRfc3339(line))
        record.time = *time;
    std::size_t at = 0;
    for (int word = 0; word < kWordsToTry; ++word) {
        at = line.find_first_not_of(" \t", at);
        if (at == std::string_view::npos)
            return;
        const auto end = std::min(line.find_first_of(" \t", at), line.size());
        auto text = withoutBrackets(line.substr(at, end - at));
        if (text.starts_with("level="))
            text.remove_prefix(6);
        // A single letter is a level only where it stands apart: "E", not "a".
        const bool isLetter = text.size() == 1;
        if (const auto level = levelFromText(text);
            level && !(isLetter && text != "E" && text != "W" && text != "I" && text != "D")) {
            record.level = *level;
            return;
        }
        at = end;
    }
}

bool readDigits(std::string_view text, std::size_t at, std::size_t count, int& out)
{
    if (at + count > text.size())
        return false;
    const auto* first = text.data() + at;
    return std::all_of(first, first + count, [](char c) { return c >= '0' && c <= '9'; }) &&
           std::from_chars(first, first + count, out).ec == std::errc();
}

} // namespace

std::optional<LogLevel> levelFromText(std::string_view word)
{
    const auto* const found =
        std::ranges::find(kLevels, asciiLower(word), [](const auto& entry) { return entry.first; });
    return found == kLevels.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Timestamp> parseRfc3339(std::string_view text)
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
        text[13] != ':' || text[16] != ':' || !readDigits(text, 0, 4, year) || !readDigits(text, 5, 2, month) ||
        !readDigits(text, 8, 2, day) || !readDigits(text, 11, 2, hour) || !readDigits(text, 14, 2, minute) ||
        !readDigits(text, 17, 2, second))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;

    std::size_t at = 19;
    double fraction = 0;
    if (text[at] == '.' || text[at] == ',') {
        double scale = 0.1;
        for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10)
            fraction += scale * (text[at] - '0');
    }
    std::int64_t offsetMinutes = 0;
    int offsetHour = 0;
    int offsetMinute = 0;
    if (at >= text.size())
        return std::nullopt;
    if ((text[at] == '+' || text[at] == '-') && readDigits(text, at + 1, 2, offsetHour)) {
        const auto minutesAt = at + 3 + (at + 3 < text.size() && text[at + 3] == ':' ? 1 : 0);
        if (!readDigits(text, minutesAt, 2, offsetMinute))
            return std::nullopt;
        offsetMinutes = (text[at] == '+' ? 1 : -1) * (std::int64_t{60} * offsetHour + offsetMinute);
    } else if (text[at] != 'Z' && text[at] != 'z') {
        return std::nullopt;
    }
    const auto days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t seconds = ((std::int64_t{days} * 24 + hour) * 60 + minute - offsetMinutes) * 60 + second;
    return seconds * 1000 + std::lround(fraction * 1000);
}

LogRecord parseLine(std::string_view line, LineFormat format, Timestamp now)
{
    LogRecord record;
    record.time = now;
    const bool isAuto = format == LineFormat::Auto;
    const auto start = line.find_first_not_of(" \t");
    bool isRead = (isAuto || format == LineFormat::Json) && start != std::string_view::npos && line[start] == '{' &&
                  parseJson(line, record);
    if (!isRead && (isAuto || format == LineFormat::Access)) {
        auto access = parseAccessLine(line);
        isRead = access.has_value();
        record = access ? std::move(*access) : std::move(record);
    }
    if (!isRead && (isAuto || format == LineFormat::Logfmt)) {
        LogRecord pairs;
        pairs.time = now;
        isRead = parseLogfmt(line, pairs) || format == LineFormat::Logfmt;
        if (isRead)
            record = std::move(pairs);
    }
    if (!isRead)
        parsePlain(line, record);
    else if (record.message.empty())
        record.message = safe(line);
    findTrace(record);
    return record;
}

} // namespace nocturne::logs
