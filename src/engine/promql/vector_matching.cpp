// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/vector_matching.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "engine/promql/histogram_operators.h"
#include "engine/promql/label_grouping.h"
#include "engine/promql/math_functions.h"

namespace nocturne::promql {

namespace {

using model::LabelSet;

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// The labels that two elements must share to belong together, and a number for each distinct set of them.
LabelGrouping signaturesOf(const VectorMatching& matching)
{
    auto names = matching.labels;
    if (!matching.on) {
        names.emplace_back(model::kMetricName);
    }
    return {matching.on ? LabelGrouping::Keep::Only : LabelGrouping::Keep::Without, std::move(names)};
}

std::vector<std::size_t> numbersOf(LabelGrouping& signatures, const Columns& columns)
{
    std::vector<std::size_t> numbers;
    numbers.reserve(columns.size());
    for (const auto& column : columns) {
        numbers.push_back(signatures.indexOf(column.labels));
    }
    return numbers;
}

using Members = std::vector<std::vector<std::size_t>>; // indices of columns by signature

Members membersOf(const std::vector<std::size_t>& numbers, std::size_t count)
{
    Members members(count);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        members[numbers[i]].push_back(i);
    }
    return members;
}

/// At which steps any of the columns has a value.
std::vector<bool> presenceOf(const Columns& columns, std::size_t steps)
{
    std::vector<bool> present(steps);
    for (const auto& column : columns) {
        for (std::size_t i = 0; i < steps; ++i) {
            if (!column.isAbsentAt(i)) {
                present[i] = true;
            }
        }
    }
    return present;
}

/// Labels of the element that a "many" and a "one" element make.
LabelSet resultLabels(const BinaryExpr& binary, const LabelSet& many, const LabelSet& one, bool delayedNameRemoval)
{
    const auto& matching = *binary.matching;
    auto labels = isComparison(binary.op) || isTrim(binary.op) ? many : many.withoutMetadata();
    if (matching.card == MatchCard::OneToOne) {
        labels = matching.on ? labels.only(matching.labels) : labels.without(matching.labels);
    }
    if (!matching.include.empty()) {
        model::LabelSetBuilder builder(labels);
        for (const auto& name : matching.include) {
            builder.set(name, one.get(name));
        }
        labels = builder.build();
    }
    return binary.returnBool && !delayedNameRemoval ? labels.withoutMetadata() : labels;
}

/// Matches the "many" side with the "one" side, signature by signature.
class Matching
{
public:
    Matching(const BinaryExpr& binary, const Columns& many, const Columns& one, MatchingAxis axis, const Budget& budget,
             Annotations& annotations, Hold& hold)
        : m_binary(binary)
        , m_matching(*binary.matching)
        , m_many(many)
        , m_one(one)
        , m_axis(axis)
        , m_steps(axis.steps)
        , m_budget(budget)
        , m_annotations(annotations)
        , m_hold(hold)
        , m_signatures(signaturesOf(m_matching))
        , m_isSwapped(m_matching.card == MatchCard::OneToMany)
        , m_isFilter(isComparison(binary.op) && !binary.returnBool)
    {}

