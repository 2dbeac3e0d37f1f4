// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QTranslator>

namespace nocturne::ui {

/// The language of the interface: its translations, and the locale that words numbers and times.
class Languages
{
public:
    ~Languages();

    /// Installs `code` ("en", "de", "ar"; empty for the system's) in the application; layout direction follows.
    /// A language we have no words for is English.
    void use(const QString& code);
    /// The language in use.
    QString current() const { return m_current; }

private:
    std::unique_ptr<QTranslator> m_words;
    QString m_current;
};

} // namespace nocturne::ui
