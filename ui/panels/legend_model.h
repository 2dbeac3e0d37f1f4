// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QtQml/qqmlregistration.h>

#include "ui/charts/chart_data.h"
#include "watch/dashboards/units.h"

namespace nocturne::panels {

/// The legend of a chart: a row a series with its numbers, one unit prefix a column, computed from the samples as
/// the query gave them. Rows keep their place while their numbers change.
class LegendModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by PanelData")
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)

public:
    enum Role { NameRole = Qt::UserRole, LastRole, MinRole, MaxRole, MeanRole, AtRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }

    void setData(const charts::ChartData& data, const dashboards::UnitFormat& format);
    /// The time of the crosshair; 0 for none. Fills the column `at`.
    Q_INVOKABLE void setCursor(double time);

signals:
    void countChanged();

private:
    QString worded(double value, const dashboards::UnitScale& scale) const;

    charts::ChartData m_data;
    dashboards::UnitFormat m_format{"short"};
    dashboards::UnitScale m_scale;
    Timestamp m_cursor = 0;
};

} // namespace nocturne::panels
