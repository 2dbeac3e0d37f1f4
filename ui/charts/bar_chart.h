// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>

#include "ui/charts/chart_colors.h"
#include "ui/charts/chart_data.h"
#include "ui/charts/image_item.h"

namespace nocturne::charts {

/// The last value of each series as a horizontal bar with its name and number, largest first: names have room, and
/// the number stands where the eye already is. Stays calm from one bar to hundreds: what does not fit is counted.
class BarChart : public nocturne::charts::ImageItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::charts::ChartData chartData MEMBER m_data WRITE setChartData NOTIFY changed)
    Q_PROPERTY(nocturne::charts::ChartColors* colors READ colors WRITE setColors NOTIFY changed)
    Q_PROPERTY(QString unit MEMBER m_unit WRITE setUnit NOTIFY changed)
    Q_PROPERTY(int decimals MEMBER m_decimals WRITE setDecimals NOTIFY changed) ///< -1: by value
    Q_PROPERTY(int limit MEMBER m_limit WRITE setLimit NOTIFY changed)          ///< most bars, 0: as many as fit
    Q_PROPERTY(bool stale MEMBER m_stale WRITE setStale NOTIFY changed)
    Q_PROPERTY(int fontPixels MEMBER m_fontPixels WRITE setFontPixels NOTIFY changed)
    Q_PROPERTY(int hidden READ hidden NOTIFY hiddenChanged) ///< bars there was no room for

public:
    explicit BarChart(QQuickItem* parent = nullptr);

    void setChartData(const ChartData& data) { change(m_data, data); }
    ChartColors* colors() const { return m_colors; }
    void setColors(ChartColors* colors);
    void setUnit(const QString& unit) { change(m_unit, unit); }
    void setDecimals(int decimals) { change(m_decimals, decimals); }
    void setLimit(int limit) { change(m_limit, limit); }
    void setStale(bool stale) { change(m_stale, stale); }
    void setFontPixels(int pixels) { change(m_fontPixels, pixels); }
    int hidden() const { return m_hidden; }

signals:
    void changed();
    void hiddenChanged();

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
    QPointer<ChartColors> m_colors;
    QString m_unit;
    int m_decimals = -1;
    int m_limit = 0;
    bool m_stale = false;
    int m_fontPixels = 12;
    int m_hidden = 0;
};

} // namespace nocturne::charts
