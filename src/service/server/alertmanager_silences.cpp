// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Silences of Alertmanager's API v2. Source: Alertmanager, api/v2/openapi.yaml and api/v2/api.go.
#include <algorithm>
#include <map>

#include "service/server/alert_calls.h"
#include "service/server/alert_matchers.h"
#include "service/server/json_reader.h"
#include "service/server/json_writer.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::server {

namespace {

using alerts::Silence;
using alerts::SilenceState;
using model::Matcher;

void writeMatcher(JsonWriter& json, const Matcher& matcher)
{
    const bool isRegex = matcher.op() == Matcher::Op::Regex || matcher.op() == Matcher::Op::NotRegex;
    const bool isEqual = matcher.op() == Matcher::Op::Equal || matcher.op() == Matcher::Op::Regex;
    json.beginObject().key("isEqual").boolean(isEqual).key("isRegex").boolean(isRegex);
    json.key("name").text(matcher.name()).key("value").text(matcher.value()).endObject();
}

void writeSilence(JsonWriter& json, const Silence& silence, Timestamp now)
{
    json.beginObject().key("id").text(silence.id).key("status").beginObject();
    json.key("state").text(alerts::toString(silence.stateAt(now))).endObject();
    json.key("updatedAt").date(silence.updatedAt).key("comment").text(silence.comment);
    json.key("createdBy").text(silence.createdBy).key("endsAt").date(silence.endsAt).key("matchers").beginArray();
    for (const auto& matcher : silence.matchers)
        writeMatcher(json, matcher);
    json.endArray().key("startsAt").date(silence.startsAt).endObject();
}

/// As Alertmanager asks: each matcher of the filter against the value that the silence has for that label.
bool takes(const alerts::Matchers& filter, const Silence& silence)
{
    std::map<std::string_view, std::string_view> values;
    for (const auto& matcher : silence.matchers)
        values[matcher.name()] = matcher.value();
    return std::ranges::all_of(filter, [&](const Matcher& matcher) {
        const auto found = values.find(matcher.name());
        const bool isThere = found != values.end();
        const bool negates = matcher.op() == Matcher::Op::NotEqual || matcher.op() == Matcher::Op::NotRegex;
        if (matcher.value().empty() && isThere == negates)
            return true;
        return matcher.matches(isThere ? found->second : std::string_view());
    });
}

/// Active ones by their end, those to come by their start, those that are over by their end, the last first.
bool comesBefore(const Silence& a, const Silence& b, Timestamp now)
{
    const auto rank = [&](const Silence& silence) {
        const auto state = silence.stateAt(now);
        return state == SilenceState::Active    ? std::pair(0, silence.endsAt)
               : state == SilenceState::Pending ? std::pair(1, silence.startsAt)
                                                : std::pair(2, -silence.endsAt);
    };
    return rank(a) < rank(b);
}

Result<Matcher> matcherFrom(const dashboards::JsonValue& value)
{
    JsonReader reader(value);
    const bool isRegex = reader.flag("isRegex");
    const bool isEqual = reader.flag("isEqual", true);
    auto name = reader.text("name");
    auto text = reader.text("value");
    if (auto fault = reader.fault(); !fault)
        return tl::unexpected(fault.error().within("a matcher"));
    const auto op = isRegex ? (isEqual ? Matcher::Op::Regex : Matcher::Op::NotRegex)
                            : (isEqual ? Matcher::Op::Equal : Matcher::Op::NotEqual);
    return Matcher::make(op, std::move(name), std::move(text));
}

Result<Silence> silenceFrom(std::string_view body)
{
    const auto value = parseBody(body);
    if (!value)
        return tl::unexpected(value.error());
    JsonReader reader(*value);
    Silence silence;
    silence.id = reader.text("id");
    silence.createdBy = reader.text("createdBy");
    silence.comment = reader.text("comment");
    silence.startsAt = reader.time("startsAt");
    silence.endsAt = reader.time("endsAt");
    const auto* matchers = reader.items("matchers");
    for (std::size_t i = 0; matchers != nullptr && i < matchers->size(); ++i) {
        auto matcher = matcherFrom((*matchers)[i]);
        if (!matcher)
            return tl::unexpected(matcher.error());
        silence.matchers.push_back(std::move(*matcher));
    }
    if (auto fault = reader.fault(); !fault)
        return tl::unexpected(fault.error());
    return silence;
}

const Silence* findSilence(const std::vector<Silence>& all, const std::string& id)
{
    const auto found = std::ranges::find(all, id, &Silence::id);
    return found == all.end() ? nullptr : &*found;
}

/// Who sends a silence has been asked already: it needs no second word.
Result<alerts::Receipt> put(alerts::AlertBoard& board, Silence silence, const alerts::Actor& who, Timestamp now)
{
    if (silence.id.empty())
        return board.addSilence(std::move(silence), who, true);
    const auto all = board.silences();
    const auto* known = findSilence(*all, silence.id);
    if (known != nullptr && known->stateAt(now) == SilenceState::Expired)
        return board.addSilence(std::move(silence), who, true);
    return board.changeSilence(std::move(silence), who, true);
}

} // namespace

Result<alerts::Matchers> filterMatchers(const Form& form)
{
    alerts::Matchers matchers;
    for (const auto& text : form.all("filter")) {
        auto reading = alerts::readMatchers(text);
        if (!reading)
            return tl::unexpected(reading.error().within("bad matcher format"));
        std::ranges::move(reading->matchers, std::back_inserter(matchers));
    }
    return matchers;
}

HttpResponse listSilences(const AlertContext& context, const AlertCall& call)
{
    const auto filter = filterMatchers(call.form);
    if (!filter)
        return plainError(400, filter.error().message);
    const auto now = context.parts.clock.now();
    const auto all = context.parts.board.silences();
    std::vector<const Silence*> found;
    for (const auto& silence : *all) {
        if (takes(*filter, silence))
            found.push_back(&silence);
    }
    std::ranges::stable_sort(found, [&](const Silence* a, const Silence* b) { return comesBefore(*a, *b, now); });
    HttpResponse response{.contentType = "application/json"};
    JsonWriter json(response.body);
    json.beginArray();
    for (const auto* silence : found)
        writeSilence(json, *silence, now);
    json.endArray();
    return response;
}

HttpResponse postSilence(const AlertContext& context, const AlertCall& call)
{
    auto silence = silenceFrom(call.request.body);
    if (!silence)
        return plainError(400, silence.error().message);
    const alerts::Actor who{silence->createdBy, originOf(call)};
    const auto done = put(context.parts.board, std::move(*silence), who, context.parts.clock.now());
    if (!done)
        return plainError(verbStatus(done.error().kind), done.error().message);
    HttpResponse response{.contentType = "application/json"};
    JsonWriter(response.body).beginObject().key("silenceID").text(done->id).endObject();
    return response;
}

HttpResponse tellSilence(const AlertContext& context, const AlertCall& call)
{
    const auto all = context.parts.board.silences();
    const auto* silence = findSilence(*all, call.argument);
    if (silence == nullptr)
        return plainError(404, "no silence has that id");
    HttpResponse response{.contentType = "application/json"};
    JsonWriter json(response.body);
    writeSilence(json, *silence, context.parts.clock.now());
    return response;
}

HttpResponse deleteSilence(const AlertContext& context, const AlertCall& call)
{
    const auto done = context.parts.board.expireSilence(call.argument, {"somebody", originOf(call)});
    return done ? HttpResponse{.contentType = "application/json"}
                : plainError(verbStatus(done.error().kind), done.error().message);
}

} // namespace nocturne::server
