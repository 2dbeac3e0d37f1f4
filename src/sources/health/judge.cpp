// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What probe.h says of results: how kinds of checks judge alike.
#include <algorithm>

#include "base/core/text.h"
#include "base/net/redaction.h"
#include "sources/health/probe.h"

namespace nocturne::health {

namespace {

constexpr double kDay = 86'400'000;
constexpr std::size_t kShownBytes = 500;

std::string_view reasonOf(Expectation::Of of)
{
    switch (of) {
    case Expectation::Of::Body:
        return "body_mismatch";
    case Expectation::Of::Json:
        return "json_mismatch";
    case Expectation::Of::Header:
        return "header_mismatch";
    }
    return "body_mismatch";
}

} // namespace

HealthState stateAt(const Thresholds& thresholds, double value)
{
    const auto holds = [&](std::optional<double> limit) {
        return !limit || (thresholds.isFloor ? value > *limit : value < *limit);
    };
    if (!holds(thresholds.critical))
        return HealthState::Down;
    return holds(thresholds.warning) ? HealthState::Up : HealthState::Degraded;
}

ProbeResult failedResult(std::string_view reason, std::string_view error)
{
    ProbeResult result;
    result.reason = reason;
    result.error = printable(error, kShownBytes);
    return result;
}

void judgeValue(const Thresholds& thresholds, double value, const std::string& words, ProbeResult& result)
{
    result.state = stateAt(thresholds, value);
    result.readings.push_back({"probe_value", {}, {}, value});
    if (result.state != HealthState::Up) {
        result.reason = "threshold";
        result.error = printable(words, kShownBytes);
    }
}

void lower(ProbeResult& result, HealthState state, std::string_view reason, const std::string& complaint)
{
    if (valueOf(state) < valueOf(result.state)) {
        result.state = state;
        result.reason = reason;
        result.error = complaint + (result.error.empty() ? "" : "; " + result.error);
    } else {
        result.error += (result.error.empty() ? "" : "; ") + complaint;
    }
}

void judgeCertificate(const CheckOptions& check, Timestamp now, ProbeResult& result)
{
    if (!result.certificateEnds)
        return;
    const auto days = static_cast<double>(*result.certificateEnds - now) / kDay;
    const auto state = stateAt(check.certificateDays, days);
    if (state != HealthState::Up)
        lower(result, state, "certificate_expires",
              days < 0 ? "a certificate has ended"
                       : "a certificate ends in " + std::to_string(static_cast<long>(days)) + " days");
}

void judgeExpectations(const CheckOptions& check, const net::HttpResponse& answer, Timestamp now, ProbeResult& result)
{
    const auto complain = [&](HealthState state, std::string_view reason, const std::string& complaint) {
        if (!complaint.empty()) // it quotes what was found, and that may be what was sent
            lower(result, state, reason, net::redactedWords(complaint, secretsOf(check)));
    };
    for (const auto& expectation : check.expectations)
        complain(expectation.isWarning ? HealthState::Degraded : HealthState::Down, reasonOf(expectation.of),
                 complaintOf(expectation, answer, now));
    if (check.schema)
        complain(HealthState::Down, "schema_mismatch", check.schema->complaintAbout(answer.body));
}

ProbeResult inverted(ProbeResult result)
{
    if (result.state == HealthState::Down) {
        result.state = HealthState::Up;
        result.reason.clear();
        result.error.clear();
        result.body.clear();
    } else if (result.state == HealthState::Up || result.state == HealthState::Degraded) {
        result.error = "it is " + std::string(toString(result.state)) + ", and is meant to be down";
        result.state = HealthState::Down;
        result.reason = "inverted";
    }
    return result;
}

std::vector<WipingString> secretsOf(const CheckOptions& check)
{
    net::HttpRequest sent;
    sent.url = check.target;
    sent.basicAuth = check.basicAuth;
    sent.authorization = check.authorization;
    auto secrets = net::secretsOf(sent);
    for (const auto& header : check.headers)
        secrets.emplace_back(header.value.view());
    std::ranges::sort(secrets, std::ranges::greater(), &WipingString::size);
    return secrets;
}

} // namespace nocturne::health
