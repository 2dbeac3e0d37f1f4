// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/alerts/pushed_alerts.h"

#include <algorithm>

#include "base/core/text.h"

namespace nocturne::alerts {

namespace {

constexpr std::size_t kMostText = std::size_t{64} << 10U;

AlertInstance instanceOf(const PushedAlert& pushed)
{
    AlertInstance alert;
    alert.labels = pushed.labels;
    alert.annotations = pushed.annotations;
    alert.state = AlertState::Firing;
    alert.severityText = pushed.labels.get("severity");
    alert.severity = severityFromText(alert.severityText);
    alert.activeAt = pushed.startsAt;
    alert.firedAt = pushed.startsAt;
    alert.unverifiedSince = pushed.unverifiedSince;
    return alert;
}

} // namespace

Result<PushedAlert> completed(PushedAlert alert, Timestamp now, std::chrono::milliseconds resolveTimeout)
{
    const auto refuse = [](std::string why) { return fail(Error::Kind::InvalidInput, std::move(why)); };
    if (alert.labels.empty())
        return refuse("an alert needs a label at least");
    std::size_t size = alert.generatorUrl.size();
    for (const auto label : alert.labels) {
        size += label.name.size() + label.value.size();
        if (!isValidUtf8(label.name) || !isValidUtf8(label.value))
            return refuse("the label \"" + printable(label.name, 80) + "\" is no UTF-8");
    }
    for (const auto& [name, value] : alert.annotations)
        size += name.size() + value.size();
    if (size > kMostText)
        return refuse("an alert has 64 KiB of text at most");
    if (alert.startsAt == 0)
        alert.startsAt = alert.endsAt == 0 ? now : std::min(now, alert.endsAt);
    if (alert.endsAt == 0)
        alert.endsAt = now + resolveTimeout.count();
    if (alert.endsAt < alert.startsAt)
        return refuse("the alert ends before it starts");
    return alert;
}

PushedAlerts::PushedAlerts(AlertBoard& board, const Clock& clock, Options options)
    : m_board(board)
    , m_clock(clock)
    , m_options(options)
{
    const auto known = board.snapshot();
    for (const auto& alert : *known) {
        if (alert.source != kSource || !alert.isActive())
            continue;
        m_active[alert.labels] = {.labels = alert.labels,
                                  .annotations = alert.annotations,
                                  .startsAt = alert.activeAt,
                                  .endsAt = clock.now() + m_options.resolveTimeout.count(),
                                  .generatorUrl = {},
                                  .unverifiedSince = alert.unverifiedSince};
    }
}

std::size_t PushedAlerts::take(std::vector<PushedAlert> alerts)
{
    const std::lock_guard reporting(m_reporting);
    std::size_t leftOut = 0;
    {
        const std::lock_guard lock(m_mutex);
        const auto now = m_clock.now();
        for (auto& alert : alerts) {
            const bool isKnown = m_active.contains(alert.labels);
            if (alert.endsAt <= now)
                m_active.erase(alert.labels);
            else if (isKnown || m_active.size() < m_options.most)
                m_active.insert_or_assign(alert.labels, std::move(alert));
            else
                ++leftOut;
        }
    }
    report();
    return leftOut;
}

void PushedAlerts::tick()
{
    const std::lock_guard reporting(m_reporting);
    {
        const std::lock_guard lock(m_mutex);
        const auto now = m_clock.now();
        if (std::erase_if(m_active, [&](const auto& entry) { return entry.second.endsAt <= now; }) == 0)
            return;
    }
    report();
}

std::optional<PushedAlert> PushedAlerts::find(const model::LabelSet& labels) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_active.find(labels);
    return found == m_active.end() ? std::nullopt : std::optional(found->second);
}

void PushedAlerts::report()
{
    std::vector<AlertInstance> active;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [labels, pushed] : m_active)
            active.push_back(instanceOf(pushed));
    }
    m_board.report(std::string(kSource), std::move(active));
}

} // namespace nocturne::alerts
