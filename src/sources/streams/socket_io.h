// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nocturne::streams {

/// The client's side of Socket.IO over one WebSocket: Engine.IO protocol 4, Socket.IO protocol 5. What comes in goes to
/// take(), which says what to do; no socket of its own. One object a connection, used on one thread.
///
/// Source: the protocols' own documents, socketio/engine.io-protocol and socketio/socket.io-protocol.
class SocketIo
{
public:
    /// What a packet asks for. Views are of the text that was taken.
    struct Turn
    {
        std::vector<std::string> send;         ///< answers
        bool isOpen = false;                   ///< the first namespace has been joined
        std::optional<std::string_view> event; ///< `["name", argument, ...]`
        std::string bad;                       ///< no packet of the protocol
        std::string refused;                   ///< a namespace did not let us in: the server's words
        std::string closed;                    ///< the server ends the session
    };

    /// An empty list of namespaces stands for "/". `auth` is a JSON object, or empty.
    SocketIo(std::vector<std::string> namespaces, std::string auth);

    Turn take(std::string_view packet);
    /// A binary message: whether it was announced. It is dropped and counted.
    bool takeBinary();
    std::uint64_t attachmentsDropped() const { return m_attachmentsDropped; }

    /// How long the server may be silent, which pings at an interval of its own; 0 before the handshake.
    std::chrono::milliseconds heartbeat() const { return m_heartbeat; }
    /// An event, `["name", argument]`, as a packet to the first namespace.
    std::string packetOf(std::string_view event) const;

private:
    void open(std::string_view handshake, Turn& turn);
    void takeMessage(std::string_view packet, Turn& turn);

    std::vector<std::string> m_namespaces;
    std::string m_auth;
    std::chrono::milliseconds m_heartbeat{0};
    std::uint64_t m_attachmentsDue = 0;
    std::uint64_t m_attachmentsDropped = 0;
};

/// The URL of a Socket.IO server's WebSocket: `/socket.io/` where no path is given, and what Engine.IO asks for.
std::string socketIoUrl(std::string url);
/// Adds `name=value`, encoded, to the query of a URL.
void addQuery(std::string& url, std::string_view name, std::string_view value);

} // namespace nocturne::streams
