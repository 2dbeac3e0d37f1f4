// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
//     echo = type (8, or 128 of IPv6)  code 0  checksum:2  identifier:2  sequence:2  data
//
// The kernel fills in identifier and checksum, and gives us the replies to our own requests alone. Source: RFC 792,
// RFC 4443 section 4, icmp(7).
#include <fstream>
#include <random>

#include <netinet/in.h>

#include "sources/health/datagram.h"
#include "sources/health/network_checks.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kHeaderBytes = 8;
constexpr std::size_t kDataBytes = 32;

std::string request(bool isSix)
{
    std::random_device random;
    std::string packet(kHeaderBytes + kDataBytes, '\0');
    packet[0] = static_cast<char>(isSix ? 128 : 8);
    packet[7] = 1; // sequence
    for (std::size_t i = kHeaderBytes; i < packet.size(); ++i)
        packet[i] = static_cast<char>(random());
    return packet;
}

bool isReplyTo(const std::string& sent, const std::string& reply, bool isSix)
{
    return reply.size() >= kHeaderBytes && static_cast<unsigned char>(reply[0]) == (isSix ? 129 : 0) &&
           reply.compare(6, std::string::npos, sent, 6, std::string::npos) == 0;
}

ProbeResult notPermitted()
{
    std::ifstream file("/proc/sys/net/ipv4/ping_group_range");
    std::string range;
    std::getline(file, range);
    auto result = failedResult("not_permitted",
                               "the system does not let this user ping (net.ipv4.ping_group_range is \"" + range +
                                   "\"): as root, run sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", and keep "
                                   "it in /etc/sysctl.d");
    result.state = HealthState::Unknown; // of the target nothing is known
    return result;
}

ProbeResult ping(const HostAddress& address, const net::Patience& patience)
{
    const bool isSix = address.family() == AF_INET6;
    const auto socket = DatagramSocket::open(address, isSix ? int{IPPROTO_ICMPV6} : int{IPPROTO_ICMP});
    if (!socket && socket.error().state == net::FetchState::InvalidRequest)
        return notPermitted();
    if (!socket)
        return failedResult(net::toString(socket.error().state), socket.error().words);
    const auto packet = request(isSix);
    if (const auto sent = socket->send(packet); !sent)
        return failedResult(net::toString(sent.error().state), sent.error().words);
    while (true) {
        const auto reply = socket->receive(patience);
        if (!reply)
            return failedResult(net::toString(reply.error().state), reply.error().words);
        if (!isReplyTo(packet, *reply, isSix))
            continue;
        ProbeResult result;
        result.state = HealthState::Up;
        return result;
    }
}

} // namespace

ProbeResult checkIcmp(const CheckOptions& check, const net::Patience& patience)
{
    const auto address = resolveHost(check.target, {});
    if (!address)
        return failedResult(net::toString(address.error().state), address.error().words);
    const auto began = std::chrono::steady_clock::now();
    auto result = ping(*address, patience);
    result.phases.dns = address->seconds;
    result.phases.firstByte = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (result.state == HealthState::Up)
        judgeValue(check.thresholds, result.phases.firstByte,
                   "the reply took " + std::to_string(static_cast<long>(result.phases.firstByte * 1000)) + " ms",
                   result);
    return result;
}

} // namespace nocturne::health
