// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QFile>
#include <QFontDatabase>

#include "ui/theme/tabular_font.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

QString familyOr(const QString& wanted, QFontDatabase::SystemFont fallback)
{
    return QFontDatabase::hasFamily(wanted) ? wanted : QFontDatabase::systemFont(fallback).family();
}

// Where Debian's fonts-inter and its kin elsewhere put the faces.
QString interFile(const QString& face)
{
    static const QStringList folders{u"/usr/share/fonts/opentype/inter/"_s, u"/usr/share/fonts/inter/"_s,
                                     u"/usr/local/share/fonts/inter/"_s};
    for (const QString& folder : folders)
        if (QString path = folder + u"Inter-"_s + face + u".otf"_s; QFile::exists(path))
            return path;
    return {};
}

// Loads the weights we set text in as "Intab": Inter whose digits are tabular.
bool loadTabularInter()
{
    static const QStringList faces{u"Regular"_s, u"Medium"_s, u"SemiBold"_s, u"Bold"_s};
    for (const QString& face : faces) {
        QFile file(interFile(face));
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QByteArray font = withTabularDigits(file.readAll(), u"Inter"_s, u"Intab"_s);
        if (font.isEmpty() || QFontDatabase::addApplicationFontFromData(font) < 0)
            return false;
    }
    return QFontDatabase::hasFamily(u"Intab"_s);
}

Fonts find()
{
    Fonts out;
    out.tabular = loadTabularInter();
    out.sans = out.tabular ? u"Intab"_s : familyOr(u"Inter"_s, QFontDatabase::GeneralFont);
    out.mono = familyOr(u"JetBrains Mono"_s, QFontDatabase::FixedFont);
    return out;
}

} // namespace

const Fonts& fonts()
{
    static const Fonts found = find();
    return found;
}

} // namespace nocturne::ui