    Result<Columns> run()
    {
        const auto manyNumbers = numbersOf(m_signatures, m_many);
        const auto oneNumbers = numbersOf(m_signatures, m_one);
        const auto manyMembers = membersOf(manyNumbers, m_signatures.groups().size());
        const auto oneMembers = membersOf(oneNumbers, m_signatures.groups().size());
        if (auto checked = checkOneSide(oneMembers); !checked) {
            return tl::unexpected(std::move(checked).error());
        }
        for (std::size_t number = 0; number < m_signatures.groups().size(); ++number) {
            if (auto matched = matchGroup(manyMembers[number], oneMembers[number]); !matched) {
                return tl::unexpected(std::move(matched).error());
            }
            if (auto filled = fillGroup(manyMembers[number], oneMembers[number]); !filled) {
                return tl::unexpected(std::move(filled).error());
            }
        }
        std::erase_if(m_outputs, [](const Column& column) { return !column.hasElements(); });
        return std::move(m_outputs);
    }

private:
    /// No signature may have two elements on the "one" side at a step where the other side has any element.
    Result<void> checkOneSide(const Members& members)
    {
        std::vector<bool> manyPresent;
        for (const auto& group : members) {
            if (group.size() < 2) {
                continue;
            }
            if (manyPresent.empty()) {
                manyPresent = presenceOf(m_many, m_steps);
            }
            std::vector<std::size_t> first(m_steps, kNone);
            for (const auto index : group) {
                NOCTURNE_TRY(m_budget.checkStop());
                for (std::size_t step = 0; step < m_steps; ++step) {
                    if (!manyPresent[step] || m_one[index].isAbsentAt(step)) {
                        continue;
                    }
                    if (first[step] != kNone) {
                        const auto [a, b] = std::minmax(m_one[first[step]].labels, m_one[index].labels);
                        return duplicateOnOneSide(a, b);
                    }
                    first[step] = index;
                }
            }
        }
        return {};
    }

    Result<void> duplicateOnOneSide(const LabelSet& a, const LabelSet& b) const
    {
        const std::string side = m_isSwapped ? "left" : "right";
        return fail(Error::Kind::InvalidInput,
                    "found duplicate series for the match group " + describe(m_signatures.labelsOf(a)) + " on the " +
                        side + " hand-side of the operation: [" + describe(a) + ", " + describe(b) +
                        "];many-to-many matching not allowed: matching labels must be unique on one side");
    }

    Result<void> matchGroup(const std::vector<std::size_t>& many, const std::vector<std::size_t>& one)
    {
        // A second match of the same element is an error; a lone "many" column cannot have one.
        std::unordered_map<LabelSet, std::vector<bool>, model::LabelSetHash> matched;
        for (const auto manyIndex : many) {
            for (const auto oneIndex : one) {
                const auto labels = labelsOf(m_many[manyIndex].labels, m_one[oneIndex].labels);
                std::vector<bool>* seen = nullptr;
                if (many.size() > 1) {
                    const bool isOneToOne = m_matching.card == MatchCard::OneToOne;
                    seen = &matched.try_emplace(isOneToOne ? LabelSet() : labels, m_steps).first->second;
                }
                if (auto combined = combine(m_many[manyIndex], m_one[oneIndex], labels, seen); !combined) {
                    return combined;
                }
            }
        }
        return {};
    }

    LabelSet labelsOf(const LabelSet& many, const LabelSet& one) const
    {
        return resultLabels(m_binary, many, one, m_axis.delayedNameRemoval);
    }

    Result<void> combine(const Column& many, const Column& one, const LabelSet& labels, std::vector<bool>* seen)
    {
        Output out{labels, many.dropsName};
        if (auto going = m_budget.checkStop(); !going) {
            return going;
        }
        const bool hasHistograms = many.hasHistograms() || one.hasHistograms() || isTrim(m_binary.op);
        for (std::size_t step = 0; step < m_steps; ++step) {
            if (step % kWorkBetweenChecks == kWorkBetweenChecks - 1) {
                NOCTURNE_TRY(m_budget.checkStop());
            }
            if (many.isAbsentAt(step) || one.isAbsentAt(step)) {
                continue;
            }
            if (seen != nullptr) {
                if ((*seen)[step]) {
                    return fail(Error::Kind::InvalidInput,
                                m_matching.card == MatchCard::OneToOne
                                    ? "multiple matches for labels: many-to-one matching must be explicit "
                                      "(group_left/group_right)"
                                    : "multiple matches for labels: grouping labels must ensure unique matches");
                }
                (*seen)[step] = true;
            }
            auto done = hasHistograms ? putElement(out, step, many.at(step), one.at(step))
                                      : putFloat(out, step, many.values[step], one.values[step]);
            if (!done) {
                return done;
            }
        }
        return {};
    }

