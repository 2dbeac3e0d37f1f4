// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "base/net/http.h"

namespace nocturne::health {

/// A message, or a control frame, of a WebSocket server.
struct WebSocketMessage
{
    enum class Kind { Text, Binary, Close, Ping, Pong };

    Kind kind = Kind::Text;
    std::string payload;

    bool operator==(const WebSocketMessage&) const = default;
};

/// Puts the frames of a server together from bytes as they come. Source: RFC 6455, section 5.
class WebSocketReader
{
public:
    explicit WebSocketReader(std::size_t maxMessageBytes)
        : m_maxBytes(maxMessageBytes)
    {}

    void feed(std::string_view bytes) { m_bytes += bytes; }
    /// The next whole message; nothing until more bytes come. Fails with InvalidInput for what no server may send and
    /// with LimitExceeded for a message that is too large; the connection is of no use then.
    Result<std::optional<WebSocketMessage>> next();

private:
    struct Frame;
    Result<std::optional<Frame>> frame();

    std::size_t m_maxBytes;
    std::string m_bytes;
    std::optional<WebSocketMessage> m_begun; ///< a message of which frames are missing
};

/// A frame of a client, masked as it has to be.
std::string webSocketFrame(WebSocketMessage::Kind kind, std::string_view payload,
                           const std::array<unsigned char, 4>& mask);

/// The head of an HTTP answer, without its empty line, as far as it is well-formed: status and headers. Fails with
/// InvalidInput.
Result<net::HttpResponse> readHandshake(std::string_view head);

/// What a server must answer to a key. Source: RFC 6455, section 4.2.2.
std::string webSocketAccept(const std::string& key);

/// `bytes` as base64.
std::string base64(std::string_view bytes);

} // namespace nocturne::health
