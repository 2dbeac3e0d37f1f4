// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <vector>

#include "ui/models/alert_list_model.h"
#include "ui/models/change_feed.h"
#include "ui/models/row_sync.h"

namespace nocturne::ui {

/// One downtime in the list of them.
struct DowntimeRow
{
    enum class Phase { Coming, Active, Past };

    std::string key; ///< its id
    alerts::Downtime downtime;
    Phase phase = Phase::Coming;
    bool isWaiting = false; ///< flexible, within its window, and no problem came yet
    Timestamp start = 0;    ///< of the window that counts
    Timestamp end = 0;      ///< of the effect, else of that window
    int muted = 0;          ///< alerts that it keeps quiet now

    bool operator==(const DowntimeRow&) const = default;
};

/// The downtimes that are not forgotten: active ones, the one that ends first on top, then those to come by their next
/// window, then those that are over, the newest first. What is done to one can be taken back with
/// AlertListModel::undo(). GUI thread.
class DowntimeListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(int count READ rowCountNow NOTIFY changed)
    Q_PROPERTY(int activeCount READ activeCount NOTIFY changed)

public:
    enum Role {
        DowntimeIdRole = Qt::UserRole,
        GroupRole, ///< "Active", "To come", "Over"
        PhaseRole, ///< 0 to come, 1 active, 2 over
        WaitingRole,
        MatchersRole,
        CommentRole,
        CreatedByRole,
        TimeRole, ///< "ends in 2 h"
        KindRole, ///< "flexible, 2 h from the first problem, every day"
        WindowRole,
        MutedRole
    };

    /// Both outlive it.
    DowntimeListModel(alerts::AlertBoard& board, AlertListModel& list, QObject* parent = nullptr);
    ~DowntimeListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }
    int activeCount() const;

    Q_INVOKABLE QString idAt(int row) const;
    Q_INVOKABLE int rowOf(const QString& id) const;
    Q_INVOKABLE bool isPast(int row) const;
    /// This time it ends `minutes` later than it would; of one that recurs, the other times stay as they are, and a
    /// downtime of its own follows it.
    Q_INVOKABLE int extend(const QString& id, int minutes);
    /// Ends it now, and all its windows to come.
    Q_INVOKABLE int cancel(const QString& id);
    /// Lets time work; called each second while somebody looks.
    void tick();

signals:
    void changed();

private:
    friend struct RowSync;
    void refresh();
    DowntimeRow rowFor(const alerts::Downtime& downtime, Timestamp now) const;

    alerts::AlertBoard& m_board;
    AlertListModel& m_list;
    ChangeFeed m_feed;
    std::uint64_t m_subscription = 0;
    std::vector<DowntimeRow> m_rows;
};

} // namespace nocturne::ui
