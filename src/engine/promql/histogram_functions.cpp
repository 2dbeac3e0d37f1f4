// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Functions of instant vectors of histograms. A native histogram is one element. Of classic ones the series
// `X_bucket{le="bound"}` that agree in all labels but `le` are the cumulative buckets of one histogram; where there is
// a native one of the same labels too, neither counts.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/core/number.h"
#include "base/core/text.h"
#include "engine/model/histogram_quantile.h"
#include "engine/promql/evaluation.h"
#include "engine/promql/quantile.h"

namespace nocturne::promql {

namespace {

const std::vector<std::string> kBound{"le"};

struct BucketColumn
{
    double upperBound = 0;
    std::vector<double> counts;
};

struct Histogram
{
    model::LabelSet labels; ///< with the metric name
    std::vector<BucketColumn> buckets;

    /// The buckets present at a step, by upper bound.
    void at(std::size_t step, std::vector<Bucket>& found) const
    {
        found.clear();
        for (const auto& bucket : buckets) {
            if (!isAbsent(bucket.counts[step])) {
                found.push_back({bucket.upperBound, bucket.counts[step]});
            }
        }
    }
};

class Histograms
{
public:
    void add(const model::LabelSet& labels, double upperBound, std::vector<double>&& counts)
    {
        auto identity = labels.without(kBound);
        const auto [place, isNew] = m_known.try_emplace(identity, m_all.size());
        if (isNew) {
            m_all.push_back({std::move(identity), {}});
        }
        m_all[place->second].buckets.push_back({upperBound, std::move(counts)});
    }

    /// Clears the buckets at steps where `native`, of the same labels, has a histogram, and that histogram.
    template <typename Warn>
    void dropConflicting(Column& native, Warn warn)
    {
        const auto known = m_known.find(native.labels);
        if (known == m_known.end()) {
            return;
        }
        std::vector<Bucket> present;
        for (std::size_t step = 0; step < native.values.size(); ++step) {
            m_all[known->second].at(step, present);
            if (!native.histograms[step] || present.empty()) {
                continue;
            }
            warn();
            native.histograms[step] = nullptr;
            for (auto& bucket : m_all[known->second].buckets) {
                bucket.counts[step] = kAbsent;
            }
        }
    }

