// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/dashboards/json_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/core/text.h"
#include "base/core/utf8.h"

namespace nocturne::dashboards {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20U;
constexpr int kMaxDepth = 32;

/// Recursive descent over one text. The first error stops it.
class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {}

    Result<JsonValue> document()
    {
        auto value = this->value(0);
        if (!value)
            return value;
        skipBlanks();
        if (m_at < m_text.size())
            return failHere("unexpected text after the end of the document");
        return value;
    }

private:
    tl::unexpected<Error> failAt(std::size_t offset, std::string message) const
    {
        return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition::at(m_text, offset));
    }
    tl::unexpected<Error> failHere(std::string message) const { return failAt(m_at, std::move(message)); }

    void skipBlanks()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    std::string found() const
    {
        return m_at < m_text.size() ? "\"" + printable(m_text.substr(m_at, 1)) + "\""
                                    : std::string("the end of the text");
    }

    Result<JsonValue> value(int depth)
    {
        skipBlanks();
        if (depth > kMaxDepth)
            return fail(Error::Kind::LimitExceeded, "nested deeper than 32 levels", SourcePosition::at(m_text, m_at));
        JsonValue result;
        result.offset = m_at;
        switch (peek()) {
        case '{':
            return object(std::move(result), depth);
        case '[':
            return array(std::move(result), depth);
        case '"': {
            auto text = string();
            if (!text)
                return tl::unexpected(text.error());
            result.type = JsonValue::Type::String;
            result.text = std::move(*text);
            return result;
        }
        case 't':
        case 'f':
        case 'n':
            return word(std::move(result));
        default:
            return number(std::move(result));
        }
    }

    Result<JsonValue> word(JsonValue result)
    {
        const auto rest = m_text.substr(m_at);
        if (rest.starts_with("true") || rest.starts_with("false")) {
            result.type = JsonValue::Type::Boolean;
            result.boolean = rest.front() == 't';
            m_at += result.boolean ? 4 : 5;
        } else if (rest.starts_with("null")) {
            m_at += 4;
        } else {
            return failHere("expected a value, found " + found());
        }
        return result;
    }

    Result<JsonValue> number(JsonValue result)
    {
        const auto end = std::min(m_text.find_first_not_of("+-.0123456789eE", m_at), m_text.size());
        const auto digits = m_text.substr(m_at, end - m_at);
        if (digits.empty())
            return failHere("expected a value, found " + found());
        const auto unsignedDigits = digits.substr(digits.front() == '-' ? 1 : 0);
        const bool leadingZero = unsignedDigits.size() > 1 && unsignedDigits[0] == '0' && unsignedDigits[1] >= '0' &&
                                 unsignedDigits[1] <= '9';
        const bool startsWithDigit = !unsignedDigits.empty() && unsignedDigits[0] >= '0' && unsignedDigits[0] <= '9';
        const auto point = digits.find('.');
        const bool barePoint = point != std::string_view::npos &&
                               (point + 1 == digits.size() || digits[point + 1] < '0' || digits[point + 1] > '9');
        const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), result.number);
        if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || leadingZero ||
            !startsWithDigit || barePoint || !std::isfinite(result.number))
            return failHere("\"" + printable(digits, 40) + "\" is no number");
        result.type = JsonValue::Type::Number;
        m_at = end;
        return result;
    }

    std::optional<unsigned> hex4()
    {
        unsigned code = 0;
        if (m_at + 4 > m_text.size())
            return std::nullopt;
        const auto* first = m_text.data() + m_at;
        const auto parsed = std::from_chars(first, first + 4, code, 16);
        if (parsed.ec != std::errc() || parsed.ptr != first + 4)
            return std::nullopt;
        m_at += 4;
        return code;
    }

    Result<void> escape(std::string& out)
    {
        const auto start = m_at - 1;
        const char kind = peek();
        ++m_at;
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kValues = "\"\\/\b\f\n\r\t";
        if (const auto index = kNames.find(kind); index != std::string_view::npos && kind != '\0') {
            out.push_back(kValues[index]);
            return {};
        }
        if (kind != 'u')
            return failAt(start, "unknown escape in a string");
        auto code = hex4();
        if (!code)
            return failAt(start, "\\u needs four hexadecimal digits");
        if (*code >= 0xD800 && *code < 0xDC00 && m_text.substr(m_at).starts_with("\\u")) {
            m_at += 2;
            const auto low = hex4();
            if (!low || *low < 0xDC00 || *low > 0xDFFF)
                return failAt(start, "half of a surrogate pair");
            code = 0x10000U + ((*code - 0xD800U) << 10U) + (*low - 0xDC00U);
        } else if (*code >= 0xD800 && *code < 0xE000) {
            return failAt(start, "half of a surrogate pair");
        }
        appendUtf8(out, *code);
        return {};
    }

    Result<std::string> string()
    {
        const auto start = m_at;
        ++m_at;
        std::string out;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return out;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return failHere("a control character in a string: write it as \\n or \\u000a");
            ++m_at;
            if (c != '\\') {
                out.push_back(c);
            } else if (auto escaped = escape(out); !escaped) {
                return tl::unexpected(escaped.error());
            }
        }
        return failAt(start, "a string without its closing quote");
    }

    Result<JsonValue> array(JsonValue result, int depth)
    {
        result.type = JsonValue::Type::Array;
        ++m_at;
        skipBlanks();
        if (peek() == ']') {
            ++m_at;
            return result;
        }
        while (true) {
            auto item = value(depth + 1);
            if (!item)
                return item;
            result.items.push_back(std::move(*item));
            skipBlanks();
            const char next = peek();
            if (next != ',' && next != ']')
                return failHere("expected \",\" or \"]\", found " + found());
            ++m_at;
            if (next == ']')
                return result;
        }
    }

    Result<JsonValue> object(JsonValue result, int depth)
    {
        result.type = JsonValue::Type::Object;
        ++m_at;
        skipBlanks();
        if (peek() == '}') {
            ++m_at;
            return result;
        }
        while (true) {
            if (auto added = member(result, depth); !added)
                return tl::unexpected(added.error());
            skipBlanks();
            const char next = peek();
            if (next != ',' && next != '}')
                return failHere("expected \",\" or \"}\", found " + found());
            ++m_at;
            if (next == '}')
                return result;
        }
    }

    Result<void> member(JsonValue& object, int depth)
    {
        skipBlanks();
        const auto nameOffset = m_at;
        if (peek() != '"')
            return failHere("expected a name in quotes, found " + found());
        auto name = string();
        if (!name)
            return tl::unexpected(name.error());
        const auto same = [&](const auto& member) { return member.name == *name; };
        if (std::any_of(object.members.begin(), object.members.end(), same))
            return failAt(nameOffset, "\"" + printable(*name, 60) + "\" is here twice");
        skipBlanks();
        if (peek() != ':')
            return failHere("expected \":\", found " + found());
        ++m_at;
        auto value = this->value(depth + 1);
        if (!value)
            return tl::unexpected(value.error());
        object.members.push_back({std::move(*name), std::move(*value), nameOffset});
        return {};
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

std::string_view toString(JsonValue::Type type)
{
    constexpr std::array<std::string_view, 6> kNames = {"null",     "true or false", "a number",
                                                        "a string", "a list",        "an object"};
    return kNames.at(static_cast<std::size_t>(type));
}

Result<JsonValue> parseJson(std::string_view text)
{
    if (text.size() > kMaxBytes)
        return fail(Error::Kind::LimitExceeded, "the document is larger than 4 MiB", SourcePosition{1, 1});
    if (!isValidUtf8(text))
        return fail(Error::Kind::InvalidInput, "the document is not valid UTF-8", SourcePosition{1, 1});
    return Parser(text).document();
}

void appendJsonString(std::string& out, std::string_view text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    out.push_back('"');
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out.push_back('\\');
            out.push_back(c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20) {
            out += "\\u00";
            out.push_back(kHex[byte >> 4U]);
            out.push_back(kHex[byte & 0xFU]);
        } else {
            out.push_back(c);
        }
    }
    out.push_back('"');
}

} // namespace nocturne::dashboards
