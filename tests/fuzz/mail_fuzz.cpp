// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Whatever a label holds, a mail has the headers that we give it and no other: the first line is a name, the rest a
// value.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "watch/notify/mail.h"

using namespace nocturne::notify;

namespace {

void demand(bool condition, std::string_view what)
{
    if (condition)
        return;
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

/// One header: lines end by CR LF, all but the first begin with a blank, all is printable ASCII.
void demandHeader(std::string_view header)
{
    if (header.empty())
        return;
    demand(header.ends_with("\r\n"), "no line end");
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto byte = static_cast<unsigned char>(header[i]);
        demand((byte >= 0x20 && byte < 0x7f) || byte == '\r' || byte == '\n', "a byte that is no printable ASCII");
        demand(byte != '\r' || header[i + 1] == '\n', "a carriage return alone");
        demand(byte != '\n' || (i > 0 && header[i - 1] == '\r'), "a line feed alone");
        demand(byte != '\n' || i + 1 == header.size() || header[i + 1] == ' ', "a second header");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // NOLINTNEXTLINE: libFuzzer hands over unsigned bytes.
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto name = text.substr(0, text.find('\n'));
    const auto value = name.size() < text.size() ? text.substr(name.size() + 1) : std::string_view();
    demandHeader(mailHeader(name, value));
    demandHeader(mailHeader("Subject", text));
    const auto addresses = parseAddresses(text);
    MailContent content;
    content.from = {std::string(value.substr(0, 100)), "a@b"};
    content.to = addresses ? *addresses : std::vector<MailAddress>{{"", "c@d"}};
    for (const auto& to : content.to)
        demand(to.address.find_first_of("\r\n <>") == std::string::npos, "an address that is none");
    content.subject = text;
    content.messageId = "k@n";
    content.text = text;
    content.headers = {{std::string(name), std::string(value)}};
    const auto mail = mailText(content);
    const auto end = mail.find("\r\n\r\n");
    demand(end != std::string::npos, "no end of the headers");
    std::size_t headers = 1;
    for (std::size_t at = 0; (at = mail.find("\r\n", at)) < end; at += 2)
        headers += mail[at + 2] == ' ' ? 0 : 1;
    demand(headers <= 10, "more headers than were given");
    return 0;
}
