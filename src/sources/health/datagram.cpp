// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/datagram.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <netdb.h>
#include <unistd.h>

namespace nocturne::health {

namespace {

constexpr std::size_t kDatagramBytes = 65'536;

net::StreamFailure systemFailure(int error, const std::string& what)
{
    const auto state = error == ECONNREFUSED                                           ? net::FetchState::Refused
                       : error == ENETUNREACH || error == EHOSTUNREACH                 ? net::FetchState::Unreachable
                       : error == EACCES || error == EPERM || error == EPROTONOSUPPORT ? net::FetchState::InvalidRequest
                                                                                       : net::FetchState::Internal;
    return {state, what + ": " + std::generic_category().message(error)};
}

} // namespace

const sockaddr* HostAddress::general() const
{
    // NOLINTNEXTLINE: the sockets interface wants the general address type
    return reinterpret_cast<const sockaddr*>(&storage);
}

net::StreamResult<HostAddress> resolveHost(const std::string& host, const std::string& port)
{
    const auto began = std::chrono::steady_clock::now();
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int status = ::getaddrinfo(host.c_str(), port.empty() ? nullptr : port.c_str(), &hints, &found);
    if (status != 0)
        return tl::unexpected(net::StreamFailure{net::FetchState::Dns,
                                                 "the name was not resolved: " + std::string(gai_strerror(status))});
    HostAddress address;
    std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
    address.size = found->ai_addrlen;
    ::freeaddrinfo(found);
    address.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return address;
}

net::StreamResult<DatagramSocket> DatagramSocket::open(const HostAddress& address, int protocol)
{
    DatagramSocket made(::socket(address.family(), SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
    if (made.m_socket < 0)
        return tl::unexpected(systemFailure(errno, "no socket"));
    if (::connect(made.m_socket, address.general(), address.size) != 0)
        return tl::unexpected(systemFailure(errno, "no way there"));
    return made;
}

DatagramSocket::~DatagramSocket()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

DatagramSocket::DatagramSocket(DatagramSocket&& other) noexcept
    : m_socket(std::exchange(other.m_socket, -1))
{}

net::StreamResult<void> DatagramSocket::send(std::string_view bytes) const
{
    if (::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0)
        return tl::unexpected(systemFailure(errno, "nothing could be sent"));
    return {};
}

net::StreamResult<std::string> DatagramSocket::receive(const net::Patience& patience) const
{
    while (true) {
        const auto waited = net::waitFor(m_socket, {true, false}, patience);
        if (waited == net::Waited::Stopped)
            return tl::unexpected(net::StreamFailure{net::FetchState::Cancelled, "given up"});
        if (waited != net::Waited::Ready)
            return tl::unexpected(net::StreamFailure{net::FetchState::Timeout, "no answer in time"});
        std::string bytes(kDatagramBytes, '\0');
        const auto size = ::recv(m_socket, bytes.data(), bytes.size(), 0);
        if (size >= 0) {
            bytes.resize(static_cast<std::size_t>(size));
            return bytes;
        }
        if (errno != EAGAIN && errno != EINTR)
            return tl::unexpected(systemFailure(errno, "no answer"));
    }
}

} // namespace nocturne::health
