// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/scrape/dns_lookup.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include "base/core/text.h"

namespace nocturne::scrape {

namespace {

constexpr std::size_t kAnswerBytes = 65'535;
constexpr int kSecondsPerTry = 2;
constexpr int kTries = 2;

ns_type recordType(DnsType type)
{
    switch (type) {
    case DnsType::A:
        return ns_t_a;
    case DnsType::Aaaa:
        return ns_t_aaaa;
    case DnsType::Srv:
        return ns_t_srv;
    case DnsType::Mx:
        return ns_t_mx;
    case DnsType::Ns:
        return ns_t_ns;
    }
    return ns_t_srv;
}

/// The state of the resolver, for one lookup on one thread.
class Resolver
{
public:
    Resolver()
    {
        m_isReady = res_ninit(&m_state) == 0;
        m_state.retrans = kSecondsPerTry;
        m_state.retry = kTries;
    }
    ~Resolver()
    {
        if (m_isReady)
            res_nclose(&m_state);
    }
    Resolver(const Resolver&) = delete;
    Resolver& operator=(const Resolver&) = delete;

    bool isReady() const { return m_isReady; }
    res_state state() { return &m_state; }

    /// Asks this server and no other: "127.0.0.1:53".
    bool setNameserver(const std::string& text)
    {
        const auto colon = text.rfind(':');
        sockaddr_in address{};
        address.sin_family = AF_INET;
        int port = 0;
        if (colon == std::string::npos || inet_pton(AF_INET, text.substr(0, colon).c_str(), &address.sin_addr) != 1)
            return false;
        const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
        if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65535)
            return false;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        m_state.nscount = 1;
        m_state.nsaddr_list[0] = address; // NOLINT: the interface of libresolv
        return true;
    }

private:
    struct __res_state m_state = {};
    bool m_isReady = false;
};

std::string nameAt(ns_msg& message, const unsigned char* data)
{
    std::array<char, NS_MAXDNAME> name{};
    if (ns_name_uncompress(ns_msg_base(message), ns_msg_end(message), data, name.data(), name.size()) < 0)
        return {};
    return std::string(name.data()) + '.';
}

std::string addressOf(int family, const unsigned char* data)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    return inet_ntop(family, data, text.data(), text.size()) == nullptr ? std::string() : std::string(text.data());
}

DnsRecord recordOf(ns_msg& message, const ns_rr& record, DnsType type)
{
    const auto* data = ns_rr_rdata(record);
    const std::size_t size = ns_rr_rdlen(record);
    switch (type) {
    case DnsType::A:
        return {size == 4 ? addressOf(AF_INET, data) : "", 0};
    case DnsType::Aaaa:
        return {size == 16 ? addressOf(AF_INET6, data) : "", 0};
    case DnsType::Srv:
        return {size > 6 ? nameAt(message, data + 6) : "", size > 6 ? data[4] << 8 | data[5] : 0};
    case DnsType::Mx:
        return {size > 2 ? nameAt(message, data + 2) : "", 0};
    case DnsType::Ns:
        return {size > 0 ? nameAt(message, data) : "", 0};
    }
    return {};
}

} // namespace

Result<std::vector<DnsRecord>> readDnsAnswer(std::span<const unsigned char> answer, DnsType type)
{
    const auto broken = [] { return fail(Error::Kind::InvalidInput, "the DNS answer is broken"); };
    ns_msg message;
    if (answer.size() > kAnswerBytes || ns_initparse(answer.data(), static_cast<int>(answer.size()), &message) != 0)
        return broken();
    std::vector<DnsRecord> records;
    for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, i, &record) != 0)
            return broken();
        if (ns_rr_type(record) != recordType(type)) // an alias on the way
            continue;
        auto read = recordOf(message, record, type);
        if (read.target.empty())
            return broken();
        records.push_back(std::move(read));
    }
    return records;
}

Result<std::vector<DnsRecord>> lookUpDns(const std::string& name, DnsType type, const std::string& nameserver)
{
    Resolver resolver;
    if (!resolver.isReady())
        return fail(Error::Kind::Unavailable, "the resolver of the system cannot be used");
    if (!nameserver.empty() && !resolver.setNameserver(nameserver))
        return fail(Error::Kind::InvalidInput, "\"" + printable(nameserver, 60) + "\" is no address of a nameserver");
    std::vector<unsigned char> answer(kAnswerBytes);
    const int size = res_nsearch(resolver.state(), name.c_str(), ns_c_in, recordType(type), answer.data(),
                                 static_cast<int>(answer.size()));
    if (size >= 0)
        return readDnsAnswer(
            std::span(answer).first(std::min<std::size_t>(answer.size(), static_cast<std::size_t>(size))), type);
    switch (resolver.state()->res_h_errno) {
    case HOST_NOT_FOUND:
    case NO_DATA:
        return std::vector<DnsRecord>();
    case TRY_AGAIN:
        return fail(Error::Kind::Unavailable, "no nameserver answers for \"" + printable(name, 100) + '"');
    default:
        return fail(Error::Kind::Unavailable, "the nameserver fails for \"" + printable(name, 100) + '"');
    }
}

} // namespace nocturne::scrape
