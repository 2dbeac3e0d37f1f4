// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <memory>
#include <stop_token>

#include "ui/charts/chart_data.h"
#include "ui/models/alert_list_model.h"
#include "ui/panels/data_context.h"
#include "ui/panels/evidence_lines.h"
#include "watch/logs/log_store.h"

namespace nocturne::panels {

/// Why one alert fires, or does not any more: its expression over time with the threshold and the times it fired, what
/// each part of the expression says, how often that happened before, and what keeps it quiet.
///
/// Asks when the alert changes, and each 15 seconds while `active`; a new alert cancels what was asked about the one
/// before. GUI thread.
class AlertEvidence : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString alertId READ alertId WRITE setAlertId NOTIFY subjectChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY subjectChanged)
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString errorText READ errorText NOTIFY changed)
    Q_PROPERTY(nocturne::charts::ChartData chart READ chart NOTIFY changed)
    Q_PROPERTY(double startTime READ startTime NOTIFY changed)
    Q_PROPERTY(double endTime READ endTime NOTIFY changed)
    Q_PROPERTY(QVariantList thresholds READ thresholds NOTIFY changed) ///< as a chart takes them
    Q_PROPERTY(QVariantList bands READ bands NOTIFY changed)           ///< the times it fired
    Q_PROPERTY(bool over READ isOver NOTIFY changed)                   ///< the parts are those of its end
    Q_PROPERTY(nocturne::panels::EvidenceLines* parts READ parts CONSTANT)
    Q_PROPERTY(nocturne::panels::EvidenceLines* occurrences READ occurrences CONSTANT) ///< the newest first, five
    Q_PROPERTY(nocturne::panels::EvidenceLines* mutes READ mutes CONSTANT)             ///< each above what it rests on
    Q_PROPERTY(
        QVariantList marks READ marks NOTIFY changed) ///< who took it, silences, downtimes, as a chart takes them
    /// What was logged around its begin about what its labels name.
    Q_PROPERTY(nocturne::panels::EvidenceLines* logs READ logs CONSTANT)
    Q_PROPERTY(QString logService READ logService NOTIFY changed) ///< whose logs these are; empty: see `logText`
    Q_PROPERTY(QString logText READ logText NOTIFY changed)       ///< what they contain; empty: nothing to look for

public:
    /// NoExpression: its source says nothing that could be asked for.
    enum State { Idle, Loading, Ready, Empty, NoExpression, Error };
    Q_ENUM(State)

    /// All outlive it.
    AlertEvidence(ui::AlertListModel& list, alerts::AlertBoard& board, const logs::LogStore& logs, DataContext& context,
                  QObject* parent = nullptr);
    ~AlertEvidence() override;

    QString alertId() const { return m_id; }
    void setAlertId(const QString& id);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    State state() const { return m_state; }
    QString errorText() const { return m_errorText; }
    charts::ChartData chart() const { return m_chart; }
    double startTime() const { return static_cast<double>(m_start); }
    double endTime() const { return static_cast<double>(m_end); }
    QVariantList thresholds() const { return m_thresholds; }
    QVariantList bands() const { return m_bands; }
    bool isOver() const;
    EvidenceLines* parts() { return &m_parts; }
    EvidenceLines* occurrences() { return &m_occurrences; }
    EvidenceLines* mutes() { return &m_mutes; }
    QVariantList marks() const { return m_marks; }
    EvidenceLines* logs() { return &m_logs; }
    QString logService() const { return m_logService; }
    QString logText() const { return m_logText; }

    /// Asks now.
    void reload();

signals:
    void subjectChanged();
    void changed();

private:
    struct Found;
    class Asking;

    void followList();
    void tick();
    void clear();
    void take(const Found& found);
    static QString sidesOf(const Found& found, std::size_t at);
    void takeOccurrences(const std::vector<alerts::AlertInstance>& occurrences);
    void takeLogs(const Found& found);
    void tellMutes();

    ui::AlertListModel& m_list;
    alerts::AlertBoard& m_board;
    const logs::LogStore& m_store;
    DataContext& m_context;
    QString m_id;
    bool m_active = false;
    std::stop_source m_stop;
    alerts::AlertInstance m_alert;
    bool m_known = false;
    Timestamp m_askedAt = 0;

    State m_state = Idle;
    QString m_errorText;
    charts::ChartData m_chart;
    Timestamp m_start = 0;
    Timestamp m_end = 0;
    QVariantList m_thresholds;
    QVariantList m_bands;
    EvidenceLines m_parts;
    EvidenceLines m_occurrences;
    EvidenceLines m_mutes;
    EvidenceLines m_logs;
    QString m_logService;
    QString m_logText;
    QVariantList m_marks;
};

} // namespace nocturne::panels
