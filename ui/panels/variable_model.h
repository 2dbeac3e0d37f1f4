// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QPointer>
#include <QStringList>
#include <QtQml/qqmlregistration.h>
#include <map>
#include <stop_token>
#include <vector>

#include "ui/panels/data_context.h"
#include "watch/dashboards/dashboard.h"
#include "watch/dashboards/macros.h"

namespace nocturne::panels {

/// The variables of a dashboard with their choices, asked from the service.
class VariableModel : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by DashboardModel")
    Q_PROPERTY(int count READ rowCountNow NOTIFY variablesReset)

public:
    enum Role { NameRole = Qt::UserRole, LabelRole, ChoicesRole, CurrentRole, CurrentTextRole };

    using QAbstractListModel::QAbstractListModel;
    ~VariableModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    int rowCountNow() const { return rowCount(); }

    void setVariables(const std::vector<dashboards::Variable>& variables, DataContext* context);
    /// Asks for the choices again, of series within the last `range`.
    void reload();
    /// What names stand for now.
    const std::map<std::string, dashboards::VariableChoice, std::less<>>& values() const { return m_values; }
    /// Chooses by position in the row's choices.
    Q_INVOKABLE void choose(int row, int choice);

signals:
    void variablesReset();
    /// A choice changed: panels ask again.
    void changed();

private:
    struct Entry
    {
        dashboards::Variable variable;
        QStringList found; // values, without "all"
        int current = 0;   // in choices()
    };
    QStringList choices(const Entry& entry) const; // as they are shown
    static QString valueOf(const Entry& entry);    // of the current one; empty for "all"
    void take(std::size_t row, const std::vector<std::string>& found);
    void publish();

    QPointer<DataContext> m_context;
    std::vector<Entry> m_entries;
    std::map<std::string, dashboards::VariableChoice, std::less<>> m_values;
    std::stop_source m_stop;
};

} // namespace nocturne::panels
