// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "base/core/number.h"
#include "base/core/text.h"
#include "watch/templates/function_table.h"
#include "watch/templates/go_format.h"
#include "watch/templates/methods.h"

namespace nocturne::templates {

namespace {

using Arguments = Function::Arguments;
using Kind = Value::Kind;
using Env = Environment;

Result<Value> join(Arguments arguments, const Env&)
{
    if (arguments[1].kind() != Kind::List)
        return callFailure("want a list of texts");
    std::string text;
    for (const auto& item : arguments[1].asList().items)
        text += (text.empty() ? "" : arguments[0].asText()) + (item.isText() ? item.asText() : sprint(item));
    return Value::text(std::move(text));
}

Result<Value> stringSlice(Arguments arguments, const Env&)
{
    return Value::list({"[]string", std::vector<Value>(arguments.begin(), arguments.end())});
}

Result<Value> date(Arguments arguments, const Env&)
{
    if (arguments[1].kind() != Kind::Time)
        return callFailure("want a time, such as .StartsAt");
    return Value::text(formatTime(arguments[1].asTime(), arguments[0].asText()));
}

/// Times are shown in UTC: a layout has no room to say otherwise.
Result<Value> zone(Arguments arguments, const Env&)
{
    if (arguments[1].kind() != Kind::Time)
        return callFailure("want a time, such as .StartsAt");
    if (arguments[0].asText() != "UTC" && !arguments[0].asText().empty())
        return callFailure("only the time zone UTC is known here");
    return arguments[1];
}

Result<Value> since(Arguments arguments, const Env& environment)
{
    if (arguments[0].kind() != Kind::Time)
        return callFailure("want a time, such as .StartsAt");
    return Value::span({environment.now * 1'000'000 - arguments[0].asTime().nanoseconds});
}

Result<Value> urlUnescape(Arguments arguments, const Env&)
{
    const auto& text = arguments[0].asText();
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i] == '+' ? ' ' : text[i];
            continue;
        }
        const auto digits = text.substr(i + 1, 2);
        if (digits.size() < 2 || digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos)
            return callFailure("invalid URL escape \"" + printable(text.substr(i, 3)) + '"');
        out += static_cast<char>(std::stoi(digits, nullptr, 16));
        i += 2;
    }
    return Value::text(std::move(out));
}

void writeJson(std::string& out, const Value& value);

void writeJsonText(std::string& out, std::string_view text)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            out.append(1, '\\').append(1, c);
        else if (byte < 0x20 || c == '<' || c == '>' || c == '&') // as Go writes it
            out.append("\\u00").append(1, kDigits[byte >> 4U]).append(1, kDigits[byte & 15U]);
        else
            out += c;
    }
    out += '"';
}

template <typename Items, typename One>
void writeJsonItems(std::string& out, const Items& items, char open, char close, One one)
{
    out += open;
    bool isFirst = true;
    for (const auto& item : items) {
        if (!isFirst)
            out += ',';
        isFirst = false;
        one(item);
    }
    out += close;
}

void writeJson(std::string& out, const Value& value)
{
    switch (value.kind()) {
    case Kind::Absent:
        out += "null";
        return;
    case Kind::Bool:
    case Kind::Int:
    case Kind::Uint:
        out += sprint(value);
        return;
    case Kind::Float:
        out += std::isfinite(value.asFloat()) ? formatNumber(value.asFloat()) : "null";
        return;
    case Kind::List:
        writeJsonItems(out, value.asList().items, '[', ']', [&](const Value& item) { writeJson(out, item); });
        return;
    case Kind::Map:
        writeJsonItems(out, value.asMap().entries, '{', '}', [&](const auto& entry) {
            writeJsonText(out, entry.first);
            out += ':';
            writeJson(out, entry.second);
        });
        return;
    case Kind::Time:
        writeJsonText(out, formatTime(value.asTime(), "2006-01-02T15:04:05.999999999Z07:00"));
        return;
    default:
        writeJsonText(out, value.isText() ? value.asText() : sprint(value));
    }
}

FunctionTable makeTable()
{
    using Type = ParameterType;
    auto table = prometheusFunctions();
    table["join"] = {{Type::Text, Type::Any}, {}, join};
    table["stringSlice"] = {{}, Type::Text, stringSlice};
    table["date"] = {{Type::Text, Type::Any}, {}, date};
    table["tz"] = {{Type::Text, Type::Any}, {}, zone};
    table["since"] = {{Type::Any}, {}, since};
    table["now"] = {{}, {}, [](Arguments, const Env& e) -> Result<Value> { return Value::time({e.now * 1'000'000}); }};
    table["urlUnescape"] = {{Type::Text}, {}, urlUnescape};
    table["trimSpace"] = {{Type::Text}, {}, [](Arguments a, const Env&) -> Result<Value> {
                              return Value::text(std::string(trimmed(a[0].asText(), " \t\r\n\v\f")));
                          }};
    table["safeUrl"] = {{Type::Text}, {}, [](Arguments a, const Env&) -> Result<Value> {
                            return Value::text(a[0].asText()); // escaped as all text, which URLs survive
                        }};
    table["toJson"] = {{Type::Any}, {}, [](Arguments a, const Env&) -> Result<Value> {
                           std::string out;
                           writeJson(out, a[0]);
                           return Value::text(std::move(out));
                       }};
    return table;
}

} // namespace

const FunctionTable& notificationFunctions()
{
    static const FunctionTable kTable = makeTable();
    return kTable;
}

} // namespace nocturne::templates
