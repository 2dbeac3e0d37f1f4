// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "engine/model/exemplar.h"
#include "engine/model/label_set.h"
#include "engine/model/matcher.h"
#include "engine/model/metadata.h"
#include "engine/model/sample.h"
#include "engine/storage/roll_up.h"

namespace nocturne::storage {

/// The samples of one series in time order, over a snapshot. Used by one thread at a time; different cursors of one
/// querier may be read by different threads at once.
class SeriesCursor
{
public:
    virtual ~SeriesCursor() = default;

    virtual const model::LabelSet& labels() const = 0;
    /// Decodes up to min(times.size(), values.size()) further float samples, staleness markers among them.
    /// Returns how many; 0 at the end. Fails with Corrupt.
    virtual Result<std::size_t> read(std::span<Timestamp> times, std::span<double> values) = 0;
    /// An upper bound of the samples still to come, from chunk headers, without decoding.
    virtual std::size_t sampleBound() const = 0;

    /// Whether the series may hold native histograms in the window.
    virtual bool mayHaveHistograms() const { return false; }
    /// Appends all native histograms of the window, in time order; at no time is there a float too. Fails with Corrupt.
    virtual Result<void> readHistograms(std::vector<model::HistogramSample>& /*into*/) { return {}; }
    /// Whether the start times of counters may be known in the window.
    virtual bool mayHaveStartTimes() const { return false; }
    /// Appends what is known of the start of counters, in time order. Fails with Corrupt.
    virtual Result<void> readStartTimes(std::vector<model::StartTime>& /*into*/) { return {}; }
    /// The length of the buckets that samples were made from, where the true ones were dropped; 0 where all are true.
    virtual std::chrono::milliseconds rolledUpBy() const { return {}; }
};

/// Reads one snapshot of a window of time. Must not outlive its store. May be used from any thread, one at a time.
class Querier
{
public:
    virtual ~Querier() = default;

    /// All series that every matcher selects and that may have samples in the window, sorted by label set.
    virtual Result<std::vector<std::unique_ptr<SeriesCursor>>> select(const std::vector<model::Matcher>& matchers,
                                                                      const std::stop_token& stop) = 0;
    /// The same series as roll-ups, where the store has some of `resolution` that spare it reading samples; nothing
    /// where it has not. The window's edges are multiples of `resolution`. Where roll-ups are missing or out of date
    /// buckets are made from samples, so that all are right.
    virtual Result<std::optional<RollUpCursors>> selectRollUps(const std::vector<model::Matcher>& /*matchers*/,
                                                               std::chrono::milliseconds /*resolution*/,
                                                               const std::stop_token& /*stop*/)
    {
        return std::nullopt;
    }
    /// Sorted names of the labels, or values of label `name`, of the series that `matchers` select (all when empty).
    virtual Result<std::vector<std::string>> labelNames(const std::vector<model::Matcher>& matchers) = 0;
    virtual Result<std::vector<std::string>> labelValues(const std::string& name,
                                                         const std::vector<model::Matcher>& matchers) = 0;
    /// Sorted label sets.
    virtual Result<std::vector<model::LabelSet>> series(const std::vector<model::Matcher>& matchers) = 0;
    /// What is known of metric families: of one, or of all when `metric` is empty.
    virtual Result<std::map<std::string, model::Metadata>> metadata(const std::string& metric) = 0;
};

/// The exemplars of one series, in time order.
struct SeriesExemplars
{
    model::LabelSet series;
    std::vector<model::Exemplar> exemplars;

    bool operator==(const SeriesExemplars&) const = default;
};

/// Gives series out. May be called from any thread.
class Queryable
{
public:
    virtual ~Queryable() = default;

    /// A view on samples with minTime < t <= maxTime, in ms: open on the left, as PromQL's windows are.
    virtual Result<std::unique_ptr<Querier>> querier(Timestamp minTime, Timestamp maxTime) const = 0;
    /// The exemplars with start <= t <= end of the series that one of `selectors` selects, sorted by label set. Fails
    /// with Cancelled. None where a store keeps no exemplars.
    virtual Result<std::vector<SeriesExemplars>> exemplars(Timestamp /*start*/, Timestamp /*end*/,
                                                           std::span<const std::vector<model::Matcher>> /*selectors*/,
                                                           const std::stop_token& /*stop*/) const
    {
        return std::vector<SeriesExemplars>();
    }
    /// What is known to be missing from the window that querier() would read: a sentence each, with what cures it.
    /// Much damage is found by reading alone, so ask behind it. None where all is there.
    virtual std::vector<std::string> losses(Timestamp /*minTime*/, Timestamp /*maxTime*/) const { return {}; }
};

} // namespace nocturne::storage
