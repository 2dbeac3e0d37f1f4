// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/net/event_loop.h"
#include "base/net/http_client.h"
#include "sources/health/health_document.h"
#include "sources/health/health_options.h"
#include "sources/health/reading.h"

namespace nocturne::query {
class QueryService;
} // namespace nocturne::query

namespace nocturne::health {

/// What one attempt of a check found out.
struct ProbeResult
{
    HealthState state = HealthState::Down;
    std::string reason; ///< as in HealthStatus
    std::string error;
    net::Phases phases;
    int httpStatus = 0;
    std::optional<Timestamp> certificateEnds = {};
    std::optional<std::vector<HealthComponent>> components = {}; ///< of a document that was read
    std::vector<Reading> readings = {};
    std::string body = {}; ///< of an answer that failed, as net::redactedWords() leaves it
};

/// What an HTTP answer means to a check at `now`. Pure, so that every kind of answer can be tried without a server.
ProbeResult judgeAnswer(const CheckOptions& check, const net::HttpResult& answer, Timestamp now = 0);

/// Up, Degraded or Down, as `value` stands to the thresholds. NaN is Down where there is one.
HealthState stateAt(const Thresholds& thresholds, double value);

/// An attempt that is down; the sentence is bounded here.
ProbeResult failedResult(std::string_view reason, std::string_view error);

/// Sets the state and probe_value of an attempt that measured `value`; `words` go with one that is too far.
void judgeValue(const Thresholds& thresholds, double value, const std::string& words, ProbeResult& result);

/// Lowers `result` where `state` is worse; the complaint is told in any case.
void lower(ProbeResult& result, HealthState state, std::string_view reason, const std::string& complaint);

/// Lowers `result` where its certificate ends within the days of the check.
void judgeCertificate(const CheckOptions& check, Timestamp now, ProbeResult& result);

/// One attempt under way; destroying it gives it up, and nobody is called.
class Probe
{
public:
    using Done = std::function<void(ProbeResult)>;

    virtual ~Probe() = default;
};

/// Lowers `result` by each expectation that `answer` does not meet at `now`, and where its body is not what the schema
/// wants.
void judgeExpectations(const CheckOptions& check, const net::HttpResponse& answer, Timestamp now, ProbeResult& result);

/// What was sent and must not be shown: header values, passwords, tokens.
std::vector<WipingString> secretsOf(const CheckOptions& check);

/// The result of a check that is meant to fail: what is down is up, and what is up or degraded is down.
ProbeResult inverted(ProbeResult result);

/// Starts an attempt. `done` is called once, by the loop and never from within this call. Checks by PromQL ask
/// `queries`, which outlives the attempt; without it they fail.
std::unique_ptr<Probe> startProbe(const CheckOptions& check, net::EventLoop& loop, net::HttpClient& http,
                                  const Clock& clock, Probe::Done done, query::QueryService* queries = nullptr);

} // namespace nocturne::health
