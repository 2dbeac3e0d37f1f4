// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "base/core/result.h"
#include "watch/alerts/alert_instance.h"
#include "watch/alerts/alert_list.h"
#include "watch/notify/notice_store.h"
#include "watch/notify/route.h"
#include "watch/notify/time_interval.h"

namespace nocturne::notify {

/// One way out of a receiver.
struct Integration
{
    std::string id; ///< "ops/email[0]"
    std::string receiver;
    bool sendResolved = true;
};

/// Times at which only what is severe is told; the rest waits.
struct QuietHours
{
    std::vector<std::string> intervals; ///< names; empty: there are none
    alerts::Severity exceptFrom = alerts::Severity::Critical;
};

/// How alerts become messages.
struct DispatchPlan
{
    std::optional<Route> root; ///< none: nobody is told
    std::vector<Integration> integrations;
    std::vector<NamedInterval> intervals;
    std::chrono::milliseconds cooldown{300'000}; ///< an alert that comes back is told no sooner after its last message
    std::chrono::milliseconds resolveDelay{0};   ///< an end is told no sooner
    std::size_t floodLimit = 20;                 ///< messages a minute and integration; 0: no limit
    QuietHours quietHours = {};
    std::string externalUrl = {};
    std::chrono::milliseconds restartGrace{5 * 60'000}; ///< so long alerts of before may be missing after a start
};

/// Decides which messages are due: routes, groups, waits, repeats, ends, and what was told before.
///
/// Works on states, not on events: each update() brings all alerts there are, and what follows from them is held
/// against the log of what was told. So nothing is lost or said twice by a restart. A firing alert is told when nobody
/// has it (AlertInstance::needsSomebody()), and again when it gets worse, when somebody gives it back, and after the
/// repeat interval. Its end is told to whom its firing was told, acknowledged or not, and not while it is muted.
/// Waits follow the monotonic clock. Lives on one thread.
/// Source of groups and their times: Alertmanager, dispatch/dispatch.go and notify/notify.go.
class Dispatcher
{
public:
    Dispatcher(const Clock& clock, Logger& log, DispatchPlan plan, NoticeStore& store);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Takes up what was told before; once, before the first update().
    void begin(const std::map<NoticeKey, NoticeEntry>& entries);
    /// All alerts of the board. Takes time linear in them.
    void update(const alerts::AlertList& alerts);
    /// Step `step` of `policy` is due for `alert`: `receivers` are told of it at once, and of its end.
    void escalate(const alerts::AlertInstance& alert, const std::string& policy, int step,
                  const std::vector<std::string>& receivers);

    /// Decides for all groups that are due, and writes it down. Returns what is to be sent. Where that cannot be
    /// written it is to be sent all the same, with ids below 0: rather twice than never.
    std::vector<NoticeStore::Batch::Outgoing> flush(std::optional<std::uint64_t> lastChange = {});
    /// How long until flush() has something to do; nothing when there are no groups.
    std::optional<std::chrono::milliseconds> untilNext() const;

    /// Groups and alerts at hand.
    std::size_t groupCount() const;
    std::size_t alertCount() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nocturne::notify
