// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Alertmanager's API v2 over the board: alerts, groups, receivers, status. An alert is what fires; one in downtime is
// suppressed and "mutedBy" it. Source: Alertmanager, api/v2/openapi.yaml and api/v2/api.go.
#include <algorithm>
#include <map>

#include "base/core/text.h"
#include "service/server/alert_calls.h"
#include "service/server/alert_matchers.h"
#include "service/server/body_writer.h"
#include "service/server/envelope.h"
#include "service/server/json_reader.h"
#include "service/server/json_writer.h"
#include "service/server/parameters.h"

namespace nocturne::server {

namespace {

using alerts::AlertInstance;
using alerts::Mute;
using dashboards::JsonValue;

/// The receiver of those whom no route tells: who looks at a display.
constexpr std::string_view kDisplay = "nocturne";

/// Parameters of Go's API: true where they are missing.
Result<bool> wish(const Form& form, std::string_view name)
{
    return form.get(name).empty() ? Result<bool>(true) : flagParameter(form, name);
}

bool isMutedBy(const AlertInstance& alert, Mute::By by)
{
    return std::ranges::any_of(alert.mutedBy, [&](const Mute& mute) { return mute.by == by; });
}

/// Which alerts were asked for.
struct AlertFilter
{
    bool active = true;
    bool silenced = true;
    bool inhibited = true;
    bool muted = true;
    alerts::Matchers matchers;
    std::optional<model::Matcher> receiver;

    static Result<AlertFilter> of(const Form& form)
    {
        AlertFilter filter;
        for (const auto& [name, into] :
             {std::pair("active", &filter.active), std::pair("silenced", &filter.silenced),
              std::pair("inhibited", &filter.inhibited), std::pair("muted", &filter.muted)}) {
            const auto value = wish(form, name);
            if (!value)
                return tl::unexpected(value.error());
            *into = *value;
        }
        auto matchers = filterMatchers(form);
        if (!matchers)
            return tl::unexpected(matchers.error());
        filter.matchers = std::move(*matchers);
        if (form.get("receiver").empty())
            return filter;
        auto receiver = model::Matcher::make(model::Matcher::Op::Regex, "receiver", std::string(form.get("receiver")));
        if (!receiver)
            return tl::unexpected(receiver.error().within("bad receiver"));
        filter.receiver = std::move(*receiver);
        return filter;
    }

    bool takes(const AlertInstance& alert) const
    {
        if (alert.state != alerts::AlertState::Firing || !model::matchesAll(matchers, alert.labels))
            return false;
        const bool isSilenced = isMutedBy(alert, Mute::By::Silence) || isMutedBy(alert, Mute::By::Acknowledgement);
        const bool isInhibited = isMutedBy(alert, Mute::By::Inhibition);
        return (active || alert.isMuted()) && (silenced || !isSilenced) && (inhibited || !isInhibited) &&
               (muted || !isMutedBy(alert, Mute::By::Downtime));
    }
    bool takesReceiver(std::string_view name) const { return !receiver || receiver->matches(name); }
};

std::vector<const notify::Route*> routesOf(const AlertContext& context, const model::LabelSet& labels)
{
    return context.options.route.receiver.empty() ? std::vector<const notify::Route*>()
                                                  : notify::matchingRoutes(context.options.route, labels);
}

std::vector<std::string> receiversOf(const AlertContext& context, const model::LabelSet& labels)
{
    std::vector<std::string> names;
    for (const auto* route : routesOf(context, labels)) {
        if (std::ranges::find(names, route->receiver) == names.end())
            names.push_back(route->receiver);
    }
    if (names.empty())
        names.emplace_back(kDisplay);
    return names;
}

/// The alerts of one moment, ready to be written.
class AlertWriter
{
public:
    AlertWriter(const AlertContext& context, const alerts::AlertList& all)
        : m_context(context)
        , m_now(context.parts.clock.now())
    {
        for (const auto& alert : all)
            m_byId.emplace(alert.id, &alert);
    }

