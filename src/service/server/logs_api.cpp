// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/server/logs_api.h"

#include <algorithm>

#include "service/server/api_error.h"
#include "service/server/envelope.h"
#include "service/server/form.h"
#include "service/server/parameters.h"
#include "watch/logs/line_parser.h"

namespace nocturne::server {

namespace {

constexpr Timestamp kHour = 3'600'000;
constexpr Timestamp kMinute = 60'000;
constexpr std::size_t kUsualRecords = 100;
constexpr std::size_t kUsualParts = 60;

/// `name`, or the other word for it.
std::string_view either(const Form& form, std::string_view name, std::string_view other)
{
    return form.has(name) ? name : other;
}

Result<std::set<LogLevel>> levelsOf(const Form& form)
{
    std::set<LogLevel> levels;
    for (const auto& words : form.all("level")) {
        std::string_view rest = words;
        while (!rest.empty()) {
            const auto end = std::min(rest.find(','), rest.size());
            const auto level = logs::levelFromText(rest.substr(0, end));
            if (!level)
                return tl::unexpected(
                    invalidParameter("level", {Error::Kind::InvalidInput, "debug, info, warning or error is wanted"}));
            levels.insert(*level);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return levels;
}

Result<logs::LogQuery> queryOf(const Form& form)
{
    logs::LogQuery query;
    const auto levels = levelsOf(form);
    const auto from = timeParameter(form, either(form, "start", "from"), Timestamp{0});
    const auto to = timeParameter(form, either(form, "end", "to"), Timestamp{0});
    const auto after = limitParameter(form, "after");
    const auto limit = limitParameter(form, "limit");
    auto search = logs::LogSearch::parse(form.get("q"));
    for (const auto* error :
         {levels ? nullptr : &levels.error(), from ? nullptr : &from.error(), to ? nullptr : &to.error(),
          after ? nullptr : &after.error(), limit ? nullptr : &limit.error()}) {
        if (error != nullptr)
            return tl::unexpected(*error);
    }
    if (!search)
        return tl::unexpected(invalidParameter("q", {Error::Kind::InvalidInput, search.error().text()}));
    query.levels = *levels;
    query.service = form.get("service");
    query.search = std::move(*search);
    query.from = *from;
    query.to = *to;
    query.afterSequence = *after;
    query.limit = std::min(*limit == 0 ? kUsualRecords : *limit, LogsApi::kMostRecords);
    return query;
}

HttpResponse found(const logs::LogStore& store, const logs::LogQuery& query, bool gzip)
{
    const auto records = store.find(query);
    Envelope envelope(gzip);
    auto& json = envelope.data().beginObject().key("records").beginArray();
    for (const auto& record : records) {
        json.beginObject().key("sequence").integer(record.sequence).key("timestamp").date(record.time);
        json.key("level").text(toString(record.level)).key("service").text(record.service);
        json.key("source").text(record.source).key("message").text(record.message).key("metadata").beginObject();
        for (const auto& [name, value] : record.fields)
            json.key(name).text(value);
        json.endObject();
        if (const auto trace = record.fields.find("trace_id"); trace != record.fields.end())
            json.key("trace").text(trace->second);
        json.endObject();
        envelope.body().drain();
    }
    json.endArray().key("last").integer(records.empty() ? query.afterSequence : records.back().sequence).endObject();
    return envelope.finish();
}

HttpResponse counted(const logs::LogStore& store, const logs::LogQuery& query, std::size_t parts, bool gzip)
{
    const auto histogram = store.histogram(query, query.from, query.to, parts);
    Envelope envelope(gzip);
    auto& json = envelope.data().beginObject().key("start").seconds(histogram.from);
    json.key("step").seconds(histogram.step).key("counts").beginObject();
    for (int level = 0; level < 4; ++level) {
        json.key(toString(static_cast<LogLevel>(level))).beginArray();
        for (const auto& part : histogram.parts)
            json.integer(part[static_cast<std::size_t>(level)]);
        json.endArray();
    }
    json.endObject().endObject();
    std::vector<std::string> warnings;
    if (histogram.isPartial)
        warnings.emplace_back("only the newest records of the range were counted: narrow it, or leave out q");
    return envelope.finish(warnings);
}

/// Ends at `end` or now, is an hour long where it has no start, and has parts of whole minutes where that is possible.
Result<std::size_t> setRange(logs::LogQuery& query, const Form& form, Timestamp now)
{
    const auto wanted = limitParameter(form, "parts");
    if (!wanted)
        return tl::unexpected(wanted.error());
    query.to = query.to == 0 ? now : query.to;
    query.from = query.from == 0 ? query.to - kHour : query.from;
    if (query.from >= query.to)
        return tl::unexpected(invalidParameter("start", {Error::Kind::InvalidInput, "it lies before the end"}));
    const auto parts = std::min(*wanted == 0 ? kUsualParts : *wanted, LogsApi::kMostParts);
    const auto step = (query.to - query.from) / static_cast<Timestamp>(parts);
    if (step < kMinute)
        return parts;
    const auto whole = (step + kMinute - 1) / kMinute * kMinute;
    query.from -= query.from % kMinute;
    const auto count = (query.to - query.from + whole - 1) / whole;
    query.to = query.from + count * whole;
    return static_cast<std::size_t>(count);
}

} // namespace

void LogsApi::handle(const HttpRequest& request, Reply reply) const
{
    if (request.method != "GET") {
        HttpResponse response{.status = 405, .body = "this path is only read\n"};
        response.headers.emplace_back("Allow", "GET");
        return reply(std::move(response));
    }
    Form form;
    if (auto added = form.add(request.query); !added)
        return reply(badData(added.error()));
    auto query = queryOf(form);
    if (!query)
        return reply(badData(query.error()));
    const bool counts = request.path == kCountsPath;
    const auto parts = counts ? setRange(*query, form, m_clock->now()) : Result<std::size_t>(0);
    if (!parts)
        return reply(badData(parts.error()));
    const bool gzip = acceptsGzip(request.header("accept-encoding"));
    m_pool->submit([store = m_store, query = std::move(*query), parts = *parts, counts, gzip,
                    reply = std::move(reply)](const std::stop_token&) {
        reply(counts ? counted(*store, query, parts, gzip) : found(*store, query, gzip));
    });
}

} // namespace nocturne::server
