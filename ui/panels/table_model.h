// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "ui/panels/panel_query.h"
#include "watch/dashboards/dashboard.h"
#include "watch/dashboards/units.h"

namespace nocturne::panels {

/// Newest values as a table: columns for labels, then one for each target; values of equal labels share a row.
/// Sorted by the first number, worst first (largest, unless a threshold says low is bad), until a person chooses
/// otherwise. A target that has no value for any row has no column; numbers of a column share a unit and its digits.
class TableModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by PanelData")
    Q_PROPERTY(QStringList headers READ headers NOTIFY headersChanged)
    Q_PROPERTY(int labelColumns READ labelColumns NOTIFY headersChanged)  ///< the first so many hold text
    Q_PROPERTY(bool judgesStates READ judgesStates NOTIFY headersChanged) ///< the first number is a state, worded
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)
    Q_PROPERTY(int hidden READ hidden NOTIFY countChanged) ///< rows beyond the limit
    Q_PROPERTY(int sortColumn READ sortColumn NOTIFY sortChanged)
    Q_PROPERTY(bool descending READ isDescending NOTIFY sortChanged)

public:
    enum Role { CellsRole = Qt::UserRole, SeverityRole, SpokenRole };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    QStringList headers() const { return m_headers; }
    int labelColumns() const { return static_cast<int>(m_labels.size()); }
    bool judgesStates() const;
    int rowCountNow() const { return rowCount(); }
    int hidden() const { return m_hidden; }
    int sortColumn() const { return m_sortColumn; }
    bool isDescending() const { return m_descending; }

    void setAnswer(const dashboards::Panel& panel, const std::vector<InstantValue>& values);
    /// Sorts by `column`; again turns the order around.
    Q_INVOKABLE void sortBy(int column);

signals:
    void headersChanged();
    void countChanged();
    void sortChanged();

private:
    struct Row
    {
        std::vector<std::string> labels;
        std::vector<double> values;                // kAbsent where a target has none
        std::map<std::size_t, QString> histograms; // in place of the value, by target
    };
    struct Column
    {
        std::size_t target = 0;
        std::string unit;
        std::optional<dashboards::UnitScale> scale; // none: each value has its own
        double step = 0;
    };
    std::vector<Column> columnsOf() const;
    QString worded(const Column& column, double value) const;
    QStringList cellsOf(const Row& row) const;
    void arrange();

    dashboards::Panel m_panel;
    std::vector<std::string> m_labels;
    QStringList m_headers;
    std::vector<Row> m_all;
    std::vector<Column> m_columns;
    std::vector<std::size_t> m_order;
    int m_hidden = 0;
    int m_sortColumn = -1;
    bool m_descending = true;
};

} // namespace nocturne::panels
