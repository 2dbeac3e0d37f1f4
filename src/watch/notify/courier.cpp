// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/courier.h"

#include <algorithm>
#include <list>
#include <optional>
#include <random>

#include "base/core/text.h"
#include "watch/notify/dispatcher.h"

namespace nocturne::notify {

namespace {

using std::chrono::milliseconds;
using Monotonic = Clock::Monotonic;

constexpr std::size_t kMostWords = 300;
constexpr std::string_view kUndeliveredGroup = "undelivered";
constexpr std::string_view kRoutedGroup = "{}"; // how keys of the route tree begin

struct Pending
{
    Delivery delivery;
    std::optional<Message> message; ///< of what is not on disk
    Monotonic due;
    bool isUnderWay = false;
};

} // namespace

class Courier::Impl
{
public:
    Impl(net::EventLoop& loop, const Clock& clock, Logger& log, NoticeStore& store, Senders senders, Options options)
        : m_loop(loop)
        , m_clock(clock)
        , m_log(log)
        , m_store(store)
        , m_senders(std::move(senders))
        , m_options(std::move(options))
    {}
    ~Impl()
    {
        m_loop.cancel(m_timer);
        m_senders.clear(); // nobody is called any more
    }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    void begin(std::vector<Delivery> pending);
    void take(std::vector<Outgoing> messages);
    void retryNow(const std::string& integration);
    void look() { pump(); }
    std::map<std::string, CourierStats> stats() const;
    bool isIdle() const { return m_pending.empty(); }
    const Senders& senders() const { return m_senders; }

private:
    using Place = std::list<Pending>::iterator;

    void wake(milliseconds delay);
    void pump();
    Place nextOf(const std::string& integration);
    void start(Place place);
    void ended(std::int64_t id, const SendResult& result);
    void retry(Place place, const SendResult& result);
    void finish(Place place, DeliveryState state, const std::string& words);
    void supersede(const Delivery& newer);
    void tellFallback(const Delivery& failed, const std::optional<Message>& known);
    void write(const Delivery& delivery);
    milliseconds pauseAfter(int attempts, const SendResult& result);

