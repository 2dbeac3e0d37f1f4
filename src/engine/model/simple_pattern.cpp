// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//   pattern   branch { "|" branch }
//   branch    { literal | ".*" | ".+" | "(" [ "?:" ] literal { "|" literal } ")" | "[" chars "]" }
//   chars     { char | char "-" char }         ASCII, not negated
//   literal   characters without a meaning, and "\" before punctuation
#include "engine/model/simple_pattern.h"

#include <algorithm>
#include <iterator>

#include "base/core/text.h"

namespace nocturne::model {

namespace {

constexpr std::size_t kMostOfBranch = 64;
constexpr std::size_t kMostWithGaps = 256; // beyond it an engine is faster; literals are looked up
constexpr std::string_view kMeta = "\\.+*?()|[]{}^$";

bool isMeta(char c) { return kMeta.find(c) != std::string_view::npos; }

bool isAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }

/// Takes one literal character off the front, with its escape; nothing where something else stands there.
std::optional<char> takeLiteral(std::string_view& rest)
{
    const bool isEscaped = rest.size() >= 2 && rest[0] == '\\' && (isMeta(rest[1]) || rest[1] == '-' || rest[1] == '/');
    if (rest.empty() || (!isEscaped && isMeta(rest[0])))
        return std::nullopt;
    const char c = isEscaped ? rest[1] : rest[0];
    rest.remove_prefix(isEscaped ? 2 : 1);
    return c;
}

/// Behind a quantifier a character, or the bytes of one, is no literal: that is left to the engine.
bool isQuantified(std::string_view rest)
{
    return !rest.empty() && (rest[0] == '*' || rest[0] == '+' || rest[0] == '?' || rest[0] == '{');
}

/// The alternatives of a group of literals; takes it off the front.
std::optional<std::vector<std::string>> takeGroup(std::string_view& rest)
{
    rest.remove_prefix(rest.starts_with("(?:") ? 3 : 1);
    std::vector<std::string> alternatives(1);
    while (!rest.empty() && rest[0] != ')') {
        if (rest[0] == '|') {
            alternatives.emplace_back();
            rest.remove_prefix(1);
        } else if (const auto c = takeLiteral(rest)) {
            alternatives.back() += *c;
        } else {
            return std::nullopt;
        }
    }
    if (rest.empty())
        return std::nullopt;
    rest.remove_prefix(1);
    return alternatives;
}

/// The characters of a class; takes it off the front.
std::optional<std::vector<std::string>> takeClass(std::string_view& rest)
{
    const auto end = rest.find(']');
    if (end == std::string_view::npos || end < 2)
        return std::nullopt;
    const auto body = rest.substr(1, end - 1);
    if (!std::ranges::all_of(body,
                             [](char c) { return isAscii(c) && (c == '-' || c == '_' || !isMeta(c)) && c != '['; }))
        return std::nullopt;
    std::vector<std::string> characters;
    for (std::size_t i = 0; i < body.size(); ++i) {
        const bool isRange = i + 2 < body.size() && body[i + 1] == '-';
        const char last = isRange ? body[i + 2] : body[i];
        if (last < body[i] || (body[i] == '-' && body.size() > 1 && i != 0 && i + 1 != body.size()))
            return std::nullopt;
        for (unsigned c = static_cast<unsigned char>(body[i]); c <= static_cast<unsigned char>(last); ++c)
            characters.emplace_back(1, static_cast<char>(c));
        i += isRange ? 2 : 0;
    }
    rest.remove_prefix(end + 1);
    return characters;
}

/// Where the branches of an alternation end that is not within brackets.
std::size_t endOfBranch(std::string_view text)
{
    int depth = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '(' || text[i] == '[')
            ++depth;
        else if (text[i] == ')' || text[i] == ']')
            --depth;
        else if (text[i] == '|' && depth == 0)
            return i;
    }
    return text.size();
}

} // namespace

void SimplePattern::Variant::append(std::string_view literal)
{
    (pieces.empty() ? head : pieces.back().text) += literal;
}

bool SimplePattern::Variant::appendGap(std::size_t least)
{
    if (pieces.empty() || !pieces.back().text.empty()) {
        pieces.push_back({{}, least});
        return true;
    }
    const bool wasEmpty = pieces.back().gap == 0; // two characters are not two bytes
    pieces.back().gap = std::max(pieces.back().gap, least);
    return wasEmpty || least == 0;
}

bool SimplePattern::Variant::matches(std::string_view value) const
{
    if (!value.starts_with(head))
        return false;
    value.remove_prefix(head.size());
    if (pieces.empty())
        return value.empty();
    for (std::size_t i = 0; i + 1 < pieces.size(); ++i) { // the first place leaves most to what follows
        const auto at = value.find(pieces[i].text, pieces[i].gap);
        if (at == std::string_view::npos)
            return false;
        value.remove_prefix(at + pieces[i].text.size());
    }
    return value.size() >= pieces.back().gap + pieces.back().text.size() && value.ends_with(pieces.back().text);
}

std::optional<std::vector<SimplePattern::Variant>> SimplePattern::parseBranch(std::string_view rest)
{
    std::vector<Variant> variants(1);
    while (!rest.empty()) {
        if (rest.starts_with(".*") || rest.starts_with(".+")) {
            const std::size_t least = rest[1] == '+' ? 1 : 0;
            if (!std::ranges::all_of(variants, [least](Variant& variant) { return variant.appendGap(least); }))
                return std::nullopt;
            rest.remove_prefix(2);
        } else if (rest[0] == '(' || rest[0] == '[') {
            const auto choices = rest[0] == '(' ? takeGroup(rest) : takeClass(rest);
            if (!choices || variants.size() * choices->size() > kMostOfBranch)
                return std::nullopt;
            std::vector<Variant> all;
            for (const auto& variant : variants) {
                for (const auto& choice : *choices) {
                    all.push_back(variant);
                    all.back().append(choice);
                }
            }
            variants = std::move(all);
        } else if (const auto c = takeLiteral(rest)) {
            for (auto& variant : variants)
                variant.append({&*c, 1});
        } else {
            return std::nullopt;
        }
        if (isQuantified(rest))
            return std::nullopt;
    }
    return variants;
}

std::optional<SimplePattern> SimplePattern::parse(std::string_view text)
{
    if (!isValidUtf8(text))
        return std::nullopt;
    SimplePattern pattern;
    bool hasGaps = false;
    for (;;) {
        const auto end = endOfBranch(text);
        auto branch = parseBranch(text.substr(0, end));
        if (!branch)
            return std::nullopt;
        hasGaps = hasGaps || !branch->front().pieces.empty();
        std::ranges::move(*branch, std::back_inserter(pattern.m_variants));
        if (hasGaps && pattern.m_variants.size() > kMostWithGaps)
            return std::nullopt;
        if (end == text.size())
            return pattern;
        text.remove_prefix(end + 1);
    }
}

bool SimplePattern::matches(std::string_view value) const
{
    return std::ranges::any_of(m_variants, [&](const Variant& variant) { return variant.matches(value); });
}

std::vector<std::string> SimplePattern::literals() const
{
    std::vector<std::string> all;
    for (const auto& variant : m_variants) {
        if (!variant.pieces.empty())
            return {};
        all.push_back(variant.head);
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::string SimplePattern::prefix() const
{
    std::string_view common = m_variants.front().head;
    for (const auto& variant : m_variants) {
        const auto [end, other] = std::ranges::mismatch(common, variant.head);
        common = common.substr(0, static_cast<std::size_t>(end - common.begin()));
    }
    return std::string(common);
}

} // namespace nocturne::model
