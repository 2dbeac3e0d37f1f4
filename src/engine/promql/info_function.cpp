// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// info(): adds to each element the labels of info series, by default of `target_info`, that agree with it in `instance`
// and `job`. The second argument, written as a selector, chooses info series by name and the labels to take over. After
// Prometheus 3.14, promql/info.go.
#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include <re2/re2.h>

#include "base/core/number.h"
#include "engine/promql/evaluation.h"
#include "engine/promql/vector_matching.h"

namespace nocturne::promql {

namespace {

using model::LabelSet;
using model::Matcher;

constexpr std::string_view kDefaultInfo = "target_info";
const std::vector<std::string> kIdentifying{"instance", "job"};

bool isAboutName(const Matcher& matcher) { return matcher.name() == model::kMetricName; }

bool isNegative(const Matcher& matcher)
{
    return matcher.op() == Matcher::Op::NotEqual || matcher.op() == Matcher::Op::NotRegex;
}

/// The second argument taken apart.
struct InfoSelector
{
    std::vector<Matcher> ofNames;
    std::vector<Matcher> ofLabels;
    bool namesInfo = true; ///< false where the argument says nothing of names: then no element counts as info

    explicit InfoSelector(const Call& call)
    {
        if (call.args.size() > 1) {
            for (const auto& matcher : as<VectorSelector>(*call.args[1]).matchers) {
                (isAboutName(matcher) ? ofNames : ofLabels).push_back(matcher);
            }
        }
        if (ofNames.empty()) {
            namesInfo = call.args.size() < 2;
            ofNames.push_back(Matcher::equal(std::string(model::kMetricName), std::string(kDefaultInfo)));
        } else if (std::ranges::all_of(ofNames, isNegative)) { // all others would be every metric there is
            ofNames.push_back(*Matcher::make(Matcher::Op::Regex, std::string(model::kMetricName), ".+_info"));
        }
    }

    bool isInfo(const LabelSet& labels) const
    {
        return namesInfo &&
               std::ranges::all_of(ofNames, [&](const Matcher& m) { return m.matches(labels.metricName()); });
    }
    bool wants(std::string_view label) const
    {
        return ofLabels.empty() || std::ranges::any_of(ofLabels, [&](const Matcher& m) { return m.name() == label; });
    }
    /// Whether an element stays although no info series goes with it.
    bool keepsUnmatched() const
    {
        return std::ranges::all_of(ofLabels, [](const Matcher& m) { return m.matchesEmpty(); });
    }
};

/// Where a selector looks, with the subqueries around it.
struct Shift
{
    std::optional<AtModifier> at;
    std::chrono::milliseconds offset{0};

    Result<Shift> with(const TimeShift& inner, const DurationContext& durations) const
    {
        const auto innerOffset = offsetOf(inner, durations);
        NOCTURNE_TRY(innerOffset);
        return inner.at ? Shift{inner.at, *innerOffset} : Shift{at, offset + *innerOffset};
    }
};

/// Where the first selector of an expression looks: info series are looked for there too. Nothing without selectors.
Result<std::optional<Shift>> firstShift(const Expr& expr, const Shift& outer, const DurationContext& durations)
{
    const auto* selector = tryAs<VectorSelector>(&expr);
    if (const auto* matrix = tryAs<MatrixSelector>(&expr)) {
        selector = matrix->selector.get();
    }
    if (selector != nullptr) {
        auto shift = outer.with(selector->shift, durations);
        NOCTURNE_TRY(shift);
        return *shift;
    }
    Result<Shift> inner = outer;
    if (const auto* subquery = tryAs<SubqueryExpr>(&expr)) {
        inner = outer.with(subquery->shift, durations);
        NOCTURNE_TRY(inner);
    }
    for (const auto* child : childrenOf(expr)) {
        auto found = firstShift(*child, *inner, durations);
        if (!found || *found) {
            return found;
        }
    }
    return std::nullopt;
}

/// A regular expression for the values of an identifying label among `columns`; empty where none has it.
std::string valuesOf(const std::string& label, const std::vector<const Column*>& columns)
{
    std::set<std::string> values;
    for (const auto* column : columns) {
        if (const auto value = column->labels.get(label); !value.empty()) {
            values.insert(RE2::QuoteMeta({value.data(), value.size()}));
        }
    }
    std::string pattern;
    for (const auto& value : values) {
        pattern += (pattern.empty() ? "" : "|") + value;
    }
    return pattern;
}

struct InfoSeries
{
    LabelSet labels;
    std::vector<double> times; ///< of the sample seen at each step, kAbsent where there is none
};

/// Info series by name and identifying labels.
class InfoTable
{
public:
    void add(InfoSeries series)
    {
        const std::string name(series.labels.metricName());
        auto identity = series.labels.only(kIdentifying);
        m_byName[name][std::move(identity)].push_back(std::move(series));
    }

