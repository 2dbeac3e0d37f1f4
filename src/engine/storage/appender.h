// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string_view>

#include "base/core/result.h"
#include "engine/model/exemplar.h"
#include "engine/model/label_set.h"
#include "engine/model/metadata.h"
#include "engine/model/sample.h"

namespace nocturne::storage {

/// A short name for a series, given out by append() and valid as long as the store that gave it; 0 is none.
/// A source keeps it so that a repeated scrape parses and looks up no labels.
using SeriesRef = std::uint64_t;

/// What became of the samples of one transaction.
struct CommitStats
{
    std::size_t stored = 0;
    std::size_t outOfOrder = 0;    ///< not newer than the newest of their series
    std::size_t duplicates = 0;    ///< same time, other value; the first is kept
    std::size_t outOfBounds = 0;   ///< too far ahead
    std::size_t seriesRefused = 0; ///< over the limit on series
    std::size_t seriesAdded = 0;
    std::size_t histogramsDropped = 0; ///< native ones among those out of order, duplicate or out of bounds
    std::size_t exemplarsStored = 0;
    std::size_t exemplarsOutOfOrder = 0; ///< older than the newest of their series
    std::size_t exemplarsDuplicate = 0;  ///< the newest of their series once more, as each scrape tells it again
    std::size_t exemplarsRefused = 0;    ///< labels too long, or too far ahead

    bool operator==(const CommitStats&) const = default;
};

/// Takes samples in. One Appender is one transaction: nothing is visible before commit(), and everything is durable
/// within the store's flush interval after it. Used by one thread; destroyed without commit() it rolls back.
class Appender
{
public:
    virtual ~Appender() = default;

    /// Adds one sample to the series `labels`.
    ///
    /// With a valid `hint` of the same store `labels` are not looked at and may be empty. Returns the reference to
    /// use next time. Fails with LimitExceeded when the series is new and the store is full, with InvalidInput when
    /// `labels` are empty and the hint is unknown. Samples that are out of order are counted at commit, not refused.
    virtual Result<SeriesRef> append(SeriesRef hint, const model::LabelSet& labels, model::Sample sample) = 0;
    /// Adds one native histogram, as append() adds a float; a series may hold both, at different times. A stale
    /// histogram becomes a staleness marker among the floats. Fails with InvalidInput too when the histogram is
    /// malformed.
    virtual Result<SeriesRef> appendHistogram(SeriesRef hint, const model::LabelSet& labels,
                                              model::HistogramSample sample) = 0;
    /// Says when the counter behind the sample appended last began, in ms.
    virtual void setStartTime(Timestamp start) = 0;
    /// Adds an exemplar to a series that an append of this store returned. What commit() keeps of it is in CommitStats.
    /// Fails with InvalidInput when the reference is no longer valid. A store without exemplars lets them pass.
    virtual Result<void> appendExemplar(SeriesRef /*series*/, const model::Exemplar& /*exemplar*/) { return {}; }
    /// Remembers what is known of a metric family. Not part of the transaction.
    virtual void describe(std::string_view metric, const model::Metadata& metadata) = 0;
    virtual Result<CommitStats> commit() = 0;
    virtual void rollback() = 0;
};

/// Gives out appenders; implemented by `tsdb`, used by every source. May be called from any thread.
class Appendable
{
public:
    virtual ~Appendable() = default;
    virtual std::unique_ptr<Appender> appender() = 0;
};

} // namespace nocturne::storage
