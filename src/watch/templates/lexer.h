// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace nocturne::templates {

enum class TokenKind {
    Text,
    LeftDelim,
    RightDelim,
    Space,
    Assign,
    Declare,
    Pipe,
    Char,
    LeftParen,
    RightParen,
    Bool,
    CharConstant,
    Number,
    String,
    RawString,
    Identifier,
    Field,
    Variable,
    Dot,
    Nil,
    Block,
    Break,
    Continue,
    Define,
    Else,
    EndKeyword,
    If,
    Range,
    Template,
    With,
    Eof
};

/// A piece of a template; `text` is a view of the source, of a Text token with blanks trimmed away as marked.
struct Token
{
    TokenKind kind = TokenKind::Eof;
    std::string_view text;
    std::size_t begin = 0;

    std::size_t end() const { return begin + text.size(); }
};

/// Cuts a template into tokens, comments left out; the last one is Eof. `text` must outlive them.
/// Fails with InvalidInput and its place. Source: Go, text/template/parse/lex.go.
Result<std::vector<Token>> tokenize(std::string_view text);

/// How messages call a token.
std::string describe(const Token& token);

} // namespace nocturne::templates
