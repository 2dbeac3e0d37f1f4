// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/message.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <openssl/evp.h>
#include <simdjson.h>

#include "base/core/number.h"
#include "base/core/text.h"
#include "watch/notify/json.h"
#include "watch/notify/times.h"

namespace nocturne::notify {

namespace {

constexpr std::array<std::string_view, 5> kKinds = {"group", "digest", "escalation", "undelivered", "test"};
constexpr std::string_view kOpenEnd = "0001-01-01T00:00:00Z"; // Go's zero time, as Alertmanager writes it

template <typename TextsOf>
Texts common(const std::vector<NotifiedAlert>& alerts, TextsOf textsOf)
{
    if (alerts.empty())
        return {};
    auto all = textsOf(alerts.front());
    for (const auto& alert : alerts) {
        const auto own = textsOf(alert);
        std::erase_if(all, [&](const auto& entry) {
            const auto found = own.find(entry.first);
            return found == own.end() || found->second != entry.second;
        });
    }
    return all;
}

void write(JsonWriter& json, const NotifiedAlert& alert)
{
    json.object([&] {
        json.key("fingerprint").text(alert.fingerprint);
        json.key("labels").texts(textsOf(alert.labels));
        json.key("annotations").texts(alert.annotations);
        json.key("firing").boolean(alert.isFiring);
        json.key("severity").number(static_cast<std::int64_t>(alert.severity));
        json.key("startsAt").number(alert.startsAt);
        json.key("endsAt").number(alert.endsAt);
        json.key("value").text(formatNumber(alert.value));
        json.key("generatorURL").text(alert.generatorUrl);
    });
}

using Element = simdjson::dom::element;

std::string textAt(const Element& object, std::string_view key) { return std::string(std::string_view(object[key])); }

std::int64_t integerAt(const Element& object, std::string_view key) { return std::int64_t(object[key]); }

Texts textsAt(const Element& object, std::string_view key)
{
    Texts texts;
    for (const auto& [name, value] : simdjson::dom::object(object[key]))
        texts.emplace(name, std::string_view(value));
    return texts;
}

NotifiedAlert alertOf(const Element& object)
{
    NotifiedAlert alert;
    alert.fingerprint = textAt(object, "fingerprint");
    alert.labels = labelsOf(textsAt(object, "labels"));
    alert.annotations = textsAt(object, "annotations");
    alert.isFiring = bool(object["firing"]);
    alert.severity = static_cast<alerts::Severity>(std::clamp<std::int64_t>(integerAt(object, "severity"), 0, 4));
    alert.startsAt = integerAt(object, "startsAt");
    alert.endsAt = integerAt(object, "endsAt");
    alert.value = parseNumber(textAt(object, "value")).value_or(0);
    alert.generatorUrl = textAt(object, "generatorURL");
    return alert;
}

Message messageOf(const Element& object)
{
    Message message;
    const auto kind = std::ranges::find(kKinds, textAt(object, "kind"));
    message.kind = kind == kKinds.end() ? Message::Kind::Group : static_cast<Message::Kind>(kind - kKinds.begin());
    message.receiver = textAt(object, "receiver");
    message.groupKey = textAt(object, "groupKey");
    message.key = textAt(object, "key");
    message.thread = textAt(object, "thread");
    message.groupLabels = textsAt(object, "groupLabels");
    message.truncated = static_cast<std::size_t>(integerAt(object, "truncated"));
    message.firing = static_cast<std::size_t>(integerAt(object, "firing"));
    message.resolved = static_cast<std::size_t>(integerAt(object, "resolved"));
    message.note = textAt(object, "note");
    message.externalUrl = textAt(object, "externalURL");
    message.at = integerAt(object, "at");
    for (const auto& alert : simdjson::dom::array(object["alerts"]))
        message.alerts.push_back(alertOf(alert));
    return message;
}

void writeWebhookAlert(JsonWriter& json, const NotifiedAlert& alert)
{
    json.object([&] {
        json.key("status").text(alert.isFiring ? "firing" : "resolved");
        json.key("labels").texts(textsOf(alert.labels));
        json.key("annotations").texts(alert.annotations);
        json.key("startsAt").text(rfc3339(alert.startsAt));
        json.key("endsAt").text(alert.isFiring ? std::string(kOpenEnd) : rfc3339(alert.endsAt));
        json.key("generatorURL").text(alert.generatorUrl);
        json.key("fingerprint").text(alert.fingerprint);
    });
}

} // namespace

std::string_view toString(Message::Kind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

Texts textsOf(const model::LabelSet& labels)
{
    Texts texts;
    for (const auto label : labels)
        texts.emplace(label.name, label.value);
    return texts;
}

model::LabelSet labelsOf(const Texts& texts)
{
    std::vector<model::Label> labels;
    for (const auto& [name, value] : texts)
        labels.push_back({name, value});
    return model::LabelSet(std::move(labels));
}

alerts::Severity Message::severity() const
{
    auto worst = alerts::Severity::Info;
    for (const auto& alert : alerts) {
        if (alert.isFiring == isFiring())
            worst = std::max(worst, alert.severity);
    }
    return worst;
}

Texts Message::commonLabels() const
{
    return common(alerts, [](const NotifiedAlert& alert) { return textsOf(alert.labels); });
}

Texts Message::commonAnnotations() const
{
    return common(alerts, [](const NotifiedAlert& alert) { return alert.annotations; });
}

void setAlerts(Message& message, std::vector<NotifiedAlert> alerts)
{
    std::ranges::stable_sort(alerts, [](const NotifiedAlert& a, const NotifiedAlert& b) {
        const auto rank = [](const NotifiedAlert& alert) {
            return std::tuple(!alert.isFiring, -static_cast<int>(alert.severity), alert.startsAt);
        };
        return rank(a) != rank(b) ? rank(a) < rank(b) : a.labels < b.labels;
    });
    message.firing = static_cast<std::size_t>(std::ranges::count(alerts, true, &NotifiedAlert::isFiring));
    message.resolved = alerts.size() - message.firing;
    message.truncated = alerts.size() > kMostAlertsOfMessage ? alerts.size() - kMostAlertsOfMessage : 0;
    alerts.resize(alerts.size() - message.truncated);
    message.alerts = std::move(alerts);
}

std::string toJson(const Message& message)
{
    JsonWriter json;
    json.object([&] {
        json.key("kind").text(toString(message.kind));
        json.key("receiver").text(message.receiver);
        json.key("groupKey").text(message.groupKey);
        json.key("key").text(message.key);
        json.key("thread").text(message.thread);
        json.key("groupLabels").texts(message.groupLabels);
        json.key("truncated").number(static_cast<std::int64_t>(message.truncated));
        json.key("firing").number(static_cast<std::int64_t>(message.firing));
        json.key("resolved").number(static_cast<std::int64_t>(message.resolved));
        json.key("note").text(message.note);
        json.key("externalURL").text(message.externalUrl);
        json.key("at").number(message.at);
        json.key("alerts").array([&] {
            for (const auto& alert : message.alerts)
                write(json, alert);
        });
    });
    return json.take();
}

Result<Message> messageFromJson(std::string_view json)
{
    try {
        simdjson::dom::parser parser;
        return messageOf(parser.parse(json.data(), json.size()));
    } catch (const simdjson::simdjson_error& error) {
        return fail(Error::Kind::Corrupt, "a stored message cannot be read: " + std::string(error.what()));
    }
}

std::string webhookBody(const Message& message, std::size_t maxAlerts)
{
    const auto shown = maxAlerts == 0 ? message.alerts.size() : std::min(maxAlerts, message.alerts.size());
    JsonWriter json;
    json.object([&] {
        json.key("version").text("4");
        json.key("groupKey").text(message.groupKey);
        json.key("truncatedAlerts")
            .number(static_cast<std::int64_t>(message.truncated + message.alerts.size() - shown));
        json.key("status").text(message.status());
        json.key("receiver").text(message.receiver);
        json.key("groupLabels").texts(message.groupLabels);
        json.key("commonLabels").texts(message.commonLabels());
        json.key("commonAnnotations").texts(message.commonAnnotations());
        json.key("externalURL").text(message.externalUrl);
        json.key("alerts").array([&] {
            for (std::size_t i = 0; i < shown; ++i)
                writeWebhookAlert(json, message.alerts[i]);
        });
        if (!message.note.empty())
            json.key("notification_reason").text(message.note);
    });
    return json.take();
}

std::string titleOf(const Message& message)
{
    std::string title;
    if (message.firing > 0)
        title = std::to_string(message.firing) + " firing";
    if (message.resolved > 0)
        title += (title.empty() ? "" : ", ") + std::to_string(message.resolved) + " resolved";
    const auto common = message.commonLabels();
    const auto name = common.find("alertname");
    if (name != common.end())
        title += ": " + printable(name->second, 100);
    else if (!message.alerts.empty())
        title += ": " + printable(message.alerts.front().labels.get("alertname"), 100) + " and others";
    return title;
}

std::string messageKey(const std::string& integration, const Message& message, std::uint64_t number)
{
    std::string text =
        integration + '\n' + message.groupKey + '\n' + std::to_string(message.at) + '\n' + std::to_string(number);
    for (const auto& alert : message.alerts)
        text += '\n' + alert.fingerprint + (alert.isFiring ? "+" : "-");
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::string hex;
    for (std::size_t i = 0; i < 16; ++i) {
        static constexpr std::string_view kDigits = "0123456789abcdef";
        hex += kDigits[digest.at(i) >> 4U];
        hex += kDigits[digest.at(i) & 15U];
    }
    return hex;
}

} // namespace nocturne::notify
