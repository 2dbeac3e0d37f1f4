// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Frames after RFC 6455, section 5.2; the handshake after section 4.2.2.
#include "support/web_socket_faults.h"

#include <algorithm>
#include <array>
#include <utility>

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace nocturne::test {

namespace {

constexpr std::uint64_t kMostRead = std::uint64_t{16} << 20U;
constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // of the RFC, section 1.3
constexpr std::string_view kMask = "\x11\x22\x33\x44";

void appendBigEndian(std::string& out, std::uint64_t value, unsigned bytes)
{
    for (unsigned i = bytes; i-- > 0;)
        out.push_back(static_cast<char>(value >> (8 * i)));
}

std::uint64_t bigEndian(std::string_view bytes)
{
    std::uint64_t value = 0;
    for (const char byte : bytes)
        value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

void applyMask(std::string& payload, std::string_view mask)
{
    for (std::size_t i = 0; i < payload.size(); ++i)
        payload[i] = static_cast<char>(payload[i] ^ mask[i % mask.size()]);
}

std::string encoded(const WebSocketPeer::Frame& frame)
{
    const auto size = frame.announced.value_or(frame.payload.size());
    const unsigned mask = frame.masked ? 0x80U : 0;
    std::string bytes;
    bytes.push_back(static_cast<char>((frame.final ? 0x80U : 0) | unsigned{frame.reserved} << 4U |
                                      static_cast<unsigned>(frame.opcode)));
    if (size < 126) {
        bytes.push_back(static_cast<char>(mask | size));
    } else {
        bytes.push_back(static_cast<char>(mask | (size <= UINT16_MAX ? 126U : 127U)));
        appendBigEndian(bytes, size, size <= UINT16_MAX ? 2 : 8);
    }
    auto payload = frame.payload;
    if (frame.masked) {
        bytes += kMask;
        applyMask(payload, kMask);
    }
    return bytes + payload;
}

/// The value of a header of a request; empty when it is not there.
std::string headerOf(const std::string& request, std::string_view name)
{
    const auto lower = [](std::string text) {
        std::ranges::transform(text, text.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        return text;
    };
    const auto at = lower(request).find("\r\n" + std::string(name) + ":");
    if (at == std::string::npos)
        return {};
    const auto from = request.find_first_not_of(' ', at + name.size() + 3);
    return request.substr(from, request.find("\r\n", from) - from);
}

std::string acceptOf(const std::string& key)
{
    const auto text = key + std::string(kGuid);
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data()); // NOLINT: bytes are bytes
    std::array<unsigned char, 4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1> base64{};
    const int size = EVP_EncodeBlock(base64.data(), digest.data(), SHA_DIGEST_LENGTH);
    return {base64.begin(), base64.begin() + size};
}

/// Answers pings until the client goes.
void serve(WebSocketPeer& peer)
{
    while (const auto frame = peer.read()) {
        if (frame->opcode == WebSocketOpcode::Ping)
            peer.send({WebSocketOpcode::Pong, frame->payload});
        if (frame->opcode == WebSocketOpcode::Close) {
            peer.send({WebSocketOpcode::Close, frame->payload});
            return;
        }
    }
}

} // namespace

bool WebSocketPeer::fill(std::size_t size)
{
    while (m_received.size() < size) {
        const auto more = m_connection.receive();
        if (more.empty())
            return false;
        m_received += more;
    }
    return true;
}

std::optional<WebSocketPeer::Frame> WebSocketPeer::read()
{
    if (!fill(2))
        return std::nullopt;
    const auto first = static_cast<unsigned char>(m_received[0]);
    const auto second = static_cast<unsigned char>(m_received[1]);
    Frame frame;
    frame.final = (first & 0x80U) != 0;
    frame.reserved = first >> 4U & 7U;
    frame.opcode = static_cast<WebSocketOpcode>(first & 15U);
    frame.masked = (second & 0x80U) != 0;
    std::uint64_t size = second & 127U;
    std::size_t head = 2;
    if (size >= 126) {
        const std::size_t sizeBytes = size == 126 ? 2 : 8;
        if (!fill(head + sizeBytes))
            return std::nullopt;
        size = bigEndian(std::string_view(m_received).substr(head, sizeBytes));
        head += sizeBytes;
    }
    const std::size_t maskBytes = frame.masked ? kMask.size() : 0;
    if (size > kMostRead || !fill(head + maskBytes + size))
        return std::nullopt;
    frame.payload = m_received.substr(head + maskBytes, size);
    if (frame.masked)
        applyMask(frame.payload, std::string_view(m_received).substr(head, maskBytes));
    m_received.erase(0, head + maskBytes + size);
    return frame;
}

bool WebSocketPeer::send(const Frame& frame) { return m_connection.send(encoded(frame)); }

bool WebSocketPeer::close(std::uint16_t code, std::string_view reason)
{
    std::string payload;
    appendBigEndian(payload, code, 2);
    return send({WebSocketOpcode::Close, payload.append(reason)});
}

namespace faults {

FaultScript webSocket(WebSocketScript script)
{
    return [script = std::move(script)](FaultConnection& connection) {
        const auto request = connection.readRequest();
        if (request.empty())
            return;
        const auto key = headerOf(request, "sec-websocket-key");
        if (key.empty()) {
            connection.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        connection.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: " +
                        acceptOf(key) + "\r\n\r\n");
        WebSocketPeer peer(connection);
        script(peer);
    };
}

WebSocketScript webSocketEcho()
{
    return [](WebSocketPeer& peer) {
        while (const auto frame = peer.read()) {
            auto answer = *frame;
            answer.masked = false;
            if (frame->opcode == WebSocketOpcode::Ping)
                answer.opcode = WebSocketOpcode::Pong;
            if (!peer.send(answer) || frame->opcode == WebSocketOpcode::Close)
                return;
        }
    };
}

WebSocketScript webSocketSay(std::vector<std::string> messages, std::chrono::milliseconds pause)
{
    return [messages = std::move(messages), pause](WebSocketPeer& peer) {
        for (const auto& message : messages) {
            if (!peer.connection().wait(pause) || !peer.sendText(message))
                return;
        }
        serve(peer);
    };
}

WebSocketScript webSocketFragments(std::string message, std::size_t pieces)
{
    return [message = std::move(message), pieces](WebSocketPeer& peer) {
        for (std::size_t i = 0; i < pieces; ++i) {
            const auto from = message.size() * i / pieces;
            const auto to = message.size() * (i + 1) / pieces;
            const bool sent = peer.send({.opcode = i == 0 ? WebSocketOpcode::Text : WebSocketOpcode::Continuation,
                                         .payload = message.substr(from, to - from),
                                         .final = i + 1 == pieces});
            if (!sent || (i + 1 < pieces && !peer.send({WebSocketOpcode::Ping, "between"})))
                return;
        }
        serve(peer);
    };
}

WebSocketScript webSocketEndlessFragments()
{
    return [](WebSocketPeer& peer) {
        const std::string payload(std::size_t{64} << 10U, 'x');
        auto opcode = WebSocketOpcode::Text;
        while (peer.send({.opcode = opcode, .payload = payload, .final = false}))
            opcode = WebSocketOpcode::Continuation;
    };
}

WebSocketScript webSocketHugeFrame(std::uint64_t announced)
{
    return webSocketFrame({.opcode = WebSocketOpcode::Text, .payload = {}, .announced = announced});
}

WebSocketScript webSocketFrame(WebSocketPeer::Frame frame)
{
    return [frame = std::move(frame)](WebSocketPeer& peer) {
        peer.send(frame);
        while (const auto answer = peer.read()) {
            if (answer->opcode == WebSocketOpcode::Close)
                return;
        }
    };
}

WebSocketScript webSocketBadUtf8() { return webSocketFrame({WebSocketOpcode::Text, "\xc3\x28"}); }

WebSocketScript webSocketReservedBits()
{
    return webSocketFrame({.opcode = WebSocketOpcode::Text, .payload = "text", .reserved = 4});
}

WebSocketScript webSocketMasked()
{
    return webSocketFrame({.opcode = WebSocketOpcode::Text, .payload = "text", .masked = true});
}

WebSocketScript webSocketLongPing() { return webSocketFrame({WebSocketOpcode::Ping, std::string(126, 'p')}); }

WebSocketScript webSocketBadClose()
{
    return webSocketFrame({WebSocketOpcode::Close, std::string("\x03\xed", 2)}); // 1005: never in a frame
}

WebSocketScript webSocketFlood(std::string message, std::uint64_t count)
{
    return [message = std::move(message), count](WebSocketPeer& peer) {
        for (std::uint64_t i = 0; i < count; ++i) {
            if (!peer.sendText(message))
                return;
        }
        serve(peer);
    };
}

WebSocketScript webSocketSilence()
{
    return [](WebSocketPeer& peer) {
        while (peer.read()) {
        }
    };
}

WebSocketScript webSocketClose(std::uint16_t code, std::string reason)
{
    return [code, reason = std::move(reason)](WebSocketPeer& peer) {
        peer.close(code, reason);
        (void)peer.read(); // the client's close
    };
}

} // namespace faults
} // namespace nocturne::test
