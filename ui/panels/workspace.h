// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include "base/core/worker_pool.h"
#include "ui/panels/dashboard_library.h"
#include "ui/panels/data_context.h"
#include "ui/panels/explore_query.h"
#include "ui/panels/pack_list.h"
#include "ui/panels/time_range.h"

namespace nocturne::panels {

/// What the pages of dashboards and of exploring share: the data, the library, the range, and which dashboard is on
/// show. One per program; GUI thread.
class Workspace : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the session")
    Q_PROPERTY(nocturne::panels::DataContext* data READ data CONSTANT)
    Q_PROPERTY(nocturne::panels::DashboardLibrary* library READ library CONSTANT)
    Q_PROPERTY(nocturne::panels::PackList* packs READ packs CONSTANT)
    Q_PROPERTY(nocturne::panels::TimeRange* timeRange READ timeRange CONSTANT)
    Q_PROPERTY(nocturne::panels::ExploreQuery* explore READ explore CONSTANT)
    /// The one on show; the first offered one until a person chose.
    Q_PROPERTY(QString dashboardId READ dashboardId WRITE setDashboardId NOTIFY dashboardIdChanged)
    Q_PROPERTY(bool rangeGiven READ isRangeGiven CONSTANT) ///< at the start, so a dashboard keeps its own to itself

public:
    Workspace(query::QueryService& service, const Clock& clock, QObject* parent = nullptr);
    ~Workspace() override;

    DataContext* data() { return &m_data; }
    DashboardLibrary* library() { return &m_library; }
    PackList* packs() { return &m_packs; }
    TimeRange* timeRange() { return &m_range; }
    ExploreQuery* explore() { return &m_explore; }
    QString dashboardId() const;
    void setDashboardId(const QString& id);
    bool isRangeGiven() const { return m_rangeGiven; }

    /// Starts with `words` ("1h", "last 90 min", "now-6h") instead of a dashboard's own range; false when unreadable.
    bool startWithRange(const QString& words);

    /// The language changed: titles are worded anew.
    void retranslate();

signals:
    void dashboardIdChanged();

private:
    WorkerPool m_pool{1};
    DataContext m_data;
    DashboardLibrary m_library;
    PackList m_packs;
    TimeRange m_range;
    ExploreQuery m_explore;
    QString m_chosen;
    bool m_rangeGiven = false;
};

} // namespace nocturne::panels
