// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "ui/charts/chart_data.h"
#include "ui/panels/data_context.h"
#include "ui/panels/rule_list_model.h"
#include "watch/rules/rehearsal.h"
#include "watch/rules/rule_book.h"

namespace nocturne::panels {

/// A threshold rule in the making, and what it would have done in the last days on the data there are. Lists, changes
/// and takes out the rules made before.
///
/// Files are read and written on a worker. Each change asks for a new rehearsal, a little later, and cancels the one
/// under way. GUI thread.
class RuleForm : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(bool available READ isAvailable CONSTANT) ///< rules can be made here
    Q_PROPERTY(QString file READ file CONSTANT)          ///< that they are written to
    Q_PROPERTY(nocturne::panels::RuleListModel* rules READ rules CONSTANT)
    Q_PROPERTY(QString listError READ listError NOTIFY listed) ///< why the file cannot be read; empty: it was

    Q_PROPERTY(QString name READ name WRITE setName NOTIFY changed)
    Q_PROPERTY(QString measured READ measured WRITE setMeasured NOTIFY changed)
    Q_PROPERTY(int comparison READ comparison WRITE setComparison NOTIFY changed) ///< index of `comparisons`
    Q_PROPERTY(QStringList comparisons READ comparisons CONSTANT)
    Q_PROPERTY(QString threshold READ threshold WRITE setThreshold NOTIFY changed)
    Q_PROPERTY(QString clear READ clear WRITE setClear NOTIFY changed)       ///< empty: no hysteresis
    Q_PROPERTY(QString holdFor READ holdFor WRITE setHoldFor NOTIFY changed) ///< "5m"; empty: at once
    Q_PROPERTY(QString keepFiringFor READ keepFiringFor WRITE setKeepFiringFor NOTIFY changed)
    Q_PROPERTY(int severity READ severity WRITE setSeverity NOTIFY changed) ///< 0 none, 1 info ... 4 critical
    Q_PROPERTY(QString labels READ labels WRITE setLabels NOTIFY changed)   ///< "team=sea, site=north"
    Q_PROPERTY(QString summary READ summary WRITE setSummary NOTIFY changed)
    Q_PROPERTY(QString description READ description WRITE setDescription NOTIFY changed)
    Q_PROPERTY(QString runbook READ runbook WRITE setRunbook NOTIFY changed)

    Q_PROPERTY(QString expression READ expression NOTIFY changed) ///< the PromQL it becomes; empty while it is wrong
    Q_PROPERTY(QString error READ error NOTIFY changed)           ///< what has to be put right first
    Q_PROPERTY(Field errorField READ errorField NOTIFY changed)
    Q_PROPERTY(bool changing READ isChanging NOTIFY changed) ///< a rule there is, not a new one
    Q_PROPERTY(bool busy READ isBusy NOTIFY changed)         ///< a file is being written
    Q_PROPERTY(bool acceptable READ isAcceptable NOTIFY changed)

    Q_PROPERTY(Preview preview READ preview NOTIFY previewed)
    Q_PROPERTY(
        QString verdict READ verdict NOTIFY previewed)      ///< "would have fired 3 times in the last 7 d, for 41 min"
    Q_PROPERTY(QString caveat READ caveat NOTIFY previewed) ///< "only 2 d of data"; empty: none
    Q_PROPERTY(nocturne::charts::ChartData chart READ chart NOTIFY previewed)
    Q_PROPERTY(double startTime READ startTime NOTIFY previewed)
    Q_PROPERTY(double endTime READ endTime NOTIFY previewed)
    Q_PROPERTY(QVariantList thresholds READ thresholds NOTIFY previewed) ///< as a chart takes them
    Q_PROPERTY(QVariantList bands READ bands NOTIFY previewed)           ///< the times it would have fired

public:
    enum Preview { Nothing, Asking, Played, NoData, Failed };
    Q_ENUM(Preview)
    enum Field {
        NoField,
        Name,
        Measured,
        Threshold,
        Clear,
        HoldFor,
        KeepFiringFor,
        Labels,
        Summary,
        Description,
        Runbook
    };
    Q_ENUM(Field)

    /// `book` is null where no rules can be made. All outlive it.
    RuleForm(DataContext& context, rules::RuleBook* book, QObject* parent = nullptr);
    ~RuleForm() override;

    bool isAvailable() const { return m_book != nullptr; }
    QString file() const;
    RuleListModel* rules() { return &m_list; }
    QString listError() const { return m_listError; }

