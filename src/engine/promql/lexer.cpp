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
#include <optional>
#include <utility>

#include "base/core/duration.h"
#include "engine/promql/number_literal.h"

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

/// Bytes of the well-formed UTF-8 sequence at the front of `text`, 0 when there is none (Unicode 15, table 3-7).
std::size_t sequenceLength(std::string_view text)
{
    const auto byte = [text](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto tail = [&](std::size_t from, std::size_t count) {
        for (std::size_t i = from; i < from + count; ++i) {
            if (byte(i) < 0x80 || byte(i) > 0xbf)
                return false;
        }
        return true;
    };
    const auto lead = byte(0);
    const auto second = byte(1);
    if (lead < 0x80)
        return text.empty() ? 0 : 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return tail(1, 1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        const bool overlong = lead == 0xe0 && second < 0xa0;
        const bool surrogate = lead == 0xed && second > 0x9f;
        return tail(1, 2) && !overlong && !surrogate ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const bool overlong = lead == 0xf0 && second < 0x90;
        const bool tooLarge = lead == 0xf4 && second > 0x8f;
        return tail(1, 3) && !overlong && !tooLarge ? 4 : 0;
    }
    return 0;
}

int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

void appendUtf8(std::string& out, std::uint32_t rune)
{
    const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (rune < 0x80) {
        put(rune);
    } else if (rune < 0x800) {
        put(0xc0U | (rune >> 6U));
        put(0x80U | (rune & 0x3fU));
    } else if (rune < 0x10000) {
        put(0xe0U | (rune >> 12U));
        put(0x80U | ((rune >> 6U) & 0x3fU));
        put(0x80U | (rune & 0x3fU));
    } else {
        put(0xf0U | (rune >> 18U));
        put(0x80U | ((rune >> 12U) & 0x3fU));
        put(0x80U | ((rune >> 6U) & 0x3fU));
        put(0x80U | (rune & 0x3fU));
    }
}

/// One escape sequence: how long it is, and the byte or rune that it stands for.
struct Escape
{
    std::size_t length = 0;
    std::uint32_t value = 0;
    bool isRune = false;
};

std::optional<Escape> numericEscape(std::string_view text, std::size_t skip, std::size_t digits, std::uint32_t base,
                                    bool isRune)
{
    if (text.size() < skip + digits)
        return std::nullopt;
    std::uint32_t value = 0;
    for (std::size_t i = skip; i < skip + digits; ++i) {
        const int digit = hexValue(text[i]);
        if (digit < 0 || static_cast<std::uint32_t>(digit) >= base)
            return std::nullopt;
        value = value * base + static_cast<std::uint32_t>(digit);
    }
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (isRune ? value > 0x10ffff || surrogate : value > 0xff)
        return std::nullopt;
    return Escape{skip + digits, value, isRune};
}

/// The escape at the front of `text`, which starts with the backslash, in a literal opened by `quoteMark`.
std::optional<Escape> readEscape(std::string_view text, char quoteMark)
{
    if (text.size() < 2)
        return std::nullopt;
    const char c = text[1];
    if (c == quoteMark || c == '\\')
        return Escape{2, static_cast<unsigned char>(c), false};
    switch (c) {
    case 'a':
        return Escape{2, 0x07, false};
    case 'b':
        return Escape{2, 0x08, false};
    case 'f':
        return Escape{2, 0x0c, false};
    case 'n':
        return Escape{2, 0x0a, false};
    case 'r':
        return Escape{2, 0x0d, false};
    case 't':
        return Escape{2, 0x09, false};
    case 'v':
        return Escape{2, 0x0b, false};
    case 'x':
        return numericEscape(text, 2, 2, 16, false);
    case 'u':
        return numericEscape(text, 2, 4, 16, true);
    case 'U':
        return numericEscape(text, 2, 8, 16, true);
    default:
        return numericEscape(text, 1, 3, 8, false);
    }
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
                const auto escape = readEscape(m_text.substr(m_at), mark);
                if (!escape)
                    error = LexicalError::BadEscape;
                m_at = std::min(m_at + (escape ? escape->length : 2), m_text.size());
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
        const auto length = sequenceLength(m_text.substr(m_at));
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
        const auto length = sequenceLength(m_text.substr(m_at));
        m_at += std::max<std::size_t>(length, 1);
        addError(length == 0 ? LexicalError::InvalidUtf8 : LexicalError::UnexpectedCharacter);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_begin = 0;
    Inside m_inside = Inside::Nothing;
    std::vector<Token> m_tokens;
};

/// Characters that are there but not seen, or turn the direction of those around them.
bool isInvisible(std::uint32_t rune)
{
    return (rune >= 0x80 && rune <= 0xa0) || rune == 0xad || (rune >= 0x200b && rune <= 0x200f) ||
           (rune >= 0x2028 && rune <= 0x202e) || (rune >= 0x2060 && rune <= 0x206f) || rune == 0xfeff;
}

std::uint32_t decode(std::string_view sequence)
{
    if (sequence.size() == 1)
        return static_cast<unsigned char>(sequence[0]);
    auto rune = static_cast<unsigned char>(sequence[0]) & (0xffU >> (sequence.size() + 1));
    for (const char c : sequence.substr(1))
        rune = (rune << 6U) | (static_cast<unsigned char>(c) & 0x3fU);
    return rune;
}

void appendHex(std::string& out, std::string_view prefix, std::uint32_t value, unsigned digits)
{
    out += prefix;
    for (unsigned i = digits; i-- > 0;)
        out += "0123456789abcdef"[(value >> (4 * i)) & 0xfU];
}

void appendEscaped(std::string& out, std::uint32_t rune, std::string_view sequence)
{
    constexpr std::string_view kNamed = "\a\b\t\n\v\f\r";
    if (rune == '"' || rune == '\\') {
        out += '\\';
        out += static_cast<char>(rune);
    } else if (rune >= 0x07 && rune <= 0x0d) {
        out += '\\';
        out += "abtnvfr"[kNamed.find(static_cast<char>(rune))];
    } else if (rune < 0x20 || rune == 0x7f) {
        appendHex(out, "\\x", rune, 2);
    } else if (isInvisible(rune)) {
        appendHex(out, "\\u", rune, 4);
    } else {
        out += sequence;
    }
}

/// What an identifier is, told by what stands around it.
Highlight highlightOfName(const std::vector<Token>& tokens, std::size_t index, bool inBraces, bool inGrouping)
{
    if (inBraces || inGrouping)
        return Highlight::LabelName;
    return tokens[index + 1].kind == TokenKind::LeftParen ? Highlight::Function : Highlight::Metric;
}

bool opensGrouping(TokenKind kind)
{
    switch (kind) {
    case TokenKind::By:
    case TokenKind::Without:
    case TokenKind::On:
    case TokenKind::Ignoring:
    case TokenKind::GroupLeft:
    case TokenKind::GroupRight:
        return true;
    default:
        return false;
    }
}

Highlight highlightOfKeyword(const std::vector<Token>& tokens, std::size_t index)
{
    const auto kind = tokens[index].kind;
    const auto following = tokens[index + 1].kind;
    if (isAggregation(kind)) {
        const bool applied =
            following == TokenKind::LeftParen || following == TokenKind::By || following == TokenKind::Without;
        return applied ? Highlight::Aggregation : Highlight::Metric;
    }
    if (kind >= TokenKind::Start && kind <= TokenKind::MaxOf)
        return following == TokenKind::LeftParen ? Highlight::Function : Highlight::Metric;
    return Highlight::Keyword;
}

Highlight highlightOfOther(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Comment:
        return Highlight::Comment;
    case TokenKind::Number:
        return Highlight::Number;
    case TokenKind::Duration:
        return Highlight::Duration;
    case TokenKind::String:
        return Highlight::String;
    case TokenKind::Error:
        return Highlight::Error;
    case TokenKind::At:
        return Highlight::Operator;
    default:
        return kind >= TokenKind::Assign ? Highlight::Operator : Highlight::Punctuation;
    }
}

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
    for (const auto& keyword : kKeywords)
        words.push_back(keyword.word);
    return words;
}