    /// For each name the newest info series that goes with `labels` at a step. Fails where two are equally new.
    Result<std::vector<const InfoSeries*>> at(std::size_t step, const LabelSet& labels) const
    {
        const auto identity = labels.only(kIdentifying);
        std::vector<const InfoSeries*> found;
        for (const auto& [name, groups] : m_byName) {
            const auto group = groups.find(identity);
            if (group == groups.end()) {
                continue;
            }
            const InfoSeries* newest = nullptr;
            for (const auto& series : group->second) {
                if (isAbsent(series.times[step])) {
                    continue;
                }
                if (newest != nullptr && newest->times[step] == series.times[step]) {
                    const auto time = std::to_string(static_cast<std::int64_t>(series.times[step] * 1000));
                    return fail(Error::Kind::InvalidInput, "found duplicate series for info metric: existing " +
                                                               describe(newest->labels) + " @ " + time + ", new " +
                                                               describe(series.labels) + " @ " + time);
                }
                if (newest == nullptr || newest->times[step] < series.times[step]) {
                    newest = &series;
                }
            }
            if (newest != nullptr) {
                found.push_back(newest);
            }
        }
        return found;
    }

private:
    using Groups = std::unordered_map<LabelSet, std::vector<InfoSeries>, model::LabelSetHash>;
    std::map<std::string, Groups> m_byName;
};

/// The labels of an element with those of its info series. Nothing when the element falls out.
Result<std::optional<LabelSet>> enriched(const LabelSet& base, const std::vector<const InfoSeries*>& infos,
                                         const InfoSelector& selector)
{
    model::LabelSetBuilder added;
    bool addsAny = false;
    for (const auto* info : infos) {
        for (const auto label : info->labels) {
            if (label.name == model::kMetricName || !selector.wants(label.name)) {
                continue;
            }
            const auto other = added.get(label.name);
            if (!other.empty() && other != label.value) {
                return fail(Error::Kind::InvalidInput, "conflicting label: " + std::string(label.name));
            }
            if (!base.contains(label.name)) {
                added.set(label.name, label.value);
                addsAny = true;
            }
        }
    }
    if (infos.empty() && !selector.keepsUnmatched()) {
        return std::nullopt;
    }
    if (!addsAny) {
        return base;
    }
    model::LabelSetBuilder all(base);
    for (const auto label : added.build()) {
        all.set(label.name, label.value);
    }
    return all.build();
}

} // namespace

Result<void> Evaluation::info(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    auto held = vector(*call.args[0], axis);
    NOCTURNE_TRY(held);
    const InfoSelector selector(call);
    std::vector<const Column*> bases;
    for (const auto& column : held->columns) {
        if (!selector.isInfo(column.labels)) { // info series tell nothing about themselves
            bases.push_back(&column);
        }
    }
    const auto infos = infoSeries(call, selector.ofNames, selector.ofLabels, bases, axis);
    NOCTURNE_TRY(infos);
    InfoTable table;
    for (const auto& column : *infos) {
        table.add({column.labels, column.values});
    }
    for (auto& column : held->columns) {
        NOCTURNE_TRY(m_budget.checkStop());
        if (selector.isInfo(column.labels)) {
            NOCTURNE_TRY(sink(column));
            continue;
        }
        std::map<LabelSet, Column> made; // info labels may change along the axis
        for (std::size_t step = 0; step < axis.count; ++step) {
            if (column.isAbsentAt(step)) {
                continue;
            }
            NOCTURNE_TRY(m_budget.checkStop());
            const auto found = table.at(step, column.labels);
            NOCTURNE_TRY(found);
            auto labels = enriched(column.labels, *found, selector);
            NOCTURNE_TRY(labels);
            if (!*labels) {
                continue;
            }
            auto& target = made.try_emplace(**labels).first->second;
            if (target.values.empty()) {
                target = {**labels, std::vector<double>(axis.count, kAbsent)};
                target.dropsName = column.dropsName;
            }
            target.set(step, column.at(step));
        }
        for (auto& [labels, target] : made) {
            NOCTURNE_TRY(sink(target));
        }
    }
    return {};
}

/// The info series that may go with any of `bases`; their values are the times of the samples seen.
Result<Columns> Evaluation::infoSeries(const Call& call, const std::vector<Matcher>& ofNames,
                                       const std::vector<Matcher>& ofLabels, const std::vector<const Column*>& bases,
                                       const Axis& axis)
{
    VectorSelector selector;
    selector.range = call.range;
    selector.matchers = ofNames;
    selector.matchers.insert(selector.matchers.end(), ofLabels.begin(), ofLabels.end());
    bool isIdentified = false;
    for (const auto& label : kIdentifying) {
        if (const auto pattern = valuesOf(label, bases); !pattern.empty()) {
            auto matcher = Matcher::make(Matcher::Op::Regex, label, pattern);
            NOCTURNE_TRY(matcher);
            selector.matchers.push_back(std::move(*matcher));
            isIdentified = true;
        }
    }
    Columns found;
    if (!isIdentified) {
        return found;
    }
    const auto shift = firstShift(*call.args[0], {}, m_durations);
    NOCTURNE_TRY(shift);
    if (*shift) {
        selector.shift.at = (*shift)->at;
        selector.shift.offset = (*shift)->offset;
    }
    const auto take = [&](Column& column) -> Result<void> {
        if (column.hasHistograms()) {
            return fail(Error::Kind::InvalidInput, "info sample should be float", positionOf(call));
        }
        found.push_back(std::move(column));
        return {};
    };
    NOCTURNE_TRY(instantSelector(selector, axis, Wanted::TimesOfFloats, take));
    return found;
}

} // namespace nocturne::promql
