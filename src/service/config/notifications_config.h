// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/matcher.h"
#include "service/config/http_config.h"
#include "watch/notify/route.h"
#include "watch/notify/time_interval.h"

namespace nocturne::config {

/// One item of `email_configs`, with what `global` says where it is silent. Texts are templates; empty: Nocturne's own.
struct EmailConfig
{
    bool sendResolved = false;
    std::string to;
    std::string from;
    std::string smarthost; ///< "host:port"
    std::string hello = "localhost";
    std::string authUsername;
    Secret authPassword;
    bool requireTls = true; ///< STARTTLS, or no mail; port 465 speaks TLS from the start
    TlsConfig tls;
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<std::string> html;
    std::optional<std::string> text;

    bool operator==(const EmailConfig&) const = default;
};

/// One item of `slack_configs`.
struct SlackConfig
{
    bool sendResolved = false;
    Secret apiUrl;
    HttpConfig http;
    std::string channel;
    std::string username;
    std::string iconEmoji;
    std::string iconUrl;
    std::string color;
    std::optional<std::string> title;
    std::string titleLink;
    std::optional<std::string> text;
    std::string pretext;
    std::string footer;

    bool operator==(const SlackConfig&) const = default;
};

/// One item of `webhook_configs`.
struct WebhookConfig
{
    bool sendResolved = true;
    Secret url;
    HttpConfig http;
    std::size_t maxAlerts = 0; ///< 0: as many as a message holds
    std::chrono::milliseconds timeout{10'000};
    Secret signatureKey; ///< `hmac_secret`: the body is signed with it
    std::vector<HeaderConfig> headers;
    std::string body; ///< a template; empty: Alertmanager's JSON, version 4
    std::string contentType = "application/json";

    bool operator==(const WebhookConfig&) const = default;
};

/// One item of `log_configs`: a line in Nocturne's own log.
struct LogReceiverConfig
{
    bool sendResolved = true;
    std::string message; ///< a template; empty: Nocturne's own

    bool operator==(const LogReceiverConfig&) const = default;
};

/// One item of `command_configs`; acted on only with `allow_exec`.
struct CommandConfig
{
    bool sendResolved = true;
    std::vector<std::string> command; ///< program and arguments: nothing is put into them, and there is no shell
    std::chrono::milliseconds timeout{30'000};

    bool operator==(const CommandConfig&) const = default;
};

/// A name for some ways out.
struct ReceiverConfig
{
    std::string name;
    std::vector<EmailConfig> emails;
    std::vector<SlackConfig> slacks;
    std::vector<WebhookConfig> webhooks;
    std::vector<LogReceiverConfig> logs;
    std::vector<CommandConfig> commands;

    bool operator==(const ReceiverConfig&) const = default;
};

/// `inhibit_rules`. Source: Alertmanager, inhibit/inhibit.go.
struct InhibitConfig
{
    std::vector<model::Matcher> source;
    std::vector<model::Matcher> target;
    std::vector<std::string> equal;

    bool operator==(const InhibitConfig&) const = default;
};

/// `escalations`: who is told, too, as long as nobody takes an alert.
struct EscalationConfig
{
    struct Step
    {
        std::chrono::milliseconds after{0};
        std::vector<std::string> receivers;
        std::string atLeast = "info"; ///< a severity

        bool operator==(const Step&) const = default;
    };

    std::string name;
    std::vector<model::Matcher> matchers;
    std::vector<Step> steps; ///< by `after`
    std::optional<std::chrono::milliseconds> raise;

    bool operator==(const EscalationConfig&) const = default;
};

/// `quiet_hours`: what is not severe waits until they are over.
struct QuietHoursConfig
{
    std::vector<std::string> intervals;
    std::string exceptFrom = "critical"; ///< this severity, and worse ones, are told at once

    bool operator==(const QuietHoursConfig&) const = default;
};

/// `desktop`: notifications and tray of the display that this runs at. What is absent is left to the person at it.
struct DesktopConfig
{
    std::optional<bool> enabled;
    std::optional<std::string> minSeverity;
    std::optional<std::vector<std::string>> groupBy; ///< labels; one notification for each of their values
    std::optional<notify::MinuteRange> quietHours;   ///< local time, may go over midnight; also for sounds
    std::optional<bool> tray;

    bool operator==(const DesktopConfig&) const = default;
};

/// `sound`: what is heard of alerts at the display that this runs at.
struct SoundConfig
{
    std::optional<bool> enabled;
    std::optional<int> volume;                       ///< 0 to 100
    std::optional<std::chrono::milliseconds> repeat; ///< until somebody notices; 0: once
    std::map<std::string, std::string> sounds;       ///< by severity: alarm, bell, chime, tick or none

    bool operator==(const SoundConfig&) const = default;
};

/// `severity_maps`: how severe alerts of a source are by its own words.
struct SeverityMapConfig
{
    std::string source; ///< a prefix, "stream:gateway"; empty: all
    std::string label = "severity";
    std::map<std::string, std::string> words;                     ///< word to severity
    std::vector<std::pair<std::string, std::string>> expressions; ///< expression on the lower-case word to severity

    bool operator==(const SeverityMapConfig&) const = default;
};

/// Section `notifications`, or an `alertmanager.yml`.
struct NotificationsConfig
{
    std::optional<notify::RouteConfig> route; ///< none: nobody is told of anything
    std::vector<ReceiverConfig> receivers;
    std::vector<InhibitConfig> inhibitRules;
    std::vector<notify::NamedInterval> intervals;
    std::vector<std::string> templateFiles; ///< paths, a glob in the last part
    std::chrono::milliseconds cooldown{300'000};
    std::chrono::milliseconds resolveDelay{0};
    std::size_t floodLimit = 20; ///< messages a minute to one way out; more become one digest. 0: no limit
    QuietHoursConfig quietHours;
    std::string fallbackReceiver; ///< told of what another receiver refuses; empty: nobody
    std::vector<EscalationConfig> escalations;
    bool allowExec = false;
    std::string execDirectory; ///< programs of `command_configs` lie in it
    std::vector<SeverityMapConfig> severityMaps;
    DesktopConfig desktop;
    SoundConfig sound;

    bool operator==(const NotificationsConfig&) const = default;
};

} // namespace nocturne::config