    QString name() const { return m_name; }
    void setName(const QString& name) { edit(m_name, name, false); }
    QString measured() const { return m_measured; }
    void setMeasured(const QString& text) { edit(m_measured, text); }
    int comparison() const { return m_comparison; }
    void setComparison(int index);
    static QStringList comparisons();
    QString threshold() const { return m_threshold; }
    void setThreshold(const QString& text) { edit(m_threshold, text); }
    QString clear() const { return m_clear; }
    void setClear(const QString& text) { edit(m_clear, text); }
    QString holdFor() const { return m_holdFor; }
    void setHoldFor(const QString& text) { edit(m_holdFor, text); }
    QString keepFiringFor() const { return m_keepFiringFor; }
    void setKeepFiringFor(const QString& text) { edit(m_keepFiringFor, text); }
    int severity() const { return m_severity; }
    void setSeverity(int severity);
    QString labels() const { return m_labels; }
    void setLabels(const QString& text) { edit(m_labels, text, false); }
    QString summary() const { return m_summary; }
    void setSummary(const QString& text) { edit(m_summary, text, false); }
    QString description() const { return m_description; }
    void setDescription(const QString& text) { edit(m_description, text, false); }
    QString runbook() const { return m_runbook; }
    void setRunbook(const QString& text) { edit(m_runbook, text, false); }

    QString expression() const { return m_expression; }
    QString error() const { return m_error; }
    Field errorField() const { return m_errorField; }
    bool isChanging() const { return m_original.has_value(); }
    bool isBusy() const { return m_busy; }
    bool isAcceptable() const { return m_listed && m_listError.isEmpty() && m_error.isEmpty() && !m_busy; }

    Preview preview() const { return m_preview; }
    QString verdict() const { return m_verdict; }
    QString caveat() const { return m_caveat; }
    charts::ChartData chart() const { return m_chart; }
    double startTime() const { return static_cast<double>(m_start); }
    double endTime() const { return static_cast<double>(m_end); }
    QVariantList thresholds() const { return m_thresholds; }
    QVariantList bands() const { return m_bands; }

    /// Each begins anew and asks to be shown.
    Q_INVOKABLE void startEmpty();
    /// About `measured`, an expression of a panel; where that is a comparison with a number, its threshold is taken.
    Q_INVOKABLE void startWith(const QString& measured, const QString& title);
    /// The rule in row `row` of `rules`, where it is editable.
    Q_INVOKABLE void startLike(int row);
    /// Nobody looks any more: what is under way is cancelled.
    Q_INVOKABLE void leave();
    /// Writes it; ends in saved() or failed().
    Q_INVOKABLE void accept();
    /// Takes the rule in row `row` out of the file; ends in removed() or failed().
    Q_INVOKABLE void remove(int row);
    /// Reads the list anew.
    Q_INVOKABLE void reload();

signals:
    void changed();
    void previewed();
    void listed();
    void showRequested();
    void saved(const QString& name);
    void removed(const QString& name);
    void failed(const QString& message);

private:
    struct Outcome;

    void edit(QString& field, const QString& text, bool asks = true);
    void begin(const rules::ThresholdRule& rule);
    void check();
    std::optional<rules::ThresholdRule> reading();
    void say(Field field, const QString& error);
    void rehearseSoon();
    void rehearse();
    void forgetPreview();
    void take(const Outcome& played, const rules::ThresholdRule& rule);
    QString wordsFor(const Outcome& played, const rules::ThresholdRule& rule) const;
    void takeList(Result<rules::RuleBook::Edition> edition);
    void write(std::function<Result<void>(rules::RuleBook&)> job, std::function<void()> done);

    DataContext& m_context;
    rules::RuleBook* m_book;
    RuleListModel m_list;
    QString m_listError;
    bool m_listed = false;                          // read since the form was begun
    std::optional<rules::ThresholdRule> m_original; // the rule that is changed, as the file has it
    std::optional<std::size_t> m_replaced;          // its row; none when the file has it no more

    QString m_name;
    QString m_measured;
    int m_comparison = 0;
    QString m_threshold;
    QString m_clear;
    QString m_holdFor;
    QString m_keepFiringFor;
    int m_severity = 2;
    QString m_labels;
    QString m_summary;
    QString m_description;
    QString m_runbook;

    QString m_expression;
    QString m_error;
    Field m_errorField = NoField;
    bool m_busy = false;
    std::optional<rules::ThresholdRule> m_rule; // as read from the fields, while they are right enough to be played

    QTimer m_soon;
    std::stop_source m_stop;
    Preview m_preview = Nothing;
    QString m_verdict;
    QString m_caveat;
    charts::ChartData m_chart;
    Timestamp m_start = 0;
    Timestamp m_end = 0;
    QVariantList m_thresholds;
    QVariantList m_bands;
};

} // namespace nocturne::panels
