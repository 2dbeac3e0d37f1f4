// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/label_place.h"

#include <algorithm>
#include <array>

namespace nocturne::panels {
namespace {

bool isNameCharacter(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_') || c == QLatin1Char(':'); }

/// Where the text that is open at `cursor` and the braces around it begin.
struct Openings
{
    int quote = -1;
    int brace = -1;
};

Openings openingsAt(const QString& text, int cursor)
{
    Openings open;
    for (int at = 0; at < cursor; ++at) {
        const auto c = text[at];
        if (open.quote >= 0) {
            if (c == QLatin1Char('\\') && text[open.quote] != QLatin1Char('`'))
                ++at;
            else if (c == text[open.quote])
                open.quote = -1;
        } else if (c == QLatin1Char('"') || c == QLatin1Char('\'') || c == QLatin1Char('`')) {
            open.quote = at;
        } else if (c == QLatin1Char('{')) {
            open.brace = at;
        } else if (c == QLatin1Char('}')) {
            open.brace = -1;
        }
    }
    return open;
}

QString wordBefore(const QString& text)
{
    const auto trimmed = text.trimmed();
    auto start = trimmed.size();
    while (start > 0 && isNameCharacter(trimmed[start - 1]))
        --start;
    return trimmed.mid(start);
}

} // namespace

std::optional<LabelPlace> labelPlaceAt(const QString& text, int cursor)
{
    cursor = std::clamp(cursor, 0, static_cast<int>(text.size()));
    const auto open = openingsAt(text, cursor);
    if (open.quote < 0 || open.brace < 0)
        return std::nullopt;
    auto before = text.left(open.quote).trimmed();
    constexpr std::array kOperators = {"=~", "!~", "!=", "="};
    const auto found =
        std::ranges::find_if(kOperators, [&](const char* one) { return before.endsWith(QLatin1String(one)); });
    if (found == kOperators.end())
        return std::nullopt;
    before.chop(QLatin1String(*found).size());
    LabelPlace place{wordBefore(text.left(open.brace)), wordBefore(before), text[open.quote],
                     QLatin1String(*found).endsWith(QLatin1Char('~')), open.quote + 1};
    while (place.isPattern && place.start < cursor) {
        const auto next = text.indexOf(QLatin1Char('|'), place.start);
        if (next < 0 || next >= cursor)
            break;
        place.start = static_cast<int>(next) + 1;
    }
    return place.label.isEmpty() ? std::nullopt : std::optional(place);
}

std::optional<QString> writtenAt(const LabelPlace& place, const QString& value)
{
    const auto isSign = [](QChar c) { return QStringLiteral("+*?()[]{}|\\^$").contains(c); };
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    if (std::ranges::any_of(value, isControl) || (place.isPattern && std::ranges::any_of(value, isSign)))
        return std::nullopt;
    if (place.quote == QLatin1Char('`'))
        return value.contains(place.quote) ? std::nullopt : std::optional(value);
    auto written = value;
    written.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    return written.replace(place.quote, QLatin1Char('\\') + QString(place.quote));
}

} // namespace nocturne::panels
