// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace nocturne::ui {

/// A copy of an OpenType font whose digits are its tabular ones, under another name.
///
/// Qt 6.4 cannot ask for the feature `tnum`. So the copy's character map leads 0-9 to the glyphs that the single
/// substitution of `tnum` (GSUB lookup type 1, OpenType 1.9 chapter "GSUB") would put in their place. `newFamily`
/// replaces `family` in the name table, where it must be of the same length. Outlines and metrics stay as they are.
/// Empty when the font has no such feature, no Unicode character map of format 4 or 12, or is broken.
QByteArray withTabularDigits(QByteArray font, const QString& family, const QString& newFamily);

} // namespace nocturne::ui
