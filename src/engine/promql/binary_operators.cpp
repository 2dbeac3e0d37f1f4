// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "engine/promql/evaluation.h"
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
    for (std::size_t i = 0; i < lhs->size(); ++i) {
        (*lhs)[i] = applyBinary(binary.op, (*lhs)[i], (*rhs)[i]);
    }
    return lhs;
}

Result<void> Evaluation::vectorScalar(const BinaryExpr& binary, const Axis& axis, const ColumnSink& sink)
{
    const bool vectorFirst = typeOf(*binary.lhs) == ValueType::Vector;
    const auto numbers = scalar(vectorFirst ? *binary.rhs : *binary.lhs, axis);
    if (!numbers) {
        return tl::unexpected(numbers.error());
    }
    if (binary.op == BinaryOp::TrimLower || binary.op == BinaryOp::TrimUpper) {
        informOfTrim(m_annotations, binary);
        return stream(vectorFirst ? *binary.lhs : *binary.rhs, axis,
                      [](const model::LabelSet&, std::vector<double>&) { return Result<void>(); });
    }
    const bool filters = isComparison(binary.op) && !binary.returnBool;
    const auto apply = [&](const model::LabelSet& labels, std::vector<double>& values) -> Result<void> {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (isAbsent(values[i])) {
                continue;
            }
            const double number = (*numbers)[i];
            const double result =
                vectorFirst ? applyBinary(binary.op, values[i], number) : applyBinary(binary.op, number, values[i]);
            values[i] = !filters ? result : result != 0 ? values[i] : kAbsent;
        }
        if (filters && !hasValues(values)) {
            return {};
        }
        return sink(filters ? labels : labels.withoutMetricName(), values);
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
    if (binary.op == BinaryOp::TrimLower || binary.op == BinaryOp::TrimUpper) {
        if (!lhs->columns.empty() && !rhs->columns.empty()) {
            informOfTrim(m_annotations, binary);
        }
        return {};
    }
    Hold hold(m_budget);
    auto columns = isSetOperator(binary.op)
                       ? combineSets(binary, lhs->columns, rhs->columns, axis.count, m_budget)
                       : combineMatched(binary, lhs->columns, rhs->columns, axis.count, m_budget, hold);
    if (!columns) {
        auto error = std::move(columns).error();
        error.where = positionOf(binary);
        return tl::unexpected(std::move(error));
    }
    for (auto& column : *columns) {
        NOCTURNE_TRY(sink(column.labels, column.values));
    }
    return {};
}

} // namespace nocturne::promql
