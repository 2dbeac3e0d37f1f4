// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include "ui/charts/chart_data.h"
#include "ui/charts/image_item.h"

namespace nocturne::charts {

/// The first series of some content as a small line without axes, over a quiet area; the same reduction as a chart.
class Sparkline : public nocturne::charts::ImageItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::charts::ChartData chartData MEMBER m_data WRITE setChartData NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER m_color WRITE setColor NOTIFY changed)
    Q_PROPERTY(double startTime MEMBER m_startTime WRITE setStartTime NOTIFY changed)
    Q_PROPERTY(double endTime MEMBER m_endTime WRITE setEndTime NOTIFY changed)

public:
    explicit Sparkline(QQuickItem* parent = nullptr);

    void setChartData(const ChartData& data) { change(m_data, data); }
    void setColor(const QColor& color) { change(m_color, color); }
    void setStartTime(double time) { change(m_startTime, time); }
    void setEndTime(double time) { change(m_endTime, time); }

signals:
    void changed();

protected:
    void drawLayer(std::size_t layer, QImage& image) override;

private:
    template <typename T>
    void change(T& member, const T& value)
    {
        if (member == value)
            return;
        member = value;
        emit changed();
        invalidateAll();
    }

    ChartData m_data;
    QColor m_color;
    double m_startTime = 0;
    double m_endTime = 0;
};

} // namespace nocturne::charts
