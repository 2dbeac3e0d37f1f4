// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/model/label_set.h"
#include "engine/model/sample.h"
#include "engine/promql/annotations.h"

namespace nocturne::promql {

/// The samples of one series below a range function, without staleness markers. No histogram stands at the time of a
/// float.
struct RangeSeries
{
    const model::LabelSet& labels;
    std::span<const Timestamp> times;
    std::span<const double> values;
    std::span<const Timestamp> histogramTimes = {};
    std::span<const model::HistogramPtr> histograms = {}; ///< one for each of histogramTimes
    std::span<const model::StartTime> startTimes = {};    ///< of floats and histograms, where they are wanted
    bool dropsName = false;

    bool empty() const { return times.empty() && histograms.empty(); }
};
/// A sample's time and when its counter began; a start of 0 is not known.
struct StartedAt
{
    Timestamp t = 0;
    Timestamp start = 0;
};

/// Annotates what a function over ranges met in one series. May be used from several threads.
class RangeNotes
{
public:
    /// `where` is the argument the annotations are about.
    RangeNotes(Annotations& annotations, const model::LabelSet& labels, SourceRange where)
        : m_annotations(annotations)
        , m_labels(labels)
        , m_where(where)
    {}

    void mixedFloatsAndHistograms() const;
    void mixedBucketKinds() const;
    void histogramsIgnored() const;
    void notACounter() const;
    void notAGauge() const;
    void hintsCollided(std::string_view operation) const;
    void boundsReconciled(std::string_view operation) const;
    void startTimesOverlap() const;
    /// Annotates an "addition" or "subtraction"; false where the histograms were not compatible.
    bool check(const model::CombineOutcome& outcome, std::string_view operation) const;

private:
    std::string name() const;

    Annotations& m_annotations;
    const model::LabelSet& m_labels;
    SourceRange m_where;
};

/// The words of these annotations, for instant vectors too; `name` is quoted already.
void warnOfMixedBucketKinds(Annotations& annotations, const std::string& name, SourceRange where);
void warnOfCollidedHints(Annotations& annotations, std::string_view operation, SourceRange where);
void informOfReconciledBounds(Annotations& annotations, std::string_view operation, SourceRange where);
/// `name` in quotes, as Prometheus quotes it.
std::string quotedName(std::string_view name);
/// ` for metric name "x"`, or nothing without a name.
std::string forMetric(const model::LabelSet& labels);

} // namespace nocturne::promql
