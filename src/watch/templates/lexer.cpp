// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//   template = { text | "{{" [ "-" blank ] { token } [ blank "-" ] "}}" | "{{" [ "- " ] "/*" ... "*/" [ " -" ] "}}" }
#include "watch/templates/lexer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/core/text.h"
#include "watch/templates/utf8.h"

namespace nocturne::templates {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kDigits = "0123456789_";

constexpr std::array<std::pair<std::string_view, TokenKind>, 13> kKeywords = {{
    {"block", TokenKind::Block},
    {"break", TokenKind::Break},
    {"continue", TokenKind::Continue},
    {"define", TokenKind::Define},
    {"else", TokenKind::Else},
    {"end", TokenKind::EndKeyword},
    {"if", TokenKind::If},
    {"nil", TokenKind::Nil},
    {"range", TokenKind::Range},
    {"template", TokenKind::Template},
    {"with", TokenKind::With},
    {"true", TokenKind::Bool},
    {"false", TokenKind::Bool},
}};

bool isBlank(char c) { return kBlanks.find(c) != std::string_view::npos; }

class Lexer
{
public:
    explicit Lexer(std::string_view text)
        : m_text(text)
    {}

    Result<std::vector<Token>> run()
    {
        while (m_at < m_text.size() && !m_error) {
            lexText();
            if (m_at < m_text.size() && !m_error)
                lexAction();
        }
        if (m_error)
            return tl::unexpected(*m_error);
        m_tokens.push_back({TokenKind::Eof, m_text.substr(m_text.size()), m_text.size()});
        return std::move(m_tokens);
    }

private:
    std::string_view rest() const { return m_text.substr(std::min(m_at, m_text.size())); }

    void refuse(std::size_t at, std::string message)
    {
        if (!m_error)
            m_error = Error{Error::Kind::InvalidInput, std::move(message), SourcePosition::at(m_text, at)};
    }

    void emit(TokenKind kind, std::size_t begin)
    {
        m_tokens.push_back({kind, m_text.substr(begin, m_at - begin), begin});
    }

    /// Bytes of a right delimiter with its trim mark at `at`, or 0.
    std::size_t rightDelimAt(std::size_t at) const
    {
        const auto text = m_text.substr(std::min(at, m_text.size()));
        if (text.starts_with("}}"))
            return 2;
        return text.size() > 3 && isBlank(text[0]) && text.substr(1).starts_with("-}}") ? 4 : 0;
    }

    void lexText()
    {
        auto begin = m_at;
        const auto open = std::min(m_text.find("{{", m_at), m_text.size());
        auto end = open;
        if (m_trimNext)
            begin = std::min(m_text.find_first_not_of(kBlanks, begin), open);
        m_trimNext = false;
        const auto action = m_text.substr(open);
        if (action.size() > 3 && action[2] == '-' && isBlank(action[3])) {
            while (end > begin && isBlank(m_text[end - 1]))
                --end;
        }
        if (end > begin)
            m_tokens.push_back({TokenKind::Text, m_text.substr(begin, end - begin), begin});
        m_at = open;
    }

    void lexAction()
    {
        const auto open = m_at;
        m_at += rest().size() > 3 && rest()[2] == '-' && isBlank(rest()[3]) ? 4 : 2;
        if (rest().starts_with("/*")) {
            lexComment();
            return;
        }
        m_tokens.push_back({TokenKind::LeftDelim, m_text.substr(open, 2), open});
        m_parens.clear();
        while (!m_error && !lexInside(open)) {
        }
    }

    void lexComment()
    {
        const auto start = m_at;
        const auto end = m_text.find("*/", m_at + 2);
        if (end == std::string_view::npos)
            return refuse(start, "comment without an end: expected \"*/\"");
        m_at = end + 2;
        const auto delim = rightDelimAt(m_at);
        if (delim == 0)
            return refuse(m_at, "a comment ends right before \"}}\"");
        m_trimNext = delim == 4;
        m_at += delim;
    }

    /// One token of an action; true at its end.
    bool lexInside(std::size_t open)
    {
        const auto begin = m_at;
        if (const auto delim = rightDelimAt(m_at); delim != 0) {
            if (!m_parens.empty()) {
                refuse(m_parens.back(), "\"(\" without \")\"");
                return true;
            }
            m_trimNext = delim == 4;
            m_at += delim;
            emit(TokenKind::RightDelim, begin);
            return true;
        }
        if (m_at >= m_text.size()) {
            refuse(open, "\"{{\" without \"}}\"");
            return true;
        }
        const char c = m_text[m_at];
        if (isBlank(c))
            lexSpace();
        else if (c == '"' || c == '`' || c == '\'')
            lexQuoted(c);
        else if (c == '$')
            lexName(TokenKind::Variable);
        else if (c == '.' && (m_at + 1 >= m_text.size() || m_text[m_at + 1] < '0' || m_text[m_at + 1] > '9'))
            lexName(TokenKind::Field);
        else if (c == '.' || c == '+' || c == '-' || (c >= '0' && c <= '9'))
            lexNumber();
        else if (isWordRune(runeAt(m_text, m_at)))
            lexIdentifier();
        else
            lexMark(c);
        return false;
    }