    /// Where the column of one pair goes, made with its first element.
    struct Output
    {
        const LabelSet& labels;
        bool dropsName = false;
        Column* column = nullptr;
    };

    Result<void> putFloat(Output& out, std::size_t step, double many, double one)
    {
        const double lhs = m_isSwapped ? one : many;
        const double result = applyBinary(m_binary.op, lhs, m_isSwapped ? many : one);
        if (m_isFilter && result == 0) {
            return {};
        }
        if (auto ready = prepare(out, step); !ready) {
            return ready;
        }
        out.column->values[step] = m_isFilter ? lhs : result;
        return {};
    }

    Result<void> putElement(Output& out, std::size_t step, const Element& many, const Element& one)
    {
        auto result = applyToElements(m_binary, m_isSwapped ? one : many, m_isSwapped ? many : one, m_annotations);
        if (result.absent()) {
            return {};
        }
        if (auto ready = prepare(out, step); !ready) {
            return ready;
        }
        out.column->set(step, std::move(result));
        return {};
    }

    Result<void> prepare(Output& out, std::size_t step)
    {
        if (out.column == nullptr) {
            auto column = outputFor(out);
            if (!column) {
                return tl::unexpected(std::move(column).error());
            }
            out.column = *column;
        }
        return out.column->isAbsentAt(step)
                   ? Result<void>()
                   : fail(Error::Kind::InvalidInput, "vector cannot contain metrics with the same labelset");
    }

    Result<Column*> outputFor(const Output& out)
    {
        const auto [place, isNew] = m_known.try_emplace(out.labels, m_outputs.size());
        if (isNew) {
            if (auto held = m_hold.add(m_steps); !held) {
                return tl::unexpected(std::move(held).error());
            }
            m_outputs.push_back({out.labels, std::vector<double>(m_steps, kAbsent)});
        }
        auto& column = m_outputs[place->second];
        column.dropsName = column.dropsName || out.dropsName || m_binary.returnBool;
        return &column;
    }

    /// Matches elements that have no counterpart at a step with the value to fill in, where there is one.
    Result<void> fillGroup(const std::vector<std::size_t>& many, const std::vector<std::size_t>& one)
    {
        // As in Prometheus, group_right turns the sides round for the fill values too.
        const auto& fillMany = m_matching.fillLeft;
        const auto& fillOne = m_matching.fillRight;
        if (fillOne) {
            if (auto filled = fillAgainst(m_many, many, presentAt(m_one, one), *fillOne, false); !filled) {
                return filled;
            }
        }
        return fillMany ? fillAgainst(m_one, one, presentAt(m_many, many), *fillMany, true) : Result<void>();
    }

    std::vector<bool> presentAt(const Columns& columns, const std::vector<std::size_t>& members) const
    {
        std::vector<bool> present(m_steps);
        for (const auto index : members) {
            for (std::size_t step = 0; step < m_steps; ++step) {
                present[step] = present[step] || !columns[index].isAbsentAt(step);
            }
        }
        return present;
    }

    /// The filled element has only the labels of the signature.
    Result<void> fillAgainst(const Columns& columns, const std::vector<std::size_t>& members,
                             const std::vector<bool>& otherPresent, double value, bool fillsMany)
    {
        for (const auto index : members) {
            NOCTURNE_TRY(m_budget.checkStop());
            const auto& column = columns[index];
            const auto signature = m_signatures.labelsOf(column.labels);
            const auto labels = fillsMany ? labelsOf(signature, column.labels) : labelsOf(column.labels, signature);
            Output out{labels, column.dropsName && !fillsMany};
            for (std::size_t step = 0; step < m_steps; ++step) {
                if (otherPresent[step] || column.isAbsentAt(step)) {
                    continue;
                }
                const Element filled{value};
                auto put = fillsMany ? putElement(out, step, filled, column.at(step))
                                     : putElement(out, step, column.at(step), filled);
                if (!put) {
                    return put;
                }
            }
        }
        return {};
    }

