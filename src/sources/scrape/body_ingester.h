// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/exposition/parser.h"
#include "engine/exposition/series_cache.h"
#include "engine/storage/appender.h"
#include "sources/scrape/job_options.h"
#include "sources/scrape/target.h"

namespace nocturne::scrape {

/// What one body gave.
struct IngestReport
{
    std::size_t scraped = 0;     ///< samples in the body
    std::size_t kept = 0;        ///< after metric relabelling
    std::size_t seriesAdded = 0; ///< series not seen in the last scrapes
    std::size_t duplicates = 0;  ///< series that stood twice: the first counts
    storage::CommitStats stored;

    bool operator==(const IngestReport&) const = default;
};

/// Turns the bodies of one target into samples of a store, floats and native histograms.
///
/// All or nothing: a body that is malformed or over a limit leaves no sample, and every series of the last good one
/// gets its staleness marker. A repeated body parses no labels. Lives on one thread.
class BodyIngester
{
public:
    /// `job` and `target` must outlive it.
    BodyIngester(storage::Appendable& store, const JobOptions& job, const Target& target);

    /// Stores the samples of `body`, those without a time at `time`.
    /// Fails with InvalidInput (place and cure), LimitExceeded, or what the store says.
    Result<IngestReport> ingest(std::string_view body, exposition::Format format, Timestamp time);
    /// The scrape failed before there was a body, or the target goes away: ends all its series at `time`.
    void markStale(Timestamp time);
    /// Writes `up` and the scrape_* series of this scrape.
    /// `bodyBytes` is told where the job wants the further metrics: -1 for a body over its limit.
    void writeReport(Timestamp time, bool up, double seconds, const IngestReport& report, double bodyBytes = 0);
    /// Writes when the certificate of an https target ends, `earliestNotAfter` of its chain; 0: none was seen, which
    /// ends the series.
    void writeCertificate(Timestamp time, Timestamp earliestNotAfter);
    /// Ends the series that writeReport() and writeCertificate() write; for a target that goes away.
    void markReportStale(Timestamp time);

    std::size_t liveSeries() const { return m_cache.liveCount(); }
    std::size_t memoryBytes() const { return m_cache.memoryBytes(); }
    /// What the bodies said of `metric`, or of all where it is empty.
    void forEachMetadata(const std::string& metric,
                         const std::function<void(const std::string&, const model::Metadata&)>& visit) const;

private:
    struct Pass;
    struct Sample;
    /// The labels of a series as a body gives them.
    struct Scraped
    {
        model::LabelSet labels;
        std::vector<std::string_view> empty = {}; ///< names of the target's that are there without a value
    };

    template <typename MakeParser>
    Result<IngestReport> ingestWith(MakeParser makeParser, Timestamp time);
    template <typename Parser>
    Result<void> readEntries(Parser& parser, Pass& pass);
    template <typename Parser>
    Result<void> takeSeries(Parser& parser, Pass& pass);
    template <typename Parser>
    Result<bool> collectClassic(Parser& parser, Pass& pass);
    Result<void> storeConverted(Pass& pass);
    template <typename Labels>
    Result<storage::SeriesRef> takeSample(Pass& pass, const Sample& sample, Labels labels);
    Result<storage::SeriesRef> resolve(Pass& pass, const Sample& sample, const Scraped& scraped);
    Result<storage::SeriesRef> append(Pass& pass, storage::SeriesRef hint, const model::LabelSet& labels,
                                      const Sample& sample);
    template <typename Parser>
    void takeExemplars(Parser& parser, Pass& pass, storage::SeriesRef series, bool isNative);
    template <typename Parser>
    void takeMetadata(Parser& parser, Pass& pass, exposition::Entry entry);
    Result<model::LabelSet> labelsOf(const Scraped& scraped, bool& dropped) const;
    Result<void> checkLimits(const model::LabelSet& labels) const;
    void markEnded(storage::Appender& appender, storage::SeriesRef ref, Timestamp time);
    void reportSample(storage::Appender& appender, std::string_view metric, storage::SeriesRef& ref, Timestamp time,
                      double value);

    storage::Appendable& m_store;
    const JobOptions& m_job;
    const Target& m_target;
    exposition::SeriesCache m_cache;
    exposition::LabelBuffer m_buffer;
    std::vector<model::Exemplar> m_exemplars;             ///< of the current sample
    std::unordered_set<storage::SeriesRef> m_timestamped; ///< series with times of their own get no markers
    std::array<storage::SeriesRef, 8> m_reportRefs{};
    storage::SeriesRef m_certificateRef = 0; ///< 0: the series has ended
    std::map<std::string, model::Metadata, std::less<>> m_metadata;
};

} // namespace nocturne::scrape
