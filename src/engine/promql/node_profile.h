// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "base/core/clock.h"
#include "engine/promql/ast.h"
#include "engine/promql/eval_budget.h"
#include "engine/promql/eval_result.h"

namespace nocturne::promql {

/// Counts what each node of a tree costs while it is evaluated. Belongs to one evaluation and its thread.
///
/// Nodes hand their columns on one by one, so a node's time would hold that of its consumers: it is paused while a
/// consumer has a column. What remains is the node with all below it.
class NodeProfile
{
public:
    NodeProfile(const Clock& clock, const Budget& budget)
        : m_clock(clock)
        , m_budget(budget)
    {}

    /// As long as it lives, time and samples count for `node`.
    class Scope
    {
    public:
        Scope(NodeProfile& profile, const Expr& node);
        ~Scope();
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

        /// Calls `consume` with one more column of the node, whose time does not count.
        template <typename Consume>
        auto handOn(Consume consume)
        {
            pause();
            auto result = consume();
            resume();
            return result;
        }

    private:
        void pause();
        void resume();

        NodeProfile& m_profile;
        const Expr& m_node;
        Clock::Monotonic m_since;
        std::size_t m_samplesBefore;
    };

    /// A selector found so many series.
    void select(const Expr& selector, std::size_t series) { m_costs[&selector].selected += series; }
    /// All nodes below `root`, each before its children.
    std::vector<NodeStats> report(const Expr& root) const;

private:
    struct Cost
    {
        std::size_t columns = 0;
        std::size_t selected = 0;
        std::size_t samples = 0;
        double seconds = 0;
    };

    NodeStats statsOf(const Expr& node, std::size_t depth) const;
    void visit(const Expr& node, std::size_t depth, std::vector<NodeStats>& out) const;

    const Clock& m_clock;
    const Budget& m_budget;
    std::unordered_map<const Expr*, Cost> m_costs;
};

} // namespace nocturne::promql
