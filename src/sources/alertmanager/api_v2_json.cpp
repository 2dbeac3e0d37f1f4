// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/alertmanager/api_v2_json.h"

#include <simdjson.h>

#include "base/core/iso_time.h"
#include "base/core/text.h"
#include "watch/notify/json.h"
#include "watch/notify/times.h"

namespace nocturne::alertmanager {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr Timestamp kYear3000 = 32'503'680'000'000;
constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMostLabels = 256;
constexpr std::size_t kLongestName = 1024;
constexpr std::size_t kLongestText = std::size_t{64} << 10U;
constexpr std::size_t kShownRefusal = 300;

std::optional<std::string_view> textOf(const object& from, std::string_view key, std::size_t most = kLongestText)
{
    std::string_view text;
    if (from.at_key(key).get(text) != simdjson::SUCCESS || text.size() > most)
        return std::nullopt;
    return text;
}

std::optional<Timestamp> timeOf(const object& from, std::string_view key)
{
    const auto text = textOf(from, key);
    const auto time = text ? parseIsoTime(*text) : std::nullopt;
    return time && *time >= 0 && *time < kYear3000 ? time : std::nullopt; // with its zone it may lie outside
}

bool flagOf(const object& from, std::string_view key, bool otherwise)
{
    bool flag = otherwise;
    return from.at_key(key).get(flag) == simdjson::SUCCESS ? flag : otherwise;
}

/// A list of texts; an absent or null one is empty.
std::vector<std::string> textsOf(const object& from, std::string_view key)
{
    std::vector<std::string> texts;
    array items;
    if (from.at_key(key).get(items) != simdjson::SUCCESS)
        return texts;
    for (const auto item : items) {
        std::string_view text;
        if (item.get(text) == simdjson::SUCCESS && text.size() <= kLongestName && texts.size() < kMostLabels)
            texts.emplace_back(text);
    }
    return texts;
}

/// Calls `take(name, value)` for each member; false where it is no map of texts, or too large a one.
template <typename Take>
bool readTexts(const object& from, std::string_view key, Take take)
{
    object map;
    const auto error = from.at_key(key).get(map);
    if (error == simdjson::NO_SUCH_FIELD)
        return true;
    if (error != simdjson::SUCCESS || map.size() > kMostLabels)
        return false;
    for (const auto member : map) {
        std::string_view text;
        if (member.key.empty() || member.key.size() > kLongestName || member.value.get(text) != simdjson::SUCCESS ||
            text.size() > kLongestText)
            return false;
        take(member.key, text);
    }
    return true;
}

std::optional<RemoteAlert> alertOf(const object& from)
{
    RemoteAlert alert;
    model::LabelSetBuilder labels;
    const bool isWhole =
        readTexts(from, "labels", [&](auto name, auto value) { labels.set(name, value); }) &&
        readTexts(from, "annotations", [&](auto name, auto value) { alert.annotations[std::string(name)] = value; });
    const auto startsAt = timeOf(from, "startsAt");
    alert.labels = labels.build();
    if (!isWhole || !startsAt || alert.labels.empty())
        return std::nullopt;
    alert.startsAt = *startsAt;
    alert.generatorUrl = textOf(from, "generatorURL").value_or("");
    object status;
    if (from.at_key("status").get(status) == simdjson::SUCCESS) {
        alert.silencedBy = textsOf(status, "silencedBy");
        alert.inhibitedBy = textsOf(status, "inhibitedBy");
        alert.mutedBy = textsOf(status, "mutedBy");
    }
    return alert;
}

std::optional<model::Matcher> matcherOf(const object& from)
{
    using Op = model::Matcher::Op;
    const auto name = textOf(from, "name", kLongestName);
    const auto value = textOf(from, "value");
    if (!name || name->empty() || !value)
        return std::nullopt;
    const bool isRegex = flagOf(from, "isRegex", false);
    const bool isEqual = flagOf(from, "isEqual", true); // versions before 0.22 know no other
    const auto op = isRegex ? (isEqual ? Op::Regex : Op::NotRegex) : (isEqual ? Op::Equal : Op::NotEqual);
    auto made = model::Matcher::make(op, std::string(*name), std::string(*value));
    return made ? std::optional(std::move(*made)) : std::nullopt;
}

std::optional<alerts::Silence> silenceOf(const object& from)
{
    alerts::Silence silence;
    const auto id = textOf(from, "id", kLongestName);
    const auto startsAt = timeOf(from, "startsAt");
    const auto endsAt = timeOf(from, "endsAt");
    array matchers;
    if (!id || id->empty() || !startsAt || !endsAt || from.at_key("matchers").get(matchers) != simdjson::SUCCESS ||
        matchers.size() > kMostLabels)
        return std::nullopt;
    for (const auto item : matchers) {
        object one;
        auto matcher = item.get(one) == simdjson::SUCCESS ? matcherOf(one) : std::nullopt;
        if (!matcher)
            return std::nullopt;
        silence.matchers.push_back(std::move(*matcher));
    }
    silence.id = *id;
    silence.startsAt = *startsAt;
    silence.endsAt = *endsAt;
    silence.updatedAt = timeOf(from, "updatedAt").value_or(0);
    silence.createdBy = textOf(from, "createdBy").value_or("");
    silence.comment = textOf(from, "comment").value_or("");
    return silence;
}

tl::unexpected<Error> corrupt(std::string what) { return fail(Error::Kind::Corrupt, std::move(what)); }

/// A document, with the parser that holds it.
struct Document
{
    simdjson::dom::parser parser{kLargestAnswer};
    element root;
};

Result<std::unique_ptr<Document>> parse(std::string_view json)
{
    auto document = std::make_unique<Document>();
    auto error = document->parser.allocate(std::min(json.size() + 1, kLargestAnswer), kMaxDepth);
    if (error == simdjson::SUCCESS)
        error = document->parser.parse(json.data(), json.size()).get(document->root);
    if (error != simdjson::SUCCESS)
        return corrupt("the answer is no JSON: " + std::string(simdjson::error_message(error)));
    return document;
}

template <typename T, typename Read>
Result<Listed<T>> readList(std::string_view json, Read read)
{
    const auto document = parse(json);
    if (!document)
        return tl::unexpected(document.error());
    array items;
    if ((*document)->root.get(items) != simdjson::SUCCESS)
        return corrupt("the answer is no list: is this the address of an Alertmanager?");
    Listed<T> listed;
    for (const auto item : items) {
        if (listed.items.size() + listed.unreadable == kMostItems)
            return fail(Error::Kind::LimitExceeded,
                        "the answer has more than " + std::to_string(kMostItems) + " items");
        object from;
        auto made = item.get(from) == simdjson::SUCCESS ? read(from) : std::nullopt;
        if (made)
            listed.items.push_back(std::move(*made));
        else
            ++listed.unreadable;
    }
    return listed;
}

} // namespace

