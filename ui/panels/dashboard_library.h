// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractListModel>
#include <QFileSystemWatcher>
#include <QPointer>
#include <QTimer>
#include <QtQml/qqmlregistration.h>
#include <set>
#include <stop_token>
#include <vector>

#include "ui/panels/data_context.h"
#include "watch/dashboards/dashboard.h"

namespace nocturne::panels {

/// All dashboards: those built in, offered once a metric they need exists, and the files of a folder, read again when
/// edited outside. A file replaces a built-in of the same id. One that cannot be read is listed with its error.
class DashboardLibrary : public QAbstractListModel
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::panels::DataContext* context READ context WRITE setContext NOTIFY contextChanged)
    Q_PROPERTY(QString folder READ folder WRITE setFolder NOTIFY folderChanged)
    Q_PROPERTY(int count READ rowCountNow NOTIFY countChanged)
    Q_PROPERTY(QString firstId READ firstId NOTIFY countChanged) ///< of the first one offered

public:
    enum Role { IdRole = Qt::UserRole, TitleRole, DescriptionRole, TagsRole, BuiltInRole, ErrorRole, PanelCountRole };

    explicit DashboardLibrary(QObject* parent = nullptr);
    ~DashboardLibrary() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

    DataContext* context() const { return m_context; }
    void setContext(DataContext* context);
    QString folder() const { return m_folder; }
    void setFolder(const QString& folder);
    int rowCountNow() const { return rowCount(); }
    QString firstId() const;

    /// The dashboard `id`, offered or not; null when there is none. Valid until the next change.
    const dashboards::Dashboard* find(const QString& id) const;
    /// Of all dashboards that can be opened, offered or not.
    QStringList ids() const;
    Q_INVOKABLE bool contains(const QString& id) const { return find(id) != nullptr; }
    Q_INVOKABLE QString titleOf(const QString& id) const;

    /// The language changed: built-in titles are worded anew.
    void retranslate();

signals:
    void contextChanged();
    void folderChanged();
    void countChanged();
    /// All metrics seen so far.
    void metricsChanged(const std::set<std::string>& names);
    void dashboardEdited(const QString& id);
    void reworded();

private:
    struct Entry
    {
        dashboards::Dashboard dashboard;
        bool builtIn = true;
        QString path;
        QString error;

        bool operator==(const Entry&) const = default;
    };
    void loadBuiltIns();
    void readFolder();
    void askMetrics();
    void offer(std::set<std::string> metrics);
    bool isOffered(const Entry& entry) const;
    void arrange();

    QPointer<DataContext> m_context;
    QString m_folder;
    std::vector<Entry> m_entries; // all, files before built-ins of the same id
    std::vector<Entry> m_shown;   // rows: copies, so that what changed is told by content
    std::set<std::string> m_metrics;
    QFileSystemWatcher m_watcher;
    QTimer m_metricsTimer;
    QTimer m_readTimer;
    std::stop_source m_stop;
};

} // namespace nocturne::panels