    void write(JsonWriter& json, const AlertInstance& alert, const std::vector<std::string>& receivers) const
    {
        const auto pushed = alert.source == alerts::PushedAlerts::kSource ? m_context.parts.pushed->find(alert.labels)
                                                                          : std::optional<alerts::PushedAlert>();
        json.beginObject().key("annotations").beginObject();
        for (const auto& [name, value] : alert.annotations)
            json.key(name).text(value);
        json.endObject().key("endsAt").date(pushed ? pushed->endsAt : m_now + kOpenEnd);
        json.key("fingerprint").text(alerts::fingerprint(alert.labels)).key("receivers").beginArray();
        for (const auto& name : receivers)
            json.beginObject().key("name").text(name).endObject();
        json.endArray().key("startsAt").date(alert.firedAt).key("status");
        writeStatus(json, alert);
        json.key("updatedAt").date(alert.unverifiedSince == 0 ? m_now : alert.unverifiedSince);
        if (pushed && !pushed->generatorUrl.empty())
            json.key("generatorURL").text(pushed->generatorUrl);
        json.key("labels").labels(alert.labels).endObject();
    }

private:
    static constexpr Timestamp kOpenEnd = 5 * 60'000; // as what resolves when nobody repeats it

    void writeStatus(JsonWriter& json, const AlertInstance& alert) const
    {
        json.beginObject().key("inhibitedBy").beginArray();
        for (const auto& mute : alert.mutedBy) {
            const auto source = mute.by == Mute::By::Inhibition ? m_byId.find(mute.id) : m_byId.end();
            if (source != m_byId.end())
                json.text(alerts::fingerprint(source->second->labels));
        }
        json.endArray().key("mutedBy").beginArray();
        writeIds(json, alert, Mute::By::Downtime);
        json.endArray().key("silencedBy").beginArray();
        writeIds(json, alert, Mute::By::Silence);
        writeIds(json, alert, Mute::By::Acknowledgement);
        json.endArray().key("state").text(alert.isMuted() ? "suppressed" : "active").endObject();
    }

    static void writeIds(JsonWriter& json, const AlertInstance& alert, Mute::By by)
    {
        for (const auto& mute : alert.mutedBy) {
            if (mute.by == by)
                json.text(mute.id);
        }
    }

