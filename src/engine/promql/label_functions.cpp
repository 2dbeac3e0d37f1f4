// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/label_functions.h"

#include <algorithm>
#include <charconv>
#include <map>

#include <re2/re2.h>

#include "base/core/text.h"

namespace nocturne::promql {

namespace {

bool isWord(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// Takes `name` or `{name}` off the front of `rest`; empty, and nothing taken, when there is none.
std::string_view takeReference(std::string_view& rest)
{
    const bool braced = rest.starts_with('{');
    const auto body = rest.substr(braced ? 1 : 0);
    const auto end = std::find_if_not(body.begin(), body.end(), isWord);
    const auto name = body.substr(0, static_cast<std::size_t>(end - body.begin()));
    if (name.empty() || (braced && !body.substr(name.size()).starts_with('}'))) {
        return {};
    }
    rest.remove_prefix(name.size() + (braced ? 2 : 0));
    return name;
}

} // namespace

struct LabelReplacement::Pattern
{
    explicit Pattern(const std::string& text, const RE2::Options& options)
        : regex("(?s:" + text + ")", options)
    {}

    std::string_view group(std::string_view name, const std::vector<re2::StringPiece>& groups) const
    {
        int number = -1;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
        if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) {
            const auto named = regex.NamedCapturingGroups().find(std::string(name));
            number = named == regex.NamedCapturingGroups().end() ? -1 : named->second;
        }
        if (number < 0 || static_cast<std::size_t>(number) >= groups.size()) {
            return {};
        }
        const auto& found = groups[static_cast<std::size_t>(number)];
        return {found.data(), found.size()};
    }

    RE2 regex;
};

Result<LabelReplacement> LabelReplacement::make(std::string target, std::string replacement, std::string source,
                                                const std::string& pattern)
{
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(4 << 20);
    LabelReplacement made;
    made.m_pattern = std::make_shared<Pattern>(pattern, options);
    if (!made.m_pattern->regex.ok()) {
        return fail(Error::Kind::InvalidInput, "invalid regular expression in label_replace(): " + printable(pattern));
    }
    if (!isLabelName(target)) {
        return fail(Error::Kind::InvalidInput,
                    "invalid destination label name in label_replace(): " + printable(target));
    }
    made.m_target = std::move(target);
    made.m_replacement = std::move(replacement);
    made.m_source = std::move(source);
    return made;
}

bool LabelReplacement::matches(const model::LabelSet& labels) const
{
    const auto value = labels.get(m_source);
    return RE2::FullMatch({value.data(), value.size()}, m_pattern->regex);
}

model::LabelSet LabelReplacement::apply(const model::LabelSet& labels) const
{
    const auto& regex = m_pattern->regex;
    const auto value = labels.get(m_source);
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(regex.NumberOfCapturingGroups()) + 1);
    if (!regex.Match({value.data(), value.size()}, 0, value.size(), RE2::ANCHOR_BOTH, groups.data(),
                     static_cast<int>(groups.size()))) {
        return labels;
    }
    std::string made;
    std::string_view rest = m_replacement;
    while (!rest.empty()) {
        const auto dollar = rest.find('$');
        made += rest.substr(0, dollar);
        if (dollar == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(dollar + 1);
        if (rest.starts_with('$')) {
            rest.remove_prefix(1);
            made += '$';
        } else if (const auto name = takeReference(rest); !name.empty()) {
            made += m_pattern->group(name, groups);
        } else {
            made += '$';
        }
    }
    return model::LabelSetBuilder(labels).set(m_target, made).build();
}

Result<void> checkJoin(const std::string& target, const std::vector<std::string>& sources)
{
    for (const auto& source : sources) {
        if (!isLabelName(source)) {
            return fail(Error::Kind::InvalidInput, "invalid source label name in label_join(): " + printable(source));
        }
    }
    if (!isLabelName(target)) {
        return fail(Error::Kind::InvalidInput, "invalid destination label name in label_join(): " + printable(target));
    }
    return {};
}

model::LabelSet joinLabels(const model::LabelSet& labels, const std::string& target, const std::string& separator,
                           const std::vector<std::string>& sources)
{
    std::string made;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        made += i == 0 ? std::string_view() : std::string_view(separator);
        made += labels.get(sources[i]);
    }
    return model::LabelSetBuilder(labels).set(target, made).build();
}

bool isLabelName(std::string_view name) { return !name.empty() && isValidUtf8(name); }

} // namespace nocturne::promql
