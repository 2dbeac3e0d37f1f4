// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Nocturne's own verbs over HTTP, with what Alertmanager has no words for: who took an alert, until when, and what
// became of it. docs/api.md has the shapes.
#include <algorithm>
#include <array>
#include <memory>
#include <unordered_set>

#include "base/core/text.h"
#include "service/server/alert_calls.h"
#include "service/server/alert_matchers.h"
#include "service/server/api_error.h"
#include "service/server/envelope.h"
#include "service/server/json_reader.h"
#include "service/server/parameters.h"
#include "watch/alerts/alert_history.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::server {

namespace {

using alerts::AlertInstance;
using alerts::AlertState;

HttpResponse refused(const Error& error)
{
    const auto status = verbStatus(error.kind);
    const auto type = status == 400   ? ErrorType::BadData
                      : status == 404 ? ErrorType::NotFound
                      : status == 503 ? ErrorType::Unavailable
                                      : ErrorType::Internal;
    return errorResponse(type, error.message);
}

void writeTime(JsonWriter& json, std::string_view key, Timestamp time)
{
    json.key(key);
    if (time == 0)
        json.null();
    else
        json.date(time);
}

void writeAcknowledgement(JsonWriter& json, const std::optional<alerts::Acknowledgement>& ack)
{
    json.key("acknowledgement");
    if (!ack) {
        json.null();
        return;
    }
    json.beginObject().key("owner").text(ack->owner).key("comment").text(ack->comment);
    writeTime(json, "at", ack->at);
    writeTime(json, "until", ack->until.value_or(0));
    json.key("sticky").boolean(ack->sticky).endObject();
}

void writeSnoozes(JsonWriter& json, const std::vector<alerts::Snooze>& snoozes)
{
    json.key("snoozes").beginArray();
    for (const auto& snooze : snoozes) {
        json.beginObject().key("by").text(snooze.by).key("comment").text(snooze.comment);
        writeTime(json, "at", snooze.at);
        writeTime(json, "until", snooze.until);
        json.key("shared").boolean(snooze.shared).endObject();
    }
    json.endArray();
}

void writeMutes(JsonWriter& json, const std::vector<alerts::Mute>& mutes)
{
    json.key("mutedBy").beginArray();
    for (const auto& mute : mutes) {
        json.beginObject().key("by").text(alerts::toString(mute.by)).key("id").text(mute.id);
        json.key("text").text(mute.text).key("who").text(mute.who);
        writeTime(json, "until", mute.until.value_or(0));
        json.endObject();
    }
    json.endArray();
}

void writeOccurrence(JsonWriter& json, const AlertInstance& alert)
{
    json.beginObject().key("id").text(alert.id).key("name").text(alert.name());
    json.key("fingerprint").text(alerts::fingerprint(alert.labels)).key("source").text(alert.source);
    json.key("labels").labels(alert.labels).key("annotations").beginObject();
    for (const auto& [name, value] : alert.annotations)
        json.key(name).text(value);
    json.endObject().key("state").text(alerts::toString(alert.state));
    json.key("severity").text(alerts::toString(alert.severity)).key("severityText").text(alert.severityText);
    json.key("value").sampleValue(alert.value).key("threshold");
    if (alert.threshold)
        json.sampleValue(*alert.threshold);
    else
        json.null();
    json.key("expression").text(alert.expression);
    writeTime(json, "activeAt", alert.activeAt);
    writeTime(json, "firedAt", alert.firedAt);
    writeTime(json, "resolvedAt", alert.resolvedAt);
    writeTime(json, "unverifiedSince", alert.unverifiedSince);
    writeAcknowledgement(json, alert.acknowledgement);
    writeSnoozes(json, alert.snoozes);
    writeMutes(json, alert.mutedBy);
    json.key("flapping").boolean(alert.isFlapping).key("escalationStep").integer(alert.escalationStep);
    json.key("needsSomebody").boolean(alert.needsSomebody()).key("endReason").text(alert.endReason).endObject();
}

/// Whether `alert` is in the state that was asked for.
bool isInState(const AlertInstance& alert, std::string_view state)
{
    if (state.empty())
        return alert.isActive();
    if (state == "all")
        return true;
    if (state == "open")
        return alert.needsSomebody();
    if (state == "acknowledged")
        return alert.isActive() && alert.acknowledgement.has_value();
    if (state == "muted")
        return alert.isActive() && (alert.isMuted() || alert.isSnoozedForAll());
    return alerts::toString(alert.state) == state;
}

constexpr std::array<std::string_view, 8> kStates = {"",      "all",    "open",    "acknowledged",
                                                     "muted", "firing", "pending", "resolved"};

/// Who does it, what it is about, and the rest of the body.
class VerbBody
{
public:
    static Result<VerbBody> of(const AlertCall& call)
    {
        auto value = parseBody(call.request.body);
        if (!value)
            return tl::unexpected(value.error());
        return VerbBody(std::make_unique<dashboards::JsonValue>(std::move(*value)), originOf(call));
    }

