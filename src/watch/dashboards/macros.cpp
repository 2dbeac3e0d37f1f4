// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/dashboards/macros.h"

#include <algorithm>
#include <vector>

#include "base/core/duration.h"
#include "base/core/text.h"

namespace nocturne::dashboards {
namespace {

bool isNameByte(char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '_'; }

std::string regexLiteral(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos)
            out.push_back('\\');
        out.push_back(c);
    }
    return out;
}

std::string quotedContent(std::string_view text, char quote)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == quote)
            out.push_back('\\');
        if (c == '\n')
            out += "\\n";
        else
            out.push_back(c);
    }
    return out;
}

/// Walks over an expression once and knows whether it is inside a string, and behind which operator.
class Expander
{
public:
    Expander(std::string_view text, const MacroValues& values)
        : m_text(text)
        , m_values(values)
    {}

    Result<std::string> run()
    {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '$') {
                if (auto replaced = replaceName(); !replaced)
                    return tl::unexpected(replaced.error());
                continue;
            }
            follow(c);
            m_out.push_back(c);
            ++m_at;
        }
        return std::move(m_out);
    }

private:
    void follow(char c)
    {
        if (m_quote == '\0') {
            if (c == '"' || c == '\'' || c == '`') {
                m_quote = c;
                m_regex =
                    m_out.ends_with("=~") || m_out.ends_with("!~") || m_out.ends_with("=~ ") || m_out.ends_with("!~ ");
            }
        } else if (c == '\\' && m_quote != '`' && m_at + 1 < m_text.size()) {
            m_out.push_back(c);
            ++m_at;
        } else if (c == m_quote) {
            m_quote = '\0';
        }
    }

    Result<void> replaceName()
    {
        const auto start = m_at;
        const bool braced = m_text.substr(m_at).starts_with("${");
        auto from = m_at + (braced ? 2 : 1);
        auto to = from;
        while (to < m_text.size() && isNameByte(m_text[to]))
            ++to;
        const auto name = m_text.substr(from, to - from);
        const bool closed = !braced || (to < m_text.size() && m_text[to] == '}');
        // The `$` that ends a regular expression, the `$1` of label_replace, and whatever else is no name stays.
        if (name.empty() || isAsciiDigit(name.front()) || !closed) {
            m_out.push_back('$');
            ++m_at;
            return {};
        }
        auto value = valueOf(name);
        if (!value)
            return fail(Error::Kind::InvalidInput, value.error().message, SourcePosition::at(m_text, start));
        m_out += *value;
        m_at = to + (braced ? 1 : 0);
        return {};
    }

    Result<std::string> valueOf(std::string_view name) const
    {
        using std::chrono::milliseconds;
        if (name == "__rate_interval")
            return formatDuration(std::max(m_values.step + m_values.scrapeInterval, 4 * m_values.scrapeInterval));
        if (name == "__interval")
            return formatDuration(m_values.step);
        if (name == "__interval_ms")
            return std::to_string(m_values.step.count());
        if (name == "__range")
            return formatDuration(std::max(m_values.range, milliseconds(1000)));
        if (name == "__range_s")
            return std::to_string(m_values.range.count() / 1000);
        if (name == "__range_ms")
            return std::to_string(m_values.range.count());
        const auto found = m_values.variables.find(name);
        if (found == m_values.variables.end())
            return unknown(name);
        if (found->second.all)
            return std::string(".*");
        if (m_quote == '\0')
            return found->second.value;
        const auto& value = found->second.value;
        const auto literal = m_regex ? regexLiteral(value) : value;
        return m_quote == '`' ? literal : quotedContent(literal, m_quote);
    }

    Result<std::string> unknown(std::string_view name) const
    {
        std::vector<std::string_view> known = {"__rate_interval", "__interval", "__range", "__range_s"};
        for (const auto& [variable, choice] : m_values.variables)
            known.push_back(variable);
        auto message = "unknown variable \"$" + printable(name, 60) + "\"";
        if (const auto hint = nearest(name, known); !hint.empty())
            message += ": did you mean \"$" + std::string(hint) + "\"?";
        return fail(Error::Kind::InvalidInput, std::move(message));
    }

    std::string_view m_text;
    const MacroValues& m_values;
    std::size_t m_at = 0;
    std::string m_out;
    char m_quote = '\0';
    bool m_regex = false;
};

} // namespace

Result<std::string> expandMacros(std::string_view expression, const MacroValues& values)
{
    return Expander(expression, values).run();
}

} // namespace nocturne::dashboards
