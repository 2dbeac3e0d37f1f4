// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QtQml/qqmlregistration.h>

#include "ui/panels/dashboard_library.h"
#include "ui/panels/dashboard_words.h"
#include "ui/panels/panel_words.h"
#include "ui/panels/variable_model.h"
#include "watch/dashboards/dashboard.h"

namespace nocturne::panels {

/// The dashboard on show: its panels as rows, with their places in the grid, and its variables.
class DashboardModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::panels::DashboardLibrary* library READ library WRITE setLibrary NOTIFY libraryChanged)
    Q_PROPERTY(QString dashboardId READ dashboardId WRITE setDashboardId NOTIFY dashboardChanged)
    Q_PROPERTY(bool found READ isFound NOTIFY dashboardChanged)
    Q_PROPERTY(QString title READ title NOTIFY wordsChanged)
    Q_PROPERTY(QString description READ description NOTIFY wordsChanged)
    Q_PROPERTY(QString from READ from NOTIFY dashboardChanged)
    Q_PROPERTY(QString to READ to NOTIFY dashboardChanged)
    Q_PROPERTY(int refreshSeconds READ refreshSeconds NOTIFY dashboardChanged) ///< -1: automatic
    Q_PROPERTY(QStringList required READ required NOTIFY dashboardChanged)     ///< metrics it is about
    Q_PROPERTY(int rows READ rows NOTIFY dashboardChanged)                     ///< of the grid
    Q_PROPERTY(int count READ rowCountNow NOTIFY dashboardChanged)
    Q_PROPERTY(QVariantList charts READ charts NOTIFY wordsChanged) ///< its panels over time, in their order
    Q_PROPERTY(nocturne::panels::VariableModel* variables READ variables CONSTANT)

public:
    enum Role { PanelRole = Qt::UserRole, ColumnRole, RowRole, ColumnSpanRole, RowSpanRole };

    explicit DashboardModel(QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    DashboardLibrary* library() const { return m_library; }
    void setLibrary(DashboardLibrary* library);
    QString dashboardId() const { return m_id; }
    void setDashboardId(const QString& id);
    bool isFound() const { return m_found; }
    QString title() const { return dashboardWord(m_dashboard.title); }
    QString description() const { return dashboardWord(m_dashboard.description); }
    QString from() const { return QString::fromStdString(m_dashboard.from); }
    QString to() const { return QString::fromStdString(m_dashboard.to); }
    int refreshSeconds() const;
    QStringList required() const;
    int rows() const;
    int rowCountNow() const { return rowCount(); }
    QVariantList charts() const;
    VariableModel* variables() { return &m_variables; }

    const dashboards::Dashboard& dashboard() const { return m_dashboard; }

signals:
    void libraryChanged();
    void dashboardChanged();
    void wordsChanged(); ///< of the titles: another dashboard, or another language

private:
    void load();
    void reword();

    QPointer<DashboardLibrary> m_library;
    QString m_id;
    bool m_found = false;
    dashboards::Dashboard m_dashboard;
    std::vector<PanelSpec> m_panels;
    VariableModel m_variables;
};

} // namespace nocturne::panels
