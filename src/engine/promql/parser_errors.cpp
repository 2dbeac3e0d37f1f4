// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "engine/promql/parser_impl.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

constexpr std::size_t kShownBytes = 60;

/// The words that may follow a whole expression.
constexpr std::array<std::string_view, 11> kWordsBehind = {"and",  "or",    "unless", "atan2",   "offset",    "by",
                                                           "bool", "group", "on",     "without", "group_left"};

std::string shown(std::string_view text) { return quote(printable(text, kShownBytes)); }

/// The byte that `where` stands for, and the begin of its line; nothing when `source` has no such line.
struct Place
{
    std::size_t line = 0;
    std::size_t at = 0;
};

std::optional<Place> placeOf(const SourcePosition& where, std::string_view source)
{
    std::size_t begin = 0;
    for (int line = 1; line < where.line; ++line) {
        const auto feed = source.find('\n', begin);
        if (feed == std::string_view::npos)
            return std::nullopt;
        begin = feed + 1;
    }
    const auto end = std::min(source.find('\n', begin), source.size());
    return Place{begin, std::min(begin + static_cast<std::size_t>(std::max(where.column - 1, 0)), end)};
}

bool startsCharacter(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }

} // namespace

std::nullptr_t Parser::fail(SourceRange range, std::string message, Error::Kind kind)
{
    if (!m_error) {
        range.end = std::max(range.begin, range.end);
        m_error = ParseError{Error{kind, std::move(message), SourcePosition::at(m_text, range.begin)}, range};
    }
    return nullptr;
}

std::nullptr_t Parser::unexpected(std::string_view context, std::string_view expected)
{
    const auto& token = current();
    if (token.kind == TokenKind::Error)
        return fail(token.range, lexicalMessage(token));
    std::string message = "unexpected " + describe(token);
    if (!context.empty())
        message += " in " + std::string(context);
    if (!expected.empty())
        message += ", expected " + std::string(expected);
    else if (token.kind == TokenKind::EndOfInput)
        message += ", expected an expression";
    return fail(token.range, context.empty() ? message + hintFor(token) : message);
}

std::nullptr_t Parser::unclosed(const Token& opening, std::string_view closing, std::string_view context)
{
    if (!at(TokenKind::EndOfInput)) {
        const auto expected =
            context == "arguments" ? "\",\" or \"" + std::string(closing) + "\"" : "\"" + std::string(closing) + "\"";
        return unexpected(context == "arguments" ? std::string_view() : context, expected);
    }
    const auto open = textOf(opening);
    const auto name = open == "(" ? "parenthesis" : open == "[" ? "bracket" : "brace";
    return fail(opening.range,
                std::string("unclosed left ") + name + ": expected \"" + std::string(closing) + "\" at the end");
}

std::string Parser::describe(const Token& token) const
{
    switch (token.kind) {
    case TokenKind::EndOfInput:
        return "end of input";
    case TokenKind::Identifier:
        return "identifier " + shown(textOf(token));
    case TokenKind::Number:
        return "number " + shown(textOf(token));
    case TokenKind::Duration:
        return "duration " + shown(textOf(token));
    case TokenKind::String:
        return "string " + std::string(printable(textOf(token), kShownBytes));
    case TokenKind::RightParen:
        return "right parenthesis \")\"";
    default:
        break;
    }
    return (isKeyword(token.kind) ? "keyword " : "") + shown(textOf(token));
}

