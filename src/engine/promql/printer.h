// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "engine/promql/ast.h"

namespace nocturne::promql {

/// The canonical form of an expression on one line. parse(print(e)) yields the same tree.
std::string print(const Expr& expr);

/// Over several lines, two blanks a level: a node that does not fit into `width` bytes is broken, a selector never.
std::string prettyPrint(const Expr& expr, std::size_t width = 100);

} // namespace nocturne::promql
