// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include "ui/charts/chart_data.h"
#include "ui/models/alert_list_model.h"

namespace nocturne::panels {

/// What people did about alerts that concern the series of one chart, for its marks. Follows the list. GUI thread.
class PanelMarks : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::ui::AlertListModel* alerts READ alerts WRITE setAlerts NOTIFY sourceChanged)
    Q_PROPERTY(nocturne::charts::ChartData chart MEMBER m_chart WRITE setChart NOTIFY sourceChanged)
    Q_PROPERTY(double startTime MEMBER m_startTime WRITE setStartTime NOTIFY sourceChanged)
    Q_PROPERTY(double endTime MEMBER m_endTime WRITE setEndTime NOTIFY sourceChanged)
    Q_PROPERTY(QVariantList marks READ marks NOTIFY changed) ///< as TimeSeriesChart takes them

public:
    using QObject::QObject;

    ui::AlertListModel* alerts() const { return m_alerts; }
    void setAlerts(ui::AlertListModel* alerts);
    void setChart(const charts::ChartData& chart);
    void setStartTime(double time);
    void setEndTime(double time);
    QVariantList marks() const { return m_marks; }

signals:
    void sourceChanged();
    void changed();

private:
    void look();

    QPointer<ui::AlertListModel> m_alerts;
    charts::ChartData m_chart;
    double m_startTime = 0;
    double m_endTime = 0;
    QVariantList m_marks;
};

} // namespace nocturne::panels
