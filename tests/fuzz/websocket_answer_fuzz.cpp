// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a WebSocket server answers to a check: the head of its handshake, and its frames.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/health/websocket_protocol.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::health;
    constexpr std::size_t kLimit = 1'000;
    // NOLINTNEXTLINE: bytes as text
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    static_cast<void>(readHandshake(text));
    WebSocketReader reader(kLimit);
    reader.feed(text);
    for (auto message = reader.next(); message && *message; message = reader.next()) {
        if ((*message)->payload.size() > kLimit)
            std::abort();
    }
    return 0;
}