    std::vector<Histogram>& sorted()
    {
        for (auto& histogram : m_all) {
            std::stable_sort(histogram.buckets.begin(), histogram.buckets.end(),
                             [](const auto& a, const auto& b) { return a.upperBound < b.upperBound; });
        }
        return m_all;
    }

private:
    std::vector<Histogram> m_all;
    std::unordered_map<model::LabelSet, std::size_t, model::LabelSetHash> m_known;
};

std::string badBoundText(const model::LabelSet& labels)
{
    std::string text = "bucket label \"le\" is missing or has a malformed value of ";
    model::appendQuoted(text, printable(labels.get("le")));
    if (const auto name = labels.metricName(); !name.empty()) {
        text += " for metric name ";
        model::appendQuoted(text, name);
    }
    return text;
}

/// The quantile as a label value, as OpenMetrics writes numbers: "0.5", "1.0".
std::string quantileLabel(double q)
{
    auto text = formatNumber(q);
    const bool isWhole = text.find_first_not_of("-0123456789") == std::string::npos;
    return isWhole ? text + ".0" : text;
}

/// What is asked of each histogram: the scalar arguments, checked, and the vector.
struct Question
{
    const Expr* source = nullptr;
    std::vector<std::vector<double>> parameters;
    bool isFraction = false;
};

/// Says what observations of NaN did to a result.
void informOfNans(Annotations& annotations, model::NanObservations nans, const model::LabelSet& labels,
                  SourceRange where)
{
    std::string text;
    switch (nans) {
    case model::NanObservations::None:
        return;
    case model::NanObservations::ResultIsNan:
        text = "input to histogram_quantile has NaN observations, result is NaN";
        break;
    case model::NanObservations::ResultIsSkewed:
        text = "input to histogram_quantile has NaN observations, result is skewed higher";
        break;
    case model::NanObservations::Excluded:
        text = "input to histogram_fraction has NaN observations, which are excluded from all fractions";
        break;
    }
    annotations.inform(text + forMetric(labels), where);
}

double valueOf(FunctionId function, const model::FloatHistogram& histogram)
{
    switch (function) {
    case FunctionId::HistogramAvg:
        return histogram.sum / histogram.count;
    case FunctionId::HistogramCount:
        return histogram.count;
    case FunctionId::HistogramStddev:
        return std::sqrt(model::histogramVariance(histogram));
    case FunctionId::HistogramStdvar:
        return model::histogramVariance(histogram);
    default:
        return histogram.sum;
    }
}

} // namespace

Result<void> Evaluation::histogramValue(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    return stream(*call.args[0], axis, [&](Column& column) -> Result<void> {
        if (!column.hasHistograms()) {
            return {};
        }
        for (std::size_t i = 0; i < column.values.size(); ++i) {
            column.values[i] = column.histograms[i] ? valueOf(call.function->id, *column.histograms[i]) : kAbsent;
        }
        column.histograms.clear();
        dropName(column);
        return sink(column);
    });
}

Result<void> Evaluation::histogramEstimate(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    Question question;
    question.isFraction = call.function->id == FunctionId::HistogramFraction;
    for (const auto& arg : call.args) {
        if (typeOf(*arg) == ValueType::Vector) {
            question.source = arg.get();
        } else if (typeOf(*arg) == ValueType::Scalar) {
            auto values = scalar(*arg, axis);
            NOCTURNE_TRY(values);
            for (const double q : *values) {
                if (!question.isFraction && !(q >= 0 && q <= 1)) {
                    warnOfInvalidQuantile(m_annotations, q, arg->range);
                }
            }
            question.parameters.push_back(std::move(*values));
        }
    }
    const auto where = question.source->range;

    Histograms classic;
    Columns native;
    Hold hold(m_budget);
    const auto take = [&](Column& column) -> Result<void> {
        NOCTURNE_TRY(hold.add(column.weight()));
        if (hasValues(column.values)) {
            if (const auto bound = parseNumber(column.labels.get("le"))) {
                classic.add(column.labels, *bound, column.hasHistograms() ? column.values : std::move(column.values));
            } else {
                m_annotations.warn(badBoundText(column.labels), where);
            }
        }
        if (column.hasHistograms()) {
            native.push_back(std::move(column));
        }
        return {};
    };
    NOCTURNE_TRY(stream(*question.source, axis, take));

    const std::size_t results = question.isFraction ? 1 : question.parameters.size();
    const auto finish = [&](Column& column, std::size_t parameter) -> Result<void> {
        if (!column.hasElements()) {
            return {};
        }
        dropName(column);
        if (call.function->id == FunctionId::HistogramQuantiles) {
            const auto& name = as<StringLiteral>(withoutParens(*call.args[1])).value;
            const auto label = quantileLabel(question.parameters[parameter][0]);
            column.labels = model::LabelSetBuilder(column.labels).set(name, label).build();
        }
        return sink(column);
    };

    for (auto& histogram : native) {
        NOCTURNE_TRY(m_budget.checkStop());
        classic.dropConflicting(histogram, [&] {
            m_annotations.warn("vector contains a mix of classic and native histograms" + forMetric(histogram.labels),
                               where);
        });
        auto named = histogram; // as annotations name it
        named.histograms.clear();
        dropName(named);
        for (std::size_t parameter = 0; parameter < results; ++parameter) {
            Column made{histogram.labels, std::vector<double>(axis.count, kAbsent)};
            made.dropsName = histogram.dropsName;
            for (std::size_t step = 0; step < axis.count; ++step) {
                if (!histogram.histograms[step]) {
                    continue;
                }
                NOCTURNE_TRY(m_budget.checkStop());
                const auto& h = *histogram.histograms[step];
                const auto estimate = question.isFraction ? histogramFraction(question.parameters[0][step],
                                                                              question.parameters[1][step], h)
                                                          : histogramQuantile(question.parameters[parameter][step], h);
                informOfNans(m_annotations, estimate.nans, named.labels, where);
                made.values[step] = estimate.value;
            }
            NOCTURNE_TRY(finish(made, parameter));
        }
    }

    std::vector<Bucket> buckets;
    const auto valueAt = [&](const Histogram& histogram, std::size_t parameter, std::size_t step) {
        histogram.at(step, buckets);
        if (buckets.empty()) {
            return kAbsent;
        }
        if (question.isFraction) {
            return bucketFraction(question.parameters[0][step], question.parameters[1][step], buckets);
        }
        const auto found = bucketQuantile(question.parameters[parameter][step], buckets);
        if (found.forcedMonotonic) {
            m_annotations.inform("input to histogram_quantile needed to be fixed for monotonicity (see "
                                 "https://prometheus.io/docs/prometheus/latest/querying/functions/"
                                 "#histogram_quantile)" +
                                     (m_options.delayedNameRemoval ? forMetric(histogram.labels) : std::string()),
                                 where);
        }
        return found.value;
    };
    for (auto& histogram : classic.sorted()) {
        NOCTURNE_TRY(m_budget.checkStop());
        for (std::size_t parameter = 0; parameter < results; ++parameter) {
            Column made{histogram.labels, std::vector<double>(axis.count)};
            for (std::size_t step = 0; step < axis.count; ++step) {
                NOCTURNE_TRY(m_budget.checkStop());
                made.values[step] = valueAt(histogram, parameter, step);
            }
            NOCTURNE_TRY(finish(made, parameter));
        }
    }
    return {};
}

} // namespace nocturne::promql
