// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// UTF-8:    matchers = [ "{" ] [ matcher { "," matcher } [ "," ] ] [ "}" ]
//           matcher  = word operator word ;  word = quoted | unquoted ;  operator = "=" | "!=" | "=~" | "!~"
// Classic:  the same without the comma at the end; a name is [a-zA-Z_:][a-zA-Z0-9_:]*, a value goes to the comma.
#include "watch/alerts/matcher_text.h"

#include <algorithm>
#include <optional>

#include "base/core/text.h"
#include "engine/promql/string_literal.h"

namespace nocturne::alerts {

namespace {

using model::Matcher;
using Op = Matcher::Op;
using Matchers = std::vector<Matcher>;

constexpr std::string_view kBlanks = " \t\n\v\f\r";
constexpr std::string_view kReserved = " \t\n\v\f\r{}!=~,\\\"'`";

tl::unexpected<Error> wrong(std::string_view text, std::size_t at, std::string what)
{
    return fail(Error::Kind::InvalidInput, std::move(what), SourcePosition::at(text, at));
}

std::optional<Op> takeOp(std::string_view text, std::size_t& at)
{
    const auto rest = text.substr(at);
    const auto take = [&](std::string_view word, Op op) {
        at += word.size();
        return op;
    };
    if (rest.starts_with("=~"))
        return take("=~", Op::Regex);
    if (rest.starts_with("!~"))
        return take("!~", Op::NotRegex);
    if (rest.starts_with("!="))
        return take("!=", Op::NotEqual);
    if (rest.starts_with("="))
        return take("=", Op::Equal);
    return std::nullopt;
}

/// The newer notation.
class Utf8Reader
{
public:
    explicit Utf8Reader(std::string_view text)
        : m_text(text)
    {}

    Result<Matchers> read()
    {
        Matchers all;
        skipBlanks();
        const bool isBraced = take('{');
        skipBlanks();
        while (!atEnd() && peek() != '}') {
            auto matcher = one();
            if (!matcher)
                return tl::unexpected(matcher.error());
            all.push_back(std::move(*matcher));
            skipBlanks();
            if (atEnd() || peek() == '}')
                break;
            if (!take(','))
                return wrong(m_text, m_at, "a comma has to stand between two matchers; quote a value with blanks");
            skipBlanks();
        }
        if (isBraced && !take('}'))
            return wrong(m_text, m_at, "the closing brace is missing");
        skipBlanks();
        if (!atEnd())
            return wrong(m_text, m_at,
                         peek() == '}' ? "there is no opening brace to this one" : "nothing may follow the brace");
        return all;
    }

private:
    bool atEnd() const { return m_at >= m_text.size(); }
    char peek() const { return m_text[m_at]; }
    bool take(char c)
    {
        const bool isThere = !atEnd() && peek() == c;
        m_at += isThere ? 1 : 0;
        return isThere;
    }
    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(kBlanks, m_at), m_text.size()); }

    Result<Matcher> one()
    {
        const auto start = m_at;
        auto name = word("the name of a label");
        if (!name)
            return tl::unexpected(name.error());
        if (name->empty())
            return wrong(m_text, start, "the name of a label is empty");
        skipBlanks();
        const auto op = takeOp(m_text, m_at);
        if (!op)
            return wrong(m_text, m_at, "one of =, !=, =~ and !~ has to follow \"" + printable(*name, 60) + '"');
        skipBlanks();
        const auto valueStart = m_at;
        auto value = word("a value");
        if (!value)
            return tl::unexpected(value.error());
        auto made = Matcher::make(*op, std::move(*name), std::move(*value));
        return made ? std::move(made) : wrong(m_text, valueStart, printable(made.error().message));
    }

    Result<std::string> word(const std::string& what)
    {
        if (!atEnd() && peek() == '"')
            return quoted();
        const auto end = std::min(m_text.find_first_of(kReserved, m_at), m_text.size());
        if (end == m_at)
            return wrong(m_text, m_at, "expected " + what + (atEnd() ? ", not the end" : ""));
        const auto text = m_text.substr(m_at, end - m_at);
        if (!isValidUtf8(text))
            return wrong(m_text, m_at, what + " is not UTF-8");
        m_at = end;
        return std::string(text);
    }

