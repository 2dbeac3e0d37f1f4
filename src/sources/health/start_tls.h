// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/net/byte_stream.h"
#include "sources/health/health_options.h"

namespace nocturne::health {

/// What is said in the open before TLS begins, without the network: SMTP (RFC 3207), IMAP (RFC 9051), POP3 (RFC 2595),
/// FTP (RFC 4217) and PostgreSQL (protocol 3.0, SSLRequest).
///
/// What a server says is untrusted: its lines and their number are bounded, and bytes behind its consent, which TLS
/// would take for its own, end the dialogue.
class StartTlsDialogue
{
public:
    explicit StartTlsDialogue(StartTls protocol);

    /// Takes what came. Fails with InvalidInput where the server has no TLS to offer or does not speak the protocol.
    Result<void> feed(std::string_view bytes);
    /// What is to be sent now; empty: nothing.
    std::string takeOutput();
    /// Whether TLS begins now.
    bool isDone() const { return m_isDone; }

private:
    Result<void> takeLine(std::string_view line);
    Result<void> takeMail(std::string_view line);
    Result<void> takeImap(std::string_view line);
    Result<void> takePop(std::string_view line);
    Result<void> takePostgres(char answer);
    Result<void> refused(std::string_view line) const;

    StartTls m_protocol;
    std::string m_in;
    std::string m_out;
    int m_step = 0;
    int m_lines = 0;
    bool m_offersTls = false;
    bool m_isDone = false;
};

/// Speaks the dialogue over an open stream; nothing where TLS may begin.
std::optional<net::StreamFailure> speakBeforeTls(StartTls protocol, net::ByteStream& stream,
                                                 const net::Patience& patience);

} // namespace nocturne::health
