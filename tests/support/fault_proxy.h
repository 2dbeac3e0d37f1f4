// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace nocturne::test {

/// What a FaultProxy does to the bytes that pass it.
struct ProxyFaults
{
    /// How a connection ends, or does not, when `cutAfter` bytes of answer have passed.
    enum class Cut {
        Close,     ///< in order, in both directions
        Reset,     ///< with a TCP reset
        HalfClose, ///< the answer ends; what the client sends still passes
        Stall      ///< nothing passes any more and nothing is said: a cable pulled out
    };

    std::chrono::milliseconds delay{0};  ///< of each piece, in each direction
    std::chrono::milliseconds jitter{0}; ///< up to so much more, by `seed`; pieces keep their order
    std::uint64_t bytesPerSecond = 0;    ///< of each direction of a connection; 0: as fast as it goes
    std::optional<std::uint64_t> cutAfter = {};
    Cut cut = Cut::Close;
    bool blackHole = false;        ///< connections are taken, and nothing passes
    std::chrono::seconds life{60}; ///< after which a connection is closed whatever happens
    std::uint64_t seed = 1;
};

/// Stands between a client and a server on 127.0.0.1 and makes their network a bad one, which the kernel of a test
/// machine often cannot. One thread serves all connections, from construction to destruction.
///
///     test::FaultProxy proxy(server.port(), {.delay = 100ms});
///     fetch(proxy.url("/metrics"));
class FaultProxy
{
public:
    explicit FaultProxy(std::uint16_t target, ProxyFaults faults = {});
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    std::uint16_t port() const;
    /// "http://127.0.0.1:PORT" + path.
    std::string url(std::string_view path = "/") const;
    /// From now on, also for what already waits in open connections.
    void setFaults(ProxyFaults faults);
    /// Ends all open connections with a reset.
    void dropConnections();

    /// Connections taken so far, and those that are open.
    int connections() const;
    int openConnections() const;
    /// Bytes passed on to the server, and to clients.
    std::uint64_t bytesUp() const;
    std::uint64_t bytesDown() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nocturne::test
