// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <vector>

#include "engine/query/query_result.h"

namespace nocturne::panels {

/// What every part of an expression cost, as a tree in rows: children follow their node. GUI thread.
///
/// `share` is the part of the whole time that a node took with all below it, `ownShare` without that; both 0 to 1.
class QueryNodeModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the inspector")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)

public:
    enum Role {
        DepthRole = Qt::UserRole,
        TextRole,
        SeriesRole,
        SamplesRole,
        TimeRole,
        ShareRole,
        OwnShareRole,
        SpokenRole
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    void setNodes(std::vector<query::NodeStats> nodes);
    int rowCountNow() const { return rowCount(); }

signals:
    void countChanged();

private:
    QString timeText(const query::NodeStats& node) const;

    std::vector<query::NodeStats> m_nodes;
    std::vector<double> m_own; // seconds of each node without its children
    double m_whole = 0;        // seconds
};

} // namespace nocturne::panels
