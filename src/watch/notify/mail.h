// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/core/clock.h"
#include "base/core/result.h"

namespace nocturne::notify {

/// One address of a mail: "Ops <ops@example.org>".
struct MailAddress
{
    std::string name;    ///< may be empty
    std::string address; ///< local@domain, printable ASCII

    bool operator==(const MailAddress&) const = default;
};

/// Reads addresses with commas between them. Fails with InvalidInput for one that is none, or holds control characters.
Result<std::vector<MailAddress>> parseAddresses(std::string_view text);

/// What a mail is made of; texts are UTF-8 and may hold anything.
struct MailContent
{
    MailAddress from;
    std::vector<MailAddress> to;
    std::string subject;
    std::vector<std::pair<std::string, std::string>> headers; ///< besides, or instead of Subject, From and To
    std::string messageId;                                    ///< without brackets: "KEY@nocturne"
    std::string inReplyTo;                                    ///< likewise; empty: none
    std::string text;
    std::string html; ///< empty: the mail is text alone
    Timestamp date = 0;
};

/// The mail as RFC 5322 and RFC 2045 want it: lines of at most 78 characters ended by CR LF, all in ASCII, bodies in
/// base64. No text can end a header or begin another one: control characters become blanks, what is not ASCII an
/// encoded word (RFC 2047). Headers whose name is none are left out.
std::string mailText(const MailContent& content);

/// One header with its folds and the line end.
std::string mailHeader(std::string_view name, std::string_view value);

} // namespace nocturne::notify
