// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <sys/socket.h>

#include "base/net/byte_stream.h"
#include "base/net/patience.h"

namespace nocturne::health {

/// An address of a host, and how long it took to find.
struct HostAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0;
    double seconds = 0;

    int family() const { return storage.ss_family; }
    const sockaddr* general() const;
};

/// The first address of `host`, with `port` in it where it is not empty. Cannot be interrupted.
net::StreamResult<HostAddress> resolveHost(const std::string& host, const std::string& port);

/// A socket that speaks with one address in datagrams. Closed with the object.
class DatagramSocket
{
public:
    /// Fails as connect(2) and socket(2) do; `protocol` is that of socket(2).
    static net::StreamResult<DatagramSocket> open(const HostAddress& address, int protocol);
    ~DatagramSocket();
    DatagramSocket(DatagramSocket&& other) noexcept;
    DatagramSocket& operator=(DatagramSocket&& other) = delete;

    net::StreamResult<void> send(std::string_view bytes) const;
    /// One datagram, up to 64 KiB.
    net::StreamResult<std::string> receive(const net::Patience& patience) const;
    int descriptor() const { return m_socket; }

private:
    explicit DatagramSocket(int socket)
        : m_socket(socket)
    {}

    int m_socket;
};

} // namespace nocturne::health
