// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/datagram_server.h"

#include <algorithm>
#include <cstdlib>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace nocturne::test {

DatagramServer::DatagramServer(Answer answer, int port)
    : m_socket(::socket(AF_INET, SOCK_DGRAM, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    socklen_t size = sizeof address;
    auto* general = reinterpret_cast<sockaddr*>(&address); // NOLINT: the sockets interface wants it
    if (::bind(m_socket, general, size) != 0 || ::getsockname(m_socket, general, &size) != 0)
        std::abort(); // no loopback port
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this, answer = std::move(answer)] { serve(answer); });
}

DatagramServer::~DatagramServer()
{
    m_stops = true;
    m_thread.join();
    ::close(m_socket);
}

void DatagramServer::serve(const Answer& answer) const
{
    while (!m_stops) {
        pollfd watched = {m_socket, POLLIN, 0};
        if (::poll(&watched, 1, 20) <= 0)
            continue;
        std::string bytes(2'000, '\0');
        sockaddr_storage from{};
        socklen_t size = sizeof from;
        auto* general = reinterpret_cast<sockaddr*>(&from); // NOLINT: the sockets interface wants it
        const auto count = ::recvfrom(m_socket, bytes.data(), bytes.size(), 0, general, &size);
        bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        for (const auto& part : answer(bytes))
            ::sendto(m_socket, part.data(), part.size(), 0, general, size);
    }
}

std::string bigEndian(unsigned value, unsigned bytes)
{
    std::string text;
    while (bytes-- > 0)
        text += static_cast<char>(value >> (8 * bytes));
    return text;
}

std::string dnsName(std::string_view name)
{
    std::string text;
    while (!name.empty()) {
        const auto dot = std::min(name.find('.'), name.size());
        text += static_cast<char>(dot);
        text += name.substr(0, dot);
        name.remove_prefix(std::min(dot + 1, name.size()));
    }
    return text + '\0';
}

/// An answer to `question` with these records, type and data each, under the name that was asked for.
std::string dnsAnswer(const std::string& question, const std::vector<std::pair<unsigned, std::string>>& records,
                      unsigned flags)
{
    auto answer = question.substr(0, 2) + bigEndian(flags, 2) + bigEndian(1, 2) +
                  bigEndian(unsigned(records.size()), 2) + bigEndian(0, 4) + question.substr(12);
    for (const auto& [type, data] : records)
        answer += "\xc0\x0c" + bigEndian(type, 2) + bigEndian(1, 2) + bigEndian(60, 4) +
                  bigEndian(unsigned(data.size()), 2) + data;
    return answer;
}

} // namespace nocturne::test
