// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/histogram_operators.h"

#include <string>

#include "engine/promql/math_functions.h"
#include "engine/promql/range_series.h"

namespace nocturne::promql {

namespace {

using model::FloatHistogram;

std::string_view kindOf(const Element& element) { return element.histogram ? "histogram" : "float"; }

Element incompatible(const BinaryExpr& binary, const Element& lhs, const Element& rhs, Annotations& annotations)
{
    const std::string op(toString(binary.op));
    annotations.inform("incompatible sample types encountered for binary operator \"" + op +
                           "\": " + std::string(kindOf(lhs)) + " " + op + " " + std::string(kindOf(rhs)),
                       binary.range);
    return {};
}

Element combined(const BinaryExpr& binary, const FloatHistogram& lhs, const FloatHistogram& rhs,
                 Annotations& annotations)
{
    const bool isSum = binary.op == BinaryOp::Add;
    auto result = lhs;
    const auto outcome = isSum ? result.add(rhs) : result.subtract(rhs);
    const std::string_view operation = isSum ? "addition" : "subtraction";
    if (!outcome.compatible) {
        annotations.warn("incompatible bucket layout encountered for binary operator " +
                             std::string(toString(binary.op)),
                         binary.range);
        return {};
    }
    if (outcome.hintsCollided) {
        warnOfCollidedHints(annotations, operation, binary.range);
    }
    if (outcome.boundsReconciled) {
        informOfReconciledBounds(annotations, operation, binary.range);
    }
    if (!isSum) {
        result.hint = model::ResetHint::Gauge;
    }
    return {kAbsent, std::make_shared<const FloatHistogram>(std::move(result.compact()))};
}

Element compared(const BinaryExpr& binary, const Element& lhs, bool holds)
{
    if (binary.returnBool) {
        return {holds ? 1.0 : 0.0};
    }
    return holds ? lhs : Element();
}

} // namespace

bool isTrim(BinaryOp op) { return op == BinaryOp::TrimLower || op == BinaryOp::TrimUpper; }

Element applyToElements(const BinaryExpr& binary, const Element& lhs, const Element& rhs, Annotations& annotations)
{
    const auto op = binary.op;
    if (!lhs.histogram && !rhs.histogram) {
        if (isTrim(op)) {
            return incompatible(binary, lhs, rhs, annotations);
        }
        const double result = applyBinary(op, lhs.value, rhs.value);
        return isComparison(op) ? compared(binary, lhs, result != 0) : Element{result};
    }
    if (lhs.histogram && rhs.histogram) {
        switch (op) {
        case BinaryOp::Add:
        case BinaryOp::Sub:
            return combined(binary, *lhs.histogram, *rhs.histogram, annotations);
        case BinaryOp::Equal:
            return compared(binary, lhs, *lhs.histogram == *rhs.histogram);
        case BinaryOp::NotEqual:
            return compared(binary, lhs, !(*lhs.histogram == *rhs.histogram));
        default:
            return incompatible(binary, lhs, rhs, annotations);
        }
    }
    const auto& histogram = lhs.histogram ? lhs.histogram : rhs.histogram;
    const double number = lhs.histogram ? rhs.value : lhs.value;
    if (op == BinaryOp::Mul) {
        return {kAbsent, changed(*histogram, [number](auto& h) { h.scale(number).compact(); })};
    }
    if (lhs.histogram && op == BinaryOp::Div) {
        return {kAbsent, changed(*histogram, [number](auto& h) { h.divide(number).compact(); })};
    }
    if (lhs.histogram && isTrim(op)) {
        const bool keepLower = op == BinaryOp::TrimUpper;
        return {kAbsent, std::make_shared<const FloatHistogram>(histogram->trimmed(number, keepLower))};
    }
    return incompatible(binary, lhs, rhs, annotations);
}

} // namespace nocturne::promql
