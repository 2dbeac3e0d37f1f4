// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/scrape_loop.h"

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::scrape {

namespace {

constexpr std::chrono::milliseconds kFirstWithin{1000};

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

ScrapeLoop::ScrapeLoop(const Shared& shared, std::shared_ptr<const JobOptions> job, Target target)
    : m_shared(shared)
    , m_job(std::move(job))
    , m_target(std::move(target))
    , m_ingester(shared.store, *m_job, m_target)
    , m_fetch(shared.http, shared.tokens, shared.loop)
{
    m_status.job = m_job->name;
    m_status.instance = m_target.instance();
    m_status.url = net::redactedUrl(m_target.url);
    m_status.labels = m_target.labels;
    m_status.discovered = m_target.discovered;
    m_status.interval = m_target.interval;
    m_status.timeout = m_target.timeout;
    const auto hash = std::chrono::milliseconds(m_target.labels.hash() % 1'000'000'000);
    m_offset = hash % m_target.interval;
    schedule(hash % std::min(kFirstWithin, m_target.interval));
}

ScrapeLoop::~ScrapeLoop() { cancel(); }

void ScrapeLoop::cancel()
{
    if (m_timer)
        m_shared.loop.cancel(*m_timer);
    m_timer.reset();
    m_fetch.cancel();
}

void ScrapeLoop::setDiscovered(const model::LabelSet& discovered)
{
    m_target.discovered = discovered;
    m_status.discovered = discovered;
}

void ScrapeLoop::retire()
{
    cancel();
    m_ingester.markStale(m_shared.clock.now());
    m_ingester.markReportStale(m_shared.clock.now());
}

void ScrapeLoop::scrape()
{
    if (m_fetch.isActive())
        return;
    m_started = m_shared.clock.now();
    m_startedMonotonic = m_shared.clock.monotonic();
    if (m_forced) {
        m_ingester.writeCertificate(m_started, 0);
        return end(refused("limit_exceeded", *m_forced), 0);
    }
    m_fetch.send(
        m_job->http, m_target.url,
        [this](net::HttpRequest& request) {
            request.headers.push_back({"Accept", exposition::acceptHeader(m_job->protocols)});
            request.headers.push_back({"X-Prometheus-Scrape-Timeout-Seconds",
                                       std::to_string(static_cast<double>(m_target.timeout.count()) / 1000)});
            request.acceptGzip = m_job->compression;
            request.timeout = m_target.timeout;
            request.maxBodyBytes = m_job->limits.bodyBytes;
        },
        [this](const net::HttpResult& result) { take(result); });
}

void ScrapeLoop::schedule(std::chrono::milliseconds delay)
{
    m_status.nextScrape = m_shared.clock.now() + delay.count();
    m_timer = m_shared.loop.after(delay, [this] {
        m_timer.reset();
        scheduleNext();
        if (m_fetch.isActive())
            ++m_status.overruns;
        else
            scrape();
    });
}

/// The next of the moments that lie `m_offset` behind the whole intervals of the wall clock.
void ScrapeLoop::scheduleNext()
{
    const auto interval = m_target.interval.count();
    const auto sinceSlot = (m_shared.clock.now() - m_offset.count()) % interval;
    auto delay = interval - sinceSlot;
    if (delay < interval / 2)
        delay += interval; // just scraped: timers come a little early or late
    schedule(std::chrono::milliseconds(delay));
}

void ScrapeLoop::take(const net::HttpResult& result)
{
    m_ingester.writeCertificate(m_started, result && result->certificate ? result->certificate->earliestNotAfter : 0);
    if (result)
        return end(read(*result), static_cast<double>(result->body.size()));
    const bool tooLarge = result.error().state == net::FetchState::BodyTooLarge;
    end(refused(net::toString(result.error().state), result.error().error), tooLarge ? -1 : 0);
}

/// `bodyBytes` as scrape_body_size_bytes has it: -1 for a body over its limit, 0 where there is none.
void ScrapeLoop::end(const Outcome& outcome, double bodyBytes)
{
    const double seconds = std::chrono::duration<double>(m_shared.clock.monotonic() - m_startedMonotonic).count();
    if (!outcome)
        m_ingester.markStale(m_started);
    m_ingester.writeReport(m_started, outcome.has_value(), seconds, outcome.value_or(IngestReport()), bodyBytes);
    note(outcome, seconds);
    if (!outcome && !m_job->failureLogFile.empty())
        writeFailure(outcome.error().error.text());
    if (m_shared.changed)
        m_shared.changed();
}

tl::unexpected<ScrapeLoop::Refusal> ScrapeLoop::refused(std::string_view reason, Error error)
{
    return tl::unexpected<Refusal>({std::string(reason), std::move(error)});
}

ScrapeLoop::Outcome ScrapeLoop::read(const net::HttpResponse& response)
{
    if (response.status != 200) {
        auto state = net::stateOfStatus(response.status);
        return refused(net::toString(state), {Error::Kind::Unavailable, "the server answered with HTTP status " +
                                                                            std::to_string(response.status)});
    }
    const auto format = exposition::formatFromContentType(response.header("content-type"), m_job->fallbackFormat);
    if (!format) {
        return refused("content_type", {Error::Kind::InvalidInput,
                                        format.error().message + "; the body begins: " + printable(response.body, 80)});
    }
    auto report = m_ingester.ingest(response.body, *format, m_started);
    if (!report) {
        const bool isLimit = report.error().kind == Error::Kind::LimitExceeded;
        return refused(isLimit ? "limit_exceeded" : "parse_error", report.error());
    }
    return *report;
}

void ScrapeLoop::note(const Outcome& outcome, double seconds)
{
    const auto health = outcome ? TargetHealth::Up : TargetHealth::Down;
    if (health != m_status.health) {
        m_status.health = health;
        m_status.healthSince = m_started;
        m_shared.log.log(outcome ? LogLevel::Info : LogLevel::Warning, "scrape",
                         m_status.job + " " + m_status.instance +
                             (outcome ? " is up" : " is down: " + outcome.error().error.text()));
    }
    m_status.lastScrape = m_started;
    m_status.lastSeconds = seconds;
    const auto facts = outcome.value_or(IngestReport());
    m_status.samples = facts.scraped;
    m_status.samplesKept = facts.kept;
    m_status.seriesAdded = facts.seriesAdded;
    m_status.duplicates += facts.duplicates + facts.stored.duplicates;
    m_status.outOfBounds += facts.stored.outOfBounds;
    if (outcome) {
        m_status.reason.clear();
        m_status.lastError.clear();
        m_status.lastSuccess = m_started;
    } else {
        ++m_status.failures;
        m_status.reason = outcome.error().reason;
        m_status.lastError = outcome.error().error.text();
    }
}

/// A line of JSON, as Prometheus writes its scrape_failure_log_file. Opened anew, so that the file may be rotated.
void ScrapeLoop::writeFailure(const std::string& message) const
{
    const QJsonObject line{
        {QStringLiteral("time"), QDateTime::fromMSecsSinceEpoch(m_started, Qt::UTC).toString(Qt::ISODateWithMs)},
        {QStringLiteral("level"), QStringLiteral("ERROR")},
        {QStringLiteral("msg"), QString::fromStdString(message)},
        {QStringLiteral("job_name"), QString::fromStdString(m_status.job)},
        {QStringLiteral("target"), QString::fromStdString(m_status.url)},
    };
    const auto text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    const int file = ::open(m_job->failureLogFile.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK,
                            0600); // NOLINT: the interface of POSIX
    if (file < 0)
        return; // the failure is in our own log as well
    (void)!::write(file, text.constData(), static_cast<std::size_t>(text.size()));
    ::close(file);
}

} // namespace nocturne::scrape
