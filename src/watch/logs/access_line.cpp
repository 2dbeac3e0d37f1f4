// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/access_line.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "base/core/text.h"

namespace nocturne::logs {

namespace {

constexpr std::size_t kMaxValue = 8192; // servers take no longer request line by default

/// Takes words, brackets and quotes off the front of a line.
class Cursor
{
public:
    explicit Cursor(std::string_view line)
        : m_rest(line)
    {}

    std::string_view rest() const { return m_rest; }
    std::optional<std::string_view> word()
    {
        const auto end = std::min(m_rest.find(' '), m_rest.size());
        const auto found = m_rest.substr(0, end);
        m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
        return found.empty() ? std::nullopt : std::optional(found);
    }
    std::optional<std::string_view> bracketed()
    {
        const auto end = m_rest.find(']');
        if (!m_rest.starts_with('[') || end == std::string_view::npos)
            return std::nullopt;
        return cut(end);
    }
    /// Quotes within are escaped with a backslash.
    std::optional<std::string_view> quoted()
    {
        if (!m_rest.starts_with('"'))
            return std::nullopt;
        for (std::size_t i = 1; i < m_rest.size(); ++i) {
            if (m_rest[i] == '\\')
                ++i;
            else if (m_rest[i] == '"')
                return cut(i);
        }
        return std::nullopt;
    }

private:
    std::string_view cut(std::size_t end)
    {
        const auto found = m_rest.substr(1, end - 1);
        m_rest.remove_prefix(end + 1);
        if (m_rest.starts_with(' '))
            m_rest.remove_prefix(1);
        return found;
    }

    std::string_view m_rest;
};

std::optional<int> number(std::string_view text)
{
    int value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && stop == text.data() + text.size() && value >= 0 ? std::optional(value)
                                                                                   : std::nullopt;
}

/// `10/Oct/2000:13:55:36 -0700`
std::optional<Timestamp> timeOf(std::string_view text)
{
    constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 26 || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[14] != ':' ||
        text[17] != ':' || text[20] != ' ' || (text[21] != '+' && text[21] != '-'))
        return std::nullopt;
    const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(3, 3));
    const auto day = number(text.substr(0, 2));
    const auto year = number(text.substr(7, 4));
    const auto hour = number(text.substr(12, 2));
    const auto minute = number(text.substr(15, 2));
    const auto second = number(text.substr(18, 2));
    const auto zoneHour = number(text.substr(22, 2));
    const auto zoneMinute = number(text.substr(24, 2));
    if (month == kMonths.end() || !day || !year || !hour || !minute || !second || !zoneHour || !zoneMinute)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60 || *zoneHour > 23 || *zoneMinute > 59)
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t offset = (text[21] == '-' ? -1 : 1) * (*zoneHour * 60 + *zoneMinute);
    return (((days * 24 + *hour) * 60 + *minute - offset) * 60 + *second) * 1000;
}

void keep(LogRecord& record, const char* name, std::optional<std::string_view> value)
{
    if (!value || value->empty() || *value == "-")
        return;
    const auto text = value->substr(0, kMaxValue);
    record.fields[name] = isValidUtf8(text) ? std::string(text) : printable(text, kMaxValue);
}

} // namespace

std::optional<LogRecord> parseAccessLine(std::string_view line)
{
    Cursor cursor(line);
    const auto client = cursor.word();
    const auto ident = client ? cursor.word() : std::nullopt;
    const auto user = ident ? cursor.word() : std::nullopt;
    const auto stamp = user ? cursor.bracketed() : std::nullopt;
    const auto time = stamp ? timeOf(*stamp) : std::nullopt;
    const auto request = time ? cursor.quoted() : std::nullopt;
    const auto status = request ? cursor.word() : std::nullopt;
    const auto bytes = status ? cursor.word() : std::nullopt;
    const auto code = bytes ? number(*status) : std::nullopt;
    if (!code || status->size() != 3 || (*bytes != "-" && bytes->find_first_not_of("0123456789") != bytes->npos))
        return std::nullopt;

    LogRecord record;
    record.time = *time;
    record.level = *code >= 500 ? LogLevel::Error : *code >= 400 ? LogLevel::Warning : LogLevel::Info;
    Cursor words(*request);
    const auto method = words.word();
    const auto path = words.word();
    keep(record, "client", client);
    keep(record, "user", user);
    keep(record, "method", method);
    keep(record, "path", path);
    keep(record, "protocol", words.rest());
    keep(record, "status", status);
    keep(record, "bytes", bytes);
    keep(record, "referer", cursor.quoted());
    keep(record, "user_agent", cursor.quoted());
    keep(record, "rest", cursor.rest());
    const auto said = request->substr(0, request->size() - std::min(words.rest().size(), request->size()));
    const auto message = std::string(trimmed(said.substr(0, kMaxValue))) + ' ' + std::string(*status);
    record.message = isValidUtf8(message) ? message : printable(message, kMaxValue);
    return record;
}

} // namespace nocturne::logs
