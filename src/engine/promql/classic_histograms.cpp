// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// histogram_quantile(), histogram_fraction() and histogram_quantiles() on classic histograms: series
// `X_bucket{le="bound"}` that agree in all labels but `le` are the cumulative buckets of one histogram.
#include <algorithm>
#include <unordered_map>

#include "base/core/number.h"
#include "base/core/text.h"
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

} // namespace

Result<void> Evaluation::classicHistogram(const Call& call, const Axis& axis, const ColumnSink& sink)
{
    const auto id = call.function->id;
    const bool isFraction = id == FunctionId::HistogramFraction;
    const bool isMany = id == FunctionId::HistogramQuantiles;
    std::vector<std::vector<double>> parameters;
    const Expr* source = nullptr;
    for (const auto& arg : call.args) {
        if (typeOf(*arg) == ValueType::Vector) {
            source = arg.get();
        } else if (typeOf(*arg) == ValueType::Scalar) {
            auto values = scalar(*arg, axis);
            if (!values) {
                return tl::unexpected(std::move(values).error());
            }
            for (const double q : *values) {
                if (!isFraction && !(q >= 0 && q <= 1)) {
                    warnOfInvalidQuantile(m_annotations, q, arg->range);
                }
            }
            parameters.push_back(std::move(*values));
        }
    }

    Histograms histograms;
    Hold hold(m_budget);
    const auto take = [&](const model::LabelSet& labels, std::vector<double>& values) -> Result<void> {
        const auto bound = parseNumber(labels.get("le"));
        if (!bound) {
            m_annotations.warn(badBoundText(labels), source->range);
            return {};
        }
        NOCTURNE_TRY(hold.add(values.size()));
        histograms.add(labels, *bound, std::move(values));
        return {};
    };
    NOCTURNE_TRY(stream(*source, axis, take));

    std::vector<Bucket> buckets;
    const auto valueAt = [&](const Histogram& histogram, std::size_t parameter, std::size_t step) {
        histogram.at(step, buckets);
        if (buckets.empty()) {
            return kAbsent;
        }
        if (isFraction) {
            return bucketFraction(parameters[0][step], parameters[1][step], buckets);
        }
        const auto found = bucketQuantile(parameters[parameter][step], buckets);
        if (found.forcedMonotonic) {
            m_annotations.inform("input to histogram_quantile needed to be fixed for monotonicity (see "
                                 "https://prometheus.io/docs/prometheus/latest/querying/functions/"
                                 "#histogram_quantile)",
                                 source->range);
        }
        return found.value;
    };
    const std::size_t results = isFraction ? 1 : parameters.size();
    for (auto& histogram : histograms.sorted()) {
        NOCTURNE_TRY(m_budget.checkStop());
        for (std::size_t parameter = 0; parameter < results; ++parameter) {
            std::vector<double> values(axis.count);
            for (std::size_t step = 0; step < axis.count; ++step) {
                values[step] = valueAt(histogram, parameter, step);
            }
            auto labels = histogram.labels.withoutMetricName();
            if (isMany) {
                const auto& name = as<StringLiteral>(withoutParens(*call.args[1])).value;
                labels = model::LabelSetBuilder(labels).set(name, quantileLabel(parameters[parameter][0])).build();
            }
            NOCTURNE_TRY(sink(labels, values));
        }
    }
    return {};
}

} // namespace nocturne::promql
