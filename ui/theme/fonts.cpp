// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/fonts.h"

#include <QFontDatabase>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

QString familyOr(const QString& wanted, QFontDatabase::SystemFont fallback)
{
    return QFontDatabase::hasFamily(wanted) ? wanted : QFontDatabase::systemFont(fallback).family();
}

} // namespace

const Fonts& fonts()
{
    static const Fonts found{.sans = familyOr(u"Inter"_s, QFontDatabase::GeneralFont),
                             .mono = familyOr(u"JetBrains Mono"_s, QFontDatabase::FixedFont)};
    return found;
}

} // namespace nocturne::ui