    net::EventLoop& m_loop;
    const Clock& m_clock;
    Logger& m_log;
    NoticeStore& m_store;
    Senders m_senders;
    Options m_options;
    std::list<Pending> m_pending; // by age
    std::map<std::string, CourierStats> m_stats;
    net::TimerId m_timer = 0;
    std::chrono::steady_clock::time_point m_timerAt;
    std::int64_t m_lastVolatile = -1'000'000; // below those of the dispatcher
    std::minstd_rand m_random{std::random_device{}()};
};

void Courier::Impl::wake(milliseconds delay)
{
    const auto time = std::chrono::steady_clock::now() + delay;
    if (m_timer != 0 && m_timerAt <= time)
        return;
    m_loop.cancel(m_timer);
    m_timerAt = time;
    m_timer = m_loop.after(delay, [this] {
        m_timer = 0;
        pump();
    });
}

void Courier::Impl::begin(std::vector<Delivery> pending)
{
    for (auto& delivery : pending) {
        const auto wait = std::clamp(milliseconds(delivery.dueAt - m_clock.now()), milliseconds(0),
                                     m_options.longestPause); // whatever became of the wall clock
        m_pending.push_back({std::move(delivery), {}, m_clock.monotonic() + wait, false});
    }
    wake(milliseconds(0));
}

void Courier::Impl::take(std::vector<Outgoing> messages)
{
    for (auto& outgoing : messages) {
        if (outgoing.message.kind == Message::Kind::Group)
            supersede(outgoing.delivery);
        Pending pending{std::move(outgoing.delivery), {}, m_clock.monotonic(), false};
        if (pending.delivery.id < 0) {
            pending.delivery.id = --m_lastVolatile;
            pending.message = std::move(outgoing.message);
        }
        m_pending.push_back(std::move(pending));
    }
    if (!messages.empty())
        wake(milliseconds(0));
}

/// A newer message of the same group tells all that one would that has failed so far.
void Courier::Impl::supersede(const Delivery& newer)
{
    for (auto at = m_pending.begin(); at != m_pending.end();) {
        const auto here = at++;
        const auto& older = here->delivery;
        const bool isSame = older.integration == newer.integration && older.groupKey == newer.groupKey;
        if (isSame && !here->isUnderWay && older.attempts > 0)
            finish(here, DeliveryState::Superseded, older.words);
    }
}

void Courier::Impl::retryNow(const std::string& integration)
{
    for (auto& pending : m_pending) {
        if (integration.empty() || pending.delivery.integration == integration)
            pending.due = m_clock.monotonic();
    }
    wake(milliseconds(0));
}

void Courier::Impl::pump()
{
    for (const auto& [integration, sender] : m_senders) {
        if (const auto place = nextOf(integration); place != m_pending.end())
            start(place);
    }
    for (auto at = m_pending.begin(); at != m_pending.end();) {
        const auto here = at++;
        if (!m_senders.contains(here->delivery.integration))
            finish(here, DeliveryState::Failed, "the configuration has no such receiver any more");
    }
    std::optional<Monotonic> next;
    for (const auto& pending : m_pending) {
        if (!pending.isUnderWay && pending.due > m_clock.monotonic())
            next = next ? std::min(*next, pending.due) : pending.due;
    }
    if (next)
        wake(std::max(milliseconds(1), std::chrono::ceil<milliseconds>(*next - m_clock.monotonic())));
}

/// The oldest that is due, unless one is under way; within a group the order is kept.
Courier::Impl::Place Courier::Impl::nextOf(const std::string& integration)
{
    std::vector<std::string_view> waiting; // groups whose first message is not due yet
    for (auto at = m_pending.begin(); at != m_pending.end(); ++at) {
        if (at->delivery.integration != integration)
            continue;
        if (at->isUnderWay)
            return m_pending.end();
        if (std::ranges::find(waiting, at->delivery.groupKey) != waiting.end())
            continue;
        if (at->due <= m_clock.monotonic())
            return at;
        waiting.push_back(at->delivery.groupKey);
    }
    return m_pending.end();
}

void Courier::Impl::start(Place place)
{
    auto& delivery = place->delivery;
    if (m_clock.now() >= delivery.expiresAt) {
        finish(place, DeliveryState::Failed, "given up, too old: " + delivery.words);
        return wake(milliseconds(0));
    }
    auto message = place->message ? Result<Message>(*place->message) : m_store.message(delivery.id);
    if (!message) {
        finish(place, DeliveryState::Failed, message.error().text());
        return wake(milliseconds(0));
    }
    place->isUnderWay = true;
    delivery.state = DeliveryState::Sending;
    ++delivery.attempts;
    write(delivery);
    m_senders.at(delivery.integration)->send(*message, [this, id = delivery.id](const SendResult& result) {
        ended(id, result);
    });
}

void Courier::Impl::ended(std::int64_t id, const SendResult& result)
{
    const auto place = std::ranges::find_if(m_pending, [&](const Pending& p) { return p.delivery.id == id; });
    if (place == m_pending.end())
        return;
    place->isUnderWay = false;
    auto& stats = m_stats[place->delivery.integration];
    stats.lastError = result.kind == SendResult::Kind::Sent ? "" : result.words;
    if (result.kind == SendResult::Kind::Sent) {
        ++stats.sent;
        finish(place, DeliveryState::Sent, result.words);
    } else {
        ++stats.attemptsFailed;
        const auto what = place->delivery.integration + ": " + printable(result.words, kMostWords);
        if (place->delivery.attempts == 1 || result.kind == SendResult::Kind::Refused)
            m_log.log(LogLevel::Warning, "notify", what);
        if (result.kind == SendResult::Kind::Refused)
            finish(place, DeliveryState::Failed, result.words);
        else
            retry(place, result);
    }
    wake(milliseconds(0));
}

void Courier::Impl::retry(Place place, const SendResult& result)
{
    auto& pending = *place;
    const auto pause = pauseAfter(pending.delivery.attempts, result);
    pending.due = m_clock.monotonic() + pause;
    pending.delivery.state = DeliveryState::Due;
    pending.delivery.dueAt = m_clock.now() + pause.count();
    pending.delivery.words = printable(result.words, kMostWords);
    write(pending.delivery);
    const auto newer = std::find_if(std::next(place), m_pending.end(), [&](const Pending& other) {
        return other.delivery.integration == pending.delivery.integration &&
               other.delivery.groupKey == pending.delivery.groupKey;
    });
    if (newer != m_pending.end() && newer->delivery.groupKey.starts_with(kRoutedGroup))
        supersede(Delivery(newer->delivery));
}

milliseconds Courier::Impl::pauseAfter(int attempts, const SendResult& result)
{
    const auto doublings = std::min(attempts - 1, 20);
    auto pause = std::min(milliseconds(m_options.firstPause * (1LL << doublings)), m_options.longestPause);
    pause = pause * std::uniform_int_distribution<int>(80, 120)(m_random) / 100;
    return result.after ? std::max(pause, milliseconds(*result.after)) : pause;
}

void Courier::Impl::finish(Place place, DeliveryState state, const std::string& words)
{
    auto delivery = place->delivery;
    auto volatileMessage = std::move(place->message);
    delivery.words = printable(words, kMostWords); // which may be of `place`
    m_pending.erase(place);
    delivery.state = state;
    delivery.finishedAt = m_clock.now();
    write(delivery);
    if (state != DeliveryState::Failed)
        return;
    ++m_stats[delivery.integration].refused;
    m_log.log(LogLevel::Error, "notify",
              delivery.integration + " was not told \"" + delivery.title + "\": " + delivery.words);
    tellFallback(delivery, volatileMessage);
}

void Courier::Impl::tellFallback(const Delivery& failed, const std::optional<Message>& known)
{
    if (m_options.fallbackReceiver.empty() || failed.receiver == m_options.fallbackReceiver ||
        failed.groupKey.starts_with(kUndeliveredGroup))
        return;
    const auto message = known ? Result<Message>(*known) : m_store.message(failed.id);
    NoticeStore::Batch batch;
    for (const auto& [integration, sender] : m_senders) {
        if (!integration.starts_with(m_options.fallbackReceiver + '/'))
            continue;
        Message told = message ? *message : Message();
        told.kind = Message::Kind::Undelivered;
        told.receiver = m_options.fallbackReceiver;
        told.groupKey = std::string(kUndeliveredGroup) + '/' + failed.key;
        told.thread.clear();
        told.note = failed.integration + " could not be told: " + failed.words;
        told.at = m_clock.now();
        told.key = messageKey(integration, told, static_cast<std::uint64_t>(failed.id));
        Delivery delivery;
        delivery.integration = integration;
        delivery.receiver = m_options.fallbackReceiver;
        delivery.groupKey = told.groupKey;
        delivery.key = told.key;
        delivery.title = "undelivered: " + failed.title;
        delivery.createdAt = delivery.dueAt = told.at;
        delivery.expiresAt = failed.expiresAt + milliseconds(std::chrono::hours(24)).count();
        batch.messages.push_back({std::move(delivery), std::move(told)});
    }
    if (batch.messages.empty())
        return;
    if (const auto written = m_store.commit(batch); !written) {
        for (auto& outgoing : batch.messages)
            outgoing.delivery.id = -1;
    }
    take(std::move(batch.messages));
    wake(milliseconds(0));
}

void Courier::Impl::write(const Delivery& delivery)
{
    if (delivery.id < 0)
        return;
    if (const auto written = m_store.update(delivery); !written)
        m_log.log(LogLevel::Error, "notify", "the outbox cannot be written: " + written.error().text());
}

std::map<std::string, CourierStats> Courier::Impl::stats() const
{
    auto all = m_stats;
    for (const auto& [integration, sender] : m_senders)
        all.try_emplace(integration);
    for (const auto& pending : m_pending) {
        auto& stats = all[pending.delivery.integration];
        ++stats.waiting;
        if (stats.oldestWaiting == 0)
            stats.oldestWaiting = pending.delivery.createdAt;
    }
    return all;
}

Courier::Courier(net::EventLoop& loop, const Clock& clock, Logger& log, NoticeStore& store, Senders senders,
                 Options options)
    : m_impl(std::make_unique<Impl>(loop, clock, log, store, std::move(senders), std::move(options)))
{}

Courier::~Courier() = default;

void Courier::begin(std::vector<Delivery> pending) { m_impl->begin(std::move(pending)); }
void Courier::take(std::vector<Outgoing> messages) { m_impl->take(std::move(messages)); }
void Courier::look() { m_impl->look(); }
void Courier::retryNow(const std::string& integration) { m_impl->retryNow(integration); }
std::map<std::string, CourierStats> Courier::stats() const { return m_impl->stats(); }
bool Courier::isIdle() const { return m_impl->isIdle(); }
const Courier::Senders& Courier::senders() const { return m_impl->senders(); }

} // namespace nocturne::notify
