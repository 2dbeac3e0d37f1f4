// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"
#include "engine/promql/functions.h"
#include "engine/promql/lexer.h"
#include "engine/promql/parser.h"

namespace nocturne::promql {

/// The recursive descent behind parse(). Used once.
///
/// Each production returns null (or false) after the first error, which error() holds. The height of the tree a
/// production returned is kept in m_height, so that no tree is ever higher than kMaxDepth.
class Parser
{
public:
    Parser(std::string_view text, ParserOptions options);

    ExprPtr parseWhole();
    std::unique_ptr<VectorSelector> parseSelectorOnly();
    const std::optional<ParseError>& error() const { return m_error; }

private:
    class Nesting;

    // Tokens
    const Token& current() const { return m_tokens[m_at]; }
    const Token& following() const { return m_tokens[std::min(m_at + 1, m_tokens.size() - 1)]; }
    bool at(TokenKind kind) const { return current().kind == kind; }
    std::string_view textOf(const Token& token) const
    {
        return m_text.substr(token.range.begin, token.range.end - token.range.begin);
    }
    Token take();
    bool accept(TokenKind kind);
    std::size_t lastEnd() const { return m_at == 0 ? 0 : m_tokens[m_at - 1].range.end; }

    // Errors; all return null, so that `return fail(...)` ends a production
    std::nullptr_t fail(SourceRange range, std::string message, Error::Kind kind = Error::Kind::InvalidInput);
    std::nullptr_t unexpected(std::string_view context, std::string_view expected = {});
    std::nullptr_t unclosed(const Token& opening, std::string_view closing, std::string_view context);
    std::string describe(const Token& token) const;
    std::string lexicalMessage(const Token& token) const;
    std::string hintFor(const Token& token) const;

    // Expressions (parser.cpp)
    ExprPtr binary(int minPrecedence);
    ExprPtr unary();
    ExprPtr postfix();
    ExprPtr primary();
    ExprPtr paren();
    ExprPtr number();
    ExprPtr string();
    ExprPtr call();
    ExprPtr aggregate();
    bool grouping(std::vector<std::string>& labels);
    bool arguments(std::vector<ExprPtr>& args);
    bool binaryModifiers(BinaryExpr& expr);
    bool fillModifier(VectorMatching& matching);
    std::optional<double> signedNumber(std::string_view context);

    // Selectors and time (parser_selectors.cpp)
    std::unique_ptr<VectorSelector> vectorSelector();
    bool matchers(VectorSelector& selector);
    bool matcher(VectorSelector& selector);
    ExprPtr rangeOrSubquery(ExprPtr operand);
    ExprPtr matrix(ExprPtr operand, const Token& bracket, ExprPtr window);
    ExprPtr subquery(ExprPtr operand, const Token& bracket, ExprPtr window);
    bool offsetModifier(Expr& operand);
    bool atModifier(Expr& operand);
    bool rangeModeModifier(Expr& operand);

    // Durations (parser_durations.cpp)
    ExprPtr positiveDuration();
    ExprPtr offsetDuration();
    ExprPtr duration(int minPrecedence);
    ExprPtr durationSign();
    ExprPtr durationPrimary();
    ExprPtr durationLiteral();
    ExprPtr durationBinary(DurationExpr::Op op, const Token& token, ExprPtr lhs, ExprPtr rhs);
    ExprPtr negated(const Token& sign, ExprPtr operand);
    ExprPtr wrapped(const Token& opening, ExprPtr inner);
    bool needDurationExpressions(SourceRange range);
    bool tooHigh(SourceRange range);

    std::string_view m_text;
    ParserOptions m_options;
    std::vector<Token> m_tokens; // without comments
    std::size_t m_at = 0;
    int m_nesting = 0;
    int m_height = 0;
    std::optional<ParseError> m_error;
};

/// Counts one level of recursion for as long as it lives.
class Parser::Nesting
{
public:
    explicit Nesting(Parser& parser)
        : m_parser(parser)
    {
        ++m_parser.m_nesting;
    }
    ~Nesting() { --m_parser.m_nesting; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

    bool tooDeep() const { return m_parser.m_nesting > kMaxDepth; }

private:
    Parser& m_parser;
};

} // namespace nocturne::promql