    JsonReader& reader() { return m_reader; }
    alerts::Actor who() { return {m_reader.text("owner"), m_origin}; }
    std::string comment() { return m_reader.text("comment"); }
    /// `until`, or `for` so long from now; nothing where it has neither.
    std::optional<Timestamp> end(Timestamp now)
    {
        const auto span = m_reader.span("for");
        const auto until = m_reader.time("until");
        return until != 0 ? std::optional(until) : span ? std::optional(now + span->count()) : std::nullopt;
    }
    /// Those of `ids`, or all pending and firing ones that `filter` selects.
    Result<std::vector<std::string>> subjects(const alerts::AlertBoard& board)
    {
        auto ids = m_reader.texts("ids");
        const auto filter = m_reader.text("filter");
        if (auto fault = m_reader.fault(); !fault)
            return tl::unexpected(fault.error());
        if (ids.empty() == filter.empty())
            return fail(Error::Kind::InvalidInput, "say which alerts: either \"ids\" or a \"filter\" of matchers");
        if (!ids.empty())
            return ids;
        const auto matchers = alerts::parseMatchers(filter);
        if (!matchers)
            return tl::unexpected(matchers.error());
        if (matchers->empty())
            return fail(Error::Kind::InvalidInput, "the filter has no matcher: it would select all alerts");
        const auto all = board.snapshot();
        for (const auto& alert : *all) {
            if (alert.isActive() && model::matchesAll(*matchers, alert.labels))
                ids.push_back(alert.id);
        }
        if (ids.empty())
            return fail(Error::Kind::NotFound, "no alert that is pending or firing matches the filter");
        return ids;
    }

private:
    VerbBody(std::unique_ptr<dashboards::JsonValue> value, std::string origin)
        : m_value(std::move(value))
        , m_reader(*m_value)
        , m_origin(std::move(origin))
    {}

