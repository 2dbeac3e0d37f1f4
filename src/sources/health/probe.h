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

namespace nocturne::health {

/// A number that a check found, as a series of its own, with one label where labelName is not empty.
struct Reading
{
    std::string metric;
    std::string labelName;
    std::string labelValue;
    double value = 0;

    bool operator==(const Reading&) const = default;
};

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

/// Lowers `result` where its certificate ends within the days of the check.
void judgeCertificate(const CheckOptions& check, Timestamp now, ProbeResult& result);

/// One attempt under way; destroying it gives it up, and nobody is called.
class Probe
{
public:
    using Done = std::function<void(ProbeResult)>;

    virtual ~Probe() = default;
};

/// Starts an attempt. `done` is called once, by the loop and never from within this call.
std::unique_ptr<Probe> startProbe(const CheckOptions& check, net::EventLoop& loop, net::HttpClient& http,
                                  const Clock& clock, Probe::Done done);

} // namespace nocturne::health
