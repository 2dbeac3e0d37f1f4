// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/outside_text.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

bool isControl(char32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0); }

// As in a string of a program: `\n`, `\x1b`.
QString controlText(char32_t c)
{
    switch (c) {
    case u'\n':
        return u"\\n"_s;
    case u'\r':
        return u"\\r"_s;
    case u'\t':
        return u"\\t"_s;
    default:
        return u"\\x"_s + QString::number(c, 16).rightJustified(2, u'0');
    }
}

// Characters that reorder or hide the text around them: bidi marks and isolates, zero-width and filler characters,
// interlinear annotation, tags.
bool actsUnseen(char32_t c)
{
    return c == 0x00ad || c == 0x061c || c == 0x115f || c == 0x1160 || c == 0x180e || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0x3164 || c == 0xfeff || c == 0xffa0 ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
}

} // namespace

QString outsideText(const QString& text, qsizetype maxLength, bool multiline)
{
    QString out;
    const qsizetype length = std::min(text.size(), maxLength);
    out.reserve(length);
    for (qsizetype i = 0; i < length; ++i) {
        const QChar unit = text.at(i);
        char32_t c = unit.unicode();
        if (unit.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate())
            c = QChar::surrogateToUcs4(unit, text.at(++i));
        if (multiline && (c == u'\n' || c == u'\t')) {
            out += unit;
        } else if (isControl(c)) {
            out += controlText(c);
        } else if (actsUnseen(c)) {
            out += u"\\u"_s + QString::number(c, 16).rightJustified(4, u'0');
        } else if (c >= 0xd800 && c <= 0xdfff) {
            out += QChar(QChar::ReplacementCharacter);
        } else {
            out += QChar::fromUcs4(c);
        }
    }
    if (text.size() > maxLength)
        out += u'…';
    return out;
}

QString outsideText(std::string_view text, qsizetype maxLength, bool multiline)
{
    // Four bytes make at least one character: no more than that needs decoding.
    const auto bytes = std::min<std::size_t>(text.size(), static_cast<std::size_t>(maxLength) * 4 + 4);
    return outsideText(QString::fromUtf8(text.data(), static_cast<qsizetype>(bytes)), maxLength, multiline);
}

QString outsideProse(std::string_view text, qsizetype maxLength)
{
    return outsideText(QString::fromUtf8(text.substr(0, static_cast<std::size_t>(maxLength) * 4 + 4)).simplified(),
                       maxLength);
}

QString safeLink(std::string_view text)
{
    if (text.empty() || text.size() > 2000)
        return {};
    const QUrl url(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), QUrl::StrictMode);
    const bool web = url.scheme() == u"https"_s || url.scheme() == u"http"_s;
    return web && url.isValid() && !url.host().isEmpty() ? url.toString(QUrl::FullyEncoded) : QString();
}

} // namespace nocturne::ui
