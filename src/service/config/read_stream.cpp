// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/core/text.h"
#include "service/config/read_mapping.h"
#include "service/config/readers.h"

namespace nocturne::config {

namespace {

using Type = StreamConfig::Type;
using Protocol = StreamConfig::Protocol;

constexpr std::size_t kMaxSubscribe = 100;
constexpr std::size_t kMaxNamespaces = 20;

void readUrl(yaml::MapReader& reader, StreamConfig& stream)
{
    if (!reader.require("url") || !reader.read("url", stream.url))
        return;
    if (!hasScheme(stream.url, "ws://", "wss://"))
        reader.error("url", "url: a stream is a WebSocket, write ws:// or wss://");
    warnOfUserInfo(reader, stream.url);
}

void readTlsOf(yaml::MapReader& reader, StreamConfig& stream, ReadContext& context)
{
    if (const auto* tls = reader.take("tls_config"))
        stream.tls = readTls(*tls, context);
    if (!stream.tls.crlFile.empty())
        reader.error("tls_config", "crl_file: the WebSocket of a stream does not know revoked certificates: remove it");
    if (!stream.tls.serverName.empty()) {
        reader.warning("tls_config",
                       "server_name is not acted on for the WebSocket of a stream, whose certificate must "
                       "name the host of url: it counts for rest_url only");
    }
    if (stream.tls.minVersion == "TLS10" || stream.tls.minVersion == "TLS11")
        reader.warning("tls_config", "min_version: the WebSocket of a stream speaks TLS 1.2 at least");
}

/// Keys that say nothing to a stream of the other type.
void refuse(yaml::MapReader& reader, std::initializer_list<std::string_view> keys, std::string_view type)
{
    for (const auto key : keys) {
        if (reader.take(key) != nullptr)
            reader.error(key, std::string(key) + " belongs to streams of type " + std::string(type) + ": remove it");
    }
}

void readAegis(yaml::MapReader& reader, StreamConfig& stream)
{
    if (reader.read("rest_url", stream.restUrl) && !stream.restUrl->empty() &&
        !hasScheme(*stream.restUrl, "http://", "https://"))
        reader.error("rest_url", "rest_url: write http:// or https://, or nothing to ask nowhere");
    reader.read("rest_ranges", stream.restRanges);
    const auto isRange = [](const std::string& range) {
        return range.size() >= 2 && range.size() <= 6 &&
               std::string_view("smhd").find(range.back()) != std::string::npos &&
               std::all_of(range.begin(), range.end() - 1, isAsciiDigit);
    };
    if (!std::ranges::all_of(stream.restRanges, isRange) || stream.restRanges.size() > 10)
        reader.error("rest_ranges", "rest_ranges: write up to ten ranges that the server knows, such as [15m, 1h]");
    readPositive(reader, "update_interval", stream.updateInterval);
    refuse(reader, {"protocol", "mapping", "subscribe", "namespaces", "auth", "series_limit", "forget_alerts_after"},
           "json");
}

/// An event to be sent begins with its name.
bool isEvent(std::string_view text)
{
    const auto rest = trimmed(text);
    return rest.starts_with('[') && rest.ends_with(']') && trimmed(rest.substr(1)).starts_with('"');
}

void readSocketIo(yaml::MapReader& reader, StreamConfig& stream, ReadContext& context)
{
    reader.read("namespaces", stream.namespaces);
    stream.auth = readSecretMap(reader, "auth", "auth", context);
    const auto isNamespace = [](const std::string& name) {
        return name.starts_with('/') && name.size() <= 200 && name.find_first_of(",? \t\r\n\"") == std::string::npos;
    };
    if (!std::ranges::all_of(stream.namespaces, isNamespace) || stream.namespaces.size() > kMaxNamespaces)
        reader.error("namespaces", "namespaces: write up to 20 names that begin with a slash, such as [/, /admin]");
    if (!std::ranges::all_of(stream.subscribe, isEvent))
        reader.error(
            "subscribe",
            R"(subscribe: an event of Socket.IO is a list that begins with its name, such as '["join", "a"]')");
}

void readJson(yaml::MapReader& reader, StreamConfig& stream, ReadContext& context)
{
    stream.updateInterval = std::chrono::milliseconds(0);
    reader.read("update_interval", stream.updateInterval);
    reader.readChoice<Protocol>("protocol", stream.protocol,
                                {{"websocket", Protocol::WebSocket}, {"socket.io", Protocol::SocketIo}});
    reader.read("subscribe", stream.subscribe);
    if (stream.subscribe.size() > kMaxSubscribe)
        reader.error("subscribe", "subscribe: more than 100 messages are too many");
    if (stream.protocol == Protocol::SocketIo)
        readSocketIo(reader, stream, context);
    else if (reader.has("namespaces") || reader.has("auth"))
        refuse(reader, {"namespaces", "auth"}, "json with protocol: socket.io");
    reader.readInteger("series_limit", stream.seriesLimit, 1, 1'000'000);
    reader.read("forget_alerts_after", stream.forgetAlertsAfter);
    if (reader.require("mapping"))
        stream.mapping = readMapping(*reader.take("mapping"), context.findings);
    refuse(reader, {"rest_url", "rest_ranges"}, "aegis");
}

} // namespace

StreamConfig readStream(const yaml::Node& node, ReadContext& context)
{
    StreamConfig stream;
    stream.where = node.position();
    yaml::MapReader reader(node, context.findings, "stream");
    reader.require("name");
    reader.read("name", stream.name);
    reader.readChoice<Type>("type", stream.type, {{"aegis", Type::Aegis}, {"json", Type::Json}});
    readUrl(reader, stream);
    stream.token = readSecret(reader, "token", context);
    stream.headers = readHeaders(reader, context);
    stream.query = readSecretMap(reader, "query", "query", context);
    if (stream.type == Type::Aegis)
        readAegis(reader, stream);
    else
        readJson(reader, stream, context);
    readTlsOf(reader, stream, context);
    stream.labels = readLabels(reader, "labels", context);
    reader.finish();
    return stream;
}

} // namespace nocturne::config
