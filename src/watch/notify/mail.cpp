// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch/notify/mail.h"

#include <algorithm>
#include <cstdint>

#include "base/core/base64.h"
#include "base/core/text.h"
#include "watch/notify/json.h"
#include "watch/notify/times.h"

namespace nocturne::notify {

namespace {

constexpr std::size_t kLine = 76;
constexpr std::size_t kBytesOfWord = 39; // of UTF-8 in an encoded word: 52 digits, and 12 around them
constexpr std::size_t kMostHeaderBytes = 4000;

bool isPrintableAscii(char c) { return c >= 0x20 && c < 0x7f; }

/// One line of UTF-8.
std::string oneLine(std::string_view text)
{
    auto clean = wellFormed(text.substr(0, kMostHeaderBytes));
    std::ranges::replace_if(
        clean, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return clean;
}

/// Encoded words, parted by folds; none breaks a character.
std::string encodedWords(std::string_view text)
{
    std::string out;
    while (!text.empty()) {
        auto length = std::min(text.size(), kBytesOfWord);
        while (length < text.size() && length > 1 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
            --length;
        out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(text.substr(0, length)) + "?=");
        text.remove_prefix(length);
    }
    return out;
}

/// ASCII text broken at blanks where a line gets too long.
std::string folded(std::string_view text, std::size_t column)
{
    std::string out;
    while (!text.empty()) {
        auto end = text.find(' ', 1);
        end = std::min(end, text.size());
        if (column + end > kLine && column > 1 && text.front() == ' ') {
            out += "\r\n";
            column = 0;
        }
        out += text.substr(0, end);
        column += end;
        text.remove_prefix(end);
    }
    return out;
}

bool needsEncoding(std::string_view text)
{
    if (!std::ranges::all_of(text, isPrintableAscii) || text.find("=?") != std::string_view::npos)
        return true;
    std::size_t word = 0;
    for (const char c : text) { // one that no fold helps
        word = c == ' ' ? 0 : word + 1;
        if (word > 200)
            return true;
    }
    const auto isBlank = [](char c) { return c == ' '; };
    return !text.empty() && (std::ranges::all_of(text, isBlank) || isBlank(text.front()) || isBlank(text.back()));
}

bool isHeaderName(std::string_view name)
{
    return !name.empty() && name.size() <= 60 &&
           std::ranges::all_of(name, [](char c) { return isPrintableAscii(c) && c != ' ' && c != ':'; });
}

bool isAddress(std::string_view text)
{
    const auto at = text.rfind('@');
    return text.size() <= 320 && at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           std::ranges::all_of(text, [](char c) {
               return isPrintableAscii(c) && std::string_view(" <>,;:\"\\()[]").find(c) == std::string_view::npos;
           });
}

std::string addressText(const MailAddress& address)
{
    if (address.name.empty())
        return address.address;
    const auto name = oneLine(address.name);
    std::string shown;
    if (needsEncoding(name) || name.size() > 60)
        return encodedWords(name) + "\r\n <" + address.address + '>';
    for (const char c : name)
        shown += (c == '"' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    return '"' + shown + "\" <" + address.address + '>';
}

/// One address a line, so that none is too long.
std::string addressHeader(std::string_view name, const std::vector<MailAddress>& addresses)
{
    std::string out = std::string(name) + ':';
    for (std::size_t i = 0; i < addresses.size(); ++i)
        out += (i == 0 ? " " : ",\r\n ") + addressText(addresses[i]);
    return out + "\r\n";
}

std::string part(std::string_view type, std::string_view body)
{
    return "Content-Type: " + std::string(type) + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
           base64(wellFormed(body), kLine) + "\r\n";
}

bool hasOwn(const MailContent& content, std::string_view name)
{
    return std::ranges::any_of(content.headers,
                               [&](const auto& header) { return equalsIgnoringCase(header.first, name); });
}

} // namespace

Result<std::vector<MailAddress>> parseAddresses(std::string_view text)
{
    std::vector<MailAddress> all;
    while (!text.empty()) {
        const bool isQuoted = trimmed(text).starts_with('"');
        const auto closing = isQuoted ? text.find('"', text.find('"') + 1) : 0;
        const auto comma = text.find(',', closing == std::string_view::npos ? 0 : closing);
        const auto one = trimmed(text.substr(0, comma));
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
        if (one.empty())
            continue;
        const auto open = one.rfind('<');
        const bool isNamed = open != std::string_view::npos && one.ends_with('>');
        MailAddress address;
        address.address = isNamed ? one.substr(open + 1, one.size() - open - 2) : one;
        if (isNamed)
            address.name = trimmed(one.substr(0, open), " \t\"");
        const bool isClean =
            std::ranges::none_of(address.name, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (!isAddress(address.address) || !isClean)
            return fail(Error::Kind::InvalidInput, '"' + printable(one, 80) + "\" is no mail address");
        all.push_back(std::move(address));
    }
    if (all.empty())
        return fail(Error::Kind::InvalidInput, "there is no mail address");
    return all;
}

std::string mailHeader(std::string_view name, std::string_view value)
{
    if (!isHeaderName(name))
        return {};
    const auto line = oneLine(value);
    const auto start = std::string(name) + ": ";
    if (needsEncoding(line))
        return start + (line.empty() ? "" : "\r\n ") + encodedWords(line) + "\r\n";
    return start + folded(line, start.size()) + "\r\n";
}

std::string mailText(const MailContent& content)
{
    std::string out;
    if (!hasOwn(content, "From"))
        out += addressHeader("From", {content.from});
    if (!hasOwn(content, "To"))
        out += addressHeader("To", content.to);
    if (!hasOwn(content, "Subject"))
        out += mailHeader("Subject", content.subject);
    if (!hasOwn(content, "Date"))
        out += mailHeader("Date", mailDate(content.date));
    if (!hasOwn(content, "Message-ID"))
        out += mailHeader("Message-ID", '<' + content.messageId + '>');
    if (!content.inReplyTo.empty()) {
        out += mailHeader("In-Reply-To", '<' + content.inReplyTo + '>');
        out += mailHeader("References", '<' + content.inReplyTo + '>');
    }
    out += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
    for (const auto& [name, value] : content.headers)
        out += mailHeader(name, value);
    if (content.html.empty())
        return out + part("text/plain", content.text);
    const auto boundary = "=_nocturne_" + std::to_string(content.date) + '_' +
                          std::to_string(content.text.size() + content.html.size()); // base64 has no "_"
    out += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
    out += "--" + boundary + "\r\n" + part("text/plain", content.text);
    out += "--" + boundary + "\r\n" + part("text/html", content.html);
    return out + "--" + boundary + "--\r\n";
}

} // namespace nocturne::notify
