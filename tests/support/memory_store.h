// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/storage/appender.h"
#include "engine/storage/queryable.h"

namespace nocturne::support {

/// The simplest store that keeps the contracts of engine/storage: a map from label set to sample vector.
///
/// For tests. May be used from any thread; a querier reads the state of the moment it was made.
class MemoryStore final : public storage::Appendable, public storage::Queryable
{
public:
    MemoryStore();
    ~MemoryStore() override;

    std::unique_ptr<storage::Appender> appender() override;
    Result<std::unique_ptr<storage::Querier>> querier(Timestamp minTime, Timestamp maxTime) const override;
    Result<std::vector<storage::SeriesExemplars>> exemplars(Timestamp start, Timestamp end,
                                                            std::span<const std::vector<model::Matcher>> selectors,
                                                            const std::stop_token& stop) const override;

    /// Adds samples without an appender, in any order; of equal times the last one wins.
    void add(const model::LabelSet& labels, const std::vector<model::Sample>& samples);
    void addHistograms(const model::LabelSet& labels, const std::vector<model::HistogramSample>& samples);
    void addStartTimes(const model::LabelSet& labels, const std::vector<model::StartTime>& startTimes);
    void clear();
    std::size_t seriesCount() const;
    std::size_t sampleCount() const;

private:
    class MemoryAppender;
    class MemoryCursor;
    class MemoryQuerier;
    using Samples = std::shared_ptr<const std::vector<model::Sample>>;
    struct Series
    {
        Samples floats = std::make_shared<const std::vector<model::Sample>>();
        std::vector<model::HistogramSample> histograms;
        std::vector<model::StartTime> startTimes;
    };
    struct Pending
    {
        model::LabelSet labels;
        model::Sample sample;
        model::HistogramPtr histogram; ///< in place of the value, where set
        Timestamp startTime = 0;
    };

    storage::CommitStats store(const std::vector<Pending>& pending);
    static void rehint(Series& series);

    mutable std::mutex m_mutex;
    std::map<model::LabelSet, Series> m_series;
    std::vector<model::LabelSet> m_refs; // reference n names m_refs[n - 1]
    std::map<std::string, model::Metadata, std::less<>> m_metadata;
    std::map<model::LabelSet, std::vector<model::Exemplar>> m_exemplars; // as they came
};

} // namespace nocturne::support
