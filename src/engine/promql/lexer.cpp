// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tokens of PromQL (Prometheus 3.14).
//
//   identifier  [A-Za-z_:][A-Za-z0-9_:]*, without colons in braces and brackets
//   number      digits and hexadecimal digits with `_` between them, fraction, exponent; inf, nan in any case
//   duration    ([0-9]+ unit)+ with units y w d h m s ms
//   string      "..." or '...' with Go's escapes, on one line; `...` raw
//   comment     # to the end of the line
#include "engine/promql/lexer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/core/duration.h"
#include "base/core/utf8.h"
#include "engine/promql/number_literal.h"
#include "engine/promql/string_literal.h"

namespace nocturne::promql {

namespace {

struct Keyword
{
    std::string_view word;
    TokenKind kind;
};

constexpr std::array kKeywords = std::to_array<Keyword>({
    {"anchored", TokenKind::Anchored},
    {"and", TokenKind::And},
    {"atan2", TokenKind::Atan2},
    {"avg", TokenKind::Avg},
    {"bool", TokenKind::Bool},
    {"bottomk", TokenKind::Bottomk},
    {"by", TokenKind::By},
    {"count", TokenKind::Count},
    {"count_values", TokenKind::CountValues},
    {"end", TokenKind::End},
    {"fill", TokenKind::Fill},
    {"fill_left", TokenKind::FillLeft},
    {"fill_right", TokenKind::FillRight},
    {"group", TokenKind::Group},
    {"group_left", TokenKind::GroupLeft},
    {"group_right", TokenKind::GroupRight},
    {"ignoring", TokenKind::Ignoring},
    {"limit_ratio", TokenKind::LimitRatio},
    {"limitk", TokenKind::Limitk},
    {"max", TokenKind::Max},
    {"max_of", TokenKind::MaxOf},
    {"min", TokenKind::Min},
    {"min_of", TokenKind::MinOf},
    {"offset", TokenKind::Offset},
    {"on", TokenKind::On},
    {"or", TokenKind::Or},
    {"quantile", TokenKind::Quantile},
    {"range", TokenKind::Range},
    {"smoothed", TokenKind::Smoothed},
    {"start", TokenKind::Start},
    {"stddev", TokenKind::Stddev},
    {"stdvar", TokenKind::Stdvar},
    {"step", TokenKind::Step},
    {"sum", TokenKind::Sum},
    {"topk", TokenKind::Topk},
    {"unless", TokenKind::Unless},
    {"without", TokenKind::Without},
});
static_assert(std::ranges::is_sorted(kKeywords, {}, &Keyword::word));

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string lowered(std::string_view word)
{
    std::string lower(word);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return lower;
}

class Lexer
{
public:
    explicit Lexer(std::string_view text)
        : m_text(text)
    {}

    std::vector<Token> run()
    {
        while (true) {
            while (m_at < m_text.size() && isBlank(m_text[m_at]))
                ++m_at;
            m_begin = m_at;
            if (m_at >= m_text.size())
                break;
            next();
        }
        add(TokenKind::EndOfInput);
        return std::move(m_tokens);
    }

private:
    enum class Inside { Nothing, Braces, Brackets };

    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    void add(TokenKind kind, LexicalError error = LexicalError::None)
    {
        m_tokens.push_back({kind, error, {m_begin, m_at}});
    }

    void take(std::size_t length, TokenKind kind)
    {
        m_at += length;
        add(kind);
    }

    void addError(LexicalError error) { add(TokenKind::Error, error); }

    void next()
    {
        const char c = peek();
        if (c == '#')
            return comment();
        if (c == '"' || c == '\'')
            return quoted(c);
        if (c == '`')
            return rawString();
        if (isLetter(c) || (c == ':' && m_inside == Inside::Nothing))
            return word();
        if (m_inside != Inside::Braces && (isDigit(c) || (c == '.' && isDigit(peek(1)))))
            return number();
        punctuation(c);
    }

    void comment()
    {
        m_at = std::min(m_text.find('\n', m_at), m_text.size());
        add(TokenKind::Comment);
    }

    void quoted(char mark)
    {
        auto error = LexicalError::None;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '\n';) {
            if (m_text[m_at] == mark) {
                ++m_at;
                return error == LexicalError::None ? add(TokenKind::String) : addError(error);
            }
            if (m_text[m_at] == '\\') {
                const auto length = escapeLength(m_text.substr(m_at), mark);
                if (length == 0)
                    error = LexicalError::BadEscape;
                m_at = std::min(m_at + (length == 0 ? 2 : length), m_text.size());
                continue;
            }
            advanceOneCharacter(error);
        }
        addError(error == LexicalError::None ? LexicalError::UnterminatedString : error);
    }

    void rawString()
    {
        auto error = LexicalError::None;
        for (++m_at; m_at < m_text.size();) {
            if (m_text[m_at] == '`') {
                ++m_at;
                return error == LexicalError::None ? add(TokenKind::String) : addError(error);
            }
            advanceOneCharacter(error);
        }
        addError(error == LexicalError::None ? LexicalError::UnterminatedRawString : error);
    }

    void advanceOneCharacter(LexicalError& error)
    {
        const auto length = utf8Length(m_text.substr(m_at));
        if (length == 0)
            error = LexicalError::InvalidUtf8;
        m_at += std::max<std::size_t>(length, 1);
    }

