// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/relabel.h"

#include <algorithm>
#include <array>
#include <utility>

#include <re2/re2.h>

#include <QCryptographicHash>
#include <QList>
#include <QString>

#include "base/core/text.h"

namespace nocturne::scrape {

namespace {

using Action = RelabelRule::Action;

constexpr std::array<std::pair<std::string_view, Action>, 11> kActions = {{
    {"replace", Action::Replace},
    {"keep", Action::Keep},
    {"drop", Action::Drop},
    {"keepequal", Action::KeepEqual},
    {"dropequal", Action::DropEqual},
    {"hashmod", Action::HashMod},
    {"labelmap", Action::LabelMap},
    {"labeldrop", Action::LabelDrop},
    {"labelkeep", Action::LabelKeep},
    {"lowercase", Action::Lowercase},
    {"uppercase", Action::Uppercase},
}};

/// The groups that `regex` finds in the whole of `text`; empty when it does not match.
std::vector<re2::StringPiece> groupsOf(const RE2& regex, std::string_view text)
{
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(regex.NumberOfCapturingGroups()) + 1);
    const re2::StringPiece piece(text.data(), text.size());
    if (!regex.Match(piece, 0, text.size(), RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size())))
        return {};
    return groups;
}

/// Go's Expand: `$1`, `${1}`, `${name}`, `$$`; an unknown group is the empty text.
std::string expand(std::string_view replacement, const RE2& regex, const std::vector<re2::StringPiece>& groups)
{
    const auto isWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    std::string out;
    for (std::size_t at = 0; at < replacement.size(); ++at) {
        if (replacement[at] != '$' || at + 1 == replacement.size()) {
            out += replacement[at];
            continue;
        }
        if (replacement[at + 1] == '$') {
            out += '$';
            ++at;
            continue;
        }
        const bool braces = replacement[at + 1] == '{';
        const auto start = at + (braces ? 2 : 1);
        auto end = start;
        while (end < replacement.size() && isWord(replacement[end]))
            ++end;
        const auto name = replacement.substr(start, end - start);
        if (name.empty() || (braces && (end == replacement.size() || replacement[end] != '}'))) {
            out += '$';
            continue;
        }
        std::size_t group = groups.size();
        const bool isNumber = std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
        if (isNumber && name.size() < 4)
            group = static_cast<std::size_t>(std::stoi(std::string(name)));
        else if (const auto named = regex.NamedCapturingGroups().find(std::string(name));
                 named != regex.NamedCapturingGroups().end())
            group = static_cast<std::size_t>(named->second);
        if (group < groups.size())
            out.append(groups[group].data(), groups[group].size());
        at = braces ? end : end - 1;
    }
    return out;
}

/// Character by character, as Go's strings.ToLower does: the length in characters stays.
template <typename Map>
std::string mapped(std::string_view text, Map map)
{
    std::u32string characters;
    for (const auto character : QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())).toUcs4())
        characters += map(character);
    return QString::fromStdU32String(characters).toStdString();
}

std::uint64_t hashOf(std::string_view text)
{
    const auto digest = QCryptographicHash::hash(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())),
                                                 QCryptographicHash::Md5);
    std::uint64_t value = 0;
    for (qsizetype i = 8; i < 16; ++i)
        value = value << 8U | static_cast<unsigned char>(digest[i]);
    return value;
}

} // namespace

std::optional<Action> relabelActionFromText(std::string_view text)
{
    const auto* const found = std::ranges::find(kActions, text, [](const auto& entry) { return entry.first; });
    return found == kActions.end() ? std::nullopt : std::optional(found->second);
}

Result<RelabelRule> RelabelRule::make(Options options)
{
    const auto needsTarget = options.action == Action::Replace || options.action == Action::HashMod ||
                             options.action == Action::KeepEqual || options.action == Action::DropEqual ||
                             options.action == Action::Lowercase || options.action == Action::Uppercase;
    if (needsTarget && options.targetLabel.empty())
        return fail(Error::Kind::InvalidInput, "this relabel action needs \"target_label\"");
    if (options.action == Action::HashMod && options.modulus == 0)
        return fail(Error::Kind::InvalidInput, "relabel action hashmod needs a \"modulus\" above zero");

    RE2::Options flags;
    flags.set_log_errors(false);
    flags.set_max_mem(4 << 20);
    auto regex = std::make_shared<RE2>("(?s:" + options.regex + ")", flags);
    if (!regex->ok())
        return fail(Error::Kind::InvalidInput,
                    "invalid regular expression \"" + options.regex + "\": " + regex->error());
    RelabelRule rule;
    rule.m_options = std::move(options);
    rule.m_regex = std::move(regex);
    return rule;
}

bool RelabelRule::apply(model::LabelSetBuilder& labels, const std::vector<std::string>& names) const
{
    std::string source;
    for (std::size_t i = 0; i < m_options.sourceLabels.size(); ++i) {
        source += i == 0 ? "" : m_options.separator;
        source += labels.get(m_options.sourceLabels[i]);
    }
    switch (m_options.action) {
    case Action::Keep:
        return !groupsOf(*m_regex, source).empty();
    case Action::Drop:
        return groupsOf(*m_regex, source).empty();
    case Action::KeepEqual:
        return labels.get(m_options.targetLabel) == source;
    case Action::DropEqual:
        return labels.get(m_options.targetLabel) != source;
    case Action::Lowercase:
        labels.set(m_options.targetLabel, mapped(source, [](char32_t c) { return QChar::toLower(c); }));
        return true;
    case Action::Uppercase:
        labels.set(m_options.targetLabel, mapped(source, [](char32_t c) { return QChar::toUpper(c); }));
        return true;
    case Action::HashMod:
        labels.set(m_options.targetLabel, std::to_string(hashOf(source) % m_options.modulus));
        return true;
    case Action::Replace: {
        const auto groups = groupsOf(*m_regex, source);
        if (groups.empty())
            return true;
        const auto target = expand(m_options.targetLabel, *m_regex, groups);
        if (!target.empty())
            labels.set(target, expand(m_options.replacement, *m_regex, groups));
        return true;
    }
    case Action::LabelMap:
        for (const auto& name : names) {
            if (const auto groups = groupsOf(*m_regex, name); !groups.empty())
                labels.set(expand(m_options.replacement, *m_regex, groups), std::string(labels.get(name)));
        }
        return true;
    case Action::LabelDrop:
    case Action::LabelKeep:
        for (const auto& name : names) {
            if (groupsOf(*m_regex, name).empty() == (m_options.action == Action::LabelKeep))
                labels.remove(name);
        }
        return true;
    }
    return true;
}

std::optional<model::LabelSet> relabel(const model::LabelSet& labels, const std::vector<RelabelRule>& rules)
{
    model::LabelSet current = labels;
    for (const auto& rule : rules) {
        std::vector<std::string> names;
        for (const auto label : current)
            names.emplace_back(label.name);
        model::LabelSetBuilder builder(current);
        if (!rule.apply(builder, names))
            return std::nullopt;
        current = builder.build();
    }
    return current;
}

} // namespace nocturne::scrape
