// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/label_set.h"
#include "watch/alerts/annotations.h"
#include "watch/alerts/silence.h"

namespace nocturne::alertmanager {

/// An alert as an Alertmanager lists it.
struct RemoteAlert
{
    model::LabelSet labels;
    alerts::Annotations annotations;
    Timestamp startsAt = 0;
    std::string generatorUrl;
    std::vector<std::string> silencedBy;  ///< ids of silences
    std::vector<std::string> inhibitedBy; ///< fingerprints of alerts
    std::vector<std::string> mutedBy;     ///< names of time intervals; older ones do not tell

    bool operator==(const RemoteAlert&) const = default;
};

/// How an Alertmanager is doing.
struct PeerStatus
{
    std::string version;
    std::string cluster; ///< "ready", "settling", "disabled"
    std::size_t peers = 0;

    bool operator==(const PeerStatus&) const = default;
};

/// An alert on its way to an Alertmanager.
struct OutgoingAlert
{
    model::LabelSet labels;
    alerts::Annotations annotations;
    Timestamp startsAt = 0;
    Timestamp endsAt = 0; ///< in the future while it fires: it is over then unless told again
    std::string generatorUrl;

    bool operator==(const OutgoingAlert&) const = default;
};

/// One Alertmanager, by whatever version of its API. Answers come on the loop's thread, never from within the call;
/// what is under way when it is destroyed is dropped, and nobody is called.
class Api
{
public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;

    virtual ~Api() = default;

    /// Its address, fit to be shown.
    virtual const std::string& address() const = 0;
    /// All alerts that are not over: active and suppressed.
    virtual void alerts(Done<std::vector<RemoteAlert>> done) = 0;
    /// All silences it still knows, those that are over among them.
    virtual void silences(Done<std::vector<alerts::Silence>> done) = 0;
    virtual void status(Done<PeerStatus> done) = 0;
    /// Makes the silence, or with an id changes that one; gives the id it has then, which may be a new one. Fails with
    /// NotFound where there is no such id, with InvalidInput where it is refused.
    virtual void putSilence(const alerts::Silence& silence, Done<std::string> done) = 0;
    /// Fails with NotFound where there is no such silence.
    virtual void expireSilence(const std::string& id, Done<void> done) = 0;
    virtual void send(const std::vector<OutgoingAlert>& alerts, Done<void> done) = 0;
};

} // namespace nocturne::alertmanager
