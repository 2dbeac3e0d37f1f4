// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/senders.h"

namespace nocturne::notify {

namespace {

/// Makes the sender for each kind of options.
struct Maker
{
    const SenderSurroundings& around;

    std::unique_ptr<Sender> operator()(EmailOptions options) const
    {
        return std::make_unique<EmailSender>(around.smtp, std::move(options));
    }
    std::unique_ptr<Sender> operator()(SlackOptions options) const
    {
        return std::make_unique<SlackSender>(around.http, around.clock, std::move(options));
    }
    std::unique_ptr<Sender> operator()(WebhookOptions options) const
    {
        return std::make_unique<WebhookSender>(around.http, around.clock, std::move(options));
    }
    std::unique_ptr<Sender> operator()(LogOptions options) const
    {
        return std::make_unique<LogSender>(around.log, std::move(options.text));
    }
    std::unique_ptr<Sender> operator()(CommandOptions options) const
    {
        return std::make_unique<CommandSender>(around.loop, std::move(options));
    }
};

} // namespace

Courier::Senders makeSenders(std::vector<SenderOptions> options, const SenderSurroundings& around)
{
    Courier::Senders senders;
    for (auto& one : options)
        senders.emplace(one.integration.id, std::visit(Maker{around}, std::move(one.way)));
    return senders;
}

} // namespace nocturne::notify
