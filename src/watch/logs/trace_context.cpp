// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/trace_context.h"

#include <algorithm>

#include "base/core/text.h"

namespace nocturne::logs {

namespace {

constexpr std::size_t kTraceDigits = 32;
constexpr std::size_t kShortTraceDigits = 16; // of Zipkin and old Jaegers
constexpr std::size_t kSpanDigits = 16;
constexpr int kMostPlaces = 16; // of a message that are looked at

bool isHexDigit(char c) { return isAsciiDigit(c) || (asciiLower(c) >= 'a' && asciiLower(c) <= 'f'); }

bool isId(std::string_view text)
{
    return std::ranges::all_of(text, isHexDigit) && text.find_first_not_of('0') != std::string_view::npos;
}

bool isTraceId(std::string_view text)
{
    return (text.size() == kTraceDigits || text.size() == kShortTraceDigits) && isId(text);
}

bool isSpanId(std::string_view text) { return text.size() == kSpanDigits && isId(text); }

/// "traceid" for trace_id, TraceId, trace-id and trace.id.
std::string bareName(std::string_view name)
{
    std::string bare;
    for (const char c : name) {
        if (c != '_' && c != '-' && c != '.')
            bare += asciiLower(c);
    }
    return bare;
}

void put(LogRecord& record, std::string_view field, std::string id)
{
    if (!id.empty())
        record.fields.try_emplace(std::string(field), std::move(id));
}

void put(LogRecord& record, const TraceContext& context)
{
    put(record, kTraceField, context.traceId);
    put(record, kSpanField, context.spanId);
}

/// The hex digits behind `name`, what separates them, and quotes: `trace_id=4bf9…`, `"traceId": "4bf9…"`.
std::string_view valueBehind(std::string_view text, std::size_t at)
{
    const auto start = text.find_first_not_of("=: \"'[", at);
    if (start == std::string_view::npos || start == at || start - at > 4)
        return {};
    const auto end = std::min(text.find_first_not_of("0123456789abcdefABCDEF-", start), text.size());
    return text.substr(start, end - start);
}

void findInText(LogRecord& record)
{
    const auto lower = asciiLower(std::string_view(record.message));
    std::size_t at = 0;
    for (int place = 0; place < kMostPlaces; ++place) {
        at = lower.find("trace", at);
        if (at == std::string::npos)
            return;
        const auto end = std::min(lower.find_first_not_of("abcdefghijklmnopqrstuvwxyz_-.", at), lower.size());
        const auto name = bareName(std::string_view(lower).substr(at, end - at));
        const auto value = valueBehind(lower, end);
        if (const auto context = name == "traceparent" ? parseTraceparent(value) : std::nullopt)
            return put(record, *context);
        if (name == "traceid" && isTraceId(value))
            return put(record, kTraceField, std::string(value));
        at = std::max(end, at + 1);
    }
}

} // namespace

std::optional<TraceContext> parseTraceparent(std::string_view text)
{
    constexpr std::size_t kLength = 55;
    if (text.size() < kLength || text[2] != '-' || text[35] != '-' || text[52] != '-')
        return std::nullopt;
    const auto version = text.substr(0, 2);
    if (!std::ranges::all_of(version, isHexDigit) || asciiLower(version) == "ff" ||
        (text.size() > kLength && (version == "00" || text[kLength] != '-')))
        return std::nullopt;
    const auto trace = text.substr(3, kTraceDigits);
    const auto span = text.substr(36, kSpanDigits);
    if (!isId(trace) || !isId(span) || !std::ranges::all_of(text.substr(53, 2), isHexDigit))
        return std::nullopt;
    return TraceContext{asciiLower(trace), asciiLower(span)};
}

void findTrace(LogRecord& record)
{
    TraceContext found;
    for (const auto& [name, value] : record.fields) {
        const auto bare = bareName(name);
        if (const auto context = bare == "traceparent" ? parseTraceparent(value) : std::nullopt)
            found = *context;
        else if (bare == "traceid" && isTraceId(value) && found.traceId.empty())
            found.traceId = asciiLower(value);
        else if (bare == "spanid" && isSpanId(value) && found.spanId.empty())
            found.spanId = asciiLower(value);
    }
    std::erase_if(record.fields, [](const auto& field) {
        const auto bare = bareName(field.first);
        return (bare == "traceid" && isTraceId(field.second)) || (bare == "spanid" && isSpanId(field.second));
    });
    if (found.traceId.empty() && found.spanId.empty() && !record.fields.contains(std::string(kTraceField)))
        return findInText(record);
    put(record, found);
}

} // namespace nocturne::logs