    const AlertContext& m_context;
    Timestamp m_now;
    std::map<std::string_view, const AlertInstance*> m_byId;
};

Result<alerts::PushedAlert> pushedFrom(const JsonValue& value, Timestamp now)
{
    JsonReader reader(value);
    alerts::PushedAlert alert;
    model::LabelSetBuilder labels;
    for (const auto& [name, text] : reader.pairs("labels")) {
        if (name.empty())
            return fail(Error::Kind::InvalidInput, "a label has no name");
        labels.set(name, text);
    }
    alert.labels = labels.build();
    for (const auto& [name, text] : reader.pairs("annotations"))
        alert.annotations[name] = text;
    alert.startsAt = reader.time("startsAt");
    alert.endsAt = reader.time("endsAt");
    alert.generatorUrl = reader.text("generatorURL");
    if (auto fault = reader.fault(); !fault)
        return tl::unexpected(fault.error());
    // Go's zero time, which Prometheus and amtool send for what is not said
    alert.startsAt = std::max<Timestamp>(alert.startsAt, 0);
    alert.endsAt = std::max<Timestamp>(alert.endsAt, 0);
    return alerts::completed(std::move(alert), now, alerts::PushedAlerts::Options().resolveTimeout);
}

void appendRoute(std::string& out, const notify::Route& route, std::size_t depth)
{
    const std::string indent(depth * 2, ' ');
    const auto quoted = [](std::string_view text) {
        std::string json;
        JsonWriter(json).text(text);
        return json;
    };
    out += "receiver: " + quoted(route.receiver) + '\n';
    if (!route.matchers.empty()) {
        out += indent + "matchers:\n";
        for (const auto& matcher : route.matchers)
            out += indent + "- " + quoted(matcher.toString()) + '\n';
    }
    out += indent + "group_by: [" + (route.groupsByAll ? quoted("...") : "");
    for (std::size_t i = 0; i < route.groupBy.size(); ++i)
        out += (i == 0 ? "" : ", ") + quoted(route.groupBy[i]);
    out += "]\n" + indent + "continue: " + (route.continues ? "true" : "false") + '\n';
    if (route.children.empty())
        return;
    out += indent + "routes:\n";
    for (const auto& child : route.children) {
        out += indent + "- ";
        appendRoute(out, child, depth + 1);
    }
}

/// Routes and receivers as an alertmanager.yml, without what they are told through: that holds secrets.
std::string configurationText(const AlertApi::Options& options)
{
    std::string text = "route:\n  ";
    auto root = options.route;
    auto receivers = options.receivers;
    if (root.receiver.empty())
        root.receiver = kDisplay;
    if (receivers.empty())
        receivers.emplace_back(kDisplay);
    root.continues = false; // as a root has to be
    appendRoute(text, root, 1);
    text += "receivers:\n";
    for (const auto& name : receivers) {
        text += "- name: ";
        JsonWriter(text).text(name);
        text += '\n';
    }
    return text;
}

} // namespace

HttpResponse listAlerts(const AlertContext& context, const AlertCall& call)
{
    const auto filter = AlertFilter::of(call.form);
    if (!filter)
        return plainError(400, filter.error().message);
    const auto all = context.parts.board.snapshot();
    const AlertWriter writer(context, *all);
    BodyWriter body(call.gzip, Envelope::kMaxBytes);
    JsonWriter json(body.text());
    json.beginArray();
    for (const auto& alert : *all) {
        if (!filter->takes(alert))
            continue;
        const auto receivers = receiversOf(context, alert.labels);
        if (std::ranges::none_of(receivers, [&](const auto& name) { return filter->takesReceiver(name); }))
            continue;
        writer.write(json, alert, receivers);
        body.drain();
    }
    json.endArray();
    HttpResponse response{.contentType = "application/json"};
    body.finish(response);
    return response;
}

HttpResponse listGroups(const AlertContext& context, const AlertCall& call)
{
    const auto filter = AlertFilter::of(call.form);
    if (!filter)
        return plainError(400, filter.error().message);
    const auto all = context.parts.board.snapshot();
    const AlertWriter writer(context, *all);
    std::map<std::pair<std::string, model::LabelSet>, std::vector<const AlertInstance*>> groups;
    for (const auto& alert : *all) {
        if (!filter->takes(alert))
            continue;
        const auto routes = routesOf(context, alert.labels);
        for (const auto* route : routes)
            groups[{route->receiver, route->groupLabels(alert.labels)}].push_back(&alert);
        if (routes.empty())
            groups[{std::string(kDisplay), {}}].push_back(&alert);
    }
    BodyWriter body(call.gzip, Envelope::kMaxBytes);
    JsonWriter json(body.text());
    json.beginArray();
    for (const auto& [key, members] : groups) {
        const auto& [receiver, labels] = key;
        if (!filter->takesReceiver(receiver))
            continue;
        json.beginObject().key("alerts").beginArray();
        for (const auto* alert : members)
            writer.write(json, *alert, receiversOf(context, alert->labels));
        json.endArray().key("labels").labels(labels);
        json.key("receiver").beginObject().key("name").text(receiver).endObject().endObject();
        body.drain();
    }
    json.endArray();
    HttpResponse response{.contentType = "application/json"};
    body.finish(response);
    return response;
}

HttpResponse pushAlerts(const AlertContext& context, const AlertCall& call)
{
    const auto body = parseBody(call.request.body);
    if (!body)
        return plainError(400, body.error().message);
    if (body->type != JsonValue::Type::Array)
        return plainError(400, "a list of alerts is wanted");
    std::vector<alerts::PushedAlert> pushed;
    std::string faults;
    for (const auto& item : body->items) {
        auto alert = pushedFrom(item, context.parts.clock.now());
        if (alert)
            pushed.push_back(std::move(*alert));
        else if (faults.size() < 2000)
            faults += (faults.empty() ? "" : "; ") + alert.error().message;
    }
    // What is right is taken, as Alertmanager does.
    if (const auto leftOut = context.parts.pushed->take(std::move(pushed)); leftOut > 0)
        faults += (faults.empty() ? "" : "; ") + std::to_string(leftOut) + " alerts are too many";
    return faults.empty() ? HttpResponse{.contentType = "application/json"} : plainError(400, faults);
}

HttpResponse listReceivers(const AlertContext& context, const AlertCall&)
{
    HttpResponse response{.contentType = "application/json"};
    JsonWriter json(response.body);
    json.beginArray();
    for (const auto& name : context.options.receivers)
        json.beginObject().key("name").text(name).endObject();
    if (context.options.receivers.empty())
        json.beginObject().key("name").text(kDisplay).endObject();
    json.endArray();
    return response;
}

HttpResponse tellStatus(const AlertContext& context, const AlertCall&)
{
    HttpResponse response{.contentType = "application/json"};
    JsonWriter json(response.body);
    json.beginObject().key("cluster").beginObject().key("name").text("").key("peers").beginArray().endArray();
    json.key("status").text("disabled").endObject();
    json.key("config").beginObject().key("original").text(configurationText(context.options)).endObject();
    json.key("uptime").date(context.startedAt).key("versionInfo").beginObject();
    for (const auto* key : {"branch", "buildDate", "buildUser", "goVersion", "revision"})
        json.key(key).text("");
    json.key("version").text(context.options.version).endObject().endObject();
    return response;
}

} // namespace nocturne::server
