// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/storage/appender.h"
#include "sources/mapping/mapper.h"

namespace nocturne::streams {

/// Collects the samples that a mapping made of messages, and stores them some at a time.
///
/// A sample without a time of its own has that of its arrival. Where several of one series have the same millisecond,
/// the newest counts; a rule that counts stores what it has counted so far. Used on one thread.
class JsonRecorder
{
public:
    /// Samples collected at most: then they are stored whether it is time or not.
    static constexpr std::size_t kBatch = 4096;

    struct Stats
    {
        std::uint64_t samples = 0; ///< handed to the store and accepted
        std::uint64_t seriesAdded = 0;
        std::uint64_t late = 0;     ///< not newer than the newest of their series, or too far ahead
        std::uint64_t replaced = 0; ///< by a newer one of the same millisecond
        std::uint64_t overLimit = 0;
        std::uint64_t gaps = 0;
    };

    /// `labels` are on every series; where a message gives one of the same name, the message's counts.
    JsonRecorder(storage::Appendable& store, const Clock& clock, model::LabelSet labels,
                 const std::vector<mapping::SampleMapping>& rules, std::size_t seriesLimit);

    /// Takes the samples of one message. True where as many wait as are collected at most.
    bool take(const std::vector<mapping::MappedSample>& samples, Timestamp arrival);
    bool isWaiting() const { return !m_pending.empty(); }
    /// Stores what waits, in one transaction. Fails as the store does; what waited is lost then.
    Result<void> flush();
    /// Stores what waits and ends all series with staleness markers: the connection is gone.
    Result<void> markGap();

    const Stats& stats() const { return m_stats; }
    std::size_t seriesCount() const { return m_seriesCount; }
    std::size_t seriesLimit() const { return m_seriesLimit; }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    struct Series
    {
        model::LabelSet labels;
        storage::SeriesRef ref = 0;
        Timestamp floor = 0; ///< the newest that was stored
        double total = 0;    ///< of a rule that counts
        std::size_t pending = kNone;
        bool isLive = false; ///< since the last gap
    };
    struct Pending
    {
        Series* series;
        Timestamp time;
        double value;
    };
    /// By the values of the labels.
    using SeriesMap = std::unordered_map<std::string, Series>;

    Series* seriesOf(const mapping::MappedSample& sample);
    void add(Series& series, Timestamp time, double value, bool counts);
    void describe(storage::Appender& appender);

    storage::Appendable& m_store;
    const Clock& m_clock;
    model::LabelSet m_labels;
    const std::vector<mapping::SampleMapping>& m_rules;
    std::size_t m_seriesLimit;
    std::vector<SeriesMap> m_series; // a map a rule
    std::size_t m_seriesCount = 0;
    std::vector<Pending> m_pending;
    Stats m_stats;
    bool m_described = false;
};

} // namespace nocturne::streams
