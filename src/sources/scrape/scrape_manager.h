// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "engine/storage/appender.h"
#include "sources/scrape/job_options.h"

namespace nocturne::scrape {

enum class TargetHealth { Unknown, Up, Down };

/// One target, for the Targets page and the API.
struct TargetStatus
{
    std::string job;
    std::string instance;
    std::string url; ///< without secrets
    model::LabelSet labels;
    model::LabelSet discovered; ///< before relabelling
    TargetHealth health = TargetHealth::Unknown;
    std::string reason; ///< stable word: "refused", "parse_error"; empty when up
    std::string lastError;
    Timestamp lastScrape = 0; ///< start of the last attempt
    Timestamp lastSuccess = 0;
    Timestamp nextScrape = 0;
    Timestamp healthSince = 0;
    std::chrono::milliseconds interval{0};
    std::chrono::milliseconds timeout{0};
    double lastSeconds = 0;
    std::size_t samples = 0;
    std::size_t samplesKept = 0;
    std::size_t seriesAdded = 0;
    std::uint64_t failures = 0;
    std::uint64_t overruns = 0; ///< scrapes left out because the one before was still under way
    std::uint64_t duplicates = 0;
    std::uint64_t outOfBounds = 0;

    bool operator==(const TargetStatus&) const = default;
};

/// Scrapes the targets of all jobs, each at its interval and at a moment of its own within it.
///
/// The moment follows from the target's labels, so that it is the same after a restart and targets do not crowd; the
/// first scrape comes within a second. One scrape of a target is under way at a time: when the next is due it is left
/// out and counted. A failed scrape writes up = 0 and ends the target's series by staleness markers.
///
/// Lives on the thread of its event loop.
class ScrapeManager
{
public:
    ScrapeManager(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store, const Clock& clock,
                  Logger& log);
    ~ScrapeManager();

    /// Replaces all jobs. Targets that stay go on undisturbed; the series of those that leave end. Fails with
    /// InvalidInput, changing nothing, when a job has an impossible target.
    Result<void> setJobs(std::vector<JobOptions> jobs);
    std::vector<TargetStatus> statuses() const;
    /// What relabelling left out, by job: the labels before it.
    const std::vector<std::pair<std::string, model::LabelSet>>& dropped() const;
    /// Scrapes the target now, unless it is being scraped.
    void scrapeNow(const std::string& job, const std::string& instance);
    /// Called on the loop's thread after each scrape.
    void onChange(std::function<void()> listener);

private:
    class Loop;
    struct State;
    std::unique_ptr<State> m_state;
};

std::string_view toString(TargetHealth health);

} // namespace nocturne::scrape
