// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/scrape_manager.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "sources/scrape/oauth2_tokens.h"
#include "sources/scrape/scrape_loop.h"
#include "sources/scrape/target.h"

namespace nocturne::scrape {

namespace {

constexpr std::chrono::milliseconds kSyncDelay{100}; // what several discoveries find at once is taken at once

std::vector<RelabelRule::Options> optionsOf(const std::vector<RelabelRule>& rules)
{
    std::vector<RelabelRule::Options> options;
    options.reserve(rules.size());
    for (const auto& rule : rules)
        options.push_back(rule.options());
    return options;
}

/// What a scrape depends on, beside the target itself.
auto tied(const JobOptions& o)
{
    return std::tie(o.name, o.honorLabels, o.honorTimestamps, o.trackTimestampsStaleness, o.http, o.compression,
                    o.protocols, o.fallbackFormat, o.histograms, o.startTimes, o.limits, o.sampleLimits, o.extraMetrics,
                    o.failureLogFile);
}

bool sameOptions(const JobOptions& a, const JobOptions& b)
{
    return &a == &b || (tied(a) == tied(b) && optionsOf(a.metricRelabelRules) == optionsOf(b.metricRelabelRules));
}

/// Whether a loop may go on as it is when its job and target are now these.
bool mayGoOn(const ScrapeLoop& loop, const JobOptions& job, const Target& target)
{
    const auto& old = loop.target();
    return old.url == target.url && old.labels == target.labels && old.interval == target.interval &&
           old.timeout == target.timeout && sameOptions(loop.job(), job);
}

} // namespace

/// One job, what looks for its targets, and its targets.
struct ScrapeManager::Pool
{
    std::shared_ptr<const JobOptions> job;
    std::vector<std::unique_ptr<Discovery>> discoveries;
    std::vector<std::unique_ptr<ScrapeLoop>> loops;
    DroppedTargets dropped;
    std::vector<Error> refused;

    std::vector<TargetGroup> groups() const
    {
        auto all = job->groups;
        for (const auto& discovery : discoveries) {
            auto found = discovery->groups();
            all.insert(all.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        }
        return all;
    }

    void retire()
    {
        for (const auto& loop : loops)
            loop->retire();
        loops.clear();
    }
};

struct ScrapeManager::State
{
    OAuth2Tokens tokens;
    ScrapeLoop::Shared shared;
    std::vector<std::unique_ptr<Pool>> pools;
    std::set<std::string> dirty; ///< jobs whose discoveries found something
    net::TimerId timer = 0;

