// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/net/smtp_client.h"
#include "watch/notify/mail.h"
#include "watch/notify/sender.h"
#include "watch/notify/texts.h"

namespace nocturne::notify {

struct EmailOptions
{
    net::SmtpRequest server; ///< host, port, security, TLS, greeting, user and password; the rest is filled in
    MessageText to;          ///< addresses with commas between them
    MailAddress from;
    std::vector<std::pair<std::string, MessageText>> headers = {};
    MessageText text = {};
    MessageText html = {};
    bool hasHtml = true;
};

/// Mails: text and HTML, the same Message-ID each time a message is sent, ends in reply to the beginning.
class EmailSender final : public Sender
{
public:
    EmailSender(net::SmtpClient& client, EmailOptions options)
        : m_client(client)
        , m_options(std::move(options))
    {}
    ~EmailSender() override;
    EmailSender(const EmailSender&) = delete;
    EmailSender& operator=(const EmailSender&) = delete;

    void send(const Message& message, Done done) override;
    std::string preview(const Message& message) const override;

private:
    Result<MailContent> contentOf(const Message& message) const;

    net::SmtpClient& m_client;
    EmailOptions m_options;
    std::set<net::SmtpClient::MailId> m_underWay;
};

} // namespace nocturne::notify
