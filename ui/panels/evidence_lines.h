// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <QtQml/qqmlregistration.h>
#include <vector>

namespace nocturne::panels {

/// One line of what is known about an alert.
struct EvidenceLine
{
    QString text;
    QString detail = {};
    int depth = 0;
    int holds = -1;       ///< of a condition: 1 it does, 0 it does not; -1: cannot be said
    QString alertId = {}; ///< the occurrence it is about, where it is about one
    int status = -1;      ///< its Status, where it has one

    bool operator==(const EvidenceLine&) const = default;
};

/// Lines of an evidence view: parts of the expression, occurrences, or what keeps an alert quiet. GUI thread.
class EvidenceLines : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the evidence")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)

public:
    enum Role { TextRole = Qt::UserRole, DetailRole, DepthRole, HoldsRole, AlertIdRole, StatusRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }

    /// Changes rows in place while there are as many.
    void setLines(std::vector<EvidenceLine> lines);
    const std::vector<EvidenceLine>& lines() const { return m_lines; }

signals:
    void countChanged();

private:
    std::vector<EvidenceLine> m_lines;
};

} // namespace nocturne::panels
