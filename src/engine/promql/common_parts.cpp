// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/common_parts.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "engine/promql/evaluation.h"
#include "engine/promql/shared_parts.h"

namespace nocturne::promql {

namespace {

/// Adds the metrics that `expr` looks at; false where a selector names none.
bool addNames(const Expr& expr, std::vector<std::string>& names)
{
    if (const auto* call = tryAs<Call>(&expr); call != nullptr && call->function->id == FunctionId::Info) {
        return false; // joins series that its arguments need not name
    }
    if (const auto* selector = tryAs<VectorSelector>(&expr)) {
        const auto name = std::ranges::find_if(selector->matchers, [](const model::Matcher& matcher) {
            return matcher.name() == model::kMetricName && matcher.op() == model::Matcher::Op::Equal &&
                   !matcher.value().empty();
        });
        if (name == selector->matchers.end()) {
            return false;
        }
        names.push_back(name->value());
        return true;
    }
    const auto children = childrenOf(expr);
    return std::ranges::all_of(children, [&](const Expr* child) { return addNames(*child, names); });
}

std::size_t weightOf(const Columns& columns)
{
    return std::accumulate(columns.begin(), columns.end(), std::size_t{0},
                           [](std::size_t sum, const Column& column) { return sum + column.weight(); });
}

} // namespace

CommonParts::CommonParts(const std::vector<const Expr*>& expressions)
{
    std::set<const VectorSelector*> statisticsOnly;
    for (const auto* expression : expressions) {
        findStatisticsOnly(*expression, statisticsOnly);
    }
    const auto isMarked = [&](const VectorSelector& selector) { return statisticsOnly.contains(&selector); };
    for (const auto& places : equalParts(expressions, isMarked)) {
        Part part;
        part.uses = places.size();
        part.isNamed = addNames(*places.front(), part.names);
        for (const auto* place : places) {
            m_partOf.emplace(place, m_parts.size());
        }
        m_parts.push_back(std::move(part));
    }
}

void CommonParts::begin()
{
    for (auto& part : m_parts) {
        drop(part);
        part.usesLeft = part.uses;
    }
}

void CommonParts::forget(std::string_view metric)
{
    for (auto& part : m_parts) {
        if (part.columns && (!part.isNamed || std::ranges::find(part.names, metric) != part.names.end())) {
            drop(part);
        }
    }
}

Columns CommonParts::take(const Expr& expr)
{
    auto& part = m_parts[m_partOf.at(&expr)];
    if (part.usesLeft > 1) {
        --part.usesLeft;
        return *part.columns;
    }
    auto columns = std::move(*part.columns);
    drop(part);
    return columns;
}

void CommonParts::noteUse(const Expr& expr)
{
    auto& part = m_parts[m_partOf.at(&expr)];
    part.usesLeft -= part.usesLeft > 0 ? 1 : 0;
}

void CommonParts::keep(const Expr& expr, Columns columns)
{
    auto& part = m_parts[m_partOf.at(&expr)];
    const auto elements = weightOf(columns);
    if (m_elements + elements > kMostElements) {
        return;
    }
    m_elements += elements;
    part.elements = elements;
    part.columns = std::move(columns);
}

void CommonParts::drop(Part& part)
{
    m_elements -= std::exchange(part.elements, 0);
    part.columns.reset();
}

} // namespace nocturne::promql
