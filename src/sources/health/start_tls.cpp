// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/health/start_tls.h"

#include <utility>

#include "base/core/text.h"

namespace nocturne::health {

namespace {

constexpr std::size_t kMostBytes = 8'192; // of a line
constexpr int kMostLines = 100;
constexpr std::string_view kSslRequest{"\0\0\0\x08\x04\xd2\x16\x2f", 8};

tl::unexpected<Error> refuse(std::string words) { return fail(Error::Kind::InvalidInput, std::move(words)); }

std::string upper(std::string_view text)
{
    std::string out(text.substr(0, 64));
    for (char& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

/// Whether "250-SIZE" has more lines behind it.
bool hasMore(std::string_view line) { return line.size() > 3 && line[3] == '-'; }

} // namespace

std::string_view toString(StartTls protocol)
{
    switch (protocol) {
    case StartTls::None:
        return "none";
    case StartTls::Smtp:
        return "smtp";
    case StartTls::Imap:
        return "imap";
    case StartTls::Pop3:
        return "pop3";
    case StartTls::Ftp:
        return "ftp";
    case StartTls::Postgres:
        return "postgres";
    }
    return "none";
}

StartTlsDialogue::StartTlsDialogue(StartTls protocol)
    : m_protocol(protocol)
    , m_isDone(protocol == StartTls::None)
{
    if (protocol == StartTls::Postgres)
        m_out = kSslRequest; // the client speaks first
}

std::string StartTlsDialogue::takeOutput() { return std::exchange(m_out, {}); }

Result<void> StartTlsDialogue::feed(std::string_view bytes)
{
    m_in += bytes;
    while (!m_in.empty() && !m_isDone) {
        if (m_protocol == StartTls::Postgres) {
            const char answer = m_in.front();
            m_in.erase(0, 1);
            if (auto taken = takePostgres(answer); !taken)
                return taken;
            continue;
        }
        const auto end = m_in.find('\n');
        if (end == std::string::npos && m_in.size() <= kMostBytes)
            return {};
        if (end == std::string::npos || end > kMostBytes || ++m_lines > kMostLines)
            return refuse("the server says too much before TLS");
        auto line = m_in.substr(0, end);
        m_in.erase(0, end + 1);
        if (line.ends_with('\r'))
            line.pop_back();
        if (auto taken = takeLine(line); !taken)
            return taken;
    }
    if (m_isDone && !m_in.empty())
        return refuse("the server spoke on after it agreed to TLS: somebody on the way may have");
    return {};
}

Result<void> StartTlsDialogue::takeLine(std::string_view line)
{
    switch (m_protocol) {
    case StartTls::Smtp:
    case StartTls::Ftp:
        return takeMail(line);
    case StartTls::Imap:
        return takeImap(line);
    case StartTls::Pop3:
        return takePop(line);
    case StartTls::None:
    case StartTls::Postgres:
        break;
    }
    return {};
}

Result<void> StartTlsDialogue::refused(std::string_view line) const
{
    return refuse("the server does not begin TLS: it says \"" + printable(line, 120) + '"');
}

/// SMTP and FTP answer by lines of three digits.
Result<void> StartTlsDialogue::takeMail(std::string_view line)
{
    const bool isFtp = m_protocol == StartTls::Ftp;
    if (m_step == 0) {
        if (!line.starts_with("220") && !(isFtp && m_lines > 1))
            return refused(line);
        if (hasMore(line) || !line.starts_with("220"))
            return {};
        m_out = isFtp ? "AUTH TLS\r\n" : "EHLO nocturne\r\n";
        m_step = isFtp ? 2 : 1;
        return {};
    }
    if (m_step == 1) {
        if (!line.starts_with("250"))
            return refused(line);
        m_offersTls = m_offersTls || upper(line.substr(std::min<std::size_t>(4, line.size()))).starts_with("STARTTLS");
        if (hasMore(line))
            return {};
        if (!m_offersTls)
            return refuse("the server does not offer STARTTLS");
        m_out = "STARTTLS\r\n";
        m_step = 2;
        return {};
    }
    if (!line.starts_with(isFtp ? "234" : "220"))
        return refused(line);
    m_isDone = !hasMore(line);
    return {};
}

Result<void> StartTlsDialogue::takeImap(std::string_view line)
{
    if (m_step == 0) {
        if (!upper(line).starts_with("* OK"))
            return refused(line);
        m_out = "n1 STARTTLS\r\n";
        m_step = 1;
        return {};
    }
    if (line.starts_with("* "))
        return {};
    if (!upper(line).starts_with("N1 OK"))
        return refused(line);
    m_isDone = true;
    return {};
}

Result<void> StartTlsDialogue::takePop(std::string_view line)
{
    if (!line.starts_with("+OK"))
        return refused(line);
    if (m_step++ == 0)
        m_out = "STLS\r\n";
    else
        m_isDone = true;
    return {};
}

Result<void> StartTlsDialogue::takePostgres(char answer)
{
    if (answer != 'S')
        return refuse(answer == 'N' ? "the server has no TLS" : "the server does not speak as PostgreSQL does");
    m_isDone = true;
    return {};
}

std::optional<net::StreamFailure> speakBeforeTls(StartTls protocol, net::ByteStream& stream,
                                                 const net::Patience& patience)
{
    StartTlsDialogue dialogue(protocol);
    while (true) {
        if (const auto out = dialogue.takeOutput(); !out.empty()) {
            if (auto sent = stream.write(out, patience); !sent)
                return std::move(sent.error());
        }
        if (dialogue.isDone())
            return std::nullopt;
        const auto bytes = stream.read(patience);
        if (!bytes)
            return bytes.error();
        if (bytes->empty())
            return net::StreamFailure{net::FetchState::Protocol, "the server closed the connection before TLS"};
        if (const auto taken = dialogue.feed(*bytes); !taken)
            return net::StreamFailure{net::FetchState::Protocol, taken.error().message};
    }
}

} // namespace nocturne::health
