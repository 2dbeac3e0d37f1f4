// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "base/net/http.h"

namespace nocturne::net {

/// The client's side of one TLS connection, without a socket: bytes from the server are fed, bytes for it are taken.
/// OpenSSL does the work; the server must show a certificate of a trusted authority for its name, unless
/// TlsOptions::insecureSkipVerify. Used on one thread. Private to this room.
class TlsSession
{
public:
    enum class Step {
        Done,
        NeedsInput, ///< take what is to be sent, then feed what comes
        Closed,     ///< the server ended the connection in order
        Failed      ///< see error()
    };

    /// Fails with InvalidInput where the options name files or texts that cannot be used.
    static Result<std::unique_ptr<TlsSession>> make(const TlsOptions& options, const std::string& host);
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    Step handshake();
    Step write(std::string_view bytes);
    /// Appends what the server said, as far as it is complete.
    Step read(std::string& out);

    void feed(std::string_view bytes);
    /// What has to go to the server.
    std::string takeOutput();

    /// One sentence, with what the certificate says where that is the reason.
    const std::string& error() const;
    /// What the server showed, also where it was refused.
    std::optional<PeerCertificate> certificate() const;
    /// "TLSv1.3"
    std::string version() const;

private:
    struct State;
    explicit TlsSession(std::unique_ptr<State> state);
    Step stepOf(int outcome);

    std::unique_ptr<State> m_state;
};

} // namespace nocturne::net
