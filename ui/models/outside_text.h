// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <QString>

namespace nocturne::ui {

/// Text from outside made fit for a display: at most `maxLength` characters, invalid UTF-8 replaced, and what would
/// act instead of being seen made visible: control characters as `\r`, `\n`, `\t` and `\x1b`, bidirectional overrides
/// and invisible characters as `\u202e`. Line feeds and tabs stay when `multiline`.
QString outsideText(std::string_view text, qsizetype maxLength = 1000, bool multiline = false);
/// The same for a text that has changed type already.
QString outsideText(const QString& text, qsizetype maxLength = 1000, bool multiline = false);

/// Prose from outside, a summary or a message, on one line: as outsideText, but blanks, tabs and line ends in a row are
/// one blank, and none stands at an end.
QString outsideProse(std::string_view text, qsizetype maxLength = 1000);

/// `text` as a link that may be opened: http and https only and not longer than 2000 characters; else empty.
QString safeLink(std::string_view text);

} // namespace nocturne::ui
