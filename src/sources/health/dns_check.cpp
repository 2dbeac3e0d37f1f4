// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <fstream>
#include <random>

#include "base/core/text.h"
#include "base/net/byte_stream.h"
#include "sources/health/datagram.h"
#include "sources/health/dns_message.h"
#include "sources/health/network_checks.h"
#include "sources/health/tcp_probe.h"

namespace nocturne::health {

namespace {

/// A datagram may be lost; then it is sent again.
constexpr std::chrono::milliseconds kTry{1'000};

std::string systemResolver()
{
    std::ifstream file("/etc/resolv.conf");
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("nameserver"))
            continue;
        const std::string address(trimmed(std::string_view(line).substr(10), " \t\r"));
        if (!address.empty())
            return address.find(':') == std::string::npos ? address + ":53" : '[' + address + "]:53";
    }
    return "127.0.0.1:53"; // as the system's resolver does
}

struct Question
{
    std::string bytes;
    std::uint16_t id = 0;
    std::uint16_t type = 0;
};

using Answered = tl::expected<DnsAnswer, net::StreamFailure>;

Result<DnsAnswer> readBytes(const std::string& bytes, std::uint16_t type)
{
    // NOLINTNEXTLINE: bytes as libresolv reads them
    return readDnsMessage({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()}, type);
}

Answered broken(const Error& error)
{
    return tl::unexpected(net::StreamFailure{net::FetchState::Protocol, error.message});
}

Answered askByUdp(const Question& question, const HostAddress& server, const net::Patience& patience)
{
    const auto socket = DatagramSocket::open(server, 0);
    if (!socket)
        return tl::unexpected(socket.error());
    while (true) {
        if (const auto sent = socket->send(question.bytes); !sent)
            return tl::unexpected(sent.error());
        const auto until = std::min(patience.deadline, std::chrono::steady_clock::now() + kTry);
        while (true) {
            const auto bytes = socket->receive({patience.stop, until});
            if (!bytes && bytes.error().state == net::FetchState::Timeout && until < patience.deadline)
                break; // once more
            if (!bytes)
                return tl::unexpected(bytes.error());
            const auto answer = readBytes(*bytes, question.type);
            if (!answer)
                return broken(answer.error());
            if (answer->id == question.id) // another one is late, or from somebody else
                return *answer;
        }
    }
}

/// RFC 1035, 4.2.2: the same messages with their lengths before them.
Answered askByTcp(const Question& question, const std::pair<std::string, std::string>& server,
                  const net::Patience& patience)
{
    auto stream = net::ByteStream::open({server.first, server.second, false, {}}, patience);
    if (!stream)
        return tl::unexpected(stream.error());
    const std::string length = {static_cast<char>(question.bytes.size() >> 8U),
                                static_cast<char>(question.bytes.size() & 0xffU)};
    if (const auto sent = stream->write(length + question.bytes, patience); !sent)
        return tl::unexpected(sent.error());
    std::string bytes;
    while (true) {
        const auto byteAt = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
        const std::size_t size = bytes.size() < 2 ? 0 : std::size_t{byteAt(0)} << 8U | byteAt(1);
        if (bytes.size() >= 2 && bytes.size() >= size + 2) {
            auto answer = readBytes(bytes.substr(2, size), question.type);
            return answer ? Answered(std::move(*answer)) : broken(answer.error());
        }
        const auto more = stream->read(patience);
        if (!more || more->empty())
            return tl::unexpected(more ? net::StreamFailure{net::FetchState::Truncated, "the DNS answer was cut off"}
                                       : more.error());
        bytes += *more;
    }
}

/// Without the last dot, and without case, which names do not have.
std::string plain(std::string_view text)
{
    if (text.ends_with('.'))
        text.remove_suffix(1);
    return asciiLower(text);
}

std::string listOf(const std::vector<std::string>& records)
{
    std::string text;
    for (const auto& record : records)
        text += (text.empty() ? "" : ", ") + record;
    return text;
}

void judge(const CheckOptions& check, const DnsAnswer& answer, ProbeResult& result)
{
    result.readings.push_back({"probe_dns_answer_rrs", {}, {}, static_cast<double>(answer.allRecords)});
    result.state = HealthState::Up;
    if (answer.code != 0) {
        lower(result, HealthState::Down, "dns", "the nameserver answers " + dnsCodeName(answer.code));
        return;
    }
    if (answer.records.empty()) {
        lower(result, HealthState::Down, "dns_mismatch", "there is no record of type " + check.record);
        return;
    }
    for (const auto& expected : check.expectedAnswers) {
        const bool isThere = std::ranges::any_of(
            answer.records, [&](const std::string& record) { return plain(record) == plain(expected); });
        if (!isThere)
            lower(result, HealthState::Down, "dns_mismatch",
                  printable(expected, 100) + " is not among the answers: " + printable(listOf(answer.records), 300));
    }
}

} // namespace

ProbeResult checkDns(const CheckOptions& check, const net::Patience& patience)
{
    const auto type = dnsRecordType(check.record);
    const auto target = splitTarget(check.resolver.empty() ? systemResolver() : check.resolver);
    if (!type || !target)
        return failedResult("invalid_request",
                            !type ? "there is no record type " + check.record : target.error().message);
    std::random_device random;
    const auto id = static_cast<std::uint16_t>(random());
    const auto bytes = dnsQuestion(id, check.target, *type);
    if (!bytes)
        return failedResult("invalid_request", bytes.error().message);
    const auto server = resolveHost(target->first, target->second);
    if (!server)
        return failedResult("dns", server.error().words);
    const Question question{*bytes, id, *type};
    const auto began = std::chrono::steady_clock::now();
    auto answer = askByUdp(question, *server, patience);
    if (answer && answer->isTruncated)
        answer = askByTcp(question, *target, patience);
    ProbeResult result;
    if (answer)
        judge(check, *answer, result);
    else
        result = failedResult(net::toString(answer.error().state), answer.error().words);
    result.phases.dns = server->seconds;
    result.phases.firstByte = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return result;
}

} // namespace nocturne::health
