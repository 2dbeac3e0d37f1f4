// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "engine/storage/appender.h"
#include "sources/custom/instruments.h"
#include "sources/custom/metric_file.h"
#include "sources/system/series_writer.h"

namespace nocturne::custom {

struct Options
{
    std::chrono::milliseconds interval{15'000};                          ///< how often the values become samples
    std::string instance;                                                ///< the label; the host name when empty
    Bounds buckets = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}; ///< ascending, finite
    std::vector<double> quantiles = {.5, .9, .99};
    std::size_t maxSeries = 10'000; ///< sets of labels; measurements of more are refused
    /// A series that was told nothing for so long ends; 0: it stays as long as the program runs.
    std::chrono::milliseconds expireAfter{0};

    bool operator==(const Options&) const = default;
};

struct Stats
{
    std::uint64_t taken = 0;
    std::uint64_t refused = 0;
    std::size_t series = 0;
    std::string lastError; ///< of the last one refused
    Timestamp lastTaken = 0;
};

/// Counters, gauges, histograms, summaries and sets that programs tell by StatsD lines or by the API, as series with
/// the labels job="custom" and instance. With a file they go on where they were when the program starts again; without
/// one they begin anew, as those of any program that is scraped.
///
/// Lives on one thread; its owner calls collect() once an interval.
class CustomMetrics
{
public:
    CustomMetrics(storage::Appendable& store, const Clock& clock, Options options);

    /// Fails with InvalidInput where check() does or the name is already of another kind or has other buckets, with
    /// LimitExceeded where it would be one series too many. Each is counted.
    Result<void> take(const Measurement& measurement);
    /// Takes up what `file` has, before the first take(), and keeps everything there from now on; the number of series.
    /// What was observed lately of a summary and the members of a set are not kept. Fails as the file does.
    Result<std::size_t> keepIn(std::unique_ptr<MetricFile> file);
    /// Writes what was taken since the last time into the file: it survives a kill then. Does nothing without a file.
    /// When it fails, the next call tries it again.
    Result<void> keep();
    /// keep(), safe from a power cut.
    Result<void> keepSafe();
    /// Counts one that could not even be read.
    void refuse(const Error& error);
    /// Writes all values; the number of samples. Fails only when the store refuses.
    Result<std::size_t> collect();

    const Options& options() const { return m_options; }
    const Stats& stats() const { return m_stats; }

private:
    struct Series
    {
        std::vector<std::pair<std::string, std::string>> labels;
        Instrument instrument;
        Clock::Monotonic told{};
    };
    struct Family
    {
        Kind kind;
        std::string help;
        Bounds buckets;
        std::map<std::string, Series> series; ///< by what names its labels
    };

    Result<void> takeChecked(const Measurement& measurement);
    Family& familyOf(const Measurement& measurement);
    static Instrument make(const Family& family);
    bool takeUp(const KeptSeries& kept);
    std::optional<KeptSeries> keptOf(const std::string& name, const std::string& key) const;
    void expire(Clock::Monotonic now);
    void write(const std::string& name, Series& series, Clock::Monotonic now);

    const Clock& m_clock;
    const Options m_options;
    system::SeriesWriter m_writer;
    std::map<std::string, Family, std::less<>> m_families;
    std::unique_ptr<MetricFile> m_file;
    std::set<std::pair<std::string, std::string>> m_changed; // name and key of what is not in the file as it is
    std::vector<KeptSeries> m_ended;                         // what is still in the file
    Stats m_stats;
};

} // namespace nocturne::custom
