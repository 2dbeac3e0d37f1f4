// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <limits>
#include <map>
#include <memory>
#include <stop_token>

#include "ui/charts/chart_data.h"
#include "ui/panels/data_context.h"
#include "ui/panels/legend_model.h"
#include "ui/panels/panel_query.h"
#include "ui/panels/panel_words.h"
#include "ui/panels/table_model.h"
#include "ui/panels/time_range.h"
#include "ui/panels/variable_model.h"

namespace nocturne::panels {

/// The data of one panel and the honest state they are in.
///
/// Asks again whenever the range is refreshed or a variable changes; a refresh that comes while an answer is due is
/// kept until then, a new range cancels it. A panel whose sources fell silent is `stale` within two of their
/// intervals (at least 15 s), however seldom it is refreshed, and so is one whose service fails while it still shows
/// old values. It keeps what it showed, or shows what its sources said last. GUI thread.
class PanelData : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::panels::DataContext* context READ context WRITE setContext NOTIFY contextChanged)
    Q_PROPERTY(nocturne::panels::TimeRange* timeRange READ timeRange WRITE setTimeRange NOTIFY timeRangeChanged)
    Q_PROPERTY(nocturne::panels::VariableModel* variables READ variables WRITE setVariables NOTIFY variablesChanged)
    Q_PROPERTY(nocturne::panels::PanelSpec panel READ panel WRITE setPanel NOTIFY panelChanged)
    /// Metrics whose age matters beside those of the expressions; for panels that ask for none.
    Q_PROPERTY(QStringList subjects READ subjects WRITE setSubjects NOTIFY subjectsChanged)
    Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)  ///< asks only while this is set
    Q_PROPERTY(int columns READ columns WRITE setColumns NOTIFY columnsChanged) ///< pixels across: the steps asked for

    Q_PROPERTY(State state READ state NOTIFY stateChanged)
    Q_PROPERTY(bool stale READ isStale NOTIFY stateChanged)
    Q_PROPERTY(bool slow READ isSlow NOTIFY stateChanged) ///< loading for more than 300 ms: show a skeleton
    /// While it is empty: the first of missingMetrics(), a line each.
    Q_PROPERTY(QString missingText READ missingText NOTIFY stateChanged)
    Q_PROPERTY(bool hadValues READ hadValues NOTIFY stateChanged)              ///< has, or had, something to show
    Q_PROPERTY(QString note READ note NOTIFY stateChanged)                     ///< "no data since 09:43:10, 17 min"
    Q_PROPERTY(QString staleSinceText READ staleSinceText NOTIFY stateChanged) ///< "09:43:10"; empty while fresh
    Q_PROPERTY(QString errorText READ errorText NOTIFY stateChanged)
    Q_PROPERTY(QString errorCure READ errorCure NOTIFY stateChanged)
    Q_PROPERTY(double newest READ newest NOTIFY stateChanged) ///< time of the newest sample, ms; 0 unknown

    Q_PROPERTY(nocturne::charts::ChartData chart READ chart NOTIFY dataChanged)
    Q_PROPERTY(nocturne::panels::LegendModel* legend READ legend CONSTANT)
    Q_PROPERTY(nocturne::panels::TableModel* table READ table CONSTANT)
    Q_PROPERTY(nocturne::panels::QueryNoteModel* notes READ notes CONSTANT) ///< of the engine, about the answer shown
    Q_PROPERTY(double startTime READ startTime NOTIFY dataChanged)
    Q_PROPERTY(double endTime READ endTime NOTIFY dataChanged)
    Q_PROPERTY(double value READ value NOTIFY dataChanged) ///< the first newest value; NaN when there is none
    Q_PROPERTY(QString valueText READ valueText NOTIFY dataChanged)
    Q_PROPERTY(QString unitText READ unitText NOTIFY dataChanged)
    Q_PROPERTY(QString totalText READ totalText NOTIFY dataChanged)
    Q_PROPERTY(double total READ total NOTIFY dataChanged)
    Q_PROPERTY(QString severity READ severity NOTIFY dataChanged) ///< of the thresholds reached; empty while well
    Q_PROPERTY(QString deltaText READ deltaText NOTIFY dataChanged)
    Q_PROPERTY(int deltaSign READ deltaSign NOTIFY dataChanged)
    Q_PROPERTY(int seriesCount READ seriesCount NOTIFY dataChanged)

