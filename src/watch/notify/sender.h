// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "watch/notify/message.h"

namespace nocturne::notify {

/// How one attempt ended.
struct SendResult
{
    enum class Kind {
        Sent,
        Retry,  ///< may go well later: nobody answered, or the server asks for patience
        Refused ///< will never go well: the server does not want it
    };

    Kind kind = Kind::Sent;
    std::string words = {};                         ///< the server's, or what went wrong; no secrets, one line
    std::optional<std::chrono::seconds> after = {}; ///< not before

    bool operator==(const SendResult&) const = default;
};

/// One way out: brings messages to a mail server, a chat, a URL.
///
/// Lives on the thread of its loop. A message that is sent again has the same Message::key, by which the other side
/// can tell.
class Sender
{
public:
    using Done = std::function<void(SendResult)>;

    virtual ~Sender() = default;
    /// Sends; `done` is called once, later or from within. After the destructor it is not called.
    virtual void send(const Message& message, Done done) = 0;
    /// The message as it would be sent, without secrets; for people.
    virtual std::string preview(const Message& message) const = 0;
};

} // namespace nocturne::notify
