// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/dashboard_model.h"

#include <algorithm>

namespace nocturne::panels {

DashboardModel::DashboardModel(QObject* parent)
    : QAbstractListModel(parent)
{}

int DashboardModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_panels.size());
}

QVariant DashboardModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& spec = m_panels[static_cast<std::size_t>(index.row())];
    const auto& grid = spec.panel().grid;
    switch (role) {
    case PanelRole:
        return QVariant::fromValue(spec);
    case ColumnRole:
        return grid.x;
    case RowRole:
        return grid.y;
    case ColumnSpanRole:
        return grid.w;
    case RowSpanRole:
        return grid.h;
    default:
        return {};
    }
}

QHash<int, QByteArray> DashboardModel::roleNames() const
{
    return {{PanelRole, "panel"},
            {ColumnRole, "column"},
            {RowRole, "row"},
            {ColumnSpanRole, "columnSpan"},
            {RowSpanRole, "rowSpan"}};
}

void DashboardModel::setLibrary(DashboardLibrary* library)
{
    if (m_library == library)
        return;
    if (m_library)
        m_library->disconnect(this);
    m_library = library;
    if (m_library) {
        connect(m_library, &DashboardLibrary::dashboardEdited, this, [this](const QString& id) {
            if (id == m_id)
                load();
        });
        connect(m_library, &DashboardLibrary::reworded, this, &DashboardModel::reword);
    }
    emit libraryChanged();
    load();
}

void DashboardModel::setDashboardId(const QString& id)
{
    if (m_id == id)
        return;
    m_id = id;
    load();
}

void DashboardModel::load()
{
    const auto* dashboard = m_library ? m_library->find(m_id) : nullptr;
    beginResetModel();
    m_found = dashboard != nullptr;
    m_dashboard = m_found ? *dashboard : dashboards::Dashboard();
    m_panels.clear();
    for (const auto& panel : m_dashboard.panels)
        m_panels.emplace_back(panel);
    endResetModel();
    m_variables.setVariables(m_dashboard.variables, m_library ? m_library->context() : nullptr);
    emit dashboardChanged();
    emit wordsChanged();
}

void DashboardModel::reword()
{
    std::ranges::transform(m_panels, m_panels.begin(), &PanelSpec::reworded);
    emit wordsChanged();
    if (!m_panels.empty())
        emit dataChanged(index(0), index(rowCount() - 1), {PanelRole});
}

int DashboardModel::refreshSeconds() const
{
    return m_dashboard.refresh ? static_cast<int>(m_dashboard.refresh->count() / 1000) : -1;
}

QStringList DashboardModel::required() const
{
    QStringList metrics;
    for (const auto& metric : m_dashboard.required)
        metrics.append(QString::fromStdString(metric));
    return metrics;
}

QVariantList DashboardModel::charts() const
{
    QVariantList charts;
    for (const auto& spec : m_panels) {
        if (spec.panel().kind == dashboards::PanelKind::TimeSeries)
            charts.append(QVariant::fromValue(spec));
    }
    return charts;
}

int DashboardModel::rows() const
{
    int rows = 0;
    for (const auto& spec : m_panels)
        rows = std::max(rows, spec.panel().grid.y + spec.panel().grid.h);
    return rows;
}

} // namespace nocturne::panels
