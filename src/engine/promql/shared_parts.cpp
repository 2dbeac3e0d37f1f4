// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/shared_parts.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <string>

#include "engine/promql/functions.h"
#include "engine/promql/printer.h"

namespace nocturne::promql {

namespace {

constexpr std::size_t kMostNodes = 1000; // each is printed whole

bool anySelector(const Expr& expr, const IsMarked& matches)
{
    if (const auto* selector = tryAs<VectorSelector>(&expr)) {
        return matches(*selector);
    }
    const auto children = childrenOf(expr);
    return std::any_of(children.begin(), children.end(),
                       [&](const Expr* child) { return anySelector(*child, matches); });
}

/// The children that are evaluated as what they are: a selector may also be read for its range or its times only.
std::vector<const Expr*> partsOf(const Expr& expr)
{
    if (expr.kind() == NodeKind::MatrixSelector) {
        return {};
    }
    auto parts = childrenOf(expr);
    if (const auto* call = tryAs<Call>(&expr);
        call != nullptr && (call->function->id == FunctionId::Timestamp || call->function->id == FunctionId::Info)) {
        std::erase_if(parts, [](const Expr* part) { return withoutParens(*part).kind() == NodeKind::VectorSelector; });
    }
    return parts;
}

std::size_t countSelectors(const Expr& expr)
{
    const auto children = childrenOf(expr);
    return std::accumulate(children.begin(), children.end(),
                           std::size_t{expr.kind() == NodeKind::VectorSelector ? 1U : 0U},
                           [](std::size_t sum, const Expr* child) { return sum + countSelectors(*child); });
}

std::size_t countNodes(const Expr& expr, std::size_t most)
{
    std::size_t count = 1;
    for (const auto* child : childrenOf(expr)) {
        if (count > most) {
            break;
        }
        count += countNodes(*child, most - count);
    }
    return count;
}

/// Walks as an evaluation does, and does not enter what it has met before.
class Finder
{
public:
    explicit Finder(const IsMarked& isMarked)
        : m_isMarked(isMarked)
    {}

    /// `axis` names the subqueries around.
    void visit(const Expr& expr, const std::string& axis)
    {
        const auto& inner = withoutParens(expr);
        if (typeOf(inner) == ValueType::Vector) {
            auto& places = m_places[axis + (anySelector(inner, m_isMarked) ? "!" : "") + print(inner)];
            places.push_back(&inner);
            if (places.size() > 1) {
                return;
            }
        }
        const bool isSubquery = inner.kind() == NodeKind::Subquery;
        for (const auto* child : partsOf(inner)) {
            visit(*child, isSubquery ? axis + print(inner) + '\n' : axis);
        }
    }
    std::vector<std::vector<const Expr*>> repeated() const
    {
        std::vector<std::vector<const Expr*>> all;
        for (const auto& [text, places] : m_places) {
            if (places.size() > 1) {
                all.push_back(places);
            }
        }
        return all;
    }

private:
    const IsMarked& m_isMarked;
    std::unordered_map<std::string, std::vector<const Expr*>> m_places;
};

} // namespace

std::vector<std::vector<const Expr*>> equalParts(const std::vector<const Expr*>& roots, const IsMarked& isMarked)
{
    Finder finder(isMarked);
    for (const auto* root : roots) {
        if (countNodes(*root, kMostNodes) <= kMostNodes) {
            finder.visit(*root, {});
        }
    }
    return finder.repeated();
}

SharedParts::SharedParts(const Expr& root, const IsMarked& isMarked)
{
    if (countSelectors(root) < 2) {
        return;
    }
    for (const auto& places : equalParts({&root}, isMarked)) {
        for (const auto* place : places) {
            m_partOf.emplace(place, m_parts.size());
        }
        Part part;
        part.usesLeft = places.size() - 1;
        m_parts.push_back(std::move(part));
    }
}

bool SharedParts::isHeld(const Expr& expr, const Axis& axis) const
{
    const auto& part = m_parts[m_partOf.at(&expr)];
    return part.columns.has_value() && part.axis == axis;
}

Columns SharedParts::take(const Expr& expr, const Axis& axis)
{
    auto& part = m_parts[m_partOf.at(&expr)];
    assert(isHeld(expr, axis) && "the caller asks isHeld() first");
    static_cast<void>(axis);
    if (part.usesLeft > 1) {
        --part.usesLeft;
        return *part.columns;
    }
    auto columns = std::move(*part.columns);
    part.columns.reset();
    part.hold.reset();
    return columns;
}

void SharedParts::keep(const Expr& expr, const Axis& axis, Columns columns, Hold hold,
                       std::vector<std::uint64_t> samples)
{
    auto& part = m_parts[m_partOf.at(&expr)];
    part.axis = axis;
    part.columns = std::move(columns);
    part.hold.emplace(std::move(hold));
    part.samples = std::move(samples);
}

} // namespace nocturne::promql
