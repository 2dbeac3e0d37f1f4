// SPDX-FileCopyrightText: The Nocturne developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QVariantList>
#include <limits>
#include <optional>

#include "ui/charts/chart_colors.h"
#include "ui/charts/chart_data.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/image_item.h"
#include "ui/charts/series_raster.h"
#include "watch/dashboards/axis_ticks.h"
#include "watch/dashboards/units.h"

namespace nocturne::charts {

/// Series over time: Qt Charts draws the frame, our raster the samples, over each other in one picture; the
/// crosshair lies on a strip above it, so that it moves without redrawing them.
class TimeSeriesChart : public nocturne::charts::ImageItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(nocturne::charts::ChartData chartData READ chartData WRITE setChartData NOTIFY chartDataChanged)
    Q_PROPERTY(nocturne::charts::ChartColors* colors READ colors WRITE setColors NOTIFY colorsChanged)
    Q_PROPERTY(double startTime MEMBER m_startTime WRITE setStartTime NOTIFY rangeChanged) ///< ms since the epoch
    Q_PROPERTY(double endTime MEMBER m_endTime WRITE setEndTime NOTIFY rangeChanged)
    Q_PROPERTY(QString unit MEMBER m_unit WRITE setUnit NOTIFY lookChanged)
    Q_PROPERTY(int decimals MEMBER m_decimals WRITE setDecimals NOTIFY lookChanged) ///< -1: by value
    Q_PROPERTY(double minimum MEMBER m_minimum WRITE setMinimum NOTIFY lookChanged) ///< NaN: by the data
    Q_PROPERTY(double maximum MEMBER m_maximum WRITE setMaximum NOTIFY lookChanged)
    Q_PROPERTY(bool fill MEMBER m_fill WRITE setFill NOTIFY lookChanged)
    Q_PROPERTY(bool stale MEMBER m_stale WRITE setStale NOTIFY lookChanged)
    Q_PROPERTY(int isolated MEMBER m_isolated WRITE setIsolated NOTIFY lookChanged) ///< the one series shown, -1: all
    /// Of maps {value, severity, word}; drawn as a line with its word at the right end.
    Q_PROPERTY(QVariantList thresholds MEMBER m_thresholds WRITE setThresholds NOTIFY lookChanged)
    /// Of maps {start, end, severity, acknowledged}; drawn as a band at the bottom.
    Q_PROPERTY(QVariantList alertBands MEMBER m_alertBands WRITE setAlertBands NOTIFY lookChanged)
    /// Of maps {start, end, word}: what people did then; drawn as a line through the plot, or where it lasts, as a
    /// strip at its top.
    Q_PROPERTY(QVariantList marks MEMBER m_marks WRITE setMarks NOTIFY lookChanged)
    /// The time pointed at, here or on another panel; 0 for none. The crosshair snaps to the nearest sample.
    Q_PROPERTY(double cursorTime MEMBER m_cursorTime WRITE setCursorTime NOTIFY cursorChanged)
    Q_PROPERTY(double snappedTime READ snappedTime NOTIFY cursorChanged)
    Q_PROPERTY(QString snappedText READ snappedText NOTIFY cursorChanged)
    Q_PROPERTY(double snappedX READ snappedX NOTIFY cursorChanged)
    Q_PROPERTY(QRectF plotArea READ plotArea NOTIFY plotAreaChanged)

public:
    explicit TimeSeriesChart(QQuickItem* parent = nullptr);

    ChartData chartData() const { return m_data; }
    void setChartData(const ChartData& data);
    ChartColors* colors() const { return m_colors; }
    void setColors(ChartColors* colors);
    void setStartTime(double time);
    void setEndTime(double time);
    void setUnit(const QString& unit);
    void setDecimals(int decimals);
    void setMinimum(double value);
    void setMaximum(double value);
    void setFill(bool fill);
    void setStale(bool stale);
    void setIsolated(int series);
    void setThresholds(const QVariantList& thresholds);
    void setAlertBands(const QVariantList& bands);
    void setMarks(const QVariantList& marks);
    void setCursorTime(double time);
    double snappedTime() const;
    QString snappedText() const;
    double snappedX() const;
    QRectF plotArea() const { return m_plot; }

    /// The time under item coordinate `x`, held within the range.
    Q_INVOKABLE double timeAt(double x) const;
    Q_INVOKABLE double xAt(double time) const;

signals:
    void chartDataChanged();
    void colorsChanged();
    void rangeChanged();
    void lookChanged();
    void cursorChanged();
    void plotAreaChanged();

protected:
    void drawLayer(std::size_t layer, QImage& image) override;
    QRectF layerArea(std::size_t layer, qreal devicePixelRatio) const override;
    void updatePolish() override;

private:
    enum Layer : std::size_t { ChartLayer, CursorLayer };

    template <typename T>
    void change(T& member, const T& value);
    void replan();
    void planValues();
    void planTime();
    MinMax shownExtent() const;
    PlotTransform transform(double devicePixelRatio) const;
    QColor shown(const QColor& color) const;
    void drawFrame(QImage& image);
    void drawSamples(QImage& image);
    void drawThresholds(QImage& image);
    void drawAlertBands(QImage& image);
    void drawMarks(QImage& image);
    void drawCursor(QImage& image);
    std::optional<Timestamp> nearestSample(Timestamp time) const;

    ChartData m_data;
    QPointer<ChartColors> m_colors;
    double m_startTime = 0;
    double m_endTime = 0;
    QString m_unit;
    int m_decimals = -1;
    double m_minimum = std::numeric_limits<double>::quiet_NaN();
    double m_maximum = std::numeric_limits<double>::quiet_NaN();
    bool m_fill = false;
    bool m_stale = false;
    int m_isolated = -1;
    QVariantList m_thresholds;
    QVariantList m_alertBands;
    QVariantList m_marks;
    double m_cursorTime = 0;

    bool m_planned = false;
    dashboards::AxisPlan m_axis;
    FrameSpec m_spec;
    QRectF m_plot;
    ChartFrame m_frame;
};

/// The reader's decimal point and group separator.
dashboards::NumberStyle localNumberStyle();

} // namespace nocturne::charts