    std::unique_ptr<dashboards::JsonValue> m_value; // where it is, the reader looks
    JsonReader m_reader;
    std::string m_origin;
};

HttpResponse told(const Result<alerts::Receipt>& receipt, const alerts::AlertBoard& board,
                  const std::vector<std::string>& ids)
{
    if (!receipt)
        return refused(receipt.error());
    Envelope envelope(false);
    auto& json = envelope.data().beginObject();
    json.key("changed").integer(receipt->changed).key("undo").integer(receipt->undo);
    json.key("id").text(receipt->id).key("alerts").beginArray();
    const std::unordered_set<std::string_view> meant(ids.begin(), ids.end());
    const auto all = board.snapshot();
    for (const auto& alert : *all) {
        if (meant.contains(alert.id))
            json.beginObject().key("id").text(alert.id).key("name").text(alert.name()).endObject();
    }
    json.endArray().endObject();
    return envelope.finish();
}

/// Reads the body, does `verb(body, ids)`, tells what came of it.
template <typename Verb>
HttpResponse doVerb(const AlertContext& context, const AlertCall& call, const Verb& verb)
{
    auto body = VerbBody::of(call);
    if (!body)
        return refused(body.error());
    const auto ids = body->subjects(context.parts.board);
    if (!ids)
        return refused(ids.error());
    Result<alerts::Receipt> receipt = verb(*body, *ids);
    return told(receipt, context.parts.board, *ids);
}

/// The fault of what was read so far, before it is acted upon.
template <typename Act>
Result<alerts::Receipt> unlessFaulty(VerbBody& body, const Act& act)
{
    const auto fault = body.reader().fault();
    return fault ? act() : Result<alerts::Receipt>(tl::unexpected(fault.error()));
}

Result<alerts::HistoryQuery> historyQuery(const Form& form, Timestamp now)
{
    constexpr Timestamp kDay = Timestamp{24} * 3'600'000;
    alerts::HistoryQuery query;
    const auto to = timeParameter(form, "end", now);
    const auto from = timeParameter(form, "start", to.value_or(now) - kDay);
    const auto limit = limitParameter(form, "limit");
    for (const auto* error :
         {to ? nullptr : &to.error(), from ? nullptr : &from.error(), limit ? nullptr : &limit.error()}) {
        if (error != nullptr)
            return tl::unexpected(*error);
    }
    query.from = *from;
    query.to = *to;
    query.limit = *limit == 0 ? query.limit : *limit;
    query.name = form.get("name");
    query.fingerprint = form.get("fingerprint");
    query.source = form.get("source");
    query.text = form.get("text");
    query.after = form.get("after");
    return query;
}

} // namespace

HttpResponse listOccurrences(const AlertContext& context, const AlertCall& call)
{
    const auto matchers = filterMatchers(call.form);
    if (!matchers)
        return refused(matchers.error());
    const auto state = call.form.get("state");
    if (std::ranges::find(kStates, state) == kStates.end())
        return refused({Error::Kind::InvalidInput, "invalid parameter \"state\": all, open, acknowledged, muted, "
                                                   "firing, pending or resolved is wanted"});
    const auto all = context.parts.board.snapshot();
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject().key("alerts").beginArray();
    for (const auto& alert : *all) {
        if (!isInState(alert, state) || !model::matchesAll(*matchers, alert.labels))
            continue;
        writeOccurrence(json, alert);
        envelope.body().drain();
    }
    json.endArray().endObject();
    std::vector<std::string> warnings;
    if (const auto fault = context.parts.board.stateFault())
        warnings.push_back("what happens to alerts cannot be written at the moment: " + fault->message);
    return envelope.finish(warnings);
}

HttpResponse listHistory(const AlertContext& context, const AlertCall& call)
{
    const auto query = historyQuery(call.form, context.parts.clock.now());
    if (!query)
        return refused(query.error());
    const auto page = alerts::AlertHistory(context.parts.board.store()).occurrences(*query);
    if (!page)
        return refused(page.error());
    Envelope envelope(call.gzip);
    auto& json = envelope.data().beginObject().key("alerts").beginArray();
    for (const auto& alert : page->occurrences) {
        writeOccurrence(json, alert);
        envelope.body().drain();
    }
    json.endArray().key("next").text(page->next).endObject();
    return envelope.finish();
}

HttpResponse acknowledge(const AlertContext& context, const AlertCall& call)
{
    return doVerb(context, call, [&](VerbBody& body, const auto& ids) {
        const auto who = body.who();
        const alerts::AcknowledgeOptions options{body.comment(), body.end(context.parts.clock.now()),
                                                 body.reader().flag("sticky")};
        return unlessFaulty(body, [&] { return context.parts.board.acknowledge(ids, who, options); });
    });
}

