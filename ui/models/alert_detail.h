// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "ui/models/alert_list_model.h"

namespace nocturne::ui {

/// Everything about one alert, for the page beside the list. Follows the list model it is made with.
class AlertDetail : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(QString alertId READ alertId WRITE setAlertId NOTIFY changed)
    Q_PROPERTY(bool found READ found NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(int status READ status NOTIFY changed)
    Q_PROPERTY(QString stateText READ stateText NOTIFY changed)
    Q_PROPERTY(bool acknowledged READ acknowledged NOTIFY changed)
    Q_PROPERTY(bool resolved READ resolved NOTIFY changed)
    Q_PROPERTY(bool unverified READ unverified NOTIFY changed)
    Q_PROPERTY(QString owner READ owner NOTIFY changed)
    Q_PROPERTY(QString comment READ comment NOTIFY changed)
    Q_PROPERTY(QString acknowledgedText READ acknowledgedText NOTIFY changed)
    /// How the acknowledgement fares where else the alert lives.
    Q_PROPERTY(QString deliveryText READ deliveryText NOTIFY changed)
    Q_PROPERTY(bool quiet READ quiet NOTIFY changed)
    Q_PROPERTY(bool mayListenAgain READ mayListenAgain NOTIFY changed)
    Q_PROPERTY(QString quietText READ quietText NOTIFY changed)
    Q_PROPERTY(QString summary READ summary NOTIFY changed)
    Q_PROPERTY(QString description READ description NOTIFY changed)
    Q_PROPERTY(QString expression READ expression NOTIFY changed)
    Q_PROPERTY(QString evidence READ evidence NOTIFY changed)
    Q_PROPERTY(QString startedText READ startedText NOTIFY changed)
    Q_PROPERTY(QString source READ source NOTIFY changed)
    Q_PROPERTY(QString runbook READ runbook NOTIFY changed)
    Q_PROPERTY(QString runbookHost READ runbookHost NOTIFY changed)
    Q_PROPERTY(QStringList labelKeys READ labelKeys NOTIFY changed)
    Q_PROPERTY(QStringList labelValues READ labelValues NOTIFY changed)
    /// What else the source says, beside summary, description and runbook.
    Q_PROPERTY(QStringList annotationKeys READ annotationKeys NOTIFY changed)
    Q_PROPERTY(QStringList annotationValues READ annotationValues NOTIFY changed)
    Q_PROPERTY(bool pending READ pending NOTIFY changed)
    Q_PROPERTY(double holdShare READ holdShare NOTIFY changed) ///< of the rule's `for`, 0 to 1; -1 when not pending
    Q_PROPERTY(bool flapping READ flapping NOTIFY changed)
    Q_PROPERTY(qint64 startedAt READ startedAt NOTIFY changed)

public:
    explicit AlertDetail(AlertListModel& list, QObject* parent = nullptr);

    QString alertId() const { return m_id; }
    void setAlertId(const QString& id);
    bool found() const { return m_found; }
    QString title() const;
    int status() const { return toStatus(m_alert.severity); }
    QString stateText() const;
    bool acknowledged() const { return m_alert.acknowledgement.has_value(); }
    bool resolved() const { return m_alert.state == alerts::AlertState::Resolved; }
    bool unverified() const { return m_alert.unverifiedSince != 0; }
    QString owner() const;
    QString comment() const;
    QString acknowledgedText() const;
    QString deliveryText() const { return deliveryTextOf(m_alert.delivery); }
    /// Silenced, inhibited, in downtime, or put off.
    bool quiet() const { return !quietText().isEmpty(); }
    /// By a silence or a snooze, which a person can end.
    bool mayListenAgain() const;
    QString quietText() const;
    QString summary() const { return annotation("summary"); }
    QString description() const { return annotation("description"); }
    QString expression() const;
    QString evidence() const;
    QString startedText() const;
    QString source() const;
    /// Only http and https; empty otherwise.
    QString runbook() const;
    QString runbookHost() const;
    QStringList labelKeys() const;
    QStringList labelValues() const;
    QStringList annotationKeys() const;
    QStringList annotationValues() const;
    bool pending() const { return m_alert.state == alerts::AlertState::Pending; }
    double holdShare() const;
    bool flapping() const { return m_alert.isFlapping; }
    qint64 startedAt() const { return m_alert.activeAt; }

signals:
    void changed();

private:
    void read();
    QString annotation(const char* name) const;

    AlertListModel& m_list;
    QString m_id;
    bool m_found = false;
    alerts::AlertInstance m_alert;
};

} // namespace nocturne::ui
