// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include "watch/notify/courier.h"
#include "watch/notify/dispatcher.h"
#include "watch/notify/email_sender.h"
#include "watch/notify/http_senders.h"
#include "watch/notify/local_senders.h"

namespace nocturne::notify {

struct LogOptions
{
    MessageText text;
};

/// One way out with all it needs; secrets are in clear.
struct SenderOptions
{
    Integration integration;
    std::variant<EmailOptions, SlackOptions, WebhookOptions, LogOptions, CommandOptions> way;
};

/// What senders work with; all outlive them.
struct SenderSurroundings
{
    net::EventLoop& loop;
    net::HttpClient& http;
    net::SmtpClient& smtp;
    const Clock& clock;
    Logger& log;
};

Courier::Senders makeSenders(std::vector<SenderOptions> options, const SenderSurroundings& around);

} // namespace nocturne::notify
