// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/explain.h"

#include <algorithm>

#include "base/core/duration.h"
#include "base/core/text.h"
#include "watch/alerts/alert_instance.h"
#include "watch/alerts/matcher_text.h"

namespace nocturne::notify {

namespace {

bool isWithin(const DispatchPlan& plan, const std::string& name, Timestamp now)
{
    const auto found = std::ranges::find(plan.intervals, name, &NamedInterval::name);
    return found != plan.intervals.end() && found->contains(now);
}

std::string whyHeld(const DispatchPlan& plan, const Route& route, alerts::Severity severity, Timestamp now)
{
    const auto within = [&](const std::string& name) { return isWithin(plan, name, now); };
    if (const auto mute = std::ranges::find_if(route.muteTimes, within); mute != route.muteTimes.end())
        return "now is \"" + *mute + "\", a mute time of this route";
    if (!route.activeTimes.empty() && std::ranges::none_of(route.activeTimes, within))
        return "now is none of the active times of this route";
    const auto& quiet = plan.quietHours;
    if (severity < quiet.exceptFrom && std::ranges::any_of(quiet.intervals, within))
        return "now are quiet hours, and it is not as severe as " + std::string(alerts::toString(quiet.exceptFrom));
    return {};
}

std::string lineOf(const RouteStep& step)
{
    std::string line(static_cast<std::size_t>(step.depth) * 2, ' ');
    line += step.route->matchers.empty() ? "every alert" : alerts::matcherText(step.route->matchers);
    if (!step.matched)
        return line + " - no: " + step.why;
    line += " - yes";
    if (step.isEnd)
        line += ", and none below: goes to \"" + step.route->receiver + '"';
    return line + (step.route->continues ? "; goes on with the next" : "");
}

} // namespace

AlertExplanation explainAlert(const DispatchPlan& plan, const model::LabelSet& alert, alerts::Severity severity,
                              Timestamp now)
{
    AlertExplanation all;
    if (!plan.root)
        return all;
    for (const auto& step : traceRoutes(*plan.root, alert)) {
        all.trace.push_back(lineOf(step));
        if (!step.isEnd)
            continue;
        const auto& route = *step.route;
        Explanation end;
        end.receiver = route.receiver;
        for (const auto& integration : plan.integrations) {
            if (integration.receiver == route.receiver)
                end.integrations.push_back(integration.id);
        }
        end.groupKey = route.key + ':' + route.groupLabels(alert).toString();
        end.when = formatDuration(route.groupWait) + " after the first alert of the group, then every " +
                   formatDuration(route.groupInterval) + " what changed, and every " +
                   formatDuration(route.repeatInterval) + " as long as it fires";
        end.held = whyHeld(plan, route, severity, now);
        all.ends.push_back(std::move(end));
    }
    return all;
}

std::string AlertExplanation::text() const
{
    std::string text;
    for (const auto& end : ends) {
        text += "receiver \"" + end.receiver + '"';
        for (const auto& integration : end.integrations)
            text += (integration == end.integrations.front() ? ": " : ", ") + integration;
        if (end.integrations.empty())
            text += ": it has no way out, so nobody is told";
        text += "\n  group " + end.groupKey + "\n  " + end.when + '\n';
        if (!end.held.empty())
            text += "  not now: " + end.held + '\n';
    }
    if (ends.empty())
        text += "nobody is told: there is no route\n";
    for (const auto& line : trace)
        text += line + '\n';
    return text;
}

Message testMessage(const std::string& receiver, const std::string& who, const std::string& externalUrl, Timestamp now)
{
    Message message;
    message.kind = Message::Kind::Test;
    message.receiver = receiver;
    message.groupKey = "test";
    message.note =
        "this is a test: " + printable(who, 100) + " tries whether \"" + printable(receiver, 100) + "\" can be told";
    message.externalUrl = externalUrl;
    message.at = now;
    NotifiedAlert alert;
    alert.labels = model::LabelSet{{"alertname", "NocturneTest"}, {"severity", "info"}};
    alert.fingerprint = alerts::fingerprint(alert.labels);
    alert.annotations = {{"summary", message.note}};
    alert.severity = alerts::Severity::Info;
    alert.startsAt = now;
    setAlerts(message, {alert});
    message.key = messageKey(receiver, message, static_cast<std::uint64_t>(now));
    return message;
}

Message messageFor(const std::string& receiver, const model::LabelSet& labels, const Texts& annotations,
                   const DispatchPlan& plan, Timestamp now)
{
    Message message;
    message.receiver = receiver;
    if (plan.root) {
        for (const auto* route : matchingRoutes(*plan.root, labels)) {
            if (route->receiver != receiver)
                continue;
            const auto group = route->groupLabels(labels);
            message.groupKey = route->key + ':' + group.toString();
            for (const auto label : group)
                message.groupLabels.emplace(label.name, label.value);
            break;
        }
    }
    message.externalUrl = plan.externalUrl;
    message.at = now;
    NotifiedAlert alert;
    alert.labels = labels;
    alert.fingerprint = alerts::fingerprint(labels);
    alert.annotations = annotations;
    alert.severity = alerts::severityFromText(labels.get("severity"));
    alert.startsAt = now;
    setAlerts(message, {alert});
    message.key = messageKey(receiver, message, static_cast<std::uint64_t>(now));
    return message;
}

} // namespace nocturne::notify
