// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

#include "ui/models/alert_list_model.h"

namespace nocturne::ui {

/// What mutes alerts, in the making: its matchers as rows, and what these would do to the alerts there are at this
/// moment. A silence and a downtime add their times.
///
/// `matches` lists the alerts that it would mute and follows the board. GUI thread.
class MatcherForm : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(int count READ rowCountNow NOTIFY changed)
    Q_PROPERTY(nocturne::ui::AlertListModel* matches READ matches CONSTANT)
    Q_PROPERTY(QString summary READ summary NOTIFY changed) ///< "mutes 3 of 12 alerts"
    Q_PROPERTY(QString error READ error NOTIFY changed)     ///< what has to be put right first
    Q_PROPERTY(QString doubt READ doubt NOTIFY changed)     ///< why it has to be confirmed; empty: it need not be
    Q_PROPERTY(bool confirmed READ isConfirmed WRITE setConfirmed NOTIFY changed)
    Q_PROPERTY(QString comment READ comment WRITE setComment NOTIFY changed)
    Q_PROPERTY(bool changing READ isChanging NOTIFY changed) ///< of one that there is, not a new one
    Q_PROPERTY(bool acceptable READ isAcceptable NOTIFY changed)

public:
    enum Role { NameRole = Qt::UserRole, OperatorRole, ValueRole, TakenRole, ReasonRole, FaultRole };

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }

    AlertListModel* matches() { return &m_matches; }
    QString summary() const { return m_summary; }
    QString error() const;
    QString doubt() const { return m_doubt; }
    bool isConfirmed() const { return m_confirmed; }
    void setConfirmed(bool confirmed);
    QString comment() const { return m_comment; }
    void setComment(const QString& comment);
    bool isChanging() const { return !m_id.empty(); }
    bool isAcceptable() const { return error().isEmpty() && (m_doubt.isEmpty() || m_confirmed); }

    /// One empty matcher.
    Q_INVOKABLE void startEmpty();
    /// The labels that all of these alerts share, and of their names whichever they have. Labels that change with a
    /// restart of what they name are there, with the reason, but not taken.
    Q_INVOKABLE void startFrom(const QStringList& alertIds);

    Q_INVOKABLE void addMatcher();
    Q_INVOKABLE void removeMatcher(int row);
    Q_INVOKABLE void setName(int row, const QString& name);
    /// 0 `=`, 1 `!=`, 2 `=~`, 3 `!~`
    Q_INVOKABLE void setOperator(int row, int op);
    Q_INVOKABLE void setValue(int row, const QString& value);
    Q_INVOKABLE void setTaken(int row, bool taken);

signals:
    void changed();

protected:
    /// Both outlive it.
    MatcherForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent);

    /// Back to the usual times.
    virtual void resetTimes() = 0;
    /// What is wrong with the times, in words; empty: nothing.
    virtual QString timeError() const = 0;

    /// Begins with these matchers.
    void startWith(const alerts::Matchers& matchers, const std::string& comment);
    /// The one with `id` is changed.
    void setSubject(std::string id) { m_id = std::move(id); }
    const std::string& subject() const { return m_id; }
    const alerts::Matchers& matchers() const { return m_matchers; }
    alerts::AlertBoard& board() const { return m_board; }
    AlertListModel& list() const { return m_list; }
    Timestamp now() const { return m_list.clock().now(); }

private:
    struct Row
    {
        QString name;
        int op = 0;
        QString value;
        bool taken = true;
        QString reason;
        QString fault;
    };

    void begin(std::vector<Row> rows);
    void edit(int row, const std::function<void(Row&)>& change);
    void check();
    void look();

    alerts::AlertBoard& m_board;
    AlertListModel& m_list;
    AlertListModel m_matches;
    std::vector<Row> m_rows;
    alerts::Matchers m_matchers;
    std::string m_id; // of what is changed
    QString m_comment;
    QString m_matcherError;
    QString m_summary;
    QString m_doubt;
    bool m_confirmed = false;
};

} // namespace nocturne::ui
