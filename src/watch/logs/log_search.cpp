// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/logs/log_search.h"

#include <algorithm>

#include <re2/re2.h>

#include "base/core/text.h"

namespace nocturne::logs {

struct LogSearch::Pattern
{
    RE2 expression;
    Pattern(const std::string& text, const RE2::Options& options)
        : expression(text, options)
    {}
};

namespace {

constexpr std::int64_t kPatternMemory = std::int64_t{4} << 20U;
constexpr std::size_t kMaxSearch = 4096;

bool containsIgnoringCase(std::string_view text, std::string_view part)
{
    const auto same = [](char a, char b) { return asciiLower(a) == asciiLower(b); };
    return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end() || part.empty();
}

bool isNameByte(char c) { return isAsciiLetter(c) || isAsciiDigit(c) || c == '_' || c == '.' || c == '-' || c == '@'; }

/// How many bytes at the front are `name=`; 0 where there are none.
std::size_t nameLength(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && isNameByte(text[length]))
        ++length;
    const bool isName = length > 0 && length + 1 < text.size() && text[length] == '=' && text[length + 1] != ' ' &&
                        text[length + 1] != '=';
    return isName ? length : 0;
}

tl::unexpected<Error> refuse(std::string message, std::size_t at)
{
    return fail(Error::Kind::InvalidInput, std::move(message), SourcePosition{1, static_cast<int>(at) + 1});
}

bool hasField(const LogRecord& record, const std::pair<std::string, std::string>& wanted)
{
    const auto found = record.fields.find(wanted.first);
    if (found != record.fields.end() && equalsIgnoringCase(found->second, wanted.second))
        return true;
    return containsIgnoringCase(record.message, wanted.first + '=' + wanted.second);
}

} // namespace

LogSearch LogSearch::words(std::string text)
{
    LogSearch search;
    search.m_source = '"' + text; // no search that is parsed has this source
    search.m_words = std::move(text);
    return search;
}

Result<LogSearch> LogSearch::parse(std::string_view text)
{
    LogSearch search;
    if (text.size() > kMaxSearch)
        return refuse("a search has at most " + std::to_string(kMaxSearch) + " bytes", kMaxSearch);
    search.m_source = text;
    RE2::Options options(RE2::Quiet);
    options.set_max_mem(kPatternMemory);
    options.set_case_sensitive(false);
    std::string words;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            words += text[at++];
            continue;
        }
        const auto rest = text.substr(at);
        const auto slash = rest.rfind('/');
        if (rest.front() == '/' && slash > 1 && (slash + 1 == rest.size() || rest[slash + 1] == ' ') &&
            !search.m_pattern) {
            auto pattern = std::make_shared<Pattern>(std::string(rest.substr(1, slash - 1)), options);
            if (!pattern->expression.ok())
                return refuse("no regular expression: " + pattern->expression.error(), at);
            search.m_pattern = std::move(pattern);
            at += slash + 1;
            continue;
        }
        const auto name = nameLength(rest);
        const bool isQuoted = name > 0 && rest[name + 1] == '"';
        const auto valueAt = name + (isQuoted ? 2 : 1);
        const auto end = rest.find(isQuoted ? '"' : ' ', name > 0 ? valueAt : 0);
        if (isQuoted && end == std::string_view::npos)
            return refuse("the quote has no end", at + name + 1);
        if (name > 0)
            search.m_fields.emplace_back(rest.substr(0, name),
                                         rest.substr(valueAt, std::min(end, rest.size()) - valueAt));
        else
            words += rest.substr(0, end);
        at += std::min(end, rest.size()) + (isQuoted ? 1 : 0);
    }
    search.m_words = trimmed(words);
    return search;
}

bool LogSearch::selects(const LogRecord& record) const
{
    if (!m_words.empty() && !containsIgnoringCase(record.message, m_words) &&
        std::ranges::none_of(record.fields,
                             [&](const auto& field) { return containsIgnoringCase(field.second, m_words); }))
        return false;
    if (!std::ranges::all_of(m_fields, [&](const auto& field) { return hasField(record, field); }))
        return false;
    return !m_pattern || RE2::PartialMatch({record.message.data(), record.message.size()}, m_pattern->expression);
}

} // namespace nocturne::logs
