// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include "service/collector/desktop_facts.h"
#include "ui/desktop/desktop_notifier.h"
#include "ui/desktop/desktop_settings.h"
#include "ui/desktop/notification_service.h"
#include "ui/desktop/sound_alarm.h"
#include "ui/desktop/tray.h"
#include "ui/models/alert_list_model.h"

namespace nocturne::ui {

/// Tells the person at this display of alerts: notifications, tray and sound, by the settings. What is done from a
/// notification goes through the list of alerts, as everything else that people do. GUI thread.
class Desktop : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(nocturne::ui::DesktopSettings* settings READ settings CONSTANT)
    Q_PROPERTY(int notificationStatus READ notificationStatus NOTIFY changed) ///< a Status
    Q_PROPERTY(QString notificationText READ notificationText NOTIFY changed)
    Q_PROPERTY(int soundStatus READ soundStatus NOTIFY changed)
    Q_PROPERTY(QString soundText READ soundText NOTIFY changed)
    Q_PROPERTY(bool trayShown READ isTrayShown NOTIFY changed)
    Q_PROPERTY(bool muted READ isMuted NOTIFY changed)
    Q_PROPERTY(QString mutedText READ mutedText NOTIFY changed) ///< "muted until 12:30"; empty where it is not

public:
    using Note = std::function<void(const collector::DesktopFacts&)>;

    /// `list` outlives it. `player` null: the computer's sound system.
    Desktop(AlertListModel& list, const QString& settingsPath, std::unique_ptr<SoundPlayer> player = nullptr,
            QObject* parent = nullptr);
    ~Desktop() override;

    /// Goes to the session bus and into the tray; before that only settings work. `note` is told how it goes.
    void start(const QDBusConnection& bus, Note note = {});

    DesktopSettings* settings() { return &m_settings; }
    int notificationStatus() const;
    QString notificationText() const;
    int soundStatus() const;
    QString soundText() const;
    bool isTrayShown() const { return m_tray && m_tray->isShown(); }
    bool isMuted() const { return m_alarm.isMuted(); }
    QString mutedText() const;
    Tray* tray() { return m_tray.get(); }

    Q_INVOKABLE void testNotification();
    Q_INVOKABLE void testSound(int status);
    /// 0 ends it.
    Q_INVOKABLE void muteSound(int minutes);
    void retranslate();

signals:
    void changed();
    /// To bring the window up, with this alert where one is named.
    void openRequested(const QString& alertId);
    void quitRequested();
    /// Something new that no notification could tell: for a sentence in the window.
    void newsInWindow(const QString& text, int status);

private:
    void look();
    void tellFacts();
    TellingRules tellingRules() const;
    SoundRules soundRules() const;
    bool isQuietNow() const;
    void followTray();
    void act(const QString& key, const QString& action);

    AlertListModel& m_list;
    DesktopSettings m_settings;
    std::unique_ptr<SoundPlayer> m_player;
    SoundAlarm m_alarm;
    std::unique_ptr<NotificationService> m_service;
    std::unique_ptr<DesktopNotifier> m_notifier;
    std::unique_ptr<Tray> m_tray;
    Note m_note;
    QTimer m_clockwork; ///< quiet hours begin and end
    QString m_soundFault;
    quint64 m_played = 0;
    quint64 m_playFailed = 0;
};

} // namespace nocturne::ui
