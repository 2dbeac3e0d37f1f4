// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/clock.h"
#include "engine/model/label_set.h"

namespace nocturne::collector {

enum class SourceKind { System, Custom, Scrape, Health, Stream, Log, Alertmanager, Burstlet, Engine, Loki };

/// How a source is doing. Waiting: not asked yet. Disabled: it says itself that it gives nothing (health 404).
/// Unreachable: what it depends on is down. Maintenance: there is planned work on it. Unknown: nothing to judge by.
enum class SourceState { Waiting, Up, Degraded, Down, Disabled, Unreachable, Maintenance, Unknown };

/// A part of a source with a state of its own: a component of a health document, a topic of a stream.
struct SourcePart
{
    std::string name;
    SourceState state = SourceState::Waiting;
    std::string details;
    double seconds = 0; ///< time its check took, where told

    bool operator==(const SourcePart&) const = default;
};

/// A stretch of an attempt: "resolve", "connect", "tls", "processing", "transfer".
struct SourcePhase
{
    std::string name;
    double seconds = 0;

    bool operator==(const SourcePhase&) const = default;
};

/// One of the last attempts.
struct SourceBeat
{
    double seconds = 0;
    SourceState state = SourceState::Waiting;

    bool operator==(const SourceBeat&) const = default;
};

/// For how much of a stretch of time that ends now a source was up.
struct SourceUptime
{
    std::chrono::hours window{24};
    double ratio = 0;                ///< of the time that counts: 0 to 1
    std::chrono::seconds counted{0}; ///< without maintenance and what else does not count, and without time unwatched

    bool operator==(const SourceUptime&) const = default;
};

/// One row of the Targets page.
struct SourceStatus
{
    SourceKind kind = SourceKind::Scrape;
    std::string group;   ///< scrape job, or the kind of check
    std::string name;    ///< instance
    std::string address; ///< URL without secrets, or a path
    SourceState state = SourceState::Waiting;
    std::string reason;    ///< stable word of what is wrong: "refused", "timeout"; empty when up
    std::string lastError; ///< a sentence for people, outside text in it: show as plain text
    model::LabelSet labels;
    Timestamp lastAttempt = 0; ///< 0: never
    Timestamp lastSuccess = 0;
    Timestamp nextAttempt = 0;
    Timestamp stateSince = 0;
    std::chrono::milliseconds interval{0};
    double lastSeconds = 0;  ///< duration of the last attempt
    std::size_t samples = 0; ///< of the last attempt
    std::size_t seriesAdded = 0;
    std::uint64_t failures = 0; ///< since the start
    std::vector<SourcePart> parts;
    bool isGroup = false;             ///< made of its parts, which are sources of their own
    std::vector<SourceUptime> uptime; ///< the shortest window first; empty where it is not known
    std::vector<SourceBeat> beats;    ///< the last attempts, oldest first
    std::vector<SourcePhase> phases;  ///< of the last attempt, in their order
    std::string lastBody;             ///< of the last answer that failed, without secrets
    Timestamp lastBodyTime = 0;       ///< 0: never

    bool operator==(const SourceStatus&) const = default;
};

/// What the store has and takes, by its own counters.
struct StoreActivity
{
    std::size_t series = 0;
    double samplesPerSecond = 0; ///< stored, over the last minute

    bool operator==(const StoreActivity&) const = default;
};

std::string_view toString(SourceKind kind);
std::string_view toString(SourceState state);

/// How often the source with these labels gives samples, as it or the configuration says; zero when it is none of
/// `sources`.
std::chrono::milliseconds declaredInterval(const std::vector<SourceStatus>& sources, std::string_view job,
                                           std::string_view instance);

/// What displays know about the sources. May be called from any thread; listeners are called on the collector
/// thread, at most a few times a second.
class SourceMonitor
{
public:
    using Snapshot = std::shared_ptr<const std::vector<SourceStatus>>;

    virtual ~SourceMonitor() = default;
    /// All sources, in the order of the configuration; immutable.
    virtual Snapshot sources() const = 0;
    /// How much of it there is. Changes are not announced: it is asked when it is to be shown.
    virtual StoreActivity store() const = 0;
    /// Asks one source again now; does nothing when there is none of that kind, group and name.
    virtual void refresh(SourceKind kind, const std::string& group, const std::string& name) = 0;
    virtual std::uint64_t subscribe(std::function<void()> listener) = 0;
    virtual void unsubscribe(std::uint64_t subscription) = 0;
};

} // namespace nocturne::collector
