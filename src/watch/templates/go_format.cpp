// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// After Go, fmt/print.go and fmt/format.go:
//
//   directive = "%" { "+" | "-" | "#" | " " | "0" } [ index ] [ width | "*" ] [ "." [ index ] [ precision | "*" ] ]
//               [ index ] verb
//   index     = "[" number "]"
#include "watch/templates/go_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

#include "engine/promql/string_literal.h"
#include "watch/templates/methods.h"
#include "watch/templates/utf8.h"

namespace nocturne::templates {

namespace {

constexpr int kMaxWidth = 10'000;
constexpr int kMaxNesting = 20; // of lists in lists

struct Directive
{
    bool plus = false;
    bool minus = false;
    bool sharp = false;
    bool space = false;
    bool zero = false;
    std::optional<int> width;
    std::optional<int> precision;
    char32_t verb = 'v';
};

std::string verbText(char32_t verb)
{
    std::string text;
    appendRune(text, verb);
    return text;
}

std::string padded(const Directive& how, std::string text)
{
    const auto length = runeCount(text);
    const auto width = static_cast<std::size_t>(std::max(how.width.value_or(0), 0));
    if (length >= width)
        return text;
    if (how.minus)
        return text + std::string(width - length, ' ');
    return std::string(width - length, how.zero ? '0' : ' ') + text;
}

std::string blankPadded(Directive how, std::string text)
{
    how.zero = false;
    return padded(how, std::move(text));
}

/// `body` behind its sign, zeros between them where the directive wants zeros.
std::string signedNumber(const Directive& how, const std::string& sign, std::string body)
{
    const auto length = sign.size() + body.size();
    const auto width = static_cast<std::size_t>(std::max(how.width.value_or(0), 0));
    if (how.zero && !how.minus && length < width)
        body.insert(0, width - length, '0');
    return blankPadded(how, sign + body);
}

std::string printed(const char* format, int precision, double value)
{
    std::array<char, 512> buffer{};
    const int size =
        std::snprintf(buffer.data(), buffer.size(), format, precision, value); // NOLINT: formats of this file
    if (static_cast<std::size_t>(size) < buffer.size())
        return buffer.data();
    std::string text(static_cast<std::size_t>(size), '\0');
    std::snprintf(text.data(), text.size() + 1, format, precision, value); // NOLINT: as above
    return text;
}

template <typename... Format>
std::string shortest(double value, Format... format)
{
    std::array<char, 400> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format...);
    return {buffer.data(), end.ptr};
}

/// Digits of a finite number that is not negative.
std::string digitsOf(double value, const Directive& how)
{
    const bool isShortest = !how.precision && how.verb != 'e' && how.verb != 'E' && how.verb != 'f' && how.verb != 'F';
    const int precision = how.precision.value_or(6);
    switch (how.verb) {
    case 'e':
    case 'E':
        return printed(how.sharp ? "%#.*e" : "%.*e", precision, value);
    case 'f':
    case 'F':
        return printed(how.sharp ? "%#.*f" : "%.*f", precision, value);
    case 'x':
    case 'X': {
        auto text = how.precision ? printed("%.*a", precision, value) : shortest(value, std::chars_format::hex);
        if (!text.starts_with("0x"))
            text.insert(0, "0x");
        const auto exponent = text.find('p') + 2;
        return text.size() - exponent < 2 ? text.insert(exponent, "0") : text;
    }
    default:
        break;
    }
    if (!isShortest)
        return printed(how.sharp ? "%#.*g" : "%.*g", precision, value);
    if (how.sharp && how.verb != 'v')
        return printed("%#.*g", 6, value);
    // With the shortest digits %g writes an exponent below 1e-4 and from 1e6 on.
    const auto scientific = shortest(value, std::chars_format::scientific);
    const int exponent = std::stoi(scientific.substr(scientific.find('e') + 1));
    return exponent < -4 || exponent >= 6 ? scientific : shortest(value, std::chars_format::fixed);
}

std::string formatFloat(const Directive& how, double value)
{
    const std::string sign = std::signbit(value) && !std::isnan(value) ? "-" : how.plus ? "+" : how.space ? " " : "";
    if (std::isnan(value))
        return blankPadded(how, sign + "NaN");
    if (std::isinf(value))
        return blankPadded(how, (value < 0 ? "-" : how.space && !how.plus ? " " : "+") + std::string("Inf"));
    auto digits = digitsOf(std::abs(value), how);
    if (how.verb == 'E' || how.verb == 'G' || how.verb == 'X')
        std::ranges::transform(digits, digits.begin(),
                               [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return signedNumber(how, sign, std::move(digits));
}

std::string inBase(std::uint64_t magnitude, int base, bool isUpper)
{
    std::array<char, 70> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, base);
    std::string digits(buffer.data(), end.ptr);
    if (isUpper)
        std::ranges::transform(digits, digits.begin(), [](char c) { return c >= 'a' ? static_cast<char>(c - 32) : c; });
    return digits;
}

std::string formatInteger(const Directive& how, std::uint64_t magnitude, bool isNegative, int base,
                          std::string_view prefix)
{
    auto digits = inBase(magnitude, base, how.verb == 'X');
    const std::string sign = isNegative ? "-" : how.plus ? "+" : how.space ? " " : "";
    if (how.precision == 0 && magnitude == 0)
        return blankPadded(how, "");
    int least = how.precision.value_or(0);
    if (!how.precision && how.zero && how.width) // zeros fill the width, in which a prefix does not count
        least = *how.width - static_cast<int>(sign.size());
    if (static_cast<int>(digits.size()) < least)
        digits.insert(0, static_cast<std::size_t>(least) - digits.size(), '0');
    return blankPadded(how, sign + std::string(prefix) + digits);
}

std::string quotedRune(std::uint32_t code)
{
    std::string text;
    appendRune(text, code);
    auto quoted = promql::quote(text);
    if (code == '"')
        return "'\"'";
    return code == '\'' ? "'\\''" : "'" + quoted.substr(1, quoted.size() - 2) + "'";
}

std::string unicodeName(const Directive& how, std::uint64_t code)
{
    auto digits = inBase(code, 16, true);
    const auto width = static_cast<std::size_t>(std::max(4, how.precision.value_or(4)));
    if (digits.size() < width)
        digits.insert(0, width - digits.size(), '0');
    auto text = "U+" + digits;
    if (how.sharp && code <= 0x10ffff && isVisible(static_cast<std::uint32_t>(code))) {
        text += " '";
        appendRune(text, static_cast<std::uint32_t>(code));
        text += "'";
    }
    return blankPadded(how, text);
}

std::string hexBytes(const Directive& how, std::string_view text)
{
    constexpr std::string_view kLower = "0123456789abcdef";
    constexpr std::string_view kUpper = "0123456789ABCDEF";
    const auto digits = how.verb == 'x' ? kLower : kUpper;
    const std::string prefix = how.sharp ? (how.verb == 'x' ? "0x" : "0X") : "";
    if (how.precision)
        text = text.substr(0, static_cast<std::size_t>(*how.precision));
    std::string out = text.empty() ? "" : prefix;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (how.space && i > 0)
            out += " " + prefix;
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return padded(how, out);
}

std::string_view truncated(const Directive& how, std::string_view text)
{
    if (!how.precision)
        return text;
    std::size_t end = 0;
    for (int i = 0; i < *how.precision && end < text.size(); ++i)
        end += runeAt(text, end).bytes;
    return text.substr(0, end);
}

std::string asciiQuoted(std::string_view quoted)
{
    std::string out;
    for (std::size_t at = 0; at < quoted.size();) {
        const auto rune = runeAt(quoted, at);
        if (rune.code < 0x80) {
            out += quoted[at];
        } else {
            std::array<char, 16> buffer{};
            std::snprintf(buffer.data(), buffer.size(), rune.code > 0xffff ? "\\U%08x" : "\\u%04x",
                          rune.code); // NOLINT
            out += buffer.data();
        }
        at += rune.bytes;
    }
    return out;
}

/// One value by one directive.
class Printer
{
public:
    explicit Printer(const Directive& how)
        : m_how(how)
    {}

    std::string print(const Value& value, int depth = 0)
    {
        if (m_how.verb == 'T')
            return padded(m_how, value.typeName());
        switch (value.kind()) {
        case Value::Kind::Absent:
            return m_how.verb == 'v' ? padded(m_how, "<nil>") : bad(value);
        case Value::Kind::Bool:
            return m_how.verb == 'v' || m_how.verb == 't' ? padded(m_how, value.asBool() ? "true" : "false")
                                                          : bad(value);
        case Value::Kind::Int: {
            const auto number = value.asInt();
            const auto bits = static_cast<std::uint64_t>(number);
            return integer(value, number < 0 ? 0 - bits : bits, number < 0);
        }
        case Value::Kind::Uint:
            return integer(value, value.asUint(), false);
        case Value::Kind::Float:
            return floating(value);
        case Value::Kind::String:
        case Value::Kind::Html:
            return text(value, value.asText());
        case Value::Kind::Time:
            return text(value, timeText(value.asTime()));
        case Value::Kind::Span:
            return text(value, spanText(value.asSpan()));
        case Value::Kind::List:
        case Value::Kind::Map:
            return depth > kMaxNesting ? "..." : collection(value, depth);
        }
        return {};
    }

private:
    std::string bad(const Value& value)
    {
        if (value.isAbsent())
            return "%!" + verbText(m_how.verb) + "(<nil>)";
        return "%!" + verbText(m_how.verb) + "(" + value.typeName() + "=" + sprint(value) + ")";
    }

    std::string floating(const Value& value)
    {
        switch (m_how.verb) {
        case 'v':
        case 'g':
        case 'G':
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'x':
        case 'X':
            return formatFloat(m_how, value.asFloat());
        default:
            return bad(value);
        }
    }

    std::string integer(const Value& value, std::uint64_t magnitude, bool isNegative)
    {
        switch (m_how.verb) {
        case 'v':
        case 'd':
            return formatInteger(m_how, magnitude, isNegative, 10, "");
        case 'b':
            return formatInteger(m_how, magnitude, isNegative, 2, m_how.sharp ? "0b" : "");
        case 'o':
            return formatInteger(m_how, magnitude, isNegative, 8, m_how.sharp && magnitude != 0 ? "0" : "");
        case 'O':
            return formatInteger(m_how, magnitude, isNegative, 8, "0o");
        case 'x':
            return formatInteger(m_how, magnitude, isNegative, 16, m_how.sharp ? "0x" : "");
        case 'X':
            return formatInteger(m_how, magnitude, isNegative, 16, m_how.sharp ? "0X" : "");
        case 'c':
            return blankPadded(
                m_how, verbText(isNegative || magnitude > 0x10ffff ? 0xfffd : static_cast<char32_t>(magnitude)));
        case 'q':
            return blankPadded(
                m_how, quotedRune(isNegative || magnitude > 0x10ffff ? 0xfffd : static_cast<std::uint32_t>(magnitude)));
        case 'U':
            return unicodeName(m_how, magnitude);
        default:
            return bad(value);
        }
    }

    std::string text(const Value& value, std::string_view text)
    {
        switch (m_how.verb) {
        case 'v':
            return m_how.sharp ? padded(m_how, promql::quote(text))
                               : padded(m_how, std::string(truncated(m_how, text)));
        case 's':
            return padded(m_how, std::string(truncated(m_how, text)));
        case 'x':
        case 'X':
            return hexBytes(m_how, text);
        case 'q':
            return quoted(truncated(m_how, text));
        default:
            return bad(value);
        }
    }

    std::string quoted(std::string_view text)
    {
        const bool isRaw = m_how.sharp && text.find_first_of("`\n\r\x7f") == std::string_view::npos;
        if (isRaw)
            return padded(m_how, "`" + std::string(text) + "`");
        const auto quoted = promql::quote(text);
        return padded(m_how, m_how.plus ? asciiQuoted(quoted) : quoted);
    }

    std::string collection(const Value& value, int depth)
    {
        std::string out;
        if (value.kind() == Value::Kind::List) {
            for (const auto& item : value.asList().items)
                out += (out.empty() ? "" : " ") + print(item, depth + 1);
            return "[" + out + "]";
        }
        const auto& map = value.asMap();
        if (!map.text.empty())
            return text(value, map.text);
        for (const auto& [key, item] : map.entries) {
            out += out.empty() ? "" : " ";
            out += map.isStruct ? "" : print(Value::text(key), depth + 1) + ":";
            out += print(item, depth + 1);
        }
        return (map.isStruct ? "{" : "map[") + out + (map.isStruct ? "}" : "]");
    }

    const Directive& m_how;
};

/// Reads a format and prints as it goes.
class FormatReader
{
public:
    FormatReader(std::string_view format, std::span<const Value> values)
        : m_format(format)
        , m_values(values)
    {}

    std::string run()
    {
        while (m_at < m_format.size()) {
            const auto percent = std::min(m_format.find('%', m_at), m_format.size());
            m_out += m_format.substr(m_at, percent - m_at);
            m_at = percent + 1;
            if (percent < m_format.size())
                directive();
        }
        if (!m_wasReordered && m_next < m_values.size())
            extra();
        return std::move(m_out);
    }

private:
    bool accept(char c)
    {
        if (m_at >= m_format.size() || m_format[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    void directive()
    {
        Directive how;
        m_isIndexGood = true;
        flags(how);
        bool isIndexed = index();
        if (accept('*')) {
            how.width = starred("%!(BADWIDTH)");
            if (how.width && *how.width < 0) {
                how.width = -*how.width;
                how.minus = true;
                how.zero = false;
            }
            isIndexed = false;
        } else {
            how.width = number("%!(BADWIDTH)");
            if (isIndexed && how.width)
                m_isIndexGood = false;
        }
        if (accept('.'))
            precision(how, isIndexed);
        if (!isIndexed)
            index();
        verb(how);
    }

    void flags(Directive& how)
    {
        for (;; ++m_at) {
            const char c = m_at < m_format.size() ? m_format[m_at] : '\0';
            if (c == '+')
                how.plus = true;
            else if (c == '#')
                how.sharp = true;
            else if (c == ' ')
                how.space = true;
            else if (c == '0')
                how.zero = !how.minus;
            else if (c == '-')
                how.minus = true;
            else
                break;
            how.zero = how.zero && !how.minus;
        }
    }

    void precision(Directive& how, bool& isIndexed)
    {
        if (isIndexed)
            m_isIndexGood = false;
        isIndexed = index();
        if (accept('*')) {
            how.precision = starred("%!(BADPREC)");
            if (how.precision && *how.precision < 0) {
                how.precision.reset();
                m_out += "%!(BADPREC)";
            }
            isIndexed = false;
        } else {
            how.precision = number("%!(BADPREC)").value_or(0);
        }
    }

    std::optional<int> number(std::string_view complaint)
    {
        const auto begin = m_at;
        int value = 0;
        for (; m_at < m_format.size() && m_format[m_at] >= '0' && m_format[m_at] <= '9'; ++m_at)
            value = std::min(value * 10 + static_cast<int>(m_format[m_at] - '0'), kMaxWidth + 1);
        if (value > kMaxWidth) {
            m_out += complaint;
            return std::nullopt;
        }
        return m_at > begin ? std::optional(value) : std::nullopt;
    }

    std::optional<int> starred(std::string_view complaint)
    {
        if (m_next < m_values.size()) {
            const auto& value = m_values[m_next++];
            if (value.kind() == Value::Kind::Int && std::abs(value.asInt()) <= kMaxWidth)
                return static_cast<int>(value.asInt());
        }
        m_out += complaint;
        return std::nullopt;
    }

    /// `[n]`: the next value is the n-th.
    bool index()
    {
        if (m_at >= m_format.size() || m_format[m_at] != '[')
            return false;
        m_wasReordered = true;
        const auto close = m_format.find(']', m_at);
        const auto text =
            close == std::string_view::npos ? std::string_view() : m_format.substr(m_at + 1, close - m_at - 1);
        std::size_t which = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), which);
        m_at = close == std::string_view::npos ? m_at + 1 : close + 1;
        if (text.empty() || error != std::errc() || end != text.data() + text.size() || which < 1 ||
            which > m_values.size()) {
            m_isIndexGood = false;
            return true;
        }
        m_next = which - 1;
        return true;
    }

    void verb(Directive& how)
    {
        if (m_at >= m_format.size()) {
            m_out += "%!(NOVERB)";
            return;
        }
        const auto rune = runeAt(m_format, m_at);
        m_at += rune.bytes;
        how.verb = rune.code;
        if (how.verb == '%')
            m_out += "%";
        else if (!m_isIndexGood)
            m_out += "%!" + verbText(how.verb) + "(BADINDEX)";
        else if (m_next >= m_values.size())
            m_out += "%!" + verbText(how.verb) + "(MISSING)";
        else
            m_out += Printer(how).print(m_values[m_next++]);
    }

    void extra()
    {
        m_out += "%!(EXTRA ";
        for (auto i = m_next; i < m_values.size(); ++i) {
            m_out += i > m_next ? ", " : "";
            m_out += m_values[i].isAbsent() ? "<nil>" : m_values[i].typeName() + "=" + sprint(m_values[i]);
        }
        m_out += ")";
    }

    std::string_view m_format;
    std::span<const Value> m_values;
    std::size_t m_at = 0;
    std::size_t m_next = 0; // value
    bool m_isIndexGood = true;
    bool m_wasReordered = false;
    std::string m_out;
};

} // namespace

std::string sprint(const Value& value) { return Printer(Directive()).print(value); }

std::string sprint(std::span<const Value> values)
{
    std::string out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0 && !values[i].isText() && !values[i - 1].isText())
            out += ' ';
        out += sprint(values[i]);
    }
    return out;
}

std::string sprintln(std::span<const Value> values)
{
    std::string out;
    for (const auto& value : values)
        out += (out.empty() ? "" : " ") + sprint(value);
    return out + "\n";
}

std::string sprintf(std::string_view format, std::span<const Value> values)
{
    return FormatReader(format, values).run();
}

std::string goNumber(double value) { return formatFloat(Directive(), value); }

std::string fourDigits(double value)
{
    Directive how;
    how.verb = 'g';
    how.precision = 4;
    return formatFloat(how, value);
}

} // namespace nocturne::templates