std::string unquote(std::string_view literal)
{
    const char mark = literal.front();
    auto body = literal.substr(1, literal.size() - 2);
    if (mark == '`')
        return std::string(body);
    std::string text;
    while (!body.empty()) {
        std::size_t length = 1;
        if (body.front() != '\\') {
            text += body.front();
        } else if (const auto escape = readEscape(body, mark)) {
            length = escape->length;
            if (escape->isRune)
                appendUtf8(text, escape->value);
            else
                text += static_cast<char>(escape->value);
        }
        body.remove_prefix(length);
    }
    return text;
}

std::string quote(std::string_view text)
{
    std::string out = "\"";
    while (!text.empty()) {
        const auto length = sequenceLength(text);
        if (length == 0)
            appendHex(out, "\\x", static_cast<unsigned char>(text.front()), 2);
        else
            appendEscaped(out, decode(text.substr(0, length)), text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out += '"';
    return out;
}

std::vector<HighlightRange> highlight(std::string_view text)
{
    const auto tokens = tokenize(text);
    std::vector<HighlightRange> ranges;
    bool inBraces = false;
    bool inGrouping = false;
    auto before = TokenKind::EndOfInput;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const auto& token = tokens[i];
        inBraces = token.kind == TokenKind::LeftBrace || (inBraces && token.kind != TokenKind::RightBrace);
        inGrouping = (token.kind == TokenKind::LeftParen && opensGrouping(before)) ||
                     (inGrouping && token.kind != TokenKind::RightParen);
        auto kind = highlightOfOther(token.kind);
        if (token.kind == TokenKind::Identifier || (isKeyword(token.kind) && inGrouping))
            kind = highlightOfName(tokens, i, inBraces, inGrouping);
        else if (isKeyword(token.kind))
            kind = highlightOfKeyword(tokens, i);
        ranges.push_back({kind, token.range});
        if (token.kind != TokenKind::Comment)
            before = token.kind;
    }
    return ranges;
}

} // namespace nocturne::promql