HttpResponse unacknowledge(const AlertContext& context, const AlertCall& call)
{
    return doVerb(context, call, [&](VerbBody& body, const auto& ids) {
        const auto who = body.who();
        return unlessFaulty(body, [&] { return context.parts.board.unacknowledge(ids, who); });
    });
}

HttpResponse snooze(const AlertContext& context, const AlertCall& call)
{
    return doVerb(context, call, [&](VerbBody& body, const auto& ids) {
        const auto who = body.who();
        const auto until = body.end(context.parts.clock.now());
        const alerts::SnoozeOptions options{until.value_or(0), body.reader().flag("shared"), body.comment()};
        return unlessFaulty(body, [&]() -> Result<alerts::Receipt> {
            if (!until)
                return fail(Error::Kind::InvalidInput, "say how long: \"until\" a time, or \"for\" a duration");
            return context.parts.board.snooze(ids, who, options);
        });
    });
}

HttpResponse unsnooze(const AlertContext& context, const AlertCall& call)
{
    return doVerb(context, call, [&](VerbBody& body, const auto& ids) {
        const auto who = body.who();
        return unlessFaulty(body, [&] { return context.parts.board.unsnooze(ids, who); });
    });
}

HttpResponse comment(const AlertContext& context, const AlertCall& call)
{
    return doVerb(context, call, [&](VerbBody& body, const auto& ids) {
        const auto who = body.who();
        const auto text = body.comment();
        return unlessFaulty(body, [&] { return context.parts.board.comment(ids, who, text); });
    });
}

HttpResponse undoVerb(const AlertContext& context, const AlertCall& call)
{
    auto body = VerbBody::of(call);
    if (!body)
        return refused(body.error());
    const auto who = body->who();
    const auto receipt = body->reader().number("undo").value_or(0);
    const bool isReceipt = receipt >= 0 && receipt < 9e15;
    return told(
        unlessFaulty(
            *body, [&] { return context.parts.board.undo(isReceipt ? static_cast<std::uint64_t>(receipt) : 0, who); }),
        context.parts.board, {});
}

HttpResponse makeSilence(const AlertContext& context, const AlertCall& call)
{
    auto body = VerbBody::of(call);
    if (!body)
        return refused(body.error());
    alerts::Silence silence;
    const auto who = body->who();
    const auto matchers = alerts::parseMatchers(body->reader().text("matchers"));
    const auto until = body->end(context.parts.clock.now());
    silence.startsAt = body->reader().time("start");
    silence.comment = body->comment();
    silence.endsAt = until.value_or(0);
    const bool isConfirmed = body->reader().flag("confirmed");
    return told(unlessFaulty(*body,
                             [&]() -> Result<alerts::Receipt> {
                                 if (!matchers)
                                     return tl::unexpected(matchers.error());
                                 if (!until)
                                     return fail(Error::Kind::InvalidInput,
                                                 "say how long: \"until\" a time, or \"for\" a duration");
                                 silence.matchers = *matchers;
                                 return context.parts.board.addSilence(std::move(silence), who, isConfirmed);
                             }),
                context.parts.board, {});
}

HttpResponse expireSilences(const AlertContext& context, const AlertCall& call)
{
    auto body = VerbBody::of(call);
    if (!body)
        return refused(body.error());
    const auto who = body->who();
    const auto ids = body->reader().texts("ids");
    alerts::Receipt all;
    const auto done = unlessFaulty(*body, [&]() -> Result<alerts::Receipt> {
        if (ids.empty())
            return fail(Error::Kind::InvalidInput, "say which silences: \"ids\"");
        for (const auto& id : ids) {
            const auto ended = context.parts.board.expireSilence(id, who);
            if (!ended)
                return ended;
            all.changed += ended->changed;
            all.undo = ids.size() == 1 ? ended->undo : 0;
            all.id = ended->id;
        }
        return all;
    });
    return told(done, context.parts.board, {});
}

} // namespace nocturne::server
