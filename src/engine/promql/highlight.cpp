// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/highlight.h"

#include "engine/promql/lexer.h"

namespace nocturne::promql {

namespace {

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
