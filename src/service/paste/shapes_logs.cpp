// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <limits>

#include "base/core/iso_time.h"
#include "base/core/text.h"
#include "service/paste/shapes.h"
#include "watch/logs/line_parser.h"
#include "watch/logs/syslog_message.h"

namespace nocturne::paste {

namespace {

constexpr int kTimed = 78;
constexpr int kLevelled = 72;
constexpr std::size_t kMostLines = 5000;
constexpr Timestamp kNoTime = std::numeric_limits<Timestamp>::min();

Row::Tone toneOf(LogLevel level)
{
    return level == LogLevel::Error     ? Row::Tone::Bad
           : level == LogLevel::Warning ? Row::Tone::Warning
                                        : Row::Tone::Plain;
}

std::string_view nextLine(std::string_view text, std::size_t& at)
{
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = trimmed(text.substr(at, end - at), "\r");
    at = end + 1;
    return line;
}

/// "<34>1 ..." or "<34>Oct ..."
bool isSyslog(std::string_view line)
{
    const auto end = line.find('>');
    return line.starts_with('<') && end != std::string_view::npos && end > 1 && end <= 4 &&
           std::ranges::all_of(line.substr(1, end - 1), isAsciiDigit);
}

struct Line
{
    logs::LogRecord record;
    bool isTimed = false;
    bool isLevelled = false;
};

bool namesLevel(std::string_view line)
{
    constexpr std::array<std::string_view, 5> kKeys = {"\"level\"", "\"severity\"", "\"lvl\"", "level=", "lvl="};
    return std::ranges::any_of(kKeys, [&](std::string_view key) { return line.find(key) != std::string_view::npos; });
}

Line readLine(std::string_view line)
{
    Line read;
    if (isSyslog(line)) {
        read.record = logs::parseSyslog(line, 0);
        read.isTimed = true;
        return read;
    }
    read.record = logs::parseLine(line, logs::LineFormat::Auto, kNoTime);
    read.isTimed = read.record.time != kNoTime;
    const bool names = namesLevel(line);
    if (line.starts_with('{')) { // any JSON reads as a record
        read.isTimed = read.isTimed && (names || read.record.message.size() < line.size());
        read.isLevelled = names;
        return read;
    }
    const auto word = line.substr(0, line.find_first_of(" :]"));
    read.isLevelled = names || read.record.level != LogLevel::Info || !read.record.fields.empty() ||
                      logs::levelFromText(trimmed(word, "[(")).has_value();
    return read;
}

} // namespace

void readLogLines(std::string_view text, Recognition& out)
{
    Reading reading{.kind = Kind::LogLines};
    std::size_t timed = 0;
    std::size_t levelled = 0;
    for (std::size_t at = 0; at < text.size() && reading.items < kMostLines;) {
        const auto line = nextLine(text, at);
        if (trimmed(line, " \t").empty())
            continue;
        const auto read = readLine(line);
        ++reading.items;
        timed += read.isTimed ? 1 : 0;
        levelled += read.isTimed || read.isLevelled ? 1 : 0;
        addRow(reading, {.tone = toneOf(read.record.level),
                         .title = read.isTimed ? isoTimeText(read.record.time) : std::string(),
                         .note = shown(read.record.service, 60),
                         .detail = shown(read.record.message)});
    }
    if (2 * timed >= reading.items)
        reading.rank = kTimed;
    else if (2 * levelled > reading.items)
        reading.rank = kLevelled;
    if (reading.rank > 0 && reading.items > 0)
        out.readings.push_back(std::move(reading));
}

} // namespace nocturne::paste
