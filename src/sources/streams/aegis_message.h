// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"
#include "engine/model/metadata.h"
#include "sources/streams/topics.h"

namespace nocturne::streams {

/// One field of the overview and the series that keeps it.
struct OverviewField
{
    std::string_view key;
    std::string_view metric;
    model::MetricType type;
    std::string_view help;
};

inline constexpr std::size_t kOverviewFields = 12;
/// In the order of the document. Totals are counters: they begin again at a restart of the server.
extern const std::array<OverviewField, kOverviewFields> kOverview;

/// One bucket of time with up to four numbers: a rate; p50, p95, p99, avg; or counts of 2xx, 3xx, 4xx, 5xx.
struct BucketRow
{
    Timestamp start = 0;
    std::array<std::optional<double>, 4> values;

    bool operator==(const BucketRow&) const = default;
};

struct EndpointRow
{
    std::string method;
    std::string path;
    std::optional<double> requests;
    std::optional<double> averageMilliseconds;
    std::optional<double> p95Milliseconds;
    std::optional<double> errorPercent;

    bool operator==(const EndpointRow&) const = default;
};

/// A message of type `metrics`. What the server left out is absent.
struct MetricsMessage
{
    std::optional<Timestamp> time; ///< of the overview, else of the message
    std::optional<std::array<std::optional<double>, kOverviewFields>> overview;
    std::optional<std::vector<BucketRow>> requestRate;
    std::optional<std::vector<BucketRow>> latency;
    std::optional<std::vector<BucketRow>> status;
    std::optional<std::vector<EndpointRow>> endpoints;
    std::size_t badFields = 0; ///< left out: not a number, no time, too many rows
};

/// An alert as the server tells it, all text bounded.
struct StreamAlert
{
    std::string id;
    std::string ruleId;
    std::string ruleName;
    std::string severity;
    std::string status;
    std::string message;
    std::optional<Timestamp> triggeredAt;
    std::optional<double> currentValue;
    std::optional<double> threshold;
    std::vector<std::pair<std::string, std::string>> labels; ///< further ones, of a mapping

    bool operator==(const StreamAlert&) const = default;
};

struct AegisMessage
{
    enum class Kind { Metrics, Subscribed, Alert, Unknown };

    Kind kind = Kind::Unknown;
    std::string type; ///< as sent, bounded
    MetricsMessage metrics;
    TopicSet subscribed; ///< of Kind::Subscribed
    std::vector<StreamAlert> alerts;
};

/// Reads messages of the AEGIS stream and the rows of its REST answers, tolerant of what is missing: numbers may be
/// text ("123", as PostgreSQL's driver hands over a COUNT), null is absent, unknown keys are skipped, and any message
/// whose payload has a ruleId or a severity is an alert whatever its type.
///
/// Bounded: 4 MiB, 32 levels, 2 000 rows. Keeps its buffers, so reuse one; used by one thread at a time.
class AegisReader
{
public:
    AegisReader();
    ~AegisReader();
    AegisReader(const AegisReader&) = delete;
    AegisReader& operator=(const AegisReader&) = delete;

    /// Fails with InvalidInput for what is no JSON object with a `type`, and for a metrics message without data.
    Result<AegisMessage> read(std::string_view text);

    /// One backend of `/backends`.
    struct Backend
    {
        std::string name;
        std::string status;
        std::string circuitBreaker; ///< "closed", "half-open", "open"; empty where not told
        std::optional<double> responseMilliseconds;

        bool operator==(const Backend&) const = default;
    };
    /// The answer of `/backends`. Fails with InvalidInput, also for `success: false`, with the server's words.
    Result<std::vector<Backend>> readBackends(std::string_view text);
    /// The answer of `/status-distribution`.
    Result<std::vector<BucketRow>> readStatusRows(std::string_view text);
    /// The answer that gives one topic of the stream: `/realtime` or `/overview`, `/request-rate`, `/latency`,
    /// `/status-distribution`, `/top-endpoints`. Of alerts there is none.
    Result<MetricsMessage> readTopic(Topic topic, std::string_view text);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// The message that asks for topics: every one named, so that nothing of an earlier wish stays.
std::string subscribeMessage(const TopicSet& wanted);

} // namespace nocturne::streams
