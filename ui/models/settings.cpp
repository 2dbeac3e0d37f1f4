// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settings.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPalette>
#include <QStandardPaths>

#include "ui/theme/palette.h"

using namespace Qt::StringLiterals;

namespace nocturne::ui {

namespace {

const QString kTheme = u"look/theme"_s;
const QString kLanguage = u"look/language"_s;
const QString kTextScale = u"look/text_scale"_s;
const QString kDensity = u"look/density"_s;
const QString kReducedMotion = u"look/reduced_motion"_s;
const QString kRailCollapsed = u"look/rail_collapsed"_s;
const QString kSettledPacks = u"packs/settled"_s;
const QString kSettledPlaces = u"places/settled"_s;
const QString kLooksAround = u"places/look"_s;
const QString kWrapLogs = u"logs/wrap"_s;
const QString kUserName = u"person/name"_s;

bool desktopIsDark()
{
    if (qobject_cast<QGuiApplication*>(QCoreApplication::instance()) == nullptr)
        return true;
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

} // namespace

Settings::Settings(const QString& path, QObject* parent)
    : QObject(parent)
    , m_file(path, QSettings::IniFormat)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
}

QString Settings::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/nocturne/interface.ini"_s;
}

QString Settings::theme() const
{
    const QString name = m_themeOverride.isEmpty() ? m_file.value(kTheme, u"night"_s).toString() : m_themeOverride;
    return name == u"system"_s || paletteNames().contains(name) ? name : u"night"_s;
}

QString Settings::effectiveTheme() const
{
    if (theme() != u"system"_s)
        return theme();
    return desktopIsDark() ? u"night"_s : u"day"_s;
}

void Settings::setTheme(const QString& theme)
{
    m_themeOverride.clear();
    store(kTheme, theme);
}

QString Settings::language() const { return m_languageOverride.value_or(m_file.value(kLanguage).toString()); }

void Settings::setLanguage(const QString& language)
{
    m_languageOverride.reset();
    store(kLanguage, language);
}

double Settings::textScale() const { return std::clamp(m_file.value(kTextScale, 1.0).toDouble(), 0.8, 3.0); }
void Settings::setTextScale(double scale) { store(kTextScale, std::clamp(scale, 0.8, 3.0)); }

int Settings::density() const { return std::clamp(m_file.value(kDensity, 1).toInt(), 0, 2); }
void Settings::setDensity(int density) { store(kDensity, std::clamp(density, 0, 2)); }

bool Settings::reducedMotion() const { return m_file.value(kReducedMotion, false).toBool(); }
void Settings::setReducedMotion(bool reduced) { store(kReducedMotion, reduced); }

QString Settings::userName() const
{
    const QString chosen = m_file.value(kUserName).toString().trimmed().left(80);
    return chosen.isEmpty() ? qEnvironmentVariable("USER").left(80) : chosen;
}
void Settings::setUserName(const QString& name) { store(kUserName, name.trimmed().left(80)); }

bool Settings::railCollapsed() const { return m_file.value(kRailCollapsed, false).toBool(); }
void Settings::setRailCollapsed(bool collapsed) { store(kRailCollapsed, collapsed); }

QStringList Settings::settledPacks() const { return m_file.value(kSettledPacks).toStringList(); }
void Settings::setSettledPacks(const QStringList& ids) { store(kSettledPacks, ids); }

QStringList Settings::settledPlaces() const { return m_file.value(kSettledPlaces).toStringList(); }
void Settings::setSettledPlaces(const QStringList& addresses) { store(kSettledPlaces, addresses); }
bool Settings::looksAround() const { return m_file.value(kLooksAround, true).toBool(); }
void Settings::setLooksAround(bool looks) { store(kLooksAround, looks); }

bool Settings::wrapLogs() const { return m_file.value(kWrapLogs, false).toBool(); }
void Settings::setWrapLogs(bool wrap) { store(kWrapLogs, wrap); }

void Settings::overrideTheme(const QString& theme)
{
    m_themeOverride = theme;
    emit changed();
}

void Settings::overrideLanguage(const QString& language)
{
    m_languageOverride = language;
    emit changed();
}

void Settings::store(const QString& key, const QVariant& value)
{
    if (m_file.value(key) != value)
        m_file.setValue(key, value);
    emit changed();
}

} // namespace nocturne::ui