    const BinaryExpr& m_binary;
    const VectorMatching& m_matching;
    const Columns& m_many;
    const Columns& m_one;
    MatchingAxis m_axis;
    std::size_t m_steps;
    const Budget& m_budget;
    Annotations& m_annotations;
    Hold& m_hold;
    LabelGrouping m_signatures;
    bool m_isSwapped;
    bool m_isFilter;
    Columns m_outputs;
    std::unordered_map<LabelSet, std::size_t, model::LabelSetHash> m_known;
};

/// For each signature at which steps one of `columns` has a value.
std::vector<std::vector<bool>> presenceBySignature(const Columns& columns, const std::vector<std::size_t>& numbers,
                                                   std::size_t count, std::size_t steps)
{
    std::vector<std::vector<bool>> present(count);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto& bits = present[numbers[i]];
        bits.resize(steps);
        for (std::size_t step = 0; step < steps; ++step) {
            if (!columns[i].isAbsentAt(step)) {
                bits[step] = true;
            }
        }
    }
    return present;
}

/// Clears the elements at steps where `present` differs from `wanted`; no bits stand for none present.
void keepWhere(Column& column, const std::vector<bool>& present, bool wanted)
{
    for (std::size_t step = 0; step < column.values.size(); ++step) {
        if ((!present.empty() && present[step]) != wanted) {
            column.clear(step);
        }
    }
}

} // namespace

std::string describe(const LabelSet& labels)
{
    std::string text = "{";
    for (const auto label : labels) {
        text += text.size() > 1 ? ", " : "";
        if (model::isClassicLabelName(label.name)) {
            text += label.name;
        } else {
            model::appendQuoted(text, label.name);
        }
        text += '=';
        model::appendQuoted(text, label.value);
    }
    return text + '}';
}

Result<Columns> combineMatched(const BinaryExpr& binary, const Columns& lhs, const Columns& rhs, MatchingAxis axis,
                               const Budget& budget, Annotations& annotations, Hold& hold)
{
    const bool isSwapped = binary.matching->card == MatchCard::OneToMany;
    return Matching(binary, isSwapped ? rhs : lhs, isSwapped ? lhs : rhs, axis, budget, annotations, hold).run();
}

Result<Columns> combineSets(const BinaryExpr& binary, Columns& lhs, Columns& rhs, std::size_t steps,
                            const Budget& budget)
{
    auto signatures = signaturesOf(*binary.matching);
    const auto left = numbersOf(signatures, lhs);
    const auto right = numbersOf(signatures, rhs);
    const bool isOr = binary.op == BinaryOp::Or;
    const auto present = isOr ? presenceBySignature(lhs, left, signatures.groups().size(), steps)
                              : presenceBySignature(rhs, right, signatures.groups().size(), steps);
    auto& filtered = isOr ? rhs : lhs;
    const auto& numbers = isOr ? right : left;
    for (std::size_t i = 0; i < filtered.size(); ++i) {
        if (auto going = budget.checkStop(); !going) {
            return tl::unexpected(std::move(going).error());
        }
        keepWhere(filtered[i], present[numbers[i]], binary.op == BinaryOp::And);
    }
    auto result = std::move(lhs);
    if (isOr) {
        std::move(rhs.begin(), rhs.end(), std::back_inserter(result));
        // Equal labels on both sides share a signature, so that they never meet at one step.
        if (auto merged = mergeEqualLabels(result, budget); !merged) {
            return tl::unexpected(std::move(merged).error());
        }
    }
    std::erase_if(result, [](const Column& column) { return !column.hasElements(); });
    return result;
}

} // namespace nocturne::promql
