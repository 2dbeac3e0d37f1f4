// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/scrape_manager.h"

#include <algorithm>
#include <functional>

#include "base/core/text.h"
#include "base/net/url.h"
#include "sources/scrape/body_ingester.h"
#include "sources/scrape/target.h"

namespace nocturne::scrape {

namespace {

constexpr std::chrono::milliseconds kFirstWithin{1000};

/// Why a reply is no exposition.
struct Refusal
{
    std::string reason;
    Error error;
};

bool sameOptions(const JobOptions& a, const JobOptions& b)
{
    const auto rules = [](const std::vector<RelabelRule>& all) {
        std::vector<RelabelRule::Options> options;
        options.reserve(all.size());
        for (const auto& rule : all)
            options.push_back(rule.options());
        return options;
    };
    return a.name == b.name && a.interval == b.interval && a.timeout == b.timeout && a.honorLabels == b.honorLabels &&
           a.honorTimestamps == b.honorTimestamps && a.basicAuth == b.basicAuth && a.authorization == b.authorization &&
           a.tls == b.tls && a.proxyUrl == b.proxyUrl && a.followRedirects == b.followRedirects &&
           a.compression == b.compression && a.protocols == b.protocols && a.fallbackFormat == b.fallbackFormat &&
           a.histograms == b.histograms && a.limits == b.limits &&
           rules(a.metricRelabelRules) == rules(b.metricRelabelRules);
}

} // namespace

std::string_view toString(TargetHealth health)
{
    switch (health) {
    case TargetHealth::Unknown:
        return "unknown";
    case TargetHealth::Up:
        return "up";
    case TargetHealth::Down:
        return "down";
    }
    return "unknown";
}

/// What all targets share.
struct ScrapeManager::State
{
    net::EventLoop& loop;
    net::HttpClient& http;
    storage::Appendable& store;
    const Clock& clock;
    Logger& log;
    std::function<void()> changed;
    std::vector<std::unique_ptr<Loop>> loops;
    std::vector<std::pair<std::string, model::LabelSet>> dropped;
};

/// One target and the timer that scrapes it.
class ScrapeManager::Loop
{
public:
    Loop(State& shared, std::shared_ptr<const JobOptions> job, Target target)
        : m_shared(shared)
        , m_job(std::move(job))
        , m_target(std::move(target))
        , m_ingester(shared.store, *m_job, m_target)
    {
        m_status.job = m_job->name;
        m_status.instance = m_target.instance();
        m_status.url = net::redactedUrl(m_target.url);
        m_status.labels = m_target.labels;
        m_status.discovered = m_target.discovered;
        m_status.interval = m_job->interval;
        m_status.timeout = m_job->timeout;
        const auto hash = std::chrono::milliseconds(m_target.labels.hash() % 1'000'000'000);
        m_offset = hash % m_job->interval;
        schedule(hash % std::min(kFirstWithin, m_job->interval));
    }

    ~Loop() { cancel(); }
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    const JobOptions& job() const { return *m_job; }
    const Target& target() const { return m_target; }
    const TargetStatus& status() const { return m_status; }

    /// Ends all series; the target is gone.
    void retire()
    {
        cancel();
        m_ingester.markStale(m_shared.clock.now());
        m_ingester.markReportStale(m_shared.clock.now());
    }

    void scrape()
    {
        if (m_request)
            return;
        m_started = m_shared.clock.now();
        m_startedMonotonic = m_shared.clock.monotonic();
        net::HttpRequest request;
        request.url = m_target.url;
        request.headers = {{"Accept", exposition::acceptHeader(m_job->protocols)},
                           {"X-Prometheus-Scrape-Timeout-Seconds",
                            std::to_string(static_cast<double>(m_job->timeout.count()) / 1000)}};
        request.basicAuth = m_job->basicAuth;
        request.authorization = m_job->authorization;
        request.tls = m_job->tls;
        request.proxyUrl = m_job->proxyUrl;
        request.maxRedirects = m_job->followRedirects ? request.maxRedirects : 0;
        request.acceptGzip = m_job->compression;
        request.timeout = m_job->timeout;
        request.maxBodyBytes = m_job->limits.bodyBytes;
        m_request = m_shared.http.send(std::move(request), [this](net::HttpResult result) { take(std::move(result)); });
    }

private:
    void cancel()
    {
        if (m_timer)
            m_shared.loop.cancel(*m_timer);
        if (m_request)
            m_shared.http.cancel(*m_request);
        m_timer.reset();
        m_request.reset();
    }

    void schedule(std::chrono::milliseconds delay)
    {
        m_status.nextScrape = m_shared.clock.now() + delay.count();
        m_timer = m_shared.loop.after(delay, [this] {
            m_timer.reset();
            scheduleNext();
            if (m_request)
                ++m_status.overruns;
            else
                scrape();
        });
    }

    /// The next of the moments that lie `m_offset` behind the whole intervals of the wall clock.
    void scheduleNext()
    {
        const auto interval = m_job->interval.count();
        const auto sinceSlot = (m_shared.clock.now() - m_offset.count()) % interval;
        auto delay = interval - sinceSlot;
        if (delay < interval / 2)
            delay += interval; // just scraped: timers come a little early or late
        schedule(std::chrono::milliseconds(delay));
    }

    void take(net::HttpResult result)
    {
        m_request.reset();
        auto report = result ? read(*result) : refused(net::toString(result.error().state), result.error().error);
        const double seconds = std::chrono::duration<double>(m_shared.clock.monotonic() - m_startedMonotonic).count();
        if (!report)
            m_ingester.markStale(m_started);
        m_ingester.writeReport(m_started, report.has_value(), seconds, report.value_or(IngestReport()));
        note(report, seconds);
        if (m_shared.changed)
            m_shared.changed();
    }

    static tl::unexpected<Refusal> refused(std::string_view reason, Error error)
    {
        return tl::unexpected<Refusal>({std::string(reason), std::move(error)});
    }

    tl::expected<IngestReport, Refusal> read(const net::HttpResponse& response)
    {
        if (response.status != 200) {
            auto state = net::stateOfStatus(response.status);
            return refused(net::toString(state), {Error::Kind::Unavailable, "the server answered with HTTP status " +
                                                                                std::to_string(response.status)});
        }
        const auto format = exposition::formatFromContentType(response.header("content-type"), m_job->fallbackFormat);
        if (!format) {
            return refused("content_type", {Error::Kind::InvalidInput, format.error().message + "; the body begins: " +
                                                                           printable(response.body, 80)});
        }
        auto report = m_ingester.ingest(response.body, *format, m_started);
        if (!report) {
            const bool isLimit = report.error().kind == Error::Kind::LimitExceeded;
            return refused(isLimit ? "limit_exceeded" : "parse_error", report.error());
        }
        return *report;
    }

    void note(const tl::expected<IngestReport, Refusal>& report, double seconds)
    {
        const auto health = report ? TargetHealth::Up : TargetHealth::Down;
        if (health != m_status.health) {
            m_status.health = health;
            m_status.healthSince = m_started;
            m_shared.log.log(report ? LogLevel::Info : LogLevel::Warning, "scrape",
                             m_status.job + " " + m_status.instance +
                                 (report ? " is up" : " is down: " + report.error().error.text()));
        }
        m_status.lastScrape = m_started;
        m_status.lastSeconds = seconds;
        const auto facts = report.value_or(IngestReport());
        m_status.samples = facts.scraped;
        m_status.samplesKept = facts.kept;
        m_status.seriesAdded = facts.seriesAdded;
        m_status.duplicates += facts.duplicates + facts.stored.duplicates;
        m_status.outOfBounds += facts.stored.outOfBounds;
        if (report) {
            m_status.reason.clear();
            m_status.lastError.clear();
            m_status.lastSuccess = m_started;
        } else {
            ++m_status.failures;
            m_status.reason = report.error().reason;
            m_status.lastError = report.error().error.text();
        }
    }

    State& m_shared;
    std::shared_ptr<const JobOptions> m_job;
    Target m_target;
    BodyIngester m_ingester;
    TargetStatus m_status;
    std::chrono::milliseconds m_offset{0};
    std::optional<net::TimerId> m_timer;
    std::optional<net::RequestId> m_request;
    Timestamp m_started = 0;
    Clock::Monotonic m_startedMonotonic;
};

ScrapeManager::ScrapeManager(net::EventLoop& loop, net::HttpClient& http, storage::Appendable& store,
                             const Clock& clock, Logger& log)
    : m_state(new State{loop, http, store, clock, log, {}, {}, {}})
{}

ScrapeManager::~ScrapeManager() = default;

Result<void> ScrapeManager::setJobs(std::vector<JobOptions> jobs)
{
    std::vector<std::pair<std::shared_ptr<const JobOptions>, Target>> wanted;
    std::vector<std::pair<std::string, model::LabelSet>> dropped;
    for (auto& options : jobs) {
        auto targets = makeTargets(options);
        if (!targets)
            return tl::unexpected(targets.error());
        for (auto& labels : droppedTargets(options))
            dropped.emplace_back(options.name, std::move(labels));
        const auto job = std::make_shared<const JobOptions>(std::move(options));
        for (auto& target : *targets)
            wanted.emplace_back(job, std::move(target));
    }

    m_state->dropped = std::move(dropped);
    auto old = std::exchange(m_state->loops, {});
    for (auto& entry : wanted) {
        const auto& job = entry.first;
        auto& target = entry.second;
        const auto same = std::ranges::find_if(old, [&](const auto& loop) {
            return loop && loop->target().url == target.url && loop->target().labels == target.labels &&
                   sameOptions(loop->job(), *job);
        });
        if (same != old.end())
            m_state->loops.push_back(std::move(*same));
        else
            m_state->loops.push_back(std::make_unique<Loop>(*m_state, job, std::move(target)));
    }
    for (const auto& loop : old) {
        if (loop)
            loop->retire();
    }
    return {};
}

std::vector<TargetStatus> ScrapeManager::statuses() const
{
    std::vector<TargetStatus> all;
    for (const auto& loop : m_state->loops)
        all.push_back(loop->status());
    return all;
}

const std::vector<std::pair<std::string, model::LabelSet>>& ScrapeManager::dropped() const { return m_state->dropped; }

void ScrapeManager::scrapeNow(const std::string& job, const std::string& instance)
{
    for (const auto& loop : m_state->loops) {
        if (loop->status().job == job && loop->status().instance == instance)
            loop->scrape();
    }
}

void ScrapeManager::onChange(std::function<void()> listener) { m_state->changed = std::move(listener); }

} // namespace nocturne::scrape
