// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/float_histogram.h"
#include "engine/model/label_set.h"

namespace nocturne::promql {

/// An absent value in a column. A NaN that was measured has other bits, so the two stay apart.
inline constexpr double kAbsent = std::bit_cast<double>(std::uint64_t{0x7ff80000000000ff});
inline bool isAbsent(double v) { return std::bit_cast<std::uint64_t>(v) == std::bit_cast<std::uint64_t>(kAbsent); }

/// What an evaluation returns, in the words of the HTTP API.
enum class ResultType { Scalar, String, Vector, Matrix };

/// Numbers about one evaluation.
struct EvalStats
{
    std::size_t series = 0;      ///< series selected
    std::size_t samples = 0;     ///< samples decoded
    std::size_t peakSamples = 0; ///< most held at once, values of columns and decoded samples alike
    /// Samples that selectors handed to each step, those of overlapping windows again and again, where EvalOptions ask
    /// for it: Prometheus' totalQueryableSamplesPerStep. A step of a subquery is a sample where a function looks at it.
    std::vector<std::uint64_t> queryableSamples = {};
    double queueSeconds = 0; ///< waiting for a worker; filled by the one who queues
    double evalSeconds = 0;  ///< evaluating; filled by the one who has the clock

    bool operator==(const EvalStats&) const = default;
};

/// What one node of the expression cost, with all below it: for `nocturnectl query explain` and the query inspector.
struct NodeStats
{
    std::size_t depth = 0;   ///< 0 for the root; children follow their node
    std::string text;        ///< the node without its children: "sum by (job)", a selector as it stands
    bool isMeasured = false; ///< not so for what costs nothing, such as numbers
    std::size_t series = 0;  ///< series handed on; of a selector: found
    std::size_t samples = 0; ///< samples decoded
    double seconds = 0;      ///< 0 for a range selector: it is read by the function it stands in

    bool operator==(const NodeStats&) const = default;
};

/// One series of a result: a float or a native histogram for each step of the common axis, or nothing.
struct ResultSeries
{
    model::LabelSet labels;
    std::vector<double> values; ///< one a step, kAbsent where there is no float
    /// Empty for a series of floats alone, else one a step, null where there is none.
    std::vector<model::HistogramPtr> histograms = {};

    bool hasHistograms() const { return !histograms.empty(); }
    /// The histogram at a step, or null.
    const model::FloatHistogram* histogramAt(std::size_t step) const
    {
        return step < histograms.size() ? histograms[step].get() : nullptr;
    }
    bool isAbsentAt(std::size_t step) const { return isAbsent(values[step]) && histogramAt(step) == nullptr; }
};

/// The answer to a query: columns, not objects.
///
/// A range query has times.size() steps and a Matrix. An instant query has one step and a Vector, Scalar or String;
/// an instant query of a range selector has a Matrix whose axis holds the union of all sample times.
struct EvalResult
{
    ResultType type = ResultType::Vector;
    std::vector<Timestamp> times;     ///< the axis, ascending
    std::vector<ResultSeries> series; ///< sorted by label set; an instant vector keeps the order of sort() and topk()
    std::string text;                 ///< of a String
    std::vector<std::string> warnings;
    std::vector<std::string> infos;
    EvalStats stats;
    std::vector<NodeStats> nodes; ///< where they were asked for
};

} // namespace nocturne::promql