    Result<std::string> quoted()
    {
        const auto start = m_at++;
        while (!atEnd() && peek() != '"') {
            if (peek() == '\n')
                return wrong(m_text, m_at, "a line feed within quotes is written as \\n");
            const auto length = peek() == '\\' ? promql::escapeLength(m_text.substr(m_at), '"') : 1;
            if (length == 0)
                return wrong(m_text, m_at, "unknown escape: a backslash is written as \\\\");
            m_at += length;
        }
        if (!take('"'))
            return wrong(m_text, start, "the quote is not closed");
        auto text = promql::unquote(m_text.substr(start, m_at - start));
        if (!isValidUtf8(text))
            return wrong(m_text, start, "the text in quotes is not UTF-8");
        return text;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

bool isNameStart(char c) { return isAsciiLetter(c) || c == '_' || c == ':'; }
bool isNamePart(char c) { return isNameStart(c) || isAsciiDigit(c); }

/// A value of the classic notation, whose place in `text` is `offset`.
Result<std::string> classicValue(std::string_view text, std::size_t offset, std::string_view raw)
{
    const bool isQuoted = raw.starts_with('"');
    const auto body = raw.substr(isQuoted ? 1 : 0);
    bool isOpen = isQuoted;
    std::string value;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const bool isLast = i + 1 == body.size();
        if (body[i] == '\\' && !isLast) {
            const char next = body[++i];
            if (next == 'n')
                value += '\n';
            else if (next == '"' || next == '\\')
                value += next;
            else
                value.append(1, '\\').append(1, next);
            continue;
        }
        if (body[i] != '"') {
            value += body[i];
            continue;
        }
        if (!isOpen || !isLast)
            return wrong(text, offset + i, "a quote within the value has to be written as \\\"");
        isOpen = false;
    }
    if (isOpen)
        return wrong(text, offset, "the quote is not closed");
    return value;
}

Result<Matcher> classicMatcher(std::string_view text, std::size_t begin, std::size_t end)
{
    auto at = text.find_first_not_of(kBlanks, begin);
    if (at == std::string_view::npos || at >= end || !isNameStart(text[at]))
        return wrong(text, std::min(begin, text.size()), "expected a matcher such as severity=\"critical\"");
    const auto nameBegin = at;
    while (at < end && isNamePart(text[at]))
        ++at;
    const auto name = text.substr(nameBegin, at - nameBegin);
    at = std::min(text.find_first_not_of(kBlanks, at), end);
    const auto op = takeOp(text.substr(0, end), at);
    if (!op)
        return wrong(text, at, "one of =, !=, =~ and !~ has to follow \"" + printable(name, 60) + '"');
    const auto valueBegin = std::min(text.find_first_not_of(kBlanks, at), end);
    const auto raw = trimmed(text.substr(valueBegin, end - valueBegin), kBlanks);
    if (!isValidUtf8(raw))
        return wrong(text, valueBegin, "the value is not UTF-8");
    auto value = classicValue(text, valueBegin, raw);
    if (!value)
        return tl::unexpected(value.error());
    auto made = Matcher::make(*op, std::string(name), std::move(*value));
    return made ? std::move(made) : wrong(text, valueBegin, printable(made.error().message));
}

} // namespace

Result<Matchers> readUtf8Matchers(std::string_view text) { return Utf8Reader(text).read(); }

Result<Matchers> readClassicMatchers(std::string_view text)
{
    if (text.starts_with('{') != text.ends_with('}')) // Alertmanager takes one alone, and so a slip for "everything"
        return wrong(text, text.starts_with('{') ? text.size() : 0, "a brace has no counterpart");
    auto begin = text.starts_with('{') ? std::size_t{1} : 0;
    const auto end = text.size() - begin;
    Matchers all;
    bool isQuoted = false;
    bool isEscaped = false;
    for (auto at = begin; at <= end; ++at) {
        const char c = at < end ? text[at] : ',';
        if (at == end || (c == ',' && !isQuoted)) {
            if (at == end && begin == end)
                break;
            auto matcher = classicMatcher(text, begin, at);
            if (!matcher)
                return tl::unexpected(matcher.error());
            all.push_back(std::move(*matcher));
            begin = at + 1;
            continue;
        }
        if (c == '"' && !isEscaped)
            isQuoted = !isQuoted;
        isEscaped = c == '\\' && !isEscaped;
    }
    return all;
}

Result<MatcherReading> readMatchers(std::string_view text)
{
    auto newer = readUtf8Matchers(text);
    auto classic = readClassicMatchers(text);
    if (!newer && !classic) // the classic one knows less, so its complaint says more where names are classic
        return tl::unexpected(newer.error());
    if (!classic || (newer && *newer == *classic))
        return MatcherReading{std::move(*newer), {}};
    if (newer)
        return MatcherReading{*classic, "this can be read in two ways, and is taken as " + matcherText(*classic) +
                                            ": write it so"};
    return MatcherReading{*classic, "this is the classic notation of matchers, taken as " + matcherText(*classic) +
                                        ": quote the value"};
}

Result<Matchers> parseMatchers(std::string_view text)
{
    return readMatchers(text).map([](MatcherReading reading) { return std::move(reading.matchers); });
}

std::string matcherText(const Matchers& matchers)
{
    std::string text = "{";
    for (const auto& matcher : matchers)
        text += (text.size() == 1 ? "" : ",") + matcher.toString();
    return text + '}';
}

} // namespace nocturne::alerts