Result<Listed<RemoteAlert>> readAlerts(std::string_view json) { return readList<RemoteAlert>(json, alertOf); }

Result<Listed<alerts::Silence>> readSilences(std::string_view json)
{
    return readList<alerts::Silence>(json, silenceOf);
}

Result<PeerStatus> readStatus(std::string_view json)
{
    const auto document = parse(json);
    if (!document)
        return tl::unexpected(document.error());
    object root;
    object cluster;
    if ((*document)->root.get(root) != simdjson::SUCCESS || root.at_key("cluster").get(cluster) != simdjson::SUCCESS)
        return corrupt("the answer says nothing of a cluster: is this the address of an Alertmanager?");
    PeerStatus status;
    status.cluster = textOf(cluster, "status", kLongestName).value_or("");
    array peers;
    if (cluster.at_key("peers").get(peers) == simdjson::SUCCESS)
        status.peers = peers.size();
    object version;
    if (root.at_key("versionInfo").get(version) == simdjson::SUCCESS)
        status.version = textOf(version, "version", kLongestName).value_or("");
    return status;
}

Result<std::string> readSilenceId(std::string_view json)
{
    const auto document = parse(json);
    if (!document)
        return tl::unexpected(document.error());
    object root;
    if ((*document)->root.get(root) != simdjson::SUCCESS)
        return corrupt("the answer holds no id of a silence");
    const auto id = textOf(root, "silenceID", kLongestName);
    if (!id || id->empty())
        return corrupt("the answer holds no id of a silence");
    return std::string(*id);
}

std::string readRefusal(std::string_view json)
{
    const auto document = parse(json);
    if (!document)
        return printable(trimmed(json, " \t\r\n"), kShownRefusal);
    std::string_view text;
    object root;
    if ((*document)->root.get(text) == simdjson::SUCCESS)
        return printable(text, kShownRefusal);
    if ((*document)->root.get(root) == simdjson::SUCCESS)
        return printable(textOf(root, "message").value_or(""), kShownRefusal);
    return {};
}

std::string writeSilence(const alerts::Silence& silence)
{
    using Op = model::Matcher::Op;
    notify::JsonWriter json;
    json.object([&] {
        if (!silence.id.empty())
            json.key("id").text(silence.id);
        json.key("matchers").array([&] {
            for (const auto& matcher : silence.matchers) {
                const auto op = matcher.op();
                json.object([&] {
                    json.key("name").text(matcher.name());
                    json.key("value").text(matcher.value());
                    json.key("isRegex").boolean(op == Op::Regex || op == Op::NotRegex);
                    json.key("isEqual").boolean(op == Op::Equal || op == Op::Regex);
                });
            }
        });
        json.key("startsAt").text(notify::rfc3339(silence.startsAt));
        json.key("endsAt").text(notify::rfc3339(silence.endsAt));
        json.key("createdBy").text(silence.createdBy);
        json.key("comment").text(silence.comment);
    });
    return json.take();
}

std::string writeAlerts(const std::vector<OutgoingAlert>& alerts)
{
    notify::JsonWriter json;
    json.array([&] {
        for (const auto& alert : alerts) {
            json.object([&] {
                json.key("labels").object([&] {
                    for (const auto label : alert.labels)
                        json.key(label.name).text(label.value);
                });
                json.key("annotations").object([&] {
                    for (const auto& [name, text] : alert.annotations)
                        json.key(name).text(text);
                });
                json.key("startsAt").text(notify::rfc3339(alert.startsAt));
                json.key("endsAt").text(notify::rfc3339(alert.endsAt));
                json.key("generatorURL").text(alert.generatorUrl);
            });
        }
    });
    return json.take();
}

} // namespace nocturne::alertmanager
