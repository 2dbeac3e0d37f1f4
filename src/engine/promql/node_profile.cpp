// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/node_profile.h"

#include <algorithm>
#include <optional>

#include "base/core/duration.h"
#include "engine/promql/functions.h"
#include "engine/promql/printer.h"

namespace nocturne::promql {

namespace {

std::string listed(std::string_view word, const std::vector<std::string>& names)
{
    std::string text = ' ' + std::string(word) + " (";
    for (const auto& name : names)
        text += (text.ends_with('(') ? "" : ", ") + name;
    return text + ')';
}

std::string headOf(const BinaryExpr& binary)
{
    std::string text(toString(binary.op));
    if (binary.returnBool)
        text += " bool";
    if (binary.matching && (binary.matching->on || !binary.matching->labels.empty()))
        text += listed(binary.matching->on ? "on" : "ignoring", binary.matching->labels);
    return text;
}

std::string headOf(const AggregateExpr& aggregate)
{
    std::string text(toString(aggregate.op));
    if (aggregate.without || !aggregate.grouping.empty())
        text += listed(aggregate.without ? "without" : "by", aggregate.grouping);
    return text;
}

std::string headOf(const SubqueryExpr& subquery)
{
    const auto step = subquery.step.count() == 0 ? std::string() : formatDuration(subquery.step);
    return '[' + formatDuration(subquery.window) + ':' + step + ']';
}

/// A node without its children.
std::string headOf(const Expr& node)
{
    switch (node.kind()) {
    case NodeKind::Call:
        return std::string(as<Call>(node).function->name) + "()";
    case NodeKind::Aggregate:
        return headOf(as<AggregateExpr>(node));
    case NodeKind::Binary:
        return headOf(as<BinaryExpr>(node));
    case NodeKind::Subquery:
        return headOf(as<SubqueryExpr>(node));
    case NodeKind::Paren:
        return "()";
    case NodeKind::Unary:
        return as<UnaryExpr>(node).negative ? "-" : "+";
    default:
        return print(node);
    }
}

} // namespace

NodeProfile::Scope::Scope(NodeProfile& profile, const Expr& node)
    : m_profile(profile)
    , m_node(node)
    , m_since(profile.m_clock.monotonic())
    , m_samplesBefore(profile.m_budget.stats().samples)
{}

NodeProfile::Scope::~Scope() { pause(); }

void NodeProfile::Scope::pause()
{
    auto& cost = m_profile.m_costs[&m_node];
    cost.seconds += std::chrono::duration<double>(m_profile.m_clock.monotonic() - m_since).count();
    cost.samples += m_profile.m_budget.stats().samples - m_samplesBefore;
}

void NodeProfile::Scope::resume()
{
    ++m_profile.m_costs[&m_node].columns;
    m_since = m_profile.m_clock.monotonic();
    m_samplesBefore = m_profile.m_budget.stats().samples;
}

NodeStats NodeProfile::statsOf(const Expr& node, std::size_t depth) const
{
    NodeStats stats;
    stats.depth = depth;
    stats.text = headOf(node);
    const auto found = m_costs.find(&node);
    if (found == m_costs.end())
        return stats;
    stats.isMeasured = true;
    stats.series = std::max(found->second.columns, found->second.selected);
    stats.samples = found->second.samples;
    stats.seconds = found->second.seconds;
    return stats;
}

void NodeProfile::visit(const Expr& node, std::size_t depth, std::vector<NodeStats>& out) const
{
    const auto index = out.size();
    out.push_back(statsOf(node, depth));
    if (const auto* matrix = tryAs<MatrixSelector>(&node)) {
        // Read by the function it stands in, whose samples are its own but for those of the other arguments.
        const auto selector = statsOf(*matrix->selector, depth);
        out[index].isMeasured = selector.isMeasured;
        out[index].series = selector.series;
        return;
    }
    std::size_t below = 0; // samples of the children that are no ranges
    std::optional<std::size_t> range;
    for (const auto* child : childrenOf(node)) {
        const auto at = out.size();
        visit(*child, depth + 1, out);
        if (typeOf(*child) == ValueType::Matrix)
            range = at;
        else
            below += out[at].samples;
    }
    if (range)
        out[*range].samples = out[index].samples - std::min(below, out[index].samples);
}

std::vector<NodeStats> NodeProfile::report(const Expr& root) const
{
    std::vector<NodeStats> all;
    visit(root, 0, all);
    return all;
}

} // namespace nocturne::promql
