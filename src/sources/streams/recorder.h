// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/storage/appender.h"
#include "sources/streams/aegis_message.h"

namespace nocturne::streams {

/// What recording brought, summed up since the start.
struct RecorderStats
{
    std::uint64_t samples = 0; ///< handed to the store and accepted
    std::uint64_t seriesAdded = 0;
    std::uint64_t repeatedRows = 0;  ///< buckets that were stored before
    std::uint64_t lateMessages = 0;  ///< not newer than the one before, their overview left out
    std::uint64_t counterResets = 0; ///< a total fell: the server began again
    std::uint64_t gaps = 0;

    bool operator==(const RecorderStats&) const = default;
};

/// Turns messages of one stream into samples of its series `aegis_*`.
///
/// Overview and endpoints are stamped with the server's time of the message. Rows of buckets are stamped with the start
/// of their bucket and stored once: when a newer bucket shows that they are complete. So a window that is sent again
/// and again adds no sample twice, and after a gap fills what was missed. Nothing is interpolated.
/// Where the server's clock is off by more than `kMaxSkew`, its stamps are shifted by the difference seen first.
/// Used on one thread.
class Recorder
{
public:
    static constexpr Timestamp kMaxSkew = 60'000;

    /// `labels` are on every series.
    Recorder(storage::Appendable& store, const Clock& clock, model::LabelSet labels,
             std::chrono::milliseconds updateInterval);

    /// Stores a message in one transaction. Fails as the store does; the message is lost then.
    Result<void> record(const MetricsMessage& message);
    /// The same for one topic that REST gave while the stream was lost.
    Result<void> recordByRest(const MetricsMessage& message);
    /// Stores rows that REST gave, with the same rules as those of a message.
    Result<void> recordStatusRows(const std::vector<BucketRow>& rows);
    Result<void> recordBackends(const std::vector<AegisReader::Backend>& backends);
    /// Stores the overview over a range, "1h", as series `aegis_range_*`, stamped now.
    Result<void> recordSummary(const std::string& range, const MetricsMessage& message);

    /// Ends all series of the stream with staleness markers: the connection is gone. Each marker comes at most one
    /// interval after the last sample, so that whatever the server sends next is newer.
    Result<void> markGap();
    /// Ends the series of one topic: nobody asks for it any more.
    Result<void> endTopic(Topic topic);
    /// The same for the series that come by REST; of summaries those of one range, or all where it is empty.
    Result<void> markBackendsGap();
    Result<void> markStatusGap();
    Result<void> markSummaryGap(const std::string& range);

    const RecorderStats& stats() const { return m_stats; }
    /// How far the server's clock is ahead, in ms; 0 within kMaxSkew.
    Timestamp skew() const { return m_skew; }

private:
    static constexpr std::size_t kSummaryFields = 8;

    struct Series
    {
        model::LabelSet labels;
        storage::SeriesRef ref = 0;
        Timestamp last = 0;  ///< 0: none, or ended
        Timestamp floor = 0; ///< of anything stored, markers too
    };
    struct Buckets
    {
        std::vector<Series> series;
        std::optional<BucketRow> open; ///< the newest row, which may still grow
        Timestamp lastStored = 0;
        Timestamp width = 0;
    };

    Series makeSeries(std::string_view metric, std::initializer_list<model::Label> extra = {}) const;
    void append(storage::Appender& appender, Series& series, Timestamp time, double value);
    void end(storage::Appender& appender, Series& series, Timestamp time);
    void appendRows(storage::Appender& appender, Buckets& buckets, const std::vector<BucketRow>& rows);
    void appendRow(storage::Appender& appender, Buckets& buckets, const BucketRow& row);
    void endBuckets(storage::Appender& appender, Buckets& buckets);
    void endMessageSeries(storage::Appender& appender, Topic topic);
    void appendEndpoints(storage::Appender& appender, const std::vector<EndpointRow>& rows, Timestamp time);
    void noteSkew(const MetricsMessage& message);
    Timestamp gapTime() const;
    Result<void> commit(storage::Appender& appender);
    void describeAll();

    storage::Appendable& m_store;
    const Clock& m_clock;
    model::LabelSet m_labels;
    std::chrono::milliseconds m_updateInterval;
    RecorderStats m_stats;
    std::array<Series, kOverviewFields> m_overview;
    std::array<double, kOverviewFields> m_previous{}; // as sent last
    Buckets m_rate;
    Buckets m_latency;
    Buckets m_status;
    std::map<std::string, std::array<Series, 4>> m_endpoints; // by method and path
    std::map<std::string, std::array<Series, 3>> m_backends;
    std::map<std::string, std::array<Series, kSummaryFields>> m_summaries; // by range
    Timestamp m_lastMessage = 0;                                           // shifted
    Clock::Monotonic m_lastArrival;
    Timestamp m_skew = 0;
    bool m_skewKnown = false;
    bool m_hasMessages = false; // since the last gap
    bool m_statusByStream = false;
    bool m_described = false;
};

} // namespace nocturne::streams
