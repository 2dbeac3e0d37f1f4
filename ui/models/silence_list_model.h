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

/// One silence in the list of them.
struct SilenceRow
{
    std::string key; ///< its id
    alerts::Silence silence;
    alerts::SilenceState state = alerts::SilenceState::Pending;
    int muted = 0; ///< alerts that it keeps quiet now

    bool operator==(const SilenceRow&) const = default;
};

/// The silences that are not forgotten: active ones, the one that ends first on top, then those to come, then those
/// that are over, the newest first. What is done to one can be taken back with AlertListModel::undo(). GUI thread.
class SilenceListModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(int count READ rowCountNow NOTIFY changed)
    Q_PROPERTY(int activeCount READ activeCount NOTIFY changed)

public:
    enum Role {
        SilenceIdRole = Qt::UserRole,
        GroupRole, ///< "Active", "To come", "Over"
        StateRole, ///< 0 to come, 1 active, 2 over
        MatchersRole,
        CommentRole,
        CreatedByRole,
        TimeRole,
        MutedRole,
        PlaceRole ///< where else it lives, and whether that knows what was done here; empty: here alone
    };

    /// Both outlive it.
    SilenceListModel(alerts::AlertBoard& board, AlertListModel& list, QObject* parent = nullptr);
    ~SilenceListModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }
    int activeCount() const;

    Q_INVOKABLE QString idAt(int row) const;
    Q_INVOKABLE int rowOf(const QString& id) const;
    /// Ends it `minutes` later than it would. All verbs return a ticket of the list; 0 where there is no such silence.
    Q_INVOKABLE int extend(const QString& id, int minutes);
    /// Ends it now.
    Q_INVOKABLE int expire(const QString& id);
    /// Makes it again, for as long as it lasted, an hour at least.
    Q_INVOKABLE int recreate(const QString& id);
    /// Lets time work; called each second while somebody looks.
    void tick();

signals:
    void changed();

private:
    friend struct RowSync;
    void refresh();
    const alerts::Silence* find(const QString& id) const;

    alerts::AlertBoard& m_board;
    AlertListModel& m_list;
    ChangeFeed m_feed;
    std::uint64_t m_subscription = 0;
    std::uint64_t m_verbSubscription = 0;
    std::vector<SilenceRow> m_rows;
};

} // namespace nocturne::ui