    void lexSpace()
    {
        const auto begin = m_at;
        while (m_at < m_text.size() && isBlank(m_text[m_at]) && rightDelimAt(m_at) != 4)
            ++m_at;
        emit(TokenKind::Space, begin);
    }

    void lexMark(char c)
    {
        const auto begin = m_at;
        const auto rune = runeAt(m_text, m_at);
        m_at += rune.bytes;
        switch (c) {
        case '=':
            return emit(TokenKind::Assign, begin);
        case '|':
            return emit(TokenKind::Pipe, begin);
        case ':':
            if (!rest().starts_with('='))
                return refuse(begin, "expected \":=\"");
            ++m_at;
            return emit(TokenKind::Declare, begin);
        case '(':
            m_parens.push_back(begin);
            return emit(TokenKind::LeftParen, begin);
        case ')':
            if (m_parens.empty())
                return refuse(begin, "\")\" without \"(\"");
            m_parens.pop_back();
            return emit(TokenKind::RightParen, begin);
        default:
            break;
        }
        if (c < 0x20 || c > 0x7e) // not ASCII, or no visible one
            return refuse(begin, "unrecognized character in action: " + runeName(rune) +
                                     ": only ASCII blanks and "
                                     "marks stand outside of quotes");
        emit(TokenKind::Char, begin);
    }

    bool atTerminator() const
    {
        if (m_at >= m_text.size() || rightDelimAt(m_at) != 0)
            return true;
        return isBlank(m_text[m_at]) || std::string_view(".,|:()").find(m_text[m_at]) != std::string_view::npos;
    }

    /// Behind a name there is a blank, a mark or the end.
    bool endsWell()
    {
        if (atTerminator())
            return true;
        refuse(m_at, "bad character " + runeName(runeAt(m_text, m_at)) + " in a name");
        return false;
    }

    void skipWord()
    {
        while (m_at < m_text.size() && isWordRune(runeAt(m_text, m_at)))
            m_at += runeAt(m_text, m_at).bytes;
    }

    void lexName(TokenKind kind)
    {
        const auto begin = m_at++;
        if (!atTerminator())
            skipWord();
        else if (kind == TokenKind::Field)
            return emit(TokenKind::Dot, begin);
        if (endsWell())
            emit(kind, begin);
    }

    void lexIdentifier()
    {
        const auto begin = m_at;
        skipWord();
        if (!endsWell())
            return;
        const auto word = m_text.substr(begin, m_at - begin);
        const auto* const known = std::ranges::find(kKeywords, word, &std::pair<std::string_view, TokenKind>::first);
        emit(known == kKeywords.end() ? TokenKind::Identifier : known->second, begin);
    }

    void lexQuoted(char quote)
    {
        const auto begin = m_at++;
        while (m_at < m_text.size() && m_text[m_at] != quote && (quote == '`' || m_text[m_at] != '\n'))
            m_at +=
                m_text[m_at] == '\\' && quote != '`' && m_at + 1 < m_text.size() && m_text[m_at + 1] != '\n' ? 2 : 1;
        if (m_at >= m_text.size() || m_text[m_at] != quote)
            return refuse(begin, "text without a closing quote");
        ++m_at;
        emit(quote == '"' ? TokenKind::String : quote == '`' ? TokenKind::RawString : TokenKind::CharConstant, begin);
    }

    bool accept(std::string_view any)
    {
        if (m_at >= m_text.size() || any.find(m_text[m_at]) == std::string_view::npos)
            return false;
        ++m_at;
        return true;
    }

    void acceptAll(std::string_view any)
    {
        while (accept(any)) {
        }
    }

    void lexNumber()
    {
        const auto begin = m_at;
        accept("+-");
        std::string_view digits = kDigits;
        bool isHex = false;
        if (accept("0")) {
            if (accept("xX")) {
                digits = "0123456789abcdefABCDEF_";
                isHex = true;
            } else if (accept("oO")) {
                digits = "01234567_";
            } else if (accept("bB")) {
                digits = "01_";
            }
        }
        acceptAll(digits);
        if (accept("."))
            acceptAll(digits);
        if ((digits == kDigits && accept("eE")) || (isHex && accept("pP"))) {
            accept("+-");
            acceptAll(kDigits);
        }
        if (m_at < m_text.size() && isWordRune(runeAt(m_text, m_at))) {
            skipWord();
            return refuse(begin, "bad number \"" + printable(m_text.substr(begin, m_at - begin)) + "\"");
        }
        emit(TokenKind::Number, begin);
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_trimNext = false;
    std::vector<std::size_t> m_parens; // open ones
    std::vector<Token> m_tokens;
    std::optional<Error> m_error;
};

} // namespace

Result<std::vector<Token>> tokenize(std::string_view text) { return Lexer(text).run(); }

std::string describe(const Token& token)
{
    switch (token.kind) {
    case TokenKind::Eof:
        return "the end of the template";
    case TokenKind::RightDelim:
        return "\"}}\"";
    case TokenKind::Text:
        return "text";
    default:
        return "\"" + printable(token.text, 40) + "\"";
    }
}

} // namespace nocturne::templates
