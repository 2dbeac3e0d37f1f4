// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/texts.h"

#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "watch/notify/json.h"
#include "watch/notify/times.h"
#include "watch/templates/alert_methods.h"

namespace nocturne::notify {

namespace {

using templates::Value;

constexpr std::string_view kEllipsis = "\xe2\x80\xa6";
constexpr std::size_t kMostOfOneText = 4000;

std::string textAt(const Texts& texts, const std::string& name)
{
    const auto found = texts.find(name);
    return found == texts.end() ? std::string() : found->second;
}

/// The labels that tell an alert from others, "db1, /var".
std::string placeOf(const NotifiedAlert& alert)
{
    std::string place;
    for (const auto* name : {"instance", "job", "service", "component", "host"}) {
        const auto value = alert.labels.get(name);
        if (!value.empty() && place.empty())
            place = value;
    }
    return place;
}

/// Appends pieces while they fit; says how many did not.
class Bounded
{
public:
    explicit Bounded(std::size_t maxBytes)
        : m_maxBytes(maxBytes)
    {}
    bool add(const std::string& piece)
    {
        if (m_text.size() + piece.size() > m_maxBytes)
            return false;
        m_text += piece;
        return true;
    }
    std::string take() { return std::move(m_text); }

private:
    std::string m_text;
    std::size_t m_maxBytes;
};

/// Adds each alert with `pieceOf`; what does not fit, or was not in the message, is counted by `rest`.
template <typename PieceOf, typename Rest>
void addAlerts(Bounded& out, const Message& message, PieceOf pieceOf, Rest rest)
{
    std::size_t shown = 0;
    for (const auto& alert : message.alerts) {
        if (!out.add(pieceOf(alert)))
            break;
        ++shown;
    }
    const auto missing = message.truncated + message.alerts.size() - shown;
    if (missing > 0)
        (void)out.add(rest(missing));
}

/// "alertname x 400, instance=db1 x 80": what most alerts have in common.
std::string topLabels(const Message& message)
{
    std::map<std::string, std::size_t> counts;
    for (const auto& alert : message.alerts) {
        for (const auto label : alert.labels)
            ++counts[std::string(label.name) + '=' + printable(label.value, 60)];
    }
    std::vector<std::pair<std::string, std::size_t>> all(counts.begin(), counts.end());
    std::ranges::stable_sort(all, std::ranges::greater{}, &std::pair<std::string, std::size_t>::second);
    std::string text;
    for (std::size_t i = 0; i < std::min<std::size_t>(all.size(), 6); ++i)
        text += (i == 0 ? "" : ", ") + all[i].first + " (" + std::to_string(all[i].second) + ')';
    return text;
}

std::string introOf(const Message& message)
{
    std::string text;
    if (!message.note.empty())
        text += message.note + '\n';
    if (message.kind == Message::Kind::Digest)
        text += "Most common: " + topLabels(message) + '\n';
    return text;
}

std::string textOf(const NotifiedAlert& alert)
{
    std::string text = (alert.isFiring ? "* " : "* resolved, ") + cut(lineOf(alert), kMostOfOneText) + '\n';
    text += "  since " + readableTime(alert.startsAt);
    if (!alert.isFiring)
        text += " until " + readableTime(alert.endsAt);
    text += '\n';
    const auto description = textAt(alert.annotations, "description");
    if (!description.empty())
        text += "  " + cut(description, kMostOfOneText) + '\n';
    for (const auto* name : {"runbook_url", "dashboard_url"}) {
        const auto link = textAt(alert.annotations, name);
        if (!link.empty())
            text += "  " + cut(link, kMostOfOneText) + '\n';
    }
    return text + "  " + cut(alert.labels.toString(), kMostOfOneText) + "\n\n";
}

constexpr std::string_view colourOf(const NotifiedAlert& alert)
{
    using alerts::Severity;
    if (!alert.isFiring)
        return "#2f7d4f";
    return alert.severity == Severity::Critical || alert.severity == Severity::Error ? "#b3261e"
           : alert.severity == Severity::Info                                        ? "#3b6ea5"
                                                                                     : "#a86400";
}

bool isWebLink(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

std::string htmlOf(const NotifiedAlert& alert)
{
    std::string html = "<tr><td style=\"border-left:4px solid " + std::string(colourOf(alert)) +
                       ";padding:8px 12px\"><b>" + escapedHtml(cut(lineOf(alert), kMostOfOneText)) + "</b><br>";
    html += (alert.isFiring ? "since " : "resolved; from ") + readableTime(alert.startsAt);
    if (!alert.isFiring)
        html += " to " + readableTime(alert.endsAt);
    const auto description = textAt(alert.annotations, "description");
    if (!description.empty())
        html += "<br>" + escapedHtml(cut(description, kMostOfOneText));
    const auto runbook = cut(textAt(alert.annotations, "runbook_url"), 2000);
    if (isWebLink(runbook))
        html += "<br><a href=\"" + escapedHtml(runbook) + "\">" + escapedHtml(runbook) + "</a>";
    return html + "<br><small>" + escapedHtml(cut(alert.labels.toString(), kMostOfOneText)) + "</small></td></tr>\n";
}

Value kv(const Texts& texts)
{
    templates::Map map;
    map.typeName = templates::kKvType;
    map.isOfText = true;
    for (const auto& [name, text] : texts)
        map.entries.emplace(name, Value::text(text));
    return Value::map(std::move(map));
}

Value timeValue(Timestamp time) { return Value::time({time * 1'000'000}); }

Value alertValue(const NotifiedAlert& alert)
{
    templates::Map map;
    map.typeName = "template.Alert";
    map.isStruct = true;
    Texts labels;
    for (const auto label : alert.labels)
        labels.emplace(label.name, label.value);
    map.entries = {{"Status", Value::text(alert.isFiring ? "firing" : "resolved")},
                   {"Labels", kv(labels)},
                   {"Annotations", kv(alert.annotations)},
                   {"StartsAt", timeValue(alert.startsAt)},
                   {"EndsAt", timeValue(alert.endsAt)},
                   {"GeneratorURL", Value::text(alert.generatorUrl)},
                   {"Fingerprint", Value::text(alert.fingerprint)},
                   {"Severity", Value::text(std::string(alerts::toString(alert.severity)))},
                   {"Value", Value::number(alert.value)}};
    return Value::map(std::move(map));
}

} // namespace

std::string cut(std::string_view text, std::size_t maxBytes)
{
    if (text.size() <= maxBytes)
        return wellFormed(text);
    auto end = maxBytes > kEllipsis.size() ? maxBytes - kEllipsis.size() : 0;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return wellFormed(text.substr(0, end)) + std::string(kEllipsis);
}

std::string escapedHtml(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

std::string summaryOf(const NotifiedAlert& alert)
{
    for (const auto* name : {"summary", "message", "description"}) {
        const auto text = textAt(alert.annotations, name);
        if (!text.empty())
            return text;
    }
    return {};
}

std::string lineOf(const NotifiedAlert& alert)
{
    auto line = std::string(alerts::toString(alert.severity)) + ": " + std::string(alert.labels.get("alertname"));
    const auto place = placeOf(alert);
    if (!place.empty())
        line += " on " + place;
    const auto summary = summaryOf(alert);
    return printable(summary.empty() ? line : line + ": " + summary, 1000);
}

std::string defaultSubject(const Message& message)
{
    if (message.kind == Message::Kind::Test)
        return "[TEST] " + printable(message.note, 200);
    std::string status = message.isFiring() ? "FIRING:" + std::to_string(message.firing)
                                            : "RESOLVED:" + std::to_string(message.resolved);
    if (message.kind == Message::Kind::Escalation && message.isFiring())
        status = "ESCALATED";
    if (message.kind == Message::Kind::Undelivered)
        status = "UNDELIVERED";
    const auto common = message.commonLabels();
    auto name = textAt(common, "alertname");
    if (name.empty())
        name = message.alerts.empty() ? "Nocturne" : std::string(message.alerts.front().labels.get("alertname"));
    std::string place = textAt(common, "instance");
    if (place.empty())
        place = textAt(common, "job");
    const auto others = message.alerts.empty() || !textAt(common, "alertname").empty() ? "" : " and others";
    return printable('[' + status + "] " + name + others + (place.empty() ? "" : " (" + place + ')'), 250);
}

std::string defaultText(const Message& message, std::size_t maxBytes)
{
    constexpr std::size_t kFooter = 400;
    Bounded out(maxBytes > kFooter ? maxBytes - kFooter : maxBytes);
    (void)out.add(cut(introOf(message), 2000) + '\n');
    addAlerts(out, message, textOf, [](std::size_t missing) {
        return "and " + std::to_string(missing) + " more alerts that are not listed here\n\n";
    });
    auto text = out.take();
    if (!message.externalUrl.empty())
        text += cut(message.externalUrl, 300) + '\n';
    return text;
}

std::string defaultHtml(const Message& message, std::size_t maxBytes)
{
    constexpr std::size_t kFooter = 1200;
    Bounded out(maxBytes > kFooter ? maxBytes - kFooter : maxBytes);
    (void)out.add("<!DOCTYPE html>\n<html><body style=\"font-family:sans-serif\">\n<h3>" +
                  escapedHtml(defaultSubject(message)) + "</h3>\n");
    if (const auto intro = introOf(message); !intro.empty())
        (void)out.add("<p>" + escapedHtml(cut(intro, 2000)) + "</p>\n");
    (void)out.add("<table style=\"border-collapse:collapse\">\n");
    addAlerts(out, message, htmlOf, [](std::size_t missing) {
        return "<tr><td>and " + std::to_string(missing) + " more alerts that are not listed here</td></tr>\n";
    });
    auto html = out.take() + "</table>\n";
    if (isWebLink(message.externalUrl))
        html += "<p><a href=\"" + escapedHtml(cut(message.externalUrl, 400)) + "\">Nocturne</a></p>\n";
    return html + "</body></html>\n";
}

templates::Expansion expansionOf(const Message& message)
{
    std::vector<Value> alerts;
    for (const auto& alert : message.alerts)
        alerts.push_back(alertValue(alert));
    templates::Map data;
    data.typeName = "template.Data";
    data.isStruct = true;
    data.entries = {{"Receiver", Value::text(message.receiver)},
                    {"Status", Value::text(std::string(message.status()))},
                    {"Alerts", Value::list({std::string(templates::kAlertsType), std::move(alerts)})},
                    {"GroupLabels", kv(message.groupLabels)},
                    {"CommonLabels", kv(message.commonLabels())},
                    {"CommonAnnotations", kv(message.commonAnnotations())},
                    {"ExternalURL", Value::text(message.externalUrl)},
                    {"TruncatedAlerts", Value::integer(static_cast<std::int64_t>(message.truncated))},
                    {"Note", Value::text(message.note)}};
    templates::Expansion expansion;
    expansion.data = Value::map(std::move(data));
    expansion.environment.now = message.at;
    expansion.environment.externalUrl = message.externalUrl;
    expansion.limits.steps = 100'000;
    return expansion;
}

Result<MessageText> MessageText::parse(std::string_view text, const std::string& library, bool isHtml)
{
    templates::TemplateOptions options;
    options.name = "message";
    options.functions = &templates::notificationFunctions();
    options.library = defaultDefinitions() + library;
    auto parsed = templates::Template::parse(text, options);
    if (!parsed)
        return tl::unexpected(parsed.error());
    MessageText made;
    made.m_template = std::move(*parsed);
    made.m_isHtml = isHtml;
    return made;
}

Result<std::string> MessageText::expand(const Message& message) const
{
    if (!m_template)
        return std::string();
    if (m_template->isPlain())
        return m_template->source();
    auto expansion = expansionOf(message);
    expansion.html = m_isHtml;
    return m_template->expand(expansion);
}

std::string MessageText::expandOr(const Message& message, const std::string& fallback) const
{
    if (!m_template)
        return fallback;
    auto expanded = expand(message);
    if (expanded)
        return std::move(*expanded);
    const auto note = "the template failed: " + printable(expanded.error().text(), 300);
    return fallback + (m_isHtml ? "\n<p>" + escapedHtml(note) + "</p>\n" : "\n(" + note + ")");
}

const std::string& defaultDefinitions()
{
    static const std::string kText =
        "{{ define \"__subject\" }}[{{ .Status | toUpper }}{{ if eq .Status \"firing\" }}:{{ .Alerts.Firing | len }}"
        "{{ end }}] {{ .GroupLabels.SortedPairs.Values | join \" \" }}{{ end }}\n"
        "{{ define \"__alertmanager\" }}Nocturne{{ end }}\n"
        "{{ define \"__alertmanagerURL\" }}{{ .ExternalURL }}{{ end }}\n"
        "{{ define \"__text_alert_list\" }}{{ range . }}Labels:\n"
        "{{ range .Labels.SortedPairs }} - {{ .Name }} = {{ .Value }}\n{{ end }}Annotations:\n"
        "{{ range .Annotations.SortedPairs }} - {{ .Name }} = {{ .Value }}\n{{ end }}{{ end }}{{ end }}\n"
        "{{ define \"slack.default.title\" }}{{ template \"__subject\" . }}{{ end }}\n"
        "{{ define \"slack.default.username\" }}{{ template \"__alertmanager\" . }}{{ end }}\n"
        "{{ define \"slack.default.fallback\" }}{{ template \"slack.default.title\" . }}{{ end }}\n"
        "{{ define \"slack.default.titlelink\" }}{{ template \"__alertmanagerURL\" . }}{{ end }}\n"
        "{{ define \"slack.default.pretext\" }}{{ end }}{{ define \"slack.default.footer\" }}{{ end }}\n"
        "{{ define \"slack.default.text\" }}{{ template \"__text_alert_list\" .Alerts }}{{ end }}\n"
        "{{ define \"email.default.subject\" }}{{ template \"__subject\" . }}{{ end }}\n"
        "{{ define \"email.default.html\" }}<p>{{ template \"__subject\" . }}</p>{{ range .Alerts }}"
        "<p>{{ .Labels.alertname }}: {{ .Annotations.summary }}</p>{{ end }}{{ end }}\n"
        "{{ define \"email.default.to\" }}{{ end }}\n";
    return kText;
}

} // namespace nocturne::notify