std::string Parser::lexicalMessage(const Token& token) const
{
    const auto text = textOf(token);
    switch (token.error) {
    case LexicalError::UnterminatedString:
        return "unterminated quoted string: expected " + shown(text.substr(0, 1));
    case LexicalError::UnterminatedRawString:
        return "unterminated raw string: expected \"`\"";
    case LexicalError::BadEscape:
        return "unknown escape sequence in string " + std::string(printable(text, kShownBytes)) +
               ": write a backslash as \"\\\\\", or use `...`";
    case LexicalError::InvalidUtf8:
        return "invalid UTF-8";
    case LexicalError::BadNumber: {
        const auto duration = parseDuration(text);
        const bool units = text.find_first_of("ywdhms") != std::string_view::npos;
        return "bad number or duration syntax: " + shown(text) +
               (units && !duration ? ": " + duration.error().message : std::string());
    }
    default:
        break;
    }
    std::string message = "unexpected character " + shown(text);
    if (text == "&")
        message += ": did you mean \"and\"?";
    else if (text == "|")
        message += ": did you mean \"or\"?";
    else if (text == "!")
        message += ": did you mean \"!=\" or \"unless\"?";
    else if (text == "}" || text == "{")
        message += ": there is no left brace to close";
    else if (text == ";")
        message += ": an expression is a single one";
    return message;
}

std::string Parser::hintFor(const Token& token) const
{
    const auto text = textOf(token);
    switch (token.kind) {
    case TokenKind::Assign:
        return ": did you mean \"==\"?";
    case TokenKind::RightParen:
        return m_nesting > 0 ? "" : ": there is no left parenthesis to close";
    case TokenKind::RightBracket:
        return ": there is no left bracket to close";
    case TokenKind::By:
    case TokenKind::Without:
        return ": it belongs to an aggregation such as sum(...)";
    case TokenKind::GroupLeft:
    case TokenKind::GroupRight:
        return ": it needs on(...) or ignoring(...) before it";
    case TokenKind::Identifier: {
        if (text.size() < 2)
            return {};
        const auto meant = nearest(text, kWordsBehind);
        return meant.empty() || meant == text ? std::string() : ": did you mean " + quote(meant) + "?";
    }
    default:
        return {};
    }
}

tl::expected<ExprPtr, ParseError> parseExpression(std::string_view text, ParserOptions options)
{
    Parser parser(text, options);
    auto expr = parser.parseWhole();
    if (!expr)
        return tl::unexpected(*parser.error());
    return expr;
}

Result<ExprPtr> parse(std::string_view text, ParserOptions options)
{
    auto parsed = parseExpression(text, options);
    if (!parsed)
        return tl::unexpected(std::move(parsed.error().error));
    return std::move(*parsed);
}

Result<std::vector<model::Matcher>> parseSelector(std::string_view text)
{
    Parser parser(text, {});
    auto selector = parser.parseSelectorOnly();
    if (!selector)
        return tl::unexpected(parser.error()->error);
    return std::move(selector->matchers);
}

SourceRange errorRange(const Error& error, std::string_view source, ParserOptions options)
{
    if (!error.where)
        return {};
    const auto parsed = parseExpression(source, options);
    if (!parsed && parsed.error().error == error)
        return parsed.error().range;
    const auto place = placeOf(*error.where, source);
    if (!place)
        return {};
    for (const auto& token : tokenize(source)) {
        if (token.range.begin == place->at)
            return token.range;
    }
    return {};
}

std::string explain(const Error& error, std::string_view source)
{
    const auto place = error.where ? placeOf(*error.where, source) : std::nullopt;
    if (!place)
        return error.text();
    auto line = std::string(source.substr(place->line, source.find('\n', place->line) - place->line));
    std::ranges::replace_if(
        line, [](char c) { return c >= 0 && c < ' ' && c != '\t'; }, ' ');
    const auto at = place->at - place->line;
    const auto range = errorRange(error, source, ParserOptions::all());

    // Tabs stay tabs, so that the carets stand below their place; of a character of several bytes, the first counts.
    std::string below;
    for (const char c : line.substr(0, at)) {
        if (startsCharacter(c))
            below += c == '\t' ? '\t' : ' ';
    }
    const auto carets = std::ranges::count_if(line.substr(at, range.end - range.begin), startsCharacter);
    below.append(static_cast<std::size_t>(std::max<std::ptrdiff_t>(carets, 1)), '^');
    return error.text() + "\n  " + line + "\n  " + below;
}

} // namespace nocturne::promql
