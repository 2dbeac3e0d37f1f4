// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// {text, channel?, username?, icon_emoji?, icon_url?, attachments: [{color, fallback, blocks: [header, section...,
// context]}]} Limits of Slack: 50 blocks, 150 characters in a header, 3000 in a section; here 40 kB in all.
#include <algorithm>

#include "watch/notify/http_senders.h"
#include "watch/notify/json.h"
#include "watch/notify/times.h"

namespace nocturne::notify {

namespace {

constexpr std::size_t kMostHeader = 140;
constexpr std::size_t kMostSection = 2900;
constexpr std::size_t kMostAlerts = 40;
constexpr std::size_t kMostBytes = 36'000; // of the texts; braces and names come on top

/// The three characters that Slack gives a meaning.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else
            out += c;
    }
    return out;
}

/// Escaped, within Slack's limit whatever escaping made of it.
std::string fit(std::string_view text, std::size_t maxBytes)
{
    auto limit = maxBytes;
    auto out = escaped(cut(text, limit));
    while (out.size() > maxBytes && limit > 8) {
        limit /= 2;
        out = escaped(cut(text, limit));
    }
    return out;
}

std::string colourOf(const Message& message)
{
    using alerts::Severity;
    if (!message.isFiring())
        return "good";
    const auto severity = message.severity();
    return severity == Severity::Critical || severity == Severity::Error ? "danger"
           : severity == Severity::Info                                  ? "#3b6ea5"
                                                                         : "warning";
}

void textObject(JsonWriter& json, std::string_view type, const std::string& text)
{
    json.object([&] {
        json.key("type").text(type);
        json.key("text").text(text);
    });
}

void block(JsonWriter& json, std::string_view type, std::string_view textType, const std::string& text)
{
    json.object([&] {
        json.key("type").text(type);
        json.key("text");
        textObject(json, textType, text);
    });
}

void contextBlock(JsonWriter& json, const std::string& text)
{
    json.object([&] {
        json.key("type").text("context");
        json.key("elements").array([&] { textObject(json, "mrkdwn", text); });
    });
}

std::string sectionOf(const NotifiedAlert& alert)
{
    std::string text = alert.isFiring ? "*" : "*resolved* *";
    text += fit(lineOf(alert), 1200) + "*\n" + (alert.isFiring ? "since " : "from ") + readableTime(alert.startsAt);
    if (!alert.isFiring)
        text += " to " + readableTime(alert.endsAt);
    const auto description = alert.annotations.find("description");
    if (description != alert.annotations.end() && description->second != summaryOf(alert))
        text += '\n' + fit(description->second, 1200);
    return text;
}

bool isWebLink(std::string_view text)
{
    return (text.starts_with("https://") || text.starts_with("http://")) && text.size() <= 3000;
}

/// A button for each of the links that there are.
void linkBlock(JsonWriter& json, const Message& message)
{
    std::vector<std::pair<std::string, std::string>> links;
    const auto annotations = message.commonAnnotations();
    if (const auto found = annotations.find("runbook_url"); found != annotations.end() && isWebLink(found->second))
        links.emplace_back("Runbook", found->second);
    if (isWebLink(message.externalUrl))
        links.emplace_back("Nocturne", message.externalUrl);
    if (links.empty())
        return;
    json.object([&] {
        json.key("type").text("actions");
        json.key("elements").array([&] {
            for (const auto& [label, url] : links) {
                json.object([&] {
                    json.key("type").text("button");
                    json.key("text");
                    textObject(json, "plain_text", label);
                    json.key("url").text(url);
                });
            }
        });
    });
}

void alertBlocks(JsonWriter& json, const Message& message, std::size_t budget)
{
    std::size_t shown = 0;
    for (const auto& alert : message.alerts) {
        const auto text = cut(sectionOf(alert), kMostSection);
        if (shown == kMostAlerts || text.size() > budget)
            break;
        budget -= text.size();
        block(json, "section", "mrkdwn", text);
        ++shown;
    }
    const auto missing = message.truncated + message.alerts.size() - shown;
    if (missing > 0)
        contextBlock(json, "and " + std::to_string(missing) + " more alerts");
}

} // namespace

std::string SlackSender::bodyOf(const Message& message) const
{
    const auto title = cut(m_options.title.expandOr(message, defaultSubject(message)), kMostHeader);
    const auto link = m_options.titleLink.expandOr(message, "");
    const auto setIf = [&](JsonWriter& json, std::string_view key, const std::string& value) {
        if (!value.empty())
            json.key(key).text(value);
    };
    JsonWriter json;
    json.object([&] {
        json.key("text").text(escaped(title));
        setIf(json, "channel", m_options.channel);
        setIf(json, "username", m_options.username);
        setIf(json, "icon_emoji", m_options.iconEmoji);
        setIf(json, "icon_url", m_options.iconUrl);
        json.key("attachments").array([&] {
            json.object([&] {
                json.key("color").text(cut(m_options.color.expandOr(message, colourOf(message)), 60));
                json.key("fallback").text(escaped(title));
                json.key("blocks").array([&] {
                    block(json, "header", "plain_text", title);
                    if (const auto pretext = m_options.pretext.expandOr(message, message.note); !pretext.empty())
                        block(json, "section", "mrkdwn", fit(pretext, kMostSection));
                    if (isWebLink(link))
                        block(json, "section", "mrkdwn", '<' + escaped(link) + "|open>");
                    if (m_options.text.isSet())
                        block(json, "section", "mrkdwn",
                              cut(m_options.text.expandOr(message, escaped(defaultText(message, 2000))) + ' ',
                                  kMostSection));
                    else
                        alertBlocks(json, message, kMostBytes);
                    linkBlock(json, message);
                    if (const auto footer = m_options.footer.expandOr(message, ""); !footer.empty())
                        contextBlock(json, fit(footer, 500));
                });
            });
        });
    });
    return json.take();
}

} // namespace nocturne::notify
