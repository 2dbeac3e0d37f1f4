// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "watch/notify/message.h"
#include "watch/templates/template.h"

namespace nocturne::notify {

/// What messages say when nobody wrote a template; made by code, so that it cannot fail.
/// "[FIRING:2] DiskFull (db1)"
std::string defaultSubject(const Message& message);
/// Lines for people, at most `maxBytes`.
std::string defaultText(const Message& message, std::size_t maxBytes);
/// One alert as a line: "critical: DiskFull on db1: /var is 97 % full".
std::string lineOf(const NotifiedAlert& alert);
/// What the alert is about, from its annotations or labels.
std::string summaryOf(const NotifiedAlert& alert);
/// An HTML page, at most about `maxBytes`; every value escaped.
std::string defaultHtml(const Message& message, std::size_t maxBytes);
/// `text` without breaking a character, at most `maxBytes`, ended by an ellipsis where it was cut.
std::string cut(std::string_view text, std::size_t maxBytes);
std::string escapedHtml(std::string_view text);

/// The dot of templates: Receiver, Status, Alerts, GroupLabels, CommonLabels, CommonAnnotations, ExternalURL, and
/// Nocturne's own Note. Source: Alertmanager, template.Data.
templates::Expansion expansionOf(const Message& message);

/// One text of a receiver: a template, or what code says.
class MessageText
{
public:
    /// Says nothing.
    MessageText() = default;
    /// `library` are the definitions it may use, beside Nocturne's own. Fails with InvalidInput and the place in
    /// `text`.
    static Result<MessageText> parse(std::string_view text, const std::string& library = {}, bool isHtml = false);

    bool isSet() const { return m_template.has_value(); }
    /// What the template makes of the message. Fails as it does.
    Result<std::string> expand(const Message& message) const;
    /// The same; where it fails `fallback` and a note of the error, so that the message still goes out.
    std::string expandOr(const Message& message, const std::string& fallback) const;

private:
    std::optional<templates::Template> m_template;
    bool m_isHtml = false;
};

/// Definitions under the names that an alertmanager.yml uses: "email.default.subject", "slack.default.title", ...
const std::string& defaultDefinitions();

} // namespace nocturne::notify
