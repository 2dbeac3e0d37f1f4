// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/net/fetch_state.h"
#include "base/net/http.h"
#include "base/net/patience.h"

namespace nocturne::net {

/// Whom a ByteStream talks to.
struct StreamOptions
{
    std::string host; ///< a name, or an address without brackets
    std::string port;
    bool isTls = false;
    TlsOptions tls;
};

/// Why a stream does not go on. The words are fit to be shown: one bounded line without secrets.
struct StreamFailure
{
    FetchState state = FetchState::Internal;
    std::string words;
    Phases phases = {};                              ///< of open()
    std::optional<PeerCertificate> certificate = {}; ///< shown by the server, and refused by us
};

template <typename T>
using StreamResult = tl::expected<T, StreamFailure>;

/// A connection to a server, with or without TLS, for a thread of its own that may wait: protocols of question and
/// answer read like prose that way. HTTP has its own client. One thread at a time uses it.
///
/// The addresses of a name are tried in turn. Resolving a name cannot be interrupted, so open() may return later than
/// its patience says by what the system's resolver takes.
class ByteStream
{
public:
    static StreamResult<ByteStream> open(const StreamOptions& options, const Patience& patience);
    ~ByteStream();
    ByteStream(ByteStream&& other) noexcept;
    ByteStream& operator=(ByteStream&& other) noexcept;

    /// Shakes hands by TLS on a stream that was opened without: nothing that came before may be left to be read.
    StreamResult<void> beginTls(const StreamOptions& options, const Patience& patience);

    /// Sends all of it.
    StreamResult<void> write(std::string_view bytes, const Patience& patience);
    /// What came, at least a byte; nothing once the server has closed the connection in order.
    StreamResult<std::string> read(const Patience& patience);

    /// dns, connect and tls, in seconds.
    const Phases& phases() const;
    /// What a TLS server showed.
    std::optional<PeerCertificate> certificate() const;
    /// "TLSv1.3"; empty without TLS.
    std::string tlsVersion() const;
    /// The address that was reached, "127.0.0.1".
    const std::string& address() const;

private:
    struct State;
    explicit ByteStream(std::unique_ptr<State> state);

    std::unique_ptr<State> m_state;
};

} // namespace nocturne::net
