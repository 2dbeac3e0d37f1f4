// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QString>

namespace nocturne::panels {

/// The value of a label that is being typed within the braces of a selector.
struct LabelPlace
{
    QString metric; ///< before the braces; empty where there is none
    QString label;
    QChar quote;
    bool isPattern = false; ///< behind =~ or !~: a branch of a regular expression
    int start = 0;          ///< where what is typed begins, in characters

    bool operator==(const LabelPlace&) const = default;
};

/// The place before `cursor`; nothing where no label's value stands there.
std::optional<LabelPlace> labelPlaceAt(const QString& text, int cursor);

/// `value` as it is written there; nothing where it cannot be, as a value with signs of patterns within a pattern.
std::optional<QString> writtenAt(const LabelPlace& place, const QString& value);

} // namespace nocturne::panels
