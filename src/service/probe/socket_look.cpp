// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "service/probe/socket_look.h"

#include <algorithm>
#include <random>

#include "base/core/text.h"
#include "base/net/byte_stream.h"
#include "base/net/url.h"
#include "service/probe/judge_answer.h"
#include "sources/health/websocket_protocol.h"
#include "sources/streams/aegis_message.h"

namespace nocturne::probe {

namespace {

using Kind = health::WebSocketMessage::Kind;

constexpr std::size_t kHeadBytes = 16'384;
constexpr std::size_t kSampleBytes = 16'384;
constexpr std::size_t kMessageBytes = std::size_t{4} << 20U;

std::string randomBytes(std::size_t count)
{
    std::random_device random;
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i)
        bytes += static_cast<char>(random());
    return bytes;
}

class Look
{
public:
    Look(const net::Url& url, const paste::WebRequest& how, const net::Patience& patience)
        : m_url(url)
        , m_how(how)
        , m_patience(patience)
        , m_reader(kMessageBytes)
    {}

    void run(SocketLook& out, std::chrono::milliseconds listening)
    {
        auto host = m_url.host;
        if (host.starts_with('['))
            host = host.substr(1, host.size() - 2);
        auto stream =
            net::ByteStream::open({host, std::to_string(m_url.port), m_url.scheme == "https", m_how.tls}, m_patience);
        if (!stream)
            return fail(out, stream.error());
        if (!shakeHands(*stream, out))
            return;
        const net::Patience listen{m_patience.stop,
                                   std::min(m_patience.deadline, std::chrono::steady_clock::now() + listening)};
        judge(firstMessage(*stream, listen), out);
    }

private:
    static void fail(SocketLook& out, const net::StreamFailure& failure)
    {
        out.attempt.state = failure.state;
        out.attempt.words = failure.words;
    }
    static bool fail(SocketLook& out, net::FetchState state, std::string words)
    {
        out.attempt.state = state;
        out.attempt.words = std::move(words);
        return false;
    }

    std::string request(const std::string& key) const
    {
        std::string text = "GET " + m_url.target + " HTTP/1.1\r\nHost: " + m_url.authority() +
                           "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           "User-Agent: nocturne\r\nSec-WebSocket-Key: " +
                           key + "\r\n";
        for (const auto& header : m_how.headers) {
            if (!net::sameHeaderName(header.name, "Host") && header.name.find_first_of("\r\n") == std::string::npos &&
                header.value.find_first_of("\r\n") == std::string::npos)
                text.append(header.name).append(": ").append(header.value).append("\r\n");
        }
        if (m_how.basicAuth)
            text += "Authorization: Basic " +
                    health::base64(m_how.basicAuth->username + ':' + m_how.basicAuth->password.text()) + "\r\n";
        return text + "\r\n";
    }

    bool shakeHands(net::ByteStream& stream, SocketLook& out)
    {
        const auto key = health::base64(randomBytes(16));
        if (const auto sent = stream.write(request(key), m_patience); !sent) {
            fail(out, sent.error());
            return false;
        }
        std::string bytes;
        while (bytes.find("\r\n\r\n") == std::string::npos) {
            const auto more = stream.read(m_patience);
            if (!more) {
                fail(out, more.error());
                return false;
            }
            if (more->empty())
                return fail(out, net::FetchState::Reset, "the server closed the connection without an answer");
            bytes += *more;
            if (bytes.size() > kHeadBytes)
                return fail(out, net::FetchState::Protocol, "the head of the answer is larger than 16 KiB");
        }
        const auto end = bytes.find("\r\n\r\n");
        m_reader.feed(std::string_view(bytes).substr(end + 4));
        return judgeHead(std::string_view(bytes).substr(0, end), key, out);
    }

    static bool judgeHead(std::string_view head, const std::string& key, SocketLook& out)
    {
        const auto answer = health::readHandshake(head);
        if (!answer)
            return fail(out, net::FetchState::Protocol, answer.error().message);
        out.attempt.status = answer->status;
        if (answer->status != 101) {
            const auto state = net::stateOfStatus(answer->status);
            return fail(out, state == net::FetchState::Ok ? net::FetchState::Protocol : state,
                        "HTTP " + std::to_string(answer->status) + ", not a WebSocket");
        }
        if (answer->header("Sec-WebSocket-Accept") != health::webSocketAccept(key))
            return fail(out, net::FetchState::Protocol, "the server does not accept the WebSocket as it has to");
        return true;
    }

    std::string firstMessage(net::ByteStream& stream, const net::Patience& patience)
    {
        while (true) {
            const auto message = m_reader.next();
            if (!message || (*message && (*message)->kind == Kind::Close))
                return {};
            if (*message && ((*message)->kind == Kind::Text || (*message)->kind == Kind::Binary))
                return (*message)->payload;
            if (*message)
                continue;
            const auto more = stream.read(patience);
            if (!more || more->empty())
                return {};
            m_reader.feed(*more);
        }
    }

    static void judge(const std::string& message, SocketLook& out)
    {
        Finding finding{.service = Service::JsonStream};
        streams::AegisReader reader;
        const auto aegis = reader.read(message);
        const bool isJson = message.starts_with('{') || message.starts_with('[');
        if (aegis && (aegis->kind == streams::AegisMessage::Kind::Metrics ||
                      aegis->kind == streams::AegisMessage::Kind::Subscribed)) {
            finding.service = Service::Aegis;
            finding.product = "AEGIS";
            out.attempt.words = "the stream of an AEGIS";
        } else if (message.starts_with("0{") && message.find("\"sid\"") != std::string::npos) {
            finding.service = Service::SocketIo;
            finding.product = "Socket.IO";
            out.attempt.words = "a Socket.IO server";
        } else {
            out.attempt.words = message.empty() ? "a WebSocket that says nothing by itself"
                                : isJson        ? "a WebSocket that says JSON"
                                                : "a WebSocket that says what is no JSON";
        }
        if (isJson && finding.service == Service::JsonStream && message.size() <= kSampleBytes)
            finding.sample = message;
        out.attempt.found = finding.service;
        out.finding = std::move(finding);
    }

    const net::Url& m_url;
    const paste::WebRequest& m_how;
    const net::Patience& m_patience;
    health::WebSocketReader m_reader;
};

} // namespace

SocketLook lookAtSocket(const std::string& url, const paste::WebRequest& how, const net::Patience& patience,
                        std::chrono::milliseconds listening)
{
    SocketLook look;
    look.attempt.url = net::redactedUrl(url);
    const auto parsed = net::parseUrl("http" + url.substr(std::min<std::size_t>(2, url.size())));
    if (!url.starts_with("ws") || !parsed) {
        look.attempt.state = net::FetchState::InvalidRequest;
        look.attempt.words = "a WebSocket is at ws:// or wss://";
        return look;
    }
    const auto began = std::chrono::steady_clock::now();
    Look(*parsed, how, patience).run(look, listening);
    look.attempt.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (look.finding)
        look.finding->url = url;
    return look;
}

} // namespace nocturne::probe