    State(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store, const Clock& clock, Logger& log)
        : tokens(loop, http, clock)
        , shared{loop, http, tokens, store, clock, log, {}}
    {}
    ~State()
    {
        shared.loop.cancel(timer);
        pools.clear();
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void found(const std::string& job)
    {
        dirty.insert(job);
        if (timer == 0) {
            timer = shared.loop.after(kSyncDelay, [this] {
                timer = 0;
                syncDirty();
            });
        }
    }

    void syncDirty()
    {
        const auto jobs = std::exchange(dirty, {});
        for (const auto& pool : pools) {
            if (jobs.contains(pool->job->name))
                sync(*pool);
        }
        if (shared.changed)
            shared.changed();
    }

    /// Discoveries of `job`, those of `before` that stay among them: they keep what they found.
    std::vector<std::unique_ptr<Discovery>> discoveriesOf(const JobOptions& job, Pool* before)
    {
        std::vector<std::unique_ptr<Discovery>> all;
        for (const auto& options : job.discoveries) {
            std::unique_ptr<Discovery> kept;
            for (std::size_t i = 0; before != nullptr && !kept && i < before->discoveries.size(); ++i) {
                if (before->job->discoveries[i] == options)
                    kept = std::move(before->discoveries[i]);
            }
            if (!kept)
                kept = makeDiscovery(options, {shared.loop, shared.http, tokens, shared.clock, shared.log},
                                     [this, name = job.name] { found(name); });
            all.push_back(std::move(kept));
        }
        return all;
    }

    /// Brings the loops of `pool` in line with what its job says and its discoveries found.
    void sync(Pool& pool)
    {
        auto list = makeTargetList(*pool.job, pool.groups());
        std::unordered_map<std::string_view, std::vector<std::unique_ptr<ScrapeLoop>*>> byUrl;
        auto old = std::exchange(pool.loops, {});
        for (auto& loop : old)
            byUrl[loop->target().url].push_back(&loop);
        const auto forced = limitError(*pool.job, list.targets.size());
        for (auto& target : list.targets) {
            std::unique_ptr<ScrapeLoop> kept;
            for (auto* candidate : byUrl[target.url]) {
                if (*candidate && mayGoOn(**candidate, *pool.job, target)) {
                    kept = std::move(*candidate);
                    break;
                }
            }
            if (kept)
                kept->setDiscovered(target.discovered);
            else
                kept = std::make_unique<ScrapeLoop>(shared, pool.job, std::move(target));
            kept->setForcedError(forced);
            pool.loops.push_back(std::move(kept));
        }
        for (const auto& loop : old) {
            if (loop)
                loop->retire();
        }
        noteRest(pool, std::move(list));
    }

    static std::optional<Error> limitError(const JobOptions& job, std::size_t targets)
    {
        if (job.targetLimit == 0 || targets <= job.targetLimit)
            return std::nullopt;
        return Error{Error::Kind::LimitExceeded,
                     "target_limit exceeded (number of targets: " + std::to_string(targets) +
                         ", limit: " + std::to_string(job.targetLimit) + ")"};
    }

    void noteRest(Pool& pool, TargetList list) const
    {
        for (const auto& error : list.refused) {
            if (std::ranges::find(pool.refused, error) == pool.refused.end())
                shared.log.log(LogLevel::Warning, "scrape", error.text() + ": it is left out");
        }
        pool.refused = std::move(list.refused);
        pool.dropped = {pool.job->name, list.dropped.size(), std::move(list.dropped)};
        const auto most = pool.job->keepDroppedTargets;
        if (most != 0 && pool.dropped.labels.size() > most)
            pool.dropped.labels.resize(most);
    }
};

ScrapeManager::ScrapeManager(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store,
                             const Clock& clock, Logger& log)
    : m_state(std::make_unique<State>(loop, http, store, clock, log))
{}

ScrapeManager::~ScrapeManager() = default;

void ScrapeManager::setJobs(std::vector<JobOptions> jobs)
{
    auto old = std::exchange(m_state->pools, {});
    for (auto& options : jobs) {
        const auto known =
            std::ranges::find_if(old, [&](const auto& pool) { return pool && pool->job->name == options.name; });
        const auto before = known == old.end() ? nullptr : std::move(*known);
        auto pool = std::make_unique<Pool>();
        pool->job = std::make_shared<const JobOptions>(std::move(options));
        pool->discoveries = m_state->discoveriesOf(*pool->job, before.get());
        if (before) {
            pool->loops = std::move(before->loops);
            pool->refused = std::move(before->refused);
        }
        m_state->pools.push_back(std::move(pool));
        m_state->sync(*m_state->pools.back());
    }
    for (const auto& pool : old) {
        if (pool)
            pool->retire();
    }
}

void ScrapeManager::forEachStatus(const std::function<void(const TargetStatus&)>& visit) const
{
    for (const auto& pool : m_state->pools) {
        for (const auto& loop : pool->loops)
            visit(loop->status());
    }
}

std::vector<TargetStatus> ScrapeManager::statuses() const
{
    std::vector<TargetStatus> all;
    forEachStatus([&](const TargetStatus& status) { all.push_back(status); });
    return all;
}

std::vector<DroppedTargets> ScrapeManager::dropped() const
{
    std::vector<DroppedTargets> all;
    for (const auto& pool : m_state->pools) {
        if (pool->dropped.count > 0)
            all.push_back(pool->dropped);
    }
    return all;
}

std::vector<DiscoveryStatus> ScrapeManager::discoveries() const
{
    std::vector<DiscoveryStatus> all;
    for (const auto& pool : m_state->pools) {
        for (const auto& discovery : pool->discoveries) {
            all.push_back(discovery->status());
            all.back().job = pool->job->name;
        }
    }
    return all;
}

std::vector<TargetMetadata> ScrapeManager::metadata(const std::string& metric) const
{
    std::vector<TargetMetadata> all;
    for (const auto& pool : m_state->pools) {
        for (const auto& loop : pool->loops) {
            loop->ingester().forEachMetadata(metric, [&](const std::string& name, const model::Metadata& metadata) {
                all.push_back({loop->target().labels, name, metadata});
            });
        }
    }
    return all;
}

void ScrapeManager::scrapeNow(const std::string& job, const std::string& instance)
{
    for (const auto& pool : m_state->pools) {
        for (const auto& loop : pool->loops) {
            if (loop->status().job == job && loop->status().instance == instance)
                loop->scrape();
        }
    }
}

void ScrapeManager::onChange(std::function<void()> listener) { m_state->shared.changed = std::move(listener); }

} // namespace nocturne::scrape
