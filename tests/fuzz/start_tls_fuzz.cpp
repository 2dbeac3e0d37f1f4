// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What servers say before TLS begins: at once and in pieces it has to come to the same, and to nothing behind consent.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sources/health/start_tls.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace nocturne::health;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size); // NOLINT: libFuzzer hands over bytes
    for (const auto protocol : {StartTls::Smtp, StartTls::Imap, StartTls::Pop3, StartTls::Ftp, StartTls::Postgres}) {
        StartTlsDialogue whole(protocol);
        const bool isTaken = whole.feed(bytes).has_value();
        StartTlsDialogue pieces(protocol);
        std::size_t taken = 0;
        while (taken < size && pieces.feed(bytes.substr(taken, 1)).has_value())
            ++taken;
        if (isTaken != (taken == size) || (isTaken && whole.isDone() != pieces.isDone()))
            std::abort();
    }
    return 0;
}
