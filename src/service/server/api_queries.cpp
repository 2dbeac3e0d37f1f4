// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "engine/promql/parser.h"
#include "engine/promql/printer.h"
#include "service/server/api.h"
#include "service/server/api_error.h"
#include "service/server/envelope.h"
#include "service/server/parameters.h"
#include "service/server/result_json.h"
#include "service/server/tree_json.h"

namespace nocturne::server {

namespace {

constexpr std::string_view kTruncated = "results truncated due to limit";

/// What the parameters of both kinds of queries have in common.
struct QueryParameters
{
    std::string expression;
    std::optional<std::chrono::milliseconds> timeout;
    std::optional<std::chrono::milliseconds> lookbackDelta;
    ResultShape shape;
    bool explain = false; ///< stats=all
};

/// An error of the parser, as clients know it: `invalid parameter "query": 1:5: parse error: ...`.
Error parseError(std::string_view parameter, const Error& error)
{
    Error told = error;
    told.message = "parse error: " + error.message;
    return invalidParameter(parameter, {error.kind, told.text()});
}

/// Fails where an expression has no value at each step.
Result<void> checkRangeType(const promql::Expr& expr)
{
    const auto type = promql::typeOf(expr);
    if (type == promql::ValueType::Scalar || type == promql::ValueType::Vector)
        return {};
    return tl::unexpected(invalidParameter(
        "query", {Error::Kind::InvalidInput, "invalid expression type \"" + std::string(promql::toString(type)) +
                                                 "\" for range query, must be Scalar or instant Vector"}));
}

Result<QueryParameters> queryParameters(const Form& form, const Result<promql::ExprPtr>& parsed, bool isRange)
{
    QueryParameters parameters;
    parameters.expression = form.get("query");
    const auto limit = limitParameter(form, "limit");
    const auto timeout = spanParameter(form, "timeout");
    const auto lookback = spanParameter(form, "lookback_delta");
    for (const auto* error : {limit ? nullptr : &limit.error(), timeout ? nullptr : &timeout.error(),
                              lookback ? nullptr : &lookback.error()}) {
        if (error != nullptr)
            return tl::unexpected(*error);
    }
    if (*lookback && (*lookback)->count() <= 0)
        return fail(Error::Kind::InvalidInput, "invalid parameter \"lookback_delta\": it must be above zero");
    if (!parsed)
        return tl::unexpected(parsed.error());
    if (const auto fits = isRange ? checkRangeType(**parsed) : Result<void>(); !fits)
        return tl::unexpected(fits.error());
    parameters.timeout = *timeout;
    parameters.lookbackDelta = *lookback;
    parameters.explain = form.get("stats") == "all";
    parameters.shape = {.limit = *limit, .withStats = !form.get("stats").empty(), .withSteps = parameters.explain};
    return parameters;
}

HttpResponse resultResponse(const query::QueryResult& result, const ResultShape& shape, bool gzip,
                            const std::stop_token& stop)
{
    Envelope envelope(gzip);
    envelope.data().beginObject();
    writeResult(envelope.data(), envelope.body(), result, shape, stop);
    envelope.data().endObject();
    if (stop.stop_requested())
        return errorResponse(ErrorType::Canceled, "the client went away");
    auto warnings = result.warnings;
    if (shape.limit != 0 && seriesWithValues(result) > shape.limit)
        warnings.emplace_back(kTruncated);
    return envelope.finish(warnings, result.infos);
}

/// Answers with what a query gives, written on the thread that it comes back on.
query::QueryService::Done<query::QueryService::ResultPtr> answerWith(ResultShape shape, bool gzip,
                                                                     const std::stop_token& stop, Api::Reply reply)
{
    return [=, reply = std::move(reply)](Result<query::QueryService::ResultPtr> result) {
        reply(result ? resultResponse(**result, shape, gzip, stop) : queryError(result.error()));
    };
}

/// No time at all is over before the query begins.
bool isOver(const QueryParameters& parameters) { return parameters.timeout && parameters.timeout->count() <= 0; }

HttpResponse timedOut() { return errorResponse(ErrorType::Timeout, "the query took longer than its timeout"); }

Error points(std::size_t most)
{
    return {Error::Kind::InvalidInput, "exceeded maximum resolution of " + std::to_string(most) +
                                           " points per timeseries. Try decreasing the query resolution (?step=XX)"};
}

/// Cuts `all`, of which one more than `limit` was asked for.
template <typename T>
std::vector<std::string> cutTo(std::size_t limit, std::vector<T>& all)
{
    if (limit == 0 || all.size() <= limit)
        return {};
    all.resize(limit);
    return {std::string(kTruncated)};
}

/// -1 where it is missing: no limit.
Result<std::int64_t> countParameter(const Form& form, std::string_view name)
{
    const auto text = form.get(name);
    std::int64_t count = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (!text.empty() && (error != std::errc{} || end != text.data() + text.size()))
        return fail(Error::Kind::InvalidInput, std::string(name) + " must be a number");
    return count;
}

} // namespace

Result<promql::ExprPtr> Api::parsedQuery(const Form& form) const
{
    return promql::parse(form.get("query"), m_options.parser).map_error([](const Error& error) {
        return parseError("query", error);
    });
}

void Api::instant(const Call& call) const
{
    const auto time = timeParameter(call.form, "time", m_clock.now());
    if (!time)
        return call.reply(badData(time.error()));
    auto parameters = queryParameters(call.form, parsedQuery(call.form), false);
    if (!parameters)
        return call.reply(badData(parameters.error()));
    parameters->shape.start = *time;
    if (isOver(*parameters))
        return call.reply(timedOut());
    m_queries.instant({parameters->expression, *time, parameters->timeout, parameters->lookbackDelta,
                       parameters->explain, parameters->shape.withStats},
                      call.stop, answerWith(parameters->shape, call.gzip, call.stop, call.reply));
}

void Api::range(const Call& call) const
{
    const auto start = timeParameter(call.form, "start", {});
    if (!start)
        return call.reply(badData(start.error()));
    const auto end = timeParameter(call.form, "end", {});
    if (!end)
        return call.reply(badData(end.error()));
    const auto refuse = [&](std::string_view name, std::string why) {
        call.reply(badData(invalidParameter(name, {Error::Kind::InvalidInput, std::move(why)})));
    };
    if (*end < *start)
        return refuse("end", "end timestamp must not be before start time");
    const auto step = parseSpan(call.form.get("step"));
    if (!step)
        return refuse("step", step.error().message);
    if (step->count() <= 0)
        return refuse("step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
    if (static_cast<std::uint64_t>(*end - *start) / static_cast<std::uint64_t>(step->count()) > m_options.maxSteps)
        return call.reply(badData(points(m_options.maxSteps)));
    auto parameters = queryParameters(call.form, parsedQuery(call.form), true);
    if (!parameters)
        return call.reply(badData(parameters.error()));
    parameters->shape.start = *start;
    parameters->shape.stepMs = step->count();
    if (isOver(*parameters))
        return call.reply(timedOut());
    m_queries.range({parameters->expression, *start, *end, *step, parameters->timeout, parameters->lookbackDelta,
                     parameters->explain, parameters->shape.withStats},
                    call.stop, answerWith(parameters->shape, call.gzip, call.stop, call.reply));
}

Result<query::SeriesQuery> Api::seriesQuery(const Form& form) const
{
    query::SeriesQuery query;
    const auto start = timeParameter(form, "start", Timestamp{0});
    const auto end = timeParameter(form, "end", Timestamp{0});
    const auto limit = limitParameter(form, "limit");
    for (const auto* error :
         {start ? nullptr : &start.error(), end ? nullptr : &end.error(), limit ? nullptr : &limit.error()}) {
        if (error != nullptr)
            return tl::unexpected(*error);
    }
    const bool hasEnd = !form.get("end").empty();
    const bool hasStart = !form.get("start").empty();
    query.start = hasStart || !hasEnd ? *start : std::numeric_limits<Timestamp>::min();
    query.end = hasEnd || !hasStart ? *end : std::numeric_limits<Timestamp>::max();
    if (hasStart && hasEnd && query.end < query.start)
        return fail(Error::Kind::InvalidInput,
                    "invalid parameter \"end\": end timestamp must not be before start timestamp");
    query.limit = *limit == 0 ? 0 : *limit + 1; // one more tells whether there are more
    for (auto& selector : form.all("match[]")) {
        if (const auto parsed = promql::parseSelector(selector); !parsed)
            return tl::unexpected(parseError("match[]", parsed.error()));
        query.selectors.push_back(std::move(selector));
    }
    return query;
}

void Api::series(const Call& call) const
{
    if (!call.form.has("match[]"))
        return call.reply(errorResponse(ErrorType::BadData, "no match[] parameter provided"));
    auto query = seriesQuery(call.form);
    if (!query)
        return call.reply(badData(query.error()));
    const auto limit = query->limit == 0 ? 0 : query->limit - 1;
    m_queries.series(std::move(*query), call.stop,
                     [limit, gzip = call.gzip, reply = call.reply](Result<std::vector<model::LabelSet>> found) {
                         if (!found)
                             return reply(queryError(found.error()));
                         const auto warnings = cutTo(limit, *found);
                         Envelope envelope(gzip);
                         envelope.data().beginArray();
                         for (const auto& labels : *found) {
                             envelope.data().labels(labels);
                             envelope.body().drain();
                         }
                         envelope.data().endArray();
                         reply(envelope.finish(warnings));
                     });
}

namespace {

query::QueryService::Done<std::vector<std::string>> answerTexts(std::size_t askedFor, bool gzip, Api::Reply reply)
{
    return [=, reply = std::move(reply)](Result<std::vector<std::string>> found) {
        if (!found)
            return reply(queryError(found.error()));
        const auto warnings = cutTo(askedFor == 0 ? 0 : askedFor - 1, *found);
        reply(textsResponse(gzip, *found, warnings));
    };
}

} // namespace

void Api::labels(const Call& call) const
{
    auto query = seriesQuery(call.form);
    if (!query)
        return call.reply(badData(query.error()));
    const auto limit = query->limit;
    m_queries.labelNames(std::move(*query), call.stop, answerTexts(limit, call.gzip, call.reply));
}

void Api::labelValues(const Call& call) const
{
    auto name = labelNameFromPath(call.argument);
    if (!name)
        return call.reply(badData(name.error()));
    auto query = seriesQuery(call.form);
    if (!query)
        return call.reply(badData(query.error()));
    const auto limit = query->limit;
    m_queries.labelValues(std::move(*name), std::move(*query), call.stop, answerTexts(limit, call.gzip, call.reply));
}

void Api::metadata(const Call& call) const
{
    const auto limit = countParameter(call.form, "limit");
    const auto perMetric = countParameter(call.form, "limit_per_metric");
    if (!limit || !perMetric)
        return call.reply(badData(limit ? perMetric.error() : limit.error()));
    m_queries.metadata(std::string(call.form.get("metric")), call.stop,
                       [most = *limit, each = *perMetric, gzip = call.gzip,
                        reply = call.reply](Result<std::map<std::string, model::Metadata>> found) {
                           if (!found)
                               return reply(queryError(found.error()));
                           Envelope envelope(gzip);
                           auto& json = envelope.data().beginObject();
                           std::int64_t written = 0;
                           for (const auto& [metric, metadata] : *found) {
                               if (most >= 0 && written++ == most)
                                   break;
                               json.key(metric).beginArray();
                               if (each != 0) {
                                   json.beginObject().key("type").text(model::toString(metadata.type));
                                   json.key("help").text(metadata.help).key("unit").text(metadata.unit).endObject();
                               }
                               json.endArray();
                               envelope.body().drain();
                           }
                           json.endObject();
                           reply(envelope.finish());
                       });
}

namespace {

void writeExemplars(JsonWriter& json, const storage::SeriesExemplars& found)
{
    json.beginObject().key("seriesLabels").labels(found.series).key("exemplars").beginArray();
    for (const auto& exemplar : found.exemplars) {
        json.beginObject().key("labels").labels(exemplar.labels).key("value").sampleValue(exemplar.value);
        json.key("timestamp").seconds(exemplar.t).endObject();
    }
    json.endArray().endObject();
}

} // namespace

void Api::exemplars(const Call& call) const
{
    const auto start = timeParameter(call.form, "start", std::numeric_limits<Timestamp>::min());
    const auto end = timeParameter(call.form, "end", std::numeric_limits<Timestamp>::max());
    const auto parsed = parsedQuery(call.form);
    for (const auto* error :
         {start ? nullptr : &start.error(), end ? nullptr : &end.error(), parsed ? nullptr : &parsed.error()}) {
        if (error != nullptr)
            return call.reply(badData(*error));
    }
    if (*end < *start)
        return call.reply(errorResponse(ErrorType::BadData, "end timestamp must not be before start timestamp"));
    m_queries.exemplars({std::string(call.form.get("query")), *start, *end}, call.stop,
                        [gzip = call.gzip, reply = call.reply](Result<std::vector<storage::SeriesExemplars>> found) {
                            if (!found)
                                return reply(queryError(found.error()));
                            Envelope envelope(gzip);
                            envelope.data().beginArray();
                            for (const auto& series : *found) {
                                writeExemplars(envelope.data(), series);
                                envelope.body().drain();
                            }
                            envelope.data().endArray();
                            reply(envelope.finish());
                        });
}

void Api::formatQuery(const Call& call) const
{
    const auto parsed = parsedQuery(call.form);
    if (!parsed)
        return call.reply(badData(parsed.error()));
    Envelope envelope(call.gzip);
    envelope.data().text(promql::prettyPrint(**parsed));
    call.reply(envelope.finish());
}

void Api::parseQuery(const Call& call) const
{
    const auto parsed = parsedQuery(call.form);
    if (!parsed)
        return call.reply(badData(parsed.error()));
    Envelope envelope(call.gzip);
    writeTree(envelope.data(), **parsed);
    call.reply(envelope.finish());
}

} // namespace nocturne::server
