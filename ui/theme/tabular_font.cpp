// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tabular_font.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <QtEndian>

namespace nocturne::ui {

namespace {

using Glyph = quint16;
using Digits = std::array<Glyph, 10>;

// Reads and writes big-endian numbers; beyond the end it reads zero and writes nothing.
class Bytes
{
public:
    explicit Bytes(QByteArray& data)
        : m_data(data)
    {}
    // As wide as an offset, because most of them become one.
    qsizetype u16(qsizetype at) const { return inside(at, 2) ? qFromBigEndian<quint16>(m_data.constData() + at) : 0; }
    quint32 u32(qsizetype at) const { return inside(at, 4) ? qFromBigEndian<quint32>(m_data.constData() + at) : 0; }
    qint16 i16(qsizetype at) const { return static_cast<qint16>(u16(at)); }
    void put16(qsizetype at, quint16 value)
    {
        if (inside(at, 2))
            qToBigEndian(value, m_data.data() + at);
    }
    void put32(qsizetype at, quint32 value)
    {
        if (inside(at, 4))
            qToBigEndian(value, m_data.data() + at);
    }
    QByteArray tag(qsizetype at) const { return m_data.mid(at, 4); }

private:
    bool inside(qsizetype at, qsizetype size) const { return at >= 0 && at + size <= m_data.size(); }

