// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/email_sender.h"

#include <memory>

#include "base/core/text.h"

namespace nocturne::notify {

namespace {

constexpr std::size_t kMostText = 250'000; // a mail is 1 MB at most, and base64 makes it a third longer
constexpr std::size_t kMostHtml = 400'000;
constexpr std::string_view kDomain = "@nocturne.invalid";

SendResult resultOf(const net::SmtpResult& result)
{
    if (result)
        return {SendResult::Kind::Sent, *result};
    const auto& failure = result.error();
    const bool isFinal = failure.kind == net::SmtpFailure::Kind::Permanent;
    return {isFinal ? SendResult::Kind::Refused : SendResult::Kind::Retry, failure.words};
}

} // namespace

EmailSender::~EmailSender()
{
    for (const auto id : m_underWay)
        m_client.cancel(id);
}

Result<MailContent> EmailSender::contentOf(const Message& message) const
{
    const auto to = m_options.to.expand(message);
    if (!to)
        return tl::unexpected(to.error().within("to"));
    auto addresses = parseAddresses(*to);
    if (!addresses)
        return tl::unexpected(addresses.error().within("to"));
    MailContent content;
    content.from = m_options.from;
    content.to = std::move(*addresses);
    content.subject = defaultSubject(message);
    for (const auto& [name, text] : m_options.headers)
        content.headers.emplace_back(
            name,
            text.expandOr(message, equalsIgnoringCase(name, "Subject") ? defaultSubject(message) : std::string()));
    content.messageId = message.key + std::string(kDomain);
    if (!message.thread.empty() && message.thread != message.key)
        content.inReplyTo = message.thread + std::string(kDomain);
    content.text = cut(m_options.text.expandOr(message, defaultText(message, kMostText)), kMostText);
    if (m_options.hasHtml)
        content.html = cut(m_options.html.expandOr(message, defaultHtml(message, kMostHtml)), kMostHtml);
    content.date = message.at;
    return content;
}

void EmailSender::send(const Message& message, Done done)
{
    auto content = contentOf(message);
    if (!content)
        return done({SendResult::Kind::Refused, content.error().text()});
    auto request = m_options.server;
    request.from = m_options.from.address;
    for (const auto& to : content->to)
        request.to.push_back(to.address);
    request.content = mailText(*content);
    const auto id = std::make_shared<net::SmtpClient::MailId>(0);
    *id = m_client.send(std::move(request), [this, id, done = std::move(done)](const net::SmtpResult& result) {
        m_underWay.erase(*id);
        done(resultOf(result));
    });
    m_underWay.insert(*id);
}

std::string EmailSender::preview(const Message& message) const
{
    const auto content = contentOf(message);
    if (!content)
        return "this mail cannot be sent: " + content.error().text();
    std::string text = "From: " + content->from.address + "\nTo: ";
    for (const auto& to : content->to)
        text += (&to == &content->to.front() ? "" : ", ") + to.address;
    text += "\nSubject: " + content->subject + "\n\n" + content->text;
    return content->html.empty() ? text : text + "\n--- HTML ---\n" + content->html;
}

} // namespace nocturne::notify
