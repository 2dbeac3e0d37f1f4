// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/loki/loki_source.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "base/core/text.h"
#include "base/net/url.h"
#include "sources/loki/follower.h"
#include "sources/loki/loki_json.h"

namespace nocturne::loki {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostViews = 16;
constexpr milliseconds kCheckTimeout{10'000};
constexpr std::size_t kLongestCheckBody = std::size_t{4} << 20U;

} // namespace

struct Loki::Shared
{
    Loki* loki = nullptr; ///< the loop's thread alone looks at it; null once it is gone
};

Loki::Loki(Surroundings around, Options options)
    : m_around(std::move(around))
    , m_options(std::move(options))
    , m_shared(std::make_shared<Shared>())
    , m_check(std::make_unique<scrape::AuthorizedFetch>(m_around.http, m_around.tokens, m_around.loop))
    , m_nextCheck(m_around.clock.monotonic())
{
    m_shared->loki = this;
    m_status.name = m_options.name;
    m_status.address = net::redactedUrl(m_options.url);
    m_status.interval = m_options.checkInterval;
}

Loki::~Loki()
{
    m_shared->loki = nullptr;
    for (const auto& follower : m_followers)
        follower->giveUp("the data source was removed");
}

Status Loki::status() const
{
    auto status = m_status;
    status.views = m_followers.size();
    for (const auto& follower : m_followers) {
        const auto& counts = follower->counts();
        status.connections += counts.connections;
        status.entries += counts.entries;
        status.dropped += counts.dropped;
    }
    return status;
}

std::shared_ptr<logs::LogView> Loki::view(const std::string& query)
{
    auto view = std::make_shared<View>();
    m_around.post([shared = m_shared, weak = std::weak_ptr(view), query] {
        if (shared->loki != nullptr)
            shared->loki->follow(weak, query);
    });
    return view;
}

void Loki::follow(const std::weak_ptr<View>& weak, const std::string& query)
{
    const auto view = weak.lock();
    if (!view)
        return;
    std::erase_if(m_followers, [](const auto& follower) { return follower->isForNobody(); });
    if (m_followers.size() == kMostViews)
        return view->update([](logs::LogViewState& state) {
            state.isLoading = false;
            state.error = "too many queries are open at once: close a panel or a page";
        });
    m_followers.push_back(std::make_unique<Follower>(m_around, m_options, weak, query));
}

void Loki::tick()
{
    // What left with its view stays counted.
    for (auto& follower : m_followers) {
        if (!follower->isForNobody()) {
            follower->tick();
            continue;
        }
        m_status.connections += follower->counts().connections;
        m_status.entries += follower->counts().entries;
        m_status.dropped += follower->counts().dropped;
        follower.reset();
    }
    std::erase(m_followers, nullptr);
    if (m_around.clock.monotonic() >= m_nextCheck && !m_check->isActive())
        check();
}

void Loki::check()
{
    m_checkStarted = m_around.clock.monotonic();
    m_nextCheck = m_checkStarted + m_options.checkInterval;
    const auto adjust = [this](net::HttpRequest& request) {
        shape(request, m_options);
        request.timeout = std::min(kCheckTimeout, m_options.timeout);
        request.maxBodyBytes = kLongestCheckBody;
    };
    m_check->send(m_options.http, m_options.url + "/loki/api/v1/labels", adjust,
                  [this](const net::HttpResult& result) { takeCheck(result); });
}

void Loki::takeCheck(const net::HttpResult& result)
{
    const auto now = m_around.clock.now();
    m_status.lastAttempt = now;
    m_status.nextAttempt = now + m_options.checkInterval.count();
    m_status.lastSeconds = std::chrono::duration<double>(m_around.clock.monotonic() - m_checkStarted).count();
    const auto body = bodyOf(result);
    const auto names = body ? readNames(*body) : tl::unexpected(body.error());
    if (!names) {
        ++m_status.failures;
        const auto reason = !result ? std::string(net::toString(result.error().state))
                            : result->status / 100 == 2
                                ? "protocol"
                                : std::string(net::toString(net::stateOfStatus(result->status)));
        if (const auto pause = result ? net::retryAfter(*result, now) : std::nullopt)
            m_nextCheck = std::max(m_nextCheck, m_around.clock.monotonic() + *pause);
        return setState(State::Down, reason, names.error().message);
    }
    m_status.labels = names->size();
    m_status.lastSuccess = now;
    setState(State::Up, {}, {});
}

void Loki::setState(State state, std::string reason, std::string error)
{
    const auto changed = m_status.state != state || m_status.reason != reason;
    m_status.reason = std::move(reason);
    m_status.lastError = std::move(error);
    if (!changed)
        return;
    const auto wasWaiting = m_status.state == State::Waiting;
    m_status.state = state;
    m_status.stateSince = m_around.clock.now();
    const auto name = "Loki \"" + printable(m_options.name, 60) + '"';
    if (state == State::Down)
        m_around.log.log(LogLevel::Warning, "loki", name + ": " + m_status.lastError);
    else if (!wasWaiting)
        m_around.log.log(LogLevel::Info, "loki", name + " answers again");
}

} // namespace nocturne::loki