    QByteArray& m_data;
};

// Offset of a table, 0 when there is none.
qsizetype table(const Bytes& font, const QByteArray& tag)
{
    for (qsizetype i = 0; i < font.u16(4); ++i)
        if (font.tag(12 + 16 * i) == tag)
            return font.u32(12 + 16 * i + 8);
    return 0;
}

// A Unicode character map: format 4 (segments) or 12 (groups).
struct Cmap
{
    qsizetype at = 0;
    quint16 format = 0;
};

// Where the glyph number of a character stands in a map.
struct Place
{
    enum class Kind { None, Slot, Delta, Group };
    Kind kind = Kind::None;
    qsizetype at = 0;   // of the slot, the segment's delta, or the group
    char16_t first = 0; // of the segment or group
    char16_t last = 0;
};

Place placeIn4(const Bytes& font, qsizetype map, char16_t c)
{
    const qsizetype segments = font.u16(map + 6) / 2;
    for (qsizetype i = 0; i < segments; ++i) {
        const auto last = static_cast<char16_t>(font.u16(map + 14 + 2 * i));
        const auto first = static_cast<char16_t>(font.u16(map + 16 + 2 * segments + 2 * i));
        if (first > c || last < c)
            continue;
        const qsizetype delta = map + 16 + 4 * segments + 2 * i;
        const qsizetype rangeOffset = delta + 2 * segments;
        if (font.u16(rangeOffset) != 0)
            return {Place::Kind::Slot, rangeOffset + font.u16(rangeOffset) + qsizetype{2} * (c - first), first, last};
        return {Place::Kind::Delta, delta, first, last};
    }
    return {};
}

Place placeIn12(const Bytes& font, qsizetype map, char16_t c)
{
    const auto groups = std::min<quint32>(font.u32(map + 12), 10'000);
    for (quint32 i = 0; i < groups; ++i) {
        const qsizetype group = map + 16 + 12 * static_cast<qsizetype>(i);
        if (font.u32(group) <= c && c <= font.u32(group + 4))
            return {Place::Kind::Group, group, char16_t(font.u32(group)), char16_t(font.u32(group + 4))};
    }
    return {};
}

Place placeOf(const Bytes& font, const Cmap& map, char16_t c)
{
    return map.format == 4 ? placeIn4(font, map.at, c) : placeIn12(font, map.at, c);
}

Glyph glyphAt(const Bytes& font, const Place& place, char16_t c)
{
    switch (place.kind) {
    case Place::Kind::Slot:
        return static_cast<Glyph>(font.u16(place.at));
    case Place::Kind::Delta:
        return static_cast<Glyph>(c + font.u16(place.at));
    case Place::Kind::Group:
        return static_cast<Glyph>(font.u32(place.at + 8) + c - place.first);
    case Place::Kind::None:
        break;
    }
    return 0;
}

Digits digitsOf(const Bytes& font, const Cmap& map)
{
    Digits out{};
    for (char16_t d = 0; d < 10; ++d)
        out[d] = glyphAt(font, placeOf(font, map, u'0' + d), u'0' + d);
    return out;
}

// Index of `glyph` in a coverage table, or nothing.
std::optional<qsizetype> coverageIndex(const Bytes& font, qsizetype at, Glyph glyph)
{
    const qsizetype count = font.u16(at + 2);
    for (qsizetype i = 0; i < count; ++i) {
        if (font.u16(at) == 1 && font.u16(at + 4 + 2 * i) == glyph)
            return i;
        const qsizetype range = at + 4 + 6 * i;
        if (font.u16(at) == 2 && font.u16(range) <= glyph && glyph <= font.u16(range + 2))
            return font.u16(range + 4) + glyph - font.u16(range);
    }
    return {};
}

Glyph substituted(const Bytes& font, qsizetype subtable, Glyph glyph)
{
    const auto index = coverageIndex(font, subtable + font.u16(subtable + 2), glyph);
    if (!index)
        return glyph;
    return static_cast<Glyph>(font.u16(subtable) == 1 ? glyph + font.i16(subtable + 4)
                                                      : font.u16(subtable + 6 + 2 * *index));
}

Glyph throughLookup(const Bytes& font, qsizetype lookup, Glyph glyph)
{
    for (qsizetype i = 0; i < font.u16(lookup + 4); ++i) {
        qsizetype subtable = lookup + font.u16(lookup + 6 + 2 * i);
        qsizetype type = font.u16(lookup);
        if (type == 7) { // an extension: the real type and a 32 bit offset
            type = font.u16(subtable + 2);
            subtable += font.u32(subtable + 4);
        }
        if (type == 1)
            if (const Glyph found = substituted(font, subtable, glyph); found != glyph)
                return found;
    }
    return glyph;
}

// The glyphs of `tnum` for these digits, where the font has the feature.
std::optional<Digits> tabular(const Bytes& font, Digits digits)
{
    const qsizetype gsub = table(font, "GSUB");
    const qsizetype features = gsub + font.u16(gsub + 6);
    const qsizetype lookups = gsub + font.u16(gsub + 8);
    for (qsizetype i = 0; gsub != 0 && i < font.u16(features); ++i) {
        if (font.tag(features + 2 + 6 * i) != "tnum")
            continue;
        const qsizetype feature = features + font.u16(features + 2 + 6 * i + 4);
        for (Glyph& digit : digits)
            for (qsizetype j = 0; j < font.u16(feature + 2); ++j)
                digit = throughLookup(font, lookups + font.u16(lookups + 2 + 2 * font.u16(feature + 4 + 2 * j)), digit);
        return digits;
    }
    return {};
}

std::vector<Cmap> unicodeMaps(const Bytes& font)
{
    std::vector<Cmap> out;
    const qsizetype cmap = table(font, "cmap");
    for (qsizetype i = 0; cmap != 0 && i < font.u16(cmap + 2); ++i) {
        const qsizetype subtable = cmap + font.u32(cmap + 4 + 8 * i + 4);
        const auto format = static_cast<quint16>(font.u16(subtable));
        if (format == 4 || format == 12)
            out.push_back({subtable, format});
    }
    return out;
}

// Whether characters first..last are digits whose new glyphs follow each other, as one entry of a map needs it.
bool isRunOfDigits(const Place& place, const Digits& to)
{
    if (place.first < u'0' || place.last > u'9')
        return false;
    for (char16_t c = place.first; c < place.last; ++c)
        if (to[c - u'0' + 1] != to[c - u'0'] + 1)
            return false;
    return true;
}

bool redirect(Bytes& font, const Cmap& map, const Digits& to)
{
    for (char16_t d = 0; d < 10; ++d) {
        const Place place = placeOf(font, map, u'0' + d);
        if (place.kind == Place::Kind::Slot) {
            font.put16(place.at, to[d]);
        } else if (place.kind == Place::Kind::None || !isRunOfDigits(place, to)) {
            return false;
        } else if (place.first == u'0' + d) { // the first of its run leads the others along
            const Glyph first = to[d];
            if (place.kind == Place::Kind::Delta)
                font.put16(place.at, static_cast<quint16>(first - place.first));
            else
                font.put32(place.at + 8, first);
        }
    }
    return true;
}

// The name table holds each name in UTF-16BE and sometimes in Latin letters.
void rename(QByteArray& data, qsizetype at, const QString& family, const QString& newFamily)
{
    const auto utf16 = [](const QString& text) {
        QByteArray out;
        for (const QChar c : text)
            out.append(static_cast<char>(c.unicode() >> 8)).append(static_cast<char>(c.unicode() & 0xff));
        return out;
    };
    const Bytes font(data);
    const qsizetype end = at + font.u16(at + 4) + 65536;
    QByteArray names = data.mid(at, end - at);
    names.replace(utf16(family), utf16(newFamily)).replace(family.toLatin1(), newFamily.toLatin1());
    data.replace(at, names.size(), names);
}

} // namespace

QByteArray withTabularDigits(QByteArray data, const QString& family, const QString& newFamily)
{
    Bytes font(data);
    const auto maps = unicodeMaps(font);
    const qsizetype names = table(font, "name");
    if (maps.empty() || names == 0 || family.size() != newFamily.size())
        return {};
    const auto to = tabular(font, digitsOf(font, maps.front()));
    if (!to)
        return {};
    for (const Cmap& map : maps)
        if (map.at != maps.front().at && placeOf(font, map, u'0').kind == Place::Kind::None)
            return {};
    // Several records may share one subtable; redirecting twice changes nothing.
    for (const Cmap& map : maps)
        if (!redirect(font, map, *to))
            return {};
    rename(data, names, family, newFamily);
    return data;
}

} // namespace nocturne::ui
