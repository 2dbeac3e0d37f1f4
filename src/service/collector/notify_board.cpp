// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/collector/notify_board.h"

#include <algorithm>

namespace nocturne::collector {

namespace {

constexpr std::size_t kNewest = 200; // deliveries that displays see

std::string kindOf(const std::string& way)
{
    const auto slash = way.rfind('/');
    const auto kind = slash == std::string::npos ? way : way.substr(slash + 1);
    return kind.substr(0, kind.find('['));
}

void noteTimes(WayStatus& way, const std::vector<notify::Delivery>& deliveries)
{
    for (const auto& delivery : deliveries) {
        if (delivery.integration != way.id)
            continue;
        if (delivery.state == notify::DeliveryState::Sent)
            way.lastSent = std::max(way.lastSent, delivery.finishedAt);
        else if (delivery.state == notify::DeliveryState::Failed)
            way.lastFailed = std::max(way.lastFailed, delivery.finishedAt);
    }
}

} // namespace

NotifyMonitor::Snapshot NotifyBoard::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

std::uint64_t NotifyBoard::subscribe(std::function<void()> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.emplace(m_nextListener, std::move(listener));
    return m_nextListener++;
}

void NotifyBoard::unsubscribe(std::uint64_t subscription)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.erase(subscription);
}

void NotifyBoard::test(const std::string& receiver, const std::string& who,
                       std::function<void(std::vector<notify::TestResult>)> done)
{
    m_post([receiver, who, done = std::move(done)](notify::Notifier& notifier) { notifier.test(receiver, who, done); });
}

void NotifyBoard::preview(const std::string& receiver, const model::LabelSet& labels, const std::string& who,
                          std::function<void(Previews)> done)
{
    m_post([receiver, labels, who, done = std::move(done)](notify::Notifier& notifier) {
        done(notifier.previews(receiver, labels, who));
    });
}

void NotifyBoard::explain(const model::LabelSet& labels, std::function<void(notify::AlertExplanation)> done)
{
    m_post([labels, done = std::move(done)](notify::Notifier& notifier) { done(notifier.explain(labels)); });
}

void NotifyBoard::retryNow()
{
    m_post([](notify::Notifier& notifier) { notifier.retryNow(); });
}

void NotifyBoard::publish(NotifyState state)
{
    std::vector<std::function<void()>> told;
    {
        const std::lock_guard lock(m_mutex);
        if (state == *m_state)
            return;
        m_state = std::make_shared<const NotifyState>(std::move(state));
        for (const auto& [id, listener] : m_listeners)
            told.push_back(listener);
    }
    for (const auto& listener : told)
        listener();
}

NotifyState notifyStateOf(const notify::Notifier& notifier)
{
    NotifyState state;
    state.isOn = true;
    if (auto deliveries = notifier.deliveries(kNewest))
        state.deliveries = std::move(*deliveries);
    const auto stats = notifier.stats();
    for (const auto& name : notifier.receivers())
        state.receivers.push_back({name, {}});
    for (const auto& integration : notifier.integrations()) {
        WayStatus way{integration.id, kindOf(integration.id)};
        if (const auto found = stats.integrations.find(way.id); found != stats.integrations.end())
            way.stats = found->second;
        noteTimes(way, state.deliveries);
        const auto receiver = std::ranges::find(state.receivers, integration.receiver, &ReceiverStatus::name);
        if (receiver != state.receivers.end())
            receiver->ways.push_back(std::move(way));
    }
    return state;
}

} // namespace nocturne::collector
