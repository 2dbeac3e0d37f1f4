// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/label_set.h"
#include "engine/model/sample.h"
#include "engine/storage/appender.h"

namespace nocturne::bench {

struct WorkloadOptions
{
    std::size_t instances = 40;
    std::size_t scrapes = 1440; ///< 15 s apart: 6 h
    Timestamp start = 1'700'000'000'000;

    /// 4 instances, 1 h 15 min: what a quick look at one query needs.
    static WorkloadOptions small() { return {.instances = 4, .scrapes = 300}; }
    bool operator==(const WorkloadOptions&) const = default;
};

/// What a fleet of hosts with node_exporter and a web service leaves in a store: 517 series an instance, the same
/// on every machine and in every run.
///
/// 44 % of the series are constant, 2 % of the scrapes come up to 0.4 s late, counters are reset now and then,
/// gauges move in pages, in hundredths or with the full mantissa, histogram buckets are cumulative. Nothing here
/// depends on the standard library's random distributions. Immutable, so may be used from any thread.
class Workload
{
public:
    static constexpr std::size_t kSeriesPerInstance = 517;
    static constexpr std::int64_t kIntervalMs = 15'000;

    enum class Shape { Constant, Counter, Seconds, Pages, Hundredths, Wave, Bucket };
    struct Series
    {
        model::LabelSet labels;
        Shape shape = Shape::Constant;
        std::uint64_t seed = 0; ///< of its values; the buckets of one histogram share one
        double share = 1;       ///< of a bucket: the part of all observations that it holds
        double level = 0;       ///< where the values begin
        std::size_t instance = 0;
    };

    explicit Workload(WorkloadOptions options);

    const WorkloadOptions& options() const { return m_options; }
    const std::vector<Series>& series() const { return m_series; }
    std::span<const Series> ofInstance(std::size_t instance) const;
    Timestamp end() const;
    /// All samples of one series.
    std::vector<model::Sample> samples(const Series& series) const;

private:
    WorkloadOptions m_options;
    std::vector<Series> m_series; // by instance
};

/// Puts the whole workload into a store.
Result<storage::CommitStats> load(const Workload& workload, storage::Appendable& store);

/// The whole workload as OpenMetrics text with timestamps, ended by "# EOF"; handed to `write` piece by piece.
template <typename Write>
void writeOpenMetrics(const Workload& workload, Write write);
void appendOpenMetrics(std::string& text, const model::LabelSet& labels, std::span<const model::Sample> samples);

/// Makes remote write 1.0 requests of a workload. Holds all its samples in memory, 16 bytes each.
class RequestMaker
{
public:
    explicit RequestMaker(const Workload& workload);
    /// The scrapes [firstScrape, lastScrape) of the instances [firstInstance, lastInstance).
    std::string make(std::size_t firstInstance, std::size_t lastInstance, std::size_t firstScrape,
                     std::size_t lastScrape) const;

private:
    const Workload& m_workload;
    std::vector<std::vector<model::Sample>> m_samples; // by series
};

template <typename Write>
void writeOpenMetrics(const Workload& workload, Write write)
{
    for (const auto& series : workload.series()) {
        std::string text;
        appendOpenMetrics(text, series.labels, workload.samples(series));
        write(text);
    }
    write(std::string("# EOF\n"));
}

} // namespace nocturne::bench
