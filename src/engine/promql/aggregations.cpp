// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/core/text.h"
#include "engine/model/sample.h"
#include "engine/promql/evaluation.h"
#include "engine/promql/group_fold.h"
#include "engine/promql/histogram_fold.h"
#include "engine/promql/label_functions.h"
#include "engine/promql/label_grouping.h"
#include "engine/promql/quantile.h"

namespace nocturne::promql {

namespace {

LabelGrouping groupingOf(const AggregateExpr& aggregate)
{
    auto names = aggregate.grouping;
    if (aggregate.without) {
        for (const auto name : {model::kMetricName, model::kMetricType, model::kMetricUnit}) {
            names.emplace_back(name);
        }
    }
    return {aggregate.without ? LabelGrouping::Keep::Without : LabelGrouping::Keep::Only, std::move(names)};
}

/// Columns of an aggregation that looks at single elements, each with its group.
struct Grouped
{
    HeldColumns held;
    std::vector<std::vector<std::size_t>> members; ///< indices of columns by group
    std::vector<model::LabelSet> groups;
    std::vector<bool> dropsName; ///< of the groups
};

Grouped grouped(const AggregateExpr& aggregate, HeldColumns held)
{
    auto grouping = groupingOf(aggregate);
    Grouped result{std::move(held), {}, {}, {}};
    for (std::size_t i = 0; i < result.held.columns.size(); ++i) {
        const auto group = grouping.indexOf(result.held.columns[i].labels);
        if (group == result.members.size()) {
            result.members.emplace_back();
            result.dropsName.push_back(false);
        }
        result.members[group].push_back(i);
        result.dropsName[group] = result.dropsName[group] || result.held.columns[i].dropsName;
    }
    result.groups = grouping.groups();
    return result;
}

/// How many elements topk() and its kin take at each step.
Result<std::vector<std::size_t>> countsOf(const std::vector<double>& parameter, std::size_t most, SourcePosition where)
{
    constexpr double kLimit = 9223372036854775808.0; // 2^63
    std::vector<std::size_t> counts;
    for (const double k : parameter) {
        if (std::isnan(k)) {
            return fail(Error::Kind::InvalidInput, "Parameter value is NaN", where);
        }
        if (k <= -kLimit || k >= kLimit) {
            return fail(Error::Kind::InvalidInput,
                        std::string("Scalar value ") + std::to_string(k) + (k < 0 ? " underflows" : " overflows") +
                            " int64",
                        where);
        }
        counts.push_back(k < 1 ? 0 : std::min(most, static_cast<std::size_t>(k)));
    }
    return counts;
}

/// The order in which elements are picked: NaN last, of equals the earlier column first.
struct Picked
{
    double value = 0;
    std::size_t column = 0;
};

bool isLarger(const Picked& a, const Picked& b)
{
    if (a.value > b.value || (std::isnan(b.value) && !std::isnan(a.value))) {
        return true;
    }
    const bool same = a.value == b.value || (std::isnan(a.value) && std::isnan(b.value));
    return same && a.column < b.column;
}

bool isSmaller(const Picked& a, const Picked& b)
{
    if (a.value < b.value || (std::isnan(b.value) && !std::isnan(a.value))) {
        return true;
    }
    const bool same = a.value == b.value || (std::isnan(a.value) && std::isnan(b.value));
    return same && a.column < b.column;
}

/// Whether limit_ratio() takes the element, by its place among all hashes: ratios r and r - 1 share no element.
bool isSampled(const model::LabelSet& labels, double ratio)
{
    const double place = static_cast<double>(labels.hash()) / 18446744073709551616.0; // 2^64
    return ratio >= 0 ? place < ratio : place >= 1 + ratio;
}

/// Plain digits, never an exponent: the value as a label of count_values().
std::string digits(double v)
{
    if (std::isnan(v)) {
        return "NaN";
    }
    if (std::isinf(v)) {
        return v > 0 ? "+Inf" : "-Inf";
    }
    char buffer[800]; // the smallest double has over 300 zeros behind the point
    const auto end = std::to_chars(std::begin(buffer), std::end(buffer), v, std::chars_format::fixed).ptr;
    return {buffer, end};
}

} // namespace

Result<void> Evaluation::aggregate(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink)
{
    switch (aggregate.op) {
    case AggregateOp::Quantile:
        return quantileOf(aggregate, axis, sink);
    case AggregateOp::CountValues:
        return countValues(aggregate, axis, sink);
    case AggregateOp::Topk:
    case AggregateOp::Bottomk:
    case AggregateOp::Limitk:
    case AggregateOp::LimitRatio:
        return pick(aggregate, axis, sink);
    default:
        return fold(aggregate, axis, sink);
    }
}

/// What is about floats alone leaves histograms out.
void Evaluation::informOfIgnored(const AggregateExpr& aggregate)
{
    m_annotations.inform("ignored histogram in " + std::string(toString(aggregate.op)) + " aggregation",
                         aggregate.expr->range);
}

Result<void> Evaluation::fold(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink)
{
    struct Group
    {
        GroupFold floats;
        std::unique_ptr<HistogramFold> histograms = {}; ///< of sum and avg, where there are any
        bool dropsName = false;
    };
    auto grouping = groupingOf(aggregate);
    std::vector<Group> groups;
    Hold hold(m_budget);
    const auto takeHistograms = [&](Group& group, const Column& column) -> Result<void> {
        switch (aggregate.op) {
        case AggregateOp::Avg:
        case AggregateOp::Sum:
            if (!group.histograms) {
                NOCTURNE_TRY(hold.add(axis.count));
                group.histograms =
                    std::make_unique<HistogramFold>(aggregate.op == AggregateOp::Avg, aggregate.expr->range);
            }
            group.histograms->add(column, m_annotations);
            break;
        case AggregateOp::Count:
        case AggregateOp::Group: {
            std::vector<double> present(axis.count, kAbsent);
            for (std::size_t i = 0; i < axis.count; ++i) {
                present[i] = column.histograms[i] ? 1 : kAbsent;
            }
            group.floats.add(present);
            break;
        }
        default:
            informOfIgnored(aggregate);
            break;
        }
        return {};
    };
    const auto take = [&](Column& column) -> Result<void> {
        const auto index = grouping.indexOf(column.labels);
        if (index == groups.size()) {
            groups.push_back({GroupFold(aggregate.op, axis.count)});
            NOCTURNE_TRY(hold.add(axis.count));
        }
        auto& group = groups[index];
        group.dropsName = group.dropsName || column.dropsName;
        group.floats.add(column.values);
        if (column.hasHistograms()) {
            NOCTURNE_TRY(takeHistograms(group, column));
        }
        return m_budget.checkStop();
    };
    NOCTURNE_TRY(stream(*aggregate.expr, axis, take));
    for (std::size_t i = 0; i < groups.size(); ++i) {
        Column made{grouping.groups()[i], std::move(groups[i].floats).finish()};
        made.dropsName = groups[i].dropsName;
        if (groups[i].histograms) {
            groups[i].histograms->finish(made, m_annotations);
        }
        if (made.hasElements()) {
            NOCTURNE_TRY(sink(made));
        }
    }
    return {};
}

Result<void> Evaluation::quantileOf(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink)
{
    const auto q = scalar(*aggregate.param, axis);
    if (!q) {
        return tl::unexpected(q.error());
    }
    for (const double value : *q) {
        if (!(value >= 0 && value <= 1)) {
            warnOfInvalidQuantile(m_annotations, value, aggregate.param->range);
        }
    }
    auto held = vector(*aggregate.expr, axis);
    if (!held) {
        return tl::unexpected(std::move(held).error());
    }
    const bool hasHistograms = std::ranges::any_of(held->columns, &Column::hasHistograms);
    if (hasHistograms) {
        informOfIgnored(aggregate);
    }
    const auto all = grouped(aggregate, std::move(*held));
    std::vector<double> present;
    for (std::size_t group = 0; group < all.groups.size(); ++group) {
        std::vector<double> values(axis.count);
        for (std::size_t step = 0; step < axis.count; ++step) {
            NOCTURNE_TRY(m_budget.checkStop());
            present.clear();
            for (const auto member : all.members[group]) {
                if (const double v = all.held.columns[member].values[step]; !isAbsent(v)) {
                    present.push_back(v);
                }
            }
            values[step] = present.empty() ? kAbsent : quantile((*q)[step], present);
        }
        Column made{all.groups[group], std::move(values)};
        made.dropsName = all.dropsName[group];
        if (made.hasElements()) {
            NOCTURNE_TRY(sink(made));
        }
    }
    return {};
}

Result<void> Evaluation::pick(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink)
{
    const auto parameter = scalar(*aggregate.param, axis);
    auto held = vector(*aggregate.expr, axis);
    if (!parameter || !held) {
        return tl::unexpected(parameter ? held.error() : parameter.error());
    }
    const bool isRatio = aggregate.op == AggregateOp::LimitRatio;
    auto counts =
        isRatio ? std::vector<std::size_t>() : countsOf(*parameter, held->columns.size(), positionOf(*aggregate.param));
    if (!counts) {
        return tl::unexpected(counts.error());
    }
    if (isRatio) {
        for (const double ratio : *parameter) {
            if (std::isnan(ratio)) {
                return fail(Error::Kind::InvalidInput, "Ratio value is NaN", positionOf(*aggregate.param));
            }
            if (ratio < -1 || ratio > 1) {
                m_annotations.warn("ratio value should be between -1 and 1, got " + digits(ratio) + ", capping to " +
                                       (ratio < 0 ? "-1" : "1"),
                                   aggregate.param->range);
            }
        }
    }
    auto all = grouped(aggregate, std::move(*held));
    auto& columns = all.held.columns;
    std::vector<Column> out(columns.size());
    const bool isLimit = isRatio || aggregate.op == AggregateOp::Limitk;
    std::vector<std::size_t> order; // of first appearance, which at an instant is the order of the result
    std::vector<Picked> present;
    Hold hold(m_budget);
    for (const auto& members : all.members) {
        for (std::size_t step = 0; step < axis.count; ++step) {
            NOCTURNE_TRY(m_budget.checkStop());
            present.clear();
            for (const auto member : members) {
                const auto& column = columns[member];
                if (column.isAbsentAt(step)) {
                    continue;
                }
                if (!isLimit && isAbsent(column.values[step])) {
                    informOfIgnored(aggregate);
                } else if (!isRatio || isSampled(column.labels, (*parameter)[step])) {
                    present.push_back({column.values[step], member});
                }
            }
            const auto count = isRatio ? present.size() : std::min(present.size(), (*counts)[step]);
            const auto middle = present.begin() + static_cast<std::ptrdiff_t>(count);
            if (aggregate.op == AggregateOp::Topk) {
                std::partial_sort(present.begin(), middle, present.end(), isLarger);
            } else if (aggregate.op == AggregateOp::Bottomk) {
                std::partial_sort(present.begin(), middle, present.end(), isSmaller);
            }
            for (auto picked = present.begin(); picked != middle; ++picked) {
                auto& made = out[picked->column];
                const auto& source = columns[picked->column];
                if (made.values.empty()) {
                    NOCTURNE_TRY(hold.add(axis.count));
                    made = {source.labels, std::vector<double>(axis.count, kAbsent)};
                    made.dropsName = source.dropsName;
                    order.push_back(picked->column);
                }
                made.values[step] = picked->value;
                if (source.hasHistograms()) {
                    made.set(step, source.at(step));
                }
            }
        }
    }
    for (const auto column : order) {
        NOCTURNE_TRY(m_budget.checkStop());
        NOCTURNE_TRY(sink(out[column]));
    }
    return {};
}

Result<void> Evaluation::countValues(const AggregateExpr& aggregate, const Axis& axis, const ColumnSink& sink)
{
    const auto& label = as<StringLiteral>(withoutParens(*aggregate.param)).value;
    if (!isLabelName(label)) {
        return fail(Error::Kind::InvalidInput, "invalid label name " + printable(label), positionOf(*aggregate.param));
    }
    std::vector<std::string> names = aggregate.grouping;
    if (aggregate.without) {
        names.emplace_back(model::kMetricName);
    } else {
        names.push_back(label);
    }
    std::unordered_map<model::LabelSet, std::size_t, model::LabelSetHash> known;
    Columns counted;
    Hold hold(m_budget);
    const auto take = [&](Column& from) -> Result<void> {
        std::map<std::string, std::size_t> byText; // most series have few distinct values
        for (std::size_t step = 0; step < axis.count; ++step) {
            if (step % kWorkBetweenChecks == kWorkBetweenChecks - 1) {
                NOCTURNE_TRY(m_budget.checkStop());
            }
            if (from.isAbsentAt(step)) {
                continue;
            }
            const bool isHistogram = isAbsent(from.values[step]);
            const auto [place, isNew] =
                byText.try_emplace(isHistogram ? from.histograms[step]->toString() : digits(from.values[step]), 0);
            if (isNew) {
                auto full = model::LabelSetBuilder(from.labels).set(label, place->first).build();
                auto group = aggregate.without ? full.without(names) : full.only(names);
                const auto [column, isNewColumn] = known.try_emplace(group, counted.size());
                if (isNewColumn) {
                    NOCTURNE_TRY(hold.add(axis.count));
                    counted.push_back({std::move(group), std::vector<double>(axis.count, kAbsent)});
                }
                place->second = column->second;
                counted[column->second].dropsName = counted[column->second].dropsName || from.dropsName;
            }
            double& count = counted[place->second].values[step];
            count = isAbsent(count) ? 1 : count + 1;
        }
        return m_budget.checkStop();
    };
    NOCTURNE_TRY(stream(*aggregate.expr, axis, take));
    return handOn(counted, sink);
}

} // namespace nocturne::promql
