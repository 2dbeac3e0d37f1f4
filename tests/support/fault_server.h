// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "support/test_certificate.h"

namespace nocturne::test {

/// One accepted connection, as a script sees it. Lives on the connection's own thread.
class FaultConnection
{
public:
    virtual ~FaultConnection() = default;

    /// The next request, head and body, as it came; empty when the peer is gone or the server stops.
    virtual std::string readRequest() = 0;
    /// Bytes that came, at least one; empty when the peer is gone or the server stops.
    virtual std::string receive() = 0;
    /// Sends all of it; false when the peer is gone or the server stops.
    virtual bool send(std::string_view bytes) = 0;
    /// Waits, but no longer than the server lives; false when it stops.
    virtual bool wait(std::chrono::milliseconds time) = 0;
    /// Waits until the peer closes the connection or the server stops.
    virtual void waitForClose() = 0;
    /// Ends the connection with a TCP reset instead of an orderly close.
    virtual void reset() = 0;
};

/// What is done with a connection; it is closed when the script returns. Called on many threads at once.
using FaultScript = std::function<void(FaultConnection&)>;

/// A server that misbehaves as told: raw sockets on 127.0.0.1, an ephemeral port, a thread per connection. Serves from
/// construction to destruction; ready-made scripts are in "support/faults.h".
///
///     test::FaultServer server(test::faults::respond(200, {}, "up 1\n"));
///     fetch(server.url("/metrics"));
class FaultServer
{
public:
    struct Tls
    {
        TestCertificate certificate;
        std::string clientCaPem = {}; ///< when set, clients must show a certificate of this authority
        int maxVersion = 0;           ///< OpenSSL's TLS1_1_VERSION and so on; 0: any
    };

    explicit FaultServer(FaultScript script);
    FaultServer(FaultScript script, Tls tls);
    /// Stops all scripts and joins their threads.
    ~FaultServer();
    FaultServer(const FaultServer&) = delete;
    FaultServer& operator=(const FaultServer&) = delete;

    std::uint16_t port() const;
    /// "http://127.0.0.1:PORT" + path, with https where the server speaks TLS.
    std::string url(std::string_view path = "/") const;
    /// All requests read so far, in the order they came.
    std::vector<std::string> requests() const;
    /// Connections accepted so far, and those whose script has not returned.
    int connections() const;
    int openConnections() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

/// A port of 127.0.0.1 where every connection is refused, for as long as this lives.
class RefusedPort
{
public:
    RefusedPort();
    ~RefusedPort();
    RefusedPort(const RefusedPort&) = delete;
    RefusedPort& operator=(const RefusedPort&) = delete;

    std::uint16_t port() const { return m_port; }
    std::string url(std::string_view path = "/") const;

private:
    std::uint16_t m_port = 0;
    int m_socket; // made after the port it sets
};

} // namespace nocturne::test
