// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/alertmanager/peer_view.h"

#include <algorithm>
#include <map>

namespace nocturne::alertmanager {

namespace {

bool isQuiet(const RemoteAlert& alert)
{
    return !alert.silencedBy.empty() || !alert.inhibitedBy.empty() || !alert.mutedBy.empty();
}

/// Two peers tell of one alert: it began when the first heard of it, and what is loud anywhere is loud.
void merge(RemoteAlert& known, const RemoteAlert& other)
{
    const auto startsAt = std::min(known.startsAt, other.startsAt);
    if (isQuiet(known) && !isQuiet(other))
        known = other;
    known.startsAt = startsAt;
}

} // namespace

void PeerView::take(std::size_t index, std::vector<RemoteAlert> alerts, std::vector<alerts::Silence> silences)
{
    auto& peer = m_peers[index];
    peer.isAlive = true;
    peer.lostAt = 0;
    peer.alerts.clear();
    for (auto& alert : alerts) {
        m_hadBy[alert.labels].insert(index);
        const auto labels = alert.labels;
        peer.alerts.insert_or_assign(labels, std::move(alert));
    }
    peer.silences = std::move(silences);
    std::erase_if(m_hadBy, [&](const auto& entry) {
        return std::ranges::none_of(m_peers, [&](const Peer& one) { return one.alerts.contains(entry.first); });
    });
}

void PeerView::lose(std::size_t index, Timestamp now)
{
    auto& peer = m_peers[index];
    if (peer.lostAt == 0)
        peer.lostAt = now;
    peer.isAlive = false;
}

bool PeerView::isAlive() const { return std::ranges::any_of(m_peers, &Peer::isAlive); }

bool PeerView::wasHadByTheLiving(const model::LabelSet& labels) const
{
    const auto had = m_hadBy.find(labels);
    return had != m_hadBy.end() && std::ranges::any_of(had->second, [&](std::size_t i) { return m_peers[i].isAlive; });
}

PeerView::Alerts PeerView::alerts() const
{
    Alerts all;
    for (const auto& peer : m_peers) {
        if (!peer.isAlive)
            continue;
        for (const auto& [labels, alert] : peer.alerts) {
            const auto [known, isNew] = all.try_emplace(labels, Known{alert, 0});
            if (!isNew)
                merge(known->second.alert, alert);
        }
    }
    for (const auto& peer : m_peers) {
        if (!peer.isAlive)
            addLost(all, peer);
    }
    return all;
}

void PeerView::addLost(Alerts& all, const Peer& peer) const
{
    for (const auto& [labels, alert] : peer.alerts) {
        const auto known = all.find(labels);
        if (known == all.end() && !wasHadByTheLiving(labels))
            all.emplace(labels, Known{alert, peer.lostAt});
    }
}

std::vector<alerts::Silence> PeerView::silences() const
{
    std::map<std::string, alerts::Silence> newest;
    const bool anyAlive = isAlive();
    for (const auto& peer : m_peers) {
        if (anyAlive && !peer.isAlive)
            continue;
        for (const auto& silence : peer.silences) {
            const auto [known, isNew] = newest.try_emplace(silence.id, silence);
            if (!isNew && known->second.updatedAt < silence.updatedAt)
                known->second = silence;
        }
    }
    std::vector<alerts::Silence> all;
    all.reserve(newest.size());
    for (auto& [id, silence] : newest)
        all.push_back(std::move(silence));
    return all;
}

} // namespace nocturne::alertmanager
