// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QVariantList>

#include "ui/charts/chart_colors.h"
#include "ui/charts/image_item.h"

namespace nocturne::charts {

/// A share of a whole as an arc of 240 degrees, with thresholds as ticks outside. The number in its middle is the
/// panel's.
class GaugeArc : public nocturne::charts::ImageItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(double value MEMBER m_value WRITE setValue NOTIFY changed) ///< NaN: only the track
    Q_PROPERTY(double minimum MEMBER m_minimum WRITE setMinimum NOTIFY changed)
    Q_PROPERTY(double maximum MEMBER m_maximum WRITE setMaximum NOTIFY changed)
    Q_PROPERTY(QColor color MEMBER m_color WRITE setColor NOTIFY changed)
    Q_PROPERTY(double thickness MEMBER m_thickness WRITE setThickness NOTIFY changed)
    Q_PROPERTY(QVariantList thresholds MEMBER m_thresholds WRITE setThresholds NOTIFY changed) ///< {value, severity}
    Q_PROPERTY(nocturne::charts::ChartColors* colors READ colors WRITE setColors NOTIFY changed)

public:
    explicit GaugeArc(QQuickItem* parent = nullptr);

    void setValue(double value) { change(m_value, value); }
    void setMinimum(double value) { change(m_minimum, value); }
    void setMaximum(double value) { change(m_maximum, value); }
    void setColor(const QColor& color) { change(m_color, color); }
    void setThickness(double thickness) { change(m_thickness, thickness); }
    void setThresholds(const QVariantList& thresholds) { change(m_thresholds, thresholds); }
    ChartColors* colors() const { return m_colors; }
    void setColors(ChartColors* colors);

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
    double share(double value) const;

    double m_value = 0;
    double m_minimum = 0;
    double m_maximum = 100;
    QColor m_color;
    double m_thickness = 10;
    QVariantList m_thresholds;
    QPointer<ChartColors> m_colors;
};

} // namespace nocturne::charts
