// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QObject>
#include <QSettings>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace nocturne::ui {

/// What a person chose for this display. Kept in a file under the configuration folder; each change is written.
class Settings : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY changed)
    Q_PROPERTY(QString effectiveTheme READ effectiveTheme NOTIFY changed)
    Q_PROPERTY(QString language READ language WRITE setLanguage NOTIFY changed)
    Q_PROPERTY(double textScale READ textScale WRITE setTextScale NOTIFY changed)
    Q_PROPERTY(int density READ density WRITE setDensity NOTIFY changed)
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY changed)
    Q_PROPERTY(QString userName READ userName WRITE setUserName NOTIFY changed)
    Q_PROPERTY(bool railCollapsed READ railCollapsed WRITE setRailCollapsed NOTIFY changed)
    Q_PROPERTY(QStringList settledPacks READ settledPacks WRITE setSettledPacks NOTIFY changed)
    Q_PROPERTY(bool looksAround READ looksAround WRITE setLooksAround NOTIFY changed)
    Q_PROPERTY(bool wrapLogs READ wrapLogs WRITE setWrapLogs NOTIFY changed)

public:
    /// `path` is an INI file, made when first written.
    explicit Settings(const QString& path, QObject* parent = nullptr);
    /// `$XDG_CONFIG_HOME/nocturne/interface.ini`
    static QString defaultPath();

    /// "system", or the name of a palette.
    QString theme() const;
    void setTheme(const QString& theme);
    /// The name of a palette: "system" follows whether the desktop's window colour is dark.
    QString effectiveTheme() const;
    /// "en", "de", "ar"; empty follows the system.
    QString language() const;
    void setLanguage(const QString& language);
    double textScale() const;
    void setTextScale(double scale);
    /// 0 compact, 1 comfortable, 2 touch.
    int density() const;
    void setDensity(int density);
    bool reducedMotion() const;
    void setReducedMotion(bool reduced);
    /// The name acknowledgements carry; the login name until another is chosen.
    QString userName() const;
    void setUserName(const QString& name);
    bool railCollapsed() const;
    void setRailCollapsed(bool collapsed);
    /// Packs that were opened or turned down: they are not offered again.
    QStringList settledPacks() const;
    void setSettledPacks(const QStringList& ids);
    /// Addresses of this computer that were turned down as sources: they are not offered again.
    QStringList settledPlaces() const;
    void setSettledPlaces(const QStringList& addresses);
    /// Whether the first start of all looks for services of this computer.
    bool looksAround() const;
    void setLooksAround(bool looks);
    bool wrapLogs() const;
    void setWrapLogs(bool wrap);

    /// Takes effect for this run, until another is chosen; nothing is written. For the command line and nocturne.yml.
    void overrideTheme(const QString& theme);
    /// Empty follows the system.
    void overrideLanguage(const QString& language);

signals:
    void changed();

private:
    void store(const QString& key, const QVariant& value);

    QSettings m_file;
    QString m_themeOverride;
    std::optional<QString> m_languageOverride;
};

} // namespace nocturne::ui
