// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include "ui/controllers/local_offer.h"
#include "ui/controllers/paste_desk.h"
#include "ui/controllers/services.h"
#include "ui/controllers/stream_draft.h"
#include "ui/desktop/desktop.h"
#include "ui/desktop/receiver_desk.h"
#include "ui/models/acknowledgement_watch.h"
#include "ui/models/alert_detail.h"
#include "ui/models/alert_list_model.h"
#include "ui/models/command_model.h"
#include "ui/models/downtime_form.h"
#include "ui/models/downtime_list_model.h"
#include "ui/models/log_list_model.h"
#include "ui/models/settings.h"
#include "ui/models/silence_form.h"
#include "ui/models/silence_list_model.h"
#include "ui/models/source_list_model.h"
#include "ui/models/store_notices.h"
#include "ui/panels/alert_evidence.h"
#include "ui/panels/alert_past.h"
#include "ui/panels/rule_form.h"
#include "ui/panels/workspace.h"

namespace nocturne::ui {

/// What a window works with: the models, the settings, where one is and what can be done. One per program.
class Session : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("given to the window")
    Q_PROPERTY(nocturne::ui::AlertListModel* alerts READ alerts CONSTANT)
    Q_PROPERTY(nocturne::ui::AlertDetail* alertDetail READ alertDetail CONSTANT)
    Q_PROPERTY(nocturne::panels::AlertEvidence* evidence READ evidence CONSTANT)
    Q_PROPERTY(nocturne::panels::AlertPast* past READ past CONSTANT)
    Q_PROPERTY(nocturne::ui::SilenceForm* silenceForm READ silenceForm CONSTANT)
    Q_PROPERTY(nocturne::panels::RuleForm* ruleForm READ ruleForm CONSTANT)
    Q_PROPERTY(nocturne::ui::SilenceListModel* silences READ silences CONSTANT)
    Q_PROPERTY(nocturne::ui::DowntimeForm* downtimeForm READ downtimeForm CONSTANT)
    Q_PROPERTY(nocturne::ui::DowntimeListModel* downtimes READ downtimes CONSTANT)
    Q_PROPERTY(nocturne::ui::AcknowledgementWatch* acknowledgementWatch READ acknowledgementWatch CONSTANT)
    Q_PROPERTY(nocturne::ui::SourceListModel* sources READ sources CONSTANT)
    Q_PROPERTY(nocturne::ui::LogListModel* logs READ logs CONSTANT)
    Q_PROPERTY(nocturne::ui::StoreNotices* storeNotices READ storeNotices CONSTANT)
    Q_PROPERTY(nocturne::ui::CommandModel* commands READ commands CONSTANT)
    Q_PROPERTY(nocturne::ui::Desktop* desktop READ desktop CONSTANT)
    Q_PROPERTY(nocturne::ui::ReceiverDesk* receivers READ receivers CONSTANT)
    Q_PROPERTY(nocturne::ui::PasteDesk* paste READ paste CONSTANT)
    Q_PROPERTY(nocturne::ui::StreamDraft* streamDraft READ streamDraft CONSTANT)
    Q_PROPERTY(nocturne::ui::LocalOffer* localOffer READ localOffer CONSTANT)
    Q_PROPERTY(nocturne::ui::Settings* settings READ settings CONSTANT)
    Q_PROPERTY(nocturne::panels::Workspace* workspace READ workspace CONSTANT)
    Q_PROPERTY(nocturne::ui::AlertListModel* worstAlerts READ worstAlerts CONSTANT)
    Q_PROPERTY(nocturne::ui::SourceListModel* worstSources READ worstSources CONSTANT)
    Q_PROPERTY(nocturne::ui::LogListModel* worstLogs READ worstLogs CONSTANT)
    Q_PROPERTY(QString page READ page WRITE setPage NOTIFY pageChanged)
    /// "look", "channels", "receivers": the part of the settings that is on show.
    Q_PROPERTY(QString settingsSection READ settingsSection WRITE setSettingsSection NOTIFY settingsSectionChanged)
    Q_PROPERTY(bool kiosk READ isKiosk WRITE setKiosk NOTIFY kioskChanged)
    Q_PROPERTY(bool watching READ isWatching WRITE setWatching NOTIFY watchingChanged)
    Q_PROPERTY(bool rightToLeft READ isRightToLeft NOTIFY languageChanged)
    Q_PROPERTY(QString clockText READ clockText NOTIFY ticked)
    Q_PROPERTY(QString version READ version CONSTANT)

public:
    Session(const Services& services, const QString& settingsPath, QObject* parent = nullptr);

