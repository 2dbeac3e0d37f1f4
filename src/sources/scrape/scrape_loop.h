// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "engine/storage/appender.h"
#include "sources/scrape/body_ingester.h"
#include "sources/scrape/oauth2_tokens.h"
#include "sources/scrape/target.h"
#include "sources/scrape/target_status.h"

namespace nocturne::scrape {

/// One target and the timer that scrapes it. Private to this room; lives on the thread of its event loop.
class ScrapeLoop
{
public:
    /// What all targets share; borrowed.
    struct Shared
    {
        net::EventLoop& loop;
        net::HttpClient& http;
        OAuth2Tokens& tokens;
        storage::Appendable& store;
        const Clock& clock;
        Logger& log;
        std::function<void()> changed; ///< after each scrape
    };

    ScrapeLoop(const Shared& shared, std::shared_ptr<const JobOptions> job, Target target);
    ~ScrapeLoop();
    ScrapeLoop(const ScrapeLoop&) = delete;
    ScrapeLoop& operator=(const ScrapeLoop&) = delete;

    const JobOptions& job() const { return *m_job; }
    const Target& target() const { return m_target; }
    const TargetStatus& status() const { return m_status; }
    const BodyIngester& ingester() const { return m_ingester; }
    /// Discovery says something else of the same target.
    void setDiscovered(const model::LabelSet& discovered);
    /// With a reason, scrapes fail for it without asking the target; nothing: they ask again.
    void setForcedError(std::optional<Error> error) { m_forced = std::move(error); }
    /// Scrapes now, unless that is under way.
    void scrape();
    /// Ends all series; the target is gone.
    void retire();

private:
    /// Why a reply is no exposition.
    struct Refusal
    {
        std::string reason;
        Error error;
    };
    using Outcome = tl::expected<IngestReport, Refusal>;

    void cancel();
    void schedule(std::chrono::milliseconds delay);
    void scheduleNext();
    void take(const net::HttpResult& result);
    void end(const Outcome& outcome, double bodyBytes);
    static tl::unexpected<Refusal> refused(std::string_view reason, Error error);
    Outcome read(const net::HttpResponse& response);
    void note(const Outcome& outcome, double seconds);
    void writeFailure(const std::string& message) const;

    const Shared& m_shared;
    std::shared_ptr<const JobOptions> m_job;
    Target m_target;
    BodyIngester m_ingester;
    AuthorizedFetch m_fetch;
    TargetStatus m_status;
    std::chrono::milliseconds m_offset{0};
    std::optional<net::TimerId> m_timer;
    std::optional<Error> m_forced;
    Timestamp m_started = 0;
    Clock::Monotonic m_startedMonotonic;
};

} // namespace nocturne::scrape
