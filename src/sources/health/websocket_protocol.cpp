// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//     frame = fin:1 reserved:3 opcode:4  masked:1 size:7 [size:16 | size:64] [mask:32] payload
#include "sources/health/websocket_protocol.h"

#include <algorithm>

#include <openssl/evp.h>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

using Kind = WebSocketMessage::Kind;

constexpr std::size_t kControlBytes = 125;
constexpr std::size_t kMostHeaders = 100;

auto bad(const std::string& words) { return fail(Error::Kind::InvalidInput, words); }

int codeOf(Kind kind)
{
    switch (kind) {
    case Kind::Text:
        return 1;
    case Kind::Binary:
        return 2;
    case Kind::Close:
        return 8;
    case Kind::Ping:
        return 9;
    case Kind::Pong:
        return 10;
    }
    return 1;
}

std::optional<Kind> kindOf(int code)
{
    for (const auto kind : {Kind::Text, Kind::Binary, Kind::Close, Kind::Ping, Kind::Pong}) {
        if (codeOf(kind) == code)
            return kind;
    }
    return std::nullopt;
}

} // namespace

struct WebSocketReader::Frame
{
    bool isLast = true;
    int code = 0;
    std::string payload;
};

Result<std::optional<WebSocketReader::Frame>> WebSocketReader::frame()
{
    const auto byteAt = [&](std::size_t at) { return static_cast<unsigned char>(m_bytes[at]); };
    if (m_bytes.size() < 2)
        return std::nullopt;
    if ((byteAt(0) & 0x70U) != 0)
        return bad("the server uses an extension that was not agreed on");
    if ((byteAt(1) & 0x80U) != 0)
        return bad("the server masks its frames");
    std::uint64_t size = byteAt(1) & 0x7fU;
    const std::size_t extra = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (m_bytes.size() < 2 + extra)
        return std::nullopt;
    if (extra > 0)
        size = 0;
    for (std::size_t i = 0; i < extra; ++i)
        size = size << 8U | byteAt(2 + i);
    const bool isControl = (byteAt(0) & 8U) != 0;
    const bool isLast = (byteAt(0) & 0x80U) != 0;
    if (isControl && (size > kControlBytes || !isLast))
        return bad("a control frame of the server is too long or in parts");
    const auto begun = m_begun ? m_begun->payload.size() : 0;
    if (!isControl && (size > m_maxBytes || begun > m_maxBytes - size))
        return fail(Error::Kind::LimitExceeded,
                    "a message is larger than the limit of " + std::to_string(m_maxBytes) + " bytes");
    if (m_bytes.size() - 2 - extra < size)
        return std::nullopt;
    Frame frame{isLast, byteAt(0) & 0xf, m_bytes.substr(2 + extra, size)};
    m_bytes.erase(0, 2 + extra + size);
    return frame;
}

Result<std::optional<WebSocketMessage>> WebSocketReader::next()
{
    while (true) {
        auto read = frame();
        if (!read)
            return tl::unexpected(read.error());
        if (!*read)
            return std::nullopt;
        auto& [isLast, code, payload] = **read;
        const auto kind = kindOf(code);
        if (kind && code >= 8)
            return WebSocketMessage{*kind, std::move(payload)};
        if ((!kind && code != 0) || (code == 0) != m_begun.has_value())
            return bad("the server sent a frame where none of its kind may stand");
        if (kind)
            m_begun = WebSocketMessage{*kind, {}};
        m_begun->payload += payload;
        if (isLast)
            return std::exchange(m_begun, std::nullopt);
    }
}

std::string webSocketFrame(Kind kind, std::string_view payload, const std::array<unsigned char, 4>& mask)
{
    std::string frame(1, static_cast<char>(0x80 | codeOf(kind)));
    const auto size = payload.size();
    const std::size_t extra = size <= kControlBytes ? 0 : size <= 0xffff ? 2 : 8;
    frame += static_cast<char>(0x80U | (extra == 0 ? size : extra == 2 ? 126U : 127U));
    for (std::size_t i = extra; i-- > 0;)
        frame += static_cast<char>(size >> (8 * i) & 0xffU);
    frame.append(mask.begin(), mask.end());
    for (std::size_t i = 0; i < size; ++i)
        frame += static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask.at(i % 4));
    return frame;
}

Result<net::HttpResponse> readHandshake(std::string_view head)
{
    net::HttpResponse response;
    const auto end = std::min(head.find("\r\n"), head.size());
    const auto first = head.substr(0, end);
    const bool isStatus = first.size() >= 12 && first.starts_with("HTTP/1.") && first[8] == ' ' &&
                          std::ranges::all_of(first.substr(9, 3), isAsciiDigit);
    if (!isStatus)
        return bad("the server does not speak HTTP: \"" + printable(first, 60) + '"');
    response.status = std::stoi(std::string(first.substr(9, 3)));
    head.remove_prefix(std::min(end + 2, head.size()));
    while (!head.empty()) {
        const auto stop = std::min(head.find("\r\n"), head.size());
        const auto line = head.substr(0, stop);
        head.remove_prefix(std::min(stop + 2, head.size()));
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || colon == 0 || response.headers.size() >= kMostHeaders)
            return bad("a header of the answer is none, or there are more than 100");
        response.headers.push_back(
            {std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1), " \t"))});
    }
    return response;
}

std::string base64(std::string_view bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    // NOLINTNEXTLINE: OpenSSL reads and writes unsigned bytes
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), // NOLINT
                                     static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string webSocketAccept(const std::string& key)
{
    const auto text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::string digest(20, '\0');
    // NOLINTNEXTLINE: OpenSSL writes unsigned bytes
    EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, EVP_sha1(), nullptr);
    return base64(digest);
}

} // namespace nocturne::health
