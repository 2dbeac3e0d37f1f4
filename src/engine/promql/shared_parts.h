// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "engine/promql/ast.h"
#include "engine/promql/eval_budget.h"
#include "engine/promql/eval_columns.h"

namespace nocturne::promql {

/// Tells selectors that are read in another way than their text says.
using IsMarked = std::function<bool(const VectorSelector&)>;

/// The instant vectors that stand in `roots`, all taken together, more than once: for each its places, without
/// brackets, in the order of an evaluation. Of equal places those are named that lie within no other equal ones. What
/// has marked selectors is another part than what has none.
std::vector<std::vector<const Expr*>> equalParts(const std::vector<const Expr*>& roots, const IsMarked& isMarked);

/// The instant vectors that an expression asks for more than once, `a` and `b` in `a / (a + b) > b`: which they are,
/// and their columns between the first use and the last. Belongs to one evaluation.
class SharedParts
{
public:
    /// `isMarked` tells selectors that are read in another way than their text says, which then are another part.
    SharedParts(const Expr& root, const IsMarked& isMarked);

    /// Whether the same will be, or was, asked for elsewhere.
    bool isShared(const Expr& expr) const { return m_partOf.contains(&expr); }
    bool isHeld(const Expr& expr, const Axis& axis) const;
    /// The held columns of a part: moved out at the last use, else copied.
    Columns take(const Expr& expr, const Axis& axis);
    /// Keeps the columns of the first use, and how many samples were counted for each step, where they were.
    void keep(const Expr& expr, const Axis& axis, Columns columns, Hold hold, std::vector<std::uint64_t> samples);
    /// Of a held part; valid until it is taken.
    std::span<const std::uint64_t> samples(const Expr& expr) const { return m_parts[m_partOf.at(&expr)].samples; }

private:
    struct Part
    {
        std::size_t usesLeft = 0; ///< after the first
        Axis axis;
        std::optional<Columns> columns;
        std::optional<Hold> hold;
        std::vector<std::uint64_t> samples;
    };

    std::unordered_map<const Expr*, std::size_t> m_partOf;
    std::vector<Part> m_parts;
};

} // namespace nocturne::promql
