// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app/languages.h"

#include <QGuiApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

// Measured values, times and names of series are in Latin digits whatever the language; beside them, numbers in other
// digits would look like something else. Arabic is used with Latin digits in the Maghreb.
QLocale localeOf(const QString& code)
{
    const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
    return locale.zeroDigit() == u"0"_s ? locale : QLocale(locale.language(), QLocale::Tunisia);
}

} // namespace

Languages::~Languages()
{
    if (m_words && QCoreApplication::instance() != nullptr)
        QCoreApplication::removeTranslator(m_words.get());
}

void Languages::use(const QString& code)
{
    const QLocale locale = localeOf(code);
    m_current = locale.name().section(u'_', 0, 0);
    QLocale::setDefault(locale);
    if (m_words)
        QCoreApplication::removeTranslator(m_words.get());
    m_words = std::make_unique<QTranslator>();
    if (!m_words->load(u":/i18n/nocturne_"_s + m_current)) {
        m_current = u"en"_s;
        (void)m_words->load(u":/i18n/nocturne_en"_s); // the plurals
    }
    QCoreApplication::installTranslator(m_words.get());
    QGuiApplication::setLayoutDirection(QLocale(m_current).textDirection());
}

} // namespace nocturne::ui
