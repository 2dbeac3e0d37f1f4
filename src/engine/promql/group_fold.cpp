// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/group_fold.h"

#include <cmath>

#include "engine/model/sample.h"
#include "engine/promql/eval_result.h"
#include "engine/promql/kahan_sum.h"

namespace nocturne::promql {

GroupFold::GroupFold(AggregateOp op, std::size_t steps)
    : m_op(op)
    , m_values(steps, kAbsent)
{
    const bool isVariance = op == AggregateOp::Stddev || op == AggregateOp::Stdvar;
    if (op == AggregateOp::Sum || op == AggregateOp::Avg) {
        m_compensation.resize(steps);
    }
    if (op == AggregateOp::Avg || isVariance) {
        m_counts.resize(steps);
    }
    if (isVariance) {
        m_means.resize(steps);
    }
}

void GroupFold::add(const std::vector<double>& values)
{
    const auto each = [&](auto first, auto next) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!isAbsent(values[i])) {
                m_values[i] = isAbsent(m_values[i]) ? first(values[i]) : next(m_values[i], values[i]);
            }
        }
    };
    const auto itself = [](double v) { return v; };
    const auto one = [](double) { return 1.0; };
    switch (m_op) {
    case AggregateOp::Sum:
        addToSum(values);
        break;
    case AggregateOp::Avg:
        addToMean(values);
        break;
    case AggregateOp::Stddev:
    case AggregateOp::Stdvar:
        addToVariance(values);
        break;
    case AggregateOp::Max:
        each(itself, [](double old, double v) { return old < v || std::isnan(old) ? v : old; });
        break;
    case AggregateOp::Min:
        each(itself, [](double old, double v) { return old > v || std::isnan(old) ? v : old; });
        break;
    case AggregateOp::Count:
        each(one, [](double old, double) { return old + 1; });
        break;
    default:
        each(one, [](double old, double) { return old; });
        break; // group
    }
}

void GroupFold::addToSum(const std::vector<double>& values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (isAbsent(values[i])) {
            continue;
        }
        if (isAbsent(m_values[i])) {
            m_values[i] = values[i];
            continue;
        }
        KahanSum sum{m_values[i], m_compensation[i]};
        sum.add(values[i]);
        m_values[i] = sum.sum;
        m_compensation[i] = sum.compensation;
    }
}

void GroupFold::addToMean(const std::vector<double>& values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (isAbsent(values[i])) {
            continue;
        }
        const double before = isAbsent(m_values[i]) ? 0 : m_values[i];
        KahanMean mean{{before, m_compensation[i]}, std::fabs(m_counts[i]), m_counts[i] < 0};
        mean.add(values[i]);
        m_values[i] = mean.total.sum;
        m_compensation[i] = mean.total.compensation;
        m_counts[i] = mean.incremental ? -mean.count : mean.count;
    }
}

void GroupFold::addToVariance(const std::vector<double>& values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double v = values[i];
        if (isAbsent(v)) {
            continue;
        }
        m_counts[i] += 1;
        if (isAbsent(m_values[i])) {
            m_means[i] = v;
            m_values[i] = std::isfinite(v) ? 0 : model::kNormalNan;
            continue;
        }
        const double delta = v - m_means[i];
        m_means[i] += delta / m_counts[i];
        m_values[i] += delta * (v - m_means[i]);
    }
}

std::vector<double> GroupFold::finish() &&
{
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (isAbsent(m_values[i])) {
            continue;
        }
        switch (m_op) {
        case AggregateOp::Sum:
            m_values[i] += m_compensation[i];
            break;
        case AggregateOp::Avg:
            m_values[i] = KahanMean{{m_values[i], m_compensation[i]}, std::fabs(m_counts[i]), m_counts[i] < 0}.value();
            break;
        case AggregateOp::Stdvar:
            m_values[i] /= m_counts[i];
            break;
        case AggregateOp::Stddev:
            m_values[i] = std::sqrt(m_values[i] / m_counts[i]);
            break;
        default:
            break;
        }
    }
    return std::move(m_values);
}

} // namespace nocturne::promql