    void word()
    {
        const bool colons = m_inside == Inside::Nothing;
        while (isLetter(peek()) || isDigit(peek()) || (colons && peek() == ':'))
            ++m_at;
        const auto text = m_text.substr(m_begin, m_at - m_begin);
        if (m_inside == Inside::Braces)
            return add(TokenKind::Identifier);
        const auto lower = lowered(text);
        if (lower == "inf" || lower == "nan")
            return add(TokenKind::Number);
        add(keywordOf(lower));
    }

    /// Takes all letters and digits, so that `5mm` and `1e` are one wrong token and not two right ones.
    void number()
    {
        const bool hexadecimal = peek() == '0' && (peek(1) == 'x' || peek(1) == 'X');
        bool onlyDigits = true; // so far, before an exponent
        while (isLetter(peek()) || isDigit(peek()) || peek() == '.') {
            const bool exponent = onlyDigits && !hexadecimal && (peek() == 'e' || peek() == 'E');
            onlyDigits = onlyDigits && (isDigit(peek()) || peek() == '.' || peek() == '_');
            ++m_at;
            if (exponent && (peek() == '+' || peek() == '-') && isDigit(peek(1)))
                ++m_at;
        }
        const auto text = m_text.substr(m_begin, m_at - m_begin);
        if (parseNumberLiteral(text))
            return add(TokenKind::Number);
        if (looksLikeDuration(text))
            return add(TokenKind::Duration);
        addError(LexicalError::BadNumber);
    }

    static bool looksLikeDuration(std::string_view text) { return parseDuration(text).has_value(); }

    void punctuation(char c)
    {
        if (m_inside == Inside::Braces)
            return punctuationInBraces(c);
        const char second = peek(1);
        switch (c) {
        case '(':
            return take(1, TokenKind::LeftParen);
        case ')':
            return take(1, TokenKind::RightParen);
        case '{':
            m_inside = Inside::Braces;
            return take(1, TokenKind::LeftBrace);
        case '[':
            m_inside = Inside::Brackets;
            return take(1, TokenKind::LeftBracket);
        case ']':
            m_inside = Inside::Nothing;
            return take(1, TokenKind::RightBracket);
        case ',':
            return take(1, TokenKind::Comma);
        case ':':
            return take(1, TokenKind::Colon);
        case '@':
            return take(1, TokenKind::At);
        case '+':
            return take(1, TokenKind::Plus);
        case '-':
            return take(1, TokenKind::Minus);
        case '*':
            return take(1, TokenKind::Star);
        case '/':
            return take(1, TokenKind::Slash);
        case '%':
            return take(1, TokenKind::Percent);
        case '^':
            return take(1, TokenKind::Caret);
        case '=':
            if (second == '=')
                return take(2, TokenKind::EqualEqual);
            return second == '~' ? take(2, TokenKind::RegexMatch) : take(1, TokenKind::Assign);
        case '!':
            if (second == '=')
                return take(2, TokenKind::NotEqual);
            return second == '~' ? take(2, TokenKind::RegexNoMatch) : unexpected();
        case '<':
            if (second == '=')
                return take(2, TokenKind::LessEqual);
            return second == '/' ? take(2, TokenKind::TrimUpper) : take(1, TokenKind::Less);
        case '>':
            if (second == '=')
                return take(2, TokenKind::GreaterEqual);
            return second == '/' ? take(2, TokenKind::TrimLower) : take(1, TokenKind::Greater);
        default:
            unexpected();
        }
    }

    void punctuationInBraces(char c)
    {
        const char second = peek(1);
        switch (c) {
        case '{':
            return take(1, TokenKind::LeftBrace);
        case '}':
            m_inside = Inside::Nothing;
            return take(1, TokenKind::RightBrace);
        case ',':
            return take(1, TokenKind::Comma);
        case '=':
            return second == '~' ? take(2, TokenKind::RegexMatch) : take(1, TokenKind::Assign);
        case '!':
            if (second == '=')
                return take(2, TokenKind::NotEqual);
            return second == '~' ? take(2, TokenKind::RegexNoMatch) : unexpected();
        default:
            unexpected();
        }
    }

    void unexpected()
    {
        const auto length = utf8Length(m_text.substr(m_at));
        m_at += std::max<std::size_t>(length, 1);
        addError(length == 0 ? LexicalError::InvalidUtf8 : LexicalError::UnexpectedCharacter);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_begin = 0;
    Inside m_inside = Inside::Nothing;
    std::vector<Token> m_tokens;
};

} // namespace

std::vector<Token> tokenize(std::string_view text) { return Lexer(text).run(); }

bool isAggregation(TokenKind kind) { return kind >= TokenKind::Avg && kind <= TokenKind::Topk; }

bool isKeyword(TokenKind kind) { return kind >= TokenKind::Atan2; }

bool canBeMetricName(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Atan2:
    case TokenKind::Bool:
    case TokenKind::On:
    case TokenKind::Ignoring:
    case TokenKind::GroupLeft:
    case TokenKind::GroupRight:
        return false;
    default:
        return kind == TokenKind::Identifier || isKeyword(kind);
    }
}

TokenKind keywordOf(std::string_view word)
{
    const auto lower = lowered(word);
    const auto* const found = std::ranges::lower_bound(kKeywords, std::string_view(lower), {}, &Keyword::word);
    return found != kKeywords.end() && found->word == lower ? found->kind : TokenKind::Identifier;
}

std::vector<std::string_view> keywords()
{
    std::vector<std::string_view> words;
    words.reserve(kKeywords.size());
    for (const auto& keyword : kKeywords)
        words.push_back(keyword.word);
    return words;
}

} // namespace nocturne::promql
