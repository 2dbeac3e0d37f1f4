// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "base/core/log.h"
#include "engine/storage/appender.h"
#include "sources/health/health_status.h"
#include "sources/health/maintenance.h"

namespace nocturne::net {
class EventLoop;
class HttpClient;
} // namespace nocturne::net

namespace nocturne::query {
class QueryService;
} // namespace nocturne::query

/// What checks and groups of a monitor are to each other. Private to this room; all on the loop's thread.
namespace nocturne::health {

/// What a member uses and whom it tells. All of it outlives the members.
struct MemberContext
{
    net::EventLoop& loop;
    net::HttpClient& http;
    storage::Appendable& store;
    const Clock& clock;
    Logger& logger;
    query::QueryService* queries = nullptr; ///< may be null: who asks it is unknown then
    /// Planned work on what has these labels, beside that of its own options.
    std::function<std::optional<PlannedWork>(const model::LabelSet&)> plannedWork = {};
    std::function<void()> settled = {}; ///< an attempt is over, or the state is another
};

/// A check or a group, as those see it that depend on it or count it.
class Member
{
public:
    virtual ~Member() = default;

    virtual const std::string& name() const = 0;
    virtual const HealthStatus& status() const = 0;
    /// Whether it is down or unreachable for good, be it in maintenance or not.
    virtual bool isOut() const = 0;
    /// Whether its last attempt failed, forgiven or not.
    virtual bool isFailing() const = 0;
    /// The name of what is down: its own, or of the first cause where it is unreachable.
    virtual std::string cause() const = 0;
    /// Sees to an attempt that begins at `time` or later; done when isVerifiedSince() says so.
    virtual void verifySince(Clock::Monotonic time) = 0;
    virtual bool isVerifiedSince(Clock::Monotonic time) const = 0;
};

} // namespace nocturne::health