    AlertListModel* alerts() { return &m_alerts; }
    AlertDetail* alertDetail() { return &m_alertDetail; }
    /// Of the alert that `alertDetail` shows.
    panels::AlertEvidence* evidence() { return &m_evidence; }
    panels::AlertPast* past() { return &m_past; }
    SilenceForm* silenceForm() { return &m_silenceForm; }
    panels::RuleForm* ruleForm() { return &m_ruleForm; }
    SilenceListModel* silences() { return &m_silences; }
    DowntimeForm* downtimeForm() { return &m_downtimeForm; }
    DowntimeListModel* downtimes() { return &m_downtimes; }
    AcknowledgementWatch* acknowledgementWatch() { return &m_acknowledgementWatch; }
    SourceListModel* sources() { return &m_sources; }
    LogListModel* logs() { return &m_logs; }
    StoreNotices* storeNotices() { return &m_storeNotices; }
    CommandModel* commands() { return &m_commands; }
    Settings* settings() { return &m_settings; }
    /// Notifications of the desktop, tray and sound; they begin with Desktop::start().
    Desktop* desktop() { return &m_desktop; }
    ReceiverDesk* receivers() { return &m_receivers; }
    PasteDesk* paste() { return &m_paste; }
    StreamDraft* streamDraft() { return &m_streamDraft; }
    LocalOffer* localOffer() { return &m_localOffer; }
    /// Dashboards and exploring.
    panels::Workspace* workspace() { return &m_workspace; }
    /// The same, one flat list, worst first, with filters of their own: for the overview. Made when first asked for.
    AlertListModel* worstAlerts();
    SourceListModel* worstSources();
    /// Warnings and errors only.
    LogListModel* worstLogs();
    const Services& services() const { return m_services; }

    /// "overview", "dashboards", "explore", "alerts", "targets", "logs", "settings".
    QString page() const { return m_page; }
    /// An unknown page is ignored.
    void setPage(const QString& page);
    static QStringList pageNames();
    QString settingsSection() const { return m_settingsSection; }
    void setSettingsSection(const QString& section);
    bool isKiosk() const { return m_kiosk; }
    void setKiosk(bool kiosk);
    /// Whether anybody can see the window: only then the second hand moves.
    bool isWatching() const { return m_tick.isActive(); }
    void setWatching(bool watching);
    bool isRightToLeft() const;
    QString clockText() const;
    QString version() const;

    /// Looks at what is in the clipboard, unless this is a wall display or there is no text in it.
    Q_INVOKABLE void pasteAnything();
    /// Looks for services of this computer to offer, at the first start of all, where that is wanted.
    void lookAroundAtFirst();
    /// Does what the command `id` of the palette says; unknown ones are ignored.
    Q_INVOKABLE void run(const QString& id);
    /// Words changed: commands are worded anew. Called when the language changes.
    void retranslate();

signals:
    void pageChanged();
    void settingsSectionChanged();
    void kioskChanged();
    void watchingChanged();
    void languageChanged();
    void ticked();
    void paletteRequested();
    void shortcutsRequested();
    void fullScreenRequested();
    void refreshRequested();
    /// Something to do with the panel that was last in use: "inspect", "notes".
    void panelRequested(const QString& what);
    /// Something on the page of alerts: "mine", "silences", "downtimes", "history", "rules", "evidence" of the first
    /// one; "silence" and "downtime" for the forms.
    void alertsRequested(const QString& view);
    /// What came of something that was asked for, in a sentence.
    void told(const QString& sentence);
    /// The window is to come up.
    void raiseRequested();
    void quitRequested();

private:
    void followPasting();
    void offerCommands();
    void offerDashboards();
    void offerPacks();
    void tick();

    Services m_services;
    Settings m_settings;
    AlertListModel m_alerts;
    AlertDetail m_alertDetail;
    SilenceForm m_silenceForm;
    SilenceListModel m_silences;
    DowntimeForm m_downtimeForm;
    DowntimeListModel m_downtimes;
    AcknowledgementWatch m_acknowledgementWatch;
    SourceListModel m_sources;
    LogListModel m_logs;
    StoreNotices m_storeNotices;
    CommandModel m_commands;
    Desktop m_desktop;
    ReceiverDesk m_receivers;
    panels::Workspace m_workspace;
    panels::AlertEvidence m_evidence;
    panels::AlertPast m_past;
    panels::RuleForm m_ruleForm;
    PasteDesk m_paste;
    StreamDraft m_streamDraft;
    LocalOffer m_localOffer;
    std::unique_ptr<AlertListModel> m_worstAlerts;
    std::unique_ptr<SourceListModel> m_worstSources;
    std::unique_ptr<LogListModel> m_worstLogs;
    QTimer m_tick;
    QString m_page = QStringLiteral("overview");
    QString m_settingsSection = QStringLiteral("look");
    bool m_kiosk = false;
};

} // namespace nocturne::ui
