// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Silences that live elsewhere, and how what people did fares there.
#include <algorithm>
#include <set>

#include "base/core/text.h"
#include "watch/alerts/board_state.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::alerts {

namespace {

tl::unexpected<Error> noSilence(const std::string& id)
{
    return fail(Error::Kind::NotFound, "no silence has the id \"" + printable(id, 100) + "\"");
}

std::string wordsOf(const Silence& silence)
{
    return matcherText(silence.matchers) + " to " + std::to_string(silence.endsAt) + " at " + silence.source +
           (silence.comment.empty() ? "" : ": " + silence.comment);
}

bool isSameOrder(const SilenceOrder& a, const SilenceOrder& b)
{
    return a.source == b.source && a.silence.id == b.silence.id;
}

const Delivery& worse(const Delivery& a, const Delivery& b) { return a.state >= b.state ? a : b; }

Delivery find(const Deliveries& all, const std::string& id)
{
    const auto found = all.find(id);
    return found == all.end() ? Delivery() : found->second;
}

} // namespace

const SilenceOrder* AlertBoard::State::orderFor(const std::string& source, const std::string& id) const
{
    const auto found = std::ranges::find_if(
        orders, [&](const SilenceOrder& order) { return order.source == source && order.silence.id == id; });
    return found == orders.end() ? nullptr : &*found;
}

std::vector<Silence> AlertBoard::State::allSilences() const
{
    auto all = silences;
    for (auto& silence : all) {
        for (const auto& [source, remote] : remotes)
            silence.delivery = worse(silence.delivery, find(remote.silenceDeliveries, silence.id));
    }
    for (const auto& [source, remote] : remotes) {
        for (const auto& known : remote.silences) {
            const auto* order = orderFor(source, known.id);
            auto& shown = all.emplace_back(order == nullptr ? known : order->silence);
            shown.source = source;
            shown.delivery = find(remote.silenceDeliveries, known.id);
            if (order != nullptr && shown.delivery.state != Delivery::State::Failed)
                shown.delivery = {Delivery::State::Pending, source, {}, order->at};
        }
    }
    return all;
}

std::optional<Silence> AlertBoard::State::remoteSilence(const std::string& id) const
{
    for (const auto& [source, remote] : remotes) {
        const auto found = std::ranges::find(remote.silences, id, &Silence::id);
        if (found == remote.silences.end())
            continue;
        const auto* order = orderFor(source, id);
        auto silence = order == nullptr ? *found : order->silence;
        silence.source = source;
        return silence;
    }
    return std::nullopt;
}

Delivery AlertBoard::State::deliveryOf(const std::string& alert) const
{
    Delivery worst;
    for (const auto& [source, remote] : remotes)
        worst = worse(worst, find(remote.alertDeliveries, alert));
    return worst;
}

void AlertBoard::Work::take(const std::string& source, RemoteView::Mutes mutes, std::vector<Silence> silences)
{
    auto& remote = m_state.remotes[source];
    if (remote.mutes != mutes) {
        remote.mutes = std::move(mutes);
        m_settleAll = true;
    }
    if (remote.silences != silences) {
        remote.silences = std::move(silences);
        m_publish = true;
    }
}

void AlertBoard::Work::forgetRemotes(std::string_view prefix, const std::vector<std::string>& present)
{
    const auto isGone = [&](const std::string& source) {
        return source.starts_with(prefix) && std::ranges::find(present, source) == present.end();
    };
    for (const auto& order : m_state.orders) {
        if (isGone(order.source))
            m_closedOrders.push_back(order);
    }
    if (std::erase_if(m_state.remotes, [&](const auto& remote) { return isGone(remote.first); }) > 0)
        m_settleAll = true;
}

void AlertBoard::Work::put(SilenceOrder order) { m_orders.push_back(std::move(order)); }

void AlertBoard::Work::close(const SilenceOrder& order)
{
    const auto* known = m_state.orderFor(order.source, order.silence.id);
    if (known != nullptr && *known == order)
        m_closedOrders.push_back(order);
}

void AlertBoard::Work::applyOrders()
{
    for (const auto& order : m_closedOrders)
        std::erase_if(m_state.orders, [&](const SilenceOrder& known) { return isSameOrder(known, order); });
    for (auto& order : m_orders) {
        std::erase_if(m_state.orders, [&](const SilenceOrder& known) { return isSameOrder(known, order); });
        m_state.orders.push_back(std::move(order));
    }
}

Result<Receipt> AlertBoard::Work::order(Silence wanted, const Actor& who, bool confirmed)
{
    const auto known = m_state.remoteSilence(wanted.id);
    if (!known)
        return noSilence(wanted.id);
    if (known->stateAt(m_now) == SilenceState::Expired)
        return fail(Error::Kind::InvalidInput, "this silence is over: make it again");
    auto next = *known;
    const bool isOther = wanted.matchers != known->matchers;
    next.matchers = std::move(wanted.matchers);
    next.endsAt = wanted.endsAt;
    next.comment = std::move(wanted.comment);
    next.updatedAt = m_now;
    if (next.createdBy.empty()) // which there may be without
        next.createdBy = who.name;
    if (auto checked = check(next, confirmed || !isOther); !checked)
        return tl::unexpected(checked.error());
    audit(who, "change silence", next.id, wordsOf(*known), wordsOf(next));
    const auto id = next.id;
    const auto source = next.source;
    put(SilenceOrder{source, std::move(next), false, who.name, m_now});
    return Receipt{1, 0, id};
}

Result<Receipt> AlertBoard::Work::orderEnd(const std::string& id, const Actor& who)
{
    const auto known = m_state.remoteSilence(id);
    if (!known)
        return noSilence(id);
    if (known->stateAt(m_now) == SilenceState::Expired)
        return Receipt{0, 0, id};
    auto ended = *known;
    ended.endsAt = m_now;
    ended.startsAt = std::min(ended.startsAt, ended.endsAt);
    ended.updatedAt = m_now;
    audit(who, "expire silence", id, wordsOf(*known), wordsOf(ended));
    const auto source = ended.source;
    put(SilenceOrder{source, std::move(ended), true, who.name, m_now});
    return Receipt{1, 0, id};
}

void AlertBoard::Work::take(const std::string& source, Deliveries alerts, Deliveries silences)
{
    auto& remote = m_state.remotes[source];
    std::set<std::string> touched;
    for (const auto& [id, delivery] : remote.alertDeliveries)
        touched.insert(id);
    for (const auto& [id, delivery] : alerts)
        touched.insert(id);
    remote.alertDeliveries = std::move(alerts);
    for (const auto& id : touched) {
        const auto* entry = find(id);
        const auto delivery = m_state.deliveryOf(id);
        if (entry != nullptr && entry->alert.delivery != delivery)
            edit(id).alert.delivery = delivery;
    }
    if (remote.silenceDeliveries != silences) {
        remote.silenceDeliveries = std::move(silences);
        m_publish = true;
    }
}

void AlertBoard::noteDeliveries(const std::string& source, Deliveries alerts, Deliveries silences)
{
    change([&](Work& work) { work.take(source, std::move(alerts), std::move(silences)); });
}

std::vector<SilenceOrder> AlertBoard::silenceOrders(const std::string& source) const
{
    const std::lock_guard lock(m_state->writing);
    std::vector<SilenceOrder> ordered;
    std::ranges::copy_if(m_state->orders, std::back_inserter(ordered),
                         [&](const SilenceOrder& order) { return order.source == source; });
    return ordered;
}

void AlertBoard::closeOrder(const SilenceOrder& order)
{
    change([&](Work& work) { work.close(order); });
}

} // namespace nocturne::alerts
