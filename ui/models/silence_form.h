// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <vector>

#include "ui/models/alert_list_model.h"

namespace nocturne::ui {

/// A silence in the making: its matchers as rows, and what it would do to the alerts there are at this moment.
///
/// `matches` lists the alerts that it would mute and follows the board. GUI thread.
class SilenceForm : public QAbstractListModel
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
    Q_PROPERTY(int minutes READ minutes WRITE setMinutes NOTIFY changed) ///< from now on; 0: `untilText` says the end
    Q_PROPERTY(QString untilText READ untilText WRITE setUntilText NOTIFY changed) ///< "17:30", "2026-03-14 17:30"
    Q_PROPERTY(QString endText READ endText NOTIFY changed)                        ///< "until 17:30:00"
    Q_PROPERTY(bool changing READ isChanging NOTIFY changed) ///< of a silence there is, not a new one
    Q_PROPERTY(bool acceptable READ isAcceptable NOTIFY changed)

public:
    enum Role { NameRole = Qt::UserRole, OperatorRole, ValueRole, TakenRole, ReasonRole, FaultRole };

    /// Both outlive it.
    SilenceForm(alerts::AlertBoard& board, AlertListModel& list, QObject* parent = nullptr);

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
    int minutes() const { return m_minutes; }
    void setMinutes(int minutes);
    QString untilText() const { return m_untilText; }
    void setUntilText(const QString& text);
    QString endText() const;
    bool isChanging() const { return !m_id.empty(); }
    bool isAcceptable() const { return error().isEmpty() && (m_doubt.isEmpty() || m_confirmed); }

    /// One empty matcher.
    Q_INVOKABLE void startEmpty();
    /// The labels that all of these alerts share, and of their names whichever they have. Labels that change with a
    /// restart of what they name are there, with the reason, but not taken.
    Q_INVOKABLE void startFrom(const QStringList& alertIds);
    /// The same again as the silence `id`, or with `change` that one itself.
    Q_INVOKABLE void startLike(const QString& id, bool change);

    Q_INVOKABLE void addMatcher();
    Q_INVOKABLE void removeMatcher(int row);
    Q_INVOKABLE void setName(int row, const QString& name);
    /// 0 `=`, 1 `!=`, 2 `=~`, 3 `!~`
    Q_INVOKABLE void setOperator(int row, int op);
    Q_INVOKABLE void setValue(int row, const QString& value);
    Q_INVOKABLE void setTaken(int row, bool taken);

    /// Makes it, with a ticket of the list; 0, and nothing is done, where it is not acceptable().
    Q_INVOKABLE int accept();

signals:
    void changed();

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
    Timestamp endsAt() const;
    std::optional<Timestamp> untilTime() const;

    alerts::AlertBoard& m_board;
    AlertListModel& m_list;
    AlertListModel m_matches;
    std::vector<Row> m_rows;
    alerts::Matchers m_matchers;
    std::string m_id; // of the silence that is changed
    Timestamp m_startsAt = 0;
    QString m_comment;
    int m_minutes = 60;
    QString m_untilText;
    QString m_matcherError;
    QString m_summary;
    QString m_doubt;
    bool m_confirmed = false;
};

} // namespace nocturne::ui
