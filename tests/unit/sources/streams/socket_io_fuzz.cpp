// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Packets of Engine.IO and Socket.IO, one a line, of one connection; an empty line is a binary message.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/streams/socket_io.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::streams;
    // NOLINTNEXTLINE: bytes as text
    std::string_view text(reinterpret_cast<const char*>(data), size);
    SocketIo session({"/", "/a"}, "{}");
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty()) {
            static_cast<void>(session.takeBinary());
            continue;
        }
        const auto turn = session.take(line);
        if (turn.event && (!turn.event->starts_with('[') || !turn.bad.empty()))
            std::abort();
        if (turn.send.size() > 2 || turn.refused.size() > 2000 || turn.bad.size() > 2000)
            std::abort();
        if (session.heartbeat() > std::chrono::minutes(10) || session.heartbeat().count() < 0)
            std::abort();
    }
    return 0;
}
