// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// engine packet  = digit [data]      0 open, 1 close, 2 ping, 3 pong, 4 message, 5 upgrade, 6 noop
// socket packet  = digit [count "-"] [namespace ","] [id] [json]   of engine packets 4; count and namespace where
// needed
//                  0 connect, 1 disconnect, 2 event, 3 ack, 4 connect error, 5 binary event, 6 binary ack
#include "sources/streams/socket_io.h"

#include <algorithm>

#include "base/core/json_fields.h"
#include "base/core/text.h"
#include "base/net/url.h"

namespace nocturne::streams {

namespace {

constexpr std::size_t kMaxAttachments = 100;
constexpr std::size_t kMaxDigits = 12;
constexpr double kLongestHeartbeatMs = 600'000;
constexpr std::size_t kShownBytes = 200;

std::uint64_t takeDigits(std::string_view& text, std::size_t& count)
{
    std::uint64_t number = 0;
    count = 0;
    while (count < text.size() && count < kMaxDigits && isAsciiDigit(text[count]))
        number = number * 10 + static_cast<std::uint64_t>(text[count++] - '0');
    return number;
}

/// "/admin" where a namespace is named, which a comma ends; "/" else.
std::string takeNamespace(std::string_view& text)
{
    if (!text.starts_with('/'))
        return "/";
    const auto end = std::min(text.find(','), text.size());
    auto name = std::string(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto query = name.find('?'); query != std::string::npos)
        name.resize(query);
    return name;
}

/// What a connect error says: {"message": "..."}, or the older plain text.
std::string messageOf(std::string_view text)
{
    simdjson::dom::parser parser;
    json::element root;
    json::object object;
    if (parser.parse(text.data(), text.size()).get(root) == simdjson::SUCCESS &&
        root.get(object) == simdjson::SUCCESS) {
        if (const auto message = json::member(object, "message"))
            return printable(json::textOf(message, kShownBytes), kShownBytes);
    }
    return printable(text, kShownBytes);
}

} // namespace

SocketIo::SocketIo(std::vector<std::string> namespaces, std::string auth)
    : m_namespaces(std::move(namespaces))
    , m_auth(std::move(auth))
{
    if (m_namespaces.empty())
        m_namespaces.emplace_back("/");
}

SocketIo::Turn SocketIo::take(std::string_view packet)
{
    Turn turn;
    if (packet.empty()) {
        turn.bad = "an empty packet";
        return turn;
    }
    const auto data = packet.substr(1);
    switch (packet.front()) {
    case '0':
        open(data, turn);
        break;
    case '1':
        turn.closed = "the server closed the session";
        break;
    case '2':
        turn.send.push_back("3" + std::string(data.substr(0, kShownBytes)));
        break;
    case '3':
    case '5':
    case '6':
        break;
    case '4':
        takeMessage(data, turn);
        break;
    default:
        turn.bad = "\"" + printable(packet, 40) +
                   "\" is no packet of Engine.IO 4: is it a Socket.IO server of version 3 or later?";
    }
    return turn;
}

void SocketIo::open(std::string_view handshake, Turn& turn)
{
    simdjson::dom::parser parser;
    json::element root;
    json::object object;
    if (parser.parse(handshake.data(), handshake.size()).get(root) != simdjson::SUCCESS ||
        root.get(object) != simdjson::SUCCESS || !json::member(object, "sid")) {
        turn.bad = "the handshake of Engine.IO is no JSON with a sid";
        return;
    }
    const auto interval = json::member(object, "pingInterval");
    const auto timeout = json::member(object, "pingTimeout");
    const auto milliseconds = (interval ? json::numberOf(*interval).value_or(25'000) : 25'000) +
                              (timeout ? json::numberOf(*timeout).value_or(20'000) : 20'000);
    m_heartbeat =
        std::chrono::milliseconds(static_cast<std::int64_t>(std::clamp(milliseconds, 1000.0, kLongestHeartbeatMs)));
    for (const auto& name : m_namespaces)
        turn.send.push_back("40" + (name == "/" ? std::string() : name + ",") + m_auth);
}

void SocketIo::takeMessage(std::string_view packet, Turn& turn)
{
    const char type = packet.empty() ? ' ' : packet.front();
    auto rest = packet.substr(packet.empty() ? 0 : 1);
    std::size_t digits = 0;
    if (type == '5' || type == '6') {
        const auto count = takeDigits(rest, digits);
        if (digits == 0 || rest.substr(digits, 1) != "-" || count > kMaxAttachments) {
            turn.bad = "a binary packet with a bad number of attachments";
            return;
        }
        rest.remove_prefix(digits + 1);
        m_attachmentsDue += count;
    }
    const auto name = takeNamespace(rest);
    switch (type) {
    case '0':
        turn.isOpen = name == m_namespaces.front();
        break;
    case '1':
        turn.closed = "the server disconnected the namespace " + printable(name, kShownBytes);
        break;
    case '2':
    case '5':
        (void)takeDigits(rest, digits); // of an acknowledgement that is asked for: none is given
        rest.remove_prefix(digits);
        if (rest.starts_with('['))
            turn.event = rest;
        else
            turn.bad = "an event without its list of name and arguments";
        break;
    case '3':
    case '6':
        break;
    case '4':
        turn.refused = printable(name, kShownBytes) + ": " + messageOf(rest);
        break;
    default:
        turn.bad = "\"" + printable(packet, 40) + "\" is no packet of Socket.IO";
    }
}

bool SocketIo::takeBinary()
{
    if (m_attachmentsDue == 0)
        return false;
    --m_attachmentsDue;
    ++m_attachmentsDropped;
    return true;
}

std::string SocketIo::packetOf(std::string_view event) const
{
    const auto& name = m_namespaces.front();
    return "42" + (name == "/" ? std::string() : name + ",") + std::string(event);
}

std::string socketIoUrl(std::string url)
{
    const auto authority = url.find("://");
    const auto from = authority == std::string::npos ? 0 : authority + 3;
    const auto query = std::min(url.find('?', from), url.size());
    const auto path = url.find('/', from);
    if (path >= query)
        url.insert(query, "/socket.io/");
    else if (path + 1 == query)
        url.insert(query, "socket.io/");
    addQuery(url, "EIO", "4");
    addQuery(url, "transport", "websocket");
    return url;
}

void addQuery(std::string& url, std::string_view name, std::string_view value)
{
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += net::urlEncoded(name) + "=" + net::urlEncoded(value);
}

} // namespace nocturne::streams
