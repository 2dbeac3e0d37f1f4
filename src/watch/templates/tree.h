// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "watch/templates/value.h"

namespace nocturne::templates {

enum class NodeKind {
    List,     ///< children: actions and text, in order
    Text,     ///< text
    Action,   ///< pipe, whose value is printed unless it declares
    If,       ///< pipe, body, otherwise
    With,     ///< pipe, body, otherwise
    Range,    ///< pipe, body, otherwise
    Break,    ///< ends a range
    Continue, ///< goes on with the next element
    Call,     ///< {{template "text" pipe}}
    Pipe,     ///< children: commands; declares, assigns
    Command,  ///< children: what is called and its arguments
    Constant, ///< constant: a truth value or a number
    String,   ///< constant: a text
    Nil,
    Dot,
    Field,      ///< .path[0].path[1]
    Variable,   ///< path[0], its name with the dollar sign, and fields
    Identifier, ///< text: a function
    Chain       ///< children[0] and the fields of path
};

struct Node;
using NodePtr = std::unique_ptr<Node>;

/// One node of a template's syntax tree; what it holds depends on its kind. Immutable once parsed.
struct Node
{
    NodeKind kind = NodeKind::List;
    std::size_t begin = 0; ///< bytes [begin, end) of the source
    std::size_t end = 0;
    std::string text = {};
    std::vector<std::string> path = {};
    Value constant = {};
    std::vector<NodePtr> children = {};
    NodePtr pipe = {};
    NodePtr body = {};
    NodePtr otherwise = {};
    std::vector<std::string> declares = {};
    bool assigns = false; ///< `=` and not `:=`
};

/// Templates by name: those of `define` and `block`, and the whole text.
using Definitions = std::map<std::string, NodePtr, std::less<>>;

} // namespace nocturne::templates
