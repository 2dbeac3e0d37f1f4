// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "engine/promql/parser.h"

namespace nocturne::promql {

/// Checks that every node of a tree gets operands of the types it needs, and settles the matching of binary
/// expressions: taken away unless both sides are instant vectors, many-to-many for set operators.
/// The first error in source order, or nothing.
std::optional<ParseError> checkTypes(Expr& expr);

} // namespace nocturne::promql
