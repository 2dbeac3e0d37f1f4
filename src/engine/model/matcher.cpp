// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/matcher.h"

#include <algorithm>
#include <optional>

#include <re2/re2.h>

#include "engine/model/simple_pattern.h"

namespace nocturne::model {

struct Matcher::Pattern
{
    std::vector<std::string> setMatches; // sorted
    std::optional<SimplePattern> simple;
    std::unique_ptr<RE2> expression; // null when one of those says everything
    std::string prefix;
};

namespace {

constexpr std::int64_t kRegexMemoryBytes = 4 << 20;
constexpr std::string_view kMeta = "\\.+*?()|[]{}^$";

/// The literal text before the first special character; one under a quantifier does not count.
std::string literalPrefix(std::string_view text)
{
    const auto end = text.find_first_of(kMeta);
    if (end == std::string_view::npos || text.find('|') != std::string_view::npos)
        return {};
    const bool optional = text[end] == '?' || text[end] == '*' || text[end] == '{';
    auto prefix = text.substr(0, end);
    if (optional) {
        while (!prefix.empty() && (static_cast<unsigned char>(prefix.back()) & 0xC0U) == 0x80U)
            prefix.remove_suffix(1); // tail bytes of one character
        if (!prefix.empty())
            prefix.remove_suffix(1);
    }
    return std::string(prefix);
}

} // namespace

Matcher Matcher::equal(std::string name, std::string value) { return {Op::Equal, std::move(name), std::move(value)}; }

Result<Matcher> Matcher::make(Op op, std::string name, std::string value)
{
    Matcher matcher(op, std::move(name), std::move(value));
    if (op == Op::Equal || op == Op::NotEqual)
        return matcher;

    auto pattern = std::make_shared<Pattern>();
    pattern->simple = SimplePattern::parse(matcher.m_value);
    if (pattern->simple) {
        pattern->setMatches = pattern->simple->literals();
        pattern->prefix = pattern->simple->prefix();
    } else {
        RE2::Options options;
        options.set_log_errors(false);
        options.set_max_mem(kRegexMemoryBytes);
        options.set_dot_nl(true);
        pattern->expression = std::make_unique<RE2>(matcher.m_value, options); // anchored by FullMatch
        if (!pattern->expression->ok()) {
            return fail(Error::Kind::InvalidInput,
                        "invalid regular expression \"" + matcher.m_value + "\": " + pattern->expression->error());
        }
        pattern->prefix = literalPrefix(matcher.m_value);
    }
    matcher.m_pattern = std::move(pattern);
    return matcher;
}

bool Matcher::matches(std::string_view value) const
{
    if (m_op == Op::Equal)
        return value == m_value;
    if (m_op == Op::NotEqual)
        return value != m_value;
    const auto& pattern = *m_pattern;
    bool found = false;
    if (!pattern.setMatches.empty())
        found = std::ranges::binary_search(pattern.setMatches, value, std::ranges::less{});
    else if (pattern.simple)
        found = pattern.simple->matches(value);
    else if (value.starts_with(pattern.prefix))
        found = RE2::FullMatch({value.data(), value.size()}, *pattern.expression);
    return found == (m_op == Op::Regex);
}

const std::vector<std::string>& Matcher::setMatches() const
{
    static const std::vector<std::string> kNone;
    return m_op == Op::Regex ? m_pattern->setMatches : kNone;
}

std::string_view Matcher::prefix() const
{
    return m_op == Op::Regex ? std::string_view(m_pattern->prefix) : std::string_view();
}

std::string Matcher::toString() const
{
    std::string text;
    if (isClassicLabelName(m_name))
        text = m_name;
    else
        appendQuoted(text, m_name);
    text += model::toString(m_op);
    appendQuoted(text, m_value);
    return text;
}

std::string_view toString(Matcher::Op op)
{
    switch (op) {
    case Matcher::Op::Equal:
        return "=";
    case Matcher::Op::NotEqual:
        return "!=";
    case Matcher::Op::Regex:
        return "=~";
    case Matcher::Op::NotRegex:
        return "!~";
    }
    return "=";
}

bool matchesAll(const std::vector<Matcher>& matchers, const LabelSet& labels)
{
    return std::ranges::all_of(matchers, [&](const Matcher& matcher) { return matcher.matches(labels); });
}

} // namespace nocturne::model
