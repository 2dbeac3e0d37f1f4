// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "watch/alerts/alert_instance.h"

namespace nocturne::alerts {

/// All alerts of all sources in one place, and what people did about them.
///
/// Sources report their active alerts; displays read snapshots and acknowledge. An acknowledgement belongs to one
/// occurrence and ends when that resolves: should the alert fire again, it is a new occurrence and unacknowledged.
/// May be called from any thread. Listeners are called without a lock held, on the thread that made the change.
class AlertBoard
{
public:
    using Snapshot = std::shared_ptr<const std::vector<AlertInstance>>;
    using Listener = std::function<void()>;

    struct Options
    {
        std::chrono::milliseconds keepResolved{15 * 60 * 1000}; ///< how long a resolved alert stays listed
    };

    AlertBoard(const Clock& clock, Options options);
    explicit AlertBoard(const Clock& clock)
        : AlertBoard(clock, Options())
    {}
    ~AlertBoard();

    /// Everything known, worst and newest first; immutable. Inactive instances are not listed.
    Snapshot snapshot() const;

    /// `active` is all that `source` knows to be pending or firing now. What it reported before and leaves out is
    /// resolved if it was firing and forgotten if it was pending. Takes time linear in the alerts, but for their order.
    void report(const std::string& source, std::vector<AlertInstance> active);
    /// `source` cannot be asked: its alerts keep their state and are marked unverified until it reports again.
    void markUnverified(const std::string& source);

    /// Takes the firing or pending occurrence `id`. Taking it again replaces owner and comment. Fails with NotFound
    /// when there is no such occurrence, InvalidInput when `owner` is empty or the occurrence has resolved.
    Result<void> acknowledge(const std::string& id, std::string owner, std::string comment,
                             std::optional<Timestamp> until = {});
    /// Gives it back. Fails with NotFound.
    Result<void> unacknowledge(const std::string& id);
    /// Ends acknowledgements whose time is over and forgets what resolved long ago. Called now and then.
    void expire();

    /// Adds a listener for changes; the number removes it again.
    std::uint64_t subscribe(Listener listener);
    void unsubscribe(std::uint64_t subscription);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace nocturne::alerts
