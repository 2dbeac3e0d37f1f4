// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/fault_server.h"

namespace nocturne::test {

/// The opcodes of RFC 6455, section 5.2.
enum class WebSocketOpcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

/// The server's end of one WebSocket connection, as a script sees it: what it sends may be as wrong as it likes.
class WebSocketPeer
{
public:
    struct Frame
    {
        WebSocketOpcode opcode = WebSocketOpcode::Text;
        std::string payload;
        bool final = true;
        std::uint8_t reserved = 0;                   ///< the three reserved bits, which stand for nothing
        bool masked = false;                         ///< only clients mask
        std::optional<std::uint64_t> announced = {}; ///< size that the head names, where it is not that of the payload

        bool operator==(const Frame&) const = default;
    };

    explicit WebSocketPeer(FaultConnection& connection)
        : m_connection(connection)
    {}

    /// The next frame of the client, unmasked; nothing when it is gone or the server stops. Up to 16 MiB.
    std::optional<Frame> read();
    bool send(const Frame& frame);
    bool sendText(std::string_view text) { return send({WebSocketOpcode::Text, std::string(text)}); }
    /// A close frame; the connection stays until the script returns.
    bool close(std::uint16_t code, std::string_view reason);
    FaultConnection& connection() { return m_connection; }

private:
    bool fill(std::size_t size);

    FaultConnection& m_connection;
    std::string m_received;
};

using WebSocketScript = std::function<void(WebSocketPeer&)>;

/// Ready-made misbehaviour of WebSocket servers. Those that send something wrong then wait for the client to close.
namespace faults {

/// Answers the handshake, then runs `script`; 400 when the request asks for no WebSocket.
FaultScript webSocket(WebSocketScript script);

/// Sends back each message, answers pings and closes.
WebSocketScript webSocketEcho();
/// Sends messages with a pause before each; then answers pings until the client goes.
WebSocketScript webSocketSay(std::vector<std::string> messages, std::chrono::milliseconds pause);
/// One message in `pieces` frames, a ping between each two.
WebSocketScript webSocketFragments(std::string message, std::size_t pieces);
/// Fragments without end.
WebSocketScript webSocketEndlessFragments();
/// The head of a frame of `announced` bytes, and none of them.
WebSocketScript webSocketHugeFrame(std::uint64_t announced);
/// One frame as it is given.
WebSocketScript webSocketFrame(WebSocketPeer::Frame frame);
/// Text that is no UTF-8; reserved bits; a masked frame; a ping of 126 bytes; a close code that nobody may send.
WebSocketScript webSocketBadUtf8();
WebSocketScript webSocketReservedBits();
WebSocketScript webSocketMasked();
WebSocketScript webSocketLongPing();
WebSocketScript webSocketBadClose();
/// `count` messages as fast as they go.
WebSocketScript webSocketFlood(std::string message, std::uint64_t count);
/// Reads everything and says nothing, not even a pong.
WebSocketScript webSocketSilence();
/// Closes at once.
WebSocketScript webSocketClose(std::uint16_t code, std::string reason);

} // namespace faults
} // namespace nocturne::test
