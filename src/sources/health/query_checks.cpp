// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/query_checks.h"

#include <cerrno>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <system_error>

#include <sys/stat.h>

#include "base/core/duration.h"
#include "base/core/number.h"
#include "base/core/text.h"
#include "sources/health/work_probe.h"

namespace nocturne::health {

namespace {

constexpr Timestamp kFuture = 60'000;
constexpr double kMostSeconds = 1e11; ///< of a Unix time: the year 5138

/// What comes of a query; kept alive by both sides, as either may end first.
struct Answer
{
    std::mutex mutex;
    std::condition_variable_any come;
    std::optional<Result<query::QueryService::ResultPtr>> result;
    std::stop_source stop;
};

ProbeResult emptyResult(const CheckOptions& check)
{
    ProbeResult result;
    result.state = check.emptyState;
    if (result.state != HealthState::Up) {
        result.reason = "no_data";
        result.error = "the query gave nothing";
    }
    return result;
}

/// Of one value of the answer.
ProbeResult judgeOne(const CheckOptions& check, const model::LabelSet& labels, double value)
{
    ProbeResult result;
    const auto words = (labels.empty() ? "the query" : labels.toString()) + " gave " + formatNumber(value);
    judgeValue(check.thresholds, value, words, result);
    if (check.expectedValue && parseNumber(*check.expectedValue) != value)
        lower(result, HealthState::Down, "value_mismatch", printable(words + ", not " + *check.expectedValue, 500));
    return result;
}

/// Of one series, whose value is a moment.
ProbeResult judgeBeat(const CheckOptions& check, const model::LabelSet& labels, double seconds, Timestamp now)
{
    const auto whose = labels.empty() ? "the query" : printable(labels.toString(), 200);
    if (seconds > kMostSeconds)
        return failedResult("query",
                            whose + " gave " + formatNumber(seconds) + ", which is in milliseconds: divide it by 1000");
    if (!std::isfinite(seconds) || seconds < 0)
        return failedResult("query", whose + " gave " + formatNumber(seconds) + ", which is no Unix time");
    if (seconds == 0) // what a gauge has before the first time
        return failedResult("never", whose + " says that there was never a heartbeat");
    auto result = judgeHeartbeat(check, static_cast<Timestamp>(seconds * 1000), now);
    if (!labels.empty() && !result.error.empty())
        result.error = printable(whose + ": " + result.error, 500);
    return result;
}

ProbeResult judgeResult(const CheckOptions& check, const Result<query::QueryService::ResultPtr>& answer, Timestamp now)
{
    if (!answer)
        return failedResult(answer.error().kind == Error::Kind::Timeout ? "timeout" : "query", answer.error().text());
    if (check.type == CheckType::Heartbeat)
        return judgeHeartbeats(check, **answer, now);
    return judgeQuery(check, **answer);
}

} // namespace

ProbeResult judgeQuery(const CheckOptions& check, const query::QueryResult& answer)
{
    std::optional<ProbeResult> worst;
    std::size_t values = 0;
    for (const auto& series : answer.series) {
        if (series.values.empty() || query::isAbsent(series.values.back()))
            continue;
        ++values;
        auto result = judgeOne(check, series.labels, series.values.back());
        if (!worst || valueOf(result.state) < valueOf(worst->state))
            worst = std::move(result);
    }
    if (!worst)
        return emptyResult(check);
    if (values > 1) { // the value of one of many says little
        worst->readings.clear();
        worst->readings.push_back({"probe_query_series", {}, {}, static_cast<double>(values)});
    }
    return std::move(*worst);
}

ProbeResult judgeHeartbeats(const CheckOptions& check, const query::QueryResult& answer, Timestamp now)
{
    const auto age = [](const ProbeResult& result) {
        return result.readings.empty() ? 0 : result.readings.front().value;
    };
    std::optional<ProbeResult> worst;
    for (const auto& series : answer.series) {
        if (series.values.empty() || query::isAbsent(series.values.back()))
            continue;
        auto result = judgeBeat(check, series.labels, series.values.back(), now);
        if (!worst || valueOf(result.state) < valueOf(worst->state) ||
            (result.state == worst->state && age(result) > age(*worst)))
            worst = std::move(result);
    }
    return worst ? std::move(*worst)
                 : failedResult("no_data", "there is no series: nothing ever beat, or what tells of it is away");
}

ProbeResult judgeHeartbeat(const CheckOptions& check, std::optional<Timestamp> moment, Timestamp now)
{
    if (!moment)
        return failedResult("never", "there was never a heartbeat");
    if (*moment - now > kFuture)
        return failedResult("threshold", "the last heartbeat is " +
                                             formatDuration(std::chrono::milliseconds(*moment - now)) +
                                             " in the future: a clock is wrong");
    const auto age = std::max<Timestamp>(0, now - *moment);
    ProbeResult result;
    judgeValue(check.thresholds, static_cast<double>(age) / 1000,
               "the last heartbeat was " + formatDuration(std::chrono::milliseconds(age / 1000 * 1000)) + " ago",
               result);
    return result;
}

ProbeResult checkHeartbeatFile(const CheckOptions& check, Timestamp now)
{
    struct stat file = {};
    if (::stat(check.target.c_str(), &file) == 0)
        return judgeHeartbeat(check, Timestamp{file.st_mtim.tv_sec} * 1000 + file.st_mtim.tv_nsec / 1'000'000, now);
    if (errno == ENOENT)
        return judgeHeartbeat(check, std::nullopt, now);
    return failedResult("internal", check.target + ": " + std::generic_category().message(errno));
}

ProbeResult judgeHeartbeatDocument(const CheckOptions& check, const net::HttpResponse& answer, Timestamp now)
{
    const auto value = jsonValueAt(answer.body, check.jsonPath);
    if (!value && value.error().kind != Error::Kind::NotFound)
        return failedResult("bad_json", value.error().message);
    if (!value || *value == "null" || value->empty())
        return judgeHeartbeat(check, std::nullopt, now);
    const auto moment = momentFrom(*value);
    if (!moment)
        return failedResult("json_mismatch", check.jsonPath + " is \"" + printable(*value, 80) + "\", no moment");
    return judgeHeartbeat(check, moment, now);
}

std::unique_ptr<Probe> startQueryProbe(const CheckOptions& check, net::EventLoop& loop, const Clock& clock,
                                       query::QueryService* queries, Probe::Done done)
{
    const auto answer = std::make_shared<Answer>();
    const auto now = clock.now();
    if (queries != nullptr) {
        query::InstantQuery asked{.expression = check.query, .time = now, .timeout = check.timeout};
        queries->instant(std::move(asked), answer->stop.get_token(), [answer](auto result) {
            const std::lock_guard lock(answer->mutex);
            answer->result = std::move(result);
            answer->come.notify_all();
        });
    }
    const auto wait = [check, answer, now, isAsked = queries != nullptr](const std::stop_token& stop,
                                                                         Clock::Monotonic deadline) {
        if (!isAsked)
            return failedResult("query", "nothing is there that could answer a query");
        std::unique_lock lock(answer->mutex);
        const auto left = std::max(Clock::Monotonic::duration::zero(), deadline - SystemClock().monotonic());
        if (!answer->come.wait_for(lock, stop, left, [&] { return answer->result.has_value(); })) {
            lock.unlock();
            answer->stop.request_stop();
            return failedResult("timeout", "the query was not done in time");
        }
        return judgeResult(check, *answer->result, now);
    };
    return startWork(check, loop, clock, wait, std::move(done));
}

} // namespace nocturne::health
