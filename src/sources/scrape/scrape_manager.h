// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "engine/storage/appender.h"
#include "sources/scrape/discovery.h"
#include "sources/scrape/job_options.h"
#include "sources/scrape/target_status.h"

namespace nocturne::scrape {

/// What relabelling left out of a job.
struct DroppedTargets
{
    std::string job;
    std::size_t count = 0;
    std::vector<model::LabelSet> labels; ///< before relabelling; keep_dropped_targets of them
};

/// What a target said of one of its metrics by HELP, TYPE and UNIT.
struct TargetMetadata
{
    model::LabelSet target;
    std::string metric;
    model::Metadata metadata;
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

    /// Replaces all jobs. Targets that stay go on undisturbed, as do discoveries; the series of targets that leave
    /// end. A target that is impossible is left out, and said so in the log.
    void setJobs(std::vector<JobOptions> jobs);
    std::vector<TargetStatus> statuses() const;
    /// The same without a copy, job by job.
    void forEachStatus(const std::function<void(const TargetStatus&)>& visit) const;
    /// One a job that has any.
    std::vector<DroppedTargets> dropped() const;
    /// All that look for targets, job by job.
    std::vector<DiscoveryStatus> discoveries() const;
    /// What the targets said of their metrics, target by target; of the metric `metric` alone where it is not empty.
    std::vector<TargetMetadata> metadata(const std::string& metric = {}) const;
    /// Scrapes the target now, unless it is being scraped.
    void scrapeNow(const std::string& job, const std::string& instance);
    /// Called on the loop's thread after each scrape.
    void onChange(std::function<void()> listener);

private:
    struct Pool;
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::scrape
