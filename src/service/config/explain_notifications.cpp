// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "service/config/explain_parts.h"

namespace nocturne::config {

namespace {

using notify::NumberRange;

std::vector<std::string> textsOf(const std::vector<model::Matcher>& matchers)
{
    std::vector<std::string> texts;
    for (const auto& matcher : matchers)
        texts.push_back(matcher.toString());
    return texts;
}

void write(YamlWriter& out, std::string_view key, const std::vector<model::Matcher>& matchers)
{
    if (!matchers.empty())
        out.list(key, textsOf(matchers));
}

void writeIfAny(YamlWriter& out, std::string_view key, const std::vector<std::string>& values)
{
    if (!values.empty())
        out.list(key, values);
}

void writeIfSet(YamlWriter& out, std::string_view key, const std::optional<std::string>& text)
{
    if (text)
        out.text(key, *text);
}

void writeIfSet(YamlWriter& out, std::string_view key, const std::optional<std::chrono::milliseconds>& time)
{
    if (time)
        out.duration(key, *time);
}

void writeHttp(YamlWriter& out, const HttpConfig& http)
{
    if (http != HttpConfig())
        out.section("http_config", [&] { write(out, http); });
}

/// The host of an address that is written out; what follows may be a token.
std::string shownAddress(const Secret& url)
{
    if (url.source != Secret::Source::Literal)
        return shown(url);
    const auto text = shownUrl(url.value);
    const auto host = text.find("://");
    const auto path = host == std::string::npos ? host : text.find_first_of("/?#", host + 3);
    return path == std::string::npos ? text : text.substr(0, path) + "/<secret>";
}

void write(YamlWriter& out, const EmailConfig& email)
{
    out.item([&] {
        out.flag("send_resolved", email.sendResolved);
        out.text("to", email.to);
        out.text("from", email.from);
        out.text("smarthost", email.smarthost);
        out.text("hello", email.hello);
        out.textIfSet("auth_username", email.authUsername);
        write(out, "auth_password", email.authPassword);
        out.flag("require_tls", email.requireTls);
        write(out, email.tls);
        out.map("headers", {email.headers.begin(), email.headers.end()});
        writeIfSet(out, "html", email.html);
        writeIfSet(out, "text", email.text);
    });
}

void write(YamlWriter& out, const SlackConfig& slack)
{
    out.item([&] {
        out.flag("send_resolved", slack.sendResolved);
        write(out, "api_url", slack.apiUrl);
        writeHttp(out, slack.http);
        out.textIfSet("channel", slack.channel);
        out.textIfSet("username", slack.username);
        out.textIfSet("icon_emoji", slack.iconEmoji);
        out.textIfSet("icon_url", slack.iconUrl);
        out.textIfSet("color", slack.color);
        writeIfSet(out, "title", slack.title);
        out.textIfSet("title_link", slack.titleLink);
        writeIfSet(out, "text", slack.text);
        out.textIfSet("pretext", slack.pretext);
        out.textIfSet("footer", slack.footer);
    });
}

void write(YamlWriter& out, const WebhookConfig& webhook)
{
    out.item([&] {
        out.flag("send_resolved", webhook.sendResolved);
        out.text(webhook.url.source == Secret::Source::File ? "url_file" : "url", shownAddress(webhook.url));
        writeHttp(out, webhook.http);
        out.number("max_alerts", webhook.maxAlerts);
        out.duration("timeout", webhook.timeout);
        write(out, "hmac_secret", webhook.signatureKey);
        write(out, webhook.headers);
        out.textIfSet("body", webhook.body);
        out.text("content_type", webhook.contentType);
    });
}

void write(YamlWriter& out, const LogReceiverConfig& log)
{
    out.item([&] {
        out.flag("send_resolved", log.sendResolved);
        out.textIfSet("message", log.message);
    });
}

void write(YamlWriter& out, const CommandConfig& command)
{
    out.item([&] {
        out.flag("send_resolved", command.sendResolved);
        out.list("command", command.command);
        out.duration("timeout", command.timeout);
    });
}

void write(YamlWriter& out, const ReceiverConfig& receiver);
void write(YamlWriter& out, const InhibitConfig& rule);
void write(YamlWriter& out, const notify::TimeInterval& interval);
void write(YamlWriter& out, const notify::NamedInterval& interval);
void write(YamlWriter& out, const EscalationConfig& policy);
void write(YamlWriter& out, const SeverityMapConfig& map);

template <typename Item>
void writeEach(YamlWriter& out, std::string_view key, const std::vector<Item>& items)
{
    if (items.empty())
        return;
    out.section(key, [&] {
        for (const auto& item : items)
            write(out, item);
    });
}

void write(YamlWriter& out, const ReceiverConfig& receiver)
{
    out.item([&] {
        out.text("name", receiver.name);
        writeEach(out, "email_configs", receiver.emails);
        writeEach(out, "slack_configs", receiver.slacks);
        writeEach(out, "webhook_configs", receiver.webhooks);
        writeEach(out, "log_configs", receiver.logs);
        writeEach(out, "command_configs", receiver.commands);
    });
}

void writeNode(YamlWriter& out, const notify::RouteConfig& route)
{
    writeIfSet(out, "receiver", route.receiver);
    write(out, "matchers", route.matchers);
    if (route.groupsByAll)
        out.list("group_by", {"..."});
    else if (route.groupBy)
        out.list("group_by", *route.groupBy);
    writeIfSet(out, "group_wait", route.groupWait);
    writeIfSet(out, "group_interval", route.groupInterval);
    writeIfSet(out, "repeat_interval", route.repeatInterval);
    writeIfAny(out, "mute_time_intervals", route.muteTimes);
    writeIfAny(out, "active_time_intervals", route.activeTimes);
    if (route.continues)
        out.flag("continue", true);
    if (route.routes.empty())
        return;
    out.section("routes", [&] {
        for (const auto& child : route.routes)
            out.item([&] { writeNode(out, child); });
    });
}

void write(YamlWriter& out, const InhibitConfig& rule)
{
    out.item([&] {
        out.list("source_matchers", textsOf(rule.source));
        out.list("target_matchers", textsOf(rule.target));
        writeIfAny(out, "equal", rule.equal);
    });
}

std::string clockText(int minute)
{
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(minute / 60) + ':' + two(minute % 60);
}

template <typename Word>
void writeRanges(YamlWriter& out, std::string_view key, const std::vector<NumberRange>& ranges, Word word)
{
    if (ranges.empty())
        return;
    std::vector<std::string> texts;
    for (const auto& range : ranges)
        texts.push_back(word(range.first) + (range.first == range.last ? "" : ':' + word(range.last)));
    out.list(key, texts);
}

std::string weekday(int day)
{
    static constexpr std::array<const char*, 7> kDays = {"sunday",   "monday", "tuesday", "wednesday",
                                                         "thursday", "friday", "saturday"};
    return kDays.at(static_cast<std::size_t>(day));
}

void write(YamlWriter& out, const notify::TimeInterval& interval)
{
    const auto number = [](int value) { return std::to_string(value); };
    out.item([&] {
        out.text("location", interval.location.empty() ? "UTC" : interval.location);
        if (!interval.times.empty()) {
            out.section("times", [&] {
                for (const auto& times : interval.times) {
                    out.item([&] {
                        out.text("start_time", clockText(times.begin));
                        out.text("end_time", clockText(times.end));
                    });
                }
            });
        }
        writeRanges(out, "weekdays", interval.weekdays, weekday);
        writeRanges(out, "days_of_month", interval.daysOfMonth, number);
        writeRanges(out, "months", interval.months, number);
        writeRanges(out, "years", interval.years, number);
    });
}

void write(YamlWriter& out, const notify::NamedInterval& interval)
{
    out.item([&] {
        out.text("name", interval.name);
        writeEach(out, "time_intervals", interval.times);
    });
}

void write(YamlWriter& out, const EscalationConfig& policy)
{
    out.item([&] {
        out.text("name", policy.name);
        write(out, "matchers", policy.matchers);
        writeIfSet(out, "raise_after", policy.raise);
        if (policy.steps.empty())
            return;
        out.section("steps", [&] {
            for (const auto& step : policy.steps) {
                out.item([&] {
                    out.duration("after", step.after);
                    out.list("receivers", step.receivers);
                    out.text("min_severity", step.atLeast);
                });
            }
        });
    });
}

void write(YamlWriter& out, const SeverityMapConfig& map)
{
    out.item([&] {
        out.text("label", map.label);
        out.textIfSet("source", map.source);
        out.map("words", map.words);
        if (map.expressions.empty())
            return;
        out.section("expressions", [&] { // their order counts
            for (const auto& [expression, severity] : map.expressions)
                out.text(expression, severity);
        });
    });
}

void write(YamlWriter& out, const DesktopConfig& desktop)
{
    if (desktop == DesktopConfig())
        return;
    out.section("desktop", [&] {
        if (desktop.enabled)
            out.flag("enabled", *desktop.enabled);
        writeIfSet(out, "min_severity", desktop.minSeverity);
        if (desktop.groupBy)
            out.list("group_by", *desktop.groupBy);
        if (desktop.quietHours)
            out.text("quiet_hours", clockText(desktop.quietHours->begin) + '-' + clockText(desktop.quietHours->end));
        if (desktop.tray)
            out.flag("tray", *desktop.tray);
    });
}

void write(YamlWriter& out, const SoundConfig& sound)
{
    if (sound == SoundConfig())
        return;
    out.section("sound", [&] {
        if (sound.enabled)
            out.flag("enabled", *sound.enabled);
        if (sound.volume)
            out.number("volume", static_cast<std::uint64_t>(*sound.volume));
        writeIfSet(out, "repeat_interval", sound.repeat);
        out.map("sounds", sound.sounds);
    });
}

} // namespace

void write(YamlWriter& out, const NotificationsConfig& notifications)
{
    if (notifications == NotificationsConfig())
        return;
    out.section("notifications", [&] {
        if (notifications.route)
            out.section("route", [&] { writeNode(out, *notifications.route); });
        writeEach(out, "receivers", notifications.receivers);
        writeEach(out, "inhibit_rules", notifications.inhibitRules);
        writeEach(out, "time_intervals", notifications.intervals);
        writeIfAny(out, "templates", notifications.templateFiles);
        out.duration("cooldown", notifications.cooldown);
        out.duration("resolve_delay", notifications.resolveDelay);
        out.number("flood_limit", notifications.floodLimit);
        if (!notifications.quietHours.intervals.empty()) {
            out.section("quiet_hours", [&] {
                out.list("time_intervals", notifications.quietHours.intervals);
                out.text("except_from", notifications.quietHours.exceptFrom);
            });
        }
        out.textIfSet("fallback_receiver", notifications.fallbackReceiver);
        writeEach(out, "escalations", notifications.escalations);
        writeEach(out, "severity_maps", notifications.severityMaps);
        write(out, notifications.desktop);
        write(out, notifications.sound);
        out.flag("allow_exec", notifications.allowExec);
        out.textIfSet("exec_directory", notifications.execDirectory);
    });
}

} // namespace nocturne::config
