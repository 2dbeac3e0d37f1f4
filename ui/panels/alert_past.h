// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <stop_token>

#include "ui/charts/firing_strip.h"
#include "ui/panels/data_context.h"
#include "ui/panels/evidence_lines.h"
#include "ui/panels/past_audit.h"
#include "ui/panels/past_occurrences.h"
#include "ui/panels/past_rules.h"
#include "watch/alerts/alert_board.h"

namespace nocturne::panels {

/// The last days of alerting: how noisy each rule was, what fired, what became of one of these, and who did what.
///
/// Read by workers when it becomes active and when a filter changes; it stands still in between, until reload(). GUI
/// thread.
class AlertPast : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY filterChanged)
    Q_PROPERTY(int days READ days WRITE setDays NOTIFY filterChanged)             ///< until now; 90 at most
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY filterChanged)         ///< in name or labels
    Q_PROPERTY(int severity READ severity WRITE setSeverity NOTIFY filterChanged) ///< this Status and worse; -1: all
    Q_PROPERTY(QString rule READ rule WRITE setRule NOTIFY filterChanged)         ///< its name; empty: all
    Q_PROPERTY(bool filtered READ isFiltered NOTIFY filterChanged)
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString errorText READ errorText NOTIFY changed)
    Q_PROPERTY(QString askedText READ askedText NOTIFY changed) ///< "as of 10:00:02"
    Q_PROPERTY(QString firedText READ firedText NOTIFY changed)
    Q_PROPERTY(QString lastedText READ lastedText NOTIFY changed)
    Q_PROPERTY(QString takenText READ takenText NOTIFY changed)       ///< share that somebody took
    Q_PROPERTY(QString takeTimeText READ takeTimeText NOTIFY changed) ///< MTTA
    Q_PROPERTY(QString endTimeText READ endTimeText NOTIFY changed)   ///< MTTR
    Q_PROPERTY(int flapped READ flapped NOTIFY changed)
    Q_PROPERTY(nocturne::charts::StripData strip READ strip NOTIFY changed)
    Q_PROPERTY(QString startText READ startText NOTIFY changed) ///< of the strips
    Q_PROPERTY(nocturne::panels::PastRules* rules READ rules CONSTANT)
    Q_PROPERTY(nocturne::panels::PastOccurrences* occurrences READ occurrences CONSTANT)
    Q_PROPERTY(nocturne::panels::PastAudit* audit READ audit CONSTANT)
    /// The occurrence whose course is told; empty: none.
    Q_PROPERTY(QString chosenId READ chosenId WRITE setChosenId NOTIFY chosenChanged)
    Q_PROPERTY(QString chosenTitle READ chosenTitle NOTIFY chosenChanged)
    Q_PROPERTY(nocturne::charts::StripData chosenStrip READ chosenStrip NOTIFY chosenChanged) ///< of the same labels
    Q_PROPERTY(QString chosenText READ chosenText NOTIFY chosenChanged) ///< "the same alert fired 12 times"
    Q_PROPERTY(nocturne::panels::EvidenceLines* course READ course CONSTANT)

public:
    enum State { Idle, Loading, Ready, Empty, Error };
    Q_ENUM(State)
    static constexpr std::size_t kCells = 180;

    /// Both outlive it.
    AlertPast(alerts::AlertBoard& board, DataContext& context, QObject* parent = nullptr);
    ~AlertPast() override;

    bool isActive() const { return m_active; }
    void setActive(bool active);
    int days() const { return m_days; }
    void setDays(int days);
    QString text() const { return m_text; }
    void setText(const QString& text);
    int severity() const { return m_severity; }
    void setSeverity(int status);
    QString rule() const { return m_rule; }
    void setRule(const QString& name);
    bool isFiltered() const { return !m_text.isEmpty() || m_severity >= 0 || !m_rule.isEmpty(); }
    Q_INVOKABLE void clearFilters();
    State state() const { return m_state; }
    QString errorText() const { return m_errorText; }
    QString askedText() const;
    QString firedText() const;
    QString lastedText() const;
    QString takenText() const;
    QString takeTimeText() const;
    QString endTimeText() const;
    int flapped() const { return static_cast<int>(m_total.flapped); }
    charts::StripData strip() const { return PastRules::stripOf(m_total.cells); }
    QString startText() const;
    PastRules* rules() { return &m_rules; }
    PastOccurrences* occurrences() { return &m_occurrences; }
    PastAudit* audit() { return &m_audit; }
    QString chosenId() const { return m_chosenId; }
    void setChosenId(const QString& id);
    QString chosenTitle() const;
    charts::StripData chosenStrip() const { return m_chosenStrip; }
    QString chosenText() const { return m_chosenText; }
    EvidenceLines* course() { return &m_course; }

    /// Asks anew.
    Q_INVOKABLE void reload();

signals:
    void filterChanged();
    void changed();
    void chosenChanged();

private:
    struct Course;

    alerts::HistoryQuery query() const;
    void filter();
    void take(const Result<alerts::HistoryReport>& report);
    void askCourse(const alerts::AlertInstance& alert);
    void takeCourse(const Course& course);
    void fail(const QString& message);

    alerts::AlertBoard& m_board;
    DataContext& m_context;
    bool m_active = false;
    int m_days = 7;
    QString m_text;
    int m_severity = -1;
    QString m_rule;
    QTimer m_typing;
    std::stop_source m_stop;
    std::stop_source m_courseStop;
    State m_state = Idle;
    QString m_errorText;
    Timestamp m_askedAt = 0;
    alerts::RuleReport m_total;
    PastRules m_rules;
    PastOccurrences m_occurrences;
    PastAudit m_audit;
    QString m_chosenId;
    charts::StripData m_chosenStrip;
    QString m_chosenText;
    EvidenceLines m_course;
};

} // namespace nocturne::panels
