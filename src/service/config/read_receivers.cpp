// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/core/text.h"
#include "service/config/notification_readers.h"

namespace nocturne::config {

namespace {

/// Of Alertmanager, and not spoken here.
constexpr std::array<std::string_view, 15> kForeign = {
    "discord_configs",    "jira_configs",      "msteams_configs",  "msteamsv2_configs",  "opsgenie_configs",
    "mattermost_configs", "pagerduty_configs", "pushover_configs", "rocketchat_configs", "sns_configs",
    "telegram_configs",   "victorops_configs", "webex_configs",    "wechat_configs",     "incidentio_configs",
};

bool isAddressList(std::string_view text)
{
    const bool isClean = std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    return isClean && text.find('@') != std::string_view::npos;
}

void readHttpSection(yaml::MapReader& reader, HttpConfig& http, ReadContext& context)
{
    const auto* node = reader.take("http_config");
    if (node == nullptr)
        return;
    yaml::MapReader inner(*node, context.findings, "http_config");
    http = readHttp(inner, context);
    inner.finish();
}

void checkSender(yaml::MapReader& reader, const EmailConfig& email)
{
    const auto missing = [&](const std::string& key, const std::string& global) {
        reader.error(key, key + " is missing: give it here, or " + global + " under global");
    };
    if (email.to.empty())
        reader.error("to", "to is missing: who gets the mail?");
    else if (!isAddressList(email.to))
        reader.error("to", "\"" + printable(email.to, 80) + "\" is no mail address");
    if (email.from.empty())
        missing("from", "smtp_from");
    else if (!isAddressList(email.from))
        reader.error("from", "\"" + printable(email.from, 80) + "\" is no mail address");
    if (email.smarthost.empty())
        missing("smarthost", "smtp_smarthost");
    else if (!isHostAndPort(email.smarthost))
        reader.error("smarthost", "smarthost is written host:port, as in mail.example.org:587");
    if (email.authPassword.isSet() && email.authUsername.empty())
        missing("auth_username", "smtp_auth_username");
    const auto host = email.smarthost.substr(0, email.smarthost.rfind(':'));
    const bool isHere = host == "localhost" || host.starts_with("127.") || host == "[::1]";
    if (email.authPassword.isSet() && !email.requireTls && !isHere && !email.smarthost.ends_with(":465"))
        reader.error("require_tls", "require_tls: false would send the password for all to read: remove it");
}

EmailConfig readEmail(const yaml::Node& node, const MailDefaults& defaults, ReadContext& context)
{
    EmailConfig email = defaults.email;
    yaml::MapReader reader(node, context.findings, "email config");
    reader.read("send_resolved", email.sendResolved);
    reader.read("to", email.to);
    reader.read("from", email.from);
    reader.read("smarthost", email.smarthost);
    reader.read("hello", email.hello);
    reader.read("auth_username", email.authUsername);
    if (const auto password = readSecret(reader, "auth_password", context); password.isSet())
        email.authPassword = password;
    reader.read("require_tls", email.requireTls);
    if (const auto* tls = reader.take("tls_config"))
        email.tls = readTls(*tls, context);
    reader.read("headers", email.headers);
    reader.read("html", email.html);
    reader.read("text", email.text);
    for (const auto* key : {"auth_secret", "auth_secret_file", "auth_identity", "threading", "force_implicit_tls"})
        acceptWithWarning(reader, key);
    for (const auto& [name, value] : email.headers) {
        const bool isName = std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f && c != ':'; });
        if (!isName || name.empty() || value.find_first_of("\r\n") != std::string::npos)
            reader.error("headers", "\"" + printable(name, 60) + "\" is no mail header");
    }
    checkSender(reader, email);
    reader.finish();
    return email;
}

SlackConfig readSlack(const yaml::Node& node, const MailDefaults& defaults, ReadContext& context)
{
    SlackConfig slack;
    slack.apiUrl = defaults.slackUrl;
    slack.http = defaults.http;
    yaml::MapReader reader(node, context.findings, "slack config");
    reader.read("send_resolved", slack.sendResolved);
    if (const auto url = readSecret(reader, "api_url", context); url.isSet())
        slack.apiUrl = url;
    readHttpSection(reader, slack.http, context);
    reader.read("channel", slack.channel);
    reader.read("username", slack.username);
    reader.read("icon_emoji", slack.iconEmoji);
    reader.read("icon_url", slack.iconUrl);
    reader.read("color", slack.color);
    reader.read("title", slack.title);
    reader.read("title_link", slack.titleLink);
    reader.read("text", slack.text);
    reader.read("pretext", slack.pretext);
    reader.read("footer", slack.footer);
    for (const auto* key :
         {"fields", "short_fields", "fallback", "callback_id", "image_url", "thumb_url", "link_names", "mrkdwn_in",
          "actions", "timeout", "app_token", "app_token_file", "app_url", "message_text", "update_message"})
        acceptWithWarning(reader, key);
    if (!slack.apiUrl.isSet())
        reader.error("api_url", "api_url is missing: give it here, or slack_api_url under global");
    reader.finish();
    return slack;
}