public:
    enum State { Idle, Loading, Ready, Empty, Error };
    Q_ENUM(State)

    explicit PanelData(QObject* parent = nullptr);
    ~PanelData() override;

    DataContext* context() const { return m_context; }
    void setContext(DataContext* context);
    TimeRange* timeRange() const { return m_range; }
    void setTimeRange(TimeRange* range);
    VariableModel* variables() const { return m_variables; }
    void setVariables(VariableModel* variables);
    PanelSpec panel() const { return m_panel; }
    void setPanel(const PanelSpec& panel);
    QStringList subjects() const { return m_subjects; }
    void setSubjects(const QStringList& metrics);
    bool isActive() const { return m_active; }
    void setActive(bool active);
    int columns() const { return m_columns; }
    void setColumns(int columns);

    State state() const { return m_state; }
    bool isStale() const { return m_staleSince != 0; }
    bool isSlow() const { return m_slow; }
    QString missingText() const { return m_missing.mid(0, 3).join(QLatin1Char('\n')); }
    /// Metrics of its expressions that no source exposes and of which no sample is kept.
    QStringList missingMetrics() const { return m_missing; }
    bool hadValues() const { return m_hadValues; }
    QString note() const { return m_note; }
    QString staleSinceText() const;
    QString errorText() const { return m_errorText; }
    QString errorCure() const { return m_errorCure; }
    double newest() const { return static_cast<double>(m_judge.newest()); }
    Timestamp staleSince() const { return m_staleSince; }

    charts::ChartData chart() const { return m_chart; }
    LegendModel* legend() { return &m_legend; }
    TableModel* table() { return &m_table; }
    QueryNoteModel* notes() { return &m_notes; }
    double startTime() const { return static_cast<double>(m_start); }
    double endTime() const { return static_cast<double>(m_end); }
    double value() const { return m_value; }
    QString valueText() const { return m_valueText; }
    QString unitText() const { return m_unitText; }
    QString totalText() const { return m_totalText; }
    double total() const { return m_total; }
    QString severity() const { return m_severity; }
    QString deltaText() const { return m_deltaText; }
    int deltaSign() const { return m_deltaSign; }
    int seriesCount() const { return static_cast<int>(m_chart.content().series.size()); }

    /// What is asked of the targets now, for looking at it; nothing without a context and a range.
    std::vector<PanelQuestion> questions() const;

    /// The first expression that it asks for, with variables filled in; empty where none can be.
    Q_INVOKABLE QString firstExpression() const;

    /// Asks now, whatever is known.
    Q_INVOKABLE void reload();

signals:
    void contextChanged();
    void timeRangeChanged();
    void variablesChanged();
    void panelChanged();
    void subjectsChanged();
    void activeChanged();
    void columnsChanged();
    void stateChanged();
    void dataChanged();

private:
    void schedule(bool anew);
    void ask();
    PanelRequest request() const;
    void take(const PanelAnswer& answer, Timestamp start, Timestamp end);
    void takeValues(const PanelAnswer& answer);
    /// The time that a delta is about: the range, or as much of it as has points.
    Timestamp coveredSpan(const EarlierValue& earlier) const;
    void takeError(const PanelAnswer& answer);
    void judge();
    void askForMissing();
    void takeMissing(const std::vector<std::string>& wanted, const std::vector<std::string>& there);
    void setState(State state);
    bool needsData() const;
    bool waitsForSamples() const;
    void checkEarly(Timestamp now);

    QPointer<DataContext> m_context;
    QPointer<TimeRange> m_range;
    QPointer<VariableModel> m_variables;
    PanelSpec m_panel;
    QStringList m_subjects;
    bool m_active = true;
    int m_columns = 600;

    bool m_running = false;
    bool m_again = false;
    bool m_anew = true; // what is shown does not belong to the question any more
    Timestamp m_askedAt = 0;
    std::stop_source m_stop;
    QTimer m_scheduler;
    QTimer m_patience;

    State m_state = Idle;
    bool m_slow = false;
    bool m_failing = false;
    Timestamp m_failingSince = 0;
    Timestamp m_staleSince = 0;
    QString m_note;
    QString m_errorText;
    QString m_errorCure;
    FreshnessJudge m_judge;
    bool m_checkOnly = false; // the next round asks for the age of samples alone
    QStringList m_missing;
    bool m_hadValues = false; // with this question, however long ago
    std::map<std::string, SelectorAge> m_lastSeen;
    std::vector<KeptAnswer> m_kept; // of the targets
    Timestamp m_answeredAt = 0;     // all of it, last; 0: never with this question
    QString m_blindText;            // why a part of it is an answer of before

    charts::ChartData m_chart;
    LegendModel m_legend;
    TableModel m_table;
    QueryNoteModel m_notes;
    Timestamp m_start = 0;
    Timestamp m_end = 0;
    Timestamp m_step = 0;
    double m_value = std::numeric_limits<double>::quiet_NaN();
    QString m_valueText;
    QString m_unitText;
    QString m_totalText;
    double m_total = std::numeric_limits<double>::quiet_NaN();
    QString m_severity;
    QString m_deltaText;
    int m_deltaSign = 0;
    std::size_t m_hiddenSeries = 0;
    bool m_partial = false;
};

} // namespace nocturne::panels
