// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/paste/shell_words.h"

#include "base/core/text.h"

namespace nocturne::paste {

namespace {

constexpr std::size_t kMostWords = 256;
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kEnds = "|;&<>";

class Splitter
{
public:
    explicit Splitter(std::string_view text)
        : m_text(text)
    {}

    Result<ShellCommand> split()
    {
        while (!m_error && skipBlanks() && kEnds.find(m_text[m_at]) == std::string_view::npos) {
            if (m_command.words.size() == kMostWords) {
                complain(m_at, "the command has more than 256 words", Error::Kind::LimitExceeded);
                break;
            }
            m_command.words.push_back({{}, m_at});
            readWord(m_command.words.back().text);
        }
        if (m_error)
            return tl::unexpected(*m_error);
        m_command.rest = trimmed(m_text.substr(m_at), kBlanks);
        return std::move(m_command);
    }

private:
    void complain(std::size_t at, std::string message, Error::Kind kind = Error::Kind::InvalidInput)
    {
        if (!m_error)
            m_error = Error{kind, std::move(message), SourcePosition::at(m_text, at)};
    }

    bool more() const { return m_at < m_text.size(); }

    /// Behind a backslash a line goes on in the next; Windows writes two bytes for its end.
    std::size_t continuation(std::size_t at) const
    {
        const auto rest = m_text.substr(at);
        return rest.starts_with("\\\r\n") ? 3 : rest.starts_with("\\\n") ? 2 : 0;
    }

    /// Whether there is a word after them.
    bool skipBlanks()
    {
        while (more()) {
            if (const auto size = continuation(m_at); size > 0)
                m_at += size;
            else if (kBlanks.find(m_text[m_at]) != std::string_view::npos)
                ++m_at;
            else
                return true;
        }
        return false;
    }

    void readWord(std::string& word)
    {
        while (!m_error && more()) {
            const char c = m_text[m_at];
            if (kBlanks.find(c) != std::string_view::npos || kEnds.find(c) != std::string_view::npos)
                return;
            if (const auto size = continuation(m_at); size > 0)
                m_at += size;
            else if (c == '\'')
                readSingle(word);
            else if (c == '"')
                readDouble(word);
            else if (c == '$' && m_text.substr(m_at).starts_with("$'"))
                readEscaped(word);
            else if (c == '\\')
                readBackslash(word);
            else if (!refuseExpansion(c))
                word += m_text[m_at++];
        }
    }

    bool refuseExpansion(char c)
    {
        const bool isSubstitution = c == '`' || m_text.substr(m_at).starts_with("$(");
        if (isSubstitution) {
            complain(m_at, "here a shell would run another command: paste the line with what comes of it");
            return true;
        }
        const auto next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : ' ';
        if (c != '$' || !(isAsciiLetter(next) || next == '_' || next == '{'))
            return false;
        complain(m_at, "here stands a variable of a shell: paste the line with its value");
        return true;
    }

    void readBackslash(std::string& word)
    {
        if (++m_at < m_text.size())
            word += m_text[m_at++];
        else
            complain(m_at - 1, "the line ends with a backslash: what follows it is missing");
    }

    void readSingle(std::string& word)
    {
        const auto end = m_text.find('\'', m_at + 1);
        if (end == std::string_view::npos)
            return complain(m_at, "the quote that begins here is not closed");
        word += m_text.substr(m_at + 1, end - m_at - 1);
        m_at = end + 1;
    }

    void readDouble(std::string& word)
    {
        const auto start = m_at++;
        while (!m_error && more() && m_text[m_at] != '"') {
            if (const auto size = continuation(m_at); size > 0) {
                m_at += size;
            } else if (m_text[m_at] == '\\' && m_at + 1 < m_text.size() &&
                       std::string_view("\"\\$`").find(m_text[m_at + 1]) != std::string_view::npos) {
                word += m_text[m_at + 1];
                m_at += 2;
            } else if (!refuseExpansion(m_text[m_at])) {
                word += m_text[m_at++];
            }
        }
        if (!more())
            return complain(start, "the quote that begins here is not closed");
        ++m_at;
    }

    static std::optional<char> escapeOf(char c)
    {
        constexpr std::string_view kNames = "abefnrtv\\'\"?";
        constexpr std::string_view kChars = "\a\b\033\f\n\r\t\v\\'\"?";
        const auto at = kNames.find(c);
        return at == std::string_view::npos ? std::nullopt : std::optional(kChars[at]);
    }

    /// `$'...'`, as browsers write bodies with line ends. \u is left to those that write UTF-8.
    void readEscaped(std::string& word)
    {
        const auto start = m_at;
        m_at += 2;
        while (more() && m_text[m_at] != '\'') {
            if (m_text[m_at] != '\\' || m_at + 1 >= m_text.size()) {
                word += m_text[m_at++];
                continue;
            }
            const char name = m_text[m_at + 1];
            m_at += 2;
            if (const auto escaped = escapeOf(name))
                word += *escaped;
            else if (name == 'x')
                readHex(word);
            else if (name == 'u')
                readUnicode(word);
            else
                return complain(m_at - 2, "an escape that is not known: write the text without it");
        }
        if (!more())
            return complain(start, "the quote that begins here is not closed");
        ++m_at;
    }

    static int digitOf(char c)
    {
        const char lower = asciiLower(c);
        if (isAsciiDigit(c))
            return c - '0';
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    unsigned hexDigits(std::size_t most)
    {
        unsigned value = 0;
        for (std::size_t i = 0; i < most && more() && digitOf(m_text[m_at]) >= 0; ++i)
            value = value * 16 + static_cast<unsigned>(digitOf(m_text[m_at++]));
        return value;
    }

    void readHex(std::string& word) { word += static_cast<char>(hexDigits(2)); }

    void readUnicode(std::string& word)
    {
        const auto code = hexDigits(4);
        if (code < 0x80) {
            word += static_cast<char>(code);
        } else if (code < 0x800) {
            word += static_cast<char>(0xc0U | (code >> 6U));
            word += static_cast<char>(0x80U | (code & 0x3fU));
        } else {
            word += static_cast<char>(0xe0U | (code >> 12U));
            word += static_cast<char>(0x80U | ((code >> 6U) & 0x3fU));
            word += static_cast<char>(0x80U | (code & 0x3fU));
        }
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    ShellCommand m_command;
    std::optional<Error> m_error;
};

} // namespace

Result<ShellCommand> splitShellCommand(std::string_view text) { return Splitter(text).split(); }

} // namespace nocturne::paste
