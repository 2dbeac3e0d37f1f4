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

ProbeResult judgeResult(const CheckOptions& check, const Result<query::QueryService::ResultPtr>& answer, Timestamp now)
{
    if (!answer)
        return failedResult(answer.error().kind == Error::Kind::Timeout ? "timeout" : "query", answer.error().text());
    if (check.type == CheckType::Heartbeat)
        return judgeHeartbeat(check, newestMoment(**answer), now);
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

std::optional<Timestamp> newestMoment(const query::QueryResult& answer)
{
    std::optional<Timestamp> newest;
    for (const auto& series : answer.series) {
        const auto seconds = series.values.empty() ? query::kAbsent : series.values.back();
        if (!std::isfinite(seconds) || seconds <= 0 || seconds > 1e11)
            continue; // 0 is what a gauge has before the first time
        const auto moment = static_cast<Timestamp>(seconds * 1000);
        newest = newest ? std::max(*newest, moment) : moment;
    }
    return newest;
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
