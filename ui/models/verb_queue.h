// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "watch/alerts/alert_board.h"

namespace nocturne::ui {

/// What a person does about alerts at one display: handed to the board's own thread in the order it was asked for, so
/// that nobody waits for a disk, and answered when it is durable. GUI thread.
///
/// Owned by a model. Verbs go on when it is gone; nobody is told then.
class VerbQueue : public QObject
{
    Q_OBJECT

public:
    using Verb = std::function<Result<alerts::Receipt>(alerts::AlertBoard&)>;

    /// `board` outlives it.
    explicit VerbQueue(alerts::AlertBoard& board, QObject* parent = nullptr);
    ~VerbQueue() override;

    /// Asks for a verb about the occurrences `about`; its ticket, above 0, comes back with done() or refused().
    int add(Verb verb, std::vector<std::string> about = {});
    /// Asks to take back the last verb that was done here, whichever that is when this one's turn comes.
    int undo(alerts::Actor who);
    /// A ticket for what need not be asked: refused() comes soon.
    int refuse(std::string why);

    /// Whether a verb about the occurrence is under way.
    bool concerns(const std::string& id) const { return m_about.contains(id); }
    /// Whether a verb takes so long that a person should be told.
    bool isSlow() const { return m_isSlow; }

signals:
    /// Durable, and on the board.
    void done(int ticket);
    void refused(int ticket, const QString& message);
    /// Which alerts are concerned() has changed.
    void concernsChanged();
    void slowChanged();

private:
    struct Gate;

    void finish(int ticket, const Result<alerts::Receipt>& result);
    void note();

    alerts::AlertBoard& m_board;
    std::shared_ptr<Gate> m_gate;
    std::map<int, std::vector<std::string>> m_waiting; // by ticket
    std::multiset<std::string> m_about;
    int m_lastTicket = 0;
    QTimer m_patience;
    bool m_isSlow = false;
};

} // namespace nocturne::ui
