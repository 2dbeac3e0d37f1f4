// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/promql/ast.h"

namespace nocturne::promql {

enum class TokenKind : std::uint8_t {
    EndOfInput,
    Error,
    Comment,
    Identifier, ///< metric, label or function name; a metric name may hold colons
    Number,
    Duration,
    String,
    LeftParen,
    RightParen,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    At,
    Assign,     ///< `=`, in braces
    RegexMatch, ///< `=~`
    RegexNoMatch,
    // Operators
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Caret,
    EqualEqual,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    TrimUpper,
    TrimLower,
    // Keywords; in braces all of these are identifiers
    Atan2,
    And,
    Or,
    Unless,
    Avg,
    Bottomk,
    Count,
    CountValues,
    Group,
    LimitRatio,
    Limitk,
    Max,
    Min,
    Quantile,
    Stddev,
    Stdvar,
    Sum,
    Topk,
    By,
    Without,
    On,
    Ignoring,
    GroupLeft,
    GroupRight,
    Bool,
    Offset,
    Start,
    End,
    Step,
    Range,
    MinOf,
    MaxOf,
    Anchored,
    Smoothed,
    Fill,
    FillLeft,
    FillRight
};

/// Why a token is an Error.
enum class LexicalError : std::uint8_t {
    None,
    UnexpectedCharacter,
    UnterminatedString,
    UnterminatedRawString,
    BadEscape,
    BadNumber,
    InvalidUtf8
};

struct Token
{
    TokenKind kind = TokenKind::EndOfInput;
    LexicalError error = LexicalError::None;
    SourceRange range;

    bool operator==(const Token&) const = default;
};

/// Splits an expression into tokens. Never fails: what cannot be read is an Error token, and reading goes on behind
/// it. The last token is EndOfInput. Blanks yield nothing; comments are tokens. Any thread.
///
/// Braces and brackets are understood: `by` is an identifier in `{by="x"}`, `:` parts range and step in `[1h:5m]`.
std::vector<Token> tokenize(std::string_view text);

bool isAggregation(TokenKind kind);
bool isKeyword(TokenKind kind);
/// Whether a keyword may stand where a metric or label name is expected.
bool canBeMetricName(TokenKind kind);
/// The keyword spelt `word` in any case, or Identifier.
TokenKind keywordOf(std::string_view word);
/// All keywords in lower case, for completion and hints.
std::vector<std::string_view> keywords();

} // namespace nocturne::promql
