// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// libresolv reads names, headers and records; what the records of each type hold is read here (RFC 1035, 3.3 and 3.4;
// RFC 3596, 2.2; RFC 2782; RFC 8659, 4.1).
#include "sources/health/dns_message.h"

#include <array>

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

constexpr int kMostRecords = 1'000;
constexpr std::size_t kRecordBytes = 1'024;

struct Type
{
    std::string_view word;
    ns_type number;
};

constexpr std::array<Type, 10> kTypes = {{{"A", ns_t_a},
                                          {"AAAA", ns_t_aaaa},
                                          {"CAA", ns_t_caa},
                                          {"CNAME", ns_t_cname},
                                          {"MX", ns_t_mx},
                                          {"NS", ns_t_ns},
                                          {"PTR", ns_t_ptr},
                                          {"SOA", ns_t_soa},
                                          {"SRV", ns_t_srv},
                                          {"TXT", ns_t_txt}}};

/// The data of one record, read from its beginning.
class Data
{
public:
    Data(ns_msg& message, const ns_rr& record)
        : m_message(message)
        , m_at(ns_rr_rdata(record))
        , m_end(m_at + ns_rr_rdlen(record))
    {}

    bool isGood() const { return m_isGood; }
    std::size_t left() const { return static_cast<std::size_t>(m_end - m_at); }

    std::string number(std::size_t bytes)
    {
        std::uint32_t value = 0;
        if (left() < bytes)
            return bad();
        for (std::size_t i = 0; i < bytes; ++i)
            value = value << 8U | *m_at++;
        return std::to_string(value);
    }
    std::string address(int family, std::size_t bytes)
    {
        std::array<char, INET6_ADDRSTRLEN> text{};
        if (left() != bytes || inet_ntop(family, m_at, text.data(), text.size()) == nullptr)
            return bad();
        return text.data();
    }
    std::string name()
    {
        std::array<char, NS_MAXDNAME> text{};
        const int size = left() == 0 ? -1
                                     : ns_name_uncompress(ns_msg_base(m_message), ns_msg_end(m_message), m_at,
                                                          text.data(), text.size());
        if (size < 0 || static_cast<std::size_t>(size) > left())
            return bad();
        m_at += size;
        return text.data();
    }
    /// A length and as many bytes.
    std::string text()
    {
        if (left() == 0 || left() < 1U + *m_at)
            return bad();
        const std::size_t size = *m_at++;
        std::string text(m_at, m_at + size);
        m_at += size;
        return text;
    }
    std::string rest()
    {
        std::string text(m_at, m_end);
        m_at = m_end;
        return text;
    }

private:
    std::string bad()
    {
        m_isGood = false;
        return {};
    }

    ns_msg& m_message;
    const unsigned char* m_at;
    const unsigned char* m_end;
    bool m_isGood = true;
};

std::string textOf(Data& data, std::uint16_t type)
{
    std::string text;
    switch (type) {
    case ns_t_a:
        return data.address(AF_INET, 4);
    case ns_t_aaaa:
        return data.address(AF_INET6, 16);
    case ns_t_mx:
        text = data.number(2) + ' ';
        return text + data.name();
    case ns_t_srv:
        for (int i = 0; i < 3; ++i)
            text += data.number(2) + ' ';
        return text + data.name();
    case ns_t_soa:
        text = data.name() + ' ';
        text += data.name();
        for (int i = 0; i < 5; ++i)
            text += ' ' + data.number(4);
        return text;
    case ns_t_txt:
        while (data.left() > 0 && data.isGood())
            text += data.text();
        return text;
    case ns_t_caa:
        text = data.number(1) + ' ';
        text += data.text() + ' ';
        return text + data.rest();
    default:
        return data.name();
    }
}

auto broken() { return fail(Error::Kind::InvalidInput, "the DNS answer is broken"); }

} // namespace

std::optional<std::uint16_t> dnsRecordType(std::string_view word)
{
    for (const auto& type : kTypes) {
        if (type.word == word)
            return static_cast<std::uint16_t>(type.number);
    }
    return std::nullopt;
}

Result<std::string> dnsQuestion(std::uint16_t id, const std::string& name, std::uint16_t type)
{
    std::array<unsigned char, NS_PACKETSZ> bytes{};
    const int size = ::res_mkquery(ns_o_query, name.c_str(), ns_c_in, type, nullptr, 0, nullptr, bytes.data(),
                                   static_cast<int>(bytes.size()));
    if (size < NS_HFIXEDSZ || name.empty())
        return fail(Error::Kind::InvalidInput, "\"" + printable(name, 80) + "\" is no name for DNS");
    bytes[0] = static_cast<unsigned char>(id >> 8U);
    bytes[1] = static_cast<unsigned char>(id);
    bytes[2] |= 1U; // recursion desired
    return std::string(bytes.data(), bytes.data() + size);
}

Result<DnsAnswer> readDnsMessage(std::span<const unsigned char> bytes, std::uint16_t type)
{
    ns_msg message;
    if (bytes.size() > NS_MAXMSG || ns_initparse(bytes.data(), static_cast<int>(bytes.size()), &message) != 0 ||
        ns_msg_getflag(message, ns_f_qr) != 1)
        return broken();
    DnsAnswer answer;
    answer.id = static_cast<std::uint16_t>(ns_msg_id(message));
    answer.code = ns_msg_getflag(message, ns_f_rcode);
    answer.isTruncated = ns_msg_getflag(message, ns_f_tc) == 1;
    const int count = ns_msg_count(message, ns_s_an);
    if (count > kMostRecords)
        return fail(Error::Kind::LimitExceeded, "the DNS answer has more than 1000 records");
    answer.allRecords = static_cast<std::size_t>(count);
    for (int i = 0; i < count; ++i) {
        ns_rr record;
        if (ns_parserr(&message, ns_s_an, i, &record) != 0)
            return broken();
        if (ns_rr_type(record) != type) // an alias on the way
            continue;
        Data data(message, record);
        auto text = printable(textOf(data, type), kRecordBytes);
        if (!data.isGood())
            return broken();
        answer.records.push_back(std::move(text));
    }
    return answer;
}

std::string dnsCodeName(int code)
{
    static constexpr std::array<std::string_view, 6> kNames = {"NOERROR",  "FORMERR", "SERVFAIL",
                                                               "NXDOMAIN", "NOTIMP",  "REFUSED"};
    return code >= 0 && static_cast<std::size_t>(code) < kNames.size()
               ? std::string(kNames.at(static_cast<std::size_t>(code)))
               : "code " + std::to_string(code);
}

} // namespace nocturne::health
