// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/notifier.h"

#include <algorithm>
#include <atomic>
#include <set>

namespace nocturne::notify {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kLongestSleep = 1min;
constexpr std::size_t kChangesAtOnce = 1000;

void gatherReceivers(const Route& route, std::set<std::string>& names)
{
    names.insert(route.receiver);
    for (const auto& child : route.children)
        gatherReceivers(child, names);
}

} // namespace

/// Joins the calls of a moment: ten thousand alerts are one look.
struct Notifier::Calls
{
    Notifier* notifier; // null when it is gone; used on its thread
    Post post;
    std::atomic<bool> isAsked = false;
};

Notifier::Notifier(net::EventLoop& loop, const Clock& clock, Logger& log, alerts::AlertBoard& board, Post post,
                   NotifierPlan plan, Courier::Senders senders)
    : m_loop(loop)
    , m_clock(clock)
    , m_log(log)
    , m_board(board)
    , m_plan(std::move(plan))
    , m_store(board.store())
    , m_dispatcher(clock, log, m_plan.dispatch, m_store)
    , m_courier(loop, clock, log, m_store, std::move(senders), m_plan.courier)
    , m_calls(std::make_shared<Calls>())
{
    m_calls->notifier = this;
    m_calls->post = std::move(post);
}

Notifier::~Notifier()
{
    m_board.unsubscribe(m_subscription);
    m_loop.cancel(m_timer);
    m_calls->notifier = nullptr;
}

Result<void> Notifier::start()
{
    auto loaded = m_store.load();
    if (!loaded)
        return tl::unexpected(loaded.error());
    if (loaded->unreadable > 0)
        m_log.log(LogLevel::Error, "notify",
                  std::to_string(loaded->unreadable) +
                      " entries of the notification log cannot be read and are left out");
    m_lastChange = loaded->lastChange == 0 ? m_board.lastChange() : loaded->lastChange;
    m_dispatcher.begin(loaded->entries);
    m_courier.begin(std::move(loaded->pending));
    m_subscription = m_board.subscribe([calls = m_calls] {
        if (calls->isAsked.exchange(true))
            return;
        calls->post([calls] {
            calls->isAsked = false;
            if (calls->notifier != nullptr)
                calls->notifier->look();
        });
    });
    look();
    return {};
}

void Notifier::look()
{
    m_dispatcher.update(*m_board.snapshot());
    followEscalations();
    auto messages = m_dispatcher.flush(m_lastChange);
    m_decided += messages.size();
    m_courier.take(std::move(messages));
    m_courier.look();
    if (m_clock.monotonic() >= m_tidyAt) {
        m_tidyAt = m_clock.monotonic() + 1h;
        const auto oldest = m_clock.now() - std::chrono::milliseconds(m_plan.keepDeliveries).count();
        if (const auto tidied = m_store.forgetBefore(oldest); !tidied)
            m_log.log(LogLevel::Warning, "notify", "old messages cannot be removed: " + tidied.error().text());
    }
    wake();
}

/// Steps of escalations that came due since the last look, whether this program saw them or one before.
void Notifier::followEscalations()
{
    while (m_board.lastChange() > m_lastChange) {
        if (m_plan.escalations.empty()) {
            m_lastChange = m_board.lastChange();
            return;
        }
        const auto changes = m_board.changesAfter(m_lastChange, kChangesAtOnce);
        if (!changes || changes->empty())
            return;
        for (const auto& change : *changes) {
            m_lastChange = change.number;
            if (change.kind != alerts::AlertChange::Kind::Escalated)
                continue;
            const auto policy = std::ranges::find(m_plan.escalations, change.detail, &alerts::EscalationPolicy::name);
            const auto snapshot = m_board.snapshot();
            const auto alert = std::ranges::find(*snapshot, change.alert, &alerts::AlertInstance::id);
            const auto step = static_cast<std::size_t>(change.step);
            if (policy == m_plan.escalations.end() || alert == snapshot->end() || step < 1 ||
                step > policy->steps.size())
                continue;
            m_dispatcher.escalate(*alert, policy->name, change.step, policy->steps[step - 1].receivers);
        }
    }
}

void Notifier::wake()
{
    m_loop.cancel(m_timer);
    const auto wait = std::min(m_dispatcher.untilNext().value_or(kLongestSleep), kLongestSleep);
    m_timer = m_loop.after(wait, [this] {
        m_timer = 0;
        look();
    });
}

NotifierStats Notifier::stats() const
{
    return {m_dispatcher.groupCount(), m_dispatcher.alertCount(), m_decided, m_courier.stats()};
}

Result<std::vector<Delivery>> Notifier::deliveries(std::size_t limit, const std::string& of) const
{
    return m_store.deliveries(limit, of);
}

AlertExplanation Notifier::explain(const model::LabelSet& labels) const
{
    return explainAlert(m_plan.dispatch, labels, alerts::severityFromText(labels.get("severity")), m_clock.now());
}

void Notifier::test(const std::string& receiver, const std::string& who,
                    const std::function<void(std::vector<TestResult>)>& done)
{
    struct Test
    {
        std::vector<TestResult> results;
        std::size_t expected = 0;
    };
    const auto test = std::make_shared<Test>();
    std::vector<std::string> ways;
    for (const auto& integration : m_plan.dispatch.integrations) {
        if (integration.receiver == receiver)
            ways.push_back(integration.id);
    }
    test->expected = ways.size();
    if (ways.empty())
        return done({});
    const auto message = testMessage(receiver, who, m_plan.dispatch.externalUrl, m_clock.now());
    for (const auto& way : ways) {
        m_courier.senders().at(way)->send(message, [test, way, done](const SendResult& result) {
            test->results.push_back({way, result});
            if (test->results.size() == test->expected)
                done(test->results);
        });
    }
}

std::vector<std::pair<std::string, std::string>>
Notifier::previews(const std::string& receiver, const model::LabelSet& labels, const std::string& who) const
{
    const auto message = labels.size() == 0 ? testMessage(receiver, who, m_plan.dispatch.externalUrl, m_clock.now())
                                            : messageFor(receiver, labels, {}, m_plan.dispatch, m_clock.now());
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& integration : m_plan.dispatch.integrations) {
        if (integration.receiver == receiver)
            texts.emplace_back(integration.id, m_courier.senders().at(integration.id)->preview(message));
    }
    return texts;
}

std::vector<std::string> Notifier::receivers() const
{
    std::set<std::string> names;
    if (m_plan.dispatch.root)
        gatherReceivers(*m_plan.dispatch.root, names);
    for (const auto& policy : m_plan.escalations) {
        for (const auto& step : policy.steps)
            names.insert(step.receivers.begin(), step.receivers.end());
    }
    for (const auto& integration : m_plan.dispatch.integrations)
        names.insert(integration.receiver);
    return {names.begin(), names.end()};
}

} // namespace nocturne::notify