bool isHttpUrl(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

WebhookConfig readWebhook(const yaml::Node& node, const MailDefaults& defaults, ReadContext& context)
{
    WebhookConfig webhook;
    webhook.http = defaults.http;
    yaml::MapReader reader(node, context.findings, "webhook config");
    reader.read("send_resolved", webhook.sendResolved);
    std::string url;
    if (reader.read("url", url)) { // written out is usual here: an address alone is no secret
        webhook.url = secretFrom(url);
        if (webhook.url.source == Secret::Source::Literal && !isHttpUrl(url))
            reader.error("url", "url has to begin with http:// or https://");
        if (reader.has("url_file"))
            reader.error("url_file", "url and url_file exclude each other: remove one");
        reader.ignore("url_file");
    } else {
        webhook.url = readSecret(reader, "url", context);
    }
    readHttpSection(reader, webhook.http, context);
    reader.readInteger("max_alerts", webhook.maxAlerts, 0, 1'000'000);
    readPositive(reader, "timeout", webhook.timeout);
    webhook.signatureKey = readSecret(reader, "hmac_secret", context);
    webhook.headers = readHeaders(reader, context);
    reader.read("body", webhook.body);
    reader.read("content_type", webhook.contentType);
    if (!webhook.url.isSet())
        reader.error("url", "url is missing: where is the message to be sent?");
    reader.finish();
    return webhook;
}

LogReceiverConfig readLog(const yaml::Node& node, ReadContext& context)
{
    LogReceiverConfig log;
    yaml::MapReader reader(node, context.findings, "log config");
    reader.read("send_resolved", log.sendResolved);
    reader.read("message", log.message);
    reader.finish();
    return log;
}

CommandConfig readCommand(const yaml::Node& node, ReadContext& context)
{
    CommandConfig command;
    yaml::MapReader reader(node, context.findings, "command config");
    reader.read("send_resolved", command.sendResolved);
    const auto* argv = reader.take("command");
    if (argv != nullptr && !argv->isSequence())
        reader.error("command", "command is a list, the program and its arguments: there is no shell to take it apart");
    else if (argv != nullptr)
        reader.read("command", command.command);
    readPositive(reader, "timeout", command.timeout);
    if (argv == nullptr || (argv->isSequence() && (command.command.empty() || command.command.front().empty())))
        reader.error("command", "command is missing: which program is to be run?");
    reader.finish();
    return command;
}

} // namespace

MailDefaults readNotificationGlobals(const yaml::Node& node, ReadContext& context)
{
    MailDefaults defaults;
    yaml::MapReader reader(node, context.findings, "global");
    reader.read("smtp_from", defaults.email.from);
    reader.read("smtp_smarthost", defaults.email.smarthost);
    reader.read("smtp_hello", defaults.email.hello);
    reader.read("smtp_auth_username", defaults.email.authUsername);
    defaults.email.authPassword = readSecret(reader, "smtp_auth_password", context);
    reader.read("smtp_require_tls", defaults.email.requireTls);
    if (const auto* tls = reader.take("smtp_tls_config"))
        defaults.email.tls = readTls(*tls, context);
    defaults.slackUrl = readSecret(reader, "slack_api_url", context);
    readHttpSection(reader, defaults.http, context);
    reader.ignore("resolve_timeout"); // for alerts that others send; ours say when they end
    for (const auto* key :
         {"smtp_auth_identity",     "smtp_auth_secret",           "smtp_auth_secret_file",  "smtp_force_implicit_tls",
          "jira_api_url",           "opsgenie_api_key",           "opsgenie_api_key_file",  "opsgenie_api_url",
          "pagerduty_url",          "rocketchat_api_url",         "rocketchat_token",       "rocketchat_token_file",
          "rocketchat_token_id",    "rocketchat_token_id_file",   "slack_app_token",        "slack_app_token_file",
          "slack_app_url",          "telegram_api_url",           "telegram_bot_token",     "telegram_bot_token_file",
          "victorops_api_key",      "victorops_api_key_file",     "victorops_api_url",      "webex_api_url",
          "wechat_api_corp_id",     "wechat_api_secret",          "wechat_api_secret_file", "wechat_api_url",
          "mattermost_webhook_url", "mattermost_webhook_url_file"})
        acceptWithWarning(reader, key);
    reader.finish();
    return defaults;
}

ReceiverConfig readReceiver(const yaml::Node& node, const MailDefaults& defaults, ReadContext& context)
{
    ReceiverConfig receiver;
    yaml::MapReader reader(node, context.findings, "receiver");
    if (reader.require("name"))
        reader.read("name", receiver.name);
    reader.readEach("email_configs",
                    [&](const auto& item) { receiver.emails.push_back(readEmail(item, defaults, context)); });
    reader.readEach("slack_configs",
                    [&](const auto& item) { receiver.slacks.push_back(readSlack(item, defaults, context)); });
    reader.readEach("webhook_configs",
                    [&](const auto& item) { receiver.webhooks.push_back(readWebhook(item, defaults, context)); });
    reader.readEach("log_configs", [&](const auto& item) { receiver.logs.push_back(readLog(item, context)); });
    reader.readEach("command_configs",
                    [&](const auto& item) { receiver.commands.push_back(readCommand(item, context)); });
    for (const auto key : kForeign) {
        if (reader.take(key) != nullptr)
            reader.warning(key, std::string(key) + " of \"" + printable(receiver.name, 60) +
                                    "\" sends nothing: Nocturne has e-mail, Slack, webhooks, log and commands. "
                                    "Most services take a webhook");
    }
    reader.ignore("labels");
    reader.finish();
    return receiver;
}

} // namespace nocturne::config
