// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "sources/alertmanager/api.h"

namespace nocturne::alertmanager {

/// What Alertmanagers that are one for high availability say together.
///
/// They share silences, and each has those alerts that were sent to it. An alert is there while one of them has it.
/// What only a peer had that cannot be asked now stays, unverified; what one that can be asked had too and has no
/// longer is over. A value of one thread.
class PeerView
{
public:
    explicit PeerView(std::size_t peers)
        : m_peers(peers)
    {}

    /// Peer `index` said all it has.
    void take(std::size_t index, std::vector<RemoteAlert> alerts, std::vector<alerts::Silence> silences);
    /// It could not be asked, since `now` if it could before.
    void lose(std::size_t index, Timestamp now);

    bool isAlive(std::size_t index) const { return m_peers[index].isAlive; }
    /// Whether one of them could be asked.
    bool isAlive() const;

    struct Known
    {
        RemoteAlert alert;
        Timestamp unverifiedSince = 0; ///< not 0: the peers that have it cannot be asked since then
    };
    using Alerts = std::unordered_map<model::LabelSet, Known, model::LabelSetHash>;
    /// All alerts by their labels. One counts as silenced or inhibited where all peers that have it say so.
    Alerts alerts() const;
    /// All silences; of each the newest version. Those of peers that cannot be asked count where no other has any.
    std::vector<alerts::Silence> silences() const;

private:
    using Labels = std::unordered_map<model::LabelSet, RemoteAlert, model::LabelSetHash>;
    struct Peer
    {
        bool isAlive = false;
        Timestamp lostAt = 0;
        Labels alerts;
        std::vector<alerts::Silence> silences;
    };

    void addLost(Alerts& all, const Peer& peer) const;
    bool wasHadByTheLiving(const model::LabelSet& labels) const;

    std::vector<Peer> m_peers;
    std::unordered_map<model::LabelSet, std::set<std::size_t>, model::LabelSetHash> m_hadBy;
};

} // namespace nocturne::alertmanager
