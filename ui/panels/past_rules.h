// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>
#include <vector>

#include "ui/charts/firing_strip.h"
#include "watch/alerts/alert_report.h"

namespace nocturne::panels {

/// The noise report: what each rule did within a time, the noisiest first. GUI thread.
class PastRules : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("belongs to the past of alerts")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)

public:
    enum Role {
        NameRole = Qt::UserRole,
        SourceRole,   ///< short, as in the list of alerts
        StatusRole,   ///< the worst there was
        FiredRole,    ///< "12 times"
        LastedRole,   ///< how long in all
        TakenRole,    ///< "8 of 12 taken"
        TakeTimeRole, ///< until somebody took it, on average; empty: nobody did
        EndTimeRole,  ///< until it was over, on average; empty: it never was
        FlappedRole,  ///< how often
        StripRole
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }
    Q_INVOKABLE QString nameAt(int row) const;

    void setRules(std::vector<alerts::RuleReport> rules);

    static charts::StripData stripOf(const std::vector<alerts::FiringCell>& cells);
    /// "2 h" for a mean that there is; empty for 0.
    static QString meanText(double seconds);

signals:
    void countChanged();

private:
    std::vector<alerts::RuleReport> m_rules;
};

} // namespace nocturne::panels
