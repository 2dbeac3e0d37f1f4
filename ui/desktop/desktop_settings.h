// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include <QObject>
#include <QSettings>
#include <QTime>
#include <QtQml/qqmlregistration.h>

#include "service/config/notifications_config.h"
#include "ui/desktop/sound_alarm.h"
#include "ui/desktop/told_groups.h"

namespace nocturne::ui {

/// How this display tells its person of alerts: notifications of the desktop, tray, sound. Kept in the file of the
/// interface's settings; each change is written. GUI thread.
class DesktopSettings : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(bool notifications READ notifications WRITE setNotifications NOTIFY changed)
    Q_PROPERTY(int notifyFrom READ notifyFrom WRITE setNotifyFrom NOTIFY changed) ///< a Status
    Q_PROPERTY(bool tray READ tray WRITE setTray NOTIFY changed)
    Q_PROPERTY(bool closeToTray READ closeToTray WRITE setCloseToTray NOTIFY changed)
    Q_PROPERTY(bool sound READ sound WRITE setSound NOTIFY changed)
    Q_PROPERTY(int volume READ volume WRITE setVolume NOTIFY changed)                      ///< 0 to 100
    Q_PROPERTY(int repeatSeconds READ repeatSeconds WRITE setRepeatSeconds NOTIFY changed) ///< 0: once
    Q_PROPERTY(bool quietHours READ quietHours WRITE setQuietHours NOTIFY changed)
    Q_PROPERTY(QString quietFrom READ quietFrom WRITE setQuietFrom NOTIFY changed) ///< "22:00", local time
    Q_PROPERTY(QString quietTo READ quietTo WRITE setQuietTo NOTIFY changed)
    /// Goes up with each change, so that bindings to soundOf() follow.
    Q_PROPERTY(int revision READ revision NOTIFY changed)

public:
    /// `path` is an INI file.
    explicit DesktopSettings(const QString& path, QObject* parent = nullptr);

    bool notifications() const;
    void setNotifications(bool on);
    int notifyFrom() const;
    void setNotifyFrom(int status);
    std::vector<std::string> groupBy() const;
    bool tray() const;
    void setTray(bool on);
    /// Closing the window leaves the program in the tray.
    bool closeToTray() const;
    void setCloseToTray(bool on);
    bool sound() const;
    void setSound(bool on);
    int volume() const;
    void setVolume(int volume);
    int repeatSeconds() const;
    void setRepeatSeconds(int seconds);
    bool quietHours() const;
    void setQuietHours(bool on);
    QString quietFrom() const;
    void setQuietFrom(const QString& text);
    QString quietTo() const;
    void setQuietTo(const QString& text);
    int revision() const { return m_revision; }

    /// The sound of alerts with a Status; empty: none.
    Q_INVOKABLE QString soundOf(int status) const;
    Q_INVOKABLE void setSoundOf(int status, const QString& sound);

    /// Whether `now` lies in the quiet hours; they may go over midnight.
    bool isQuietAt(QTime now) const;

    /// What nocturne.yml chooses takes effect for this run, until another is chosen; nothing is written.
    void follow(const config::DesktopConfig& desktop, const config::SoundConfig& sound);

signals:
    void changed();

private:
    QVariant value(const QString& key) const;
    void store(const QString& key, const QVariant& value);

    QSettings m_file;
    std::map<QString, QVariant> m_chosen; ///< of nocturne.yml
    std::vector<std::string> m_groupBy = TellingRules().groupBy;
    int m_revision = 0;
};

alerts::Severity toSeverity(int status);

} // namespace nocturne::ui
