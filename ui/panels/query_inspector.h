// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <memory>
#include <stop_token>
#include <vector>

#include "ui/panels/panel_data.h"
#include "ui/panels/query_answer.h"
#include "ui/panels/query_node_model.h"
#include "ui/panels/query_notes.h"

namespace nocturne::panels {

/// What the queries of a panel cost, part by part, and what they answered.
///
/// Asks them once more, one after the other so that they do not slow each other down, with the statistics of every
/// node; parsing, printing and CSV are done on a worker. Shows one of them at a time. GUI thread.
class QueryInspector : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QStringList names READ names NOTIFY changed) ///< of the queries: "A", "B, newest"
    Q_PROPERTY(bool running READ isRunning NOTIFY changed)  ///< any of them is still to be answered
    Q_PROPERTY(int current READ current WRITE setCurrent NOTIFY changed)

    // Of the current query.
    Q_PROPERTY(State state READ state NOTIFY changed)
    Q_PROPERTY(QString expression READ expression NOTIFY changed) ///< canonical, over several lines when it is long
    Q_PROPERTY(QString asked READ asked NOTIFY changed)           ///< "10:00:00 to 11:00:00, each 15 s"
    Q_PROPERTY(QString evaluation READ evaluation NOTIFY changed) ///< "12.4 ms"
    Q_PROPERTY(QString queued READ queued NOTIFY changed)         ///< waiting for a worker
    Q_PROPERTY(QString series READ series NOTIFY changed)         ///< selected
    Q_PROPERTY(QString samples READ samples NOTIFY changed)       ///< decoded
    Q_PROPERTY(QString peak READ peak NOTIFY changed)             ///< values held at once, and their memory
    Q_PROPERTY(QString error READ error NOTIFY changed)
    Q_PROPERTY(QString errorPlace READ errorPlace NOTIFY changed) ///< two lines, the second with a caret
    Q_PROPERTY(nocturne::panels::QueryNodeModel* nodes READ nodes CONSTANT)
    Q_PROPERTY(nocturne::panels::QueryAnswerModel* answer READ answer CONSTANT)
    Q_PROPERTY(nocturne::panels::QueryNoteModel* notes READ notes CONSTANT)

public:
    enum State { Idle, Waiting, Running, Done, Failed, Cancelled };
    Q_ENUM(State)

    using QObject::QObject;
    ~QueryInspector() override;

    QStringList names() const;
    bool isRunning() const { return m_asking < m_queries.size(); }
    int current() const { return m_current; }
    void setCurrent(int current);

    State state() const { return m_queries.empty() ? Idle : now().state; }
    QString expression() const;
    QString asked() const;
    QString evaluation() const;
    QString queued() const;
    QString series() const;
    QString samples() const;
    QString peak() const;
    QString error() const;
    QString errorPlace() const;
    QueryNodeModel* nodes() { return &m_nodes; }
    QueryAnswerModel* answer() { return &m_answer; }
    QueryNoteModel* notes() { return &m_notes; }

    /// Takes the queries of `panel` as they are now and asks them.
    Q_INVOKABLE void inspect(nocturne::panels::PanelData* panel);
    /// The same queries at the same times once more.
    Q_INVOKABLE void again();
    /// Ends what is under way; what was answered stays.
    Q_INVOKABLE void cancel();
    /// The current query on one line, for other programs; empty while it does not parse.
    Q_INVOKABLE QString promql() const;
    /// A command that asks the same of the data directory, or of a file to be named; quoted for a shell.
    Q_INVOKABLE QString command() const;
    Q_INVOKABLE void copyPromql();
    Q_INVOKABLE void copyCommand();
    /// Puts the answer on the clipboard as CSV, in a moment.
    Q_INVOKABLE void copyCsv();

signals:
    void changed();
    /// Something is on the clipboard, or why it is not.
    void copied(const QString& what);
    void copyFailed(const QString& why);

private:
    struct Answered;
    struct Query
    {
        PanelQuestion question;
        State state = Waiting;
        std::shared_ptr<const Answered> answered; // once it was
    };

    const Query& now() const { return m_queries[static_cast<std::size_t>(m_current)]; }
    const Answered* answered() const;
    void askNext();
    void take(std::size_t index, std::shared_ptr<const Answered> answered);
    void show();

    QPointer<DataContext> m_context;
    std::vector<Query> m_queries;
    std::size_t m_asking = 0; // the one under way; their number when all are answered
    int m_current = 0;
    std::stop_source m_stop;
    QueryNodeModel m_nodes;
    QueryAnswerModel m_answer;
    QueryNoteModel m_notes;
};

} // namespace nocturne::panels
