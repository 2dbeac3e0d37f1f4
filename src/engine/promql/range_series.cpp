// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/promql/range_series.h"

namespace nocturne::promql {

std::string quotedName(std::string_view name)
{
    std::string text;
    model::appendQuoted(text, name);
    return text;
}

std::string forMetric(const model::LabelSet& labels)
{
    const auto name = labels.metricName();
    return name.empty() ? std::string() : " for metric name " + quotedName(name);
}

void warnOfMixedBucketKinds(Annotations& annotations, const std::string& name, SourceRange where)
{
    annotations.warn(
        "vector contains a mix of histograms with exponential and custom buckets schemas for metric name " + name,
        where);
}

void warnOfCollidedHints(Annotations& annotations, std::string_view operation, SourceRange where)
{
    annotations.warn("conflicting counter resets during histogram " + std::string(operation), where);
}

void informOfReconciledBounds(Annotations& annotations, std::string_view operation, SourceRange where)
{
    annotations.inform("mismatched custom buckets were reconciled during " + std::string(operation), where);
}

std::string RangeNotes::name() const { return quotedName(m_labels.metricName()); }

void RangeNotes::mixedFloatsAndHistograms() const
{
    m_annotations.warn("encountered a mix of histograms and floats for metric name " + name(), m_where);
}

void RangeNotes::mixedBucketKinds() const { warnOfMixedBucketKinds(m_annotations, name(), m_where); }

void RangeNotes::histogramsIgnored() const
{
    m_annotations.inform(
        "ignored histograms in a range containing both floats and histograms for metric name " + name(), m_where);
}

void RangeNotes::notACounter() const
{
    m_annotations.warn("this native histogram metric is not a counter: " + name(), m_where);
}

void RangeNotes::notAGauge() const
{
    m_annotations.warn("this native histogram metric is not a gauge: " + name(), m_where);
}

void RangeNotes::hintsCollided(std::string_view operation) const
{
    warnOfCollidedHints(m_annotations, operation, m_where);
}

void RangeNotes::boundsReconciled(std::string_view operation) const
{
    informOfReconciledBounds(m_annotations, operation, m_where);
}

void RangeNotes::startTimesOverlap() const
{
    m_annotations.warn("sample has start time that overlaps with previous sample timestamp for metric " + name(),
                       m_where);
}

bool RangeNotes::check(const model::CombineOutcome& outcome, std::string_view operation) const
{
    if (!outcome.compatible) {
        mixedBucketKinds();
        return false;
    }
    if (outcome.boundsReconciled) {
        boundsReconciled(operation);
    }
    return true;
}

} // namespace nocturne::promql
