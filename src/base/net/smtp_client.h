// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "base/net/event_loop.h"
#include "base/net/http.h"

namespace nocturne::net {

/// One mail and the server that is to take it.
struct SmtpRequest
{
    enum class Security {
        None,     ///< plain text; a password is sent to loopback addresses alone
        StartTls, ///< plain at first, and no mail where the server does not offer TLS
        Implicit  ///< TLS from the start, as on port 465
    };

    std::string host;
    int port = 25;
    Security security = Security::StartTls;
    TlsOptions tls;
    std::string hello = "localhost"; ///< how we call ourselves
    std::string username;            ///< empty: no authentication
    SecretString password;
    std::string from; ///< addresses alone, without names and brackets
    std::vector<std::string> to;
    std::string content;                       ///< header and body, lines ended by CR LF
    std::chrono::milliseconds timeout{30'000}; ///< for everything
};

/// Why a mail was not taken.
struct SmtpFailure
{
    enum class Kind {
        Transport, ///< no connection, no TLS, no answer in time
        Temporary, ///< the server answered with 4xx: later
        Permanent  ///< 5xx, authentication refused, or a request that cannot be sent
    };

    Kind kind = Kind::Transport;
    int reply = 0;     ///< the code of the server; 0: none
    std::string words; ///< what it said, or what went wrong: one line without secrets
};

using SmtpResult = tl::expected<std::string, SmtpFailure>; ///< what the server said when it took the mail

/// Hands mails to SMTP servers; lives on the loop's thread, and each mail has a connection and a thread of its own.
///
/// libcurl 7.88 waits for a mail server's last word within the call, so it cannot share the loop's thread.
/// The loop must outlive the client.
class SmtpClient
{
public:
    using Done = std::function<void(SmtpResult)>;
    using MailId = std::uint64_t;

    explicit SmtpClient(EventLoop& loop);
    /// Drops what is under way, which may take a second; nobody is called.
    ~SmtpClient();
    SmtpClient(const SmtpClient&) = delete;
    SmtpClient& operator=(const SmtpClient&) = delete;

    /// `done` is called once, by the loop and never from within send().
    MailId send(SmtpRequest request, Done done);
    /// Ends it; `done` is not called. Unknown ids are ignored.
    void cancel(MailId id);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace nocturne::net
