// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "engine/promql/evaluation.h"
#include "engine/promql/histogram_operators.h"
#include "engine/promql/math_functions.h"
#include "engine/promql/vector_matching.h"

namespace nocturne::promql {

Result<void> Evaluation::binary(const BinaryExpr& binary, const Axis& axis, const ColumnSink& sink)
{
    return binary.matching ? vectorVector(binary, axis, sink) : vectorScalar(binary, axis, sink);
}

Result<std::vector<double>> Evaluation::scalarScalar(const BinaryExpr& binary, const Axis& axis)
{
    auto lhs = scalar(*binary.lhs, axis);
    const auto rhs = scalar(*binary.rhs, axis);
    if (!lhs || !rhs) {
        return lhs ? rhs : lhs;
    }
    NOCTURNE_TRY(inPieces(lhs->size(), m_budget, [&](std::size_t first, std::size_t last) {
        for (auto i = first; i < last; ++i) {
            (*lhs)[i] = applyBinary(binary.op, (*lhs)[i], (*rhs)[i]);
        }
    }));
    return lhs;
}

Result<void> Evaluation::vectorScalar(const BinaryExpr& binary, const Axis& axis, const ColumnSink& sink)
{
    const bool vectorFirst = typeOf(*binary.lhs) == ValueType::Vector;
    const auto numbers = scalar(vectorFirst ? *binary.rhs : *binary.lhs, axis);
    if (!numbers) {
        return tl::unexpected(numbers.error());
    }
    const bool filters = isComparison(binary.op) && !binary.returnBool;
    const auto applyToFloats = [&](std::vector<double>& values, std::size_t first, std::size_t last) {
        for (auto i = first; i < last; ++i) {
            if (isAbsent(values[i])) {
                continue;
            }
            const double number = (*numbers)[i];
            const double result =
                vectorFirst ? applyBinary(binary.op, values[i], number) : applyBinary(binary.op, number, values[i]);
            values[i] = !filters ? result : result != 0 ? values[i] : kAbsent;
        }
    };
    const auto applyToAll = [&](Column& column, std::size_t first, std::size_t last) {
        for (auto i = first; i < last; ++i) {
            const auto element = column.at(i);
            if (element.absent()) {
                continue;
            }
            const Element number{(*numbers)[i]};
            const auto result = vectorFirst ? applyToElements(binary, element, number, m_annotations)
                                            : applyToElements(binary, number, element, m_annotations);
            column.set(i, filters && !result.absent() ? element : result);
        }
    };
    const auto apply = [&](Column& column) -> Result<void> {
        const bool isFloats = !column.hasHistograms() && !isTrim(binary.op);
        NOCTURNE_TRY(inPieces(column.values.size(), m_budget, [&](std::size_t first, std::size_t last) {
            if (isFloats) {
                applyToFloats(column.values, first, last);
            } else {
                applyToAll(column, first, last);
            }
        }));
        if (!column.hasElements()) {
            return {};
        }
        if (!filters && !isTrim(binary.op)) {
            dropName(column);
        }
        return sink(column);
    };
    return stream(vectorFirst ? *binary.lhs : *binary.rhs, axis, apply);
}

Result<void> Evaluation::vectorVector(const BinaryExpr& binary, const Axis& axis, const ColumnSink& sink)
{
    auto lhs = vector(*binary.lhs, axis);
    if (!lhs) {
        return tl::unexpected(std::move(lhs).error());
    }
    auto rhs = vector(*binary.rhs, axis);
    if (!rhs) {
        return tl::unexpected(std::move(rhs).error());
    }
    Hold hold(m_budget);
    auto columns = isSetOperator(binary.op)
                       ? combineSets(binary, lhs->columns, rhs->columns, axis.count, m_budget)
                       : combineMatched(binary, lhs->columns, rhs->columns, {axis.count, m_options.delayedNameRemoval},
                                        m_budget, m_annotations, hold);
    if (!columns) {
        auto error = std::move(columns).error();
        error.where = positionOf(binary);
        return tl::unexpected(std::move(error));
    }
    return handOn(*columns, sink);
}

} // namespace nocturne::promql
