// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/promql/ast.h"
#include "engine/promql/eval_columns.h"

namespace nocturne::promql {

/// The instant vectors that several expressions have in common, as those of the rules of a group have, and their
/// columns from the first use to the last. The expressions are evaluated at one time stamp with the same options, one
/// after the other; results are those of evaluating each alone.
///
/// Columns that came with a warning or an info are not kept, since those name places; neither are more than
/// `kMostElements` at once. Used by one thread.
class CommonParts
{
public:
    static constexpr std::size_t kMostElements = 2'000'000;

    /// `expressions` must outlive it.
    explicit CommonParts(const std::vector<const Expr*>& expressions);

    /// A new round begins: all is forgotten.
    void begin();
    /// Series called `metric` were written: what may look at them is forgotten.
    void forget(std::string_view metric);

    /// Whether columns of `expr` are asked for in more than one place.
    bool has(const Expr& expr) const { return m_partOf.contains(&expr); }
    bool isHeld(const Expr& expr) const { return m_parts[m_partOf.at(&expr)].columns.has_value(); }
    /// The held columns of a part: moved out at the last use, else copied.
    Columns take(const Expr& expr);
    /// One use of `expr` is over that was evaluated anew.
    void noteUse(const Expr& expr);
    /// Whether there are further uses in this round, so that it is worth keeping.
    bool isWanted(const Expr& expr) const { return m_parts[m_partOf.at(&expr)].usesLeft > 1; }
    /// Keeps the columns of a use that noteUse() is called for next, unless all together are too many.
    void keep(const Expr& expr, Columns columns);

private:
    struct Part
    {
        std::size_t uses = 0;
        std::size_t usesLeft = 0;
        std::vector<std::string> names; ///< of the metrics it looks at, where `isNamed`
        bool isNamed = true;            ///< each selector names its metric
        std::optional<Columns> columns = {};
        std::size_t elements = 0;
    };

    void drop(Part& part);

    std::unordered_map<const Expr*, std::size_t> m_partOf;
    std::vector<Part> m_parts;
    std::size_t m_elements = 0;
};

} // namespace nocturne::promql
